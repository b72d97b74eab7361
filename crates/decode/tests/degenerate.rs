//! Pictures that are no pictures of anything: nothing is read, nothing panics, nothing takes for ever.

mod support {
    pub(crate) mod degenerate;
}

use kaikuasema_decode::{FrameReader, LONGEST_SIDE, Luma, LumaError, Peer, read, read_with};
use proptest::prelude::*;

#[test]
fn nothing_is_read_where_nothing_stands() {
    let (width, height) = (240, 180);
    for (name, pixels) in support::degenerate::pictures(width, height) {
        let luma = Luma::new(width, height, &pixels).unwrap();
        assert_eq!(read(&luma), [], "{name}");
        let mut frames = FrameReader::new();
        for _ in 0..FrameReader::rotation() {
            assert_eq!(frames.read(&luma, || false), [], "{name}");
        }
        // What these give is theirs, and where finder patterns stand how long they take; that no panic comes out is ours.
        for peer in [Peer::Rqrr, Peer::Rxing].into_iter().filter(|_| !name.contains("finder")) {
            let _ = read_with(peer, &luma);
        }
    }
}

#[test]
fn a_picture_without_pixels_too_large_or_cut_off_is_refused() {
    assert_eq!(Luma::new(0, 5, &[]).err(), Some(LumaError::Empty { width: 0, height: 5 }));
    assert_eq!(Luma::new(5, 0, &[]).err(), Some(LumaError::Empty { width: 5, height: 0 }));
    assert_eq!(Luma::new(LONGEST_SIDE + 1, 1, &[]).err(), Some(LumaError::TooLarge { width: LONGEST_SIDE + 1, height: 1 }));
    assert_eq!(Luma::new(usize::MAX, usize::MAX, &[]).err(), Some(LumaError::TooLarge { width: usize::MAX, height: usize::MAX }));
    assert_eq!(Luma::new(4, 4, &[0; 15]).err(), Some(LumaError::Truncated { needed: 16, found: 15 }));
    assert_eq!(Luma::with_stride(4, 4, 3, &[0; 16]).err(), Some(LumaError::Stride { width: 4, stride: 3 }));
    assert!(Luma::with_stride(4, 4, 6, &[0; 22]).is_ok());
    assert_eq!(Luma::with_stride(4, 4, usize::MAX, &[0; 64]).err(), Some(LumaError::Truncated { needed: usize::MAX, found: 64 }));
}

#[test]
fn a_gap_between_rows_is_not_read_as_pixels() {
    let pixels: Vec<u8> = (0..6 * 4).map(|at| if at % 6 < 4 { 7 } else { 99 }).collect();
    let luma = Luma::with_stride(4, 4, 6, &pixels).unwrap();
    assert!(luma.rows().all(|row| row == [7; 4]));
    assert_eq!(luma.rows().count(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the bytes and the size, reading ends and finds nothing by chance.
    #[test]
    fn any_bytes_of_any_size_are_survived(width in 1_usize..70, height in 1_usize..70, pixels in prop::collection::vec(any::<u8>(), 4900)) {
        let luma = Luma::new(width, height, &pixels).unwrap();
        prop_assert_eq!(read(&luma), []);
        let mut frames = FrameReader::new();
        for _ in 0..FrameReader::rotation() {
            prop_assert_eq!(frames.read(&luma, || false), []);
        }
    }
}
