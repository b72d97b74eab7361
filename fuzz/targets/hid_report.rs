//! See `kaikuasema_fuzzing::hid_report`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::hid_report(data));
