//! Measures by month, taken on its last evening: sums of its days, and what was counted since the
//! evening before it. Nothing of this costs anything on other days.

use super::scratch::{Scratch, Sums};
use super::wide::Wide;
use crate::id::{Id, IndexId};
use crate::measure::What;
use crate::plan::Plan;

impl<const N: usize> Scratch<N> {
    /// Notes what counters have come to, from which the month's measures count.
    pub(super) fn begin_month(&mut self, plan: &Plan) {
        self.before.resize(plan.columns.monthly.len(), Wide::ZERO);
        for (at, &(what, _)) in plan.columns.monthly.iter().enumerate() {
            self.before[at] = self.counted(plan, what);
        }
    }

    /// The month's sums become its measures, and go to the whole.
    pub(super) fn close_month(&mut self, plan: &Plan, day: u32, month: usize) {
        let sums = std::mem::take(&mut self.month);
        let value_usd = self.value_of_goods(plan).book_usd;
        for (at, &(what, of)) in plan.columns.monthly.iter().enumerate() {
            let value = match what {
                What::StockValueUsd => value_usd,
                What::IndexMean => self.mean_of_index(Id::new(of), day, sums.days),
                What::MarketUsd => self.counted(plan, what) - self.before[at],
                What::QueueOfAll | What::CellsInStock => {
                    (self.counted(plan, what) - self.before[at]) / sums.days
                }
                _ => of_days(&sums, what),
            };
            self.monthly[at * plan.calendar.book_months + month] = value;
        }
        self.begin_month(plan);
        self.sums.add(&sums);
    }

    /// What a counter has come to since day 0.
    fn counted(&self, plan: &Plan, what: What) -> Wide<N> {
        let mut sum = Wide::ZERO;
        match what {
            What::MarketUsd => {
                for &account in &plan.columns.market_accounts {
                    sum += self.ledger.accrued[account.position()];
                }
            }
            What::QueueOfAll => {
                for stop in &self.stops {
                    sum += stop.count.queued;
                }
            }
            What::CellsInStock => {
                for (id, stock) in plan.stocks.enumerate() {
                    let kwh_per_unit = plan.commodities[stock.commodity].energy_kwh;
                    sum += self.stocks[id].count.hand_days * kwh_per_unit;
                }
            }
            _ => {}
        }
        sum
    }

    /// Mean over so many days to one of them.
    fn mean_of_index(&self, index: IndexId, last: u32, days: Wide<N>) -> Wide<N> {
        // As many in every trial.
        let count = days[0] as usize;
        let to = last as usize + 1;
        let mut sum = Wide::ZERO;
        for &value in &self.prices.paths[index][to - count..to] {
            sum += value;
        }
        sum / days
    }
}

fn of_days<const N: usize>(sums: &Sums<N>, what: What) -> Wide<N> {
    match what {
        What::FillRate => sums
            .demanded
            .is_positive()
            .select(sums.served / sums.demanded, Wide::all(f64::NAN)),
        What::DaysShort => sums.days_short,
        What::VehiclesNotBuilt => sums.vehicles_not_built,
        What::DeliveredKwh => sums.delivered_kwh,
        What::DeliveredVehicles => sums.delivered_vehicles,
        What::TotalCostUsd => sums.cost_usd,
        What::LithiumInChain => sums.lithium_t_days / sums.days,
        _ => Wide::all(f64::NAN),
    }
}
