//! Handing over to the station that is already open on the same data folder.
//!
//! One station works on a folder at a time. A command given beside an open window is answered
//! by that window's station; a second start of the window brings the first to the front.

use crate::command_line::{Answer, Command};
use crate::locale::Language;
use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::traits::Stream as _;
use interprocess::local_socket::traits::tokio::Listener as _;
use interprocess::local_socket::{ListenerOptions, Name, ToFsName as _};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

/// No request is larger.
const LARGEST: u64 = 64 * 1024;

/// A request comes within this time or not at all.
const PATIENCE: Duration = Duration::from_secs(5);
/// The pause after a request that could not be taken.
const PAUSE: Duration = Duration::from_millis(200);

/// What one program asks of the other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// Come to the front.
    Show,
    /// Answer this command.
    Answer {
        /// The command.
        given: Box<Command>,
        /// The language to answer in.
        language: Language,
    },
}

/// The socket's name: a file in the folder, which only its owner can enter.
#[cfg(unix)]
fn name(dir: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::GenericFilePath;
    dir.join("station.sock").to_fs_name::<GenericFilePath>().map(Name::into_owned)
}

/// The pipe's name, from the folder's path.
#[cfg(windows)]
fn name(dir: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::GenericNamespaced;
    let folder: String = dir.to_string_lossy().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("kaikuasema-{folder}").to_ns_name::<GenericNamespaced>().map(Name::into_owned)
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nobody listens on that folder: nothing was asked.
    #[error("no open station listens on that folder")]
    NobodyListens(#[source] io::Error),
    /// It was asked, and the answer broke off: it may have been done.
    #[error("the open station did not answer")]
    NoAnswer(#[source] io::Error),
}

/// Asks the open station; the answer is `None` for [`Request::Show`].
///
/// # Errors
/// [`AskError`] tells whether the request went out.
pub fn ask(dir: &Path, request: &Request) -> Result<Option<Answer>, AskError> {
    let connect = || {
        let mut line = serde_json::to_vec(request)?;
        line.push(b'\n');
        Ok((interprocess::local_socket::Stream::connect(name(dir)?)?, line))
    };
    let (stream, line) = connect().map_err(AskError::NobodyListens)?;
    let converse = || {
        (&stream).write_all(&line)?;
        let mut answer = String::new();
        BufReader::new(&stream).read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    };
    converse().map_err(AskError::NoAnswer)
}

/// Serves requests on the folder until the future is dropped; `serve` answers one.
///
/// # Errors
/// When the socket cannot be made.
pub async fn listen<F, A>(dir: &Path, serve: F) -> io::Result<()>
where
    F: Fn(Request) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Option<Answer>> + Send,
{
    // The folder is locked by this station: a socket left there is a dead one's.
    #[cfg(unix)]
    match std::fs::remove_file(dir.join("station.sock")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = ListenerOptions::new().name(name(dir)?).create_tokio()?;
    loop {
        let stream = match listener.accept().await {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "a request from beside could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let serve = serve.clone();
        tokio::spawn(async move {
            if let Err(error) = converse(stream, serve).await {
                tracing::debug!(%error, "a request from beside broke off");
            }
        });
    }
}

async fn converse<F, A>(stream: Stream, serve: F) -> io::Result<()>
where
    F: Fn(Request) -> A,
    A: Future<Output = Option<Answer>>,
{
    let mut line = String::new();
    let mut reader = tokio::io::BufReader::new((&stream).take(LARGEST));
    tokio::time::timeout(PATIENCE, reader.read_line(&mut line)).await.map_err(io::Error::other)??;
    let request = serde_json::from_str(&line)?;
    let mut answer = serde_json::to_vec(&serve(request).await)?;
    answer.push(b'\n');
    (&stream).write_all(&answer).await
}
