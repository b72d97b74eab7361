//! What answers is believed only when it is the service: portals, proxies, HTML, broken and
//! endless replies are "no connection" and change nothing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use kaikuasema_domain::api::{Problem, ProblemCode, Secret};
use kaikuasema_domain::{Card, CardNumber};
use kaikuasema_store::Feed;
use kaikuasema_sync::{Address, Client, ClientError};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// A server that says the same to everyone, whatever is asked.
fn answering(reply: impl Fn(&mut TcpStream) + Send + 'static) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 65536];
            let _ = stream.read(&mut request);
            reply(&mut stream);
        }
    });
    Client::new(Address::parse(&address).unwrap()).unwrap()
}

fn saying(status: &str, content_type: &str, body: &str) -> Client {
    let reply =
        format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    answering(move |stream| {
        let _ = stream.write_all(reply.as_bytes());
    })
}

fn credential() -> Secret {
    Secret("credential".into())
}

async fn first_portion(client: &Client) -> Result<usize, ClientError> {
    let mut reader = client.changes::<Card, CardNumber>(&credential(), Feed::Cards, None).await?;
    Ok(reader.next().await?.rows.len())
}

#[tokio::test]
async fn html_is_never_the_service_whatever_its_status() {
    for status in ["200 OK", "302 Found", "401 Unauthorized", "403 Forbidden", "410 Gone", "413 Too Large", "500 Oops"] {
        let client = saying(status, "text/html", "<html>Welcome to the hotel</html>");
        let expected: u16 = status[..3].parse().unwrap();
        assert!(matches!(client.meta().await, Err(ClientError::NotTheService { status }) if status == expected));
        assert!(matches!(first_portion(&client).await, Err(ClientError::NotTheService { status }) if status == expected));
    }
}

#[tokio::test]
async fn json_that_is_not_the_answer_is_not_believed() {
    for body in ["{}", "[]", "null", "\"ok\"", "", "{\"api_versions\":[1]"] {
        assert!(matches!(saying("200 OK", "application/json", body).meta().await, Err(ClientError::NotTheService { .. })), "{body}");
    }
    let line = r#"{"number":"A9990000071","active":true}"#;
    let client = saying("200 OK", "application/x-ndjson", &format!("{line}\n"));
    assert!(matches!(first_portion(&client).await, Err(ClientError::NotTheService { .. })));
}

#[tokio::test]
async fn a_problem_is_believed_only_with_its_content_type_its_status_and_a_known_code() {
    let body = r#"{"status":410,"code":"cursor_too_old","title":"gone"}"#;
    let gone = saying("410 Gone", "application/problem+json", body);
    let expected = Problem { status: 410, code: ProblemCode::CursorTooOld, title: "gone".into() };
    assert!(matches!(first_portion(&gone).await, Err(ClientError::Refused { problem, .. }) if problem == expected));
    for client in [
        saying("410 Gone", "application/json", body),
        saying("403 Forbidden", "application/problem+json", body),
        saying("410 Gone", "application/problem+json", r#"{"status":410,"code":"drop_everything","title":""}"#),
        saying("410 Gone", "application/problem+json", "<html>"),
    ] {
        assert!(matches!(first_portion(&client).await, Err(ClientError::NotTheService { .. })));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n");
    });
    assert!(matches!(elsewhere.meta().await, Err(ClientError::NotTheService { status: 307 })));
}

#[tokio::test]
async fn a_feed_that_breaks_off_gives_only_what_a_checkpoint_closed() {
    let card = r#"{"version":1,"number":"A9990000071","active":true,"valid_until":"2027-05-31","children_max":3}"#;
    let body = format!("{card}\n{{\"cursor\":\"c1\",\"complete\":false}}\n{card}\n{card}");
    let client = answering(move |stream| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\ncontent-length: 99999\r\n\r\n";
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
    });
    let mut reader = client.changes::<Card, CardNumber>(&credential(), Feed::Cards, None).await.unwrap();
    let portion = reader.next().await.unwrap();
    assert_eq!((portion.rows.len(), portion.cursor.as_str(), portion.complete), (1, "c1", false));
    assert!(reader.next().await.is_err());
}

#[tokio::test]
async fn a_line_without_end_is_given_up() {
    let client = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\nconnection: close\r\n\r\n");
        let chunk = [b'a'; 65536];
        for _ in 0..200 {
            if stream.write_all(&chunk).is_err() {
                return;
            }
        }
    });
    let read = tokio::time::timeout(Duration::from_secs(20), first_portion(&client)).await.unwrap();
    assert!(matches!(read, Err(ClientError::NotTheService { .. })));
}

#[tokio::test]
async fn nothing_answering_is_no_connection() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client::new(Address::parse(&format!("http://127.0.0.1:{port}")).unwrap()).unwrap();
    assert!(matches!(client.meta().await, Err(ClientError::NoConnection(_))));
}
