//! Venues of every sort, and what they offer.

use super::id;
use super::samples::plus_days;
use jiff::civil::{Date, Time, Weekday, time};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{
    CAP_PERCENT, Cap, EventLimits, HAND_OVER_MINUTES, LeftOut, Period, VISITS_A_YEAR, ValueLimit, VenueLimits, VisitLimit,
};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Cents, Event, EventId, OrganisationId, Showing, ShowingId, Venue, VenueId};
use uuid::Uuid;

/// The training theatre.
pub const THEATRE: VenueId = VenueId(id(0x10, 1));
/// The training library.
pub const LIBRARY: VenueId = VenueId(id(0x10, 2));
/// The training swimming hall.
pub const SWIMMING_HALL: VenueId = VenueId(id(0x10, 3));
/// The training museum.
pub const MUSEUM: VenueId = VenueId(id(0x10, 4));
/// The training adult education centre.
pub const ADULT_EDUCATION: VenueId = VenueId(id(0x10, 5));

pub(super) const PEPPI: EventId = EventId(id(0x20, 1));
pub(super) const DREAM: EventId = EventId(id(0x20, 2));
pub(super) const TOUR: EventId = EventId(id(0x20, 3));
pub(super) const LATE_FEES: EventId = EventId(id(0x20, 5));
pub(super) const COPIES: EventId = EventId(id(0x20, 6));
pub(super) const SWIM: EventId = EventId(id(0x20, 8));
pub(super) const ADMISSION: EventId = EventId(id(0x20, 10));
pub(super) const PORCELAIN: EventId = EventId(id(0x20, 12));
pub(super) const GUITAR: EventId = EventId(id(0x20, 13));
pub(super) const STORM: EventId = EventId(id(0x20, 15));

/// Courses of the terms gone by. Each has taken in its two card holders.
const PAST_COURSES: [&str; 10] = [
    "Akvarellimaalaus",
    "Espanjan alkeet",
    "Keramiikka",
    "Kädentaitojen kurssi",
    "Lavatanssit",
    "Puutyöt",
    "Ruotsin keskustelu",
    "Suomen kieli 1",
    "Valokuvaus",
    "Yhteislaulu",
];

/// The adult education centre's own terms of cancelling (R162).
const COURSE_TERMS: &str = "Peru paikkasi viimeistään 10 päivää ennen kurssin alkua. Sen jälkeen perumisesta voidaan periä maksu.";

/// How far back and ahead the showings reach, in days.
const PAST_DAYS: i32 = 28;
const COMING_DAYS: i32 = 56;
/// In how many days at the earliest the new play has its premiere.
const PREMIERE_DAYS: i32 = 12;

/// Everything that the training venues offer around a day.
pub(super) struct Programme {
    pub(super) venues: Vec<Venue>,
    pub(super) events: Vec<Event>,
    pub(super) showings: Vec<Showing>,
}

impl Programme {
    /// The programme around a day.
    pub(super) fn around(today: Date) -> Self {
        let mut programme = Self { venues: venues(), events: events(), showings: Vec::new() };
        programme.weekly(today, PEPPI, Weekday::Wednesday, time(18, 0, 0, 0), Some(334));
        programme.weekly(today, PEPPI, Weekday::Saturday, time(13, 0, 0, 0), Some(334));
        programme.weekly(today, PEPPI, Weekday::Sunday, time(15, 0, 0, 0), Some(334));
        programme.weekly(today, DREAM, Weekday::Friday, time(19, 0, 0, 0), Some(334));
        programme.weekly(today, PORCELAIN, Weekday::Tuesday, time(17, 30, 0, 0), Some(14));
        programme.weekly(today, GUITAR, Weekday::Thursday, time(18, 0, 0, 0), Some(10));
        // A play that is still rehearsed: its first evening is the premiere (R146).
        programme.weekly(today, STORM, Weekday::Thursday, time(19, 0, 0, 0), Some(334));
        programme.showings.retain(|s| s.event != STORM || s.date >= plus_days(today, PREMIERE_DAYS));
        if let Some(first) = programme.showings.iter_mut().find(|s| s.event == STORM) {
            first.occasion = ShowingOccasion::Premiere;
        }
        // The third coming evening of the one play is called off (R98).
        let called_off = programme.showings.iter_mut().filter(|s| s.event == DREAM && s.date > today).nth(2);
        if let Some(showing) = called_off {
            showing.cancelled = true;
        }
        programme
    }

    /// The event of an id.
    pub(super) fn event(&self, id: EventId) -> Option<&Event> {
        self.events.iter().find(|event| event.id == id)
    }

    fn weekly(&mut self, today: Date, event: EventId, weekday: Weekday, time: Time, capacity: Option<u32>) {
        let days = (-PAST_DAYS..=COMING_DAYS).map(|days| plus_days(today, days)).filter(|day| day.weekday() == weekday);
        let showings = days.map(|date| Showing {
            id: showing_id(event, date, time),
            event,
            date,
            time: Some(time),
            capacity,
            cancelled: false,
            occasion: ShowingOccasion::Ordinary,
        });
        self.showings.extend(showings);
    }
}

/// The same showing has the same id whichever day the data is made on.
fn showing_id(event: EventId, date: Date, time: Time) -> ShowingId {
    let number = |n: i16| u128::from(n.unsigned_abs());
    let day = number(date.year()) << 16 | number(date.month().into()) << 8 | number(date.day().into());
    let minute = number(time.hour().into()) << 8 | number(time.minute().into());
    // The event's number is its id's last bits, and the rest of the id is the same for all of them.
    let event = event.0.as_u128() & 0xffff;
    ShowingId(Uuid::from_u128(id(0x30, 0).as_u128() | event << 80 | day << 16 | minute))
}

fn venues() -> Vec<Venue> {
    let all = [
        (THEATRE, "Kaupunginteatteri, päänäyttämö", VenueKind::Theatre),
        (LIBRARY, "Kaupunginkirjasto", VenueKind::Library),
        (SWIMMING_HALL, "Uimahalli", VenueKind::SwimmingHall),
        (MUSEUM, "Taidemuseo", VenueKind::Museum),
        (ADULT_EDUCATION, "Kansalaisopisto", VenueKind::AdultEducation),
    ];
    let venue = |(number, (id_, name, kind)): (u64, (VenueId, &str, VenueKind))| Venue {
        id: id_,
        organisation: OrganisationId(id(0x08, number)),
        name: name.to_owned(),
        municipality: "Mallila".to_owned(),
        kind,
        rules: rules(id_),
    };
    (1..).zip(all).map(venue).collect()
}

/// What each venue limits, as venues of its sort do.
fn rules(venue: VenueId) -> VenueRules {
    let limits = VenueLimits::default();
    let rules = VenueRules::default();
    match venue {
        THEATRE => VenueRules {
            limits: VenueLimits {
                left_out: LeftOut { premieres: true, ..LeftOut::default() },
                hands_over_minutes_before: Some(HAND_OVER_MINUTES),
                ..limits
            },
            ..rules
        },
        LIBRARY => {
            let value = Cents::new(40_00).map(|most| ValueLimit { most, period: Period::CalendarYear });
            VenueRules { limits: VenueLimits { value, ..limits }, ..rules }
        }
        SWIMMING_HALL => {
            let visits = Some(VisitLimit { most: VISITS_A_YEAR, period: Period::CalendarYear });
            VenueRules { limits: VenueLimits { visits, ..limits }, default_event: Some(SWIM), ..rules }
        }
        MUSEUM => VenueRules { default_event: Some(ADMISSION), one_scan: true, ..rules },
        ADULT_EDUCATION => VenueRules {
            limits: VenueLimits { course_places: Some(2), reservations: Some(2), ..limits },
            course_terms: Some(COURSE_TERMS.to_owned()),
            ..rules
        },
        _ => rules,
    }
}

fn events() -> Vec<Event> {
    let event = |id, venue, name: &str, kind| Event {
        id,
        venue,
        name: name.to_owned(),
        kind,
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits: EventLimits::default(),
    };
    let inactive = |event| Event { active: false, ..event };
    let with_value = |event| Event { asks_value: true, ..event };
    // The theatre limits its plays one by one; its tours it does not.
    let capped = EventLimits { cap: Some(Cap::Share { percent: CAP_PERCENT }), ..EventLimits::default() };
    let with_cap = |event| Event { limits: capped, ..event };
    let once = |event| Event { limits: EventLimits { once: Some(true), ..capped }, ..event };
    let mut events = vec![
        with_cap(event(PEPPI, THEATRE, "Peppi Pitkätossu karkuteillä", EventKind::Performance)),
        once(event(DREAM, THEATRE, "Kesäyön uni", EventKind::Performance)),
        once(event(STORM, THEATRE, "Myrskyn jälkeen", EventKind::Performance)),
        event(TOUR, THEATRE, "Teatterikierros", EventKind::Visit),
        inactive(event(EventId(id(0x20, 4)), THEATRE, "Kirsikkatarha", EventKind::Performance)),
        with_value(event(LATE_FEES, LIBRARY, "Myöhästymismaksut", EventKind::Fee)),
        with_value(event(COPIES, LIBRARY, "Kopiot", EventKind::Fee)),
        inactive(with_value(event(EventId(id(0x20, 7)), LIBRARY, "Varausmaksut", EventKind::Fee))),
        event(SWIM, SWIMMING_HALL, "Uinti", EventKind::Visit),
        inactive(event(EventId(id(0x20, 9)), SWIMMING_HALL, "Kesäuimala", EventKind::Visit)),
        event(ADMISSION, MUSEUM, "Sisäänpääsy", EventKind::Visit),
        event(EventId(id(0x20, 11)), MUSEUM, "Opastettu kierros", EventKind::Visit),
        event(PORCELAIN, ADULT_EDUCATION, "Posliininmaalaus", EventKind::Course),
        event(GUITAR, ADULT_EDUCATION, "Kitaransoiton alkeet", EventKind::Course),
        inactive(event(EventId(id(0x20, 14)), ADULT_EDUCATION, "Kesäkuoro", EventKind::Course)),
    ];
    let past = PAST_COURSES.iter().zip(past_courses());
    events.extend(past.map(|(name, id)| inactive(event(id, ADULT_EDUCATION, name, EventKind::Course))));
    events
}

/// The courses of the terms gone by.
pub(super) fn past_courses() -> impl Iterator<Item = EventId> {
    (0..).zip(PAST_COURSES).map(|(number, _)| EventId(id(0x20, 20 + number)))
}
