//! Demand that has waited for so many days in a row is bought on a market, and goes from there to the
//! customer past the stock. What is bought waits no longer at the stock, but with the customer until
//! it comes.

use super::day::Today;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::DemandId;
use crate::plan::{Fallback, LaneId};

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Asks the market for all that still waits of a demand this evening, once it has waited long
    /// enough.
    pub(super) fn fall_back(&mut self, demand: DemandId) {
        let plan = &self.plan.demands[demand];
        let Some(Fallback { lane, after_days }) = plan.fallback else {
            return;
        };
        let stock = plan.terms.stock;
        let tiny = self.s.stocks[stock].tiny();
        let state = &mut self.s.demands[demand];
        let waits = state.backlog.above(tiny);
        state.days_waiting = waits.of(state.days_waiting + 1.0);
        let asks = waits
            & state
                .days_waiting
                .at_least(Wide::all(f64::from(after_days)));
        if !asks.any() {
            return;
        }
        let quantity = asks.of(state.backlog);
        state.backlog = (!asks).of(state.backlog);
        let lane = &mut self.s.lanes[lane];
        lane.outstanding += quantity;
        lane.tonight.fill_order(quantity, self.day);
        self.s.stocks[stock].backlog = self.total_backlog(stock);
    }

    /// What was bought for a customer is there.
    pub(super) fn hand_over(&mut self, demand: DemandId, quantity: Wide<N>) {
        self.s.demands[demand].fallen_back += quantity;
        self.tell(quantity.is_positive(), |k| Happening::Served {
            demand,
            quantity: quantity[k],
            late: true,
        });
        self.count_delivery(self.plan.demands[demand].terms.stock, quantity);
    }

    /// What customers of a demand wait for [unit].
    #[inline(always)]
    pub(super) fn waiting(&self, demand: DemandId) -> Wide<N> {
        let backlog = self.s.demands[demand].backlog;
        match self.plan.demands[demand].fallback {
            Some(Fallback { lane, .. }) => backlog + self.s.lanes[lane].outstanding,
            None => backlog,
        }
    }
}

/// The lines past stocks, with the demands they serve.
pub(super) fn lanes(plan: &crate::plan::Plan) -> impl Iterator<Item = (DemandId, LaneId)> {
    let demands = plan.work.falling_back.iter();
    demands.filter_map(|&demand| Some((demand, plan.demands[demand].fallback?.lane)))
}
