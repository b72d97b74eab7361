//! How the page looks: what stays from row to row, the row, what is said of it, the rows typed in.

use super::form::{self, Form, Problem};
use super::{ASK_FIRST, ASK_SECOND, Late, Message, NUMBER, SAVE, SAVE_ANYWAY, Stage, rows};
use crate::answer::Colour;
use crate::context::Context;
use crate::error_text;
use crate::finding_text;
use crate::locale::Language;
use crate::say;
use crate::station::{CopyAge, Judged};
use crate::typed::Typed;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::card;
use crate::ui::field::{self, Validity, below, labelled};
use crate::ui::help::help;
use crate::ui::icon::Icon;
use crate::ui::lettering;
use crate::ui::stepper::stepper;
use crate::ui::{calendar, combo, drop_down, focus};
use iced::keyboard::{Key, key::Named};
use iced::widget::{Column, column, container, row, space, stack};
use iced::{Alignment, Element, Length};
use kaikuasema_domain::verdict::{Standing, Usability};

const GAP: f32 = 14.0;

/// The page.
pub(super) fn view<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let help = late.shows_help.then(|| {
        let lines = [say!(locale, "late-help-one"), say!(locale, "late-help-two"), say!(locale, "late-help-three")];
        help(say!(locale, "help-headline"), lines, tokens)
    });
    let stays = card(row![when(late, context), what(late, context)].spacing(18).padding([14, 18]), tokens).width(Length::Fill);
    let own = card(column![the_row(late, context), said(late, context)].spacing(12).padding([14, 18]), tokens).width(Length::Fill);
    // What opens and closes stands last, so that no field loses the focus.
    // In a small window the rows give way to the help.
    let (rows, help) = match help {
        Some(help) if context.is_narrow => (help, None),
        help => (rows::view(late, context), help),
    };
    let page = column![stays, own, rows].push(help).spacing(GAP).padding(18);
    stack![page].push(late.toast.view(tokens)).into()
}

/// Day and clerk.
fn when<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &late.form;
    let month = calendar::Words {
        title: locale.month_and_year(form.date.date().unwrap_or(context.today)),
        weekdays: [1, 2, 3, 4, 5, 6, 7].map(|day| locale.weekday(day)),
    };
    let placeholder = say!(locale, "form-date-placeholder");
    let date = form.date.view(form::DATE, &placeholder, context.today, month, tokens).map(form::Message::Date);
    let is_to_come = form.draft_day(context.today).is_some_and(|day| day > context.today);
    let wrong = match form.date.date() {
        None => Some(say!(locale, "form-date-wrong")),
        Some(_) if is_to_come => Some(say!(locale, "late-date-to-come")),
        _ => None,
    };
    let wrong = wrong.map(|words| below(Icon::CircleAlert, words, tokens.stop.ink));
    let weekday = form.date.date().map(|day| locale.weekday(day.weekday().to_monday_one_offset()));
    let date = labelled(say!(locale, "late-date"), weekday, date, wrong, tokens).width(Length::FillPortion(4));
    let clerk_rows: Vec<drop_down::Row> =
        form.clerks.iter().map(|user| drop_down::Row { words: user.email.clone(), right: None }).collect();
    let chosen = form.clerk().map(|user| user.email.clone()).unwrap_or_default();
    let face = field::chosen(chosen, None, Icon::ChevronDown, tokens);
    let list = form.clerk_list.view(form::CLERK, face, &clerk_rows, 320.0, tokens).map(form::Message::Clerk);
    let wrong = (late.problem == Some(Problem::Clerk)).then(|| below(Icon::CircleAlert, say!(locale, "late-clerk-wrong"), tokens.stop.ink));
    let clerk = labelled(say!(locale, "late-clerk"), None, list, wrong, tokens).width(Length::FillPortion(5));
    let content: Element<'a, form::Message> = row![date, clerk].spacing(14).width(Length::FillPortion(9)).into();
    content.map(Message::Form)
}

/// Event and time.
fn what<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &late.form;
    let words = combo::Words {
        placeholder: say!(locale, "form-event-placeholder"),
        create: say!(locale, "form-event-create", name = form.event.combo.text().trim()),
        nothing: say!(locale, "form-event-none"),
    };
    let control = form.event.combo.view(form::EVENT, form.names(), words, tokens).map(form::Message::Event);
    let wrong = match late.problem {
        Some(Problem::EventUndecided) => Some(say!(locale, "form-event-undecided")),
        Some(Problem::EventName) => Some(say!(locale, "form-event-too-long")),
        _ => None,
    };
    let wrong = wrong.map(|words| below(Icon::CircleAlert, words, tokens.stop.ink));
    let event = labelled(say!(locale, "form-event"), None, control, wrong, tokens).width(Length::FillPortion(7));
    let content: Element<'a, form::Message> = row![event, time(form, context)].spacing(14).width(Length::FillPortion(10)).into();
    content.map(Message::Form)
}

fn time<'a>(form: &'a Form, context: &'a Context) -> Element<'a, form::Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let showings = form.showings();
    if let Some(chosen) = form.showing() {
        let words = |time: Option<jiff::civil::Time>| time.map_or_else(|| say!(locale, "late-no-time"), |time| locale.clock(time));
        let rows: Vec<drop_down::Row> = showings.iter().map(|each| drop_down::Row { words: words(each.time), right: None }).collect();
        let face = field::chosen(words(chosen.time), None, Icon::ChevronDown, tokens);
        let control = form.showing_list.view(form::SHOWING, face, &rows, 0.0, tokens).map(form::Message::Showing);
        return labelled(say!(locale, "form-time"), None, control, None, tokens).width(Length::FillPortion(3)).into();
    }
    let is_good = form.time().is_ok();
    let placeholder = if locale.language() == Language::En { "––:––" } else { "––.––" };
    let validity = if is_good { Validity::Good } else { Validity::Bad };
    let input = field::input(placeholder, &form.time, validity, tokens).on_input(form::Message::TimeTyped);
    let wrong = (!is_good).then(|| below(Icon::CircleAlert, say!(locale, "form-time-wrong"), tokens.stop.ink));
    labelled(say!(locale, "form-time"), None, focus::field(form::TIME, input), wrong, tokens).width(Length::FillPortion(3)).into()
}

/// What belongs to one customer.
fn the_row<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let form = &late.form;
    let number_wrong = match &late.problem {
        Some(Problem::Number(error)) => Some(error_text::card_number(error, locale)),
        _ => None,
    };
    let validity = if number_wrong.is_some() { Validity::Bad } else { Validity::Good };
    let input = field::input(&say!(locale, "late-number-placeholder"), &form.number, validity, tokens)
        .font(if form.number.is_empty() { lettering::REGULAR } else { lettering::MONO })
        .on_input(|text| Message::Form(form::Message::NumberTyped(Typed(text))));
    let input = focus::field(NUMBER, input).takes(focus::Takes::CardNumber).on_blur(Message::NumberLeft).on_key(|key, modifiers| match key
        .as_ref()
    {
        Key::Named(Named::Enter) if modifiers.is_empty() => Some(Message::SavePressed),
        _ => None,
    });
    let wrong = number_wrong.map(|words| below(Icon::CircleAlert, words, tokens.stop.ink));
    let number = labelled(say!(locale, "late-number"), None, input, wrong, tokens).width(Length::FillPortion(4));
    let children = labelled(say!(locale, "door-head-children"), None, stepper(form::CHILDREN, form.along.children, tokens), None, tokens);
    let children = Element::from(children.width(200)).map(|message| Message::Form(form::Message::Children(message)));
    // Always there, so that the fields beside it keep the focus.
    let cards: Element<'a, Message> = if form.is_community() {
        let control = stepper(form::CUSTOMER_CARDS, form.along.customer_cards, tokens);
        let cards = labelled(say!(locale, "form-customer-cards"), None, control, None, tokens);
        Element::from(cards.width(200)).map(|message| Message::Form(form::Message::CustomerCards(message)))
    } else {
        space().into()
    };
    let staff = (form.is_community() && form.most_staff().is_some()).then(|| {
        let staff = labelled(say!(locale, "form-staff"), None, stepper(form::STAFF, form.along.staff, tokens), None, tokens);
        Element::from(staff.width(200)).map(|message| Message::Form(form::Message::Staff(message)))
    });
    let value: Element<'a, Message> = if form.asks_value() { value(late, context) } else { space().into() };
    let is_free = matches!(late.stage, Stage::Typing | Stage::Judged { .. });
    let is_saving = matches!(late.stage, Stage::Seeking(_) | Stage::Writing);
    let words = if is_saving { say!(locale, "form-saving") } else { say!(locale, "form-save") };
    let save = button(SAVE, words, Weight::Primary)
        .icon(Icon::Check)
        .key("Enter")
        .on_press_maybe((is_free && !form.row_is_empty()).then_some(Message::SavePressed))
        .view(tokens);
    let save = labelled(String::new(), None, save, None, tokens).width(Length::Shrink);
    if context.is_narrow {
        // Beside the number: below there is no room for four.
        let above = row![number.width(Length::Fill)].push(staff).spacing(14);
        let below = row![children, cards, value, space().width(Length::Fill), save].spacing(14);
        return column![above, below].spacing(10).into();
    }
    row![number, children, row![cards].push(staff).spacing(14), value, save].spacing(14).into()
}

fn value<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let is_good = late.form.value().is_ok();
    let validity = if is_good { Validity::Good } else { Validity::Bad };
    let input =
        field::input("0,00", &late.form.along.value, validity, tokens).on_input(|text| Message::Form(form::Message::ValueTyped(text)));
    let wrong = (!is_good).then(|| below(Icon::CircleAlert, say!(locale, "form-value-wrong"), tokens.stop.ink));
    labelled(say!(locale, "late-value"), Some("€".to_owned()), focus::field(form::VALUE, input), wrong, tokens).width(130).into()
}

/// What is said of the row: the card on that day, the venue's limits, or that it is recorded already.
fn said<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    match &late.stage {
        Stage::AskingAgain { recorded_at, .. } => {
            let words = say!(locale, "late-again", at = locale.moment(*recorded_at, context.today));
            let no =
                button(ASK_FIRST, say!(locale, "ask-again-no"), Weight::Primary).key("Esc").height(LOW).on_press(Message::AgainDeclined);
            let yes = button(ASK_SECOND, say!(locale, "ask-again-yes"), Weight::Plain).height(LOW).on_press(Message::AgainChosen);
            let buttons = row![no.view(tokens), yes.view(tokens)].spacing(14).padding([4, 6]);
            bar::tinted(Icon::CircleHelp, words, tokens.unknown, Some(buttons.into())).into()
        }
        Stage::Judged { judged, .. } => self::judged(judged, context),
        Stage::Typing | Stage::Seeking(_) | Stage::Writing => {
            let words = say!(locale, "late-invitation");
            bar::tinted(Icon::NotebookPen, words, tokens.unknown, None).into()
        }
    }
}

fn judged<'a>(judged: &Judged, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let (name, colour, words) = card_words(judged, context);
    let deed: Option<Element<'a, Message>> = match (judged.usability, judged.checked.verdict.standing) {
        (_, Standing::Unknown) => Some(
            button("late-aside", say!(locale, "late-aside"), Weight::Plain)
                .icon(Icon::BookmarkPlus)
                .key("F12")
                .height(LOW)
                .on_press(Message::AsidePressed)
                .view(tokens),
        ),
        (Usability::Discretion, _) => Some(
            button(SAVE_ANYWAY, say!(locale, "form-save-anyway"), Weight::Discretion)
                .icon(Icon::Check)
                .key("F11")
                .height(LOW)
                .on_press(Message::DiscretionPressed)
                .view(tokens),
        ),
        _ => None,
    };
    let mut bars: Vec<Element<'a, Message>> = vec![bar::tinted(name, words, colour.tone(tokens), deed).into()];
    // A card that is not known is judged by nothing but that.
    if judged.checked.card.is_some() {
        bars.extend(judged.findings.iter().map(|finding| {
            let words = finding_text::finding(finding, locale, context.today);
            let tone = if finding.severity > kaikuasema_domain::limits::Severity::Advice { tokens.discretion } else { tokens.unknown };
            bar::tinted(Icon::Info, format!("{}. {}", words.headline, words.detail), tone, None).into()
        }));
    }
    container(Column::with_children(bars).spacing(8)).align_y(Alignment::Start).into()
}

/// How the card stood on the day of the row.
fn card_words(judged: &Judged, context: &Context) -> (Icon, Colour, String) {
    let locale = &context.locale;
    let verdict = &judged.checked.verdict;
    match (verdict.standing, verdict.usability) {
        (Standing::Unknown, _) => {
            let words = match judged.checked.copy {
                CopyAge::Fresh { .. } => say!(locale, "late-unknown"),
                CopyAge::Stale { as_of } => say!(locale, "late-not-in-copy", at = locale.moment(as_of, context.today)),
                CopyAge::Missing => say!(locale, "verdict-no-copy-detail"),
            };
            (Icon::SearchX, Colour::Unknown, words)
        }
        (Standing::Barred, _) => (Icon::Ban, Colour::Stop, say!(locale, "late-barred")),
        (Standing::Ended { until, .. }, Usability::Refused) => {
            (Icon::Ban, Colour::Stop, say!(locale, "late-ended-refused", day = locale.day(until)))
        }
        (Standing::Ended { until, .. }, _) => (Icon::CircleHelp, Colour::Discretion, say!(locale, "late-ended", day = locale.day(until))),
        (Standing::Valid { until } | Standing::EndsSoon { until, .. }, _) => {
            let words = say!(locale, "late-valid", day = locale.day(until));
            match judged.usability {
                Usability::Usable => (Icon::CircleCheckBig, Colour::Go, words),
                _ => (Icon::CircleHelp, Colour::Discretion, words),
            }
        }
    }
}
