//! Tests of the reader of Code 39 on drawn codes.

use super::*;

/// A drawn code: each narrow element `module` pixels wide, bars `height` pixels high, with light around it.
fn drawn(text: &str, module: usize, height: usize) -> Plane {
    let elements = barcoders::sym::code39::Code39::new(text).unwrap().encode();
    let beside = 12 * module;
    let width = elements.len() * module + 2 * beside;
    let mut pixels = vec![230_u8; width * (height + 40)];
    for y in 20..20 + height {
        for (index, &element) in elements.iter().enumerate() {
            if element == 1 {
                for x in 0..module {
                    pixels[y * width + beside + index * module + x] = 25;
                }
            }
        }
    }
    Plane { width, height: height + 40, pixels }
}

fn texts(plane: &Plane) -> Vec<String> {
    read(plane, Effort::Much, 10_000_000).into_iter().map(|symbol| symbol.text).collect()
}

#[test]
fn every_character_is_read_as_it_was_drawn() {
    for text in ["0123456789", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "A-B. C", "A9990000071"] {
        assert_eq!(texts(&drawn(text, 3, 60)), [text], "{text}");
    }
}

#[test]
fn a_code_is_read_upside_down_standing_inverted_and_blurred() {
    let plane = drawn("A9990000071", 3, 60);
    let mut turned = plane.clone();
    turned.pixels.reverse();
    for (name, plane) in [
        ("upside down", turned),
        ("standing, as in a mirror", plane.transposed()),
        ("inverted", plane.inverted()),
        ("blurred", plane.mean(3).mean(2)),
        ("half the size", plane.half()),
    ] {
        assert_eq!(texts(&plane), ["A9990000071"], "{name}");
    }
}

#[test]
fn the_corners_lie_around_the_bars() {
    let symbols = read(&drawn("A9990000071", 3, 60), Effort::Little, 2_000_000);
    let [left, right, _, lower] = symbols[0].corners;
    // 12 elements of light, then 13 characters of 15 elements with 12 gaps, 3 pixels each... as drawn.
    assert!((left.x - 36.0).abs() < 6.0, "{left:?}");
    assert!(right.x > 400.0, "{right:?}");
    assert!(lower.y > left.y + 30.0, "{left:?} {lower:?}");
}

#[test]
fn a_code_without_its_end_or_with_a_bar_covered_is_not_read() {
    let plane = drawn("A9990000071", 3, 60);
    let cut = Plane { width: plane.width, height: plane.height, pixels: plane.pixels.clone() };
    for (name, from, to) in [("the end", 0.8, 1.0), ("the beginning", 0.0, 0.1), ("a character in the middle", 0.45, 0.53)] {
        let mut covered = cut.clone();
        for y in 0..covered.height {
            for x in (from * covered.width as f32) as usize..(to * covered.width as f32) as usize {
                covered.pixels[y * covered.width + x] = 230;
            }
        }
        assert_eq!(texts(&covered), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn full_ascii_is_read_where_every_sign_forms_a_pair_and_left_alone_otherwise() {
    assert_eq!(extended("+A+B1"), Some("ab1".to_owned()));
    assert_eq!(extended("%V/A/O/Z"), Some("@!/:".to_owned()));
    assert_eq!(extended("$J%U"), Some("\n\0".to_owned()));
    assert_eq!(extended("A9990000071"), None);
    assert_eq!(extended("10+20"), None);
    assert_eq!(extended("5%"), None);
}
