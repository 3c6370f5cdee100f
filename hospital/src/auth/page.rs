//! The sign-in page: HTML made on the server, without a script.

use askama::Template;
use axum::{
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::words::{Language, Words};

/// Everything the page shows.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub(crate) struct SignInPage<'a> {
    pub(crate) words: &'a Words,
    pub(crate) to_app: String,
    pub(crate) page: &'a str,
    pub(crate) other_language: String,
    pub(crate) problem: String,
    pub(crate) problem_at: &'static str,
    pub(crate) asks: bool,
    pub(crate) may: Vec<&'static str>,
    pub(crate) offers_code: bool,
    pub(crate) offers_password_first: bool,
    pub(crate) username: &'a str,
    pub(crate) submit: &'static str,
    pub(crate) cancel: String,
}

#[derive(Template)]
#[template(path = "sign-in-trouble.html")]
struct TroublePage<'a> {
    words: &'a Words,
    what: &'a str,
}

/// Renders a page. `goes_to` is the origin to which its forms may lead in the end: browsers apply `form-action` to
/// the redirect that answers a form, too.
pub(crate) fn render(status: StatusCode, page: &impl Template, goes_to: Option<&str>) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self'{}{}; frame-ancestors 'none'; base-uri 'none'",
        if goes_to.is_some() { " " } else { "" },
        goes_to.unwrap_or_default(),
    );
    match page.render() {
        Ok(html) => (
            status,
            [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CACHE_CONTROL, "no-store".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy),
                (HeaderName::from_static("x-frame-options"), "DENY".to_owned()),
                (header::REFERRER_POLICY, "no-referrer".to_owned()),
            ],
            html,
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "the sign-in page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says why there is no sign-in, for what cannot be sent back to an app.
pub(crate) fn trouble(status: StatusCode, language: Language, what: &str) -> Response {
    render(status, &TroublePage { words: language.words(), what }, None)
}

/// `GET /oauth/style.css`
pub(crate) async fn style() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")],
        include_str!("../../templates/sign-in.css"),
    )
        .into_response()
}
