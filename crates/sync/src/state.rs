//! How the station and the service stand to each other: one value, shown everywhere alike.

use jiff::Timestamp;

/// The state of the synchronisation. The chip in the header, the queue page and the
/// command line all read this one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncState {
    /// Whether the service is reached.
    pub link: Link,
    /// Operations that wait to be sent.
    pub waiting: u64,
    /// Operations that the service refused and a clerk must look at.
    pub needs_you: u64,
    /// Operations that the service took today.
    pub sent_today: u64,
    /// When the register copy was last known to be whole and current. Moves on a complete
    /// reply, an empty one included, and on nothing else.
    pub register_as_of: Option<Timestamp>,
    /// Cards in the register copy.
    pub cards: u64,
    /// How far the service's clock is ahead of the station's, in milliseconds, where compared.
    pub clock_offset_ms: Option<i64>,
    /// Rises whenever records, events or cards changed through the synchronisation, so that a
    /// screen knows when to read them again.
    pub data_version: u64,
}

/// Whether the service is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not tried since the start.
    Connecting,
    /// The last exchange succeeded.
    UpToDate {
        /// When.
        at: Timestamp,
    },
    /// The last exchange failed.
    Offline {
        /// Since when there was none that succeeded.
        since: Timestamp,
        /// What kind of failure it is.
        why: OfflineReason,
    },
    /// The station may no longer speak for itself: a clerk must sign in.
    SignInNeeded,
}

/// Why the service is not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfflineReason {
    /// Nothing answers: no network, or the service is down.
    NoConnection,
    /// Something else answers: a network's sign-in page, a proxy.
    NotTheService,
    /// The service asks to be left alone for a while, or has a fault.
    ServiceBusy,
    /// The service is another one than this station belongs to.
    OtherService,
    /// This version of the station is too old for the service.
    StationTooOld,
    /// The station's own file cannot be read or written.
    OwnFile,
}

/// The one thing to say first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// So many operations need the clerk.
    NeedsYou(u64),
    /// A clerk must sign in.
    SignInNeeded,
    /// No connection since then.
    Offline {
        /// Since when.
        since: Timestamp,
        /// What kind of failure it is.
        why: OfflineReason,
    },
    /// So many operations are on their way.
    Waiting(u64),
    /// Not tried since the start.
    Connecting,
    /// Nothing waits and the copy is current.
    UpToDate(Timestamp),
}

impl SyncState {
    /// The state before anything was tried.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            link: Link::Connecting,
            waiting: 0,
            needs_you: 0,
            sent_today: 0,
            register_as_of: None,
            cards: 0,
            clock_offset_ms: None,
            data_version: 0,
        }
    }

    /// What to say first: what needs the clerk beats what only waits.
    #[must_use]
    pub fn headline(&self) -> Headline {
        if self.needs_you > 0 {
            return Headline::NeedsYou(self.needs_you);
        }
        match self.link {
            Link::SignInNeeded => Headline::SignInNeeded,
            Link::Offline { since, why } => Headline::Offline { since, why },
            _ if self.waiting > 0 => Headline::Waiting(self.waiting),
            Link::Connecting => Headline::Connecting,
            Link::UpToDate { at } => Headline::UpToDate(at),
        }
    }

    /// Whether the service was reached at the last try.
    #[must_use]
    pub fn is_online(&self) -> bool {
        matches!(self.link, Link::UpToDate { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_the_clerk_is_said_before_what_only_waits() {
        let at = Timestamp::UNIX_EPOCH;
        let mut state = SyncState { link: Link::UpToDate { at }, ..SyncState::unknown() };
        assert_eq!(state.headline(), Headline::UpToDate(at));
        state.waiting = 3;
        assert_eq!(state.headline(), Headline::Waiting(3));
        state.link = Link::Offline { since: at, why: OfflineReason::NoConnection };
        assert_eq!(state.headline(), Headline::Offline { since: at, why: OfflineReason::NoConnection });
        state.link = Link::SignInNeeded;
        assert_eq!(state.headline(), Headline::SignInNeeded);
        state.needs_you = 1;
        assert_eq!(state.headline(), Headline::NeedsYou(1));
    }
}
