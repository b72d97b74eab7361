//! A small deterministic generator (SplitMix64): training data needs no more, and it
//! stays the same whatever a library does.

/// The generator.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from 0 up to, without, `end`; 0 where `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        // The top half scaled: even enough for numbers this small.
        let top = self.bits() >> 32;
        u32::try_from((top * u64::from(end)) >> 32).unwrap_or(0)
    }

    /// A number between two, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(index).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_within_bounds() {
        let (mut one, mut other) = (Random::new(7), Random::new(7));
        for end in 1..2_000 {
            let number = one.below(end);
            assert_eq!(number, other.below(end));
            assert!(number < end);
        }
        assert_eq!(one.below(0), 0);
        assert_eq!(one.pick::<u8>(&[]), None);
        // The published first output of SplitMix64 for seed 0.
        assert_eq!(Random::new(0).bits(), 0xe220_a839_7b1d_cdaf);
    }
}
