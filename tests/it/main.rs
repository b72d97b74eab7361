//! The one integration binary: real stations and services, the window without a display and
//! with one, and tidy checks.
#![allow(unreachable_pub, reason = "everything here is private to this binary")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod asides;
mod bad_input;
mod damaged_store;
mod days;
mod decode_command;
mod display;
mod door_commands;
mod exactly_once;
mod harness;
mod process;
mod reader_commands;
mod real_window;
mod sync_state;
mod tidy;
mod ui_asides;
mod ui_camera;
mod ui_camera_pictures;
mod ui_changes;
mod ui_check_character;
mod ui_counter;
mod ui_door;
mod ui_door_pictures;
mod ui_facts;
mod ui_keys;
mod ui_late;
mod ui_limits;
mod ui_login;
mod ui_pictures;
mod ui_queue_of_scans;
mod ui_readers;
mod ui_readers_pictures;
mod ui_rules;
mod ui_runs;
mod ui_settings;
mod ui_slow_scanners;
mod ui_staff;
mod ui_widgets;
