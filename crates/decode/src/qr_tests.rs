//! Tests of the reader of QR codes on drawn codes.

use super::*;

const EFFORT: Effort = Effort { triples: 6, sizes: 2, guesses: 24, looks: 80_000_000 };

/// A drawn code with `module` pixels a module and the light around it.
fn drawn(text: &[u8], module: usize) -> Plane {
    let code = qrcode::QrCode::new(text).unwrap();
    let side = code.width();
    let width = (side + 8) * module;
    let mut pixels = vec![230_u8; width * width];
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            let (u, v) = (index % side + 4, index / side + 4);
            for y in v * module..(v + 1) * module {
                pixels[y * width + u * module..y * width + (u + 1) * module].fill(25);
            }
        }
    }
    Plane { width, height: width, pixels }
}

fn texts(plane: &Plane) -> Vec<String> {
    read(&plane.normalised((plane.width / 12).max(4), 8.0), EFFORT).into_iter().map(|symbol| symbol.text).collect()
}

#[test]
fn codes_of_every_kind_of_text_and_many_sizes_are_read() {
    let long = "Kulttuuria kaikille, ääkkösin ja ilman. ".repeat(12);
    for text in ["A9990000071", "0123456789", "https://example.org/A9990000071?x=1", "ääkkönen €", &long] {
        assert_eq!(texts(&drawn(text.as_bytes(), 4)), [text]);
    }
}

#[test]
fn a_code_is_read_turned_mirrored_and_blurred() {
    let plane = drawn(b"A9990000071", 6);
    let mut half_turn = plane.clone();
    half_turn.pixels.reverse();
    for (name, plane) in [("turned", half_turn), ("mirrored", plane.transposed()), ("blurred", plane.mean(3).mean(3))] {
        assert_eq!(texts(&plane), ["A9990000071"], "{name}");
    }
}

#[test]
fn a_code_with_a_part_covered_is_read_and_one_that_is_torn_in_half_is_not() {
    let plane = drawn(b"A9990000071", 6);
    let mut covered = plane.clone();
    let mut torn = plane.clone();
    for y in 0..plane.height {
        for x in 0..plane.width {
            let (u, v) = (x / 6, y / 6);
            if (14..17).contains(&u) && (14..17).contains(&v) {
                covered.pixels[y * plane.width + x] = 25;
            }
            if u > 4 + 10 && v > 4 + 10 || v > 4 + 9 && u > 4 + 7 {
                torn.pixels[y * plane.width + x] = 230;
            }
        }
    }
    assert_eq!(texts(&covered), ["A9990000071"]);
    assert_eq!(texts(&torn), Vec::<String>::new());
}

#[test]
fn a_code_with_any_one_finder_pattern_hidden_is_read() {
    let plane = drawn(b"A9990000071", 6);
    for (left, top) in [(4, 4), (18, 4), (4, 18)] {
        let mut hidden = plane.clone();
        // The middle and a part of the ring in light; the rest shows where the code ends.
        for y in (top + 1) * 6..(top + 5) * 6 {
            hidden.pixels[y * plane.width + (left + 1) * 6..y * plane.width + (left + 6) * 6].fill(230);
        }
        assert_eq!(texts(&hidden), ["A9990000071"], "{left} {top}");
    }
}

#[test]
fn the_corners_lie_at_the_corners_of_the_code() {
    let symbols = read(&drawn(b"A9990000071", 6).normalised(12, 8.0), EFFORT);
    let [upper_left, _, lower_right, _] = symbols[0].corners;
    assert!(distance(upper_left, Point::new(24.0, 24.0)) < 4.0, "{upper_left:?}");
    let side = (4 + 21) as f32 * 6.0;
    assert!(distance(lower_right, Point::new(side, side)) < 6.0, "{lower_right:?}");
}
