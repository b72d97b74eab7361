//! One-scan mode for a museum or a swimming hall: a clean verdict saves by itself, anything else
//! stops for the clerk; what was saved can be corrected and undone at once.

use super::{Counter, Message, Mood, Stage};
use crate::context::Context;
use crate::error_text;
use crate::station::RecordError;
use iced::Task;
use kaikuasema_domain::{CardKind, Usage};
use std::sync::Arc;

impl Counter {
    /// Saves the card just read where the venue records by one scan and there is nothing to say.
    /// A community card's group is counted by the clerk.
    pub(super) fn save_by_itself(&mut self, context: &Context) -> Option<Task<Message>> {
        let Stage::Judged { known, .. } = &self.stage else { return None };
        let is_on = context.access().is_some_and(|access| access.venue.rules.one_scan);
        let is_clean = known.number.kind() == CardKind::Customer && self.judgement(context).is_some_and(|judgement| judgement.is_clean());
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
        let children = i32::from(last.children).saturating_add(by).max(0);
        let Ok(children) = u16::try_from(children) else { return Task::none() };
        if children == last.children {
            return Task::none();
        }
        last.children = children;
        let (station, venue, id) = (context.station.clone(), last.venue, last.id);
        Task::perform(async move { station.correct_children(venue, id, children).await.map_err(Arc::new) }, Message::LastCorrected)
    }

    pub(super) fn last_corrected(&mut self, result: Result<Usage, Arc<RecordError>>, context: &Context) -> Task<Message> {
        match result {
            Ok(_) => self.load_records(context),
            Err(error) => {
                self.last_by_scan = None;
                let words = error_text::record(&error, &context.locale);
                Task::batch([self.say(words, Mood::Failed), self.load_records(context)])
            }
        }
    }
}
