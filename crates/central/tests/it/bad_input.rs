//! Whatever is sent, the answer is a problem of the contract and never a 500.

use crate::harness::{CLERK, Service, problem};
use kaikuasema_domain::api::ProblemCode;
use reqwest::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const POSTS: [&str; 5] = ["/v1/sessions", "/v1/sessions/refresh", "/v1/stations", "/v1/cards/lookup", "/v1/operations"];

#[tokio::test]
async fn bodies_that_are_no_requests_are_bad_requests() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\"\\ud800\"",
        b"<html><body>Kirjaudu verkkoon</body></html>",
        b"\xff\xfe\x00\x01\x80",
        b"{\"operations\":null}",
        b"{\"operations\":{}}",
        b"{\"operations\":[{\"op_id\":\"\xff\"}]}",
        b"{\"operations\":[]} trailing",
        b"{\"email\":1,\"password\":[],\"station\":{}}",
        deep.as_bytes(),
    ];
    for path in POSTS {
        for body in bodies {
            let token = if path == "/v1/stations" { &station.session.access_token.0 } else { &station.credential };
            let answer = service.post(path).bearer_auth(token).body(body.to_vec()).send().await.unwrap();
            let problem = problem(answer).await;
            assert_eq!((problem.status, problem.code), (400, ProblemCode::BadRequest), "{path} {:?}", &body[..body.len().min(40)]);
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_problems_too() {
    let service = Service::start().await;
    for path in ["/", "/v1", "/v2/meta", "/v1/meta/", "/v1/cards/changes/x", "/%00", "/v1/venues/a/b"] {
        let answer = service.get(path).send().await.unwrap();
        let problem = problem(answer).await;
        assert_eq!((problem.status, problem.code), (404, ProblemCode::NotFound), "{path}");
    }
    let client = reqwest::Client::new();
    for (method, path) in [(Method::POST, "/v1/meta"), (Method::GET, "/v1/sessions"), (Method::PUT, "/v1/operations")] {
        let answer = client.request(method.clone(), service.url(path)).send().await.unwrap();
        assert!(answer.headers().contains_key("allow"));
        let problem = problem(answer).await;
        assert_eq!((problem.status, problem.code), (405, ProblemCode::BadRequest), "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_too_large_is_told_so() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let body = vec![b' '; 8 * 1024 * 1024 + 1];
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    let problem = problem(answer).await;
    assert_eq!((problem.status, problem.code), (413, ProblemCode::TooLarge));
    // Just within the limit: read, and found to be no request.
    let body = vec![b' '; 8 * 1024 * 1024];
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_body_that_breaks_off_and_bytes_that_are_no_http_leave_the_service_standing() {
    let service = Service::start().await;
    for bytes in [
        &b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{\"email\""[..],
        b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
        b"BREW /v1/meta HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(service.address()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    assert_eq!(service.get("/v1/meta").send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn nothing_of_the_inside_leaves_with_an_error() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let body = "{\"operations\":[{\"op_id\":\"'; DROP TABLE cards; --\"}]}";
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    let title = problem(answer).await.title;
    for word in ["sql", "SQL", "rs:", "line", "DROP", "/"] {
        assert!(!title.contains(word), "{title}");
    }
}
