//! A trial's measures from what it counted.

use super::scratch::{Scratch, StockCount, Value};
use crate::id::{DemandId, Id, PartyId, ProcessId, RouteId, StockId};
use crate::measure::What;
use crate::outcome::Row;
use crate::plan::{Account, Kind, Plan};

/// Writes the results of a finished trial.
pub(super) fn write(plan: &Plan, scratch: &Scratch, row: &mut Row<'_>) {
    row.parameters.copy_from_slice(&scratch.parameters);
    row.monthly.copy_from_slice(&scratch.monthly);
    let closing = scratch.value_of_goods(plan);
    let trial = Trial {
        plan,
        s: scratch,
        closing,
    };
    for (value, &(what, at)) in row.measures.iter_mut().zip(&plan.columns.measures) {
        *value = trial.measure(what, at);
    }
    trial.write_ledger(row.ledger);
}

/// A finished trial.
struct Trial<'a> {
    plan: &'a Plan,
    s: &'a Scratch,
    closing: Value,
}

/// A quotient; undefined without a divisor.
fn over(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { f64::NAN }
}

impl Trial<'_> {
    fn measure(&self, what: What, at: usize) -> f64 {
        let sums = &self.s.sums;
        match what {
            What::DeliveredCost => {
                self.per_kwh(self.paid_by_automaker(|_| true)) + self.delivered_stock_change()
            }
            What::ChainCost => self.per_kwh(self.resources(|_| true)) + self.chain_stock_change(),
            What::FillRate => over(sums.served, sums.demanded),
            What::DaysShort => sums.days_short,
            What::EverShort => f64::from(u8::from(sums.days_short > 0.0)),
            What::VehiclesNotBuilt => sums.vehicles_not_built,
            What::VehiclesLost => self.vehicles_lost(),
            What::DeliveredKwh => sums.delivered_kwh,
            What::DeliveredVehicles => sums.delivered_vehicles,
            What::ChainTimeDays => over(sums.lithium_t_days, sums.delivered_lithium_t),
            What::TotalCostUsd => sums.cost_usd,
            What::CostPerDayUsd => over(sums.cost_usd, sums.days),
            What::DemandCuts => self.s.demands.iter().map(|d| d.cuts).sum(),
            What::DeliveredCostOf if at == self.plan.categories.len() => {
                self.delivered_stock_change()
            }
            What::DeliveredCostOf => self.per_kwh(self.paid_by_automaker(|a| a.category == at)),
            What::ChainCostOf if at == self.plan.categories.len() => self.chain_stock_change(),
            What::ChainCostOf => self.per_kwh(self.resources(|a| a.category == at)),
            What::ChainCostAt => self.per_kwh(self.resources(|a| a.stage == at)),
            What::CashUsd => self.cash(PartyId::new(at)),
            What::FillRateAt | What::EndBacklog => self.of_demand(what, DemandId::new(at)),
            What::MadeUnits | What::Utilisation | What::DaysStopped => {
                self.of_process(what, ProcessId::new(at))
            }
            What::DoorToDoorDays | What::UsdPerFeu | What::Feu => {
                self.of_route(what, RouteId::new(at))
            }
            What::StockValueUsd | What::LithiumInChain => f64::NAN,
            _ => self.of_stock(what, StockId::new(at)),
        }
    }

    /// Present value over the present value of the kWh delivered [USD/kWh].
    fn per_kwh(&self, usd: f64) -> f64 {
        over(usd, self.s.sums.discounted_kwh)
    }

    /// Present value of what resources cost on some accounts [USD].
    fn resources(&self, counts: impl Fn(&Account) -> bool) -> f64 {
        self.plan
            .accounts
            .enumerate()
            .filter(|(_, account)| account.kind.is_resource() && counts(account))
            .map(|(id, _)| self.s.ledger.discounted[id.position()])
            .sum()
    }

    /// Present value of what the automaker pays and bears, less what it is paid, on some accounts
    /// [USD].
    fn paid_by_automaker(&self, counts: impl Fn(&Account) -> bool) -> f64 {
        let ours = |party| f64::from(u8::from(Some(party) == self.plan.automaker));
        let sign = |account: &Account| match account.kind {
            Kind::Investment => 0.0,
            Kind::Imputed => ours(account.payer),
            Kind::Resource | Kind::Transfer => ours(account.payer) - ours(account.payee),
        };
        self.plan
            .accounts
            .enumerate()
            .filter(|(_, account)| counts(account))
            .map(|(id, account)| sign(account) * self.s.ledger.discounted[id.position()])
            .sum()
    }

    /// Goods at the opening, less goods at the close as seen from the opening [USD/kWh].
    fn chain_stock_change(&self) -> f64 {
        let closing = self.closing.resource_usd * self.s.ledger.discount;
        self.per_kwh(self.s.opening.resource_usd - closing)
    }

    fn delivered_stock_change(&self) -> f64 {
        let closing = self.closing.automaker_usd * self.s.ledger.discount;
        self.per_kwh(self.s.opening.automaker_usd - closing)
    }

    fn vehicles_lost(&self) -> f64 {
        self.plan
            .demands
            .enumerate()
            .filter(|(_, demand)| {
                self.plan.commodities[self.plan.stocks[demand.terms.stock].commodity].is_vehicle
            })
            .map(|(id, _)| self.s.demands[id].lost + self.s.demands[id].backlog)
            .sum()
    }

    fn cash(&self, party: PartyId) -> f64 {
        let years = self.plan.calendar.book_years;
        let mut usd = 0.0;
        for (id, account) in self
            .plan
            .accounts
            .enumerate()
            .filter(|(_, a)| a.kind.is_cash())
        {
            let at = id.position() * years;
            let moved: f64 = self.s.ledger.cash[at..at + years].iter().sum();
            usd += f64::from(i8::from(account.payee == party) - i8::from(account.payer == party))
                * moved;
        }
        usd
    }

    fn of_demand(&self, what: What, id: DemandId) -> f64 {
        let state = &self.s.demands[id];
        match what {
            What::FillRateAt => over(state.served, state.demanded),
            _ => state.backlog,
        }
    }

    fn of_process(&self, what: What, id: ProcessId) -> f64 {
        let state = &self.s.processes[id];
        let (count, opened) = (&state.count, &state.opened);
        match what {
            What::MadeUnits => (count.started - opened.started) * state.good,
            What::Utilisation => over(
                count.started - opened.started,
                count.possible - opened.possible,
            ),
            _ => count.days_stopped - opened.days_stopped,
        }
    }

    fn of_route(&self, what: What, id: RouteId) -> f64 {
        let sum = |of: fn(&super::scratch::LaneCount) -> f64| -> f64 {
            let lanes = self
                .plan
                .lanes
                .enumerate()
                .filter(|(_, lane)| lane.route == Some(id));
            lanes
                .map(|(lane, _)| of(&self.s.lanes[lane].count) - of(&self.s.lanes[lane].opened))
                .sum()
        };
        match what {
            What::DoorToDoorDays => over(sum(|c| c.door_to_door), sum(|c| c.arrived)),
            What::UsdPerFeu => over(sum(|c| c.freight_usd), sum(|c| c.feu)),
            _ => sum(|c| c.feu),
        }
    }

    fn of_stock(&self, what: What, id: StockId) -> f64 {
        let state = &self.s.stocks[id];
        let since = |of: fn(&StockCount) -> f64| of(&state.count) - of(&state.opened);
        let days = self.s.sums.days;
        let outflow = since(|c| c.used + c.delivered + c.shipped) / days;
        match what {
            What::StockCostUsd => self.stock_cost(id),
            What::StockCostPerDayUsd => self.stock_cost(id) / days,
            What::HoldingUnitDays => since(|c| c.hand_days),
            What::BacklogUnitDays => since(|c| c.backlog_days),
            What::DoorUnitDays => since(|c| c.door_days),
            What::MeanStock => since(|c| c.hand_days) / days,
            What::EndStock => state.hand.quantity,
            What::CoverDays => over(since(|c| c.hand_days) / days, outflow),
            What::OrdersPlaced => since(|c| c.orders_placed),
            What::OrdersArrived => since(|c| c.orders_arrived),
            What::OrderToArrivalDays => over(since(|c| c.order_to_arrival), since(|c| c.arrived)),
            What::BoughtUnits => since(|c| c.bought),
            _ => f64::NAN,
        }
    }

    fn stock_cost(&self, id: StockId) -> f64 {
        self.plan
            .accounts
            .enumerate()
            .filter(|(_, a)| a.stock == Some(id) && a.kind.is_resource())
            .map(|(account, _)| self.s.ledger.accrued[account.position()])
            .sum()
    }

    /// Received less paid, by party, category and year.
    fn write_ledger(&self, ledger: &mut [f64]) {
        let years = self.plan.calendar.book_years;
        ledger.fill(0.0);
        for (id, account) in self
            .plan
            .accounts
            .enumerate()
            .filter(|(_, a)| a.kind.is_cash())
        {
            let cash = &self.s.ledger.cash[id.position() * years..][..years];
            for (party, sign) in [(account.payee, 1.0), (account.payer, -1.0)] {
                let line = (party.position(), account.category);
                let Some(line) = self.plan.columns.ledger.iter().position(|&l| l == line) else {
                    continue;
                };
                for (year, usd) in cash.iter().enumerate() {
                    ledger[line * years + year] += sign * usd;
                }
            }
        }
    }
}
