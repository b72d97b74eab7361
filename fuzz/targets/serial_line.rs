//! See `kaikuasema_fuzzing::serial_line`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::serial_line(data));
