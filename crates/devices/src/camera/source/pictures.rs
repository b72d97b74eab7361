//! A folder of pictures as a camera: for tests, measurements, and trying the station on a machine without one.
//!
//! Each folder within it is a camera of that name; a folder with pictures in it is one itself. The pictures (JPEG,
//! and PGM of one byte a pixel) are its frames, in the order of their names, over and over. A folder taken away is
//! a camera unplugged.

use super::{Cameras, Focus, Found, FrameSource};
use crate::camera::frame::{Encoding, Frame, Mode};
use crate::{Kind, Obstacle, Reader, ReaderId};
use bytes::Bytes;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// Frames a second.
const RATE: u32 = 15;
/// No frame of a camera is larger.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The cameras in a folder.
#[derive(Clone, Debug)]
pub struct Pictures {
    folder: PathBuf,
}

impl Pictures {
    /// Those in this folder, which may come and go.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Cameras for Pictures {
    fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        let mut folders = match fs::read_dir(&self.folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(&error)),
        };
        folders.sort();
        if !frames_in(&self.folder).unwrap_or_default().is_empty() {
            folders.insert(0, self.folder.clone());
        }
        Ok(folders.iter().map(|folder| found(folder)).collect())
    }

    fn check(&mut self, found: &Found) -> Result<(), Obstacle> {
        frames_in(Path::new(&found.key)).map(|_| ()).map_err(|error| failed(&error))
    }

    fn open(&mut self, found: &Found) -> Result<Box<dyn FrameSource>, Obstacle> {
        let frames = frames_in(Path::new(&found.key)).map_err(|error| failed(&error))?;
        let Some(first) = frames.first() else {
            return Err(Obstacle::Failed { detail: "a folder without a JPEG or PGM picture".to_owned() });
        };
        let first = frame(first).map_err(|error| failed(&error))?;
        let mode = Mode { width: first.width, height: first.height, encoding: first.encoding, rate: RATE };
        Ok(Box::new(Reel { frames, next: 0, due: Instant::now(), mode }))
    }
}

/// An open folder.
struct Reel {
    frames: Vec<PathBuf>,
    next: usize,
    due: Instant,
    mode: Mode,
}

impl FrameSource for Reel {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn frame(&mut self) -> Result<Frame, Obstacle> {
        thread::sleep(self.due.saturating_duration_since(Instant::now()));
        // A camera that was kept waiting does not deliver late frames in a rush.
        self.due = self.due.max(Instant::now()) + Duration::from_secs(1) / RATE;
        let path = self.frames.get(self.next).ok_or_else(|| Obstacle::Failed { detail: "no picture".to_owned() })?;
        self.next = (self.next + 1) % self.frames.len();
        frame(path).map_err(|error| failed(&error))
    }

    fn focus(&mut self) -> Option<Focus> {
        None
    }

    fn set_focus(&mut self, _: Option<i64>) -> Result<(), Obstacle> {
        Ok(())
    }
}

fn failed(error: &io::Error) -> Obstacle {
    super::obstacle(error).unwrap_or_else(|| Obstacle::Failed { detail: error.to_string() })
}

fn found(folder: &Path) -> Found {
    let name = folder.file_name().map_or_else(|| "pictures".to_owned(), |name| name.to_string_lossy().into_owned());
    let reader = Reader {
        id: ReaderId(format!("camera:pictures:{name}")),
        kind: Kind::Camera,
        name,
        usb: None,
        node: folder.to_string_lossy().into_owned(),
        is_likely: false,
    };
    Found { reader, key: folder.to_string_lossy().into_owned(), formerly: None }
}

fn frames_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut frames = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if matches!(ending.as_deref(), Some("jpg" | "jpeg" | "pgm")) {
            frames.push(path);
        }
    }
    frames.sort();
    Ok(frames)
}

fn frame(path: &Path) -> io::Result<Frame> {
    if fs::metadata(path)?.len() > LARGEST_FILE {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a picture larger than any camera's"));
    }
    let data = Bytes::from(fs::read(path)?);
    let at = Instant::now();
    match pgm(&data) {
        Some((width, height, start)) => Ok(Frame { width, height, encoding: Encoding::Grey, data: data.slice(start..), at }),
        // The size of a JPEG is found when it is decoded.
        None => Ok(Frame { width: 0, height: 0, encoding: Encoding::Mjpeg, data, at }),
    }
}

/// Width, height and where the pixels begin in a binary PGM with one byte a pixel.
fn pgm(data: &[u8]) -> Option<(u32, u32, usize)> {
    let mut at = data.strip_prefix(b"P5").map(|_| 2)?;
    let mut numbers = [0_u32; 3];
    for number in &mut numbers {
        loop {
            match *data.get(at)? {
                b'#' => at += data.get(at..)?.iter().position(|&byte| byte == b'\n')?,
                byte if byte.is_ascii_whitespace() => at += 1,
                _ => break,
            }
        }
        let digits = data.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        *number = std::str::from_utf8(data.get(at..at + digits)?).ok()?.parse().ok()?;
        at += digits;
    }
    let [width, height, most] = numbers;
    // One white space after the last number, whatever it is.
    (most == 255).then_some((width, height, at + 1)).filter(|(_, _, start)| *start <= data.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_camera_and_its_pictures_are_its_frames_over_and_over() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        fs::create_dir(&desk).unwrap();
        fs::write(desk.join("1.pgm"), b"P5\n# drawn\n2 1\n255\n\x01\x02").unwrap();
        fs::write(desk.join("2.pgm"), b"P5 2 1 255\n\x03\x04").unwrap();
        fs::write(desk.join("notes.txt"), b"no picture").unwrap();
        let mut cameras = Pictures::new(folder.path().to_owned());
        let found = cameras.list().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].reader.id.0.as_str(), found[0].reader.name.as_str()), ("camera:pictures:desk", "desk"));
        let mut reel = cameras.open(&found[0]).unwrap();
        let seen: Vec<Vec<u8>> = (0..3).map(|_| reel.frame().unwrap().data.to_vec()).collect();
        assert_eq!(seen, [vec![1, 2], vec![3, 4], vec![1, 2]]);
        fs::remove_dir_all(&desk).unwrap();
        assert!(reel.frame().is_err());
        assert!(cameras.list().unwrap().is_empty());
    }

    #[test]
    fn pictures_right_in_the_folder_are_a_camera_too() {
        let folder = tempfile::tempdir().unwrap();
        let mut cameras = Pictures::new(folder.path().to_owned());
        assert!(cameras.list().unwrap().is_empty());
        fs::write(folder.path().join("a.jpg"), b"not looked at here").unwrap();
        let found = cameras.list().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(cameras.open(&found[0]).unwrap().mode().encoding, Encoding::Mjpeg);
    }

    #[test]
    fn a_pgm_that_is_none_is_not_taken_for_one() {
        for data in [&b"P5"[..], b"P5 2", b"P5 2 1 65535\n", b"P6 2 1 255\n", b"P5 x 1 255\n", b"P5 # no end"] {
            assert_eq!(pgm(data), None);
        }
    }
}
