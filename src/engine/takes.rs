//! Take or pay: on the last evening of a year buyers pay for what they should have taken in it.

use super::audit::TOLERANCE;
use super::day::Today;
use super::scratch::Scratch;
use super::watch::Watch;
use super::wide::Wide;
use crate::plan::{Plan, TakePlan};

/// What is taken or paid under a contract.
#[derive(Clone, Copy, Debug, Default)]
pub struct TakeState<const N: usize> {
    /// Taken in the books until the last year's last evening [unit].
    taken: Wide<N>,
    /// Paid for in the books and not taken [unit].
    pub not_taken: Wide<N>,
}

impl<const N: usize> Scratch<N> {
    /// Nothing is owed when the books open.
    pub(super) fn set_takes(&mut self, plan: &Plan) {
        self.takes.clear();
        self.takes.resize(plan.takes.len(), TakeState::default());
    }

    /// What was taken under a contract in the books [unit].
    fn taken(&self, take: &TakePlan) -> Wide<N> {
        let mut taken = Wide::ZERO;
        for &lane in &take.lanes {
            let lane = &self.lanes[lane];
            taken += lane.count.titled - lane.opened.titled;
        }
        taken
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// What is missing of a year, on its days in the books, is paid at today's price.
    pub(super) fn pay_for_what_was_not_taken(&mut self, (from, to): (u32, u32)) {
        for (at, take) in self.plan.takes.iter().enumerate() {
            let agreed = self.s.scalar(&take.terms.quantity_per_day);
            let agreed = agreed * self.s.scalar(&take.terms.share) * f64::from(to - from);
            let taken = self.s.taken(take);
            let state = &mut self.s.takes[at];
            let missing = agreed - (taken - state.taken);
            let missing = missing.above(agreed * TOLERANCE).of(missing);
            state.taken = taken;
            state.not_taken += missing;
            self.post(take.account, missing * self.s.prices.today[take.tariff]);
        }
    }
}
