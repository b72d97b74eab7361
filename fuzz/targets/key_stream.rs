//! See `kaikuasema_fuzzing::key_stream`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::key_stream(data));
