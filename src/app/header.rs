//! The frame around every page: header with venue, reader, synchronisation, clerk, language
//! and colours; the navigation at the left; the training banner.

use super::{Message, Page};
use crate::context::Context;
use crate::locale::Language;
use crate::reader_text;
use crate::readers::Headline;
use crate::say;
use crate::ui::card::{ground, line, upright};
use crate::ui::chip::{chip, pill};
use crate::ui::drop_down::{DropDown, Row};
use crate::ui::fit::fit;
use crate::ui::focus::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Look, Tokens, Tone};
use iced::widget::{button, column, container, mouse_area, row, space, stack, tooltip};
use iced::{Alignment, Background, Border, Color, Element, Length, mouse};
use kaikuasema_sync::state::OfflineReason;
use kaikuasema_sync::{Headline as Standing, SyncState};

const HEIGHT: f32 = 56.0;
const NAVIGATION: f32 = 92.0;
/// The most pixels of a reader's name.
const READER: f32 = 190.0;

/// What is shown until the station is open.
pub(super) fn starting(context: &Context) -> Element<'_, Message> {
    let tokens = context.tokens();
    let words = column![
        text(say!(context.locale, "app-name"), 30.0, lettering::BOLD, tokens.ink),
        text(say!(context.locale, "starting"), 17.0, lettering::REGULAR, tokens.muted),
    ];
    container(words.spacing(8).align_x(Alignment::Center)).center(Length::Fill).into()
}

/// The header.
pub(super) fn header<'a>(context: &'a Context, venues: DropDown, languages: DropDown) -> Element<'a, Message> {
    let tokens = context.tokens();
    let content = row![
        text(say!(context.locale, "app-name"), lettering::HEADING, lettering::BOLD, tokens.ink),
        venue(context, venues),
        space().width(Length::Fill),
    ]
    .push(reader(context))
    .push(sync(context))
    .push(clerk(context))
    .push(language(context, languages))
    .push(look(context));
    let content =
        container(content.spacing(14).align_y(Alignment::Center)).padding([0, 20]).height(HEIGHT - 1.0).align_y(Alignment::Center);
    column![ground(content, tokens.surface).width(Length::Fill), line(tokens)].into()
}

fn venue<'a>(context: &'a Context, list: DropDown) -> Element<'a, Message> {
    let tokens = context.tokens();
    let name = context.access().map_or_else(|| say!(context.locale, "header-no-venue"), |access| access.venue.name.clone());
    if context.venues().len() < 2 {
        return venue_face(name, false, context);
    }
    let rows: Vec<Row> = context
        .venues()
        .iter()
        .map(|access| Row { words: access.venue.name.clone(), right: Some(access.venue.municipality.clone()) })
        .collect();
    list.view("venue", venue_face(name, true, context), &rows, 420.0, tokens).map(Message::Venues)
}

fn venue_face<'a, M: 'a>(name: String, has_list: bool, context: &'a Context) -> Element<'a, M> {
    let tone = context.tokens().unknown;
    let words = container(fit(name, lettering::SMALL, lettering::SEMIBOLD, tone.ink)).max_width(if context.is_narrow { 190 } else { 250 });
    let open = has_list.then(|| icon(Icon::ChevronDown, 17.0, tone.ink));
    pill(row![icon(Icon::Building2, 17.0, tone.ink), words].push(open).spacing(7).align_y(Alignment::Center), tone).into()
}

/// The chip that names what is connected; pressing it opens the readers page.
fn reader<'a>(context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let (name, words, tone) = match context.readers.headline() {
        Headline::NoneSeen => (Icon::ScanBarcode, say!(locale, "readers-none-seen"), quiet(tokens)),
        Headline::Types => (Icon::ScanBarcode, say!(locale, "readers-types"), tokens.unknown),
        Headline::One(reader) => (Icon::ScanBarcode, reader.name.clone(), tokens.unknown),
        Headline::Several(count) => (Icon::ScanBarcode, say!(locale, "readers-several", count = count), tokens.unknown),
        Headline::Gone(reader) => (Icon::Unplug, say!(locale, "readers-gone", name = reader.name.clone()), tokens.discretion),
        Headline::Blocked(reader, obstacle) => {
            let why = reader_text::obstructed(obstacle, locale);
            (Icon::TriangleAlert, say!(locale, "readers-blocked", why = why, name = reader.name.clone()), tokens.discretion)
        }
    };
    // In a narrow window the reader's words give way to the connection's.
    let face: Element<'a, Message> =
        if context.is_narrow { pill(icon(name, 17.0, tone.ink), tone).into() } else { chip(name, words, tone, READER).into() };
    let face = mouse_area(face).on_press(Message::PagePressed(Page::Readers)).interaction(mouse::Interaction::Pointer);
    focus("readers", face, tokens.primary).activate(Message::PagePressed(Page::Readers)).radius(20.0).into()
}

/// Said by the way: it may well be that nothing is wrong.
fn quiet(tokens: &Tokens) -> Tone {
    Tone { ink: tokens.muted, ground: tokens.surface }
}

/// The chip that tells the one state of the synchronisation; pressing it opens the queue.
fn sync<'a>(context: &'a Context) -> Element<'a, Message> {
    let (name, words, tone) = sync_words(&context.sync, context);
    let face =
        mouse_area(chip(name, words, tone, 330.0)).on_press(Message::PagePressed(Page::Queue)).interaction(mouse::Interaction::Pointer);
    focus("sync", face, context.tokens().primary).activate(Message::PagePressed(Page::Queue)).radius(20.0).into()
}

fn sync_words(state: &SyncState, context: &Context) -> (Icon, String, Tone) {
    let locale = &context.locale;
    let tokens = context.tokens();
    match state.headline() {
        Standing::NeedsYou(count) => (Icon::CircleAlert, say!(locale, "sync-needs-you", count = count), tokens.stop),
        Standing::SignInNeeded => (Icon::CloudAlert, say!(locale, "sync-sign-in"), tokens.discretion),
        Standing::Offline { why, .. } => (Icon::CloudOff, offline_words(why, state, context), tokens.discretion),
        Standing::Waiting(count) => (Icon::Upload, say!(locale, "sync-waiting", count = count), tokens.unknown),
        Standing::Connecting => (Icon::RefreshCw, say!(locale, "sync-connecting"), tokens.unknown),
        Standing::UpToDate(_) => {
            let at = context.register_as_of().unwrap_or_default();
            (Icon::CloudCheck, say!(locale, "sync-up-to-date", at = at), tokens.go)
        }
    }
}

fn offline_words(why: OfflineReason, state: &SyncState, context: &Context) -> String {
    let locale = &context.locale;
    match why {
        OfflineReason::NotTheService => say!(locale, "sync-offline-other"),
        OfflineReason::ServiceBusy => say!(locale, "sync-offline-busy"),
        OfflineReason::OtherService => say!(locale, "sync-offline-changed"),
        OfflineReason::StationTooOld => say!(locale, "sync-offline-old"),
        OfflineReason::OwnFile => say!(locale, "sync-offline-file"),
        OfflineReason::NoConnection => match context.register_as_of() {
            None => say!(locale, "sync-offline-no-copy"),
            Some(at) if state.waiting > 0 => say!(locale, "sync-offline-waiting", count = state.waiting, at = at),
            Some(at) => say!(locale, "sync-offline", at = at),
        },
    }
}

fn clerk<'a>(context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let email = context.signed_in.as_ref().map(|signed_in| signed_in.user.email.clone()).unwrap_or_default();
    let words = container(fit(email, 15.0, lettering::REGULAR, tokens.muted)).max_width(if context.is_narrow { 110 } else { 190 });
    let leave = small_button("sign-out", Icon::LogOut, Message::SignOutPressed, context);
    let said =
        pill(text(say!(context.locale, "header-sign-out"), lettering::SMALL, lettering::SEMIBOLD, tokens.unknown.ink), tokens.unknown);
    row![words, tooltip(leave, said, tooltip::Position::Bottom)].spacing(4).align_y(Alignment::Center).into()
}

fn language<'a>(context: &'a Context, list: DropDown) -> Element<'a, Message> {
    let tokens = context.tokens();
    let code = context.locale.language().code().to_uppercase();
    let face = row![text(code, 15.0, lettering::SEMIBOLD, tokens.ink), icon(Icon::ChevronDown, 17.0, tokens.ink)]
        .spacing(4)
        .align_y(Alignment::Center);
    let face = container(face).padding([8, 6]);
    let rows = Language::ALL.map(|language| Row { words: language.name().to_owned(), right: None });
    list.view("language", face, &rows, 150.0, tokens).map(Message::Languages)
}

fn look<'a>(context: &'a Context) -> Element<'a, Message> {
    let name = match context.look {
        Look::Light => Icon::Sun,
        Look::Dark => Icon::Moon,
        Look::HighContrast => Icon::Contrast,
    };
    small_button("look", name, Message::LookPressed, context)
}

fn small_button<'a>(id: &'static str, name: Icon, message: Message, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let face = button(container(icon(name, 20.0, tokens.ink)).center(Length::Fill))
        .width(40)
        .height(40)
        .padding(0)
        .on_press(message.clone())
        .style(move |_, status| button::Style {
            background: (status != button::Status::Active).then_some(Background::Color(tokens.primary_tint)),
            border: Border { radius: 10.into(), ..Border::default() },
            text_color: tokens.ink,
            ..button::Style::default()
        });
    focus(id, face, tokens.primary).activate(message).into()
}

/// The navigation: a page's key appears with its page.
pub(super) fn navigation<'a>(page: Page, context: &'a Context) -> Element<'a, Message> {
    // The readers are part of what is set.
    let page = if page == Page::Readers { Page::Settings } else { page };
    let locale = &context.locale;
    let tokens = context.tokens();
    let samples = context
        .station
        .is_training()
        .then(|| entry("nav-samples", Icon::QrCode, say!(locale, "nav-samples"), "", Page::Samples, page, context));
    let waits = context.sync.needs_you + context.asides_for_clerk;
    let entries = column![
        entry("nav-counter", Icon::Ticket, say!(locale, "nav-counter"), "F2", Page::Counter, page, context),
        entry("nav-door", Icon::DoorOpen, say!(locale, "nav-door"), "Ctrl D", Page::Door, page, context),
        entry("nav-late", Icon::NotebookPen, say!(locale, "nav-late"), "Ctrl L", Page::Late, page, context),
        badge(entry("nav-queue", Icon::Upload, say!(locale, "nav-queue"), "F9", Page::Queue, page, context), waits, context),
        entry("nav-settings", Icon::Settings, say!(locale, "nav-settings"), "F10", Page::Settings, page, context),
    ]
    .push(samples)
    .spacing(4)
    .padding([10, 5]);
    row![ground(entries, tokens.surface).width(NAVIGATION - 1.0).height(Length::Fill), upright(tokens)].into()
}

fn entry<'a>(
    id: &'static str,
    name: Icon,
    words: String,
    key: &'static str,
    page: Page,
    shown: Page,
    context: &'a Context,
) -> Element<'a, Message> {
    let tokens = context.tokens();
    let is_shown = page == shown;
    let (ink, font) = if is_shown { (tokens.primary, lettering::BOLD) } else { (tokens.muted, lettering::MEDIUM) };
    let key = (!key.is_empty()).then(|| text(key, 10.5, lettering::MONO, ink));
    let face = column![icon(name, 22.0, ink), text(words, 12.5, font, ink).center()].push(key).spacing(2).align_x(Alignment::Center);
    let face = button(container(face).center_x(Length::Fill)).padding([8, 2]).width(Length::Fill).on_press(Message::PagePressed(page));
    let face = face.style(move |_, status| {
        let ground = if is_shown || status == button::Status::Hovered { tokens.primary_tint } else { Color::TRANSPARENT };
        button::Style {
            background: Some(Background::Color(ground)),
            border: Border { radius: 10.into(), ..Border::default() },
            text_color: ink,
            ..button::Style::default()
        }
    });
    focus(id, face, tokens.primary).activate(Message::PagePressed(page)).into()
}

/// How much waits for the clerk on a page, at the corner of its entry.
fn badge<'a>(entry: Element<'a, Message>, count: u64, context: &'a Context) -> Element<'a, Message> {
    if count == 0 {
        return entry;
    }
    let tokens = context.tokens();
    let words = if count > 99 { "99+".to_owned() } else { count.to_string() };
    let pill = container(text(words, 12.5, lettering::BOLD, tokens.on_filled)).padding([1, 7]).style(move |_| container::Style {
        background: Some(Background::Color(tokens.discretion.ink)),
        border: Border { radius: 99.into(), ..Border::default() },
        ..container::Style::default()
    });
    stack![entry, container(pill).align_x(Alignment::End).width(Length::Fill).padding([4, 6])].into()
}

/// The banner of the training mode, from edge to edge.
pub(super) fn training<'a>(context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let words = text(say!(context.locale, "training-banner"), 15.0, lettering::SEMIBOLD, tokens.on_filled);
    let content = row![icon(Icon::GraduationCap, 20.0, tokens.on_filled), words].spacing(10).align_y(Alignment::Center);
    ground(container(content).padding([5, 20]), tokens.discretion.ink).width(Length::Fill).into()
}
