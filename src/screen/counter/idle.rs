//! The counter between two cards: ready to read, a group's run, what one scan just saved, and what
//! the clerk should know meanwhile.

use super::group::Run;
use super::one_scan::LastScan;
use super::view::{Air, panel};
use super::{Counter, Message, Stage};
use crate::answer::{Answer, Colour};
use crate::context::Context;
use crate::say;
use crate::station::Group;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, heading, line};
use crate::ui::chip;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::verdict_panel::{self, Words};
use crate::viewfinder::{self, Viewfinder};
use iced::widget::{Column, column, container, responsive, row, scrollable, space};
use iced::{Alignment, Background, Element, Length, Size};
use kaikuasema_domain::CardKind;
use kaikuasema_domain::limits::Oversold;
use kaikuasema_store::UsageState;

/// One row of the group's table.
const ROW: f32 = 46.0;
/// So high is what says that the counter is ready to read, without its picture.
const READY: f32 = 150.0;
/// So high are the line below the camera's picture and its knobs.
const KNOBS: f32 = 118.0;
/// Buttons of incomplete groups: so many are shown at once.
const RESUME: [&str; 3] = ["resume-1", "resume-2", "resume-3"];

/// What stands below the number field.
pub(super) fn view<'a>(counter: &'a Counter, air: Air, context: &'a Context) -> Element<'a, Message> {
    if let Some(run) = counter.run.as_ref().filter(|run| !run.is_paused) {
        return group(run, air, context);
    }
    responsive(move |size| {
        let bars: Vec<Element<'a, Message>> = oversold(counter, context).into_iter().chain(incomplete(counter, context)).collect();
        // With many bars these scroll, and what is waited for stays in sight.
        let most = (size.height - READY).max(READY);
        let bars = (!bars.is_empty()).then(|| container(scrollable(Column::with_children(bars).spacing(air.gap()))).max_height(most));
        let middle = match &counter.last_by_scan {
            Some(last) => saved_by_scan(last, air, context),
            None => match &context.camera {
                Some(finder) => camera(finder, context),
                None => ready(context),
            },
        };
        column![].push(bars).push(middle).spacing(air.gap()).height(Length::Fill).into()
    })
    .into()
}

/// Whether nothing else is shown in the middle of the counter, so that the camera can be.
pub(super) fn has_room(counter: &Counter) -> bool {
    matches!(counter.stage, Stage::Idle) && !counter.is_run_active() && counter.last_by_scan.is_none()
}

/// The open camera in the place of the invitation.
fn camera<'a>(finder: &'a Viewfinder, context: &'a Context) -> Element<'a, Message> {
    let content = responsive(move |size| {
        let place = viewfinder::Place { width: size.width - 32.0, height: size.height - KNOBS, has_knobs: true };
        container(viewfinder::view(finder, place, context).map(Message::Camera)).center(Length::Fill).into()
    });
    card(content, context.tokens()).width(Length::Fill).height(Length::Fill).into()
}

/// Ready to read: where the place is low the picture shrinks and goes first, then the small print.
fn ready<'a>(context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let content = responsive(move |size| container(invitation(size, context)).center(Length::Fill).padding([0, 12]).into());
    card(content, tokens).width(Length::Fill).height(Length::Fill).into()
}

fn invitation<'a>(size: Size, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    // A narrow place breaks the lines in two.
    let lines = if size.width < 520.0 { 180.0 } else { 140.0 };
    let picture = match size.height - lines {
        ..0.0 => None,
        ..50.0 => Some(0.0),
        ..94.0 => Some(40.0),
        _ => Some(84.0),
    };
    let register = match context.register_as_of() {
        Some(at) => say!(locale, "idle-register", cards = locale.number(context.sync.cards), at = at),
        None => say!(locale, "idle-no-register"),
    };
    let by_scan = context.access().is_some_and(|access| access.venue.rules.one_scan);
    let by_scan = by_scan.then(|| text(say!(locale, "idle-one-scan"), lettering::BODY, lettering::SEMIBOLD, tokens.ink).center());
    let small_print = picture.map(|_| text(register, lettering::BODY, lettering::REGULAR, tokens.muted).center());
    let picture = picture.filter(|size| *size > 0.0).map(|size| icon(Icon::ScanBarcode, size, tokens.muted));
    column![]
        .push(picture)
        .push(text(say!(locale, "idle-headline"), 28.0, lettering::BOLD, tokens.ink).center())
        .push(text(say!(locale, "idle-detail"), 17.0, lettering::REGULAR, tokens.muted).center())
        .push(by_scan)
        .push(small_print)
        .spacing(10)
        .max_width(640)
        .align_x(Alignment::Center)
        .into()
}

/// What one scan saved, with its children still to be counted.
fn saved_by_scan<'a>(scan: &'a LastScan, air: Air, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let said = Answer {
        icon: Icon::CircleCheckBig,
        colour: Colour::Go,
        headline: say!(locale, "one-scan-saved"),
        detail: say!(locale, "one-scan-saved-detail"),
    };
    let last = &scan.usage;
    let step = |id, name, by| button(id, "", Weight::Plain).icon(name).on_press(Message::LastStepped(by)).view(tokens);
    let children = row![
        text(say!(locale, "form-children"), lettering::BODY, lettering::SEMIBOLD, tokens.ink),
        step("last-fewer", Icon::Minus, -1),
        text(last.children.to_string(), 24.0, lettering::BOLD, tokens.ink),
        step("last-more", Icon::Plus, 1),
    ];
    let name = last.event_name.clone().unwrap_or_else(|| say!(locale, "today-no-event"));
    let what = text(format!("{name} · {}", locale.occasion(last.event_date, last.event_time)), 17.0, lettering::REGULAR, tokens.ink);
    let advice = scan.findings.iter().map(|finding| super::limits_view::advice(finding, context, tokens));
    let below = column![what.width(Length::Fill), children.spacing(14).align_y(Alignment::Center)].extend(advice);
    let below = below.spacing(16).padding([18, 22]);
    column![panel(last.card, said, Vec::new(), air, context), card(below, tokens).width(Length::Fill)].spacing(air.gap()).into()
}

/// The run through a group's cards: what is recorded, what is waited for.
fn group<'a>(run: &'a Run, air: Air, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let group = &run.group;
    let community = &group.community;
    let words = Words {
        headline: say!(locale, "group-headline", done = group.came(), wanted = group.wanted()),
        detail: say!(locale, "group-detail"),
        number: community.card.to_string(),
        kind: say!(locale, "kind-community"),
    };
    let name = community.event_name.clone().unwrap_or_else(|| say!(locale, "today-no-event"));
    let title = format!("{name} · {}", locale.occasion(community.event_date, community.event_time));
    let children = say!(locale, "children-count", count = community.children);
    let staff = say!(locale, "staff-count", count = community.staff);
    let counts = say!(locale, "group-counts", staff = staff, children = children, cards = group.wanted());
    let head = heading(title, text(counts, lettering::BODY, lettering::REGULAR, tokens.muted), tokens);
    let rows = (0..group.wanted().max(group.came())).map(|index| member(group, index, context));
    let pause = button("run-pause", say!(locale, "group-pause"), Weight::Plain).key("Esc").on_press(Message::RunPaused).view(tokens);
    // A group of which nobody came is closed as well.
    let close = if group.came() == 0 { say!(locale, "group-nobody") } else { say!(locale, "group-close", count = group.came()) };
    let done = button("run-close", close, Weight::Plain).on_press(Message::RunClosePressed(community.id)).view(tokens);
    let foot = row![pause, space().width(Length::Fill), done].spacing(14).padding([air.card(), 20.0]).align_y(Alignment::Center);
    let table = column![head, line(tokens), scrollable(Column::with_children(rows)).height(Length::Fill), line(tokens), foot];
    let place = verdict_panel::Place { padding: if air == Air::Tight { 10.0 } else { 16.0 }, ..verdict_panel::Place::default() };
    let panel = verdict_panel::placed(Icon::UsersRound, words, place, tokens.go, tokens);
    column![panel, card(table, tokens).width(Length::Fill).height(Length::Fill)].spacing(air.gap()).height(Length::Fill).into()
}

fn member<'a>(group: &'a Group, index: usize, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let place = text((index + 1).to_string(), lettering::BODY, lettering::REGULAR, tokens.muted).width(44);
    let is_next = index == group.came();
    let set_aside = index.checked_sub(group.members.len()).and_then(|index| group.set_aside.get(index));
    let content = match group.members.get(index) {
        Some(member) => {
            let usage = &member.usage;
            let children = if usage.children > 0 { say!(locale, "children-count", count = usage.children) } else { "–".to_owned() };
            let (name, words, tone) = match member.state {
                UsageState::Sent => (Icon::Check, say!(locale, "state-sent"), tokens.go),
                UsageState::Waiting => (Icon::Clock, say!(locale, "state-waiting"), tokens.discretion),
                UsageState::NeedsYou => (Icon::CircleAlert, say!(locale, "state-needs-you"), tokens.stop),
            };
            row![
                place,
                text(usage.card.to_string(), 16.0, lettering::MONO, tokens.ink).width(Length::FillPortion(3)),
                text(children, lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::FillPortion(2)),
                chip::state(name, words, tone),
            ]
        }
        None if set_aside.is_some() => {
            let number = set_aside.map(ToString::to_string).unwrap_or_default();
            row![
                place,
                text(number, 16.0, lettering::MONO, tokens.ink).width(Length::FillPortion(3)),
                text(say!(locale, "group-set-aside"), lettering::BODY, lettering::REGULAR, tokens.muted).width(Length::FillPortion(3)),
            ]
        }
        None if is_next => row![place, text(say!(locale, "group-waits"), lettering::BODY, lettering::SEMIBOLD, tokens.primary)],
        None => row![place, text("–", lettering::BODY, lettering::REGULAR, tokens.muted)],
    };
    let ground = if is_next { tokens.primary_tint } else { tokens.surface };
    let content = container(content.spacing(12).align_y(Alignment::Center).padding([0, 20]))
        .height(ROW)
        .width(Length::Fill)
        .align_y(Alignment::Center)
        .style(move |_| container::Style { background: Some(Background::Color(ground)), ..container::Style::default() });
    column![content, line(tokens)].into()
}

/// Groups that were left incomplete stay in sight (R61).
fn incomplete<'a>(counter: &'a Counter, context: &'a Context) -> Vec<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let bar_of = |(id, group): (&'static str, &Group)| {
        let words =
            say!(locale, "group-incomplete", number = group.community.card.to_string(), done = group.came(), wanted = group.wanted());
        let go = button(id, say!(locale, "group-resume"), Weight::Plain).height(LOW).on_press(Message::RunResumed(group.community.id));
        bar::tinted(Icon::UsersRound, words, tokens.discretion, Some(go.view(tokens))).into()
    };
    let groups: Vec<&Group> = counter.groups.iter().filter(|group| group.community.card.kind() == CardKind::Community).collect();
    // The rest come up as these are finished.
    let more = groups.len().saturating_sub(RESUME.len());
    let more = (more > 0).then(|| {
        let words = say!(locale, "group-more", count = more);
        container(text(words, lettering::BODY, lettering::SEMIBOLD, tokens.discretion.ink)).padding([0, 16]).into()
    });
    RESUME.into_iter().zip(groups).map(bar_of).chain(more).collect()
}

/// What several stations oversold while they did not know of each other (R154).
fn oversold<'a>(counter: &'a Counter, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let news: Vec<&Oversold> = counter.oversold.iter().filter(|clash| !counter.seen.contains(clash)).collect();
    let first = news.first()?;
    let name = counter.form.name_of(first.event).unwrap_or_else(|| say!(locale, "today-no-event"));
    let words = say!(
        locale,
        "oversold",
        event = name,
        occasion = locale.occasion(first.date, first.time),
        used = first.used,
        most = first.most,
        others = news.len() - 1
    );
    let seen = button("oversold-seen", say!(locale, "oversold-seen"), Weight::Plain).height(LOW).on_press(Message::OversoldSeen);
    Some(bar::tinted(Icon::TriangleAlert, words, tokens.discretion, Some(seen.view(tokens))).into())
}
