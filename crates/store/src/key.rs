//! The key of the database: 32 random bytes in the system's keyring, else in a key file.
//!
//! `station.keyid` holds a fingerprint of the key, in clear: it names the keyring's entry, and it
//! tells a wrong key from a damaged database. A key is never replaced while a database is there.

use crate::directory::{self, Directory};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use zeroize::Zeroizing;

const KEY_FILE: &str = "station.key";
const FINGERPRINT_FILE: &str = "station.keyid";
const KEY_LENGTH: usize = 32;
/// The name under which the keyring lists the station's keys.
const KEYRING_SERVICE: &str = "Kaikuasema";
/// How long start may be held up by a keyring that does not answer.
const MOMENT: Duration = Duration::from_secs(3);
/// How long the system may ask for the keyring's password, where the key is known to lie there.
const TIME_TO_UNLOCK: Duration = Duration::from_secs(120);

/// Where the caller wants the key to lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyChoice {
    /// In the system's keyring, where there is one; else in a file.
    #[default]
    Keyring,
    /// In a file beside the database, without asking the keyring: for tests and training.
    File,
}

/// Where the key lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the system's keyring.
    Keyring,
    /// In the file `station.key`, readable by its owner only: a plain warning is due.
    File,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is a database, and its key is neither in the keyring nor in the key file.
    #[error("the key of the existing database is missing")]
    Missing,
    /// There is a key, but not this database's.
    #[error("the key is not the one that the database was made with")]
    Wrong,
    /// The keyring that holds the key did not answer or refused.
    #[error("the keyring that holds the key does not give it: {reason}")]
    KeyringSilent {
        /// What it said.
        reason: String,
    },
    /// The key file holds no key.
    #[error("{path} holds no key")]
    Malformed {
        /// The key file.
        path: PathBuf,
    },
    /// The key file cannot be read or written.
    #[error("{path} cannot be read or written")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

/// A raw key. Wiped when dropped; never shown.
pub(crate) struct Key(Zeroizing<[u8; KEY_LENGTH]>);

impl Key {
    fn random() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_LENGTH]);
        getrandom::fill(bytes.as_mut()).map_err(|_| KeyError::Random)?;
        Ok(Self(bytes))
    }

    fn from_hex(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(HEXLOWER.decode(text.trim().as_bytes()).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    pub(crate) fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(self.0.as_ref()))
    }

    /// Names the key without telling it.
    fn fingerprint(&self) -> String {
        let digest = Sha256::new().chain_update("kaikuasema database key").chain_update(self.0.as_ref()).finalize();
        HEXLOWER.encode(digest.get(..16).unwrap_or_default())
    }
}

/// The key of the directory's database, made now where there is neither.
pub(crate) fn find_or_make(directory: &Directory, choice: KeyChoice, has_database: bool) -> Result<(Key, KeyPlace), KeyError> {
    let known = read_text(&directory.file(FINGERPRINT_FILE))?.map(|text| text.trim().to_owned());
    if let Some(key) = read_key_file(directory)? {
        let fingerprint = key.fingerprint();
        match known {
            Some(known) if known == fingerprint => {}
            Some(_) if has_database => return Err(KeyError::Wrong),
            _ => write_replacing(directory, FINGERPRINT_FILE, &fingerprint)?,
        }
        return Ok((key, KeyPlace::File));
    }
    if has_database {
        let fingerprint = known.ok_or(KeyError::Missing)?;
        if choice == KeyChoice::File {
            return Err(KeyError::Missing);
        }
        let key = keyring_read(&fingerprint)?.ok_or(KeyError::Missing)?;
        return if key.fingerprint() == fingerprint { Ok((key, KeyPlace::Keyring)) } else { Err(KeyError::Wrong) };
    }
    let key = Key::random()?;
    let is_in_keyring = choice == KeyChoice::Keyring && keyring_write(&key);
    if !is_in_keyring {
        write_replacing(directory, KEY_FILE, &key.hex())?;
    }
    write_replacing(directory, FINGERPRINT_FILE, &key.fingerprint())?;
    Ok((key, if is_in_keyring { KeyPlace::Keyring } else { KeyPlace::File }))
}

fn read_key_file(directory: &Directory) -> Result<Option<Key>, KeyError> {
    let path = directory.file(KEY_FILE);
    let Some(text) = read_text(&path)?.map(Zeroizing::new) else { return Ok(None) };
    Key::from_hex(&text).map(Some).ok_or(KeyError::Malformed { path })
}

fn read_text(path: &Path) -> Result<Option<String>, KeyError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeyError::File { path: path.to_owned(), source }),
    }
}

/// Writes a small file whole or not at all.
fn write_replacing(directory: &Directory, name: &str, text: &str) -> Result<(), KeyError> {
    let path = directory.file(name);
    let unfinished = directory.file(&format!("{name}.new"));
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = directory::private(&mut options).open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        directory::sync(directory.path())
    };
    write().map_err(|source| KeyError::File { path: path.clone(), source })
}

/// Whether there is anything to ask. Without a bus a secret service is only waited for in vain.
fn has_keyring() -> bool {
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return true;
    }
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
}

fn keyring_read(fingerprint: &str) -> Result<Option<Key>, KeyError> {
    let silent = |reason: String| KeyError::KeyringSilent { reason };
    if !has_keyring() {
        return Err(silent("there is no session bus".to_owned()));
    }
    let fingerprint = fingerprint.to_owned();
    let answer = ask(TIME_TO_UNLOCK, move || match entry(&fingerprint)?.get_secret() {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    });
    match answer {
        Some(Ok(secret)) => Ok(secret.and_then(|secret| Key::from_hex(&String::from_utf8_lossy(&secret)))),
        Some(Err(error)) => Err(silent(error.to_string())),
        None => Err(silent("it did not answer in time".to_owned())),
    }
}

/// Puts a key into the keyring and reads it back; false where that cannot be done.
fn keyring_write(key: &Key) -> bool {
    if !has_keyring() {
        return false;
    }
    let (fingerprint, hex) = (key.fingerprint(), key.hex());
    let answer = ask(MOMENT, move || {
        let entry = entry(&fingerprint)?;
        entry.set_secret(hex.as_bytes())?;
        Ok(Zeroizing::new(entry.get_secret()?).as_slice() == hex.as_bytes())
    });
    match answer {
        Some(Ok(is_there)) => is_there,
        Some(Err(error)) => {
            tracing::warn!(%error, "the keyring does not take the key");
            false
        }
        None => {
            tracing::warn!("the keyring does not answer");
            false
        }
    }
}

fn entry(fingerprint: &str) -> keyring::Result<keyring::Entry> {
    keyring::Entry::new(KEYRING_SERVICE, fingerprint)
}

/// Asks the keyring on a thread of its own, and waits no longer than `longest`.
fn ask<T: Send + 'static>(longest: Duration, question: impl FnOnce() -> keyring::Result<T> + Send + 'static) -> Option<keyring::Result<T>> {
    let (answer, answered) = mpsc::sync_channel(1);
    let asking = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        // Nobody may be waiting any more.
        let _ = answer.send(question());
    });
    asking.ok()?;
    answered.recv_timeout(longest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> (tempfile::TempDir, Directory) {
        let place = tempfile::tempdir().unwrap();
        let directory = Directory::open(&place.path().join("data")).unwrap();
        (place, directory)
    }

    #[test]
    fn a_key_made_is_found_again() {
        let (_place, directory) = directory();
        let (made, place) = find_or_make(&directory, KeyChoice::File, false).unwrap();
        assert_eq!(place, KeyPlace::File);
        let (found, _) = find_or_make(&directory, KeyChoice::Keyring, true).unwrap();
        assert_eq!(made.hex(), found.hex());
    }

    #[test]
    fn a_missing_key_of_a_database_is_an_error_and_makes_none() {
        let (_place, directory) = directory();
        find_or_make(&directory, KeyChoice::File, false).unwrap();
        fs::remove_file(directory.file(KEY_FILE)).unwrap();
        assert!(matches!(find_or_make(&directory, KeyChoice::File, true), Err(KeyError::Missing)));
        assert!(!directory.file(KEY_FILE).exists());
    }

    #[test]
    fn another_databases_key_is_wrong_and_a_damaged_one_is_told_apart() {
        let (_place, directory) = directory();
        find_or_make(&directory, KeyChoice::File, false).unwrap();
        fs::write(directory.file(KEY_FILE), Key::random().unwrap().hex().as_bytes()).unwrap();
        assert!(matches!(find_or_make(&directory, KeyChoice::File, true), Err(KeyError::Wrong)));
        fs::write(directory.file(KEY_FILE), "no key").unwrap();
        assert!(matches!(find_or_make(&directory, KeyChoice::File, true), Err(KeyError::Malformed { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_the_key_file() {
        use std::os::unix::fs::PermissionsExt;
        let (_place, directory) = directory();
        find_or_make(&directory, KeyChoice::File, false).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&directory.file(KEY_FILE)), 0o600);
        assert_eq!(mode(directory.path()), 0o700);
    }
}
