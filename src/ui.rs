//! Reusable parts of the window: tokens, lettering, icons and widgets. Knows no screen.

pub mod bar;
pub mod button;
pub mod calendar;
pub mod card;
pub mod check_box;
pub mod chip;
pub mod combo;
pub mod date_field;
pub mod drop_down;
pub mod field;
pub mod fit;
pub mod focus;
pub mod help;
pub mod icon;
pub mod keys;
pub mod lettering;
pub mod list;
pub mod number_field;
pub mod popover;
pub mod reveal;
pub mod segments;
pub mod stepper;
pub mod theme;
pub mod toast;
pub mod verdict_panel;
pub mod wedge;
