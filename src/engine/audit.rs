//! What must always be true, checked in every trial. A rule that does not hold is a fault of ours.

use super::Broken;
use super::day::Today;
use super::prepare::scalar;
use super::scratch::{LaneCount, Scratch};
use super::watch::Watch;
use crate::id::{CommodityId, Id};
use crate::plan::{Driver, LaneId, Plan};

/// Relative errors above which a balance does not hold.
pub(super) const TOLERANCE: f64 = 1e-9;

/// A rule of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// For each commodity: initial + made + bought = used + delivered + lost + final stock + in
    /// process + in transit.
    Mass,
    /// Lithium: what came in is delivered, lost or still in the chain; no recipe gives out more
    /// than goes in.
    Lithium,
    /// Each account holds its physical counters times their tariffs, and what accrued was paid or is
    /// outstanding.
    Cash,
    /// No process starts more than its capacity.
    Capacity,
    /// No more leaves a stock in a day than its room.
    Room,
    /// No cargo arrives before the day after it left.
    Punctual,
    /// No stock, queue or backlog is negative.
    Negative,
}

impl Rule {
    /// The rule in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mass => {
                "for each commodity, initial + made + bought = used + delivered + lost + in stock + in process + in transit"
            }
            Self::Lithium => "lithium balances, and no recipe gives out more than goes in",
            Self::Cash => "every account holds its physical flows times their tariffs",
            Self::Capacity => "no process starts more than its capacity",
            Self::Room => "no more leaves a stock in a day than its room",
            Self::Punctual => "no cargo arrives before the day after it left",
            Self::Negative => "no stock, queue or backlog is negative",
        }
    }
}

impl Scratch {
    fn note(&mut self, day: u32, rule: Rule, amount: f64) {
        self.broken.get_or_insert(Broken { day, rule, amount });
    }
}

impl<W: Watch> Today<'_, W> {
    /// Notes the first rule that did not hold.
    pub(super) fn breach(&mut self, rule: Rule, amount: f64) {
        self.s.note(self.day, rule, amount);
    }
}

/// A physical counter since day 0, now and when the books opened.
pub(super) fn counter(scratch: &Scratch, driver: Driver) -> [f64; 2] {
    match driver {
        Driver::Started(id) => {
            let process = &scratch.processes[id];
            [&process.count, &process.opened].map(|c| c.started)
        }
        Driver::Orders(id) => {
            let stock = &scratch.stocks[id];
            [&stock.count, &stock.opened].map(|c| c.orders_placed)
        }
        Driver::Feu(id) => of_lane(scratch, id, |c| c.feu),
        Driver::Shipments(id) => of_lane(scratch, id, |c| c.shipments),
        Driver::Bought(id) => of_lane(scratch, id, |c| c.left),
        Driver::Titled(id) => of_lane(scratch, id, |c| c.titled),
    }
}

fn of_lane(scratch: &Scratch, id: LaneId, of: fn(&LaneCount) -> f64) -> [f64; 2] {
    let lane = &scratch.lanes[id];
    [of(&lane.count), of(&lane.opened)]
}

/// Checks the balances of the whole trial.
pub(super) fn at_the_end(plan: &Plan, scratch: &mut Scratch) {
    for commodity in plan.commodities.ids() {
        let (came, went) = mass(plan, scratch, commodity);
        compare(plan, scratch, Rule::Mass, (came, went), came.abs());
    }
    let (followed, there, passed) = lithium(plan, scratch);
    compare(plan, scratch, Rule::Lithium, (followed, there), passed);
    cash(plan, scratch);
}

fn compare(plan: &Plan, scratch: &mut Scratch, rule: Rule, (a, b): (f64, f64), scale: f64) {
    let error = (a - b).abs();
    let holds = error <= TOLERANCE * scale.max(f64::MIN_POSITIVE);
    // Asked this way round, a number that is none does not pass.
    if !holds {
        scratch.note(plan.days - 1, rule, error / scale.max(f64::MIN_POSITIVE));
    }
}

/// What came of a commodity and where it went [unit].
fn mass(plan: &Plan, scratch: &Scratch, commodity: CommodityId) -> (f64, f64) {
    let (mut came, mut went) = (0.0, 0.0);
    for (id, stock) in plan
        .stocks
        .enumerate()
        .filter(|(_, s)| s.commodity == commodity)
    {
        let state = &scratch.stocks[id];
        came += scalar(&stock.initial, &scratch.parameters) + state.count.bought;
        went += state.count.used + state.count.delivered;
        went += state.hand.quantity + state.door.goods.quantity;
        for &lane in &stock.lanes {
            went += scratch.lanes[lane].on_the_way.quantity;
        }
        for &process in &stock.makers {
            let process = &scratch.processes[process];
            came += process.count.started;
            went += process.count.started * (1.0 - process.good);
            went += process.inside_goods.quantity;
        }
    }
    (came, went)
}

/// Lithium in the chain as followed and as it is there, and all that passed through [t].
fn lithium(plan: &Plan, scratch: &Scratch) -> (f64, f64, f64) {
    let mut there = 0.0;
    let mut passed = 0.0;
    for (id, stock) in plan.stocks.enumerate() {
        let state = &scratch.stocks[id];
        let content = plan.commodities[stock.commodity].lithium_t;
        let on_the_way: f64 = stock
            .lanes
            .iter()
            .map(|&lane| scratch.lanes[lane].on_the_way.quantity)
            .sum();
        let held = state.hand.quantity + state.door.goods.quantity + state.in_process;
        there += content * (held + on_the_way);
        let through = state.count.used + state.count.delivered + state.count.shipped;
        passed += content * (held + on_the_way + through);
    }
    (scratch.lithium_t, there, passed)
}

fn cash(plan: &Plan, scratch: &mut Scratch) {
    let mut expected = std::mem::take(&mut scratch.ledger.expected_of);
    expected.clear();
    expected.resize(plan.accounts.len(), 0.0);
    for (at, charge) in plan.charges.iter().enumerate() {
        expected[charge.account.position()] += if charge.moves {
            scratch.ledger.expected[at]
        } else {
            let [now, opening] = counter(scratch, charge.driver);
            (now - opening) * scratch.prices.today[charge.tariff]
        };
    }
    for (id, lane) in plan.lanes.enumerate() {
        let state = &scratch.lanes[id];
        if let Some(sale) = lane.sale.as_ref().filter(|sale| sale.tariff.is_none()) {
            expected[sale.account.position()] +=
                (state.count.titled_cost - state.opened.titled_cost) * (1.0 + state.margin);
        }
    }
    let horizon = f64::from(plan.warmup)..f64::from(plan.days);
    for &(id, cash, _) in &plan.capital_accounts {
        let state = &scratch.processes[id];
        if horizon.contains(&state.first_day) {
            expected[cash.position()] += state.capex_usd;
        }
    }
    let turnover = scratch.ledger.turnover.max(1.0);
    for (id, _) in plan.accounts.enumerate().filter(|(_, a)| a.kind.is_cash()) {
        let at = id.position();
        let accrued = scratch.ledger.accrued[at];
        compare(plan, scratch, Rule::Cash, (accrued, expected[at]), turnover);
        let years = plan.calendar.book_years;
        let paid: f64 = scratch.ledger.cash[at * years..(at + 1) * years]
            .iter()
            .sum();
        let outstanding = scratch.ledger.outstanding[at];
        compare(
            plan,
            scratch,
            Rule::Cash,
            (accrued, paid + outstanding),
            turnover,
        );
    }
    scratch.ledger.expected_of = expected;
}
