//! `decode`: the codes in pictures, read as the camera's frames are; needs no station.
//!
//! One line for each code on standard output: file, sort of code, text, with tabs between. What would break a
//! line is written as `\t`, `\n`, `\r`, `\\` or `\u{…}`. A file without a code, or that is no picture, is named
//! on standard error; the others are read all the same.

use super::Exit;
use crate::locale::Locale;
use crate::say;
use image::{DynamicImage, ImageReader, Limits};
use kaikuasema_decode::{LONGEST_SIDE, Luma, Symbol};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// The most bytes of a picture's file; no photo of a card is larger.
const MOST_BYTES: u64 = 256 << 20;

/// Why nothing can be read from a file.
#[derive(Debug, thiserror::Error)]
enum DecodeError {
    /// It is not there, or not for us.
    #[error("the file cannot be opened")]
    Open(#[source] io::Error),
    /// It is no picture of a sort that is known, or too large a one.
    #[error("the file is no picture that can be read")]
    NoPicture,
}

/// Reads the pictures, on every core, and tells what stands in each in the order given.
///
/// # Errors
/// When the answer cannot be written.
pub(super) fn run(files: &[PathBuf], as_json: bool, locale: &Locale) -> io::Result<Exit> {
    let mut rows = Vec::new();
    let mut exit = Exit::Usable;
    in_order(files, |file, outcome| {
        let name = escaped(&file.to_string_lossy());
        if !matches!(&outcome, Ok(symbols) if !symbols.is_empty()) {
            exit = Exit::Unknown;
        }
        if as_json {
            rows.push(row(file, &outcome));
            return Ok(());
        }
        let complaint = match &outcome {
            Ok(symbols) => {
                let mut out = io::stdout().lock();
                for symbol in symbols {
                    writeln!(out, "{name}\t{}\t{}", symbol.format.name(), escaped(&symbol.text))?;
                }
                symbols.is_empty().then(|| say!(locale, "cli-decode-nothing", file = name.clone()))
            }
            Err(DecodeError::Open(_)) => Some(say!(locale, "cli-decode-not-opened", file = name.clone())),
            Err(DecodeError::NoPicture) => Some(say!(locale, "cli-decode-no-picture", file = name.clone())),
        };
        complaint.map_or(Ok(()), |complaint| writeln!(io::stderr(), "{complaint}"))
    })?;
    if as_json {
        writeln!(io::stdout(), "{}", json!({ "files": rows }))?;
    }
    Ok(exit)
}

/// Reads the files on every core and hands each outcome on, in the order of the files.
fn in_order(files: &[PathBuf], mut tell: impl FnMut(&Path, Result<Vec<Symbol>, DecodeError>) -> io::Result<()>) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (done, outcomes) = mpsc::channel();
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(files.len());
        for _ in 0..workers {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { break };
                    // A file that makes a decoder panic costs this file only.
                    let read = panic::catch_unwind(AssertUnwindSafe(|| read(file)));
                    if done.send((index, read.unwrap_or(Err(DecodeError::NoPicture)))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut told = 0;
        for (index, outcome) in outcomes {
            waiting.insert(index, outcome);
            while let Some(outcome) = waiting.remove(&told) {
                tell(&files[told], outcome)?;
                told += 1;
            }
        }
        Ok(())
    })
}

fn read(file: &Path) -> Result<Vec<Symbol>, DecodeError> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(DecodeError::Open)?;
    } else {
        fs::File::open(file).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(DecodeError::Open)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(DecodeError::NoPicture);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(DecodeError::Open)?;
    let mut limits = Limits::default();
    limits.max_image_width = u32::try_from(LONGEST_SIDE).ok();
    limits.max_image_height = limits.max_image_width;
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| DecodeError::NoPicture)?;
    let (width, height, grey) = on_white(picture);
    let luma = Luma::new(width, height, &grey).map_err(|_| DecodeError::NoPicture)?;
    Ok(kaikuasema_decode::read(&luma))
}

/// The grey of a picture; what is transparent shows white paper.
fn on_white(picture: DynamicImage) -> (usize, usize, Vec<u8>) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if !picture.color().has_alpha() {
        return (width, height, picture.into_luma8().into_raw());
    }
    let shaded = picture.into_luma_alpha8();
    let over = |pixel: &image::LumaA<u8>| {
        let [grey, alpha] = pixel.0.map(u16::from);
        ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    (width, height, shaded.pixels().map(over).collect())
}

fn row(file: &Path, outcome: &Result<Vec<Symbol>, DecodeError>) -> Value {
    let file = file.to_string_lossy();
    let symbol = |symbol: &Symbol| {
        let corners: Vec<[f32; 2]> = symbol.corners.iter().map(|corner| [corner.x.round(), corner.y.round()]).collect();
        json!({ "format": symbol.format.name(), "text": symbol.text, "corners": corners })
    };
    match outcome {
        Ok(symbols) => json!({ "file": file, "symbols": symbols.iter().map(symbol).collect::<Vec<_>>() }),
        Err(DecodeError::Open(_)) => json!({ "file": file, "symbols": [], "error": "not_opened" }),
        Err(DecodeError::NoPicture) => json!({ "file": file, "symbols": [], "error": "no_picture" }),
    }
}

/// Text in which nothing ends a line or a field.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            // The two separators break a line for some programs.
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}') => out.extend(control.escape_unicode()),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_breaks_its_line_or_its_field() {
        assert_eq!(escaped("A9990000071"), "A9990000071");
        assert_eq!(escaped("ä € å"), "ä € å");
        assert_eq!(escaped("a\tb\r\nc\\d\u{1b}[31m\u{2028}"), "a\\tb\\r\\nc\\\\d\\u{1b}[31m\\u{2028}");
    }

    #[test]
    fn what_is_transparent_is_white() {
        let mut picture = image::GrayAlphaImage::from_pixel(3, 1, image::LumaA([0, 0]));
        picture.put_pixel(1, 0, image::LumaA([40, 255]));
        picture.put_pixel(2, 0, image::LumaA([0, 128]));
        assert_eq!(on_white(DynamicImage::ImageLumaA8(picture)), (3, 1, vec![255, 40, 127]));
    }

    #[test]
    fn outcomes_come_in_the_order_of_the_files() {
        let files: Vec<PathBuf> = (0..20).map(|index| PathBuf::from(format!("not-there-{index}.png"))).collect();
        let mut told = Vec::new();
        in_order(&files, |file, outcome| {
            assert!(matches!(outcome, Err(DecodeError::Open(_))));
            told.push(file.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(told, files);
    }
}
