//! Step 4: customers are served from stock, those waiting first, pro rata where it does not reach.

use super::day::Today;
use super::watch::{Happening, Watch};
use crate::id::{DemandId, StockId};
use crate::model::Unmet;

/// Relative quantities below which nothing counts as short.
const TINY: f64 = 1e-9;

impl<W: Watch> Today<'_, W> {
    /// Step 4.
    pub(super) fn serve(&mut self) {
        let mut short = false;
        for &stock in &self.plan.work.demanded {
            self.serve_backlog(stock);
            short |= self.serve_today(stock);
        }
        if self.books && short {
            self.s.month.days_short += 1.0;
        }
    }

    fn serve_backlog(&mut self, stock: StockId) {
        let waiting = self.s.stocks[stock].backlog;
        if waiting <= self.s.stocks[stock].tiny() {
            self.forgive_rounding(stock);
            return;
        }
        let share = self.share(stock, waiting);
        for &demand in &self.plan.stocks[stock].demands {
            let quantity = self.s.demands[demand].backlog * share;
            if quantity > 0.0 {
                let delivered = self.deliver(stock, quantity);
                let state = &mut self.s.demands[demand];
                state.backlog = if share >= 1.0 {
                    0.0
                } else {
                    state.backlog - delivered
                };
                self.tell(|| Happening::Served {
                    demand,
                    quantity: delivered,
                    late: true,
                });
            }
        }
        self.s.stocks[stock].backlog = if share >= 1.0 {
            0.0
        } else {
            self.total_backlog(stock)
        };
    }

    /// A backlog of less than a billionth of what the stock deals in is rounding.
    fn forgive_rounding(&mut self, stock: StockId) {
        if self.s.stocks[stock].backlog > 0.0 {
            self.s.stocks[stock].backlog = 0.0;
            for &demand in &self.plan.stocks[stock].demands {
                self.s.demands[demand].backlog = 0.0;
            }
        }
    }

    fn total_backlog(&self, stock: StockId) -> f64 {
        self.plan.stocks[stock]
            .demands
            .iter()
            .map(|&d| self.s.demands[d].backlog)
            .sum()
    }

    /// The share of a quantity that is on hand.
    fn share(&self, stock: StockId, quantity: f64) -> f64 {
        (self.s.stocks[stock].hand.quantity / quantity).min(1.0)
    }

    /// Serves today's demand and says whether any was short.
    fn serve_today(&mut self, stock: StockId) -> bool {
        let day = self.day as usize;
        let plan = &self.plan.stocks[stock];
        let wanted: f64 = plan
            .demands
            .iter()
            .map(|&d| self.s.demands[d].draws[day])
            .sum();
        if wanted <= 0.0 {
            return false;
        }
        let state = &mut self.s.stocks[stock];
        state.scale = state.scale.max(wanted);
        let share = self.share(stock, wanted);
        let mut short = false;
        for &demand in &plan.demands {
            let quantity = self.s.demands[demand].draws[day];
            if quantity > 0.0 {
                self.tell(|| Happening::Demanded { demand, quantity });
                let served = self.deliver(stock, quantity * share);
                self.tell(|| Happening::Served {
                    demand,
                    quantity: served,
                    late: false,
                });
                short |= self.note(stock, demand, quantity, served);
            }
        }
        self.s.stocks[stock].backlog = self.total_backlog(stock);
        short
    }

    /// Goods leave for the customer; returns how much there was.
    fn deliver(&mut self, stock: StockId, quantity: f64) -> f64 {
        let delivered = self.s.stocks[stock].hand.take(quantity).quantity;
        self.s.stocks[stock].count.delivered += delivered;
        let commodity = &self.plan.commodities[self.plan.stocks[stock].commodity];
        self.s.lithium_t -= delivered * commodity.lithium_t;
        if self.books {
            let month = &mut self.s.month;
            let kwh = delivered * commodity.energy_kwh;
            month.delivered_kwh += kwh;
            month.discounted_kwh += kwh * self.s.ledger.discount;
            month.delivered_lithium_t += delivered * commodity.lithium_t;
            if commodity.is_vehicle {
                month.delivered_vehicles += delivered;
            }
        }
        delivered
    }

    /// Notes what of a demand was served on its day, and what becomes of the rest.
    fn note(&mut self, stock: StockId, demand: DemandId, quantity: f64, served: f64) -> bool {
        let short = quantity - served;
        let is_short = short > TINY * quantity;
        let plan = &self.plan.demands[demand];
        if self.books {
            let state = &mut self.s.demands[demand];
            state.demanded += quantity;
            state.served += served;
            self.s.month.demanded += quantity * plan.weight;
            self.s.month.served += served * plan.weight;
            if self.plan.commodities[self.plan.stocks[stock].commodity].is_vehicle {
                self.s.month.vehicles_not_built += short;
            }
        }
        if !is_short {
            return false;
        }
        self.tell(|| Happening::Short {
            demand,
            quantity: short,
        });
        match plan.terms.unmet {
            Unmet::Backlog => self.s.demands[demand].backlog += short,
            Unmet::Lost => {
                self.s.demands[demand].lost += if self.books { short } else { 0.0 };
                if let Some(account) = plan.lost_account {
                    self.post(account, short * self.s.demands[demand].lost_cost);
                }
                self.tell(|| Happening::Lost {
                    demand,
                    quantity: short,
                });
            }
        }
        true
    }
}
