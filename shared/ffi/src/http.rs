//! The http lane: reqwest with a TLS configuration of our own; in a browser, its fetch.
//!
//! Nothing goes out in cleartext but to this device itself. Whatever a server sends is cut off at a limit, and what
//! comes back says what happened, never what was in it.

use std::{panic::AssertUnwindSafe, time::Duration};

use async_channel::{Receiver, Sender};
use crux_core::Request;
use crux_http::{
    HttpError,
    protocol::{HttpHeader, HttpRequest, HttpResponse, HttpResult},
};
use futures::{FutureExt, StreamExt};
use kangban_app::effects::TIMEOUT_HEADER;
use reqwest::{Client, Method, Response, header::HeaderMap};
use url::{Host, Url};

use crate::lanes::{Input, hand_over};

/// How long an answer may take, all of it, where the request does not say.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long a request may ask to wait.
const LONGEST_TIMEOUT: Duration = Duration::from_mins(3);
/// The largest body, either way. A sealed file is 10 MB at most, and travels as base64 in JSON.
const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;
/// The largest set of headers that is taken.
const MAX_HEADER_BYTES: usize = 64 * 1024;

/// Serves until the lane is closed. Requests run side by side; one that fails hurts no other.
pub(crate) async fn run(jobs: Receiver<Request<HttpRequest>>, inputs: Sender<Input>, client: Client) {
    jobs.for_each_concurrent(None, |mut request| {
        let (client, inputs) = (&client, inputs.clone());
        async move {
            let asked = std::mem::take(&mut request.operation);
            let sent = AssertUnwindSafe(send(client, asked)).catch_unwind().await;
            let result = sent.unwrap_or_else(|_| HttpResult::Err(io("the request failed")));
            hand_over(&inputs, Input::Http(request, result));
        }
    })
    .await;
}

/// Sends one request.
pub(crate) async fn send(client: &Client, request: HttpRequest) -> HttpResult {
    exchange(client, request).await.into()
}

async fn exchange(client: &Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let url = allowed(&request.url)?;
    let method: Method = request.method.parse().map_err(|_| HttpError::Url("not a method".into()))?;
    if request.body.len() > MAX_BODY_BYTES {
        return Err(io("the request is too large"));
    }
    let mut timeout = TIMEOUT;
    let mut builder = client.request(method, url);
    for HttpHeader { name, value } in request.headers {
        if name.eq_ignore_ascii_case(TIMEOUT_HEADER) {
            let ms = value.parse().map_err(|_| HttpError::Url("not a timeout".into()))?;
            timeout = Duration::from_millis(ms).min(LONGEST_TIMEOUT);
        } else {
            builder = builder.header(name, value);
        }
    }
    if !request.body.is_empty() {
        builder = builder.body(request.body);
    }
    let response = platform::mind(builder).timeout(timeout).send().await.map_err(|error| fault(&error))?;
    let status = response.status().as_u16();
    let headers = headers(response.headers())?;
    let body = body(response).await?;
    Ok(HttpResponse { status, headers, body })
}

/// HTTPS, or HTTP to this device.
fn allowed(text: &str) -> Result<Url, HttpError> {
    let url = Url::parse(text).map_err(|_| HttpError::Url("not a URL".into()))?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        _ => Err(HttpError::Url("not https".into())),
    }
}

fn headers(found: &HeaderMap) -> Result<Vec<HttpHeader>, HttpError> {
    let size: usize = found.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > MAX_HEADER_BYTES {
        return Err(io("the answer's headers are too large"));
    }
    // A value that is no text is none that we read.
    let text = found.iter().filter_map(|(name, value)| {
        Some(HttpHeader { name: name.to_string(), value: value.to_str().ok()?.to_owned() })
    });
    Ok(text.collect())
}

/// The whole body, or nothing: half an answer is no answer.
async fn body(response: Response) -> Result<Vec<u8>, HttpError> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > MAX_BODY_BYTES) {
        return Err(io("the answer is too large"));
    }
    platform::read(response, MAX_BODY_BYTES).await
}

/// In our words: an error's own could quote a URL or what the server sent.
fn fault(error: &reqwest::Error) -> HttpError {
    if error.is_timeout() {
        HttpError::Timeout
    } else if error.is_builder() {
        HttpError::Url("not a request".into())
    } else if error.is_body() || error.is_decode() {
        io("the answer was cut off")
    } else {
        io("no connection")
    }
}

fn io(words: &str) -> HttpError {
    HttpError::Io(words.to_owned())
}

pub(crate) use platform::client;

#[cfg(not(target_family = "wasm"))]
mod platform {
    use std::{sync::Arc, time::Duration};

    use crux_http::HttpError;
    use reqwest::{Client, RequestBuilder, Response, redirect};
    use rustls::{ClientConfig, RootCertStore, crypto::ring};

    use super::{fault, io};

    /// The client: TLS 1.2 or newer, the public roots and no others, no redirects (an API has none; a captive portal
    /// does), no proxy from the environment.
    pub(crate) fn client() -> Result<Client, String> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| error.to_string())
    }

    pub(super) fn mind(builder: RequestBuilder) -> RequestBuilder {
        builder
    }

    pub(super) async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, HttpError> {
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + part.len() > limit {
                return Err(io("the answer is too large"));
            }
            body.extend_from_slice(&part);
        }
        Ok(body)
    }
}

#[cfg(target_family = "wasm")]
mod platform {
    use crux_http::HttpError;
    use reqwest::{Client, RequestBuilder, Response};

    use super::{fault, io};

    /// The browser's own TLS, redirects and proxy.
    pub(crate) fn client() -> Client {
        Client::new()
    }

    /// No cookie goes out and nothing of a patient stays in the browser's cache.
    pub(super) fn mind(builder: RequestBuilder) -> RequestBuilder {
        builder.fetch_credentials_omit().fetch_cache_no_store()
    }

    pub(super) async fn read(response: Response, limit: usize) -> Result<Vec<u8>, HttpError> {
        let body = response.bytes().await.map_err(|error| fault(&error))?;
        if body.len() > limit { Err(io("the answer is too large")) } else { Ok(body.to_vec()) }
    }
}
