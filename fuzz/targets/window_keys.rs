//! See `kaikuasema_fuzzing::window_keys`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::window_keys(data));
