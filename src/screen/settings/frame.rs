//! The frame of the page: its parts at the top, the save button, and what is to be said before
//! anything else.

use super::cells::Cells;
use super::{Kept, Message, SAVE, Said, Saving, Section, Settings, Standing, both_view, event_view, limits_view, list_view, venue_view};
use crate::context::Context;
use crate::error_text;
use crate::locale::Locale;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, heading, line};
use crate::ui::chip::state;
use crate::ui::help::help;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{column, container, row, scrollable};
use iced::{Alignment, Element, Length};

/// The id of a part's button.
pub(super) fn id(section: Section) -> &'static str {
    match section {
        Section::Venue => "section-venue",
        Section::Limits => "section-limits",
        Section::Event => "section-event",
        Section::List => "section-list",
        Section::Station => "section-station",
    }
}

/// The page.
pub(super) fn view<'a>(page: &'a Settings, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let may_change = page.may_change(context);
    let cells = Cells { page, context, is_open: may_change, problems: page.whole.problems() };
    let parts = Section::ALL.map(|section| {
        let weight = if section == page.section { Weight::Primary } else { Weight::Plain };
        button(id(section), part(section, locale), weight).height(LOW).padding(14.0).on_press(Message::SectionPressed(section)).view(tokens)
    });
    let body: Element<'a, Message> = if page.venue.is_none() && page.section != Section::Station {
        let nothing = text(say!(locale, "settings-no-venue"), 17.0, lettering::REGULAR, tokens.muted);
        container(nothing).center_x(Length::Fill).padding(60).into()
    } else {
        match page.section {
            Section::Venue => venue_view::view(&cells),
            Section::Limits => limits_view::view(&cells),
            Section::Event => event_view::view(&cells),
            Section::List => list_view::list(&cells),
            Section::Station => list_view::station(&cells),
        }
    };
    let parts = row(parts).spacing(10).padding([0, 16]).wrap();
    let bar = scrollable::Scrollbar::new().width(8).scroller_width(8).margin(3);
    let body =
        scrollable(container(body).padding(20)).direction(scrollable::Direction::Vertical(bar)).height(Length::Fill).width(Length::Fill);
    let content = column![
        heading(say!(locale, "settings-headline"), head(page, context), tokens),
        parts,
        container(line(tokens)).padding([12, 0]),
        body
    ];
    let said = page.said.as_ref().map(|said| say_it(said, context));
    let help = page.shows_help.then(|| {
        let lines = [say!(locale, "settings-help-one"), say!(locale, "settings-help-two"), say!(locale, "settings-help-three")];
        help(say!(locale, "help-headline"), lines, tokens)
    });
    let read_only = page.venue.is_some() && !may_change;
    let bars: Vec<Element<'a, Message>> = [
        help,
        question(page, context),
        said,
        refused(page, context),
        wrong(page, context),
        both_view::view(page, context).filter(|_| may_change),
        read_only.then(|| bar::tinted(Icon::Info, say!(locale, "settings-read-only"), tokens.unknown, None).into()),
    ]
    .into_iter()
    .flatten()
    .collect();
    // One child whatever is said: what is below it keeps its place, and the focus in it.
    let between = if bars.is_empty() { 0.0 } else { 14.0 };
    let card = card(content, tokens).width(Length::Fill).height(Length::Fill);
    column![column(bars).spacing(14), card].spacing(between).padding(18).into()
}

fn part(section: Section, locale: &Locale) -> String {
    match section {
        Section::Venue => say!(locale, "settings-part-venue"),
        Section::Limits => say!(locale, "settings-part-limits"),
        Section::Event => say!(locale, "settings-part-event"),
        Section::List => say!(locale, "settings-part-list"),
        Section::Station => say!(locale, "settings-part-station"),
    }
}

/// How what is typed stands, and the save button.
fn head<'a>(page: &'a Settings, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let is_unsaved = page.is_unsaved();
    let standing = match (is_unsaved, page.standing) {
        (true, _) => Some(state(Icon::CircleAlert, say!(locale, "settings-unsaved"), tokens.discretion)),
        (false, Standing::Waiting) => Some(state(Icon::Clock, say!(locale, "settings-waiting"), tokens.discretion)),
        (false, Standing::NeedsYou(_)) => Some(state(Icon::TriangleAlert, say!(locale, "state-needs-you"), tokens.stop)),
        (false, Standing::Settled) => page.has_saved.map(|kept| {
            let words = match kept {
                Kept::Here => say!(locale, "settings-saved"),
                Kept::AtService => say!(locale, "settings-sent"),
            };
            state(Icon::Check, words, tokens.go)
        }),
    };
    let is_ready = page.saving == Saving::Ready;
    let words = if is_ready { say!(locale, "form-save") } else { say!(locale, "form-saving") };
    let save = button(SAVE, words, Weight::Primary)
        .icon(Icon::Check)
        .key("Ctrl S")
        .height(LOW)
        .on_press_maybe((is_unsaved && is_ready).then_some(Message::SaveButtonPressed))
        .view(tokens);
    row![container(row![].push(standing)), save].spacing(18).align_y(Alignment::Center).into()
}

/// Leaving was asked for while something is unsaved.
fn question<'a>(page: &'a Settings, context: &'a Context) -> Option<Element<'a, Message>> {
    if !page.asks {
        return None;
    }
    let locale = &context.locale;
    let tokens = context.tokens();
    let low = |id, words, weight, message| button(id, words, weight).height(LOW).padding(14.0).on_press(message);
    let deeds = row![
        low(super::LEAVE_FIRST, say!(locale, "settings-leave-save"), Weight::Primary, Message::LeaveSavePressed).key("Enter").view(tokens),
        low("leave-drop", say!(locale, "settings-leave-drop"), Weight::Plain, Message::LeaveDropPressed).view(tokens),
        low("leave-stay", say!(locale, "settings-leave-stay"), Weight::Plain, Message::StayPressed).key("Esc").view(tokens),
    ];
    Some(bar::tinted(Icon::CircleHelp, say!(locale, "settings-leave"), tokens.discretion, Some(deeds.spacing(10).into())).into())
}

fn say_it<'a>(said: &'a Said, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    match said {
        Said::Record(error) => bar::tinted(Icon::TriangleAlert, error_text::record(error, locale), tokens.stop, None),
        Said::Station(error) => bar::tinted(Icon::TriangleAlert, error_text::station(error, locale), tokens.stop, None),
        Said::Copied => bar::tinted(Icon::Check, say!(locale, "settings-copied"), tokens.go, None),
        Said::Printed(Some(path)) => {
            bar::tinted(Icon::Check, say!(locale, "samples-printed", path = path.display().to_string()), tokens.go, None)
        }
        Said::Printed(None) => bar::tinted(Icon::TriangleAlert, say!(locale, "samples-not-printed"), tokens.stop, None),
    }
    .into()
}

/// The service refused what was saved before.
fn refused<'a>(page: &'a Settings, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let Standing::NeedsYou(code) = page.standing else { return None };
    let why = code.map_or_else(|| error_text::conflict(locale), |code| error_text::rejection(code, locale));
    Some(bar::tinted(Icon::TriangleAlert, say!(locale, "settings-rejected", why = why), context.tokens().stop, None).into())
}

/// How many fields cannot be used, once saving was tried.
fn wrong<'a>(page: &'a Settings, context: &'a Context) -> Option<Element<'a, Message>> {
    let count = if page.shows_wrong { page.whole.problems().len() } else { 0 };
    let words = (count > 0).then(|| say!(context.locale, "settings-wrong", count = count))?;
    Some(bar::tinted(Icon::CircleAlert, words, context.tokens().stop, None).into())
}
