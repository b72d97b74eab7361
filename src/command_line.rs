//! The command line, over the same station as the window: for IT staff and scripts.
//!
//! A [`Command`] is plain data and an [`Answer`] too, so that a command given beside an open
//! window can be handed to it and answered there.

mod answer;
mod asides;
mod decode;
mod doctor;
mod door;
mod exit;
pub mod input;
mod limits;
pub mod readers;
mod run;
mod words;

pub use answer::Answer;
pub use exit::Exit;
pub use run::{answer, answer_beside, run};
pub use words::exit_of;

use clap::{Parser, Subcommand};
use kaikuasema_domain::api::Secret;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Kaikuasema: a recording station for the culture pass Kaikukortti.
#[derive(Debug, Parser)]
#[command(name = "kaikuasema", version, about, after_help = EXIT_CODES)]
pub struct Arguments {
    /// Where the station keeps its files.
    #[arg(long, global = true, env = "KAIKUASEMA_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Practise on made-up cards; nothing is ever sent to a real service.
    #[arg(long, global = true)]
    pub training: bool,
    /// Answer in this language: fi, sv or en. Otherwise the station's own.
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    /// Answer as JSON, one object.
    #[arg(long, global = true)]
    pub json: bool,
    /// Keep the key of the station's file in a file instead of the system's keyring.
    #[arg(long, global = true, env = "KAIKUASEMA_KEY_FILE")]
    pub key_file: bool,
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 usable or done, 1 at the venue's discretion, 2 refused, 3 unknown card or no code in a picture, \
64 usage, 69 service unavailable, 70 internal, 73 cannot write, 75 try again.";

/// One command.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Judge a card from the local register copy, recording nothing.
    Check {
        /// The card number, or - to read it from standard input.
        id: String,
        /// The day of the event (28.11.2026 or 2026-11-28); today by default.
        #[arg(long)]
        date: Option<String>,
        /// The venue, by name or id; its rules apply.
        #[arg(long)]
        venue: Option<String>,
        /// The event, by name: the venue's limits are judged too.
        #[arg(long)]
        event: Option<String>,
        /// The clock time of the event.
        #[arg(long)]
        time: Option<String>,
        /// Children along.
        #[arg(long, default_value_t = 0)]
        children: u16,
    },
    /// Record the use of a card; sent to the service later.
    Record(RecordArguments),
    /// List records: those made today by the one signed in, or by the filters given.
    Records(RecordsArguments),
    /// List the tickets of a day's showings and what became of each.
    Door {
        /// The day (28.11.2026 or 2026-11-28); today by default.
        #[arg(long)]
        day: Option<String>,
        /// The venue, by name or id; needed when the clerk has several.
        #[arg(long)]
        venue: Option<String>,
    },
    /// Mark what became of a ticket, or take a mark back.
    Mark(MarkArguments),
    /// Show what waits to be sent and what needs a clerk.
    Queue,
    /// List the cards that are set aside until they are registered.
    Asides {
        /// Ask the service for each of them first, and record what can be.
        #[arg(long)]
        retry: bool,
    },
    /// Set a card aside that is in no register; recorded by itself once it is.
    SetAside(SetAsideArguments),
    /// Tell a venue's limits in plain words, for its web page.
    Limits {
        /// The venue, by name or id; needed when the clerk has several.
        #[arg(long)]
        venue: Option<String>,
    },
    /// Send and fetch everything now.
    Sync,
    /// Sign in; the password is read from standard input.
    Login {
        /// The address of the central service; needed the first time.
        #[arg(long)]
        server: Option<String>,
        /// The user name.
        #[arg(long)]
        email: String,
        /// Read from standard input, never from the command line.
        #[arg(skip)]
        password: Option<SecretText>,
    },
    /// Tell whether this station is ready: file, key, clock, register, queue, service.
    Doctor,
    /// Read the QR codes and Code 39 in pictures: file, sort of code and text, a line for each code.
    Decode {
        /// Pictures (PNG, JPEG, WebP, BMP, GIF); - reads one from standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// List the readers of this machine and why each can or cannot be used, or watch what they read.
    Readers(readers::ReadersArguments),
}

/// What `record` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct RecordArguments {
    /// The card number, or - to read it from standard input.
    pub id: String,
    /// The event, by name; one that is not there yet is made.
    #[arg(long)]
    pub event: Option<String>,
    /// The venue, by name or id; needed when the clerk has several.
    #[arg(long)]
    pub venue: Option<String>,
    /// The day of the event; today by default.
    #[arg(long)]
    pub date: Option<String>,
    /// The clock time of the event, such as 19.00.
    #[arg(long)]
    pub time: Option<String>,
    /// Children or grandchildren along.
    #[arg(long, default_value_t = 0)]
    pub children: u16,
    /// Customer cards in the group, for a community card.
    #[arg(long)]
    pub customer_cards: Option<u16>,
    /// Staff members with the group, for a community card.
    #[arg(long)]
    pub staff: Option<u16>,
    /// The monetary value in euros, such as 4,50.
    #[arg(long)]
    pub value: Option<String>,
    /// How it was asked for: desk, phone or email.
    #[arg(long, default_value = "desk", value_parser = ["desk", "phone", "email"])]
    pub channel: String,
    /// Typed in afterwards from the paper form: judged as of its day.
    #[arg(long)]
    pub late: bool,
    /// Who served the customer, by e-mail, with --late; by default who is signed in.
    #[arg(long, requires = "late")]
    pub clerk: Option<String>,
    /// Record also when the same use was already recorded.
    #[arg(long)]
    pub again: bool,
    /// Record at the venue's discretion, where it is needed.
    #[arg(long)]
    pub discretion: bool,
    /// Why, with --discretion; nothing about a person.
    #[arg(long, requires = "discretion")]
    pub reason: Option<String>,
}

/// What `set-aside` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct SetAsideArguments {
    /// The card number, or - to read it from standard input.
    pub id: String,
    /// The event, by name.
    #[arg(long)]
    pub event: Option<String>,
    /// The day of the event; today by default.
    #[arg(long)]
    pub date: Option<String>,
    /// The clock time of the event, such as 19.00.
    #[arg(long)]
    pub time: Option<String>,
    /// The venue, by name or id; needed when the clerk has several.
    #[arg(long)]
    pub venue: Option<String>,
    /// Children or grandchildren along.
    #[arg(long, default_value_t = 0)]
    pub children: u16,
    /// The customer was not let in: no record follows.
    #[arg(long)]
    pub not_granted: bool,
}

/// What `records` takes; all filters combine.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct RecordsArguments {
    /// Only this card; - reads it from standard input.
    #[arg(long)]
    pub card: Option<String>,
    /// Only this venue, by name or id.
    #[arg(long)]
    pub venue: Option<String>,
    /// Only events whose name contains this.
    #[arg(long)]
    pub event: Option<String>,
    /// Events on this day or later.
    #[arg(long)]
    pub from: Option<String>,
    /// Events on this day or earlier.
    #[arg(long)]
    pub to: Option<String>,
    /// Events at this clock time.
    #[arg(long)]
    pub time: Option<String>,
    /// Everybody's records, not only one's own.
    #[arg(long)]
    pub all: bool,
}

/// What `mark` takes.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct MarkArguments {
    /// The ticket's id, as `door` lists it.
    pub ticket: String,
    /// What became of it.
    pub what: What,
    /// Take the mark back.
    #[arg(long)]
    pub take_back: bool,
}

/// What became of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was handed over.
    HandedOver,
    /// The holder arrived.
    Arrived,
    /// The holder asked for it to be cancelled.
    Cancelled,
    /// The holder did not come.
    NoShow,
}

/// A secret that goes with a command; never printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretText(pub Secret);
