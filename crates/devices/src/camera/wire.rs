//! What goes through the pipes between the station and the process that holds the camera.
//!
//! A message is a mark, a sort, a length and that many bytes: JSON, or the pixels of a small picture. Lengths are
//! capped, and nothing that comes is believed before it was read whole: the other side may be broken in any way.

use super::source::Focus;
use crate::{Obstacle, Reader, ReaderId, State};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Read, Write};
use std::time::Duration;

/// Begins every message, so that other output is told apart from messages.
const MARK: u8 = 0xC5;
const JSON: u8 = b'J';
const PICTURE: u8 = b'P';
const HEAD: usize = 6;
/// The longest JSON. Two codes of the greatest length are far less.
const LONGEST_JSON: u32 = 64 * 1024;
/// The longest picture: 1024×1024.
const LONGEST_PICTURE: u32 = 4 + 1024 * 1024;
/// A longer text is cut: it is no card number, and whoever judges it says so.
pub(crate) const LONGEST_TEXT: usize = 1024;
/// A message that seems to have waited for longer was stamped wrong.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// More codes of one frame are left out.
pub(crate) const MOST_SYMBOLS: usize = 8;

/// Now by a monotonic clock that is one for all processes of this machine, in microseconds. Under Linux it is
/// that of [`std::time::Instant`]; elsewhere there is none that is known to be the same.
pub(crate) fn common_clock() -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
        let seconds = u64::try_from(now.tv_sec).ok()?;
        Some(seconds.saturating_mul(1_000_000).saturating_add(u64::try_from(now.tv_nsec).ok()? / 1000))
    }
    #[cfg(not(target_os = "linux"))]
    None
}

impl Reading {
    /// How long ago its frame came: also what the message waited for, where both processes have one clock.
    pub(crate) fn age(&self) -> Duration {
        let told = Duration::from_micros(self.age_us);
        let passed = common_clock().zip(self.at_us).and_then(|(now, at)| now.checked_sub(at)).map(Duration::from_micros);
        // Whatever a broken worker says: no message waits for longer than a worker is waited for.
        passed.filter(|passed| *passed >= told && *passed - told < LONGEST_WAIT).unwrap_or(told)
    }
}

/// From the station to the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Command {
    /// List the cameras once, each tried whether it can be used.
    Check,
    /// Open a camera and go on doing so until told otherwise, wherever it is plugged in.
    Open {
        /// Which one; the first that works otherwise.
        reader: Option<ReaderId>,
        /// Whether the first that works does where that one is not there.
        falls_back: bool,
        /// Where to focus, in the camera's own steps.
        focus: Option<i64>,
    },
    /// Focus there, or by itself.
    Focus(Option<i64>),
}

/// From the worker to the station.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Message {
    /// Something in words.
    Told(Told),
    /// The small picture for the window, row by row.
    Picture {
        /// Pixels in a row.
        width: u16,
        /// Rows.
        height: u16,
        /// The brightness of each.
        luma: Vec<u8>,
    },
}

/// What a worker tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Told {
    /// The cameras, and how they stand; when that changed.
    Listed(Vec<(Reader, State)>),
    /// The answer to [`Command::Check`].
    Checked(Vec<(Reader, State)>),
    /// The system could not be asked for cameras.
    Unlisted(Obstacle),
    /// This camera is being opened.
    Opening(ReaderId),
    /// The camera is open.
    Opened(ReaderId),
    /// The camera that is open can be focused so, and stands so; told again when it was focused.
    Focused(Option<Focus>),
    /// Codes were read.
    Read(Reading),
    /// Whether there is nothing but black.
    Dark(bool),
    /// The worker is alive.
    Beat(Beat),
    /// A part of the worker panicked here: file and line, never the words, which may hold what was read.
    Panicked(String),
}

/// The codes of one frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// Microseconds from the frame's coming to this message; what it waits for afterwards is not in it.
    pub(crate) age_us: u64,
    /// When the frame came, in microseconds of the clock that both processes have, where they have one.
    pub(crate) at_us: Option<u64>,
    /// How long a turn of all ways of looking takes now, in milliseconds; 0 where that is not known.
    pub(crate) turn_ms: u64,
    /// What was read.
    pub(crate) symbols: Vec<Symbol>,
}

/// A code that was read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    /// What it holds.
    pub text: String,
    /// Its sort.
    pub format: Format,
    /// Where it is, in pixels of the frame: the middle. Two codes at one place are one, misread once.
    pub middle: (i32, i32),
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may be a card's number.
        write!(f, "Symbol({:?}, {} characters at {:?})", self.format, self.text.chars().count(), self.middle)
    }
}

/// The sorts of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// A QR code: it corrects and checks itself.
    Qr,
    /// Code 39: nothing in it tells a misread.
    Code39,
}

/// A worker's own account of itself, in milliseconds; 0 where the thing is not going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Beat {
    /// How long a camera is being opened, or cameras are being listed.
    pub(crate) opening_ms: u64,
    /// How long an open camera has not given its first frame.
    pub(crate) first_ms: u64,
    /// How long an open camera has not given another frame.
    pub(crate) silent_ms: u64,
    /// How long no frame could be decoded to a picture though frames came.
    pub(crate) blank_ms: u64,
    /// How long one frame is being looked at.
    pub(crate) busy_ms: u64,
}

/// Why what came is no message.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    /// The pipe failed.
    #[error("the pipe failed")]
    Pipe(#[from] io::Error),
    /// It ended in the middle of a message.
    #[error("the pipe ended in the middle of a message")]
    CutOff,
    /// No message begins so.
    #[error("something else than a message came")]
    NoMessage,
    /// Longer than any message.
    #[error("a message of {0} bytes")]
    TooLong(u32),
    /// The bytes do not hold what was announced.
    #[error("a message that cannot be read")]
    Garbled,
}

/// Writes a command.
pub(crate) fn write_command(to: &mut impl Write, command: &Command) -> io::Result<()> {
    write_json(to, command)
}

/// Reads the next command; `None` once the station is gone.
pub(crate) fn read_command(from: &mut impl Read) -> Result<Option<Command>, WireError> {
    match read(from)? {
        Some((JSON, body)) => parse(&body).map(Some),
        Some(_) => Err(WireError::NoMessage),
        None => Ok(None),
    }
}

/// Writes a message.
pub(crate) fn write_message(to: &mut impl Write, message: &Message) -> io::Result<()> {
    match message {
        Message::Told(told) => write_json(to, told),
        Message::Picture { width, height, luma } => {
            let body = [width.to_le_bytes().as_slice(), &height.to_le_bytes(), luma].concat();
            write(to, PICTURE, &body)
        }
    }
}

/// Reads the next message; `None` once the worker closed the pipe.
pub(crate) fn read_message(from: &mut impl Read) -> Result<Option<Message>, WireError> {
    match read(from)? {
        Some((JSON, body)) => parse(&body).map(|told| Some(Message::Told(told))),
        Some((_, body)) => picture(&body).map(Some),
        None => Ok(None),
    }
}

/// For the fuzzer: reads bytes as what a worker tells and as what the station commands. Whether every message that
/// could be read is the same after it was written and read again.
#[must_use]
pub fn holds(bytes: &[u8]) -> bool {
    let (mut told, mut commanded) = (bytes, bytes);
    while let Ok(Some(message)) = read_message(&mut told) {
        let mut written = Vec::new();
        let is_written = write_message(&mut written, &message).is_ok();
        if is_written && !matches!(read_message(&mut written.as_slice()), Ok(Some(again)) if again == message) {
            return false;
        }
    }
    while let Ok(Some(command)) = read_command(&mut commanded) {
        let mut written = Vec::new();
        let is_written = write_command(&mut written, &command).is_ok();
        if is_written && !matches!(read_command(&mut written.as_slice()), Ok(Some(again)) if again == command) {
            return false;
        }
    }
    true
}

fn picture(body: &[u8]) -> Result<Message, WireError> {
    let [w0, w1, h0, h1, luma @ ..] = body else { return Err(WireError::Garbled) };
    let (width, height) = (u16::from_le_bytes([*w0, *w1]), u16::from_le_bytes([*h0, *h1]));
    if luma.is_empty() || usize::from(width) * usize::from(height) != luma.len() {
        return Err(WireError::Garbled);
    }
    Ok(Message::Picture { width, height, luma: luma.to_vec() })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(body).map_err(|_| WireError::Garbled)
}

fn write_json(to: &mut impl Write, what: &impl Serialize) -> io::Result<()> {
    write(to, JSON, &serde_json::to_vec(what)?)
}

fn write(to: &mut impl Write, sort: u8, body: &[u8]) -> io::Result<()> {
    let longest = if sort == JSON { LONGEST_JSON } else { LONGEST_PICTURE };
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= longest);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "too long a message"))?;
    let [a, b, c, d] = length.to_le_bytes();
    to.write_all(&[MARK, sort, a, b, c, d])?;
    to.write_all(body)?;
    to.flush()
}

fn read(from: &mut impl Read) -> Result<Option<(u8, Vec<u8>)>, WireError> {
    let mut head = [0; HEAD];
    if !read_whole(from, &mut head)? {
        return Ok(None);
    }
    let [mark, sort, a, b, c, d] = head;
    let longest = match (mark, sort) {
        (MARK, JSON) => LONGEST_JSON,
        (MARK, PICTURE) => LONGEST_PICTURE,
        _ => return Err(WireError::NoMessage),
    };
    let length = u32::from_le_bytes([a, b, c, d]);
    if length > longest {
        return Err(WireError::TooLong(length));
    }
    let mut body = vec![0; length as usize];
    if length > 0 && !read_whole(from, &mut body)? {
        return Err(WireError::CutOff);
    }
    Ok(Some((sort, body)))
}

/// Fills the buffer; false if the pipe ended before its first byte.
fn read_whole(from: &mut impl Read, buffer: &mut [u8]) -> Result<bool, WireError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(buffer.get_mut(filled..).unwrap_or_default()) {
            Ok(0) if filled == 0 => return Ok(false),
            Ok(0) => return Err(WireError::CutOff),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
