//! One-scan mode for a museum or a swimming hall: a clean verdict saves by itself, anything else
//! stops for the clerk; what was saved can be corrected and undone at once.

use super::{Counter, Message, Mood, Stage};
use crate::context::Context;
use crate::error_text;
use crate::finding_text;
use crate::station::{RecordError, Saved};
use iced::Task;
use kaikuasema_domain::limits::Finding;
use kaikuasema_domain::{CardKind, Usage};
use std::sync::Arc;

/// The record that the last scan made.
#[derive(Clone, Debug)]
pub(super) struct LastScan {
    pub(super) usage: Usage,
    /// The children that are on the disk.
    kept: u16,
    /// A correction is on its way to the disk.
    is_writing: bool,
    /// What is to be said about them.
    pub(super) findings: Vec<Finding>,
}

impl LastScan {
    pub(super) fn of(usage: Usage) -> Self {
        Self { kept: usage.children, is_writing: false, usage, findings: Vec::new() }
    }
}

impl Counter {
    /// Saves the card just read where the venue records by one scan and there is nothing to say.
    /// A community card's group is counted by the clerk.
    pub(super) fn save_by_itself(&mut self, context: &Context) -> Option<Task<Message>> {
        let Stage::Judged { known, .. } = &self.stage else { return None };
        let is_on = context.access().is_some_and(|access| access.venue.rules.one_scan);
        // A day or showing that the clerk, or a group, left in the form is for the clerk to look at.
        let is_today = self.form.event_date() == Some(context.today);
        let is_clean =
            is_today && known.number.kind() == CardKind::Customer && self.judgement(context).is_some_and(|judgement| judgement.is_clean());
        if !is_on || !is_clean || self.is_run_active() {
            return None;
        }
        self.saved_by_scan = true;
        Some(self.save_pressed(context))
    }

    /// Whether `+` and `-` count children on the record that the last scan made.
    pub(super) fn corrects_last(&self) -> bool {
        self.last_by_scan.is_some() && self.number.is_empty()
    }

    /// One child more or fewer on the record that the last scan made.
    pub(super) fn correct_last(&mut self, by: i32, context: &Context) -> Task<Message> {
        let Some(last) = &mut self.last_by_scan else { return Task::none() };
        let children = i32::from(last.usage.children).saturating_add(by).max(0);
        let Ok(children) = u16::try_from(children) else { return Task::none() };
        if children == last.usage.children {
            return Task::none();
        }
        last.usage.children = children;
        // One at a time: written side by side, the last press need not be the last on the disk.
        if std::mem::replace(&mut last.is_writing, true) {
            return Task::none();
        }
        let usage = last.usage.clone();
        write_children(usage, context)
    }

    /// The record of the last scan is shown no more; what was counted on it is still written.
    pub(super) fn leave_last_scan(&mut self) {
        let left = self.last_by_scan.take();
        // What is on its way may be another number than what was on the disk before.
        let left = left.filter(|last| last.is_writing).map(|last| last.usage);
        self.unfinished = left.or(self.unfinished.take());
    }

    /// What is on the disk is what is shown: a number that a limit does not allow goes back.
    pub(super) fn last_corrected(&mut self, result: Result<Saved, Arc<RecordError>>, context: &Context) -> Task<Message> {
        let said = match result {
            Ok(saved) => {
                if let Some(left) = self.unfinished.take_if(|left| left.id == saved.usage.id) {
                    return write_children(left, context);
                }
                match self.last_by_scan.as_mut().filter(|last| last.usage.id == saved.usage.id) {
                    Some(last) => {
                        last.kept = saved.usage.children;
                        last.findings = saved.findings;
                        last.is_writing = last.usage.children != last.kept;
                        if last.is_writing {
                            return write_children(last.usage.clone(), context);
                        }
                        Task::none()
                    }
                    None => Task::none(),
                }
            }
            Err(error) => {
                let words = match &*error {
                    RecordError::Refused(judged) | RecordError::NeedsDiscretion(judged) => judged.findings.first().map_or_else(
                        || error_text::record(&error, &context.locale),
                        |finding| finding_text::finding(finding, &context.locale, context.today).detail,
                    ),
                    _ => error_text::record(&error, &context.locale),
                };
                self.unfinished = None;
                // Counted on quickly beyond what fits: as many as do.
                let is_limit = matches!(&*error, RecordError::Refused(_) | RecordError::NeedsDiscretion(_));
                if let Some(last) = self.last_by_scan.as_mut().filter(|last| is_limit && last.usage.children > last.kept + 1) {
                    last.usage.children -= 1;
                    let write = write_children(last.usage.clone(), context);
                    return Task::batch([self.say(words, Mood::Failed), write]);
                }
                if matches!(&*error, RecordError::UsageUnknown) {
                    self.last_by_scan = None;
                }
                if let Some(last) = &mut self.last_by_scan {
                    last.usage.children = last.kept;
                    last.is_writing = false;
                }
                self.say(words, Mood::Failed)
            }
        };
        Task::batch([said, self.load_records(context)])
    }
}

fn write_children(usage: Usage, context: &Context) -> Task<Message> {
    let station = context.station.clone();
    let write = async move { station.correct_children(usage.venue, usage.id, usage.children).await.map_err(Arc::new) };
    Task::perform(write, Message::LastCorrected)
}
