//! Requests and answers between the engine and the http lane.

use crux_core::Command;
use crux_http::{
    HttpError,
    protocol::{HttpHeader, HttpRequest, HttpResult},
};
use kangban_sync::{HttpFault, Outcome, Request, Response};

use super::{SyncStep, Syncing};
use crate::{
    effects::{
        Cmd, TIMEOUT_HEADER, VaultOp, VaultOut,
        vault::{Answer, Query, ask},
    },
    event::Step,
    record,
};

/// Sends a request of the engine; one with a file reads the file first.
pub(super) fn send(sync: &Syncing, request: Request) -> Cmd {
    let session = sync.session;
    match &request.file {
        Some(file) => ask(VaultOp::Read(vec![Query::File(file.clone())]))
            .then_send(move |out| Step::Sync(SyncStep::File { session, request, out }).into()),
        None => go(sync, request),
    }
}

/// Puts the file into the body and sends it; gives the request's id when there is no file.
pub(super) fn send_with_file(sync: &Syncing, mut request: Request, out: VaultOut) -> Result<Cmd, u32> {
    let file = match out {
        VaultOut::Answers(answers) => answers.into_iter().next(),
        _ => None,
    };
    let Some(Answer::File(Some((_, bytes)))) = file else { return Err(request.id) };
    let Some(body) = record::binary_with_data(&request.body, &bytes) else { return Err(request.id) };
    request.body = body;
    Ok(go(sync, request))
}

fn go(sync: &Syncing, request: Request) -> Cmd {
    let (session, id) = (sync.session, request.id);
    let header = |name: &str, value: String| HttpHeader { name: name.to_owned(), value };
    let mut headers = vec![
        header("authorization", format!("Bearer {}", sync.tokens.access)),
        header(TIMEOUT_HEADER, request.timeout_ms.to_string()),
    ];
    headers.extend(request.headers.into_iter().map(|(name, value)| header(name, value)));
    let request = HttpRequest {
        method: request.method.to_owned(),
        url: request.url,
        headers,
        body: request.body.into_bytes(),
    };
    Command::request_from_shell(request)
        .then_send(move |result| Step::Sync(SyncStep::Answer { session, request: id, result }).into())
}

/// The lane's answer as the engine takes it.
pub(crate) fn response(result: HttpResult) -> Outcome {
    match result {
        HttpResult::Ok(response) => Ok(Response {
            status: response.status,
            headers: response.headers.into_iter().map(|header| (header.name, header.value)).collect(),
            body: response.body,
        }),
        HttpResult::Err(HttpError::Timeout) => Err(HttpFault::Timeout),
        HttpResult::Err(_) => Err(HttpFault::Unreachable),
    }
}
