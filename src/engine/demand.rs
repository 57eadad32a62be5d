//! Step 4: customers are served from stock, those waiting first, pro rata where it does not reach.

use super::day::Today;
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::id::{DemandId, StockId};
use crate::model::Unmet;

/// Relative quantities below which nothing counts as short.
const TINY: f64 = 1e-9;

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Step 4.
    #[inline(always)]
    pub(super) fn serve(&mut self) {
        let mut short = Mask::NONE;
        for &stock in &self.plan.work.demanded {
            if self.s.stocks[stock].backlog.some() {
                self.serve_backlog(stock);
            }
            short = short | self.serve_today(stock);
        }
        for &demand in &self.plan.work.falling_back {
            self.fall_back(demand);
        }
        if self.books {
            self.s.month.days_short += short.ones();
        }
    }

    #[inline(always)]
    fn serve_backlog(&mut self, stock: StockId) {
        let state = &self.s.stocks[stock];
        // A backlog of less than a billionth of what the stock deals in is rounding.
        let waits = state.backlog.above(state.tiny());
        let share = self.share(stock, state.backlog);
        let all = share.at_least(Wide::all(1.0)) | !waits;
        for &demand in &self.plan.stocks[stock].demands {
            let quantity = waits.of(self.s.demands[demand].backlog * share);
            let delivered = self.deliver(stock, quantity);
            let state = &mut self.s.demands[demand];
            state.backlog = (!all).of(state.backlog - delivered);
            self.tell(quantity.is_positive(), |k| Happening::Served {
                demand,
                quantity: delivered[k],
                late: true,
            });
        }
        self.s.stocks[stock].backlog = self.total_backlog(stock);
    }

    #[inline(always)]
    pub(super) fn total_backlog(&self, stock: StockId) -> Wide<N> {
        let mut total = Wide::ZERO;
        for &demand in &self.plan.stocks[stock].demands {
            total += self.s.demands[demand].backlog;
        }
        total
    }

    /// The share of a quantity that is on hand.
    #[inline(always)]
    fn share(&self, stock: StockId, quantity: Wide<N>) -> Wide<N> {
        let hand = self.s.stocks[stock].hand.quantity;
        let some = quantity.max(Wide::all(f64::MIN_POSITIVE));
        (hand / some).min(Wide::all(1.0))
    }

    /// Serves today's demand and says where any was short.
    #[inline(always)]
    fn serve_today(&mut self, stock: StockId) -> Mask<N> {
        let day = self.day as usize;
        let plan = &self.plan.stocks[stock];
        let mut wanted = Wide::ZERO;
        for &demand in &plan.demands {
            wanted += self.s.demands[demand].draws[day];
        }
        if !wanted.some() {
            return Mask::NONE;
        }
        let state = &mut self.s.stocks[stock];
        state.scale = state.scale.max(wanted);
        let share = self.share(stock, wanted);
        let mut short = Mask::NONE;
        for &demand in &plan.demands {
            let quantity = self.s.demands[demand].draws[day];
            let is_asked = quantity.is_positive();
            self.tell(is_asked, |k| Happening::Demanded {
                demand,
                quantity: quantity[k],
            });
            let served = self.deliver(stock, quantity * share);
            self.tell(is_asked, |k| Happening::Served {
                demand,
                quantity: served[k],
                late: false,
            });
            short = short | self.note(stock, demand, quantity, served);
        }
        self.s.stocks[stock].backlog = self.total_backlog(stock);
        short
    }

    /// Goods leave for the customer; returns how much there was.
    #[inline(always)]
    fn deliver(&mut self, stock: StockId, quantity: Wide<N>) -> Wide<N> {
        let delivered = self.s.stocks[stock].hand.take(quantity).quantity;
        self.s.stocks[stock].count.delivered += delivered;
        self.count_delivery(stock, delivered);
        delivered
    }

    /// Counts what a customer of a stock gets, from the stock or past it.
    #[inline(always)]
    pub(super) fn count_delivery(&mut self, stock: StockId, delivered: Wide<N>) {
        let commodity = &self.plan.commodities[self.plan.stocks[stock].commodity];
        let lithium_t = delivered * commodity.lithium_t;
        self.s.lithium_t -= lithium_t;
        if self.books {
            let month = &mut self.s.month;
            let kwh = delivered * commodity.energy_kwh;
            month.delivered_kwh += kwh;
            month.discounted_kwh += kwh * self.s.ledger.discount;
            month.delivered_lithium_t += lithium_t;
            if commodity.is_vehicle {
                month.delivered_vehicles += delivered;
            }
        }
    }

    /// Notes what of a demand was served on its day, and what becomes of the rest.
    #[inline(always)]
    fn note(
        &mut self,
        stock: StockId,
        demand: DemandId,
        quantity: Wide<N>,
        served: Wide<N>,
    ) -> Mask<N> {
        let missing = quantity - served;
        let is_short = missing.above(quantity * TINY);
        let plan = &self.plan.demands[demand];
        if self.books {
            let state = &mut self.s.demands[demand];
            state.demanded += quantity;
            state.served += served;
            self.s.month.demanded += quantity * plan.weight;
            self.s.month.served += served * plan.weight;
            if self.plan.commodities[self.plan.stocks[stock].commodity].is_vehicle {
                self.s.month.vehicles_not_built += missing;
            }
        }
        if !is_short.any() {
            return is_short;
        }
        let missing = is_short.of(missing);
        if self.books {
            self.s.demands[demand].days_short += is_short.ones();
        }
        self.tell(is_short, |k| Happening::Short {
            demand,
            quantity: missing[k],
        });
        match plan.terms.unmet {
            Unmet::Backlog | Unmet::Market { .. } => self.s.demands[demand].backlog += missing,
            Unmet::Lost => {
                if self.books {
                    self.s.demands[demand].lost += missing;
                }
                if let Some(account) = plan.lost_account {
                    self.post(account, missing * self.s.demands[demand].lost_cost);
                }
                self.tell(is_short, |k| Happening::Lost {
                    demand,
                    quantity: missing[k],
                });
            }
        }
        is_short
    }
}
