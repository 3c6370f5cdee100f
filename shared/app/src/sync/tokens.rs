//! The tokens: a new pair is on disk before it is used, both in one write.

use crux_core::Command;
use crux_http::protocol::HttpResult;
use kangban_sync::Input;

use super::{SyncStep, Syncing, Tokens, response, update::drive_open};
use crate::{
    effects::{
        Cmd, VaultOp, after,
        vault::{Batch, ask},
    },
    event::Step,
    loading::values,
    lock::{CLIENT_ID, TokenAnswer, json, post_form, token_url},
    model::Open,
};

const FIRST_PAUSE_MS: u64 = 2_000;
const LONGEST_PAUSE_MS: u64 = 5 * 60 * 1_000;

/// Asks for a new token, unless that is under way.
pub(super) fn ask_for_token(sync: &mut Syncing) -> Cmd {
    if std::mem::replace(&mut sync.refreshing, true) {
        return Command::done();
    }
    let session = sync.session;
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", CLIENT_ID),
        ("refresh_token", sync.tokens.refresh.as_str()),
    ];
    Command::request_from_shell(post_form(token_url(&sync.base_url), &fields))
        .then_send(move |result| Step::Sync(SyncStep::Refreshed { session, result }).into())
}

/// Reads the hospital's answer.
pub(super) fn refreshed(open: &mut Open, result: HttpResult) -> Cmd {
    let outcome = response(result);
    if let Ok(answer) = &outcome {
        if answer.status == 200
            && let Some(tokens) = json::<TokenAnswer>(answer)
        {
            let refresh = tokens.refresh_token.unwrap_or_else(|| open.sync.tokens.refresh.clone());
            return new_tokens(open, tokens.access_token, refresh);
        }
        // Only the hospital's own word ends a sign-in; a page of something in between does not.
        let is_json = json::<serde_json::Map<String, serde_json::Value>>(answer)
            .is_some_and(|it| it.contains_key("error"));
        if matches!(answer.status, 400 | 401) && is_json {
            open.sync.refreshing = false;
            return drive_open(open, Input::NoToken);
        }
    }
    let asked = outcome.ok().and_then(|answer| answer.retry_after_ms()).unwrap_or_default();
    let pause = FIRST_PAUSE_MS << open.sync.refused_refreshes.min(8);
    open.sync.refused_refreshes += 1;
    let session = open.sync.session;
    // Timers of the engine count from 1; this one is apart from them.
    after(usize::MAX, pause.min(LONGEST_PAUSE_MS).max(asked), move || {
        Step::Sync(SyncStep::RefreshAgain { session }).into()
    })
}

/// Keeps new tokens: written first, then used.
pub(crate) fn new_tokens(open: &mut Open, access: String, refresh: String) -> Cmd {
    let session = open.sync.session;
    open.sync.tokens = Tokens { access, refresh };
    let tokens = &open.sync.tokens;
    let batch = Batch {
        values: vec![
            (values::ACCESS.to_owned(), Some(tokens.access.clone())),
            (values::REFRESH.to_owned(), Some(tokens.refresh.clone())),
        ],
        ..Batch::default()
    };
    ask(VaultOp::Write(batch))
        .then_send(move |out| Step::Sync(SyncStep::TokensWritten { session, out }).into())
}
