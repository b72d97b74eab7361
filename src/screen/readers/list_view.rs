//! The list of readers: how each stands, why it can or cannot be used, and what to do.

use super::Message;
use crate::context::Context;
use crate::reader_text;
use crate::readers::{Known, has_speed, speeds};
use crate::say;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::line;
use crate::ui::chip::state;
use crate::ui::fit::fit;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length, Padding};
use kaikuasema_devices::{Kind, Reader, State};

/// The buttons of the readers that can be chosen: so many can be worked with the keyboard.
const USE: [&str; 8] = ["use-1", "use-2", "use-3", "use-4", "use-5", "use-6", "use-7", "use-8"];

/// Those of their speeds.
const SPEED: [&str; 8] = ["speed-1", "speed-2", "speed-3", "speed-4", "speed-5", "speed-6", "speed-7", "speed-8"];

/// Widths of how a reader stands and of its button.
const STANDS: f32 = 150.0;
const CHOOSE: f32 = 176.0;

/// The list.
pub(super) fn view<'a>(context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let mut places = 0..USE.len();
    let mut rows = Column::new();
    for known in context.readers.all() {
        let at = can_be_chosen(&known.reader).then(|| places.next()).flatten();
        rows = rows.push(reader(known, at, context));
    }
    let typing = match context.readers.wedge_used {
        Some(at) => say!(locale, "readers-typing-used", at = locale.moment(at, context.today)),
        None if context.readers.all().next().is_none() => say!(locale, "readers-none"),
        None => say!(locale, "readers-typing"),
    };
    let typing = row![icon(Icon::Info, 18.0, tokens.muted), text(typing, 15.0, lettering::REGULAR, tokens.muted).width(Length::Fill)];
    let head = text(say!(locale, "readers-list"), lettering::LABEL, lettering::SEMIBOLD, tokens.muted);
    column![container(head).padding([4, 14]), line(tokens), rows, container(typing.spacing(12)).padding([10, 14]),].into()
}

/// A keyboard is held and a serial port opened only where that was asked for.
fn can_be_chosen(reader: &Reader) -> bool {
    matches!(reader.kind, Kind::Keyboard | Kind::Serial)
}

fn reader<'a>(known: &'a Known, at: Option<usize>, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let Reader { kind, name, node, .. } = &known.reader;
    let is_chosen = context.readers.is_chosen(&known.reader.id);
    let detail = format!("{} · {node}", reader_text::kind(*kind, locale));
    let names = column![
        fit(name.clone(), lettering::BODY, lettering::SEMIBOLD, tokens.ink).width(Length::Fill),
        fit(detail, 13.5, lettering::REGULAR, tokens.muted).width(Length::Fill),
    ];
    // Chosen, and let go while another window has the focus.
    let is_held = is_chosen && *kind == Kind::Keyboard && known.state == State::Idle;
    let shown = if is_held { State::Ready } else { known.state.clone() };
    let (mark, tone) = mark(&shown, tokens);
    // The key that opens a camera closes the one that is open.
    let words = match (*kind, &shown) {
        (Kind::Camera, State::Idle) if context.camera.is_some() => say!(locale, "reader-idle"),
        _ => reader_text::state(*kind, &shown, locale),
    };
    let stands = container(state(mark, words, tone)).width(STANDS);
    // Some are read without being asked for; those can be let go too.
    let is_on = is_chosen || known.state == State::Ready;
    let choose = at.and_then(|at| USE.get(at)).map(|id| {
        let words = if is_on { say!(locale, "readers-let-go") } else { say!(locale, "readers-use") };
        let pressed = Message::UsePressed(known.reader.id.clone(), !is_on);
        button(id, words, Weight::Plain).height(LOW).padding(12.0).on_press(pressed).view(tokens)
    });
    let top = row![icon(picture(*kind), 22.0, tokens.muted), names.spacing(1).width(Length::Fill), stands];
    let top = top.push(container(row![].push(choose)).width(CHOOSE).align_x(Alignment::End)).spacing(12).align_y(Alignment::Center);
    let advice = (!is_held).then(|| reader_text::what_to_do(&known.reader, &known.state, locale)).flatten();
    let advice = advice.map(|words| {
        let words = text(words, 15.0, lettering::REGULAR, tokens.ink).width(Length::Fill);
        container(words).padding(Padding::ZERO.left(34.0).top(4.0))
    });
    let content = column![top].push(speed(known, at, context)).push(advice);
    column![container(content).padding([8, 14]), line(tokens)].into()
}

/// At which speed the port of a reader is read, to be changed where it is set otherwise.
fn speed<'a>(known: &'a Known, id: Option<usize>, context: &'a Context) -> Option<Element<'a, Message>> {
    let reader = &known.reader;
    if !has_speed(reader) || !context.readers.is_read(&reader.id) {
        return None;
    }
    let (baud, _) = speeds(&context.readers.profile(&reader.id));
    let words = say!(&context.locale, "readers-speed", baud = u64::from(baud));
    let pressed = Message::SpeedPressed(reader.id.clone());
    let choose = button(SPEED.get(id?)?, words, Weight::Plain).height(LOW).padding(12.0).on_press(pressed);
    Some(container(choose.view(context.tokens())).padding(Padding::ZERO.left(34.0).top(4.0)).into())
}

fn picture(kind: Kind) -> Icon {
    match kind {
        Kind::HidPos | Kind::Wedge => Icon::ScanBarcode,
        Kind::Keyboard => Icon::Keyboard,
        Kind::Serial => Icon::Usb,
        Kind::Camera => Icon::Camera,
    }
}

fn mark(state: &State, tokens: &'static Tokens) -> (Icon, Tone) {
    match state {
        State::Ready => (Icon::Check, tokens.go),
        State::Idle => (Icon::Minus, tokens.unknown),
        State::Gone => (Icon::Unplug, tokens.discretion),
        State::Blocked { .. } => (Icon::TriangleAlert, tokens.stop),
    }
}
