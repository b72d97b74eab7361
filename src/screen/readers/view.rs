//! How the page looks: the test card at the left, the readers and what was found at the right.

use super::{CONFIRM, Message, PRINT, ReaderCheck, found_view, list_view};
use crate::context::Context;
use crate::readers::OFF_AFTER;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{RADIUS, card};
use crate::ui::codes::{Code39, QrCode};
use crate::ui::help::help;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use crate::ui::segments::segments;
use crate::viewfinder;
use iced::widget::{canvas, column, container, row, scrollable};
use iced::{Alignment, Background, Border, Color, Element, Length};
use kaikuasema_devices::Kind;
use kaikuasema_devices::wedge::TEST_CARD;

/// Two pixels for each narrow bar of the test card, its quiet zones included.
const BARS: f32 = 418.0;
/// Five pixels for each module of the QR code, its quiet zone included.
const QR: f32 = 136.0;
/// Pixels around both within their box.
const AROUND: f32 = 14.0;
/// Width of the left column.
const LEFT: f32 = BARS + 2.0 * AROUND + 4.0;

/// The page.
pub(super) fn view<'a>(page: &'a ReaderCheck, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let detail = match context.camera {
        None => say!(locale, "readers-detail"),
        Some(_) => say!(locale, "readers-detail-camera"),
    };
    let left = column![
        text(say!(locale, "readers-headline"), 26.0, lettering::BOLD, tokens.ink),
        text(detail, lettering::BODY, lettering::REGULAR, tokens.muted),
        // No camera sees its own screen: it is shown the test card on paper.
        camera(context).unwrap_or_else(|| code(page, context)),
        deeds(context),
    ];
    let left = left.spacing(14).width(LEFT);
    // What was found stands above its details, so that it is in sight whatever the list holds.
    let right = column![list_view::view(context), found_view::panel(page, context)].push(found_view::table(page, context));
    let right = right.spacing(18).width(Length::Fill);
    // In a narrow window the test card stands above; everything scrolls.
    let content: Element<'a, Message> =
        if context.is_narrow { column![left, right].spacing(24).into() } else { row![left, right].spacing(30).into() };
    let bar = scrollable::Scrollbar::new().width(8).scroller_width(8).margin(3);
    let content = scrollable(container(content).padding([12, 26])).direction(scrollable::Direction::Vertical(bar));
    let bars: Vec<Element<'a, Message>> =
        [rules(page, context), question(page, context), printed(page, context)].into_iter().flatten().collect();
    let between = if bars.is_empty() { 0.0 } else { 14.0 };
    // The bar keeps clear of the card's round corners.
    let content = container(content.width(Length::Fill).height(Length::Fill)).padding([10, 0]);
    let card = card(content, tokens).width(Length::Fill).height(Length::Fill);
    column![column(bars).spacing(14), card].spacing(between).padding(18).into()
}

/// The test card on paper, and the camera.
fn deeds<'a>(context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let (icon, words) = match context.camera {
        None => (Icon::Camera, say!(locale, "camera-open")),
        Some(_) => (Icon::CameraOff, say!(locale, "camera-close")),
    };
    let plain = |id, words, icon, message| button(id, words, Weight::Plain).icon(icon).padding(14.0).on_press(message);
    let print = plain(PRINT, say!(locale, "readers-print"), Icon::Printer, Message::PrintPressed);
    let scanner = plain("scanner", words, icon, Message::Camera(viewfinder::Message::Toggled)).key("F3");
    row![print.view(context.tokens()), scanner.view(context.tokens())].spacing(12).into()
}

/// The open camera, and when it goes off by itself.
fn camera<'a>(context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let finder = context.camera.as_ref()?;
    let place = viewfinder::Place { width: LEFT, height: LEFT, has_knobs: true };
    let minutes = OFF_AFTER.map(|minutes| match minutes {
        0 => say!(locale, "camera-off-never"),
        minutes => say!(locale, "camera-off-minutes", minutes = minutes),
    });
    let chosen = OFF_AFTER.iter().position(|minutes| *minutes == context.camera_off_after).unwrap_or_default();
    let off = column![
        text(say!(locale, "camera-off-after"), lettering::LABEL, lettering::SEMIBOLD, tokens.ink),
        segments("camera-off", minutes, chosen, Message::OffAfterPicked, tokens)
    ];
    Some(column![viewfinder::view(finder, place, context).map(Message::Camera), off.spacing(6)].spacing(14).into())
}

/// The test card, to be read from the glass.
fn code<'a>(page: &'a ReaderCheck, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    // On its white ground the ink is black in every look.
    let ink = Color::BLACK;
    let words = column![
        text(TEST_CARD, 20.0, lettering::MONO, ink),
        text(say!(locale, "readers-code-detail"), lettering::SMALL, lettering::REGULAR, ink),
    ];
    let below = row![canvas(QrCode { text: TEST_CARD, cache: &page.qr }).width(QR).height(QR), words.spacing(8).width(Length::Fill)];
    let content = column![
        canvas(Code39 { text: TEST_CARD, cache: &page.bars }).width(BARS).height(84),
        below.spacing(14).align_y(Alignment::Center),
    ];
    container(content.spacing(10))
        .padding(AROUND)
        .style(move |_| container::Style {
            background: Some(Background::Color(Color::WHITE)),
            border: Border { color: tokens.line, width: 2.0, radius: RADIUS.into() },
            ..container::Style::default()
        })
        .into()
}

fn rules<'a>(page: &'a ReaderCheck, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    page.shows_help.then(|| {
        let three =
            if cfg!(target_os = "linux") { say!(locale, "readers-help-three") } else { say!(locale, "readers-help-three-elsewhere") };
        let lines = [say!(locale, "readers-help-one"), say!(locale, "readers-help-two"), three];
        help(say!(locale, "help-headline"), lines, context.tokens())
    })
}

/// A keyboard or a port that looks like no scanner was chosen.
fn question<'a>(page: &'a ReaderCheck, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let known = context.readers.find(page.confirming.as_ref()?)?;
    let low = |id, words, weight, message| button(id, words, weight).height(LOW).padding(14.0).on_press(message);
    let deeds = row![
        low("readers-use-decline", say!(locale, "readers-use-no"), Weight::Plain, Message::UseDeclined).key("Esc").view(tokens),
        low(CONFIRM, say!(locale, "readers-use-yes"), Weight::Plain, Message::UseConfirmed).deliberate().view(tokens),
    ];
    let name = known.reader.name.clone();
    let words = match known.reader.kind {
        Kind::Serial => say!(locale, "readers-use-question-port", name = name),
        _ => say!(locale, "readers-use-question", name = name),
    };
    Some(bar::tinted(Icon::CircleHelp, words, tokens.discretion, Some(deeds.spacing(10).padding([4, 6]).into())).into())
}

fn printed<'a>(page: &'a ReaderCheck, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let said = match page.printed.as_ref()? {
        Some(path) => bar::tinted(Icon::Check, say!(locale, "samples-printed", path = path.display().to_string()), tokens.go, None),
        None => bar::tinted(Icon::TriangleAlert, say!(locale, "samples-not-printed"), tokens.stop, None),
    };
    Some(said.into())
}
