//! Signing in: address of the service the first time, e-mail and password (R113).

use crate::context::Context;
use crate::error_text;
use crate::locale::Language;
use crate::say;
use crate::station::{SignInError, SignedIn};
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::card;
use crate::ui::field::{self, Validity, labelled};
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::keys::Press;
use crate::ui::lettering::{self, text};
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length, Task};
use kaikuasema_domain::api::Secret;
use std::fmt;
use std::sync::Arc;

/// The address field's id.
pub const SERVER: &str = "server";
/// The e-mail field's id.
pub const EMAIL: &str = "email";
/// The password field's id.
pub const PASSWORD: &str = "password";

/// What happened on the page. Its `Debug` shows no password.
#[derive(Clone)]
pub enum Message {
    /// The address field holds this text now.
    ServerTyped(String),
    /// The e-mail field holds this text now.
    EmailTyped(String),
    /// The password field holds this text now.
    PasswordTyped(String),
    /// Enter, or the button.
    Submitted,
    /// The service answered, or did not.
    Answered(Result<SignedIn, Arc<SignInError>>),
    /// Help with a forgotten password was asked for.
    ForgottenPressed,
    /// A language was chosen.
    LanguageChosen(Language),
    /// A card is to be checked without signing in.
    CheckPressed,
    /// Esc: back to where one came from.
    Left,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Message::ServerTyped(_) => "ServerTyped",
            Message::EmailTyped(_) => "EmailTyped",
            Message::PasswordTyped(_) => "PasswordTyped",
            Message::Submitted => "Submitted",
            Message::Answered(_) => "Answered",
            Message::ForgottenPressed => "ForgottenPressed",
            Message::LanguageChosen(_) => "LanguageChosen",
            Message::CheckPressed => "CheckPressed",
            Message::Left => "Left",
        })
    }
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
    /// A clerk is signed in.
    SignedIn(SignedIn),
    /// Speak this language.
    Speak(Language),
    /// Check a card without signing in (R31, R32).
    Check,
    /// Back to the counter, where somebody is signed in already.
    Leave,
}

#[derive(Debug)]
enum Progress {
    Ready,
    Asking,
    Failed(Failure),
}

#[derive(Debug)]
enum Failure {
    Empty,
    Answered(Arc<SignInError>),
}

/// The page.
pub struct Login {
    /// Asked for only where the station belongs to no service yet.
    server: Option<String>,
    email: String,
    password: String,
    progress: Progress,
    shows_forgotten: bool,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("progress", &self.progress).finish_non_exhaustive()
    }
}

impl Login {
    /// The page, with the focus on its first empty field.
    pub fn new(context: &Context) -> (Self, Task<Message>) {
        let email = context.signed_in.as_ref().map(|signed_in| signed_in.user.email.clone()).unwrap_or_default();
        let first = match (context.has_service, email.is_empty()) {
            (false, _) => SERVER,
            (true, true) => EMAIL,
            (true, false) => PASSWORD,
        };
        let server = (!context.has_service).then(String::new);
        let page = Self { server, email, password: String::new(), progress: Progress::Ready, shows_forgotten: false };
        (page, focus::set(first))
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        match message {
            Message::ServerTyped(text) => self.server = Some(text),
            Message::EmailTyped(text) => self.email = text,
            Message::PasswordTyped(text) => self.password = text,
            Message::Submitted => return self.submit(context),
            Message::Answered(Ok(signed_in)) => {
                self.password.clear();
                return Action::SignedIn(signed_in);
            }
            Message::Answered(Err(error)) => {
                let is_password = matches!(*error, SignInError::WrongPassword);
                let is_address = matches!(*error, SignInError::Address(_) | SignInError::NoService);
                self.progress = Progress::Failed(Failure::Answered(error));
                if is_password {
                    self.password.clear();
                    return Action::Run(focus::set(PASSWORD));
                }
                if is_address && self.server.is_some() {
                    return Action::Run(focus::set_and_select(SERVER));
                }
            }
            Message::ForgottenPressed => self.shows_forgotten = !self.shows_forgotten,
            Message::LanguageChosen(language) => return Action::Speak(language),
            Message::CheckPressed => return Action::Check,
            Message::Left => return Action::Leave,
        }
        Action::None
    }

    fn submit(&mut self, context: &Context) -> Action {
        if matches!(self.progress, Progress::Asking) {
            return Action::None;
        }
        let is_server_empty = self.server.as_ref().is_some_and(|server| server.trim().is_empty());
        let missing = if is_server_empty {
            Some(SERVER)
        } else if self.email.trim().is_empty() {
            Some(EMAIL)
        } else if self.password.is_empty() {
            Some(PASSWORD)
        } else {
            None
        };
        if let Some(field) = missing {
            self.progress = Progress::Failed(Failure::Empty);
            return Action::Run(focus::set(field));
        }
        self.progress = Progress::Asking;
        let station = context.station.clone();
        let (server, email, password) = (self.server.clone(), self.email.clone(), Secret(self.password.clone()));
        let ask = async move { station.sign_in(server, email, password).await.map_err(Arc::new) };
        Action::Run(Task::perform(ask, Message::Answered))
    }

    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        matches!(press.key, Key::Named(Named::Escape)).then_some(Message::Left)
    }

    /// A key that no widget wanted.
    #[must_use]
    pub fn fallback(&self, press: Press<'_>) -> Option<Message> {
        (matches!(press.key, Key::Named(Named::Enter)) && !press.repeat).then_some(Message::Submitted)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let locale = &context.locale;
        let tokens = context.tokens();
        let server = self.server.as_ref().map(|server| {
            let input = field::input("https://", server, Validity::Good, tokens).on_input(Message::ServerTyped);
            labelled(say!(locale, "login-server"), Some(say!(locale, "login-server-hint")), focus::field(SERVER, input), None, tokens)
        });
        let email = field::input("", &self.email, Validity::Good, tokens).on_input(Message::EmailTyped);
        let email = labelled(say!(locale, "login-email"), None, focus::field(EMAIL, email), None, tokens);
        let password = field::input("", &self.password, Validity::Good, tokens).secure(true).on_input(Message::PasswordTyped);
        let password = labelled(say!(locale, "login-password"), None, focus::field(PASSWORD, password), None, tokens);
        let is_asking = matches!(self.progress, Progress::Asking);
        let words = if is_asking { say!(locale, "login-signing-in") } else { say!(locale, "login-sign-in") };
        let submit = button("submit", words, Weight::Primary)
            .key("Enter")
            .width(Length::Fill)
            .on_press_maybe((!is_asking).then_some(Message::Submitted))
            .view(tokens);
        let failure = match &self.progress {
            Progress::Failed(Failure::Empty) => Some(say!(locale, "login-empty")),
            Progress::Failed(Failure::Answered(error)) => Some(error_text::sign_in(error, locale)),
            Progress::Ready | Progress::Asking => None,
        };
        let failure = failure.map(|words| bar::tinted(Icon::CircleAlert, words, tokens.stop, None));
        let forgotten = button("forgotten", say!(locale, "login-forgotten"), Weight::Link)
            .height(LOW)
            .padding(6.0)
            .on_press(Message::ForgottenPressed)
            .view(tokens);
        // Offered where there is a register copy to check with.
        let check = context.sync.register_as_of.map(|_| {
            button("check-card", say!(locale, "login-check"), Weight::Link)
                .height(LOW)
                .padding(6.0)
                .on_press(Message::CheckPressed)
                .view(tokens)
        });
        let advice = self.shows_forgotten.then(|| bar::tinted(Icon::Info, say!(locale, "login-forgotten-help"), tokens.unknown, None));
        let languages = Language::ALL.map(|language| {
            let weight = if language == locale.language() { Weight::Primary } else { Weight::Plain };
            button(language.name(), language.name(), weight).height(LOW).on_press(Message::LanguageChosen(language)).view(tokens)
        });
        let form = column![
            column![
                text(say!(locale, "app-name"), 30.0, lettering::BOLD, tokens.ink),
                text(context.station.name(), lettering::BODY, lettering::REGULAR, tokens.muted),
            ]
            .spacing(4),
        ]
        .push(server)
        .push(email)
        .push(password)
        .push(failure)
        .push(submit)
        .push(row![forgotten, space().width(Length::Fill)].push(check))
        .push(advice)
        .push(container(row(languages).spacing(14)).center_x(Length::Fill))
        .spacing(16);
        let form = card(form.padding([30, 38]), tokens).width(460);
        container(form).center(Length::Fill).align_y(Alignment::Center).into()
    }
}
