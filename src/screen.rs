//! The screens, one to a file; none knows another.

pub mod check;
pub mod counter;
pub mod door;
pub mod late;
pub mod login;
pub mod queue;
pub mod readers;
pub mod samples;
pub mod settings;
