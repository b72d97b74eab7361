//! How each lane stands by itself, and what the two make together.

use crate::engine::SyncError;
use crate::reply::ClientError;
use crate::state::{Link, OfflineReason};
use jiff::Timestamp;
use kaikuasema_domain::api::ProblemCode;

/// What a round came to that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    /// The service was reached and refused nothing, or there is nothing to tell it.
    Succeeded,
    /// Nothing was due, though something waits: this says nothing about the service.
    NothingDue,
}

/// How one lane stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    #[default]
    Untried,
    Good {
        at: Timestamp,
    },
    Failed {
        since: Timestamp,
        why: OfflineReason,
    },
    SignInNeeded,
}

impl Standing {
    /// How it stands after a round that ended now.
    pub(crate) fn after(self, outcome: Result<Exchange, &SyncError>, now: Timestamp) -> Self {
        let error = match outcome {
            Ok(Exchange::Succeeded) => return Self::Good { at: now },
            Ok(Exchange::NothingDue) => return self,
            Err(error) => error,
        };
        match reason(error) {
            None => Self::SignInNeeded,
            Some(why) => {
                let since = if let Self::Failed { since, .. } = self { since } else { now };
                Self::Failed { since, why }
            }
        }
    }

    /// How it stands while a round has been under way for long: a success of before it says no more
    /// how things are now. A failure and its beginning stay.
    pub(crate) fn aged(self) -> Self {
        if let Self::Good { .. } = self { Self::Untried } else { self }
    }
}

/// What kind of failure it is; none where a clerk must sign in.
fn reason(error: &SyncError) -> Option<OfflineReason> {
    Some(match error {
        SyncError::SignInNeeded => return None,
        SyncError::OtherService => OfflineReason::OtherService,
        SyncError::StationTooOld => OfflineReason::StationTooOld,
        SyncError::Store(_) | SyncError::Stopped => OfflineReason::OwnFile,
        SyncError::Client(ClientError::NoConnection(_)) => OfflineReason::NoConnection,
        SyncError::Client(ClientError::NotTheService { .. }) => OfflineReason::NotTheService,
        SyncError::Client(error) if error.code() == Some(ProblemCode::StationTooOld) => OfflineReason::StationTooOld,
        SyncError::Client(ClientError::Refused { .. }) => OfflineReason::ServiceBusy,
    })
}

/// How both lanes stand. Neither's success covers the other's failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standings {
    pub(crate) upload: Standing,
    pub(crate) download: Standing,
}

impl Standings {
    /// What the two make together: up to date only if neither failed and the download, which meets
    /// the service in every round, succeeded.
    pub(crate) fn link(&self) -> Link {
        use Standing::{Failed, Good, SignInNeeded, Untried};
        match (self.download, self.upload) {
            (SignInNeeded, _) | (_, SignInNeeded) => Link::SignInNeeded,
            (Failed { since, why }, Failed { since: earlier, .. }) => Link::Offline { since: since.min(earlier), why },
            (Failed { since, why }, _) | (_, Failed { since, why }) => Link::Offline { since, why },
            (Untried, _) => Link::Connecting,
            (Good { at }, _) => Link::UpToDate { at },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const PORTAL: SyncError = SyncError::Client(ClientError::NotTheService { status: 200 });

    #[test]
    fn one_lane_failing_is_never_up_to_date_whatever_the_other_does() {
        let mut lanes = Standings::default();
        assert_eq!(lanes.link(), Link::Connecting);
        lanes.upload = lanes.upload.after(Err(&PORTAL), at(1));
        for second in 2..9 {
            lanes.download = lanes.download.after(Ok(Exchange::Succeeded), at(second));
            lanes.upload = lanes.upload.after(Err(&PORTAL), at(second));
            assert_eq!(lanes.link(), Link::Offline { since: at(1), why: OfflineReason::NotTheService });
        }
        lanes.upload = lanes.upload.after(Ok(Exchange::NothingDue), at(10));
        assert_eq!(lanes.link(), Link::Offline { since: at(1), why: OfflineReason::NotTheService }, "what failed still waits");
        lanes.upload = lanes.upload.after(Ok(Exchange::Succeeded), at(11));
        assert_eq!(lanes.link(), Link::UpToDate { at: at(8) });
    }

    #[test]
    fn an_upload_alone_is_not_up_to_date() {
        let upload = Standing::default().after(Ok(Exchange::Succeeded), at(1));
        assert_eq!(Standings { upload, ..Standings::default() }.link(), Link::Connecting);
    }

    #[test]
    fn a_success_ages_and_a_failure_does_not() {
        let good = Standing::default().after(Ok(Exchange::Succeeded), at(1));
        assert_eq!(Standings { download: good.aged(), ..Standings::default() }.link(), Link::Connecting);
        let failed = good.after(Err(&PORTAL), at(2));
        assert_eq!(failed.aged(), failed);
    }

    #[test]
    fn a_sign_in_that_is_needed_is_said_first() {
        let download = Standing::default().after(Err(&SyncError::SignInNeeded), at(1));
        let upload = Standing::default().after(Err(&PORTAL), at(1));
        assert_eq!(Standings { upload, download }.link(), Link::SignInNeeded);
    }
}
