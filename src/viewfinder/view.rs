//! How the camera looks: the picture with its guide box, what is to be said below it, its knobs.

use super::{Message, Said, Shown, Standing, Viewfinder};
use crate::context::Context;
use crate::locale::Locale;
use crate::reader_text;
use crate::say;
use crate::ui::button::{LOW, RADIUS, Weight, button};
use crate::ui::chip::state;
use crate::ui::drop_down::Row as Choice;
use crate::ui::fit::fit;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::live_picture::live_picture;
use crate::ui::theme::{Look, Tokens, Tone};
use iced::widget::{column, container, row, space, stack};
use iced::{Alignment, Background, Border, Element, Length};
use kaikuasema_devices::Obstacle;

/// The part of the picture's width and height that the guide box takes.
const GUIDE: (f32, f32) = (0.62, 0.66);
/// What the picture measures until one came: that of most cameras.
const WIDE: f32 = 16.0 / 9.0;
/// A picture lower than this is a small one.
const SMALL: f32 = 120.0;
/// From this width on there is room for sentences over the picture.
const ROOMY: f32 = 460.0;

/// Where it stands, and how much room there is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The most pixels across.
    pub width: f32,
    /// The most pixels down for the picture itself.
    pub height: f32,
    /// Whether its knobs are shown: beside an open card only the picture is.
    pub has_knobs: bool,
}

/// The picture or what is in its way, the line below it, and the knobs.
pub fn view<'a>(finder: &'a Viewfinder, place: Place, context: &'a Context) -> Element<'a, Message> {
    let ratio = ratio(finder);
    let width = place.width.min(place.height * ratio).floor();
    let height = (width / ratio).floor();
    let knobs = place.has_knobs.then(|| knobs(finder, context));
    let picture = stack![picture(finder, width, height, context)].push(guide(finder, width, height));
    let line = container(line(finder, context)).height(26).align_y(Alignment::Center);
    column![picture, line].push(knobs).spacing(10).align_x(Alignment::Center).into()
}

/// The picture alone, so high, where there is no room for more; a sign where there is none.
pub fn small<'a>(finder: &'a Viewfinder, height: f32, context: &'a Context) -> Element<'a, Message> {
    let ratio = ratio(finder);
    let width = (height * ratio).floor();
    if let Some(shown) = live(finder) {
        return stack![live_picture(shown.handle.clone(), width, height)].push(guide(finder, width, height)).into();
    }
    let tokens = shut(context);
    let name = if finder.standing == Standing::Opening { Icon::Camera } else { Icon::CameraOff };
    container(icon(name, 28.0, tokens.ink)).center_x(width).center_y(height).style(move |_| dark(tokens)).into()
}

/// What was said of a code just now, or is in the way, in a word or two; nothing while the camera looks.
pub fn news<'a>(finder: &'a Viewfinder, context: &'a Context) -> Option<Element<'a, Message>> {
    let tokens = context.tokens();
    let (name, words, tone) = match finder.said {
        Some((_, said)) => told(said, context),
        None if live(finder).is_some() => return None,
        None => {
            let (name, headline, _) = words(finder, &context.locale);
            (name, headline, tokens.discretion)
        }
    };
    Some(state(name, words, tone).into())
}

/// How many times as wide as high the picture is.
fn ratio(finder: &Viewfinder) -> f32 {
    finder.shown.as_ref().map_or(WIDE, |shown| to_f32(shown.width) / to_f32(shown.height).max(1.0))
}

/// The picture, where there is anything to be seen in it.
fn live(finder: &Viewfinder) -> Option<&Shown> {
    finder.shown.as_ref().filter(|_| finder.standing == Standing::Looking && !finder.is_dark)
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a small picture")]
fn to_f32(pixels: u32) -> f32 {
    pixels as f32
}

/// The live picture; before it, or instead of it, what is in its way in words.
fn picture<'a>(finder: &'a Viewfinder, width: f32, height: f32, context: &'a Context) -> Element<'a, Message> {
    let tokens = shut(context);
    if let Some(shown) = live(finder) {
        return live_picture(shown.handle.clone(), width, height).into();
    }
    let (name, headline, detail) = words(finder, &context.locale);
    let is_roomy = width >= ROOMY;
    let detail = text(detail, if is_roomy { lettering::BODY } else { lettering::SMALL }, lettering::REGULAR, tokens.ink).center();
    let said = column![
        icon(name, if is_roomy { 52.0 } else { 32.0 }, tokens.ink),
        text(headline, if is_roomy { 24.0 } else { lettering::HEADING }, lettering::BOLD, tokens.ink).center(),
    ]
    .push(detail)
    .spacing(8)
    .max_width(560)
    .align_x(Alignment::Center);
    container(said).center_x(width).center_y(height).padding([8, 16]).style(move |_| dark(tokens)).into()
}

/// What stands in a camera's place does so on a dark ground in every look.
fn shut(context: &Context) -> &'static Tokens {
    if context.look == Look::HighContrast { context.tokens() } else { Look::Dark.tokens() }
}

fn dark(tokens: &'static Tokens) -> container::Style {
    container::Style {
        background: Some(Background::Color(tokens.background)),
        border: Border { color: tokens.line, width: 1.0, radius: RADIUS.into() },
        ..container::Style::default()
    }
}

/// Why there is no picture, and what to do.
fn words(finder: &Viewfinder, locale: &Locale) -> (Icon, String, String) {
    match &finder.standing {
        Standing::Looking => (Icon::CameraOff, say!(locale, "camera-dark"), say!(locale, "camera-dark-detail")),
        Standing::Opening => (Icon::Camera, say!(locale, "camera-opening"), say!(locale, "camera-opening-detail")),
        Standing::Missing if finder.is_away() => (Icon::CameraOff, say!(locale, "camera-away"), say!(locale, "camera-away-detail")),
        Standing::Missing => (Icon::CameraOff, say!(locale, "camera-missing"), say!(locale, "camera-missing-detail")),
        Standing::Blocked(obstacle) => {
            let headline = match obstacle {
                Obstacle::InUse => say!(locale, "camera-in-use"),
                Obstacle::NoPermission => say!(locale, "camera-refused"),
                Obstacle::Stalled => say!(locale, "camera-stalled"),
                Obstacle::Failed { .. } => say!(locale, "camera-failed"),
            };
            let detail = format!("{} {}", reader_text::camera_remedy(obstacle, locale), say!(locale, "camera-others-work"));
            (Icon::CameraOff, headline, detail)
        }
    }
}

/// The box to hold a code into.
fn guide<'a>(finder: &'a Viewfinder, width: f32, height: f32) -> Option<Element<'a, Message>> {
    // A small picture has a thin one.
    let line = if height < SMALL { 2.0 } else { 4.0 };
    // White within dark, seen on any picture; green for a moment where the code is known already.
    let ink = match finder.said {
        Some((_, Said::AlreadyRead)) => Look::Dark.tokens().go.ink,
        Some(_) => Look::Dark.tokens().discretion.ink,
        None => Look::Light.tokens().surface,
    };
    let frame = move |color, line: f32, radius: f32| {
        move |_: &iced::Theme| container::Style {
            border: Border { color, width: line, radius: radius.into() },
            ..container::Style::default()
        }
    };
    let inner = container(space()).width(Length::Fill).height(Length::Fill).style(frame(ink, line, 3.0 * line));
    let outer = container(inner).padding(2).width((width * GUIDE.0).floor()).height((height * GUIDE.1).floor()).style(frame(
        Look::Dark.tokens().background,
        2.0,
        3.0 * line + 2.0,
    ));
    live(finder).map(|_| container(outer).center_x(width).center_y(height).into())
}

/// What is to be done, or was just said of a code.
fn line<'a>(finder: &'a Viewfinder, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    if finder.standing != Standing::Looking {
        return space().into();
    }
    let (name, words, tone) = match finder.said {
        Some((_, said)) => told(said, context),
        None => (Icon::QrCode, say!(locale, "camera-hold"), Tone { ink: tokens.muted, ground: tokens.surface }),
    };
    state(name, words, tone).into()
}

/// What was said of a code just now.
fn told(said: Said, context: &Context) -> (Icon, String, Tone) {
    let locale = &context.locale;
    let tokens = context.tokens();
    match said {
        Said::AlreadyRead => (Icon::Check, say!(locale, "camera-already-read"), tokens.go),
        Said::TwoInView => (Icon::CircleAlert, say!(locale, "camera-two-in-view"), tokens.discretion),
        Said::NotACard => (Icon::CircleAlert, say!(locale, "camera-not-a-card"), tokens.discretion),
    }
}

/// Which camera, mirrored or not, and the focus where it can be set by hand.
fn knobs<'a>(finder: &'a Viewfinder, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let low = |id, words: String, message| button(id, words, Weight::Plain).height(LOW).padding(12.0).on_press(message);
    let mirror = say!(locale, "camera-mirror");
    let mirror =
        low("camera-mirror", mirror, Message::MirrorPressed).icon(if finder.is_mirrored { Icon::Check } else { Icon::FlipHorizontal2 });
    let focus = finder.focus.map(|focus| {
        let words = text(say!(locale, "camera-focus"), lettering::LABEL, lettering::SEMIBOLD, tokens.ink);
        let step = |id, name, by| low(id, String::new(), Message::FocusStepped(by)).icon(name).view(tokens);
        let by_itself = focus.has_auto.then(|| {
            let button = low("camera-focus-auto", say!(locale, "camera-focus-auto"), Message::FocusByItself);
            if focus.is_auto { button.icon(Icon::Check) } else { button }.view(tokens)
        });
        row![words, step("camera-focus-less", Icon::Minus, -1), step("camera-focus-more", Icon::Plus, 1)]
            .push(by_itself)
            .spacing(8)
            .align_y(Alignment::Center)
    });
    let mirror = (finder.standing == Standing::Looking).then(|| mirror.view(tokens));
    row![].push(choice(finder, context)).push(mirror).push(focus).spacing(14).align_y(Alignment::Center).wrap().into()
}

/// The list of cameras, where there are several, or one besides the one that is away.
fn choice<'a>(finder: &'a Viewfinder, context: &'a Context) -> Option<Element<'a, Message>> {
    if finder.cameras.len() < 2 && !finder.is_away() {
        return None;
    }
    let tokens = context.tokens();
    let chosen = finder.cameras.iter().find(|camera| Some(&camera.id) == finder.chosen.as_ref());
    let shown = chosen.or(if finder.is_away() { None } else { finder.cameras.first() });
    let name = shown.map_or_else(|| say!(context.locale, "camera-choose"), |camera| camera.name.clone());
    let rows: Vec<Choice> =
        finder.cameras.iter().map(|camera| Choice { words: camera.name.clone(), right: Some(camera.node.clone()) }).collect();
    let words = container(fit(name, lettering::BODY, lettering::SEMIBOLD, tokens.ink)).max_width(220);
    let face = row![icon(Icon::Camera, 20.0, tokens.ink), words, icon(Icon::ChevronDown, 17.0, tokens.ink)];
    let face = container(face.spacing(9).align_y(Alignment::Center)).padding([0, 12]).height(LOW).align_y(Alignment::Center);
    let face = face.style(move |_| container::Style {
        background: Some(Background::Color(tokens.surface)),
        border: Border { color: tokens.line, width: 1.5, radius: RADIUS.into() },
        ..container::Style::default()
    });
    Some(finder.list.view("camera-choice", face, &rows, 360.0, tokens).map(Message::Cameras))
}
