//! See `kaikuasema_fuzzing::qr_contents`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::qr_contents(data));
