//! The run through a group's customer cards: after a community card's record with so many cards,
//! each is read and recorded with event and time kept (R57–R61).

use super::{Counter, Message, Mood, NUMBER, Stage};
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::{Group, RecordError, StationError};
use crate::typed::Typed;
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::{CardKind, CardNumber, Usage, UsageId};
use kaikuasema_store::{RecordedUsage, UsageState};
use std::sync::Arc;

/// A group being recorded.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) group: Group,
    /// Another customer is served in between.
    pub(super) is_paused: bool,
}

impl Counter {
    /// Whether the next customer card belongs to a group.
    pub(super) fn is_run_active(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.is_paused)
    }

    /// The group that a card's record belongs to.
    pub(super) fn group_for(&self, card: CardNumber) -> Option<UsageId> {
        let run = self.run.as_ref().filter(|run| !run.is_paused && card.kind() == CardKind::Customer)?;
        Some(run.group.community.id)
    }

    pub(super) fn is_in_run(&self, card: CardNumber) -> bool {
        self.group_for(card).is_some() && self.run.as_ref().is_some_and(|run| run.group.has(card))
    }

    /// The same card twice in one group is said, and the run goes on (R61).
    pub(super) fn refuse_twice_in_group(&mut self, context: &Context) -> Task<Message> {
        self.stage = Stage::Idle;
        self.number = Typed::default();
        let words = say!(context.locale, "group-card-twice");
        Task::batch([self.say(words, Mood::Failed), self.go_on(context)])
    }

    /// What a record just saved means for a group; the words to say, where it ends one.
    pub(super) fn group_saved(&mut self, usage: &Usage, context: &Context) -> Option<String> {
        if usage.card.kind() == CardKind::Community && usage.customer_cards.unwrap_or(0) > 0 {
            self.run =
                Some(Run { group: Group { community: usage.clone(), members: Vec::new(), set_aside: Vec::new() }, is_paused: false });
            return None;
        }
        let run = self.run.as_mut().filter(|run| usage.group == Some(run.group.community.id))?;
        // It may have been read among the groups already.
        if !run.group.members.iter().any(|member| member.usage.id == usage.id) {
            run.group.members.push(RecordedUsage { usage: usage.clone(), state: UsageState::Waiting });
        }
        if !run.group.is_complete() {
            return None;
        }
        let words = say!(context.locale, "group-complete", count = run.group.wanted());
        self.end_run();
        Some(words)
    }

    /// The next customer is not of the group: the form is for what it was for before.
    fn put_occasion_back(&mut self) {
        if let Some(before) = self.before_run.take() {
            self.form.put_back(before);
        }
    }

    fn end_run(&mut self) {
        self.run = None;
        self.put_occasion_back();
    }

    /// Reads which groups are not complete.
    pub(super) fn load_groups(&self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let station = context.station.clone();
        Task::perform(async move { station.incomplete_groups(venue).await.map_err(Arc::new) }, Message::GroupsLoaded)
    }

    pub(super) fn groups_loaded(&mut self, result: Result<Vec<Group>, Arc<StationError>>, context: &Context) -> Task<Message> {
        let Ok(mut groups) = result else { return Task::none() };
        groups.retain(|group| Some(group.community.venue) == self.venue);
        let mut ask = None;
        if let Some(run) = &mut self.run {
            match groups.iter().find(|group| group.community.id == run.group.community.id) {
                // A record of it may have been undone, or made at another station.
                Some(group) => run.group = group.clone(),
                // Complete, gone, or saved after the list was read: asked for by its id.
                None => ask = Some((run.group.community.venue, run.group.community.id)),
            }
        }
        self.groups = groups;
        let Some((venue, community)) = ask else { return Task::none() };
        let station = context.station.clone();
        let read = async move { station.group(venue, community).await.map_err(Arc::new) };
        Task::perform(read, move |result| Message::GroupRead(community, result))
    }

    /// A group that is complete or gone is led through no further.
    pub(super) fn group_read(&mut self, community: UsageId, result: Result<Option<Group>, Arc<StationError>>) {
        let (Some(run), Ok(found)) = (self.run.as_mut().filter(|run| run.group.community.id == community), result) else { return };
        match found.filter(|group| !group.is_complete()) {
            Some(group) => run.group = group,
            None => self.end_run(),
        }
    }

    /// A card of the group was set aside: it came with it.
    pub(super) fn group_set_aside(&mut self, aside: &SetAside) {
        let Some(run) = self.run.as_mut().filter(|run| aside.granted && aside.usage.group == Some(run.group.community.id)) else { return };
        // It may have been read among the groups already.
        if !run.group.set_aside.contains(&aside.usage.card) {
            run.group.set_aside.push(aside.usage.card);
        }
        if run.group.is_complete() {
            self.end_run();
        }
    }

    pub(super) fn pause_run(&mut self) -> Task<Message> {
        if let Some(run) = &mut self.run {
            run.is_paused = true;
        }
        self.put_occasion_back();
        focus::set(NUMBER)
    }

    /// Goes on with a group, from where it was left; event and time are the group's again.
    pub(super) fn resume_run(&mut self, community: UsageId) -> Task<Message> {
        if let Some(group) = self.groups.iter().find(|group| group.community.id == community) {
            if self.before_run.is_none() {
                self.before_run = Some(self.form.occasion());
            }
            self.form.set_occasion(&group.community);
            self.run = Some(Run { group: group.clone(), is_paused: false });
        }
        focus::set(NUMBER)
    }

    /// Fewer came than were counted: the count is put right, and the group is complete.
    pub(super) fn close_run(&mut self, community: UsageId, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let station = context.station.clone();
        Task::perform(async move { station.close_group(venue, community).await.map_err(Arc::new) }, Message::RunClosed)
    }

    pub(super) fn run_closed(&mut self, result: Result<Usage, Arc<RecordError>>, context: &Context) -> Task<Message> {
        let said = match result {
            Ok(usage) => {
                self.end_run();
                let words = say!(context.locale, "group-complete", count = usage.customer_cards.unwrap_or(0));
                self.say(words, Mood::Done)
            }
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        };
        Task::batch([said, self.data_changed(context), focus::set(NUMBER)])
    }
}
