//! How customers were served, evening by evening: what a stress test looks at. Kept only where asked for.

use super::scratch::Scratch;
use super::wide::Wide;
use crate::plan::Plan;

/// Service up to an evening, since the books opened, in the units of the fill rate: kWh of cells where
/// all demand holds cells, else units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evening {
    /// Demanded.
    pub demanded: f64,
    /// Of it, served from stock on its day.
    pub served: f64,
    /// What waits this evening.
    pub waiting: f64,
}

/// The evenings from one on, of all trials side by side.
#[derive(Clone, Debug, Default)]
pub struct Service<const N: usize> {
    /// The first day of which the evening is kept; none are without it.
    pub from: Option<u32>,
    /// Demanded, served, waiting.
    evenings: Vec<[Wide<N>; 3]>,
}

impl<const N: usize> Service<N> {
    /// Forgets the evenings.
    pub fn reset(&mut self) {
        self.evenings.clear();
    }

    /// The evenings of one trial, from the first kept on.
    pub fn of(&self, k: usize) -> impl Iterator<Item = Evening> + '_ {
        self.evenings.iter().map(move |of| Evening {
            demanded: of[0][k],
            served: of[1][k],
            waiting: of[2][k],
        })
    }
}

impl<const N: usize> Scratch<N> {
    /// Notes the evening of a day of the books, where somebody wants to know.
    #[inline(always)]
    pub(super) fn note_service(&mut self, plan: &Plan, day: u32) {
        if self.service.from.is_some_and(|from| day >= from) {
            let mut sums = [Wide::ZERO; 3];
            for (id, demand) in plan.demands.enumerate() {
                let state = &self.demands[id];
                sums[0] += state.demanded * demand.weight;
                sums[1] += state.served * demand.weight;
                sums[2] += state.backlog * demand.weight;
            }
            self.service.evenings.push(sums);
        }
    }
}
