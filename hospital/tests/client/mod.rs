//! A client of HTTP for tests.

/// A client that works however the workspace was built: where other crates ask for it, reqwest comes without an
/// implementation of TLS's ciphers and panics until it is told one.
pub(crate) fn client() -> reqwest::Client {
    // Told already is told.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}
