//! See `kaikuasema_fuzzing::camera_wire`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| kaikuasema_fuzzing::camera_wire(data));
