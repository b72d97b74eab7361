//! One scan that came by two ways counts once: a scanner that types and speaks HID too, a card that is scanned
//! in sight of the camera. Pure.

use crate::reader::{Kind, ReaderId};
use crate::scan::Scan;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::card::unmarked;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The longest that one way is behind another: eleven keys and Enter at the slowest pace that is still read as
/// a scan, a tenth of a second each.
pub const WINDOW: Duration = Duration::from_millis(1_500);
/// The same between the camera and any other reader: the camera reads a card that was scanned and still lies in its
/// view seconds later, and a card that it read is scanned once more by somebody who did not notice.
pub const CAMERA_WINDOW: Duration = Duration::from_secs(5);
/// More scans than this never come within the window; the oldest are forgotten.
const MOST: usize = 64;

/// What becomes of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It counts.
    Yes,
    /// It is the same as one that counted: by which reader that came, and how far apart they were.
    AlreadyBy(ReaderId, Duration),
}

/// Remembers the last scans for as long as another way may bring them again.
pub struct Merge {
    window: Duration,
    recent: VecDeque<Counted>,
}

/// A scan that counted.
struct Counted {
    contents: Vec<String>,
    reader: ReaderId,
    kind: Kind,
    at: Instant,
    /// Who brought it again. Each may do so once: a second time is another scan.
    again: Vec<ReaderId>,
}

impl Merge {
    /// Takes scans of the same content from different readers within `window` as one, and within [`CAMERA_WINDOW`]
    /// where one of them is the camera.
    #[must_use]
    pub fn new(window: Duration) -> Self {
        Self { window, recent: VecDeque::new() }
    }

    /// Whether a scan counts. The same reader may bring the same card as often as it likes: that is a card
    /// scanned twice.
    pub fn judge(&mut self, scan: &Scan) -> Counts {
        let contents = contents(&scan.text);
        let longest = self.window.max(CAMERA_WINDOW);
        let window = |kind: Kind| if (kind == Kind::Camera) == (scan.kind == Kind::Camera) { self.window } else { longest };
        // Instants of different readers may come in any order.
        let apart = |at: Instant| scan.at.saturating_duration_since(at).max(at.saturating_duration_since(scan.at));
        self.recent.retain(|counted| scan.at.saturating_duration_since(counted.at) <= longest);
        let same = self.recent.iter_mut().find(|counted| {
            counted.contents.iter().any(|content| contents.contains(content))
                && counted.reader != scan.reader
                && !counted.again.contains(&scan.reader)
                && apart(counted.at) <= window(counted.kind)
        });
        if let Some(counted) = same {
            counted.again.push(scan.reader.clone());
            return Counts::AlreadyBy(counted.reader.clone(), apart(counted.at));
        }
        if self.recent.len() >= MOST {
            self.recent.pop_front();
        }
        self.recent.push_back(Counted { contents, reader: scan.reader.clone(), kind: scan.kind, at: scan.at, again: Vec::new() });
        Counts::Yes
    }
}

/// What a code held, however it was read: the card's number, or both that it may be, or else the text without what
/// readers put around it.
fn contents(text: &str) -> Vec<String> {
    if let Some(either) = CardNumber::either(text) {
        return either.map(|number| number.to_string()).into();
    }
    if let Ok(number) = CardNumber::parse(text) {
        return vec![number.to_string()];
    }
    let text = unmarked(text);
    let mut characters = text.chars();
    let has_aim = characters.next() == Some(']')
        && characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.next().is_some_and(|c| c.is_ascii_alphanumeric());
    let text = if has_aim { characters.as_str() } else { text };
    vec![text.trim().to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(text: &str, reader: &str, at: Instant) -> Scan {
        Scan { text: text.into(), kind: Kind::Serial, reader: ReaderId(reader.into()), at }
    }

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn the_same_card_by_two_ways_counts_once_and_says_why() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&scan("]A0A9912345678", "hid", at)), Counts::Yes);
        let again = merge.judge(&scan("a991 234 5678\r", "wedge", at + ms(300)));
        assert_eq!(again, Counts::AlreadyBy(ReaderId("hid".into()), ms(300)));
        let third = merge.judge(&scan("A9912345678", "camera", at + ms(900)));
        assert_eq!(third, Counts::AlreadyBy(ReaderId("hid".into()), ms(900)));
    }

    #[test]
    fn whichever_way_comes_first_counts_even_where_its_bytes_came_later() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&scan("A9912345678", "wedge", at + ms(200))), Counts::Yes);
        assert_eq!(merge.judge(&scan("A9912345678", "hid", at)), Counts::AlreadyBy(ReaderId("wedge".into()), ms(200)));
    }

    #[test]
    fn the_same_reader_may_scan_a_card_twice() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&scan("A9912345678", "hid", at)), Counts::Yes);
        assert_eq!(merge.judge(&scan("A9912345678", "hid", at + ms(400))), Counts::Yes);
    }

    #[test]
    fn a_card_scanned_twice_by_a_scanner_with_two_ways_counts_twice() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        let mut counted = 0;
        for (reader, after) in [("hid", 0), ("wedge", 150), ("wedge", 800), ("hid", 820)] {
            counted += usize::from(merge.judge(&scan("A9912345678", reader, at + ms(after))) == Counts::Yes);
        }
        assert_eq!(counted, 2);
    }

    #[test]
    fn later_than_the_window_or_with_another_content_it_counts() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&scan("A9912345678", "hid", at)), Counts::Yes);
        assert_eq!(merge.judge(&scan("A9912345679", "wedge", at)), Counts::Yes);
        assert_eq!(merge.judge(&scan("A9912345678", "wedge", at + WINDOW + ms(1))), Counts::Yes);
    }

    #[test]
    fn a_card_that_was_scanned_and_still_lies_before_the_camera_counts_once() {
        let camera = |at| Scan { kind: Kind::Camera, ..scan("A9912345678", "camera", at) };
        for (first, then) in [(0, 3_000), (3_000, 0), (0, 5_000)] {
            let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
            assert_eq!(merge.judge(&scan("A9912345678", "hid", at + ms(first))), Counts::Yes);
            assert!(matches!(merge.judge(&camera(at + ms(then))), Counts::AlreadyBy(..)), "{first} {then}");
        }
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&camera(at)), Counts::Yes);
        assert!(matches!(merge.judge(&scan("A9912345678", "hid", at + ms(3_000))), Counts::AlreadyBy(..)));
        assert_eq!(merge.judge(&scan("A9912345679", "hid", at + ms(3_500))), Counts::Yes, "another card");
        assert_eq!(merge.judge(&camera(at + CAMERA_WINDOW + ms(1))), Counts::Yes);
    }

    #[test]
    fn what_is_no_card_is_compared_as_text_without_its_aim_identifier() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        assert_eq!(merge.judge(&scan("]Q1https://example.fi/a", "hid", at)), Counts::Yes);
        assert!(matches!(merge.judge(&scan(" https://example.fi/a ", "camera", at)), Counts::AlreadyBy(..)));
        assert_eq!(merge.judge(&scan("https://example.fi/A", "wedge", at)), Counts::Yes, "the case of a text matters");
    }

    #[test]
    fn the_check_character_of_one_way_does_not_make_it_another_card() {
        let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
        let verified = format!("]A1A9912345678{}", check_character("A9912345678"));
        assert_eq!(merge.judge(&scan(&verified, "hid", at)), Counts::Yes);
        assert!(matches!(merge.judge(&scan("A9912345678", "wedge", at)), Counts::AlreadyBy(..)));
    }

    #[test]
    fn a_number_that_is_good_with_and_without_its_last_character_is_the_same_as_either() {
        for other in ["]Q1A9990000071", "]A0A999000007"] {
            for (first, then) in [("]A?A9990000071", other), (other, "]A?A9990000071")] {
                let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
                assert_eq!(merge.judge(&scan(first, "serial", at)), Counts::Yes);
                assert!(matches!(merge.judge(&scan(then, "hid", at)), Counts::AlreadyBy(..)), "{first} {then}");
            }
        }
    }

    fn check_character(text: &str) -> char {
        const CODE39: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
        let sum: usize = text.chars().map(|c| CODE39.find(c).unwrap()).sum();
        CODE39.chars().nth(sum % 43).unwrap()
    }

    proptest! {
        #[test]
        fn whatever_comes_the_memory_is_bounded_and_a_new_content_counts(
            scans in proptest::collection::vec(("[A-C]{1,2}", "[rsw]", 0_u64..5_000), 0..300)
        ) {
            let (mut merge, at) = (Merge::new(WINDOW), Instant::now());
            for (text, reader, after) in scans {
                let is_new = !merge.recent.iter().any(|counted| counted.contents.contains(&text));
                let counts = merge.judge(&scan(&text, &reader, at + ms(after)));
                prop_assert!(!is_new || counts == Counts::Yes);
                prop_assert!(merge.recent.len() <= MOST);
            }
        }
    }
}
