//! What must always be true, checked in every trial. A rule that does not hold is a fault of ours.

use super::Broken;
use super::day::Today;
use super::scratch::{LaneCount, Scratch};
use super::watch::Watch;
use super::wide::{Mask, Wide};
use crate::id::{CommodityId, Id};
use crate::plan::{Driver, LaneId, Plan};

/// Relative errors above which a balance does not hold.
pub(super) const TOLERANCE: f64 = 1e-9;

/// A rule of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// For each commodity: initial + made + bought = used + delivered + lost + sold + final
    /// stock + in process + in transit.
    Mass,
    /// Lithium: what came in is delivered, lost, sold or still in the chain; no recipe gives out more
    /// than goes in.
    Lithium,
    /// Each account holds its physical counters times their tariffs, and what accrued was paid or is
    /// outstanding.
    Cash,
    /// No process starts more than its capacity.
    Capacity,
    /// No more leaves a stock in a day, passes a node or boards a departure than its room.
    Room,
    /// No cargo arrives before the day after it left.
    Punctual,
    /// No stock, queue or backlog is negative.
    Negative,
}

impl Rule {
    /// Those that are checked each evening, and those that are checked of whole trials.
    pub const ALL: [&[Self]; 2] = [
        &[Self::Capacity, Self::Room, Self::Punctual, Self::Negative],
        &[Self::Mass, Self::Lithium, Self::Cash],
    ];

    /// The rule in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Mass => {
                "for each commodity, initial + made + bought = used + delivered + lost + sold + in stock + in process + in transit"
            }
            Self::Lithium => "lithium balances, and no recipe gives out more than goes in",
            Self::Cash => "every account holds its physical flows times their tariffs",
            Self::Capacity => "no process starts more than its capacity",
            Self::Room => {
                "no more leaves a stock, passes a node or boards a departure than its room"
            }
            Self::Punctual => "no cargo arrives before the day after it left",
            Self::Negative => "no stock, queue or backlog is negative",
        }
    }
}

impl<const N: usize> Scratch<N> {
    fn note(&mut self, k: usize, day: u32, rule: Rule, amount: f64) {
        self.broken[k].get_or_insert(Broken { day, rule, amount });
    }

    #[cold]
    #[inline(never)]
    fn note_all(&mut self, day: u32, rule: Rule, broken: Mask<N>, amount: Wide<N>) {
        for k in broken.trials() {
            self.note(k, day, rule, amount[k]);
        }
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Notes where a rule does not hold, and by how much. Each trial keeps its first.
    #[inline(always)]
    pub(super) fn check(&mut self, rule: Rule, broken: Mask<N>, amount: Wide<N>) {
        if broken.any() {
            self.s.note_all(self.day, rule, broken, amount);
        }
    }
}

/// A physical counter since day 0, now and when the books opened.
#[inline(always)]
pub(super) fn counter<const N: usize>(scratch: &Scratch<N>, driver: Driver) -> [Wide<N>; 2] {
    match driver {
        Driver::Started(id) => {
            let process = &scratch.processes[id];
            [&process.count, &process.opened].map(|c| c.started)
        }
        Driver::Royal(at) => {
            let plant = &scratch.plants[at];
            [&plant.count, &plant.opened].map(|c| c.royal)
        }
        Driver::Orders(id) => {
            let stock = &scratch.stocks[id];
            [&stock.count, &stock.opened].map(|c| c.orders_placed)
        }
        Driver::Feu(id) => of_lane(scratch, id, |c| c.feu),
        Driver::Shipments(id) => of_lane(scratch, id, |c| c.shipments),
        Driver::Bought(id) => of_lane(scratch, id, |c| c.left),
        Driver::Landed(id) => of_lane(scratch, id, |c| c.landed_usd),
        Driver::Dutied(id) => of_lane(scratch, id, |c| c.dutied_usd),
        Driver::Insured(id) => of_lane(scratch, id, |c| c.insured_usd),
        Driver::Sold(id) => scratch.outlets[id].sold,
        Driver::NotTaken(at) => [scratch.takes[at].not_taken, Wide::ZERO],
        Driver::Titled(id) => of_lane(scratch, id, |c| c.titled),
        Driver::Waited(id) => scratch.calls[id].waited,
    }
}

#[inline(always)]
fn of_lane<const N: usize>(
    scratch: &Scratch<N>,
    id: LaneId,
    of: impl Fn(&LaneCount<N>) -> Wide<N>,
) -> [Wide<N>; 2] {
    let lane = &scratch.lanes[id];
    [of(&lane.count), of(&lane.opened)]
}

/// Checks the balances of whole trials.
pub(super) fn at_the_end<const N: usize>(plan: &Plan, scratch: &mut Scratch<N>) {
    for commodity in plan.commodities.ids() {
        let (came, went) = mass(plan, scratch, commodity);
        compare(plan, scratch, Rule::Mass, (came, went), came.abs());
    }
    let (followed, there, passed) = lithium(plan, scratch);
    compare(plan, scratch, Rule::Lithium, (followed, there), passed);
    cash(plan, scratch);
}

fn compare<const N: usize>(
    plan: &Plan,
    scratch: &mut Scratch<N>,
    rule: Rule,
    (a, b): (Wide<N>, Wide<N>),
    scale: Wide<N>,
) {
    let error = (a - b).abs();
    let scale = scale.max(Wide::all(f64::MIN_POSITIVE));
    // Asked this way round, a number that is none does not pass.
    let broken = !error.at_most(scale * TOLERANCE);
    if let Some(at) = Rule::ALL[1].iter().position(|balance| *balance == rule) {
        let largest = &mut scratch.largest_errors[at];
        *largest = largest.max((error / scale).greatest());
    }
    if broken.any() {
        scratch.note_all(plan.days - 1, rule, broken, error / scale);
    }
}

/// What came of a commodity and where it went [unit].
fn mass<const N: usize>(
    plan: &Plan,
    scratch: &Scratch<N>,
    commodity: CommodityId,
) -> (Wide<N>, Wide<N>) {
    let (mut came, mut went) = (Wide::ZERO, Wide::ZERO);
    for (id, stock) in plan
        .stocks
        .enumerate()
        .filter(|(_, s)| s.commodity == commodity)
    {
        let state = &scratch.stocks[id];
        came += scratch.scalar(&stock.initial) + state.count.bought;
        went += state.count.used + state.count.delivered;
        went += scratch.sold_from(plan, id);
        went += state.hand.quantity + state.door.goods.quantity;
        for &lane in &stock.lanes {
            let lane = &scratch.lanes[lane];
            went += lane.on_the_way.quantity + lane.count.lost;
        }
        for &process in &stock.makers {
            let learns = plan.processes[process]
                .plant
                .filter(|&at| plan.plants[at].learning.is_some());
            let process = &scratch.processes[process];
            came += process.count.started;
            went += match learns {
                Some(at) => process.count.started - scratch.plants[at].count.good,
                None => process.count.started * (Wide::all(1.0) - process.good),
            };
            went += process.inside_goods.quantity;
        }
    }
    for (demand, lane) in super::fallback::lanes(plan) {
        let lane = (plan.lanes[lane].customer, &scratch.lanes[lane]);
        if plan.stocks[lane.0].commodity == commodity {
            came += lane.1.count.left;
            went += scratch.demands[demand].fallen_back + lane.1.on_the_way.quantity;
        }
    }
    (came, went)
}

/// Lithium in the chain as followed and as it is there, and all that passed through [t].
fn lithium<const N: usize>(plan: &Plan, scratch: &Scratch<N>) -> (Wide<N>, Wide<N>, Wide<N>) {
    let (mut there, mut passed) = (Wide::ZERO, Wide::ZERO);
    for (id, stock) in plan.stocks.enumerate() {
        let state = &scratch.stocks[id];
        let content = plan.commodities[stock.commodity].lithium_t;
        let mut held = state.hand.quantity + state.door.goods.quantity + state.in_process;
        for &lane in &stock.lanes {
            held += scratch.lanes[lane].on_the_way.quantity;
        }
        there += held * content;
        let through = state.count.used + state.count.delivered + state.count.shipped;
        passed += scratch.sold_from(plan, id) * content;
        passed += (held + through) * content;
    }
    for (demand, lane) in super::fallback::lanes(plan) {
        let content = plan.commodities[plan.stocks[plan.lanes[lane].customer].commodity].lithium_t;
        let on_the_way = scratch.lanes[lane].on_the_way.quantity;
        there += on_the_way * content;
        passed += (on_the_way + scratch.demands[demand].fallen_back) * content;
    }
    (scratch.lithium_t, there, passed)
}

fn cash<const N: usize>(plan: &Plan, scratch: &mut Scratch<N>) {
    let mut expected = std::mem::take(&mut scratch.ledger.expected_of);
    expected.clear();
    expected.resize(plan.accounts.len(), Wide::ZERO);
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
                (state.count.titled_cost - state.opened.titled_cost) * (state.margin + 1.0);
        }
    }
    let (opening, end) = (f64::from(plan.warmup), f64::from(plan.days));
    for &(id, cash, _) in &plan.capital_accounts {
        let mut spent = |first_day: Wide<N>, usd: Wide<N>| {
            let opens = first_day.at_least(Wide::all(opening)) & first_day.below(Wide::all(end));
            expected[cash.position()] += opens.of(usd);
        };
        let state = &scratch.processes[id];
        match plan.processes[id]
            .plant
            .map(|at| &scratch.plants[at].phases)
        {
            Some(phases) if !phases.is_empty() => {
                for phase in phases {
                    spent(phase.first_day, phase.capex_usd);
                }
            }
            _ => spent(state.first_day, state.capex_usd),
        }
    }
    let turnover = scratch.ledger.turnover.max(Wide::all(1.0));
    scratch.expected_taxes(plan, &mut expected, |scratch, profits, earned| {
        compare(plan, scratch, Rule::Cash, (profits, earned), turnover);
    });
    for (id, _) in plan.accounts.enumerate().filter(|(_, a)| a.kind.is_cash()) {
        let at = id.position();
        let accrued = scratch.ledger.accrued[at];
        compare(plan, scratch, Rule::Cash, (accrued, expected[at]), turnover);
        let years = plan.calendar.book_years;
        let mut paid = scratch.ledger.outstanding[at];
        for &cash in &scratch.ledger.cash[at * years..(at + 1) * years] {
            paid += cash;
        }
        compare(plan, scratch, Rule::Cash, (accrued, paid), turnover);
    }
    scratch.ledger.expected_of = expected;
}
