//! Cargo that arrives from another country: what it is worth, duty, value added tax.

use super::cargo::Goods;
use super::day::Today;
use super::scratch::Scratch;
use super::watch::Watch;
use super::wide::Wide;
use crate::plan::{LaneId, Plan};

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// The owner at the end of the way pays duty and tax on what arrives, and holds the goods at
    /// their cost with what it does not get back.
    pub(super) fn import(&mut self, lane: LaneId, goods: Goods<N>) -> Goods<N> {
        let Some(import) = &self.plan.lanes[lane].import else {
            return goods;
        };
        let value = goods.cost_usd;
        let mut cost = value;
        if let Some((tariff, account)) = import.duty {
            let usd = value * self.s.prices.today[tariff];
            self.post(account, usd);
            cost += usd;
        }
        let count = &mut self.s.lanes[lane].count;
        count.landed_usd += value;
        count.dutied_usd += cost;
        if self.books {
            let calendar = &self.plan.calendar;
            let year = calendar.book_year[self.day as usize] as usize;
            self.s.trade_usd[import.border * calendar.book_years + year] += value;
        }
        if let Some((tariff, account)) = import.vat {
            let usd = cost * self.s.prices.today[tariff];
            self.post(account, usd);
            if let Some((_, account, days)) = &import.vat_back {
                let days = self.s.scalar(days);
                self.post_due(*account, usd, days);
            } else {
                cost += usd;
            }
        }
        Goods {
            cost_usd: cost,
            ..goods
        }
    }
}

impl<const N: usize> Scratch<N> {
    /// Value of what passed a border in the books [USD].
    pub(super) fn trade_usd(&self, plan: &Plan, border: usize) -> Wide<N> {
        let mut usd = Wide::ZERO;
        for (id, lane) in plan.lanes.enumerate() {
            if lane.import.as_ref().is_some_and(|i| i.border == border) {
                let lane = &self.lanes[id];
                usd += lane.count.landed_usd - lane.opened.landed_usd;
            }
        }
        usd
    }
}
