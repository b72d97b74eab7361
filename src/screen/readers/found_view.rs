//! What the reading of the test card told, in a table, and what follows from it.

use super::found::{Characters, CheckCharacter, Health, Report};
use super::{KEEP, Message, RESULT, ReaderCheck};
use crate::context::Context;
use crate::locale::Locale;
use crate::reader_text;
use crate::say;
use crate::ui::button::{Weight, button};
use crate::ui::card::line;
use crate::ui::chip::state;
use crate::ui::fit::fit;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Background, Border, Element, Length, Padding};
use kaikuasema_devices::wedge::{Layout, TEST_CARD};
use kaikuasema_devices::{Kind, Suffix};

/// Height of a row of the table.
const ROW: f32 = 41.0;
/// Widths of the first column and of the last.
const WHAT: f32 = 190.0;
const HOW: f32 = 110.0;
/// The longest part of a text that was read and is not the test card.
const SHOWN: usize = 24;

/// One row of the table: what was looked at, what was found, how that is.
type Line = (String, String, Health);

/// What was found, thing by thing; nothing before something was read.
pub(super) fn table<'a>(page: &'a ReaderCheck, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let lines = found(page.report.as_ref()?, context);
    let small = |words| text(words, 13.5, lettering::SEMIBOLD, tokens.muted);
    let head = row![
        container(small(say!(locale, "readers-checked"))).width(WHAT),
        container(small(say!(locale, "readers-result"))).width(Length::Fill)
    ];
    let rows = lines.into_iter().map(|line| table_row(line, context));
    let head = container(head.padding([0, 14])).height(34).align_y(Alignment::Center);
    Some(column![head, line(tokens)].extend(rows).into())
}

fn table_row<'a>((what, result, health): Line, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let how = match health {
        Health::Good => state(Icon::Check, say!(locale, "readers-good"), tokens.go),
        Health::Note => state(Icon::Info, say!(locale, "readers-note"), tokens.discretion),
        Health::Bad => state(Icon::CircleAlert, say!(locale, "readers-bad"), tokens.stop),
    };
    let content = row![
        fit(what, 15.0, lettering::REGULAR, tokens.ink).width(WHAT),
        fit(result, 15.0, lettering::REGULAR, tokens.ink).width(Length::Fill),
        container(how).width(HOW),
    ];
    let content = container(content.align_y(Alignment::Center).padding([0, 14])).height(ROW - 1.0).align_y(Alignment::Center);
    column![content, line(tokens)].into()
}

fn found(report: &Report, context: &Context) -> Vec<Line> {
    let locale = &context.locale;
    let reader = &report.reading.reader;
    let ending = context.readers.ending(reader).or(context.readers.settings.profile(reader).map(|profile| profile.suffix));
    vec![
        (say!(locale, "readers-device"), device(report, locale), Health::Good),
        (say!(locale, "readers-characters"), characters(report, locale), report.characters_health()),
        (say!(locale, "readers-caps-lock"), caps_lock(report, locale), report.caps_lock_health()),
        (say!(locale, "readers-suffix"), suffix(report, ending, locale), report.suffix_health()),
        (say!(locale, "readers-pace"), pace(report, locale), report.pace_health()),
        (say!(locale, "readers-check-character"), check_character(report, locale), report.check_character_health()),
    ]
}

fn device(report: &Report, locale: &Locale) -> String {
    let kind = reader_text::kind(report.reading.kind, locale);
    match &report.reading.name {
        Some(name) => format!("{name}, {kind}"),
        None => kind,
    }
}

fn characters(report: &Report, locale: &Locale) -> String {
    match report.characters {
        Characters::Right => say!(locale, "readers-characters-right", text = TEST_CARD),
        Characters::RightBy(layout) => say!(locale, "readers-characters-by-layout", layout = layout_name(layout, locale)),
        Characters::Swapped => say!(locale, "readers-characters-swapped"),
        Characters::AnotherCode => say!(locale, "readers-characters-another"),
        Characters::Other => {
            let text: String = report.reading.text.chars().filter(|c| !c.is_control()).collect();
            let short: String = text.chars().take(SHOWN).collect();
            let text = if short.len() < text.len() { format!("{short}…") } else { text };
            say!(locale, "readers-characters-other", text = text)
        }
    }
}

fn layout_name(layout: Layout, locale: &Locale) -> String {
    match layout {
        Layout::Any | Layout::Us => say!(locale, "layout-us"),
        Layout::British => say!(locale, "layout-british"),
        Layout::Nordic => say!(locale, "layout-nordic"),
        Layout::German => say!(locale, "layout-german"),
        Layout::French => say!(locale, "layout-french"),
        Layout::Typed => say!(locale, "layout-typed"),
    }
}

fn caps_lock(report: &Report, locale: &Locale) -> String {
    match report.caps_lock() {
        Some(true) => say!(locale, "readers-caps-lock-on"),
        Some(false) => say!(locale, "readers-caps-lock-off"),
        None => say!(locale, "readers-no-matter"),
    }
}

fn suffix(report: &Report, ending: Option<Suffix>, locale: &Locale) -> String {
    match report.suffix() {
        Some(suffix) => reader_text::suffix(suffix, locale),
        None if report.reading.kind == Kind::Serial && ending == Some(Suffix::None) => reader_text::suffix(Suffix::None, locale),
        None if report.reading.kind == Kind::Keyboard => reader_text::suffix(Suffix::Any, locale),
        None => say!(locale, "readers-suffix-own"),
    }
}

fn pace(report: &Report, locale: &Locale) -> String {
    match report.pace() {
        Some(pace) if pace.as_millis() == 0 => say!(locale, "readers-pace-fast"),
        Some(pace) => say!(locale, "readers-pace-ms", ms = u64::try_from(pace.as_millis()).unwrap_or(u64::MAX)),
        None => say!(locale, "readers-no-matter"),
    }
}

fn check_character(report: &Report, locale: &Locale) -> String {
    match report.check_character {
        CheckCharacter::None => say!(locale, "readers-check-none"),
        CheckCharacter::Sent => say!(locale, "readers-check-sent"),
        CheckCharacter::Stripped => say!(locale, "readers-check-stripped"),
        CheckCharacter::OfNoConcern => say!(locale, "readers-check-qr"),
    }
}

/// What to change, in words; one line for each thing that is not as it should be.
fn advice(report: &Report, locale: &Locale) -> Vec<String> {
    let mut advice = Vec::new();
    match report.characters {
        Characters::Swapped => advice.push(say!(locale, "readers-do-us-layout")),
        Characters::AnotherCode => advice.push(say!(locale, "readers-do-test-card")),
        Characters::Other => advice.push(say!(locale, "readers-do-read-again")),
        Characters::RightBy(Layout::Typed) => advice.push(say!(locale, "readers-do-layout-follows")),
        Characters::RightBy(_) => advice.push(say!(locale, "readers-do-layout-kept")),
        Characters::Right => {}
    }
    if report.caps_lock() == Some(true) {
        advice.push(say!(locale, "readers-do-caps-lock"));
    }
    if report.suffix() == Some(Suffix::None) {
        advice.push(say!(locale, "readers-do-suffix"));
    }
    if report.pace_health() == Health::Note {
        advice.push(say!(locale, "readers-do-pace"));
    }
    match report.check_character {
        CheckCharacter::Sent => advice.push(say!(locale, "readers-do-check-sent")),
        CheckCharacter::Stripped => advice.push(say!(locale, "readers-do-check-stripped")),
        CheckCharacter::None | CheckCharacter::OfNoConcern => {}
    }
    advice
}

/// What follows: read the test card, keep what was found, or change something first.
pub(super) fn panel<'a>(page: &'a ReaderCheck, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let Some(report) = &page.report else {
        let lines = vec![say!(locale, "readers-waiting-detail")];
        return said(Icon::ScanBarcode, say!(locale, "readers-waiting"), lines, tokens.unknown, None, tokens);
    };
    let is_kept = page.is_kept(context);
    let keep = button(KEEP, say!(locale, "readers-keep"), Weight::Primary).icon(Icon::Check).key("Enter").on_press(Message::KeepPressed);
    let keep = (!is_kept).then(|| keep.view(tokens));
    let mut lines = advice(report, locale);
    let (mark, headline, tone) = match report.health() {
        Health::Bad => (Icon::CircleAlert, say!(locale, "readers-reads-wrong"), tokens.stop),
        Health::Note => (Icon::CircleCheckBig, say!(locale, "readers-works"), tokens.discretion),
        Health::Good => (Icon::CircleCheckBig, ready(report.reading.kind, locale), tokens.go),
    };
    if report.health() != Health::Bad && report.is_of_test_card() {
        lines.extend(is_kept.then(|| say!(locale, "readers-read-a-card")));
    }
    said(mark, headline, lines, tone, keep, tokens)
}

fn ready(kind: Kind, locale: &Locale) -> String {
    if kind == Kind::Camera { say!(locale, "readers-camera-ready") } else { say!(locale, "readers-scanner-ready") }
}

fn said<'a>(
    mark: Icon,
    headline: String,
    lines: Vec<String>,
    tone: Tone,
    deed: Option<Element<'a, Message>>,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    let lines = lines.into_iter().map(|line| text(line, lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill).into());
    let words = column![text(headline, 24.0, lettering::BOLD, tone.ink).line_height(1.12), Column::with_children(lines).spacing(4)];
    let deed = deed.map(|deed| container(deed).padding(Padding::ZERO.top(8.0)));
    let words = words.push(deed).spacing(4).width(Length::Fill);
    let content = row![icon(mark, 52.0, tone.ink), words].spacing(18).align_y(Alignment::Center);
    container(content)
        .id(RESULT)
        .padding([16, 20])
        .width(Length::Fill)
        .style(move |_| container::Style {
            background: Some(Background::Color(tone.ground)),
            border: Border { radius: 14.into(), ..Border::default() },
            ..container::Style::default()
        })
        .into()
}
