//! Groups: a community card's record, and the records of the customer cards that came with it (R57–R61).

use super::{RecordError, Station, StationError};
use jiff::ToSpan;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::{CardKind, CardNumber, Usage, UsageId, VenueId, civil};
use kaikuasema_store::{RecordedUsage, StoreError, UsageFilter};

/// For so many days an incomplete group is kept in sight.
const DAYS_IN_SIGHT: i32 = 2;

/// A group: one community card's record and the customer cards' own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The community card's record.
    pub community: Usage,
    /// The customer cards recorded with it so far, in the order recorded.
    pub members: Vec<RecordedUsage>,
    /// Cards that came with it, are in no register yet and were let in (R35).
    pub set_aside: Vec<CardNumber>,
}

impl Group {
    /// How many customer cards the clerk counted (R59).
    #[must_use]
    pub fn wanted(&self) -> usize {
        usize::from(self.community.customer_cards.unwrap_or(0))
    }

    /// How many customer cards came, those set aside included.
    #[must_use]
    pub fn came(&self) -> usize {
        self.members.len() + self.set_aside.len()
    }

    /// Whether each of the counted customer cards is recorded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.came() >= self.wanted()
    }

    /// Whether this card is recorded in it already (R61).
    #[must_use]
    pub fn has(&self, card: CardNumber) -> bool {
        self.members.iter().any(|member| member.usage.card == card) || self.set_aside.contains(&card)
    }
}

impl Station {
    /// The groups of these days at a venue that are not complete, newest first; recorded at whichever
    /// station of the venue.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn incomplete_groups(&self, venue: VenueId) -> Result<Vec<Group>, StationError> {
        self.with_store(move |station| {
            let first = station.today().checked_sub(DAYS_IN_SIGHT.days()).unwrap_or(station.today());
            let filter = UsageFilter { venue: Some(venue), recorded_from: Some(civil::start_of_day(first)), ..UsageFilter::default() };
            let mut groups = Vec::new();
            for recorded in station.0.store.usages(&filter)? {
                let counts_cards = recorded.usage.card.kind() == CardKind::Community && recorded.usage.customer_cards.unwrap_or(0) > 0;
                if !counts_cards || recorded.usage.facts.status().is_cancelled() {
                    continue;
                }
                let group = station.group_of(recorded.usage)?;
                if !group.is_complete() {
                    groups.push(group);
                }
            }
            Ok(groups)
        })
        .await
    }

    /// One group, by its community card's record; `None` where that is gone.
    ///
    /// # Errors
    /// [`StationError::Store`] when it cannot be read.
    pub async fn group(&self, venue: VenueId, community: UsageId) -> Result<Option<Group>, StationError> {
        self.with_store(move |station| {
            let found = station.usage_here(venue, community)?;
            Ok(found.map(|recorded| station.group_of(recorded.usage)).transpose()?)
        })
        .await
    }

    fn group_of(&self, community: Usage) -> Result<Group, StoreError> {
        let filter = UsageFilter { venue: Some(community.venue), group: Some(community.id), ..UsageFilter::default() };
        let mut members = self.0.store.usages(&filter)?;
        members.retain(|member| !member.usage.facts.status().is_cancelled());
        members.sort_by_key(|member| (member.usage.recorded_at, member.usage.id));
        let is_of_it = |aside: &SetAside| aside.granted && aside.usage.group == Some(community.id);
        let asides = self.0.store.set_asides()?.into_iter().map(|entry| entry.aside);
        let set_aside = asides.filter(is_of_it).map(|aside| aside.usage.card).collect();
        Ok(Group { community, members, set_aside })
    }

    /// One usage of a venue.
    pub(super) fn usage_here(&self, venue: VenueId, id: UsageId) -> Result<Option<RecordedUsage>, StoreError> {
        let filter = UsageFilter { venue: Some(venue), id: Some(id), ..UsageFilter::default() };
        Ok(self.0.store.usages(&filter)?.into_iter().next())
    }

    /// Fewer came than were counted: the group is complete as it is.
    ///
    /// # Errors
    /// [`RecordError`]; with [`RecordError::NotSaved`] nothing was changed.
    pub async fn close_group(&self, venue: VenueId, community: UsageId) -> Result<Usage, RecordError> {
        self.correct(venue, community, move |station, usage| {
            let came = station.group_of(usage.clone())?.came();
            usage.customer_cards = Some(u16::try_from(came).unwrap_or(u16::MAX));
            Ok(())
        })
        .await
    }
}
