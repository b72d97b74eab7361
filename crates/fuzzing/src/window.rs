//! The keys that a window is told, typing and scans among each other.

use kaikuasema_devices::wedge::{Burst, Ending, Keys, Layout, Manner, Observed, Position, Pressed, Said, Stroke, Watch};
use kaikuasema_devices::{Profile, Suffix, text};
use std::time::{Duration, Instant};

/// Longer than any pause that a scan may have.
const LONG_AFTER: Duration = Duration::from_secs(60);
/// What comes before a scan, put there by who reads it.
const AIM: usize = "]A1".len();
/// What machines make of a key, with what no card has: a dead key, another script, a full-width digit.
const TYPED: [&str; 8] = ["", "a", "Z", "9", "\u{e4}", "\u{410}", "\u{ff19}", "^a"];

/// The wedge of a window, without the window.
struct Wedge {
    manner: Manner,
    keys: Keys,
    burst: Burst,
    watch: Watch,
}

/// The first byte chooses suffix and layout, the second whether a check character is sent, and the gap. Then three
/// bytes are one event: which key; whether it goes down, what the window system says is held and what the machine
/// types; how long after the one before.
///
/// # Panics
/// When a scan is empty or longer than the longest, when something is held for ever, or when the next scan is not read.
pub fn window_keys(data: &[u8]) {
    let [first, second, events @ ..] = data else { return };
    let suffix = [Suffix::Any, Suffix::Enter, Suffix::Tab, Suffix::None][usize::from(first % 4)];
    let layouts = [Layout::Any, Layout::Us, Layout::Nordic, Layout::German, Layout::French, Layout::British, Layout::Typed, Layout::Us];
    let layout = layouts[usize::from(first >> 2 & 7)];
    let profile = Profile {
        suffix,
        layout,
        sends_check_character: second & 1 != 0,
        gap_ms: (second & 2 != 0).then(|| u64::from(second >> 2)),
        ..Profile::default()
    };
    let mut wedge = Wedge { manner: Manner::of_window(&profile), keys: Keys::default(), burst: Burst::default(), watch: Watch::default() };
    let mut now = Instant::now();
    for event in events.chunks_exact(3) {
        now += Duration::from_millis(u64::from(event[2]));
        wedge.settle(now);
        let bit = |bit: u8| event[1] & bit != 0;
        let said = bit(2).then(|| Said { shift: bit(4), control: bit(8), alt: bit(16), logo: event[1] & 31 == 31 });
        let typed = TYPED[usize::from(event[1] >> 5)];
        wedge.key(Position(event[0]), bit(1), said, typed, now);
    }
    now += LONG_AFTER;
    wedge.settle(now);
    assert!(wedge.burst.is_empty() && wedge.burst.deadline(&wedge.manner).is_none(), "something is held for ever");
    wedge.keys.forget();
    if profile.sends_check_character || !matches!(layout, Layout::Any | Layout::Us) {
        return;
    }
    let mut read = Vec::new();
    let keys = [Position::A, Position(0x26), Position(0x26), Position(0x26), Position(0x27), Position(0x27), Position(0x27)];
    let rest = [Position(0x27), Position(0x27), Position(0x24), Position(0x1e), Position::ENTER];
    for key in keys.into_iter().chain(rest) {
        now += Duration::from_millis(2);
        read.extend(wedge.key(key, true, None, "", now));
        read.extend(wedge.key(key, false, None, "", now));
    }
    assert!(matches!(read.as_slice(), [text] if text.eq_ignore_ascii_case("A9990000071")), "the next scan is not read");
}

impl Wedge {
    /// The text of a scan that the key ended.
    fn key(&mut self, key: Position, is_down: bool, said: Option<Said>, typed: &str, now: Instant) -> Option<String> {
        let pressed = if is_down { self.keys.pressed(key, said) } else { self.keys.released(key)? };
        match pressed {
            Pressed::Character(stroke) => self.burst.push(Stroke { typed: typed.to_owned(), ..stroke }, now, &self.manner),
            Pressed::Control(control) => self.burst.push(Stroke { code: Some(control), ..Stroke::default() }, now, &self.manner),
            Pressed::Part => self.burst.touch(now, &self.manner),
            Pressed::End(end) if !self.burst.is_empty() => {
                let ending = self.burst.end_by_suffix(end, now, &self.manner);
                return self.judge(ending);
            }
            Pressed::End(_) | Pressed::Modifier | Pressed::Other => {}
        }
        None
    }

    /// Told at each frame: a pause is one only if two frames saw it.
    fn settle(&mut self, now: Instant) {
        let late = now + Duration::from_millis(1);
        let is_over = self.burst.is_over(now, now, &self.manner);
        if is_over || (self.burst.is_late() && self.burst.is_over(late, late, &self.manner)) {
            let ending = self.burst.end_by_pace(now, &self.manner);
            self.judge(ending);
        }
    }

    fn judge(&mut self, ending: Ending) -> Option<String> {
        match ending {
            Ending::Scan(mut observed) => {
                self.watch.note(&mut observed, &self.manner);
                Some(judged(&observed))
            }
            Ending::Typing => {
                // A window replays what was held, and holds no more.
                self.burst.clear();
                None
            }
            Ending::Dropped | Ending::TooLong | Ending::CutOff | Ending::Astray => None,
        }
    }
}

fn judged(observed: &Observed) -> String {
    let length = observed.text.chars().count();
    assert!(length > 0 && length <= text::LONGEST + AIM, "a scan of {length} characters");
    assert!(observed.physical().chars().count() <= text::LONGEST, "more keys than are kept");
    assert!(kaikuasema_devices::wedge::GAPS.contains(&observed.fitting_gap()), "a gap that cannot be set");
    assert!(!format!("{observed:?}").contains(&observed.text) || length < 4, "a scan shows in what is printed");
    let _ = (observed.typed(), observed.caps_lock(), observed.layout_that_says(&observed.text));
    observed.text.clone()
}
