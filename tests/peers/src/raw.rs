//! What ours is measured beside: the same bytes without any of our code.

use std::{net::SocketAddr, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    routing::{get, post},
};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Mutex};

/// A SQLCipher database opened with a raw key and the settings a vault uses, with one plain table.
///
/// # Errors
/// What `SQLite` says.
pub(crate) fn sqlcipher(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32)))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch("create table document(id integer primary key, json text not null) strict")?;
    Ok(connection)
}

/// A server that only parses and keeps a JSON body, and one page of `observations` to fetch: the least that
/// carrying the same bytes can cost. It stops with the runtime.
///
/// # Errors
/// When there is no port to listen on.
pub(crate) async fn server(pages: Vec<String>) -> std::io::Result<SocketAddr> {
    #[derive(Clone)]
    struct Kept {
        up: Arc<Mutex<Vec<Value>>>,
        pages: Arc<Vec<String>>,
    }
    async fn take(
        State(kept): State<Kept>,
        body: String,
    ) -> Result<axum::Json<Value>, axum::http::StatusCode> {
        let value = serde_json::from_str(&body).map_err(|_| axum::http::StatusCode::BAD_REQUEST)?;
        kept.up.lock().await.push(value);
        Ok(axum::Json(json!({"ok": true})))
    }
    async fn give(
        State(kept): State<Kept>,
        axum::extract::Path(page): axum::extract::Path<usize>,
    ) -> Result<String, axum::http::StatusCode> {
        kept.pages.get(page).cloned().ok_or(axum::http::StatusCode::NOT_FOUND)
    }
    let kept = Kept { up: Arc::default(), pages: Arc::new(pages) };
    let router = Router::new()
        .route("/up", post(take))
        .route("/page/{page}", get(give))
        .layer(DefaultBodyLimit::max(64 << 20))
        .with_state(kept);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
