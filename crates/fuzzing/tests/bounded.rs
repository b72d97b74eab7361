//! Every entry of the fuzzer, on the compiler that the project is built with: the kept corpus, and a bounded
//! number of random and mutated inputs from a fixed seed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use kaikuasema_fuzzing::{ENTRIES, Entry};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// Inputs made for each entry beside its corpus.
const MADE: usize = 4_000;
/// Of pictures: looking for codes takes milliseconds.
const MADE_PICTURES: usize = 24;
/// The longest of them; a QR code of the largest size holds 7,089 digits.
const LONGEST: usize = 8_000;

/// A small generator (xorshift), so that a failure can be had again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A kept input with some bytes changed, taken out, put in, doubled, or another input put behind it; every fourth
/// is random throughout.
fn made(random: &mut Random, corpus: &[Vec<u8>]) -> Vec<u8> {
    if random.below(4) == 0 {
        let length = random.below(256);
        return (0..length).map(|_| random.byte()).collect();
    }
    let mut input = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(input.len());
        match random.below(6) {
            0 if !input.is_empty() => input[at] = random.byte(),
            1 if !input.is_empty() => input[at] ^= 1 << random.below(8),
            2 if !input.is_empty() => drop(input.remove(at)),
            3 => input.insert(at, random.byte()),
            4 => input.extend_from_within(at..),
            _ => input.extend_from_slice(&corpus[random.below(corpus.len())]),
        }
    }
    input.truncate(LONGEST);
    input
}

fn holds(name: &str, entry: Entry, input: &[u8]) {
    if catch_unwind(|| entry(input)).is_err() {
        let path = std::env::temp_dir().join(format!("kaikuasema-{name}-{}.input", std::process::id()));
        std::fs::write(&path, input).unwrap();
        panic!("{name} fails with the {} bytes of {}", input.len(), path.display());
    }
}

#[test]
fn what_readers_send_is_parsed_whatever_it_is() {
    for (name, entry) in ENTRIES {
        let corpus = corpus(name);
        assert!(corpus.len() >= 3, "{name} has a corpus");
        for input in &corpus {
            holds(name, *entry, input);
        }
        let mut random = Random(0x4b61_696b_7561_7365);
        let count = if name == &"still_picture" { MADE_PICTURES } else { MADE };
        for _ in 0..count {
            holds(name, *entry, &made(&mut random, &corpus));
        }
    }
}

/// A target that is missing is an entry that no fuzzer enters.
#[test]
fn each_entry_has_a_target() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/Cargo.toml")).unwrap();
    for (name, _) in ENTRIES {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is in no `[[bin]]` of fuzz/Cargo.toml");
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fuzz/targets/{name}.rs"));
        let text = std::fs::read_to_string(&target).unwrap();
        assert!(text.contains(&format!("kaikuasema_fuzzing::{name}(data)")), "{} does not enter there", target.display());
    }
}
