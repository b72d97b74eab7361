//! Tests of the JPEGs of webcams.

use super::*;
use image::codecs::jpeg::JpegEncoder;
use proptest::prelude::*;

/// A picture with edges and a slope, as a JPEG in colour.
fn jpeg(width: u32, height: u32) -> (Vec<u8>, Vec<u8>) {
    let grey: Vec<u8> =
        (0..height).flat_map(|y| (0..width).map(move |x| if (x / 16 + y / 16) % 2 == 0 { 30 } else { 150 + (x % 64) as u8 })).collect();
    let colour: Vec<u8> = grey.iter().flat_map(|&pixel| [pixel, pixel, pixel]).collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode(&colour, width, height, image::ExtendedColorType::Rgb8).unwrap();
    (bytes, grey)
}

/// The same JPEG without its Huffman tables.
fn without_tables(jpeg: &[u8]) -> Vec<u8> {
    let mut bare = jpeg[..2].to_vec();
    let mut at = 2;
    loop {
        let marker = jpeg[at + 1];
        if marker == SOS {
            bare.extend_from_slice(&jpeg[at..]);
            return bare;
        }
        let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if marker != DHT {
            bare.extend_from_slice(&jpeg[at..end]);
        }
        at = end;
    }
}

fn is_near(picture: &Picture, grey: &[u8]) -> bool {
    let far = picture.luma.iter().zip(grey).filter(|(a, b)| a.abs_diff(**b) > 24).count();
    picture.luma.len() == grey.len() && far * 50 < grey.len()
}

#[test]
fn a_jpeg_gives_its_brightness() {
    let (bytes, grey) = jpeg(128, 96);
    let picture = decode(&bytes).unwrap();
    assert_eq!((picture.width, picture.height), (128, 96));
    assert!(is_near(&picture, &grey));
}

#[test]
fn a_jpeg_without_huffman_tables_gets_the_standard_ones() {
    let (bytes, grey) = jpeg(128, 96);
    let bare = without_tables(&bytes);
    assert!(bare.len() < bytes.len());
    assert!(scan_without_tables(&bare).is_some() && scan_without_tables(&bytes).is_none());
    let picture = decode(&bare).unwrap();
    assert!(is_near(&picture, &grey));
    assert_eq!(picture, decode(&bytes).unwrap());
}

#[test]
fn each_standard_table_has_a_sign_for_each_of_its_codes_and_none_twice() {
    for (lengths, first) in [(AC_LUMA, AC_LUMA_FIRST.as_slice()), (AC_CHROMA, &AC_CHROMA_FIRST)] {
        let values = ac_values(first);
        assert_eq!(values.len(), lengths.iter().map(|&count| usize::from(count)).sum::<usize>());
        assert!((0..values.len()).all(|at| !values[..at].contains(&values[at])));
    }
    // As the standard has them: lengths and table classes in 16 bytes each, 12 and 162 signs.
    assert_eq!(standard_tables().len(), 4 + 2 * (17 + 12) + 2 * (17 + 162));
}

#[test]
fn what_stands_before_and_behind_a_jpeg_does_not_matter() {
    let (bytes, _) = jpeg(64, 48);
    let alone = decode(&bytes).unwrap();
    // The whole buffer of a driver: the end of an older and longer frame behind this one.
    let (older, _) = jpeg(128, 96);
    let padded = [b"\0\0junk".as_slice(), &bytes, &older[older.len() / 2..], &[0; 5000]].concat();
    assert_eq!(decode(&padded).unwrap(), alone);
}

#[test]
fn a_size_that_it_has_no_pixels_for_is_no_picture_of_that_size() {
    let (mut bytes, _) = jpeg(64, 48);
    let frame_header = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[frame_header + 5..frame_header + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(decode(&bytes).is_err());
}

#[test]
fn nothing_and_no_jpeg_are_skipped() {
    for data in [&[][..], &SOI, &[0xFF, 0xD8, 0xFF], &[0xFF, 0xD8, 0xFF, 0xC0, 0, 0], b"no picture at all"] {
        assert!(decode(data).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_broken_jpeg_is_a_picture_or_skipped_and_nothing_worse(
        hits in prop::collection::vec((0_usize..6000, any::<u8>()), 1..40), cut in 0_usize..6000, bare in any::<bool>()
    ) {
        let (bytes, _) = jpeg(160, 120);
        let mut bytes = if bare { without_tables(&bytes) } else { bytes };
        let length = bytes.len();
        for (at, value) in hits {
            bytes[at % length] = value;
        }
        bytes.truncate(length - cut % (length / 2));
        if let Ok(picture) = decode(&bytes) {
            prop_assert_eq!(picture.luma.len(), picture.width as usize * picture.height as usize);
        }
    }
}
