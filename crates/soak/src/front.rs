//! The service's front on real sockets: ends TLS, speaks HTTP, and breaks what a call says is struck.

use crate::breaker::{Body, Breaker, Parcel, Reply};
use crate::certificates::Certificates;
use crate::fault::Strike;
use crate::wrong::Checked;
use axum::body::to_bytes;
use axum::http::{self, HeaderValue, header};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::{StreamExt, stream};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io::{self, ErrorKind, Write};
use std::sync::LazyLock;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// The header in which a call says what is to strike it.
pub const STRUCK: &str = "x-soak-strike";
/// What a bomb unpacks to.
const UNPACKED: usize = 64 << 20;

/// Where the front listens on this machine.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// As the service.
    pub good: u16,
    /// With another host's certificate.
    pub wrong_name: u16,
    /// With an expired certificate.
    pub expired: u16,
    /// Nobody listens here.
    pub dead: u16,
}

/// Opens the front on ports of its own, for as long as the runtime goes on.
///
/// # Errors
/// When this machine has no port to listen on.
pub async fn open(breaker: &Breaker, certificates: &Certificates) -> Checked<Ports> {
    // Held for a moment only, so that it is free again and most likely stays so.
    let dead = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
    Ok(Ports {
        good: listen(breaker.clone(), certificates.good.clone()).await?,
        wrong_name: listen(breaker.clone(), certificates.wrong_name.clone()).await?,
        expired: listen(breaker.clone(), certificates.expired.clone()).await?,
        dead,
    })
}

async fn listen(breaker: Breaker, tls: TlsAcceptor) -> Checked<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (breaker, tls) = (breaker.clone(), tls.clone());
            tokio::spawn(async move {
                let Ok(stream) = tls.accept(stream).await else { return };
                let service = service_fn(move |request| answer(breaker.clone(), request));
                // What ends otherwise than well was to be broken, or the station gave it up.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    Ok(port)
}

/// Without an answer the connection ends.
async fn answer(breaker: Breaker, request: http::Request<Incoming>) -> io::Result<http::Response<axum::body::Body>> {
    let (mut parts, body) = request.into_parts();
    let strike = parts.headers.remove(STRUCK).and_then(|text| Strike::read(text.to_str().ok()?));
    let body = to_bytes(axum::body::Body::new(body), usize::MAX).await.map_err(io::Error::other)?;
    let parcel = Parcel { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    let reply = breaker.exchange(parcel, strike).await.map_err(io::Error::other)?;
    Ok(response(reply))
}

fn response(mut reply: Reply) -> http::Response<axum::body::Body> {
    let body = match reply.body {
        Body::Whole(whole) => {
            // What was cut short says that it is whole.
            reply.headers.remove(header::CONTENT_LENGTH);
            axum::body::Body::from(whole)
        }
        Body::Cut(begun) => {
            let reset = Err(io::Error::from(ErrorKind::ConnectionReset));
            axum::body::Body::from_stream(stream::iter([Ok(begun), reset]).then(|piece| async {
                // What came before is on its way when the connection breaks.
                tokio::task::yield_now().await;
                piece
            }))
        }
        Body::Endless => {
            reply.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            axum::body::Body::from(BOMB.clone())
        }
    };
    let mut response = http::Response::new(body);
    (*response.status_mut(), *response.headers_mut()) = (reply.status, reply.headers);
    response
}

static BOMB: LazyLock<Bytes> = LazyLock::new(|| packed().map(Bytes::from).unwrap_or_default());

fn packed() -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let piece = vec![b'7'; 1 << 20];
    for _ in 0..UNPACKED >> 20 {
        packed.write_all(&piece)?;
    }
    packed.finish()
}
