//! What can break between a station and the service, and which call it strikes.

use crate::dice::Dice;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Something that breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Nobody listens.
    Refused,
    /// The reply breaks off in the middle of its body.
    ResetMidBody,
    /// The service took the call; nothing of its reply comes.
    AnswerDropped,
    /// The service took the call at once; its reply comes 60 s later.
    AnswerDelayed,
    /// The call reaches the service 60 s later, whether or not anybody still waits for it.
    CallDelayed,
    /// The call reaches the service twice, at once or a while apart.
    Duplicated,
    /// The reply ends in the middle, as if it were whole.
    Truncated,
    /// A network's sign-in page answers with 200.
    Portal,
    /// The reply unpacks into more and more.
    Bomb,
    /// 401, from the service or from a proxy; so the following.
    NotSignedIn,
    /// 403.
    Forbidden,
    /// 409.
    Conflict,
    /// 410: the cursor is too old, or so it is said.
    Gone,
    /// 413.
    TooLarge,
    /// 429 with `Retry-After`.
    TooMany,
    /// 500.
    Internal,
    /// 502.
    BadGateway,
    /// 503, from the service with `Retry-After`.
    Unavailable,
    /// The certificate is another host's.
    WrongName,
    /// The certificate has expired.
    Expired,
    /// The device's clock is set off by days, in either direction.
    ClockOff,
}

impl Fault {
    /// Every fault, in the order of the table.
    pub const ALL: [Fault; 21] = [
        Fault::Refused,
        Fault::ResetMidBody,
        Fault::AnswerDropped,
        Fault::AnswerDelayed,
        Fault::CallDelayed,
        Fault::Duplicated,
        Fault::Truncated,
        Fault::Portal,
        Fault::Bomb,
        Fault::NotSignedIn,
        Fault::Forbidden,
        Fault::Conflict,
        Fault::Gone,
        Fault::TooLarge,
        Fault::TooMany,
        Fault::Internal,
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::WrongName,
        Fault::Expired,
        Fault::ClockOff,
    ];
    /// Those that strike a call: all but the last.
    const OF_CALLS: usize = Self::ALL.len() - 1;

    /// What it is, for the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fault::Refused => "refused",
            Fault::ResetMidBody => "reset in the middle of the body",
            Fault::AnswerDropped => "answer dropped after the commit",
            Fault::AnswerDelayed => "answer delayed by 60 s",
            Fault::CallDelayed => "call delayed by 60 s",
            Fault::Duplicated => "call duplicated",
            Fault::Truncated => "answer truncated",
            Fault::Portal => "captive portal, HTML with 200",
            Fault::Bomb => "compressed bomb",
            Fault::NotSignedIn => "401",
            Fault::Forbidden => "403",
            Fault::Conflict => "409",
            Fault::Gone => "410",
            Fault::TooLarge => "413",
            Fault::TooMany => "429 with Retry-After",
            Fault::Internal => "500",
            Fault::BadGateway => "502",
            Fault::Unavailable => "503",
            Fault::WrongName => "wrong TLS name",
            Fault::Expired => "expired certificate",
            Fault::ClockOff => "clock off by days",
        }
    }
}

/// What a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// `GET /v1/meta`.
    Meta,
    /// `POST /v1/operations`.
    Push,
    /// `GET …/changes`.
    Feed,
    /// Sessions and credentials.
    SignIn,
}

impl Call {
    /// What the call to this path is about.
    #[must_use]
    pub fn of(path: &str) -> Self {
        if path.ends_with("/changes") {
            Call::Feed
        } else if path.ends_with("/operations") {
            Call::Push
        } else if path.ends_with("/meta") {
            Call::Meta
        } else {
            Call::SignIn
        }
    }
}

/// A fault that strikes a call, with dice of its own for how.
#[derive(Clone, Debug)]
pub struct Strike {
    /// Which.
    pub fault: Fault,
    /// For where to cut, how long to wait.
    pub dice: Dice,
}

impl Strike {
    /// As it goes with a call.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{} {}", self.fault as usize, self.dice.state())
    }

    /// Reads what goes with a call.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (fault, dice) = text.split_once(' ')?;
        Some(Self { fault: *Fault::ALL.get(fault.parse::<usize>().ok()?)?, dice: Dice::new(dice.parse().ok()?) })
    }
}

/// What strikes which call. The n-th call of a kind by a station is struck alike in every run of a seed,
/// whatever else goes on beside it.
#[derive(Debug)]
pub struct Weather {
    seed: u64,
    is_rough: AtomicBool,
    struck: AtomicUsize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: HashMap<(usize, Call), u64>,
    counts: HashMap<Fault, u64>,
}

/// So many calls of a hundred are struck while the weather is rough.
const STRUCK: usize = 22;

impl Weather {
    /// Calm weather, to be made rough.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, is_rough: AtomicBool::new(false), struck: AtomicUsize::new(0), state: Mutex::default() }
    }

    /// Makes it rough or calm.
    pub fn set_rough(&self, is_rough: bool) {
        self.is_rough.store(is_rough, Ordering::Relaxed);
    }

    /// What strikes the next call of this kind by a station.
    pub fn strike(&self, station: usize, call: Call) -> Option<Strike> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = state.calls.entry((station, call)).or_default();
        *count += 1;
        let mut dice = Dice::of(self.seed, &[station as u64, call as u64, *count]);
        let is_struck = dice.percent(STRUCK);
        let fault = Fault::ALL.get(dice.below(Fault::OF_CALLS)).copied()?;
        if !is_struck || !self.is_rough.load(Ordering::Relaxed) {
            return None;
        }
        *state.counts.entry(fault).or_default() += 1;
        self.struck.fetch_add(1, Ordering::Relaxed);
        Some(Strike { fault, dice })
    }

    /// Counts a fault that strikes no call.
    pub fn note(&self, fault: Fault) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner).counts.entry(fault).or_default() += 1;
        self.struck.fetch_add(1, Ordering::Relaxed);
    }

    /// How many faults have struck.
    #[must_use]
    pub fn struck(&self) -> usize {
        self.struck.load(Ordering::Relaxed)
    }

    /// How many calls there were.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).calls.values().sum()
    }

    /// How often each has struck.
    #[must_use]
    pub fn counts(&self) -> HashMap<Fault, u64> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).counts.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strikes_a_call_goes_with_it() {
        for fault in Fault::ALL {
            let strike = Strike { fault, dice: Dice::new(u64::MAX) };
            let read = Strike::read(&strike.written());
            assert!(read.is_some_and(|read| read.fault == fault && read.dice.state() == u64::MAX));
        }
        assert!(Strike::read("99 1").is_none() && Strike::read("").is_none());
    }

    #[test]
    fn the_weather_of_a_seed_is_the_same_whatever_goes_on_beside() {
        let strikes = |others: usize| {
            let weather = Weather::new(9);
            weather.set_rough(true);
            let each = |_| {
                for _ in 0..others {
                    let _ = weather.strike(1, Call::Feed);
                }
                weather.strike(0, Call::Push).map(|strike| strike.fault)
            };
            (0..50).map(each).collect::<Vec<_>>()
        };
        assert_eq!(strikes(0), strikes(3));
        assert!(strikes(0).iter().flatten().count() >= 5);
    }
}
