//! The rates on a part of the pictures that is quick enough for every run of the tests; the whole is measured
//! by `cargo bench -p kaikuasema-decode`.

mod support {
    pub mod suite;
}

use kaikuasema_decode::{Format, FrameReader, read};
use support::suite::{self, Picture};

/// Camera frames that are not read: the pixels of a telephone's screen hide most of the bars.
const BEYOND: &[&str] = &["c39_phone_moire_01.jpg"];

/// Every fifth picture of a set, each turned by another quarter.
fn part(set: &str, format: Format) -> Vec<Picture> {
    let of_set = suite::pictures(&suite::folder()).into_iter().filter(|picture| picture.set == set && picture.format == format);
    of_set.enumerate().filter(|(index, _)| index % 5 == 0).map(|(index, picture)| picture.turned(index / 5)).collect()
}

fn read_all_but(set: &str, format: Format, misses: &[&str]) {
    let pictures = part(set, format);
    let pictures: Vec<&Picture> = pictures.iter().collect();
    assert!(!pictures.is_empty());
    let rate = suite::rate(&pictures, &mut read);
    assert_eq!(rate.wrong, Vec::<String>::new());
    assert_eq!(rate.missed, misses);
}

#[test]
fn photos_of_qr_codes_are_read() {
    read_all_but("qrcode-3", Format::Qr, &[]);
    read_all_but("qrcode-5", Format::Qr, &[]);
}

#[test]
fn photos_of_qr_codes_on_cloth_are_read() {
    read_all_but("qrcode-4", Format::Qr, &[]);
}

#[test]
fn photos_of_code_39_are_read() {
    read_all_but("code39-1", Format::Code39, &[]);
}

#[test]
fn camera_frames_of_cards_are_read() {
    read_all_but("webcam-like", Format::Qr, &[]);
    read_all_but("webcam-like", Format::Code39, BEYOND);
}

#[test]
fn a_card_held_still_is_read_within_one_rotation() {
    for picture in part("webcam-like", Format::Qr).iter().chain(&part("webcam-like", Format::Code39)) {
        let mut reader = FrameReader::new();
        let texts: Vec<String> =
            (0..FrameReader::rotation()).flat_map(|_| reader.read(&picture.luma(), || false)).map(|symbol| symbol.text).collect();
        assert!(texts.contains(&picture.expected) || BEYOND.contains(&picture.name.as_str()), "{}", picture.name);
        assert!(texts.iter().all(|text| *text == picture.expected), "{}: {texts:?}", picture.name);
    }
}

#[test]
fn no_heavier_pass_is_begun_when_the_time_is_over() {
    // A card in the dark mode of a telephone is not read by the cheap pass.
    let pictures = suite::pictures(&suite::folder());
    let dark = pictures.iter().find(|picture| picture.name.starts_with("qr_phone_dark")).unwrap();
    let mut reader = FrameReader::new();
    for _ in 0..2 * FrameReader::rotation() {
        assert_eq!(reader.read(&dark.luma(), || true), []);
    }
}
