//! Tests of what goes through the pipes.

use super::*;
use crate::Kind;
use proptest::prelude::*;

fn reader() -> Reader {
    Reader {
        id: ReaderId("camera:046d:0825".to_owned()),
        kind: Kind::Camera,
        name: "Webcam".to_owned(),
        usb: Some((0x046d, 0x0825)),
        node: "/dev/video0".to_owned(),
        is_likely: false,
    }
}

fn examples() -> Vec<Message> {
    let symbol = Symbol { text: "A9990000071".to_owned(), format: Format::Code39, middle: (640, -3) };
    let focus = Focus { min: 0, max: 250, step: 5, default: 0, value: 35, has_auto: true, is_auto: false };
    vec![
        Message::Told(Told::Listed(vec![(reader(), State::Idle), (reader(), State::Blocked { obstacle: Obstacle::InUse })])),
        Message::Told(Told::Checked(vec![])),
        Message::Told(Told::Unlisted(Obstacle::Failed { detail: "no".to_owned() })),
        Message::Told(Told::Opening(reader().id)),
        Message::Told(Told::Opened(reader().id)),
        Message::Told(Told::Focused(Some(focus))),
        Message::Told(Told::Focused(None)),
        Message::Told(Told::Read(Reading { age_us: 12_345, at_us: Some(67_890), turn_ms: 800, symbols: vec![symbol] })),
        Message::Told(Told::Dark(true)),
        Message::Told(Told::Beat(Beat { silent_ms: 40, ..Beat::default() })),
        Message::Told(Told::Panicked("decode.rs:7".to_owned())),
        Message::Picture { width: 3, height: 2, luma: vec![1, 2, 3, 4, 5, 6] },
    ]
}

#[test]
fn every_message_and_command_comes_out_as_it_went_in() {
    let mut pipe = Vec::new();
    for message in examples() {
        write_message(&mut pipe, &message).unwrap();
    }
    let mut from = pipe.as_slice();
    for message in examples() {
        assert_eq!(read_message(&mut from).unwrap(), Some(message));
    }
    assert!(read_message(&mut from).unwrap().is_none());

    let commands = [
        Command::Check,
        Command::Open { reader: Some(reader().id), falls_back: true, focus: None },
        Command::Focus(Some(-4)),
        Command::Focus(None),
    ];
    let mut pipe = Vec::new();
    commands.iter().for_each(|command| write_command(&mut pipe, command).unwrap());
    let mut from = pipe.as_slice();
    commands.into_iter().for_each(|command| assert_eq!(read_command(&mut from).unwrap(), Some(command)));
    assert!(read_command(&mut from).unwrap().is_none());
}

#[test]
fn a_length_beyond_the_cap_is_refused_before_anything_is_kept_for_it() {
    for (sort, length) in [(JSON, LONGEST_JSON + 1), (PICTURE, LONGEST_PICTURE + 1), (PICTURE, u32::MAX)] {
        let mut head = vec![MARK, sort];
        head.extend(length.to_le_bytes());
        assert!(matches!(read_message(&mut head.as_slice()), Err(WireError::TooLong(refused)) if refused == length));
    }
}

#[test]
fn a_message_that_is_cut_off_is_an_error_and_not_an_end() {
    for message in examples() {
        let mut pipe = Vec::new();
        write_message(&mut pipe, &message).unwrap();
        for end in 1..pipe.len() {
            assert!(read_message(&mut &pipe[..end]).is_err());
        }
    }
}

#[test]
fn a_picture_whose_size_does_not_fit_its_pixels_is_refused() {
    for body in [&[][..], &[2, 0, 2], &[2, 0, 2, 0, 1, 2, 3], &[0, 0, 0, 0], &[255, 255, 255, 255, 1]] {
        let mut pipe = vec![MARK, PICTURE];
        pipe.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        pipe.extend_from_slice(body);
        assert!(matches!(read_message(&mut pipe.as_slice()), Err(WireError::Garbled)));
    }
}

#[test]
fn a_code_never_shows_in_what_is_logged() {
    let shown = format!("{:?}", examples());
    assert!(!shown.contains("9990000071"), "{shown}");
}

#[test]
fn what_a_library_prints_is_no_message() {
    assert!(matches!(read_message(&mut &b"[src/query.rs:51] Error"[..]), Err(WireError::NoMessage)));
}

proptest! {
    #[test]
    fn garbage_ends_in_an_error_or_at_the_end_and_nowhere_else(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut from = bytes.as_slice();
        while let Ok(Some(_)) = read_message(&mut from) {}
        let mut from = bytes.as_slice();
        while let Ok(Some(_)) = read_command(&mut from) {}
    }

    #[test]
    fn garbage_after_a_head_that_is_right_is_read_or_refused(
        sort in prop::sample::select(vec![JSON, PICTURE]), body in prop::collection::vec(any::<u8>(), 0..300), off in -3_i32..3
    ) {
        let length = u32::try_from((i32::try_from(body.len()).unwrap() + off).max(0)).unwrap();
        let mut pipe = vec![MARK, sort];
        pipe.extend(length.to_le_bytes());
        pipe.extend(&body);
        if let Ok(Some(Message::Picture { width, height, luma })) = read_message(&mut pipe.as_slice()) {
            prop_assert_eq!(usize::from(width) * usize::from(height), luma.len());
        }
    }

    #[test]
    fn a_pipe_may_deliver_in_any_pieces(sizes in prop::collection::vec(1_usize..9, 1..20)) {
        struct Pieces<'a>(&'a [u8], std::iter::Cycle<std::slice::Iter<'a, usize>>);
        impl Read for Pieces<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let size = (*self.1.next().unwrap()).min(buffer.len()).min(self.0.len());
                let (now, later) = self.0.split_at(size);
                buffer[..size].copy_from_slice(now);
                self.0 = later;
                Ok(size)
            }
        }
        let mut pipe = Vec::new();
        examples().iter().for_each(|message| write_message(&mut pipe, message).unwrap());
        let mut from = Pieces(&pipe, sizes.iter().cycle());
        for message in examples() {
            prop_assert_eq!(read_message(&mut from).unwrap(), Some(message));
        }
        prop_assert!(read_message(&mut from).unwrap().is_none());
    }
}

#[test]
fn what_a_message_waited_for_is_in_the_age_of_its_frame() {
    let reading = |age_us, at_us| Reading { age_us, at_us, turn_ms: 0, symbols: Vec::new() };
    assert_eq!(reading(1500, None).age(), Duration::from_micros(1500));
    let Some(now) = common_clock() else { return };
    let age = reading(1500, Some(now - 40_000)).age();
    assert!(age >= Duration::from_millis(40) && age < Duration::from_secs(30), "{age:?}");
    // Stamped in the future, or long before anything that waits.
    assert_eq!(reading(1500, Some(now + 3_600_000_000)).age(), Duration::from_micros(1500));
    assert_eq!(reading(1500, Some(0)).age(), Duration::from_micros(1500));
}
