//! The recording station Kaikuasema, as a library so that tests can open it.

pub mod along_text;
pub mod answer;
pub mod app;
pub mod aside_text;
pub mod bridge;
pub mod command_line;
pub mod context;
pub mod error_text;
pub mod finding_text;
pub mod handover;
pub mod limit_words;
pub mod limits_text;
pub mod locale;
pub mod no_card;
pub mod print;
pub mod reader_text;
pub mod readers;
pub mod record_form;
pub mod salvage_text;
pub mod screen;
pub mod station;
pub mod symbol;
pub mod typed;
pub mod ui;
pub mod viewfinder;
