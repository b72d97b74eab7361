//! What the guest tells: one line for each thing, and what follows from them all.

use crate::machine::Sentence;

/// A line that the guest sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Line {
    /// A case passed: its name and its figures.
    Passed(String),
    /// A case failed: its name and why.
    Failed(String),
    /// Something worth knowing, such as a time that was measured.
    Noted(String),
    /// Something only the machine around the guest can do.
    Asked(Request),
    /// The last line: how many cases there were.
    Done(usize),
}

/// What the guest asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Request {
    /// Plug the serial scanner in.
    Plug,
    /// Pull it out.
    Unplug,
    /// Let it send this text; `\r`, `\n` and `\t` stand for the characters that they stand for in Rust.
    Send(String),
}

impl Line {
    /// Reads a line; `None` if it is none of the guest's.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
        match word {
            "ok" => Some(Self::Passed(rest.to_owned())),
            "failed" => Some(Self::Failed(rest.to_owned())),
            "note" => Some(Self::Noted(rest.to_owned())),
            "done" => rest.parse().ok().map(Self::Done),
            "ask" => Request::parse(rest).map(Self::Asked),
            _ => None,
        }
    }
}

impl Request {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once(' ').unwrap_or((text, "")) {
            ("plug", "") => Some(Self::Plug),
            ("unplug", "") => Some(Self::Unplug),
            ("send", text) => Some(Self::Send(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t"))),
            _ => None,
        }
    }
}

/// All that the guest told of its cases.
#[derive(Default, Debug)]
pub(super) struct Report {
    passed: usize,
    failed: Vec<String>,
    /// The number of the last line, if that line came.
    told: Option<usize>,
    /// Why the guest was given up, if it was.
    given_up: Option<Sentence>,
}

impl Report {
    /// Takes in a line; tells whether it was the last.
    pub(super) fn take(&mut self, line: &Line) -> bool {
        match line {
            Line::Passed(_) => self.passed += 1,
            Line::Failed(what) => self.failed.push(what.clone()),
            Line::Noted(_) | Line::Asked(_) => {}
            Line::Done(told) => self.told = Some(*told),
        }
        self.told.is_some()
    }

    /// The guest will tell no more.
    pub(super) fn give_up(&mut self, why: Sentence) {
        self.given_up = Some(why);
    }

    /// One sentence for people.
    pub(super) fn summary(&self) -> String {
        format!("{} cases passed, {} failed.", self.passed, self.failed.len())
    }

    /// # Errors
    /// A sentence, unless every case passed and the last line came and counts them all.
    pub(super) fn verdict(&self) -> Result<(), Sentence> {
        if let Some(why) = &self.given_up {
            return Err(why.clone());
        }
        if !self.failed.is_empty() {
            let names: Vec<&str> = self.failed.iter().filter_map(|what| what.split(' ').next()).collect();
            return Err(format!("failed in the guest: {}", names.join(", ")));
        }
        match self.told {
            Some(told) if told == self.passed && told > 0 => Ok(()),
            Some(told) => Err(format!("the guest tells of {told} cases, and {} were seen", self.passed)),
            None => Err("the guest ended before its last line".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(lines: &[&str]) -> Report {
        let mut report = Report::default();
        for line in lines.iter().filter_map(|line| Line::parse(line)) {
            report.take(&line);
        }
        report
    }

    #[test]
    fn a_run_passes_when_each_case_did_and_the_last_line_counts_them() {
        assert_eq!(report(&["ok hid_read 12 ms", "note x", "ok camera_qr", "done 2\r"]).verdict(), Ok(()));
    }

    #[test]
    fn a_run_without_its_last_line_or_with_a_line_lost_fails() {
        assert!(report(&["ok hid_read"]).verdict().unwrap_err().contains("before its last line"));
        assert!(report(&["ok hid_read", "done 2"]).verdict().is_err());
        assert!(report(&["done 0"]).verdict().is_err());
    }

    #[test]
    fn what_failed_is_named() {
        let outcome = report(&["ok a", "failed hid_unplug never told", "done 2"]).verdict();
        assert_eq!(outcome, Err("failed in the guest: hid_unplug".to_owned()));
    }

    #[test]
    fn a_guest_that_was_given_up_says_why() {
        let mut report = report(&["ok a", "done 1"]);
        report.give_up("too long".to_owned());
        assert_eq!(report.verdict(), Err("too long".to_owned()));
    }

    #[test]
    fn requests_are_read_and_nonsense_is_not() {
        assert_eq!(Line::parse("ask plug"), Some(Line::Asked(Request::Plug)));
        assert_eq!(Line::parse("ask send A99 1\\r\\n"), Some(Line::Asked(Request::Send("A99 1\r\n".to_owned()))));
        for nonsense in ["", "ask", "ask fly", "done many", "Kernel panic"] {
            assert_eq!(Line::parse(nonsense), None, "{nonsense}");
        }
    }
}
