//! The black box: an append-only journal beside the database, in which every operation
//! lies sealed to the service's public key before it is said to be saved.
//!
//! It survives what the database may not: a corrupt file, a lost key, a reset password.
//! The station cannot read it; the service can, and takes each operation in exactly once.
//!
//! A file `blackbox-NNNN.kbx` is a header and then frames. The header: the magic `KAIKUKBX`,
//! the format version (u32), the station's id (16 bytes), the recipient's public key (32 bytes),
//! and the CRC-32 of all that. A frame: the length of its sealed bytes (u32), the CRC-32 of
//! sequence and sealed bytes, the operation's sequence number in clear (u64), the sealed bytes.
//! All numbers are little-endian. Nothing in a file is ever changed once it is followed by another.

use crate::directory;
use crypto_box::aead::OsRng;
use crypto_box::{PublicKey, SecretKey};
use kaikuasema_domain::StationId;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const MAGIC: &[u8; 8] = b"KAIKUKBX";
const FORMAT: u32 = 1;
const HEADER_LENGTH: u64 = 8 + 4 + 16 + 32 + 4;
/// A frame's head, and what sealing adds to nothing.
const SHORTEST_FRAME: u64 = 16 + 48;
/// No operation comes near to this: a greater length is damage.
const LONGEST_FRAME: u32 = 4 << 20;
/// A file this long is closed and the next one begun, so that finding its end at start stays quick.
const LARGEST_FILE: u64 = 16 << 20;

/// The length of the keys, public and secret, in bytes.
pub const KEY_LENGTH: usize = 32;

/// What is wrong with a black box.
#[derive(Debug, thiserror::Error)]
pub enum BlackBoxError {
    /// It cannot be read or written.
    #[error("{path} cannot be read or written")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It does not begin as a black box does.
    #[error("{path} is no black box, or its beginning is damaged")]
    NoBlackBox {
        /// Which file.
        path: PathBuf,
    },
    /// It was written by a later version.
    #[error("{path} has format {format}, which is newer than this program")]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// An operation is longer than a frame can be.
    #[error("an operation of {length} bytes is too long to be sealed")]
    TooLong {
        /// How long it is, sealed.
        length: usize,
    },
    /// The bytes could not be sealed, or the key does not open them.
    #[error("the frame cannot be sealed or opened with this key")]
    Seal,
}

impl BlackBoxError {
    /// Whether the disk has no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::File { source, .. } if is_full(source))
    }
}

pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlackBoxHeader {
    /// The station that wrote it.
    pub station: StationId,
    /// The public key to which its frames are sealed.
    pub recipient: [u8; KEY_LENGTH],
}

/// One sealed operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The operation's place in the station's order.
    pub sequence: u64,
    /// The frozen bytes, sealed.
    pub sealed: Vec<u8>,
}

/// Reads a file's frames, one after the other, up to its end or to the first damage.
///
/// # Errors
/// [`BlackBoxError`] when the file cannot be read, is no black box, or is a newer one.
pub fn read_frames(path: &Path) -> Result<Frames, BlackBoxError> {
    let failed = |source| BlackBoxError::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut reader = BufReader::new(file);
    let header = read_header(path, &mut reader)?;
    Ok(Frames { reader, header, read: HEADER_LENGTH, length })
}

/// Opens one frame with the recipient's secret key.
///
/// # Errors
/// [`BlackBoxError::Seal`] when the key is another or the bytes were changed.
pub fn open_frame(secret_key: &[u8; KEY_LENGTH], frame: &Frame) -> Result<Vec<u8>, BlackBoxError> {
    SecretKey::from_bytes(*secret_key).unseal(&frame.sealed).map_err(|_| BlackBoxError::Seal)
}

/// The frames of a file. Ends at the end of the file or at the first damage; [`Frames::is_whole`] tells which.
#[derive(Debug)]
pub struct Frames {
    reader: BufReader<File>,
    header: BlackBoxHeader,
    /// Bytes known to be good.
    read: u64,
    length: u64,
}

impl Frames {
    /// Whose the file is.
    #[must_use]
    pub fn header(&self) -> BlackBoxHeader {
        self.header
    }

    /// Once the iterator has ended: whether it was at the file's end, with no damage before it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.read == self.length
    }

    fn next_frame(&mut self) -> io::Result<Option<Frame>> {
        let mut head = [0; 16];
        self.reader.read_exact(&mut head)?;
        let [l0, l1, l2, l3, c0, c1, c2, c3, sequence @ ..] = head;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        if length > LONGEST_FRAME {
            return Ok(None);
        }
        let mut sealed = vec![0; length as usize];
        self.reader.read_exact(&mut sealed)?;
        if checksum(&sequence, &sealed) != u32::from_le_bytes([c0, c1, c2, c3]) {
            return Ok(None);
        }
        self.read += 16 + u64::from(length);
        Ok(Some(Frame { sequence: u64::from_le_bytes(sequence), sealed }))
    }
}

impl Iterator for Frames {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        // Whatever cannot be read is damage: the frames before it are good all the same.
        self.next_frame().ok().flatten()
    }
}

fn checksum(sequence: &[u8; 8], sealed: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(sequence);
    hasher.update(sealed);
    hasher.finalize()
}

fn read_header(path: &Path, reader: &mut impl Read) -> Result<BlackBoxHeader, BlackBoxError> {
    let no_black_box = || BlackBoxError::NoBlackBox { path: path.to_owned() };
    let mut bytes = [0; HEADER_LENGTH as usize];
    match reader.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(no_black_box()),
        Err(source) => return Err(BlackBoxError::File { path: path.to_owned(), source }),
    }
    let (body, check) = bytes.split_last_chunk::<4>().ok_or_else(no_black_box)?;
    let (magic, rest) = body.split_first_chunk::<8>().ok_or_else(no_black_box)?;
    let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(no_black_box)?;
    let (station, rest) = rest.split_first_chunk::<16>().ok_or_else(no_black_box)?;
    if magic != MAGIC {
        return Err(no_black_box());
    }
    let format = u32::from_le_bytes(*format);
    if format > FORMAT {
        return Err(BlackBoxError::Newer { path: path.to_owned(), format });
    }
    if crc32fast::hash(body) != u32::from_le_bytes(*check) {
        return Err(no_black_box());
    }
    let recipient = rest.try_into().map_err(|_| no_black_box())?;
    Ok(BlackBoxHeader { station: StationId(Uuid::from_bytes(*station)), recipient })
}

fn header_bytes(header: &BlackBoxHeader) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_LENGTH as usize);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(header.station.0.as_bytes());
    bytes.extend_from_slice(&header.recipient);
    let check = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&check.to_le_bytes());
    bytes
}

/// The files of a directory, by number, lowest first.
pub(crate) fn files(directory: &Path) -> io::Result<Vec<(u32, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number = name.strip_prefix("blackbox-").and_then(|rest| rest.strip_suffix(".kbx"));
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

/// What all files of a directory hold, as far as it can be read without the key.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The station that wrote the newest one that says so.
    pub(crate) station: Option<StationId>,
    /// The sequence numbers of that station's frames.
    pub(crate) sequences: HashSet<u64>,
    /// Of how many bytes nothing can be told.
    unread: u64,
}

impl Survey {
    /// A number that no operation in these files is beyond, those included that cannot be read.
    pub(crate) fn furthest(&self) -> u64 {
        // No frame is shorter.
        let unread = self.unread.div_ceil(SHORTEST_FRAME);
        self.sequences.iter().copied().max().unwrap_or_default().saturating_add(unread)
    }
}

/// Looks through all files of a directory.
pub(crate) fn survey(directory: &Path) -> Result<Survey, BlackBoxError> {
    let files = files(directory).map_err(|source| BlackBoxError::File { path: directory.to_owned(), source })?;
    let mut survey = Survey::default();
    for (_, path) in files.iter().rev() {
        let mut frames = match read_frames(path) {
            Ok(frames) => frames,
            Err(error @ (BlackBoxError::NoBlackBox { .. } | BlackBoxError::Newer { .. })) => {
                tracing::warn!(%error, "a black box cannot be read");
                survey.unread += fs::metadata(path).map_or(0, |metadata| metadata.len());
                continue;
            }
            Err(error) => return Err(error),
        };
        if frames.header().station != *survey.station.get_or_insert(frames.header().station) {
            continue;
        }
        survey.sequences.extend(frames.by_ref().map(|frame| frame.sequence));
        survey.unread += frames.length - frames.read;
    }
    Ok(survey)
}

/// The writing end, in the hands of the writer thread.
#[derive(Debug)]
pub(crate) struct BlackBox {
    directory: PathBuf,
    station: StationId,
    /// The file that is written on, while its end is known to be good.
    current: Option<Current>,
    next_number: u32,
    last_sequence: u64,
}

#[derive(Debug)]
struct Current {
    path: PathBuf,
    file: File,
    recipient: [u8; KEY_LENGTH],
    length: u64,
}

/// An append that did not succeed.
#[derive(Debug)]
pub(crate) struct AppendError {
    pub(crate) error: BlackBoxError,
    /// Whether a frame of it may nevertheless be found in a file.
    pub(crate) may_be_there: bool,
}

impl From<BlackBoxError> for AppendError {
    fn from(error: BlackBoxError) -> Self {
        Self { error, may_be_there: false }
    }
}

impl BlackBox {
    /// Finds the end of what is there. A damaged end is left as it is: the next file is begun then.
    pub(crate) fn open(directory: &Path, station: StationId) -> Result<Self, BlackBoxError> {
        let failed = |path: &Path, source| BlackBoxError::File { path: path.to_owned(), source };
        let files = files(directory).map_err(|source| failed(directory, source))?;
        let mut this = Self {
            directory: directory.to_owned(),
            station,
            current: None,
            next_number: files.last().map_or(1, |(number, _)| number.saturating_add(1)),
            last_sequence: 0,
        };
        for (place, (_, path)) in files.iter().rev().enumerate() {
            let mut frames = match read_frames(path) {
                Ok(frames) => frames,
                // A file torn in its header holds nothing; the one before may.
                Err(BlackBoxError::NoBlackBox { .. }) => continue,
                Err(error) => return Err(error),
            };
            if frames.header().station != station {
                continue;
            }
            for frame in frames.by_ref() {
                this.last_sequence = this.last_sequence.max(frame.sequence);
            }
            if place == 0 && frames.is_whole() {
                let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(|e| failed(path, e))?;
                file.seek(SeekFrom::End(0)).map_err(|e| failed(path, e))?;
                this.current = Some(Current { path: path.clone(), file, recipient: frames.header().recipient, length: frames.length });
            }
            // Sequence numbers only grow, so that earlier files hold none that is greater.
            if this.last_sequence > 0 {
                break;
            }
        }
        Ok(this)
    }

    /// The greatest sequence number found when it was opened.
    pub(crate) fn last_sequence(&self) -> u64 {
        self.last_sequence
    }

    /// Seals operations to the recipient and appends them; they are on the disk when this returns.
    pub(crate) fn append(&mut self, recipient: &[u8; KEY_LENGTH], operations: &[(u64, &[u8])]) -> Result<(), AppendError> {
        let mut bytes = Vec::new();
        for (sequence, operation) in operations {
            let sealed = PublicKey::from_bytes(*recipient).seal(&mut OsRng, operation).map_err(|_| BlackBoxError::Seal)?;
            let length = u32::try_from(sealed.len()).ok().filter(|length| *length <= LONGEST_FRAME);
            let length = length.ok_or(BlackBoxError::TooLong { length: sealed.len() })?;
            let sequence = sequence.to_le_bytes();
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(&checksum(&sequence, &sealed).to_le_bytes());
            bytes.extend_from_slice(&sequence);
            bytes.extend_from_slice(&sealed);
        }
        let mut current = match self.current.take() {
            Some(current) if current.recipient == *recipient && current.length < LARGEST_FILE => current,
            _ => self.begin(recipient)?,
        };
        match write(&mut current.file, &bytes) {
            Ok(()) => {
                current.length += bytes.len() as u64;
                self.current = Some(current);
                Ok(())
            }
            Err(source) => {
                let error = BlackBoxError::File { path: current.path.clone(), source };
                // Where the file can be brought back to its good end, it goes on being used.
                let is_back = rewind(&mut current.file, current.length).is_ok();
                if is_back {
                    self.current = Some(current);
                }
                Err(AppendError { error, may_be_there: !is_back })
            }
        }
    }

    /// Begins the next file.
    fn begin(&mut self, recipient: &[u8; KEY_LENGTH]) -> Result<Current, BlackBoxError> {
        let path = self.directory.join(format!("blackbox-{:04}.kbx", self.next_number));
        let failed = |source| BlackBoxError::File { path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        let mut file = directory::private(&mut options).open(&path).map_err(failed)?;
        let header = header_bytes(&BlackBoxHeader { station: self.station, recipient: *recipient });
        if let Err(source) = write(&mut file, &header).and_then(|()| directory::sync(&self.directory)) {
            // Only a header was begun: nothing is lost with it, and a full disk does not fill with empty files.
            drop(file);
            if fs::remove_file(&path).is_err() {
                self.next_number = self.next_number.saturating_add(1);
            }
            return Err(failed(source));
        }
        self.next_number = self.next_number.saturating_add(1);
        Ok(Current { path, file, recipient: *recipient, length: HEADER_LENGTH })
    }
}

fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    fail::fail_point!("store.black_box.short_write", |_| {
        file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        Err(io::ErrorKind::StorageFull.into())
    });
    file.write_all(bytes)?;
    fail::fail_point!("store.black_box.sync", |_| Err(io::Error::other("the disk does not answer")));
    file.sync_data()
}

fn rewind(file: &mut File, length: u64) -> io::Result<()> {
    fail::fail_point!("store.black_box.rewind", |_| Err(io::Error::other("the disk does not answer")));
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length))?;
    file.sync_data()
}

#[cfg(test)]
#[path = "black_box_tests.rs"]
mod tests;
