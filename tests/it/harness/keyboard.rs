//! Key events as the window system sends them: physical key, key, text, modifiers, release.

pub use iced::keyboard::Modifiers;
pub use iced::keyboard::key::Named;

use iced::Event;
use iced::keyboard::key::{Code, NativeCode, Physical};
use iced::keyboard::{self, Key, Location};

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
    let codes = [
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
    ];
    for code in codes {
        for modifiers in [Modifiers::empty(), Modifiers::SHIFT] {
            if kaikuasema::ui::wedge::us_character(Physical::Code(code), modifiers) == Some(character) {
                return (Physical::Code(code), !modifiers.is_empty());
            }
        }
    }
    (Physical::Unidentified(NativeCode::Unidentified), false)
}
