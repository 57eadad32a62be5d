//! Measures from what trials counted.

use super::ratios;
use super::returns;
use super::scratch::{LaneCount, Scratch, StockCount, StopCount, Value};
use super::wide::Wide;
use crate::calendar::DAYS_PER_YEAR;
use crate::id::{DemandId, HazardId, Id, ProcessId, StockId};
use crate::measure::What;
use crate::outcome::Row;
use crate::plan::{Account, CarbonPlan, Emitter, Kind, LaneId, Plan, StopId};

const KG_PER_T: f64 = 1000.0;

/// Sums over accounts and lanes at the end, each in one pass.
#[derive(Clone, Debug, Default)]
pub struct Totals<const N: usize> {
    /// Present value of resources by category, all of them last [USD].
    chain_of: Vec<Wide<N>>,
    /// Present value of what the automaker pays and bears, less what it is paid, by category, all of
    /// it last [USD].
    delivered_of: Vec<Wide<N>>,
    /// Present value of resources by stage [USD].
    chain_at: Vec<Wide<N>>,
    /// Resources of a stock, not discounted [USD].
    stock_cost: Vec<Wide<N>>,
    /// Revenue of a stock from outlets, not discounted [USD].
    sales: Vec<Wide<N>>,
    /// Cash of a party in the books, received less paid [USD].
    cash: Vec<Wide<N>>,
    /// Yearly cash of each investor, received less paid: `investor * years + year` [USD].
    flows: Vec<Wide<N>>,
    /// Counters of a route's lanes in the books.
    routes: Vec<LaneCount<N>>,
}

/// Writes the results of finished trials, as many as there are rows.
pub(super) fn write<const N: usize>(plan: &Plan, scratch: &mut Scratch<N>, rows: &mut [Row<'_>]) {
    let closing = scratch.value_of_goods(plan);
    let mut totals = std::mem::take(&mut scratch.totals);
    totals.add_up(plan, scratch);
    let trials = Trials {
        plan,
        s: scratch,
        closing,
        totals: &totals,
    };
    for (at, &(what, of)) in plan.columns.measures.iter().enumerate() {
        let values = trials.measure(what, of);
        for (row, value) in rows.iter_mut().zip(values.0) {
            row.measures[at] = value;
        }
    }
    for (k, row) in rows.iter_mut().enumerate() {
        row.parameters.copy_from_slice(&scratch.parameters[k]);
        for (value, values) in row.monthly.iter_mut().zip(&scratch.monthly) {
            *value = values[k];
        }
        write_ledger(plan, scratch, k, row.ledger);
    }
    scratch.totals = totals;
}

/// Received less paid, by party, category and year.
fn write_ledger<const N: usize>(plan: &Plan, s: &Scratch<N>, k: usize, ledger: &mut [f64]) {
    let years = plan.calendar.book_years;
    ledger.fill(0.0);
    for (id, &(payer, payee)) in plan.columns.ledger_lines.iter().enumerate() {
        let cash = &s.ledger.cash[id * years..][..years];
        for (line, sign) in [(payee, 1.0), (payer, -1.0)] {
            let Some(line) = line else { continue };
            for (sum, usd) in ledger[line * years..][..years].iter_mut().zip(cash) {
                *sum += sign * usd[k];
            }
        }
    }
}

impl<const N: usize> Totals<N> {
    fn add_up(&mut self, plan: &Plan, s: &Scratch<N>) {
        let categories = plan.categories.len();
        for (sums, length) in [
            (&mut self.chain_of, categories + 1),
            (&mut self.delivered_of, categories + 1),
            (&mut self.chain_at, plan.stages),
            (&mut self.stock_cost, plan.stocks.len()),
            (&mut self.sales, plan.stocks.len()),
            (&mut self.cash, plan.columns.parties),
        ] {
            sums.clear();
            sums.resize(length, Wide::ZERO);
        }
        let years = plan.calendar.book_years;
        for (id, account) in plan.accounts.enumerate() {
            let at = id.position();
            let discounted = s.ledger.discounted[at];
            let cost = discounted * account.kind.cost_of_the_chain();
            self.chain_of[account.category] += cost;
            self.chain_of[categories] += cost;
            self.chain_at[account.stage] += cost;
            if let Some(stock) = account.stock.filter(|_| account.kind.is_resource()) {
                self.stock_cost[stock.position()] += s.ledger.accrued[at];
            }
            if let Some(stock) = account.stock.filter(|_| account.kind == Kind::Sale) {
                self.sales[stock.position()] += s.ledger.accrued[at];
            }
            let delivered = discounted * automakers(plan, account);
            self.delivered_of[account.category] += delivered;
            self.delivered_of[categories] += delivered;
            if account.kind.is_cash() {
                let mut moved = Wide::ZERO;
                for &cash in &s.ledger.cash[at * years..(at + 1) * years] {
                    moved += cash;
                }
                self.cash[account.payee.position()] += moved;
                self.cash[account.payer.position()] -= moved;
            }
        }
        self.add_up_routes(plan, s);
        self.add_up_investors(plan, s);
    }

    fn add_up_investors(&mut self, plan: &Plan, s: &Scratch<N>) {
        let years = plan.calendar.book_years;
        self.flows.clear();
        self.flows.resize(plan.investors.len() * years, Wide::ZERO);
        for (at, investor) in plan.investors.iter().enumerate() {
            for &(account, sign) in &investor.accounts {
                let cash = &s.ledger.cash[account.position() * years..][..years];
                for (flow, &usd) in self.flows[at * years..][..years].iter_mut().zip(cash) {
                    *flow += usd * sign;
                }
            }
            if let Some(residual) = &investor.residual {
                self.flows[(at + 1) * years - 1] += s.residual(plan, investor, residual);
            }
        }
    }

    fn add_up_routes(&mut self, plan: &Plan, s: &Scratch<N>) {
        self.routes.clear();
        self.routes
            .resize(plan.columns.routes, LaneCount::default());
        for (id, lane) in plan.lanes.enumerate() {
            let Some(route) = lane.route else { continue };
            let (count, opened) = (&s.lanes[id].count, &s.lanes[id].opened);
            let sum = &mut self.routes[route.position()];
            sum.arrived += count.arrived - opened.arrived;
            sum.door_to_door += count.door_to_door - opened.door_to_door;
            sum.freight_usd += count.freight_usd - opened.freight_usd;
            sum.feu += count.feu - opened.feu;
        }
    }
}

/// What a dollar on an account is to the automaker: borne, received, or not its business.
fn automakers(plan: &Plan, account: &Account) -> f64 {
    let ours = |party| f64::from(u8::from(Some(party) == plan.automaker));
    match account.kind {
        Kind::Investment => 0.0,
        Kind::Imputed => ours(account.payer),
        Kind::Resource | Kind::Transfer | Kind::Sale => ours(account.payer) - ours(account.payee),
    }
}

/// Finished trials.
struct Trials<'a, const N: usize> {
    plan: &'a Plan,
    s: &'a Scratch<N>,
    closing: Value<N>,
    totals: &'a Totals<N>,
}

/// A quotient; undefined without a divisor.
fn over<const N: usize>(a: Wide<N>, b: Wide<N>) -> Wide<N> {
    b.is_positive().select(a / b, Wide::all(f64::NAN))
}

/// A sum over trials' numbers.
fn sum<const N: usize>(numbers: impl Iterator<Item = Wide<N>>) -> Wide<N> {
    numbers.fold(Wide::ZERO, |a, b| a + b)
}

impl<const N: usize> Trials<'_, N> {
    fn measure(&self, what: What, at: usize) -> Wide<N> {
        let sums = &self.s.sums;
        match what {
            What::DeliveredCost => {
                self.per_kwh(self.totals.delivered_of[self.plan.categories.len()])
                    + self.delivered_stock_change()
            }
            What::ChainCost => {
                self.per_kwh(self.totals.chain_of[self.plan.categories.len()])
                    + self.chain_stock_change()
            }
            What::FillRate => over(sums.served, sums.demanded),
            What::DaysShort => sums.days_short,
            What::EverShort => sums.days_short.is_positive().ones(),
            What::VehiclesNotBuilt => sums.vehicles_not_built,
            What::VehiclesLost => self.vehicles_lost(),
            What::DeliveredKwh => sums.delivered_kwh,
            What::DeliveredVehicles => sums.delivered_vehicles,
            What::ChainTimeDays => over(sums.lithium_t_days, sums.delivered_lithium_t),
            What::TotalCostUsd => sums.cost_usd,
            What::CostPerDayUsd => over(sums.cost_usd, sums.days),
            What::DemandCuts => sum(self.s.demands.iter().map(|d| d.cuts)),
            What::DeliveredCostOf if at == self.plan.categories.len() => {
                self.delivered_stock_change()
            }
            What::DeliveredCostOf => self.per_kwh(self.totals.delivered_of[at]),
            What::ChainCostOf if at == self.plan.categories.len() => self.chain_stock_change(),
            What::ChainCostOf => self.per_kwh(self.totals.chain_of[at]),
            What::ChainCostAt => self.per_kwh(self.totals.chain_at[at]),
            What::CashUsd => self.totals.cash[at],
            What::TradeUsd => self.s.trade_usd(self.plan, at),
            What::TradeUsdIn => self.s.trade_usd[at],
            What::NpvUsd | What::Irr | What::PaybackYears | What::Loss => self.of_party(what, at),
            What::FillRateAt | What::DaysShortAt | What::MarketFallback | What::EndBacklog => {
                self.of_demand(what, DemandId::new(at))
            }
            What::MadeUnits
            | What::Utilisation
            | What::DaysStopped
            | What::Availability
            | What::ReserveLeft
            | What::EmissionsOf => self.of_process(what, ProcessId::new(at)),
            What::Emissions => self.emissions(),
            What::EmissionsPerKwh => over(self.emissions(), sums.delivered_kwh),
            What::EmissionsPerKwhAt => over(
                self.emissions_at(&self.plan.columns.emitters[at]),
                sums.delivered_kwh,
            ),
            What::DoorToDoorDays | What::UsdPerFeu | What::Feu => self.of_route(what, at),
            What::LostOnWay => self.lost_on_way(at),
            What::WaitDays | What::QueueFeu | What::PassedFeu => {
                self.of_stop(what, StopId::new(at))
            }
            What::Spells | What::SpellDays => self.of_hazard(what, HazardId::new(at)),
            What::Control => self.s.controls[at],
            What::Ratio | What::Reaches => self.of_ratio(what, at),
            What::StockValueUsd | What::LithiumInChain => Wide::all(f64::NAN),
            _ => self.of_stock(what, StockId::new(at)),
        }
    }

    /// Present value over the present value of the kWh delivered [USD/kWh].
    fn per_kwh(&self, usd: Wide<N>) -> Wide<N> {
        over(usd, self.s.sums.discounted_kwh)
    }

    /// Goods at the opening, less goods at the close as seen from the opening [USD/kWh].
    fn chain_stock_change(&self) -> Wide<N> {
        let closing = self.closing.resource_usd * self.s.ledger.discount;
        self.per_kwh(self.s.opening.resource_usd - closing)
    }

    fn delivered_stock_change(&self) -> Wide<N> {
        let closing = self.closing.automaker_usd * self.s.ledger.discount;
        self.per_kwh(self.s.opening.automaker_usd - closing)
    }

    fn vehicles_lost(&self) -> Wide<N> {
        let commodity = |stock| &self.plan.commodities[self.plan.stocks[stock].commodity];
        let vehicles = self
            .plan
            .demands
            .enumerate()
            .filter(|(_, demand)| commodity(demand.terms.stock).is_vehicle);
        sum(vehicles.map(|(id, _)| self.s.demands[id].lost + self.waiting(id)))
    }

    /// What outlets bought from a stock in the books [unit].
    fn sold(&self, stock: StockId) -> Wide<N> {
        let outlets = self.plan.outlets.enumerate();
        let own = outlets.filter(|(_, outlet)| outlet.stock == stock);
        sum(own.map(|(id, _)| {
            let [now, opening] = self.s.outlets[id].sold;
            now - opening
        }))
    }

    fn of_party(&self, what: What, party: usize) -> Wide<N> {
        let investors = &self.plan.investors;
        let Some(at) = investors.iter().position(|i| i.party.position() == party) else {
            return Wide::all(f64::NAN);
        };
        let years = self.plan.calendar.book_years;
        let flows = &self.totals.flows[at * years..][..years];
        let hurdle = self.s.scalar(&investors[at].hurdle) * DAYS_PER_YEAR;
        let flows_of = |k| flows.iter().map(move |flow: &Wide<N>| flow[k]);
        let npv = |k| returns::npv(flows_of(k), hurdle[k]);
        match what {
            What::NpvUsd => Wide::from_fn(npv),
            What::Loss => Wide::ZERO.above(Wide::from_fn(npv)).ones(),
            What::Irr => Wide::from_fn(|k| returns::irr(&flows_of(k))),
            _ => Wide::from_fn(|k| returns::payback_years(flows_of(k))),
        }
    }

    fn of_demand(&self, what: What, id: DemandId) -> Wide<N> {
        let state = &self.s.demands[id];
        match what {
            What::FillRateAt => over(state.served, state.demanded),
            What::DaysShortAt => state.days_short,
            What::MarketFallback => self.bought_for(id),
            _ => self.waiting(id),
        }
    }

    /// Bought on the market that a demand falls back on, in the books [unit].
    fn bought_for(&self, id: DemandId) -> Wide<N> {
        let lane = self.plan.demands[id]
            .fallback
            .map(|f| &self.s.lanes[f.lane]);
        lane.map_or(Wide::ZERO, |lane| lane.count.left - lane.opened.left)
    }

    /// What customers of a demand wait for [unit].
    fn waiting(&self, id: DemandId) -> Wide<N> {
        let lane = self.plan.demands[id]
            .fallback
            .map(|f| &self.s.lanes[f.lane]);
        let bought = lane.map_or(Wide::ZERO, |lane| lane.outstanding);
        self.s.demands[id].backlog + bought
    }

    fn of_process(&self, what: What, id: ProcessId) -> Wide<N> {
        let state = &self.s.processes[id];
        let (count, opened) = (&state.count, &state.opened);
        let plant = self.plan.processes[id].plant;
        if let Some(at) = plant
            && let Some(value) = self.of_plant(what, id, at)
        {
            return value;
        }
        match what {
            What::EmissionsOf => self.emissions_of(id),
            What::MadeUnits => (count.started - opened.started) * state.good,
            What::Utilisation => over(
                count.started - opened.started,
                count.possible - opened.possible,
            ),
            _ => count.days_stopped - opened.days_stopped,
        }
    }

    /// What is other in plants.
    fn of_plant(&self, what: What, id: ProcessId, at: usize) -> Option<Wide<N>> {
        let plant = &self.s.plants[at];
        let (count, opened) = (&plant.count, &plant.opened);
        match what {
            What::MadeUnits if self.plan.plants[at].learning.is_some() => {
                Some(count.good - opened.good)
            }
            What::Availability => Some(over(
                count.in_order - opened.in_order,
                count.days - opened.days,
            )),
            What::ReserveLeft => Some(plant.ore_left(self.s.processes[id].count.started)),
            _ => None,
        }
    }

    /// Carbon of what a process started [kg of carbon dioxide equivalents].
    fn emissions_of(&self, id: ProcessId) -> Wide<N> {
        let state = &self.s.processes[id];
        let factors = self.plan.processes[id].carbon.iter();
        let products = factors.map(|[a, b]| self.s.scalar(a) * self.s.scalar(b));
        (state.count.started - state.opened.started) * sum(products) * KG_PER_T
    }

    fn emissions(&self) -> Wide<N> {
        let emitters = self.plan.columns.emitters.iter();
        sum(emitters.map(|emitter| self.emissions_at(emitter)))
    }

    /// Carbon of a site's energy and of a route's cargo [kg of carbon dioxide equivalents].
    fn emissions_at(&self, emitter: &Emitter) -> Wide<N> {
        let made = emitter.processes.iter().map(|&id| self.emissions_of(id));
        let moved = emitter.lanes.iter().map(|&id| self.emissions_on(id));
        sum(made.chain(moved))
    }

    /// Carbon of what left on a lane, for its whole way, or of what a market sold.
    fn emissions_on(&self, id: LaneId) -> Wide<N> {
        let Some(carbon) = &self.plan.lanes[id].carriage.carbon else {
            return Wide::ZERO;
        };
        let t_per_unit = match carbon {
            CarbonPlan::Bought(t_per_unit) => self.s.scalar(t_per_unit),
            CarbonPlan::Way { mass_t, legs } => {
                let t_per_t = legs
                    .iter()
                    .map(|[km, t_per_tkm]| self.s.scalar(km) * self.s.scalar(t_per_tkm));
                self.s.scalar(mass_t) * sum(t_per_t)
            }
        };
        let state = &self.s.lanes[id];
        (state.count.left - state.opened.left) * t_per_unit * KG_PER_T
    }

    fn of_route(&self, what: What, at: usize) -> Wide<N> {
        let route = &self.totals.routes[at];
        match what {
            What::DoorToDoorDays => over(route.door_to_door, route.arrived),
            What::UsdPerFeu => over(route.freight_usd, route.feu),
            _ => route.feu,
        }
    }

    /// Lost of a commodity on a route, by the position of the pair [unit].
    fn lost_on_way(&self, at: usize) -> Wide<N> {
        let commodities = self.plan.commodities.len();
        let pair = (at / commodities, at % commodities);
        let lanes = self.plan.lanes.enumerate().filter(|(_, lane)| {
            let commodity = self.plan.stocks[lane.customer].commodity.position();
            lane.route.map(|route| (route.position(), commodity)) == Some(pair)
        });
        sum(lanes.map(|(id, _)| self.s.lanes[id].count.lost - self.s.lanes[id].opened.lost))
    }

    /// A measure over another, neither of them a ratio.
    fn of_ratio(&self, what: What, at: usize) -> Wide<N> {
        let plan = &self.plan.columns.ratios[at];
        let value = |(what, at)| self.measure(what, at);
        let ratio = ratios::ratio(value(plan.of), value(plan.over));
        match (what, &plan.at_least) {
            (What::Reaches, Some(bound)) => ratios::reaches(ratio, self.s.scalar(bound)),
            _ => ratio,
        }
    }

    fn of_stop(&self, what: What, id: StopId) -> Wide<N> {
        let state = &self.s.stops[id];
        let since = |of: fn(&StopCount<N>) -> Wide<N>| of(&state.count) - of(&state.opened);
        match what {
            What::WaitDays => over(since(|c| c.waited), since(|c| c.passed)),
            What::QueueFeu => since(|c| c.queued) / self.s.sums.days,
            _ => since(|c| c.passed),
        }
    }

    fn of_hazard(&self, what: What, id: HazardId) -> Wide<N> {
        let [spells, days] = self.s.hazards.in_the_books(id);
        if what == What::Spells { spells } else { days }
    }

    fn of_stock(&self, what: What, id: StockId) -> Wide<N> {
        let state = &self.s.stocks[id];
        let since = |of: fn(&StockCount<N>) -> Wide<N>| of(&state.count) - of(&state.opened);
        let days = self.s.sums.days;
        let outflow = since(|c| c.used + c.delivered + c.shipped) / days;
        match what {
            What::StockCostUsd => self.totals.stock_cost[id.position()],
            What::StockCostPerDayUsd => self.totals.stock_cost[id.position()] / days,
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
            What::SoldUnits => self.sold(id),
            What::SalesUsd => self.totals.sales[id.position()],
            _ => Wide::all(f64::NAN),
        }
    }
}
