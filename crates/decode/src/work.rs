//! How much may be done for a picture, counted in looks at it: a bound that is the same on every machine, and that no
//! picture goes over.

use std::cell::Cell;

/// What may still be done.
#[derive(Debug)]
pub(crate) struct Work {
    left: Cell<u64>,
}

impl Work {
    /// So many looks.
    pub(crate) fn of(looks: u64) -> Self {
        Self { left: Cell::new(looks) }
    }

    /// Takes so many looks, if there are as many left; where there are not, none are taken any more.
    #[inline]
    pub(crate) fn take(&self, looks: u64) -> bool {
        let left = self.left.get().checked_sub(looks);
        self.left.set(left.unwrap_or(0));
        #[cfg(test)]
        ASKED.set((ASKED.get().0 + looks, ASKED.get().1 + if left.is_some() { looks } else { 0 }));
        left.is_some()
    }

    /// These looks were taken of a part of this.
    pub(crate) fn spend(&self, looks: u64) {
        self.left.set(self.left.get().saturating_sub(looks));
    }

    /// How many looks are left.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }
}

#[cfg(test)]
thread_local! {
    /// All looks that were asked for in this thread, and those that were taken.
    pub(crate) static ASKED: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is_and_after_that_nothing() {
        let work = Work::of(10);
        assert!(work.take(4) && work.take(6));
        assert!(!work.take(1));
        let work = Work::of(10);
        assert!(!work.take(11));
        assert!(!work.take(1));
    }
}
