//! Tests of the frames of a camera: which pass has its turn, and what is not handed to the readers of others.

use super::*;
use crate::{engine, work};

#[path = "../tests/support/degenerate.rs"]
mod degenerate;

/// A card's code in black for white, which the cheap pass does not read.
fn inverted() -> (usize, Vec<u8>) {
    let code = qrcode::QrCode::new(b"A9990000071").unwrap();
    let (modules, module, margin) = (code.width(), 8, 40);
    let side = modules * module + 2 * margin;
    let dark = code.to_colors();
    let at = |place: usize| (place >= margin && place < side - margin).then(|| (place - margin) / module);
    let pixel = |x, y| match (at(x), at(y)) {
        (Some(x), Some(y)) if dark[y * modules + x] == qrcode::Color::Dark => 220,
        _ => 30,
    };
    (side, (0..side * side).map(|n| pixel(n % side, n / side)).collect())
}

#[test]
fn a_pass_that_read_something_has_the_next_frames_until_it_fails() {
    let (side, pixels) = inverted();
    let luma = Luma::new(side, side, &pixels).unwrap();
    assert!(FrameReader::new().glance(&luma).is_empty());
    let mut reader = FrameReader::new();
    let first = (0..FrameReader::rotation()).find(|_| !reader.read(&luma, || false).is_empty());
    assert!(first.is_some());
    let pass = reader.again.map(|(pass, _)| pass);
    assert!(pass.is_some());
    // Without the frame that belongs to the others.
    for _ in 1..OTHERS_IN {
        assert_eq!(reader.read(&luma, || false).first().map(|symbol| symbol.text.as_str()), Some("A9990000071"));
        assert_eq!(reader.again.map(|(pass, _)| pass), pass);
    }
    let blank = vec![200; side * side];
    let blank = Luma::new(side, side, &blank).unwrap();
    reader.read(&blank, || false);
    assert!(reader.read(&blank, || false).is_empty());
    assert!(reader.again.is_none());
}

#[test]
fn while_one_pass_reads_something_the_others_have_their_turn_too() {
    let (side, pixels) = inverted();
    let luma = Luma::new(side, side, &pixels).unwrap();
    let mut reader = FrameReader::new();
    while reader.again.is_none() {
        reader.read(&luma, || false);
    }
    let next = reader.next;
    for _ in 0..OTHERS_IN {
        reader.read(&luma, || false);
    }
    assert_eq!(reader.next, (next + 1) % FrameReader::rotation());
}

/// A card's QR code with light around it, laid onto a picture.
fn laid_on(pixels: &mut [u8], width: usize, (left, top): (usize, usize), module: usize) {
    let code = qrcode::QrCode::new(b"A9990000071").unwrap();
    let side = code.width() + 8;
    let dark = code.to_colors();
    for y in 0..side * module {
        for x in 0..side * module {
            let (u, v) = ((x / module).wrapping_sub(4), (y / module).wrapping_sub(4));
            let is_dark = u < code.width() && v < code.width() && dark[v * code.width() + u] == qrcode::Color::Dark;
            pixels[(top + y) * width + left + x] = if is_dark { 20 } else { 240 };
        }
    }
}

fn texts(symbols: &[Symbol]) -> Vec<&str> {
    symbols.iter().map(|symbol| symbol.text.as_str()).collect()
}

/// The work of rqrr and rxing grows with the finder patterns that they are handed, without a bound: seconds for a
/// thousand. And our own readers take so many looks and no more. Counted, not timed.
#[test]
fn no_picture_takes_more_than_a_bounded_work() {
    let (width, height) = (480, 360);
    let mut most = 0;
    for (name, pixels) in degenerate::pictures(width, height) {
        let luma = Luma::new(width, height, &pixels).unwrap();
        let mut reader = FrameReader::new();
        for _ in 0..FrameReader::rotation() {
            engine::HANDED.set([0; 2]);
            work::ASKED.set((0, 0));
            assert_eq!(reader.read(&luma, || false), [], "{name}");
            let [rqrr, rxing] = engine::HANDED.get();
            assert!(rqrr <= 28 && rxing <= 48, "{name}: {rqrr} to rqrr, {rxing} to rxing");
            let (_, taken) = work::ASKED.get();
            assert!(taken <= pass::LOOKS_IN_PASSING + pass::LOOKS_AT_FRAME, "{name}: {taken} looks");
            most = most.max(taken);
        }
    }
    // Some of them would have taken more.
    assert!(most > pass::LOOKS_AT_FRAME / 2, "{most}");
    let all_over = degenerate::pictures(width, height).into_iter().find(|picture| picture.0 == "finder patterns all over").unwrap().1;
    assert!(crate::qr::crowd(&Plane { width, height, pixels: all_over }) > 100);
}

#[test]
fn a_card_before_a_ground_full_of_finder_patterns_is_read_all_the_same() {
    let (width, height) = (1280, 720);
    for ground in ["finder patterns all over", "finder patterns in noise"] {
        let mut pixels = degenerate::pictures(width, height).into_iter().find(|picture| picture.0 == ground).unwrap().1;
        laid_on(&mut pixels, width, (500, 240), 7);
        let luma = Luma::new(width, height, &pixels).unwrap();
        for mut reader in [FrameReader::new(), FrameReader::of_ours()] {
            let read = (0..FrameReader::rotation()).find_map(|_| Some(reader.read(&luma, || false)).filter(|found| !found.is_empty()));
            assert_eq!(texts(&read.unwrap_or_default()), ["A9990000071"], "{ground}");
        }
    }
}
