//! Saving, leaving, and what goes out of the page: the list for the web page.

use super::whole::{Problem, in_use};
use super::{Action, Kept, Message, Said, Saving, Settings, Standing, Written, frame};
use crate::context::Context;
use crate::limits_text;
use crate::print::{letter, to_documents};
use crate::say;
use crate::station::{RecordError, VenueSettings};
use crate::ui::{focus, reveal};
use iced::Task;
use kaikuasema_domain::VenueId;
use std::sync::Arc;
use std::time::Duration;

impl Settings {
    /// Sets what is typed, where nothing is wrong; else goes to the first thing that is.
    pub(super) fn save(&mut self, context: &Context, leaves: bool) -> Action {
        let Some(venue) = self.venue else { return Action::None };
        if self.saving != Saving::Ready || !self.whole.is_changed() {
            return Action::None;
        }
        self.open = None;
        self.said = None;
        if let Some(problem) = self.whole.problems().first() {
            self.shows_wrong = true;
            self.asks = false;
            let go = self.go_to(problem);
            return if leaves { Action::Stay(go) } else { Action::Run(go) };
        }
        self.shows_wrong = false;
        let station = context.station.clone();
        let changes = if self.may_change(context) { self.whole.changes() } else { Vec::new() };
        let kept = if changes.is_empty() { Kept::Here } else { Kept::AtService };
        self.saving = Saving::Writing { leaves, kept };
        let began = VenueSettings { rules: self.whole.rules.clone(), events: self.whole.events.clone() };
        let write = async move {
            // What another station set and the page has not heard of would be taken back unseen.
            let now = station.venue_settings(venue).await?;
            if !changes.is_empty() && (now.rules != began.rules || in_use(now.events.clone()) != began.events) {
                return Ok(Written::Moved(now));
            }
            for change in changes {
                station.set_settings(venue, change).await?;
            }
            Ok(Written::All(station.events(venue).await?))
        };
        let task = Task::perform(async move { write.await.map_err(|error: RecordError| Arc::new(error)) }, move |result| {
            Message::Saved(venue, result)
        });
        match self.whole.gap() {
            Ok(gap) if gap != self.whole.gap => Action::SetGap(Duration::from_millis(gap), task),
            _ => Action::Run(task),
        }
    }

    /// The same by the button, which is no stop any more once nothing is unsaved: the focus goes on.
    pub(super) fn save_by_button(&mut self, context: &Context) -> Action {
        let action = self.save(context, false);
        if self.saving == Saving::Ready {
            return action;
        }
        let go = focus::set(frame::id(self.section));
        match action {
            Action::Run(task) => Action::Run(Task::batch([task, go])),
            Action::SetGap(gap, task) => Action::SetGap(gap, Task::batch([task, go])),
            action => action,
        }
    }

    /// Shows a field that cannot be used, with the focus in it.
    fn go_to(&mut self, problem: &Problem) -> Task<Message> {
        self.section = problem.section;
        if let Some(each) = problem.event.and_then(|id| self.whole.event(id)) {
            self.event = Some(each.event.id);
            self.combo.show(&each.event.name);
            self.showing = problem.showing.or(self.showing);
        }
        focus::set_and_select(problem.field.id()).chain(reveal::reveal())
    }

    /// Everything was written, or not everything.
    pub(super) fn saved(&mut self, venue: VenueId, result: Result<Written, Arc<RecordError>>, context: &Context) -> Action {
        let Saving::Writing { leaves, kept } = self.saving else { return Action::None };
        self.saving = Saving::Ready;
        if Some(venue) != self.venue {
            return Action::None;
        }
        self.asks = false;
        match result {
            Ok(Written::Moved(now)) => self.moved(now, leaves, context),
            Ok(Written::All(events)) => {
                let gap = self.whole.gap().unwrap_or(self.whole.gap);
                let rules = if self.may_change(context) { self.whole.draft.read().meant } else { self.whole.rules.clone() };
                self.whole.saved(rules, gap, events);
                self.has_saved = Some(kept);
                // Until the queue says that it was sent.
                if kept == Kept::AtService {
                    self.standing = Standing::Waiting;
                }
                if leaves { Action::Leave } else { Action::Run(self.load(context)) }
            }
            Err(error) => {
                self.said = Some(Said::Record(error));
                // What was set before it failed is set.
                let task = self.load(context);
                if leaves { Action::Stay(Task::batch([task, focus::set(frame::id(self.section))])) } else { Action::Run(task) }
            }
        }
    }

    /// Something else was set meanwhile: what is typed is laid over it and saved, unless both changed the
    /// same, which the clerk is to see first.
    fn moved(&mut self, now: VenueSettings, leaves: bool, context: &Context) -> Action {
        self.whole.gap = self.whole.gap().unwrap_or(self.whole.gap);
        let is_both = self.take_over(now);
        if is_both {
            return if leaves { Action::Stay(focus::set(frame::id(self.section))) } else { Action::None };
        }
        if self.whole.is_changed() {
            return self.save(context, leaves);
        }
        if leaves { Action::Leave } else { Action::Run(self.load(context)) }
    }

    /// The list for the web page, of what is set.
    pub(super) fn lines(&self, context: &Context) -> Vec<String> {
        limits_text::limits(&self.whole.rules, self.whole.events.iter().map(|each| &each.event), &context.locale)
    }

    /// The list for the web page as a PDF.
    pub(super) fn print(&self, context: &Context) -> Task<Message> {
        let venue = context.access().map(|access| access.venue.name.clone()).unwrap_or_default();
        let title = say!(context.locale, "list-title", venue = venue);
        let lines: String = self.lines(context).iter().map(|line| format!("\n\n– {line}")).collect();
        let document = letter(&format!("{title}{lines}"));
        Task::perform(async move { to_documents("kaikuasema-rajat.pdf", document).await }, Message::Printed)
    }
}
