//! The pictures that the rates are measured on, and the measuring; shared by the benchmark and the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub, missing_docs, reason = "it fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kaikuasema_decode::{Format, Luma, Symbol};

/// A picture and what stands in it.
pub struct Picture {
    /// The folder.
    pub set: String,
    /// The file's name.
    pub name: String,
    /// The sort of code that is in it.
    pub format: Format,
    /// What it says.
    pub expected: String,
    /// How wide, in pixels.
    pub width: usize,
    /// How high, in pixels.
    pub height: usize,
    /// Its grey.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// The picture as a reader takes it.
    pub fn luma(&self) -> Luma<'_> {
        Luma::new(self.width, self.height, &self.pixels).expect("a picture of the suite has pixels")
    }

    /// The same picture turned clockwise by a quarter, so many times.
    pub fn turned(&self, quarters: usize) -> Self {
        let grey = image::GrayImage::from_raw(self.width as u32, self.height as u32, self.pixels.clone()).expect("the size is right");
        let grey = match quarters % 4 {
            1 => image::imageops::rotate90(&grey),
            2 => image::imageops::rotate180(&grey),
            3 => image::imageops::rotate270(&grey),
            _ => grey,
        };
        Self {
            set: self.set.clone(),
            name: self.name.clone(),
            format: self.format,
            expected: self.expected.clone(),
            width: grey.width() as usize,
            height: grey.height() as usize,
            pixels: grey.into_raw(),
        }
    }
}

/// The folder of the pictures that lie in the repository.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

/// Every picture of a folder of sets, in the order of their names. A set is a folder with a text beside each
/// picture, or with a list `expected.tsv`: file, `qr/…` or `c39/…`, text.
pub fn pictures(folder: &Path) -> Vec<Picture> {
    let mut sets: Vec<_> = fs::read_dir(folder).expect("the folder of pictures is there").map(|entry| entry.unwrap().path()).collect();
    sets.retain(|path| path.is_dir());
    sets.sort();
    sets.iter().flat_map(|set| of_set(set)).collect()
}

fn of_set(set: &Path) -> Vec<Picture> {
    if let Ok(list) = fs::read_to_string(set.join("expected.tsv")) {
        let lines = list.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            let (file, sort, expected) = (fields.next()?, fields.next()?, fields.next()?);
            let file = set.join(file);
            let format = if sort.starts_with("qr/") { Format::Qr } else { Format::Code39 };
            file.exists().then(|| opened(set, &file, format, expected.to_owned()))
        });
        return lines.collect();
    }
    let mut files: Vec<_> = fs::read_dir(set).expect("a set can be read").map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.with_extension("txt").exists() && file.extension().is_some_and(|ending| ending != "txt"));
    files.sort();
    let format = if set.file_name().unwrap().to_string_lossy().starts_with("qr") { Format::Qr } else { Format::Code39 };
    let open = |file: &PathBuf| {
        let bytes = fs::read(file.with_extension("txt")).unwrap();
        opened(set, file, format, String::from_utf8(bytes).expect("an expected text is UTF-8"))
    };
    files.iter().map(open).collect()
}

fn opened(set: &Path, file: &Path, format: Format, expected: String) -> Picture {
    let grey = image::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).into_luma8();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    Picture { set: name(set), name: name(file), format, expected, width, height, pixels: grey.into_raw() }
}

/// How one reader did on some pictures.
#[derive(Clone, Default)]
pub struct Rate {
    /// Pictures whose text was read.
    pub read: usize,
    /// Pictures there were.
    pub total: usize,
    /// Texts that do not stand in the picture.
    pub wrong: Vec<String>,
    /// The names of pictures that were not read.
    pub missed: Vec<String>,
    /// How long each took.
    pub times: Vec<Duration>,
}

impl Rate {
    /// Counts one picture.
    pub fn count(&mut self, picture: &Picture, took: Duration, symbols: &[Symbol]) {
        self.total += 1;
        self.times.push(took);
        let right = |symbol: &&Symbol| symbol.format == picture.format && symbol.text == picture.expected;
        if symbols.iter().any(|symbol| right(&symbol)) {
            self.read += 1;
        } else {
            self.missed.push(picture.name.clone());
        }
        let wrong = symbols.iter().filter(|symbol| !right(symbol));
        self.wrong.extend(wrong.map(|symbol| format!("{}: {} {}", picture.name, symbol.format.name(), symbol.text.escape_debug())));
    }
}

/// Reads every picture with one reader.
pub fn rate(pictures: &[&Picture], reader: &mut dyn FnMut(&Luma<'_>) -> Vec<Symbol>) -> Rate {
    let mut rate = Rate::default();
    for picture in pictures {
        let began = Instant::now();
        let symbols = reader(&picture.luma());
        rate.count(picture, began.elapsed(), &symbols);
    }
    rate
}
