//! The list for the venue's web page (R153), and what is this station's own.

use super::Message;
use super::cells::{Cells, GAP, grid};
use super::field::Field;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{column, row};
use iced::{Element, Length};

/// The list in plain words, to copy and to print.
pub(super) fn list<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let detail = text(say!(locale, "settings-list-detail"), lettering::BODY, lettering::REGULAR, tokens.muted);
    let unsaved = cells.page.is_unsaved().then(|| bar::tinted(Icon::Info, say!(locale, "settings-list-unsaved"), tokens.discretion, None));
    let lines = cells.page.lines(cells.context).into_iter().map(|line| {
        let dot = text("•", 17.0, lettering::REGULAR, tokens.muted);
        row![dot, text(line, 17.0, lettering::REGULAR, tokens.ink).width(Length::Fill)].spacing(12).into()
    });
    let deed = |id, words, icon, message| button(id, words, Weight::Plain).icon(icon).height(LOW).on_press(message).view(tokens);
    let deeds = row![
        deed("list-copy", say!(locale, "settings-copy"), Icon::Copy, Message::CopyPressed),
        deed("list-print", say!(locale, "samples-print"), Icon::Printer, Message::PrintPressed),
    ];
    column![detail, deeds.spacing(14)].push(unsaved).push(column(lines).spacing(8)).spacing(GAP).into()
}

/// What only this station does.
pub(super) fn station<'a>(cells: &Cells<'a>) -> Element<'a, Message> {
    let locale = cells.locale();
    let tokens = cells.tokens();
    let gap =
        cells.number(Field::Gap, say!(locale, "settings-gap"), &cells.page.whole.gap_text, String::new(), say!(locale, "settings-gap-why"));
    let name = column![
        text(say!(locale, "settings-station-name"), lettering::LABEL, lettering::SEMIBOLD, tokens.ink),
        text(cells.context.station.name(), 17.0, lettering::REGULAR, tokens.ink),
        cells.reason(say!(locale, "settings-station-header")),
    ];
    let check = button("settings-readers", say!(locale, "readers-headline"), Weight::Plain).icon(Icon::ScanBarcode).key("Ctrl R");
    let readers = column![
        text(say!(locale, "readers-list"), lettering::LABEL, lettering::SEMIBOLD, tokens.ink),
        row![check.on_press(Message::ReadersPressed).view(tokens)],
        cells.reason(say!(locale, "settings-readers-why")),
    ];
    grid(vec![gap, readers.spacing(10).into(), name.spacing(10).into()], cells.context.is_narrow)
}
