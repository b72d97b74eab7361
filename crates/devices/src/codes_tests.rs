//! Tests of a reader that is read to its end, by what a test lets come.

use super::*;
use crate::driver::{Filter, Stop};
use crate::hid::report::Joiner;
use crate::line::Lines;
use crate::reader::{Event, Kind, Reader, ReaderId, Trouble};
use crate::settings::{Profile, Suffix};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::mpsc;

/// What comes: bytes, nothing, or the machine sleeps before this comes.
#[derive(Clone, Copy)]
enum Step {
    Bytes(&'static [u8]),
    Nothing,
    Asleep(&'static [u8]),
    /// The reader shall be opened anew, with other settings.
    Stop,
}

/// What is told of it, and then the reader is unplugged.
fn told(codes: &mut impl Codes, steps: &[Step]) -> Vec<Result<String, Trouble>> {
    let id = ReaderId("serial:1".into());
    let reader = Reader { id, kind: Kind::Serial, name: "A".into(), usb: None, node: "/dev/ttyACM0".into(), is_likely: true };
    let (events, mut receiver) = mpsc::channel(64);
    let filter: Filter = Arc::new(|_| true);
    let out = Out::new(reader, &Profile::default(), events, filter, Stop::new());
    let ended = if steps.iter().any(|step| matches!(step, Step::Stop)) { Ended::Stopped } else { Ended::Unplugged };
    let mut steps: VecDeque<Step> = steps.iter().copied().collect();
    let has_slept = std::cell::Cell::new(false);
    let wait = |buffer: &mut [u8], _| {
        let mut fill = |bytes: &[u8]| {
            buffer[..bytes.len()].copy_from_slice(bytes);
            Came::Bytes(bytes.len())
        };
        match steps.pop_front() {
            Some(Step::Bytes(bytes)) => fill(bytes),
            Some(Step::Asleep(bytes)) => {
                has_slept.set(true);
                fill(bytes)
            }
            Some(Step::Nothing) => Came::Nothing,
            Some(Step::Stop) => Came::Stop,
            None => Came::HangUp,
        }
    };
    assert_eq!(read(codes, &out, &mut [0; 256], wait, || has_slept.take()), ended);
    drop(out);
    std::iter::from_fn(|| receiver.blocking_recv())
        .filter(|event| !matches!(event, Event::EndedBy(..)))
        .map(|event| match event {
            Event::Scanned(scan) => Ok(scan.text),
            Event::Troubled(_, trouble) => Err(trouble),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn what_is_over_is_told_and_what_has_begun_is_cut_off_by_the_unplugging() {
    let mut lines = Lines::new(Suffix::Any, None);
    assert_eq!(told(&mut lines, &[Step::Bytes(b"A9990000071\r\n"), Step::Nothing]), [Ok("A9990000071".to_owned())]);
    let mut lines = Lines::new(Suffix::Any, None);
    assert_eq!(told(&mut lines, &[Step::Bytes(b"A99900")]), [Err(Trouble::CutOff)]);
}

#[test]
fn what_had_begun_before_the_machine_slept_is_not_joined_to_what_comes_after() {
    let mut lines = Lines::new(Suffix::Enter, None);
    let steps = [Step::Bytes(b"X"), Step::Asleep(b"A999000007\r"), Step::Nothing];
    assert_eq!(told(&mut lines, &steps), [Err(Trouble::CutOff), Ok("A999000007".to_owned())]);
    let report = |data: &str, is_continued: bool| {
        let mut report = [0; 64];
        report[0] = 2;
        report[1] = u8::try_from(data.len()).unwrap();
        report[2..5].copy_from_slice(b"]A0");
        report[5..5 + data.len()].copy_from_slice(data.as_bytes());
        report[63] = u8::from(is_continued);
        &*Box::leak(Box::new(report))
    };
    let (first, second) = (report("X", true), report("A999000007", false));
    let mut joiner = Joiner::new(Vec::new(), 0x0c2e);
    let steps = [Step::Bytes(first), Step::Asleep(second)];
    assert_eq!(told(&mut joiner, &steps), [Err(Trouble::CutOff), Ok("]A0A999000007".to_owned())]);
    let mut lines = Lines::new(Suffix::Enter, None);
    assert_eq!(told(&mut lines, &[Step::Asleep(b"A9990000071\r"), Step::Nothing]), [Ok("A9990000071".to_owned())], "woken by a scan");
}

#[test]
fn a_scan_that_had_come_when_the_reader_is_opened_with_other_settings_is_told_and_half_of_one_is_cut_off() {
    let mut lines = Lines::new(Suffix::Any, None);
    assert_eq!(told(&mut lines, &[Step::Bytes(b"A9990000071\r\n"), Step::Stop]), [Ok("A9990000071".to_owned())]);
    let mut lines = Lines::new(Suffix::Any, None);
    assert_eq!(told(&mut lines, &[Step::Bytes(b"A999000007"), Step::Stop]), [Err(Trouble::CutOff)]);
}
