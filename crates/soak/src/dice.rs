//! Chance that a seed repeats.

/// Numbers that look random, the same ones for the same seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of their own for one thing among many, whatever was thrown with these.
    #[must_use]
    pub fn of(seed: u64, thing: &[u64]) -> Self {
        let mut dice = Self(seed);
        for part in thing {
            dice.0 = dice.number() ^ part.wrapping_mul(0xA24B_AED4_963E_E407);
        }
        dice
    }

    /// What the next numbers come of, to be thrown on with elsewhere.
    #[must_use]
    pub fn state(&self) -> u64 {
        self.0
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `most`; 0 where there is none.
    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.number() % u64::try_from(most.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// Whether something comes about that does so `percent` times in a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A number from 0 to 1.
    pub fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.number() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_repeats_and_two_things_of_one_seed_differ() {
        let thrown = |mut dice: Dice| (0..20).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(thrown(Dice::new(7)), thrown(Dice::new(7)));
        assert_ne!(thrown(Dice::new(7)), thrown(Dice::new(8)));
        assert_ne!(thrown(Dice::of(7, &[1, 2])), thrown(Dice::of(7, &[2, 1])));
    }
}
