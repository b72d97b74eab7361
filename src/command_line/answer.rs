//! What a command answers: an exit, a sentence or table for people, an object for scripts.

use super::Exit;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The answer to one command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// How it ended.
    pub exit: Exit,
    /// For people, in their language.
    pub text: String,
    /// For scripts.
    pub json: Value,
}

impl Answer {
    /// An answer.
    #[must_use]
    pub fn new(exit: Exit, text: impl Into<String>, json: Value) -> Self {
        Self { exit, text: text.into(), json }
    }

    /// What goes to the terminal: the object on one line, or the text.
    #[must_use]
    pub fn print(&self, as_json: bool) -> String {
        if as_json { self.json.to_string() } else { self.text.clone() }
    }
}
