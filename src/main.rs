//! Start-up of the recording station.

fn main() {}
