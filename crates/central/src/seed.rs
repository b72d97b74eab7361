//! Training data from a fixed seed, with dates relative to a given day.
//!
//! Cards of every kind, form and state; a venue of every sort in an organisation of its
//! own; events with and without showings and monetary value; some history. The same day
//! always gives the same data.

mod history;
mod programme;
mod random;
mod register;
mod samples;

pub use programme::{ADULT_EDUCATION, LIBRARY, MUSEUM, SWIMMING_HALL, THEATRE};
pub use samples::{Sample, SampleKind, samples};

use crate::storage::{StorageError, Write};
use jiff::ToSpan;
use jiff::civil::Date;
use kaikuasema_domain::user::{Right, User};
use kaikuasema_domain::{StationId, UserId, civil};
use random::Random;
use uuid::Uuid;

/// The password of both training users. Public: never put these users into a real service.
pub const TRAINING_PASSWORD: &str = "harjoitus-kaiku";
/// The training clerk: every right at all five venues, so that all of it can be practised.
pub const CLERK_EMAIL: &str = "kassa@esimerkki.invalid";
/// The training main user: the clerk's colleague, with every right too.
pub const MAIN_USER_EMAIL: &str = "paakayttaja@esimerkki.invalid";
/// The training clerk's id.
pub const CLERK: UserId = UserId(id(0x01, 1));
/// The training main user's id.
pub const MAIN_USER: UserId = UserId(id(0x01, 2));
/// The station that the history was recorded at.
pub const HISTORY_STATION: StationId = StationId(id(0x02, 1));
/// How many cards training has.
pub const TRAINING_CARDS: u32 = 20_000;

/// What the numbers are drawn from; changing it changes every seeded number.
const SEED: u64 = 0x4b61_696b_7541_7365;

/// What was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// Cards in the register.
    pub cards: usize,
    /// Venues.
    pub venues: usize,
    /// Events, inactive ones too.
    pub events: usize,
    /// Showings and meetings of courses.
    pub showings: usize,
    /// Recorded usages.
    pub usages: usize,
}

/// A fixed id, in the form of a UUIDv7 of no real time: a group and a number in it.
const fn id(group: u8, number: u64) -> Uuid {
    Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 | ((group as u128) << 48) | number as u128)
}

/// Puts everything in. `passwords` are hashes for the clerk and the main user.
pub(crate) fn plant(write: &Write<'_>, cards: u32, today: Date, passwords: [&str; 2]) -> Result<Seeded, StorageError> {
    let mut random = Random::new(SEED);
    let programme = programme::Programme::around(today);
    for venue in &programme.venues {
        write.add_venue(venue)?;
    }
    let [clerk, main_user] = passwords;
    write.add_user(&User { id: CLERK, email: CLERK_EMAIL.to_owned() }, clerk)?;
    write.add_user(&User { id: MAIN_USER, email: MAIN_USER_EMAIL.to_owned() }, main_user)?;
    // Long enough ago that all the history was recorded by right.
    let since = civil::start_of_day(today.checked_sub(3.years()).unwrap_or(today));
    for venue in &programme.venues {
        for right in Right::ALL {
            write.grant(CLERK, venue.id, right, since)?;
            write.grant(MAIN_USER, venue.id, right, since)?;
        }
    }
    for event in &programme.events {
        write.add_event(event, &[])?;
    }
    for showing in &programme.showings {
        write.add_showing(showing)?;
    }
    let register = register::cards(cards, today, &mut random);
    for card in &register {
        write.put_card(card, today)?;
    }
    let usages = history::usages(&programme, &register, today, &mut random);
    for usage in &usages {
        write.add_usage(&crate::storage::UsageEntry { usage, verdict: None, register_cursor: None, findings: &[] })?;
    }
    Ok(Seeded {
        cards: register.len(),
        venues: programme.venues.len(),
        events: programme.events.len(),
        showings: programme.showings.len(),
        usages: usages.len(),
    })
}

#[cfg(test)]
#[path = "seed_tests.rs"]
mod tests;
