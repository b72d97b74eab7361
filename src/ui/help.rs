//! The rules of a page, in three lines (F1).

use crate::ui::card::card;
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::column;
use iced::{Element, Length};

/// A card with a headline and the lines.
pub fn help<'a, Message: 'a>(headline: String, lines: [String; 3], tokens: &'static Tokens) -> Element<'a, Message> {
    let mut said = column![text(headline, lettering::HEADING, lettering::BOLD, tokens.ink)].spacing(6).padding([14, 18]);
    for line in lines {
        said = said.push(text(line, lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill));
    }
    card(said, tokens).width(Length::Fill).into()
}
