//! A venue's rules as they are being typed: what each field holds, what of it the model does not
//! allow, and the rules that come of it. Pure.

use super::field::{Field, MOST_USES, Pick, Tick};
use super::merge::{Parts, Setting};
use crate::ui::number_field::{NotANumber, number};
use kaikuasema_domain::Cents;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{BelowFloor, Cap, CapPer, IsoDay, Period, UseLimit, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::usage::{MOST_STAFF, ONE_STAFF};
use kaikuasema_domain::verdict::{LONGEST_COURSE_TERMS, VenueRules};

/// Tickets are not opened earlier than a year before.
pub(super) const MOST_DAYS: u32 = 365;
/// Tickets are not handed over earlier than a day before.
pub(super) const MOST_MINUTES: u32 = 1_440;
/// The most of anything else that is counted.
pub(super) const MOST: u32 = 999_999;

/// What is wrong with what a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No whole number.
    NotANumber,
    /// No amount of euros.
    NotAnAmount,
    /// A number is needed here.
    Missing,
    /// More than this.
    TooLarge(u32),
    /// Outside of these two.
    Outside(u64, u64),
    /// Nought of something that is there.
    Nought,
    /// Below the model's floor (R130).
    Below(BelowFloor),
}

impl From<NotANumber> for Wrong {
    fn from(_: NotANumber) -> Self {
        Wrong::NotANumber
    }
}

/// What a cap is counted over, and whether there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CapKind {
    /// No cap.
    #[default]
    None,
    /// A share of the tickets.
    Share,
    /// Tickets for a showing.
    Showing,
    /// Tickets for a day.
    Day,
    /// Tickets for the whole event; a course's places.
    Event,
}

impl CapKind {
    /// Every kind, in the order of the list.
    pub(super) const ALL: [CapKind; 5] = [CapKind::None, CapKind::Share, CapKind::Showing, CapKind::Day, CapKind::Event];

    fn cap(self, number: u32) -> Option<Cap> {
        let tickets = |per| Some(Cap::Tickets { most: number, per });
        match self {
            CapKind::None => None,
            // More than a hundred percent is refused as such a number is: by the floor's own check.
            CapKind::Share => Some(Cap::Share { percent: u8::try_from(number).unwrap_or(u8::MAX) }),
            CapKind::Showing => tickets(CapPer::Showing),
            CapKind::Day => tickets(CapPer::Day),
            CapKind::Event => tickets(CapPer::Event),
        }
    }

    /// What the number is counted over.
    #[must_use]
    pub(super) fn per(self) -> CapPer {
        match self {
            CapKind::None | CapKind::Share | CapKind::Showing => CapPer::Showing,
            CapKind::Day => CapPer::Day,
            CapKind::Event => CapPer::Event,
        }
    }
}

/// A cap as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CapDraft {
    /// Its kind.
    pub(super) kind: CapKind,
    /// Its number.
    pub(super) number: String,
}

impl CapDraft {
    /// The cap as it is set.
    #[must_use]
    pub(super) fn of(cap: Option<Cap>) -> Self {
        let (kind, number) = match cap {
            None => (CapKind::None, String::new()),
            Some(Cap::Share { percent }) => (CapKind::Share, percent.to_string()),
            Some(Cap::Tickets { most, per: CapPer::Showing }) => (CapKind::Showing, most.to_string()),
            Some(Cap::Tickets { most, per: CapPer::Day }) => (CapKind::Day, most.to_string()),
            Some(Cap::Tickets { most, per: CapPer::Event }) => (CapKind::Event, most.to_string()),
        };
        Self { kind, number }
    }

    /// Another kind: its floor is the number to begin with.
    pub(super) fn choose(&mut self, kind: CapKind, floor: u32) {
        if self.kind != kind {
            self.kind = kind;
            self.number = if kind == CapKind::None { String::new() } else { floor.to_string() };
        }
    }

    /// The cap that is meant.
    ///
    /// # Errors
    /// What is wrong with its number; the floor is not judged here.
    pub(super) fn cap(&self) -> Result<Option<Cap>, Wrong> {
        if self.kind == CapKind::None {
            return Ok(None);
        }
        Ok(self.kind.cap(number(&self.number)?.ok_or(Wrong::Missing)?))
    }
}

/// A limit of uses as it is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UseDraft {
    /// Only events of this kind; every kind where there is none.
    pub(super) kind: Option<EventKind>,
    /// The most uses.
    pub(super) most: String,
    /// In what time.
    pub(super) period: Period,
}

/// A venue's rules as they are being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RulesDraft {
    /// What is chosen and ticked; the numbers in it are not looked at.
    pub(super) rules: VenueRules,
    /// The cap on performances.
    pub(super) cap: CapDraft,
    /// Limits of uses.
    pub(super) uses: Vec<UseDraft>,
    /// The period of the monetary value.
    pub(super) value_period: Period,
    /// The period of the visits.
    pub(super) visits_period: Period,
    /// Limits of uses beyond what the page can show.
    rest: Vec<UseLimit>,
    course_places: String,
    guest_cap: String,
    value: String,
    visits: String,
    reservations: String,
    opens: String,
    hands_over: String,
    course_terms: String,
    wristband: String,
    staff: String,
}

/// What comes of the fields: rules, and what is wrong. Where something is wrong the rules are not to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read<T> {
    /// What is meant.
    pub(super) meant: T,
    /// The fields that cannot be used, in the order of the page.
    pub(super) wrong: Vec<(Field, Wrong)>,
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl RulesDraft {
    /// The rules as they are set.
    #[must_use]
    pub(super) fn of(rules: &VenueRules) -> Self {
        let limits = &rules.limits;
        let (uses, rest) = limits.uses.split_at(limits.uses.len().min(MOST_USES));
        Self {
            cap: CapDraft::of(limits.performance_cap),
            uses: uses.iter().map(|each| UseDraft { kind: each.kind, most: each.most.to_string(), period: each.period }).collect(),
            value_period: limits.value.map(|value| value.period).unwrap_or_default(),
            visits_period: limits.visits.map(|visits| visits.period).unwrap_or_default(),
            rest: rest.to_vec(),
            course_places: shown(limits.course_places),
            guest_cap: shown(limits.guest_cap),
            value: shown(limits.value.map(|value| value.most)),
            visits: shown(limits.visits.map(|visits| visits.most)),
            reservations: shown(limits.reservations),
            opens: shown(limits.opens_days_before),
            hands_over: shown(limits.hands_over_minutes_before),
            course_terms: rules.course_terms.clone().unwrap_or_default(),
            wristband: shown(rules.wristband_fee),
            staff: shown(rules.staff_max),
            rules: rules.clone(),
        }
    }

    /// What a field of the venue holds.
    #[must_use]
    pub(super) fn text(&self, field: Field) -> &str {
        match field {
            Field::Cap => &self.cap.number,
            Field::CoursePlaces => &self.course_places,
            Field::GuestCap => &self.guest_cap,
            Field::Uses(index) => self.uses.get(index).map(|uses| uses.most.as_str()).unwrap_or_default(),
            Field::Value => &self.value,
            Field::Visits => &self.visits,
            Field::Reservations => &self.reservations,
            Field::Opens => &self.opens,
            Field::HandsOver => &self.hands_over,
            Field::CourseTerms => &self.course_terms,
            Field::Wristband => &self.wristband,
            Field::Staff => &self.staff,
            Field::EventCap | Field::Expected | Field::EventOpens | Field::Capacity | Field::Gap => "",
        }
    }

    /// Lets a field of the venue hold a text.
    pub(super) fn set_text(&mut self, field: Field, text: String) {
        let held = match field {
            Field::Cap => &mut self.cap.number,
            Field::CoursePlaces => &mut self.course_places,
            Field::GuestCap => &mut self.guest_cap,
            Field::Uses(index) => match self.uses.get_mut(index) {
                Some(uses) => &mut uses.most,
                None => return,
            },
            Field::Value => &mut self.value,
            Field::Visits => &mut self.visits,
            Field::Reservations => &mut self.reservations,
            Field::Opens => &mut self.opens,
            Field::HandsOver => &mut self.hands_over,
            Field::CourseTerms => {
                // No longer than the service takes them, and on one line.
                self.course_terms = text.chars().filter(|c| !c.is_control()).take(LONGEST_COURSE_TERMS).collect();
                return;
            }
            Field::Wristband => &mut self.wristband,
            Field::Staff => &mut self.staff,
            Field::EventCap | Field::Expected | Field::EventOpens | Field::Capacity | Field::Gap => return,
        };
        *held = text;
    }

    /// One more limit of uses; false where the page can show no more.
    pub(super) fn add_uses(&mut self) -> bool {
        if self.uses.len() >= MOST_USES {
            return false;
        }
        self.uses.push(UseDraft { kind: None, most: "1".to_owned(), period: Period::default() });
        true
    }

    /// One limit of uses fewer.
    pub(super) fn remove_uses(&mut self, index: usize) {
        if index < self.uses.len() {
            self.uses.remove(index);
        }
    }

    /// The rules that are meant, each field judged by itself.
    #[must_use]
    pub(super) fn read(&self) -> Read<VenueRules> {
        let mut reader = Reader { limits: VenueLimits::default(), wrong: Vec::new() };
        match self.cap.cap() {
            Ok(Some(cap)) => reader.set(Field::Cap, |limits| limits.performance_cap = Some(cap)),
            Ok(None) => {}
            Err(wrong) => reader.wrong.push((Field::Cap, wrong)),
        }
        reader.number(Field::CoursePlaces, &self.course_places, MOST, |limits, n| limits.course_places = Some(n));
        reader.number(Field::GuestCap, &self.guest_cap, MOST, |limits, n| limits.guest_cap = Some(n));
        for (index, uses) in self.uses.iter().enumerate() {
            let field = Field::Uses(index);
            if uses.most.trim().is_empty() {
                reader.wrong.push((field, Wrong::Missing));
            }
            let limit = |most| UseLimit { kind: uses.kind, most, period: uses.period };
            reader.number(field, &uses.most, MOST, |limits, n| limits.uses.push(limit(n)));
        }
        match Cents::parse(&self.value) {
            Ok(Some(most)) => reader.set(Field::Value, |limits| limits.value = Some(ValueLimit { most, period: self.value_period })),
            Ok(None) => {}
            Err(_) => reader.wrong.push((Field::Value, Wrong::NotAnAmount)),
        }
        reader.number(Field::Visits, &self.visits, MOST, |limits, n| {
            limits.visits = Some(VisitLimit { most: n, period: self.visits_period });
        });
        reader.number(Field::Reservations, &self.reservations, MOST, |limits, n| limits.reservations = Some(n));
        reader.number(Field::Opens, &self.opens, MOST_DAYS, |limits, n| limits.opens_days_before = u16::try_from(n).ok());
        reader.number(Field::HandsOver, &self.hands_over, MOST_MINUTES, |limits, n| {
            limits.hands_over_minutes_before = u16::try_from(n).ok();
        });
        let Reader { mut limits, mut wrong } = reader;
        limits.uses.extend(self.rest.iter().copied());
        limits.caps_leave_children_out = self.rules.limits.caps_leave_children_out;
        limits.once_per_production = self.rules.limits.once_per_production;
        limits.left_out = self.rules.limits.left_out.clone();
        let wristband_fee = Cents::parse(&self.wristband).unwrap_or_else(|_| {
            wrong.push((Field::Wristband, Wrong::NotAnAmount));
            None
        });
        let staff_max = staff(&self.staff).unwrap_or_else(|what| {
            wrong.push((Field::Staff, what));
            None
        });
        let terms = self.course_terms.trim();
        let meant = VenueRules {
            limits,
            wristband_fee: wristband_fee.filter(|fee| fee.get() > 0),
            staff_max,
            course_terms: (!terms.is_empty()).then(|| terms.to_owned()),
            ..self.rules.clone()
        };
        Read { meant, wrong }
    }
}

/// Every part but the days of the week that are left out.
const PARTS: [Setting; 22] = [
    Setting::Pick(Pick::Ended),
    Setting::Pick(Pick::After),
    Setting::Pick(Pick::LimitReached),
    Setting::DefaultEvent,
    Setting::Tick(Tick::OneScan),
    Setting::Tick(Tick::Identity),
    Setting::Field(Field::Wristband),
    Setting::Field(Field::CourseTerms),
    Setting::Field(Field::Staff),
    Setting::Field(Field::Cap),
    Setting::Field(Field::CoursePlaces),
    Setting::Field(Field::GuestCap),
    Setting::Tick(Tick::ChildrenOut),
    Setting::Uses,
    Setting::Field(Field::Visits),
    Setting::Field(Field::Value),
    Setting::Field(Field::Reservations),
    Setting::Tick(Tick::Once),
    Setting::Tick(Tick::Premieres),
    Setting::Tick(Tick::Galas),
    Setting::Tick(Tick::Guests),
    Setting::Field(Field::Opens),
];

impl Parts for RulesDraft {
    fn settings() -> impl Iterator<Item = Setting> {
        let days = IsoDay::ALL.map(|day| Setting::Tick(Tick::Day(day)));
        PARTS.into_iter().chain(days).chain([Setting::Field(Field::HandsOver)])
    }

    fn take(&mut self, setting: Setting, other: &Self) {
        let (rules, from) = (&mut self.rules, &other.rules);
        match setting {
            Setting::Pick(Pick::Ended) => rules.ended = from.ended,
            Setting::Pick(Pick::After) => rules.event_after_last_day = from.event_after_last_day,
            Setting::Pick(Pick::LimitReached) => rules.limit_reached = from.limit_reached,
            Setting::DefaultEvent => rules.default_event = from.default_event,
            Setting::Tick(Tick::OneScan) => rules.one_scan = from.one_scan,
            Setting::Tick(Tick::Identity) => rules.asks_identity = from.asks_identity,
            Setting::Tick(Tick::ChildrenOut) => rules.limits.caps_leave_children_out = from.limits.caps_leave_children_out,
            Setting::Tick(Tick::Once) => rules.limits.once_per_production = from.limits.once_per_production,
            Setting::Tick(Tick::Premieres) => rules.limits.left_out.premieres = from.limits.left_out.premieres,
            Setting::Tick(Tick::Galas) => rules.limits.left_out.galas = from.limits.left_out.galas,
            Setting::Tick(Tick::Guests) => rules.limits.left_out.guests = from.limits.left_out.guests,
            Setting::Tick(Tick::Day(day)) => {
                if from.limits.left_out.days.contains(&day) {
                    rules.limits.left_out.days.insert(day);
                } else {
                    rules.limits.left_out.days.remove(&day);
                }
            }
            Setting::Uses => {
                self.uses.clone_from(&other.uses);
                self.rest.clone_from(&other.rest);
            }
            Setting::Field(field) => self.take_field(field, other),
            // An event's and a showing's.
            Setting::Tick(Tick::EventLeftOut | Tick::EventGuest) | Setting::Pick(Pick::EventOnce | Pick::Occasion) => {}
        }
    }
}

impl RulesDraft {
    fn take_field(&mut self, field: Field, other: &Self) {
        match field {
            Field::Cap => self.cap.clone_from(&other.cap),
            Field::CoursePlaces => self.course_places.clone_from(&other.course_places),
            Field::GuestCap => self.guest_cap.clone_from(&other.guest_cap),
            Field::Value => {
                self.value.clone_from(&other.value);
                self.value_period = other.value_period;
            }
            Field::Visits => {
                self.visits.clone_from(&other.visits);
                self.visits_period = other.visits_period;
            }
            Field::Reservations => self.reservations.clone_from(&other.reservations),
            Field::Opens => self.opens.clone_from(&other.opens),
            Field::HandsOver => self.hands_over.clone_from(&other.hands_over),
            Field::CourseTerms => self.course_terms.clone_from(&other.course_terms),
            Field::Wristband => self.wristband.clone_from(&other.wristband),
            Field::Staff => self.staff.clone_from(&other.staff),
            // A limit of uses goes with the others; the rest is not the venue's.
            Field::Uses(_) | Field::EventCap | Field::Expected | Field::EventOpens | Field::Capacity | Field::Gap => {}
        }
    }
}

/// The most staff members of a group; nothing typed means one, as where the venue sets nothing (C22).
fn staff(text: &str) -> Result<Option<u16>, Wrong> {
    let Some(most) = number(text)? else { return Ok(None) };
    match u16::try_from(most) {
        Ok(ONE_STAFF) => Ok(None),
        Ok(most) if (ONE_STAFF..=MOST_STAFF).contains(&most) => Ok(Some(most)),
        _ => Err(Wrong::Outside(u64::from(ONE_STAFF), u64::from(MOST_STAFF))),
    }
}

struct Reader {
    limits: VenueLimits,
    wrong: Vec<(Field, Wrong)>,
}

impl Reader {
    /// Sets a limit where the model allows it; each is judged alone, so that each is told of.
    fn set(&mut self, field: Field, set: impl Fn(&mut VenueLimits)) {
        let mut alone = VenueLimits::default();
        set(&mut alone);
        match alone.check() {
            Ok(()) => set(&mut self.limits),
            Err(below) => self.wrong.push((field, Wrong::Below(below))),
        }
    }

    fn number(&mut self, field: Field, text: &str, most: u32, set: impl Fn(&mut VenueLimits, u32)) {
        match number(text) {
            Ok(Some(number)) if number > most => self.wrong.push((field, Wrong::TooLarge(most))),
            Ok(Some(number)) => self.set(field, |limits| set(limits, number)),
            Ok(None) => {}
            Err(NotANumber) => self.wrong.push((field, Wrong::NotANumber)),
        }
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
