//! The JPEGs of webcams: without the standard Huffman tables, with rubbish around them, cut off, or broken.

use super::luma::{FrameFault, LONGEST_SIDE, Picture, pixels};
use std::borrow::Cow;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Start of image.
const SOI: [u8; 2] = [0xFF, 0xD8];
/// Define Huffman tables.
const DHT: u8 = 0xC4;
/// Start of scan: after it come the coded pixels.
const SOS: u8 = 0xDA;
/// End of image.
const EOI: u8 = 0xD9;

/// The brightness in a JPEG. Only the first picture counts: drivers hand out their whole buffer, with the end of an
/// older frame behind the new one.
pub(super) fn decode(data: &[u8]) -> Result<Picture, FrameFault> {
    let start = data.windows(2).position(|pair| pair == SOI).ok_or_else(|| FrameFault::Jpeg("it does not begin".to_owned()))?;
    let whole = with_tables(data.get(start..).unwrap_or_default());
    let side = LONGEST_SIDE as usize;
    let options =
        DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma).set_strict_mode(false).set_max_width(side).set_max_height(side);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(whole.as_ref()), options);
    let luma = decoder.decode().map_err(|error| FrameFault::Jpeg(format!("{error:?}")))?;
    let (width, height) = decoder.dimensions().ok_or_else(|| FrameFault::Jpeg("it has no size".to_owned()))?;
    let (width, height) = (u32::try_from(width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX));
    let needed = pixels(width, height)?;
    if luma.len() == needed { Ok(Picture { width, height, luma }) } else { Err(FrameFault::TooShort { found: luma.len(), needed }) }
}

/// The JPEG with the standard Huffman tables before its first scan, where it has none of its own: webcams leave
/// them out, as the AVI format of old did.
fn with_tables(jpeg: &[u8]) -> Cow<'_, [u8]> {
    match scan_without_tables(jpeg) {
        Some(scan) => {
            let (head, tail) = jpeg.split_at(scan);
            Cow::Owned([head, &standard_tables(), tail].concat())
        }
        None => Cow::Borrowed(jpeg),
    }
}

/// Where the first scan begins, in a JPEG that defines no Huffman table before it.
fn scan_without_tables(jpeg: &[u8]) -> Option<usize> {
    let mut at = SOI.len();
    loop {
        let marker = *jpeg.get(at + 1)?;
        if *jpeg.get(at)? != 0xFF {
            return None;
        }
        match marker {
            SOS => return Some(at),
            DHT | EOI => return None,
            // Fill bytes before a marker.
            0xFF => at += 1,
            // Markers without a length.
            0x01 | 0xD0..=0xD8 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([*jpeg.get(at + 2)?, *jpeg.get(at + 3)?])),
        }
    }
}

/// The tables of annex K.3 of the JPEG standard (ITU-T T.81), as one segment: brightness and colour, each for
/// the mean value and for the rest.
fn standard_tables() -> Vec<u8> {
    let tables: [(u8, &[u8; 16], &[u8]); 4] = [
        (0x00, &DC_LUMA, &DC_VALUES),
        (0x10, &AC_LUMA, &ac_values(&AC_LUMA_FIRST)),
        (0x01, &DC_CHROMA, &DC_VALUES),
        (0x11, &AC_CHROMA, &ac_values(&AC_CHROMA_FIRST)),
    ];
    let mut body = Vec::with_capacity(420);
    for (which, lengths, values) in tables {
        body.push(which);
        body.extend_from_slice(lengths);
        body.extend_from_slice(values);
    }
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
    [&[0xFF, DHT], length.as_slice(), &body].concat()
}

/// How many codes there are of each length, 1 to 16 bits.
const DC_LUMA: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_CHROMA: [u8; 16] = [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
const DC_VALUES: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const AC_LUMA: [u8; 16] = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D];
const AC_CHROMA: [u8; 16] = [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77];
/// The signs with the shorter codes, in the order of these; see [`ac_values`].
#[rustfmt::skip]
const AC_LUMA_FIRST: [u8; 37] = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
    0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72,
    0x82,
];
#[rustfmt::skip]
const AC_CHROMA_FIRST: [u8; 43] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
    0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1,
    0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1,
];

/// Every sign of an AC table: those that come often, and after them all others in the order of their numbers, with
/// codes of 16 bits. A sign is a run of up to 15 zeros and the size of what follows, 1 to 10; or the end, or 16 zeros.
fn ac_values(first: &[u8]) -> Vec<u8> {
    const END: u8 = 0x00;
    const SIXTEEN_ZEROS: u8 = 0xF0;
    let is_sign = |sign: &u8| (1..=10).contains(&(sign & 0x0F)) || [END, SIXTEEN_ZEROS].contains(sign);
    let others = (0..=u8::MAX).filter(|sign| is_sign(sign) && !first.contains(sign));
    first.iter().copied().chain(others).collect()
}

#[cfg(test)]
#[path = "jpeg_tests.rs"]
mod tests;
