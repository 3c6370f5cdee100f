//! Against a server that sends exactly the bytes that a test says.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use crux_http::{
    HttpError,
    protocol::{HttpRequest, HttpResponse, HttpResult},
};
use kangban_app::effects::TIMEOUT_HEADER;

use crate::http::{client, send};

/// Answers one request as `answer` does it. Gives its address, and what was asked.
fn server(answer: impl FnOnce(&mut TcpStream) + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (asked, heard) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut part = [0; 4096];
        while !request.windows(4).any(|four| four == b"\r\n\r\n") {
            let read = stream.read(&mut part).unwrap();
            request.extend_from_slice(&part[..read]);
        }
        // Most tests do not listen.
        asked.send(String::from_utf8_lossy(&request).to_lowercase()).ok();
        answer(&mut stream);
    });
    (url, heard)
}

fn says(bytes: &'static str) -> impl FnOnce(&mut TcpStream) + Send {
    move |stream| stream.write_all(bytes.as_bytes()).unwrap()
}

fn run(request: HttpRequest) -> HttpResult {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(send(&client().unwrap(), request))
}

fn get(url: &str) -> HttpResult {
    run(HttpRequest::get(url).build())
}

fn io(words: &str) -> HttpResult {
    HttpResult::Err(HttpError::Io(words.into()))
}

fn answered(result: HttpResult) -> HttpResponse {
    match result {
        HttpResult::Ok(response) => response,
        HttpResult::Err(error) => panic!("{error}"),
    }
}

#[test]
fn whatever_the_status_an_answer_is_an_answer() {
    for (head, status) in
        [("200 OK", 200), ("401 No", 401), ("422 No", 422), ("429 Slow", 429), ("500 Oh", 500)]
    {
        let text = format!("HTTP/1.1 {head}\r\nretry-after: 7\r\ncontent-length: 6\r\n\r\n<html>");
        let (url, _) = server(move |stream| stream.write_all(text.as_bytes()).unwrap());
        let response = answered(get(&url));
        assert_eq!((response.status, response.body.as_slice()), (status, b"<html>".as_slice()));
        assert!(response.headers.iter().any(|header| header.name == "retry-after" && header.value == "7"));
    }
}

#[test]
fn what_the_app_asks_is_sent_without_the_word_to_the_lane() {
    let (url, heard) = server(says("HTTP/1.1 204 No\r\n\r\n"));
    let request = HttpRequest::put(format!("{url}/fhir/Observation/1"))
        .header("if-none-match", "*")
        .header(TIMEOUT_HEADER, "5000")
        .body(br#"{"a":1}"#.to_vec())
        .build();
    assert_eq!(answered(run(request)).status, 204);
    let heard = heard.recv().unwrap();
    assert!(heard.starts_with("put /fhir/observation/1 http/1.1\r\n"), "{heard}");
    assert!(heard.contains("if-none-match: *\r\n") && heard.contains("content-length: 7\r\n"), "{heard}");
    assert!(!heard.contains(TIMEOUT_HEADER), "{heard}");
}

#[test]
fn a_request_waits_as_long_as_it_says_for_the_whole_answer() {
    for slow in ["", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"] {
        let (url, _) = server(move |stream| {
            stream.write_all(slow.as_bytes()).unwrap();
            thread::sleep(Duration::from_secs(5));
        });
        let started = Instant::now();
        let result = run(HttpRequest::get(url).header(TIMEOUT_HEADER, "200").build());
        assert_eq!(result, HttpResult::Err(HttpError::Timeout), "after {slow:?}");
        assert!(started.elapsed() < Duration::from_secs(4));
    }
}

#[test]
fn half_an_answer_is_no_answer() {
    let (url, _) = server(says("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"resourceType\""));
    assert_eq!(get(&url), io("the answer was cut off"));
    let (url, _) = server(says("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope"));
    assert_eq!(get(&url), io("the answer was cut off"));
}

#[test]
fn nobody_there_is_no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(get(&url), io("no connection"));
    let (url, _) = server(|_| {});
    assert_eq!(get(&url), io("no connection"));
}

#[test]
fn an_answer_beyond_the_limit_is_cut_off_whether_it_says_so_or_not() {
    let (url, _) = server(says("HTTP/1.1 200 OK\r\ncontent-length: 99000000\r\n\r\n"));
    assert_eq!(get(&url), io("the answer is too large"));
    let (url, _) = server(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").unwrap();
        let part = vec![b'x'; 1 << 20];
        // Until the other side has had enough.
        while stream.write_all(&part).is_ok() {}
    });
    assert_eq!(get(&url), io("the answer is too large"));
    let (url, _) = server(|stream| {
        let header = format!("x-large: {}\r\n", "y".repeat(9000)).repeat(10);
        let text = format!("HTTP/1.1 200 OK\r\n{header}content-length: 0\r\n\r\n");
        stream.write_all(text.as_bytes()).unwrap();
    });
    assert_eq!(get(&url), io("the answer's headers are too large"));
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let (url, _) = server(says(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/portal\r\ncontent-length: 0\r\n\r\n",
    ));
    assert_eq!(answered(get(&url)).status, 302);
}

#[test]
fn nothing_goes_out_in_cleartext_but_to_this_device() {
    for url in [
        "http://hospital.example/fhir",
        "http://10.0.0.1/fhir",
        "http://localhost.example/fhir",
        "http://127.0.0.1.example/fhir",
        "ftp://127.0.0.1/",
        "file:///etc/hosts",
    ] {
        assert_eq!(get(url), HttpResult::Err(HttpError::Url("not https".into())), "{url}");
    }
    assert_eq!(get("hospital"), HttpResult::Err(HttpError::Url("not a URL".into())));
}

#[test]
fn a_server_that_does_not_speak_tls_is_no_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").ok();
    });
    assert_eq!(get(&url), io("no connection"));
}
