//! A field that searches a list by any part of a name, with "create" as its last row
//! (R49, R50).

use crate::ui::drop_down::{moved, window};
use crate::ui::field::{self, Validity, list_row};
use crate::ui::fit::fit;
use crate::ui::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::popover::popover;
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, mouse_area, row};
use iced::{Alignment, Element, Length, mouse};
use kaikuasema_domain::search;

/// The field's text, and whether its list is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combo {
    text: String,
    list: List,
    /// The text stands for the choice made, not for a search.
    is_chosen: bool,
    /// Only what is there can be chosen: nothing is made here.
    only_existing: bool,
    /// The row that is lit was lit by typing, and by no arrow yet.
    is_lit_by_typing: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum List {
    #[default]
    Closed,
    Open {
        /// The row that Enter takes; none where nothing is typed and no arrow was pressed.
        highlighted: Option<usize>,
    },
}

/// What happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Its field holds this text now.
    Typed(String),
    /// The arrow keys or the wheel moved.
    Moved(isize),
    /// A row was chosen, counted among the rows shown now.
    Chosen(usize),
    /// Enter or Tab on the highlighted row.
    Accepted,
    /// The list was closed without choosing.
    Dismissed,
    /// The focus went elsewhere: a name typed whole is chosen, anything else waits for a choice.
    Left,
    /// The mouse went down on the field.
    Pressed,
}

/// What the clerk decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One of the names given, by its index.
    Existing(usize),
    /// A new one of this name.
    Create(String),
    /// None at all: the field was emptied.
    Nothing,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A name, by its index.
    Existing(usize),
    /// "Create" and the text typed.
    Create(String),
}

/// The words that the list needs.
#[derive(Clone, Debug)]
pub struct Words {
    /// Shown in the empty field.
    pub placeholder: String,
    /// The last row, with the text typed in it.
    pub create: String,
    /// Shown where nothing matches and nothing can be made.
    pub nothing: String,
}

impl Combo {
    /// The field with a choice made.
    #[must_use]
    pub fn chosen(name: &str) -> Self {
        Self { text: name.to_owned(), is_chosen: true, ..Self::default() }
    }

    /// An empty field that offers no "create".
    #[must_use]
    pub fn of_existing() -> Self {
        Self { only_existing: true, ..Self::default() }
    }

    /// Shows a choice that was made elsewhere.
    pub fn show(&mut self, name: &str) {
        *self = Self { only_existing: self.only_existing, ..Self::chosen(name) };
    }

    /// The text in the field.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the list is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.list != List::Closed
    }

    /// Whether something was typed that is no choice yet.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        !self.is_chosen && !self.text.trim().is_empty()
    }

    /// Closes the list without choosing.
    pub fn close(&mut self) {
        self.list = List::Closed;
    }

    /// The rows for what is typed: every name that contains it, then "create" unless a name equals it.
    #[must_use]
    pub fn rows(&self, names: &[String]) -> Vec<Row> {
        if self.is_chosen {
            return (0..names.len()).map(Row::Existing).collect();
        }
        let found = names.iter().enumerate().filter(|(_, name)| search::contains(name, &self.text));
        let mut rows: Vec<Row> = found.map(|(index, _)| Row::Existing(index)).collect();
        let typed = search::fold(&self.text);
        if !self.only_existing && !typed.is_empty() && !names.iter().any(|name| search::fold(name) == typed) {
            rows.push(Row::Create(self.text.trim().to_owned()));
        }
        rows
    }

    /// The names changed under it: what was typed and chosen stays, and where the list is open
    /// the same row stays lit.
    pub fn names_changed(&mut self, before: &[String], after: &[String]) {
        let List::Open { highlighted } = self.list else { return };
        let Some(highlighted) = highlighted else { return };
        let lit = self.rows(before).into_iter().nth(highlighted);
        let is_lit = |row: &Row| match (&lit, row) {
            (Some(Row::Existing(was)), Row::Existing(is)) => before.get(*was) == after.get(*is),
            (Some(Row::Create(_)), Row::Create(_)) => true,
            _ => false,
        };
        let highlighted = self.rows(after).iter().position(is_lit).unwrap_or(0);
        self.list = List::Open { highlighted: Some(highlighted) };
    }

    /// Takes a message; answers with the choice, if one was made.
    pub fn update(&mut self, message: Message, names: &[String]) -> Option<Choice> {
        match message {
            Message::Typed(text) => {
                self.is_chosen = false;
                let is_empty = text.trim().is_empty();
                self.text = text;
                self.list = List::Open { highlighted: (!is_empty).then_some(0) };
                self.is_lit_by_typing = !is_empty;
                is_empty.then_some(Choice::Nothing)
            }
            Message::Moved(by) => {
                let rows = self.rows(names);
                let count = rows.len();
                // The only name that matches is lit already: who presses Down goes to it, not past it to a new one.
                let is_at_match = self.is_lit_by_typing && by > 0 && matches!(rows.as_slice(), [Row::Existing(_), Row::Create(_)]);
                self.is_lit_by_typing = false;
                let highlighted = match self.list {
                    List::Open { highlighted: Some(highlighted) } if is_at_match => highlighted,
                    List::Open { highlighted: Some(highlighted) } => moved(highlighted, by, count),
                    List::Open { highlighted: None } if by < 0 => moved(0, by, count),
                    List::Open { highlighted: None } => 0,
                    List::Closed => self.chosen_row(names).unwrap_or(0),
                };
                self.list = List::Open { highlighted: Some(highlighted) };
                None
            }
            Message::Chosen(row) => self.choose(row, names),
            Message::Accepted => match self.list {
                List::Open { highlighted: Some(highlighted) } => self.choose(highlighted, names),
                List::Open { highlighted: None } | List::Closed => None,
            },
            Message::Dismissed => {
                self.close();
                None
            }
            Message::Left => {
                self.list = List::Closed;
                let typed = search::fold(&self.text);
                let named = names.iter().position(|name| !self.is_chosen && search::fold(name) == typed)?;
                self.show(names.get(named)?);
                Some(Choice::Existing(named))
            }
            Message::Pressed => {
                let first = (!self.text.trim().is_empty()).then_some(0);
                let highlighted = self.chosen_row(names).or(first);
                self.list = if self.is_open() { List::Closed } else { List::Open { highlighted } };
                None
            }
        }
    }

    fn chosen_row(&self, names: &[String]) -> Option<usize> {
        names.iter().position(|name| self.is_chosen && *name == self.text)
    }

    fn choose(&mut self, row: usize, names: &[String]) -> Option<Choice> {
        self.list = List::Closed;
        match self.rows(names).into_iter().nth(row)? {
            Row::Existing(index) => {
                self.show(names.get(index)?);
                Some(Choice::Existing(index))
            }
            Row::Create(name) => {
                self.show(&name);
                Some(Choice::Create(name))
            }
        }
    }

    /// The field and, when open, its list.
    pub fn view<'a>(&self, id: &'static str, names: &[String], words: Words, tokens: &'static Tokens) -> Element<'a, Message> {
        let validity = if self.is_undecided() && !self.is_open() { Validity::Bad } else { Validity::Good };
        let input = field::input(&words.placeholder, &self.text, validity, tokens).padding(iced::Padding {
            left: 14.0,
            right: 44.0,
            ..iced::Padding::from((crate::ui::button::HEIGHT - 17.0 * 1.3) / 2.0)
        });
        let is_open = self.is_open();
        let is_lit = matches!(self.list, List::Open { highlighted: Some(_) });
        let decides = is_lit && !self.text.trim().is_empty();
        let field = focus::field(id, input.on_input(Message::Typed)).on_press(Message::Pressed).on_blur(Message::Left).on_key(
            move |key, modifiers| match key.as_ref() {
                Key::Named(Named::ArrowDown) => Some(Message::Moved(1)),
                Key::Named(Named::ArrowUp) if is_open => Some(Message::Moved(-1)),
                Key::Named(Named::Enter) if decides || (is_lit && !modifiers.shift()) => Some(Message::Accepted),
                Key::Named(Named::Escape) if is_open => Some(Message::Dismissed),
                _ => None,
            },
        );
        let popup = match self.list {
            List::Open { highlighted } => Some(self.popup(names, highlighted, words, tokens)),
            List::Closed => None,
        };
        let control = field::with_icon_right(field, Icon::ChevronsUpDown, tokens);
        popover(control, popup).on_dismiss(Message::Dismissed).into()
    }

    fn popup<'a>(&self, names: &[String], highlighted: Option<usize>, words: Words, tokens: &'static Tokens) -> Element<'a, Message> {
        let rows = self.rows(names);
        if rows.is_empty() {
            let nothing = text(words.nothing, lettering::BODY, lettering::REGULAR, tokens.muted);
            return field::floating(iced::widget::container(nothing).padding(10), tokens);
        }
        let shown = window(highlighted.unwrap_or(0), rows.len());
        let views = rows.iter().enumerate().skip(shown.start).take(shown.len()).map(|(index, each)| {
            let content: Element<'a, Message> = match each {
                Row::Existing(name) => {
                    let name = names.get(*name).cloned().unwrap_or_default();
                    fit(name, lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill).into()
                }
                Row::Create(_) => row![
                    icon(Icon::Plus, 18.0, tokens.primary),
                    fit(words.create.clone(), lettering::BODY, lettering::SEMIBOLD, tokens.primary).width(Length::Fill)
                ]
                .spacing(8)
                .align_y(Alignment::Center)
                .into(),
            };
            list_row(content, Some(index) == highlighted, Message::Chosen(index), tokens)
        });
        let list = mouse_area(column(views).spacing(2)).on_scroll(|delta| {
            let (mouse::ScrollDelta::Lines { y, .. } | mouse::ScrollDelta::Pixels { y, .. }) = delta;
            Message::Moved(if y > 0.0 { -1 } else { 1 })
        });
        field::floating(list, tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["Kesäyön uni", "Peppi Pitkätossu karkuteillä", "Teatterikierros"].map(String::from).to_vec()
    }

    #[test]
    fn typing_finds_every_name_that_contains_the_text_and_offers_to_create_it_last() {
        let mut combo = Combo::default();
        combo.update(Message::Typed("te".into()), &names());
        assert_eq!(combo.rows(&names()), [Row::Existing(1), Row::Existing(2), Row::Create("te".into())]);
        assert!(combo.is_undecided());
        combo.update(Message::Moved(-1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Create("te".into())));
        assert!(!combo.is_undecided());
    }

    #[test]
    fn a_name_that_is_there_already_is_not_offered_for_creating() {
        let mut combo = Combo::default();
        combo.update(Message::Typed("  TEATTERIKIERROS ".into()), &names());
        assert_eq!(combo.rows(&names()), [Row::Existing(2)]);
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(2)));
        assert_eq!(combo.text(), "Teatterikierros");
    }

    #[test]
    fn where_only_existing_ones_count_nothing_is_offered_for_creating() {
        let mut combo = Combo::of_existing();
        combo.update(Message::Typed("te".into()), &names());
        assert_eq!(combo.rows(&names()), [Row::Existing(1), Row::Existing(2)]);
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(1)));
        combo.update(Message::Typed("uusi".into()), &names());
        assert_eq!(combo.rows(&names()), []);
        assert!(combo.is_undecided());
    }

    #[test]
    fn leaving_the_field_chooses_a_name_typed_whole_and_nothing_else() {
        let mut combo = Combo::default();
        combo.update(Message::Typed("kesäyön UNI".into()), &names());
        assert_eq!(combo.update(Message::Left, &names()), Some(Choice::Existing(0)));
        combo.update(Message::Typed("kesä".into()), &names());
        assert_eq!(combo.update(Message::Left, &names()), None);
        assert!(combo.is_undecided() && !combo.is_open());
    }

    #[test]
    fn names_that_come_while_the_list_is_open_leave_the_same_row_lit() {
        let mut combo = Combo::default();
        combo.update(Message::Typed("te".into()), &names());
        combo.update(Message::Moved(1), &names());
        let after = ["Iltateatteri", "Peppi Pitkätossu karkuteillä", "Teatterikierros"].map(String::from);
        combo.names_changed(&names(), &after);
        assert_eq!((combo.text(), combo.is_open()), ("te", true));
        assert_eq!(combo.update(Message::Accepted, &after), Some(Choice::Existing(2)));
    }

    #[test]
    fn down_and_enter_take_the_only_name_that_matches_and_make_no_new_one() {
        let mut combo = Combo::default();
        combo.update(Message::Typed("kesä".into()), &names());
        combo.update(Message::Moved(1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(0)));
        // A second press goes on to the new one, and typing on begins again.
        combo.update(Message::Typed("kesä".into()), &names());
        combo.update(Message::Moved(1), &names());
        combo.update(Message::Typed("kesäy".into()), &names());
        combo.update(Message::Moved(1), &names());
        combo.update(Message::Moved(1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Create("kesäy".into())));
        // Of several matches the second is one press away.
        combo.update(Message::Typed("te".into()), &names());
        combo.update(Message::Moved(1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(2)));
    }

    #[test]
    fn an_empty_field_lights_no_row_until_an_arrow_is_pressed() {
        let mut combo = Combo::chosen("Kesäyön uni");
        combo.update(Message::Typed(String::new()), &names());
        assert!(combo.is_open());
        assert_eq!(combo.update(Message::Accepted, &names()), None);
        combo.update(Message::Moved(1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(0)));
        combo.update(Message::Typed(String::new()), &names());
        combo.update(Message::Moved(-1), &names());
        assert_eq!(combo.update(Message::Accepted, &names()), Some(Choice::Existing(2)));
    }

    #[test]
    fn emptying_the_field_chooses_nothing_and_opening_it_shows_every_name() {
        let mut combo = Combo::chosen("Kesäyön uni");
        assert_eq!(combo.update(Message::Typed(String::new()), &names()), Some(Choice::Nothing));
        let mut combo = Combo::chosen("Kesäyön uni");
        combo.update(Message::Pressed, &names());
        assert_eq!(combo.rows(&names()).len(), 3);
    }
}
