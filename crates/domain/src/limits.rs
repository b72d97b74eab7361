//! The operating model's limits (R127–R154): what a venue may limit, the model's floors under
//! each limit, what counts towards one, and one pure function that judges a use by them.

mod cap;
mod counted;
mod finding;
mod floor;
mod judge;
mod oversold;
mod period;
mod settings;

pub use cap::{EffectiveCap, effective_cap, is_capped, occasion_cap};
pub use counted::Counted;
pub use finding::{Cause, Finding, LeftOutWhy, Room, Severity, passes_cap, usability};
pub use floor::{
    BelowFloor, CAP_PERCENT, CappedSetting, FloorReason, GUEST_TICKETS, HAND_OVER_MINUTES, MASS_EVENT_PEOPLE, MASS_EVENT_TICKETS,
    OPENS_DAYS, VISITS_A_YEAR, cap_floor,
};
pub use judge::{Asked, findings, hands_over_from, repeat_of};
pub use oversold::{Oversold, oversold};
pub use period::Period;
pub use settings::{Cap, CapPer, EventLimits, IsoDay, LeftOut, UseLimit, ValueLimit, VenueLimits, VisitLimit};

#[cfg(test)]
mod tests;
