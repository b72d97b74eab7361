//! See `kaikuasema_fuzzing::still_picture`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::still_picture(data));
