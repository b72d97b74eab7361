//! Key events as the window system sends them: physical key, key, text, modifiers, release.

pub use iced::keyboard::Modifiers;
pub use iced::keyboard::key::Named;

use super::layouts::{Machine, PLACES};
use iced::Event;
use iced::keyboard::key::{Code, NativeCode, Physical};
use iced::keyboard::{self, Key, Location};
use kaikuasema_devices::wedge::{Layout, Position};

/// Presses and releases that type one character on a US keyboard, Shift held where it is
/// needed; a character that such a keyboard has not comes from an unknown key.
pub fn stroke(character: char) -> Vec<Event> {
    let (physical, shifted) = physical(character);
    let modifiers = if shifted { Modifiers::SHIFT } else { Modifiers::empty() };
    let text = character.to_string();
    let plain = Key::Character(character.to_lowercase().to_string().into());
    let mut events = Vec::new();
    if shifted {
        events.push(press(Key::Named(Named::Shift), Physical::Code(Code::ShiftLeft), Modifiers::empty(), None));
        events.push(Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::SHIFT)));
    }
    events.push(Event::Keyboard(keyboard::Event::KeyPressed {
        key: plain.clone(),
        modified_key: Key::Character(text.as_str().into()),
        physical_key: physical,
        location: Location::Standard,
        modifiers,
        text: Some(text.as_str().into()),
        repeat: false,
    }));
    events.push(release(plain, physical, modifiers));
    if shifted {
        events.push(release(Key::Named(Named::Shift), Physical::Code(Code::ShiftLeft), Modifiers::empty()));
        events.push(Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())));
    }
    events
}

/// A US scanner's text as a machine with a Finnish layout gets it, where `=` and `]` are dead
/// keys: such a press makes no text, and the accent that it leaves comes before the text of
/// the next key.
pub fn with_dead_keys(text: &str) -> Vec<Event> {
    let mut accent = None;
    let mut events = Vec::new();
    for character in text.chars() {
        let dead = match character {
            '=' => Some('\u{b4}'),
            ']' => Some('\u{a8}'),
            _ => None,
        };
        for mut event in stroke(character) {
            if let Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, text, .. }) = &mut event
                && let Some(typed) = text.take()
            {
                match (dead, accent) {
                    (Some(_), _) => (*key, *modified_key) = (Key::Unidentified, Key::Unidentified),
                    (None, Some(accent)) => *text = Some(format!("{accent}{typed}").into()),
                    (None, None) => *text = Some(typed),
                }
            }
            events.push(event);
        }
        accent = dead;
    }
    events
}

/// A press and release of a named key.
pub fn named(key: Named, modifiers: Modifiers) -> Vec<Event> {
    let physical = match key {
        Named::Enter => Physical::Code(Code::Enter),
        Named::Tab => Physical::Code(Code::Tab),
        Named::Space => Physical::Code(Code::Space),
        Named::Escape => Physical::Code(Code::Escape),
        Named::Backspace => Physical::Code(Code::Backspace),
        Named::ArrowDown => Physical::Code(Code::ArrowDown),
        Named::ArrowUp => Physical::Code(Code::ArrowUp),
        _ => Physical::Unidentified(NativeCode::Unidentified),
    };
    let text = match key {
        Named::Enter => Some("\r"),
        Named::Tab => Some("\t"),
        Named::Space => Some(" "),
        Named::Escape => Some("\u{1b}"),
        Named::Backspace => Some("\u{8}"),
        _ => None,
    };
    vec![press(Key::Named(key), physical, modifiers, text), release(Key::Named(key), physical, modifiers)]
}

/// A character with Ctrl held.
pub fn with_control(character: char) -> Vec<Event> {
    let (physical, _) = physical(character);
    let key = Key::Character(character.to_string().into());
    vec![
        Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::CTRL)),
        press(key.clone(), physical, Modifiers::CTRL, None),
        release(key, physical, Modifiers::CTRL),
        Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())),
    ]
}

fn press(key: Key, physical_key: Physical, modifiers: Modifiers, text: Option<&str>) -> Event {
    Event::Keyboard(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key,
        location: Location::Standard,
        modifiers,
        text: text.map(Into::into),
        repeat: false,
    })
}

fn release(key: Key, physical_key: Physical, modifiers: Modifiers) -> Event {
    Event::Keyboard(keyboard::Event::KeyReleased { modified_key: key.clone(), key, physical_key, location: Location::Standard, modifiers })
}

fn physical(character: char) -> (Physical, bool) {
    for code in CODES {
        let place = kaikuasema::ui::wedge::place(Physical::Code(code)).unwrap();
        for shift in [false, true] {
            if Layout::Us.character(place, shift, false) == Some(character) {
                return (Physical::Code(code), shift);
            }
        }
    }
    (Physical::Unidentified(NativeCode::Unidentified), false)
}

/// A scanner's keys at a machine: the scanner sends the keys that would type the text on its own layout, the machine
/// makes of them what its layout has there.
#[derive(Clone, Copy)]
pub struct Keyboard<'a> {
    /// The layout that is set in the scanner.
    pub scanner: Layout,
    /// The machine's.
    pub machine: &'a Machine,
    /// Whether Caps Lock is on at the machine.
    pub caps_lock: bool,
}

/// One key as it is sent.
#[derive(Clone, Copy)]
struct Sent {
    place: u8,
    shift: bool,
    alt_gr: bool,
}

impl Keyboard<'_> {
    /// The events of a text, Shift pressed for each character that needs it; `None` is the pause after a character.
    pub fn types(&self, text: &str) -> Vec<Option<Event>> {
        let mut dead = None;
        let mut events = Vec::new();
        for character in text.chars() {
            let sent = self.sent(character);
            let [down, up] = self.strike(sent, &mut dead);
            events.extend(held(sent, Code::ShiftLeft).into_iter().map(Some));
            events.extend([Some(down), Some(up)]);
            events.extend(let_go(sent, Code::ShiftLeft).into_iter().map(Some));
            events.push(None);
        }
        events
    }

    /// The same with the right Shift.
    pub fn types_with_right_shift(&self, text: &str) -> Vec<Event> {
        let mut events = Vec::new();
        for character in text.chars() {
            let sent = self.sent(character);
            events.extend(held(sent, Code::ShiftRight));
            events.extend(self.strike(sent, &mut None));
            events.extend(let_go(sent, Code::ShiftRight));
        }
        events
    }

    /// The same, but the window system tells only after the next key that Shift was released.
    pub fn types_with_late_shift(&self, text: &str) -> Vec<Event> {
        let mut events: Vec<Event> = self.types(text).into_iter().flatten().collect();
        let mut at = 0;
        while at + 1 < events.len() {
            let is_release = matches!(&events[at], Event::Keyboard(keyboard::Event::ModifiersChanged(now)) if now.is_empty());
            if is_release && let Event::Keyboard(keyboard::Event::KeyPressed { modifiers, .. }) = &mut events[at + 1] {
                *modifiers |= Modifiers::SHIFT;
                events.swap(at, at + 1);
                at += 1;
            }
            at += 1;
        }
        events
    }

    /// The text as Alt codes: Alt held, the digits of the code on the keypad.
    pub fn types_alt_codes(&self, text: &str, four_digits: bool) -> Vec<Event> {
        let alt = Key::Named(Named::Alt);
        let mut events = Vec::new();
        for byte in text.bytes() {
            let code = if four_digits { format!("{byte:04}") } else { byte.to_string() };
            events.push(press(alt.clone(), Physical::Code(Code::AltLeft), Modifiers::empty(), None));
            events.push(Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::ALT)));
            for digit in code.chars() {
                let at = digit.to_digit(10).unwrap() as usize;
                let keypad = Physical::Code(KEYPAD[at]);
                let key = Key::Character(digit.to_string().into());
                events.push(press(key.clone(), keypad, Modifiers::ALT, Some(&digit.to_string())));
                events.push(release(key, keypad, Modifiers::ALT));
            }
            events.push(release(alt.clone(), Physical::Code(Code::AltLeft), Modifiers::ALT));
            events.push(Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())));
        }
        events
    }

    /// A character with Control held, as scanners send control characters.
    pub fn with_control(&self, character: char) -> Vec<Event> {
        let control = Key::Named(Named::Control);
        let mut events = vec![press(control.clone(), Physical::Code(Code::ControlLeft), Modifiers::empty(), None)];
        events.extend(with_control(character));
        events.insert(events.len() - 1, release(control, Physical::Code(Code::ControlLeft), Modifiers::CTRL));
        events
    }

    /// Enter down and up.
    pub fn enter(&self) -> [Event; 2] {
        named(Named::Enter, Modifiers::empty()).try_into().unwrap()
    }

    /// One key of a character down and up.
    pub fn key(&self, character: char) -> [Event; 2] {
        self.strike(self.sent(character), &mut None)
    }

    /// The press of a key as it repeats by itself.
    pub fn repeated(mut press: Event) -> Event {
        if let Event::Keyboard(keyboard::Event::KeyPressed { repeat, .. }) = &mut press {
            *repeat = true;
        }
        press
    }

    fn sent(&self, character: char) -> Sent {
        let ways = [(false, false), (true, false), (false, true)];
        let mut keys = PLACES.iter().copied().chain([0x2c]).flat_map(|place| ways.map(|(shift, alt_gr)| Sent { place, shift, alt_gr }));
        keys.find(|sent| self.scanner.character(Position(sent.place), sent.shift, sent.alt_gr) == Some(character))
            .unwrap_or_else(|| panic!("{:?} has no {character}", self.scanner))
    }

    /// The press and the release of a key. A dead key makes no text, and its accent comes before that of the next.
    fn strike(&self, sent: Sent, dead: &mut Option<char>) -> [Event; 2] {
        let physical = Physical::Code(code(sent.place));
        let modifiers = if sent.shift { Modifiers::SHIFT } else { Modifiers::empty() };
        let made = self.machine.text(sent.place, sent.shift, self.caps_lock);
        let (key, text) = match made {
            Some(made) => {
                let text: String = dead.take().into_iter().chain([made]).collect();
                (Key::Character(made.to_lowercase().to_string().into()), Some(text))
            }
            None => {
                *dead = Some('\u{b4}');
                (Key::Unidentified, None)
            }
        };
        [press(key.clone(), physical, modifiers, text.as_deref()), release(key, physical, modifiers)]
    }
}

const KEYPAD: [Code; 10] = [
    Code::Numpad0,
    Code::Numpad1,
    Code::Numpad2,
    Code::Numpad3,
    Code::Numpad4,
    Code::Numpad5,
    Code::Numpad6,
    Code::Numpad7,
    Code::Numpad8,
    Code::Numpad9,
];

fn held(sent: Sent, shift: Code) -> Vec<Event> {
    if sent.alt_gr {
        return vec![press(Key::Named(Named::AltGraph), Physical::Code(Code::AltRight), Modifiers::empty(), None)];
    }
    if !sent.shift {
        return Vec::new();
    }
    vec![
        press(Key::Named(Named::Shift), Physical::Code(shift), Modifiers::empty(), None),
        Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::SHIFT)),
    ]
}

fn let_go(sent: Sent, shift: Code) -> Vec<Event> {
    if sent.alt_gr {
        return vec![release(Key::Named(Named::AltGraph), Physical::Code(Code::AltRight), Modifiers::empty())];
    }
    if !sent.shift {
        return Vec::new();
    }
    vec![
        release(Key::Named(Named::Shift), Physical::Code(shift), Modifiers::SHIFT),
        Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())),
    ]
}

/// The window system's name of a place.
fn code(place: u8) -> Code {
    *CODES.iter().find(|code| kaikuasema::ui::wedge::place(Physical::Code(**code)) == Some(Position(place))).unwrap()
}

/// The keys that make characters.
const CODES: [Code; 49] = [
    Code::KeyA,
    Code::KeyB,
    Code::KeyC,
    Code::KeyD,
    Code::KeyE,
    Code::KeyF,
    Code::KeyG,
    Code::KeyH,
    Code::KeyI,
    Code::KeyJ,
    Code::KeyK,
    Code::KeyL,
    Code::KeyM,
    Code::KeyN,
    Code::KeyO,
    Code::KeyP,
    Code::KeyQ,
    Code::KeyR,
    Code::KeyS,
    Code::KeyT,
    Code::KeyU,
    Code::KeyV,
    Code::KeyW,
    Code::KeyX,
    Code::KeyY,
    Code::KeyZ,
    Code::Digit0,
    Code::Digit1,
    Code::Digit2,
    Code::Digit3,
    Code::Digit4,
    Code::Digit5,
    Code::Digit6,
    Code::Digit7,
    Code::Digit8,
    Code::Digit9,
    Code::Space,
    Code::Minus,
    Code::Equal,
    Code::BracketLeft,
    Code::BracketRight,
    Code::Semicolon,
    Code::Quote,
    Code::Comma,
    Code::Period,
    Code::Slash,
    Code::Backslash,
    Code::Backquote,
    Code::IntlBackslash,
];
