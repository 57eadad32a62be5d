//! Orders that wait at a supplier's stock, oldest first.

use super::wide::{Mask, Wide, whole};

/// Relative quantities below which what is missing is rounding.
const TINY: f64 = 1e-9;

/// Evenings of a new ring. Rings grow to the longest wait they have met.
const EVENINGS: usize = 16;

/// What was ordered on each evening and is still open: a ring. [`Open::reset`] makes it ready.
#[derive(Clone, Debug, Default)]
pub struct Open<const N: usize> {
    /// By evening, modulo their number, which is a power of 2.
    evenings: Vec<Wide<N>>,
}

impl<const N: usize> Open<N> {
    /// Forgets everything.
    pub fn reset(&mut self) {
        let length = self.evenings.len().max(EVENINGS);
        self.evenings.clear();
        self.evenings.resize(length, Wide::ZERO);
    }

    /// What is open of an evening.
    #[inline(always)]
    pub fn on(&mut self, evening: u32) -> &mut Wide<N> {
        let at = evening as usize & (self.evenings.len() - 1);
        &mut self.evenings[at]
    }

    /// Notes tonight's orders, with room for all evenings since one.
    #[inline(always)]
    pub fn note(&mut self, today: u32, since: u32, quantity: Wide<N>) {
        if (today - since) as usize >= self.evenings.len() {
            self.grow(today, since);
        }
        *self.on(today) = quantity;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, today: u32, since: u32) {
        let length = (2 * (today - since) as usize + 1).next_power_of_two();
        let old = std::mem::replace(&mut self.evenings, vec![Wide::ZERO; length]);
        for evening in today as usize - old.len()..today as usize {
            self.evenings[evening & (length - 1)] = old[evening & (old.len() - 1)];
        }
    }
}

/// What is filled of an evening's orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filled {
    /// When they were placed.
    pub evening: u32,
    /// Which part of each is filled now.
    pub part: f64,
    /// How much that is of all of them.
    pub quantity: f64,
}

/// The orders that wait at one stock.
#[derive(Clone, Debug)]
pub struct Queue<const N: usize> {
    /// Sum of what is still to be filled, tonight's orders included; ≥ 0.
    pub open: Wide<N>,
    /// Where somebody waits since an earlier evening.
    pub waiting: Mask<N>,
    /// The first evening of which anything is open, where somebody waits.
    since: Wide<N>,
    /// In no trial before this one.
    earliest: u32,
    /// What is open of each evening, all lines together.
    pub all: Open<N>,
}

impl<const N: usize> Default for Queue<N> {
    fn default() -> Self {
        Self {
            open: Wide::ZERO,
            waiting: Mask::NONE,
            since: Wide::ZERO,
            earliest: 0,
            all: Open::default(),
        }
    }
}

impl<const N: usize> Queue<N> {
    /// Empties the queue.
    pub fn reset(&mut self) {
        self.open = Wide::ZERO;
        self.waiting = Mask::NONE;
        self.earliest = 0;
        self.all.reset();
    }

    /// From now on somebody waits in these trials; returns since when, as [`Queue::earliest`] does.
    #[inline(always)]
    pub fn join(&mut self, today: u32, trials: Mask<N>) -> u32 {
        let evening = Wide::all(f64::from(today));
        self.since = (trials & !self.waiting).select(evening, self.since);
        self.waiting = self.waiting | trials;
        self.earliest(today)
    }

    /// An evening from which on rings hold all that is open in any trial: the first of which anything
    /// is, or one before it that is so late that they do anyway.
    #[inline(always)]
    pub fn earliest(&mut self, today: u32) -> u32 {
        if (today - self.earliest) as usize >= EVENINGS {
            let today = Wide::all(f64::from(today));
            self.earliest = whole(self.waiting.select(self.since, today).least());
        }
        self.earliest
    }

    /// Fills a trial's orders of the first evening with what is available: all of them where only
    /// rounding is missing.
    #[inline(always)]
    pub fn serve(&mut self, k: usize, today: u32, available: &mut f64) -> Option<Filled> {
        while self.waiting.at(k) && *available > 0.0 {
            let evening = whole(self.since[k]);
            let open = &mut self.all.on(evening)[k];
            let wanted = *open;
            let complete = *available >= wanted * (1.0 - TINY);
            let part = if complete { 1.0 } else { *available / wanted };
            let quantity = wanted * part;
            *open -= quantity;
            let left = self.open[k] - quantity;
            self.open[k] = if left > 0.0 { left } else { 0.0 };
            if !complete {
                *available = 0.0;
            } else if evening == today {
                self.open[k] = 0.0;
                self.waiting.set(k, false);
            } else {
                *available -= wanted;
                self.since[k] += 1.0;
            }
            if wanted > 0.0 {
                return Some(Filled {
                    evening,
                    part,
                    quantity,
                });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "halves and whole numbers")]
    fn the_longest_waiting_are_served_first_however_long_they_wait() {
        let mut queue = Queue::<1>::default();
        queue.reset();
        for today in 0..100 {
            let since = queue.join(today, Mask::from_fn(|_| true));
            assert_eq!(since, 0);
            queue.open += Wide([10.0]);
            queue.all.note(today, since, Wide([10.0]));
        }
        let mut available = 25.0;
        let mut served = Vec::new();
        while let Some(filled) = queue.serve(0, 99, &mut available) {
            served.push((filled.evening, filled.part));
        }
        assert_eq!(served, [(0, 1.0), (1, 1.0), (2, 0.5)]);
        assert_eq!(queue.open[0], 975.0);
        available = 1e4;
        let rest = std::iter::from_fn(|| queue.serve(0, 99, &mut available)).count();
        assert_eq!((rest, queue.open[0], queue.waiting.any()), (98, 0.0, false));
    }

    #[test]
    fn what_waits_in_a_queue_is_never_negative_however_sums_round() {
        let (mut queue, mut state) = (Queue::<1>::default(), 1_u64);
        queue.reset();
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut emptied = 0;
        for today in 0..100_000 {
            let asked = Wide([100.0 * next()]);
            queue.open += asked;
            let since = queue.join(today, Mask::from_fn(|_| true));
            queue.all.note(today, since, asked);
            // Often all but what rounding leaves.
            let mut available = if next() < 0.5 {
                queue.open[0]
            } else {
                queue.open[0] * next()
            };
            while queue.serve(0, today, &mut available).is_some() {}
            assert!(queue.open[0] >= 0.0, "{} on day {today}", queue.open[0]);
            emptied += u32::from(!queue.waiting.any());
        }
        assert!(emptied > 1_000);
    }
}
