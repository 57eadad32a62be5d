//! Before the first day: parameters are drawn, what hangs on them is worked out, and what does not
//! depend on the state of the chain (index paths, demand) is drawn for the whole horizon.

use super::cargo::{Cargo, Goods};
use super::paths::{draw_demand, draw_indices};
use super::scratch::{
    BreakdownState, Dated, DemandState, LaneState, Prices, ProcessState, Scratch, StockState, Sums,
    Value,
};
use crate::calendar::DAYS_PER_YEAR;
use crate::id::{Id, ParameterId};
use crate::model::{Need, Policy, Price, Scalar};
use crate::plan::{BreakdownPlan, LanePlan, Plan, ProcessPlan, Source, Split, Step, StockPlan};
use crate::random::{Sampler, Stream, geometric_quantile};

/// Which trial of which run.
#[derive(Clone, Copy)]
pub(super) struct Luck {
    seed: u64,
    trial: u64,
}

impl Luck {
    pub(super) fn stream(self, key: crate::random::StreamKey) -> Stream {
        Stream::new(self.seed, self.trial, key)
    }
}

impl Scratch {
    /// Forgets the last trial and sets the stage for another.
    pub(super) fn prepare(&mut self, plan: &Plan, seed: u64, trial: u64) {
        let luck = Luck { seed, trial };
        self.draw_parameters(plan, luck);
        self.set_prices(plan, luck);
        self.set_processes(plan, luck);
        self.set_stocks(plan, luck);
        self.set_lanes(plan);
        self.set_echelons(plan);
        self.elements
            .resize_with(plan.elements.len(), Dated::default);
        for (id, element) in plan.elements.enumerate() {
            set_dated(
                &mut self.elements[id],
                &element.days,
                &self.parameters,
                luck,
            );
        }
        self.markets.resize_with(plan.markets.len(), Dated::default);
        for (id, market) in plan.markets.enumerate() {
            set_dated(
                &mut self.markets[id],
                &market.lead_time,
                &self.parameters,
                luck,
            );
        }
        self.demands
            .resize_with(plan.demands.len(), DemandState::default);
        for (id, demand) in plan.demands.enumerate() {
            draw_demand(
                &mut self.demands[id],
                demand,
                plan,
                &self.parameters,
                &mut self.uniforms,
                luck,
            );
        }
        self.lots
            .reset(plan.days, plan.lanes.len() + plan.processes.len());
        self.orders.reset(plan.days, plan.lanes.len());
        let discount = scalar(&plan.discount, &self.parameters) * DAYS_PER_YEAR;
        self.ledger
            .reset(plan, libm::exp(-libm::log1p(discount) / DAYS_PER_YEAR));
        self.carrying_per_day = scalar(&plan.carrying, &self.parameters);
        self.monthly.clear();
        self.monthly.resize(
            plan.columns.monthly.len() * plan.calendar.book_months,
            f64::NAN,
        );
        for space in [&mut self.expected_use, &mut self.echelon] {
            space.clear();
            space.resize(plan.stocks.len(), 0.0);
        }
        self.sums = Sums::default();
        self.month = Sums::default();
        self.opening = Value::default();
        self.lithium_t = initial_lithium(plan, self);
        self.broken = None;
    }

    fn draw_parameters(&mut self, plan: &Plan, luck: Luck) {
        self.parameters.clear();
        for source in &plan.parameters {
            let uniform = luck.stream(source.key).uniform(0);
            let value = match &source.sampler {
                Some(sampler) => sampler.quantile(uniform),
                None => Sampler::light(&source.law.map(&mut |s| scalar(s, &self.parameters)))
                    .quantile(uniform),
            };
            self.parameters.push(value);
        }
    }

    fn set_prices(&mut self, plan: &Plan, luck: Luck) {
        draw_indices(
            &mut self.prices.paths,
            plan,
            &self.parameters,
            &mut self.uniforms,
            luck,
        );
        let Prices {
            today,
            settled,
            moving,
            ..
        } = &mut self.prices;
        today.resize_with(plan.tariffs.len(), || 0.0);
        settled.clear();
        moving.clear();
        for (id, tariff) in plan.tariffs.enumerate() {
            let factor = 1.0 + scalar(&tariff.premium, &self.parameters);
            let Price {
                settled: fixed,
                moving: indices,
            } = &tariff.price;
            today[id] = factor * scalar(fixed, &self.parameters);
            if !indices.is_empty() {
                settled.push((id, today[id]));
            }
            for (index, share) in indices {
                moving.push((id, *index, factor * scalar(share, &self.parameters)));
            }
        }
    }

    fn set_processes(&mut self, plan: &Plan, luck: Luck) {
        let rate = scalar(&plan.capital_rate, &self.parameters) * DAYS_PER_YEAR;
        self.needs.clear();
        self.processes
            .resize_with(plan.processes.len(), ProcessState::default);
        for (id, process) in plan.processes.enumerate() {
            let first_need = self.needs.len();
            for used in &process.uses {
                let of = plan.stocks[used.stock].commodity;
                let makes = plan.stocks[process.makes].commodity;
                self.needs.push(match &used.need {
                    Need::PerUnit(need) => scalar(need, &self.parameters),
                    Need::Recovery(share) => {
                        plan.commodities[makes].lithium_t
                            / (plan.commodities[of].lithium_t * scalar(share, &self.parameters))
                    }
                });
            }
            let breakdown = breakdown(process.breakdown.as_ref(), &self.parameters, luck);
            self.processes[id] = ProcessState {
                breakdown,
                first_need,
                ..process_state(process, &self.parameters, rate)
            };
        }
    }

    fn set_stocks(&mut self, plan: &Plan, luck: Luck) {
        self.stocks
            .resize_with(plan.stocks.len(), StockState::default);
        for (id, stock) in plan.stocks.enumerate() {
            let breakdown = breakdown(stock.dispatch_breakdown.as_ref(), &self.parameters, luck);
            self.stocks[id] = StockState {
                breakdown,
                ..stock_state(stock, &self.parameters)
            };
        }
    }

    /// Units of each echelon's stock in a unit of what lies downstream, through recipes and scrap.
    fn set_echelons(&mut self, plan: &Plan) {
        self.echelon_factors.clear();
        for echelon in &plan.echelons {
            let first = self.echelon_factors.len();
            for below in &echelon.downstream {
                let factor = match below.step {
                    Step::Here => 1.0,
                    Step::Moved(from) => self.echelon_factors[first + from],
                    Step::Made(from, process, used) => {
                        let state = &self.processes[process];
                        let need = self.needs[state.first_need + used];
                        self.echelon_factors[first + from] * need / state.good
                    }
                };
                self.echelon_factors.push(factor);
            }
        }
    }

    fn set_lanes(&mut self, plan: &Plan) {
        self.lanes.resize_with(plan.lanes.len(), LaneState::default);
        for (id, lane) in plan.lanes.enumerate() {
            self.lanes[id] = lane_state(lane, &self.parameters);
        }
        for stock in plan
            .stocks
            .iter()
            .filter(|stock| stock.split == Split::Share)
        {
            let regular = || {
                stock
                    .lanes
                    .iter()
                    .filter(|&&lane| plan.lanes[lane].share.is_some())
            };
            let sum: f64 = regular().map(|&lane| self.lanes[lane].share).sum();
            // Shares that are drawn need not add up to one: what counts is their proportion.
            for &lane in regular().filter(|_| sum > 0.0) {
                self.lanes[lane].share /= sum;
            }
        }
    }
}

/// A settled number of this trial.
pub(super) fn scalar(scalar: &Scalar, parameters: &[f64]) -> f64 {
    scalar.value(|id: ParameterId| parameters[id.position()])
}

fn or_boundless(bound: Option<&Scalar>, parameters: &[f64]) -> f64 {
    bound.map_or(f64::INFINITY, |b| scalar(b, parameters))
}

fn breakdown(plan: Option<&BreakdownPlan>, parameters: &[f64], luck: Luck) -> BreakdownState {
    let Some(plan) = plan else {
        return BreakdownState {
            changes: f64::INFINITY,
            ..BreakdownState::default()
        };
    };
    let chances = [&plan.chances.chance, &plan.chances.repair].map(|s| scalar(s, parameters));
    let stream = luck.stream(plan.key);
    let changes = 1.0 + geometric_quantile(stream.uniform(0), chances[0]);
    BreakdownState {
        is_broken: false,
        changes,
        stream: Some((stream, 1)),
        chances,
    }
}

/// # Source
/// Capital is annualised by the annuity factor r / (1 - (1 + r)^-n) of engineering economics.
fn process_state(process: &ProcessPlan, parameters: &[f64], rate: f64) -> ProcessState {
    let value = |s: &Scalar| scalar(s, parameters);
    let capacity = value(&process.capacity_per_day);
    let life = value(&process.life_days);
    let annuity = if rate > 0.0 {
        -rate / libm::expm1(-libm::log1p(rate) * life / DAYS_PER_YEAR)
    } else {
        DAYS_PER_YEAR / life
    };
    let capex_usd = value(&process.capex) * capacity;
    let capital_usd_per_day = capex_usd * annuity / DAYS_PER_YEAR;
    let first_day = libm::ceil(value(&process.start_day));
    let ramp = process.ramp.as_ref().map_or([1.0, 0.0], |ramp| {
        let (from, over) = (value(&ramp.from), value(&ramp.over_days));
        if over > 0.0 {
            [from, (1.0 - from) / over]
        } else {
            [1.0, 0.0]
        }
    });
    ProcessState {
        capacity,
        first_day,
        ramp,
        good: 1.0 - value(&process.scrap),
        inside: value(&process.inside_days),
        capex_usd,
        capital_usd_per_day,
        life_ends: first_day + life,
        capital_usd_per_unit: if capacity > 0.0 {
            capital_usd_per_day / capacity
        } else {
            0.0
        },
        ..ProcessState::default()
    }
}

fn stock_state(stock: &StockPlan, parameters: &[f64]) -> StockState {
    let value = |s: &Scalar| scalar(s, parameters);
    let policy = match &stock.policy {
        None => [0.0; 2],
        Some(Policy::Push) => [f64::INFINITY; 2],
        Some(Policy::BaseStock { level } | Policy::EchelonBaseStock { level }) => [value(level); 2],
        Some(Policy::MinMax { s, big_s }) => [value(s), value(big_s)],
        Some(Policy::ReorderQuantity { r, q, .. }) => [value(r), value(q)],
        Some(Policy::FixedInterval { up_to, .. }) => [value(up_to); 2],
        Some(Policy::DaysOfCover { cover_days }) => [value(cover_days); 2],
    };
    let mut hand = Goods {
        quantity: value(&stock.initial),
        ..Goods::default()
    };
    hand.charge(hand.quantity * value(&stock.initial_cost));
    StockState {
        hand,
        limit: or_boundless(stock.limit.as_ref(), parameters),
        // Push wants everything from the first morning on; other wants begin with the first evening.
        want: if stock.policy == Some(Policy::Push) {
            f64::INFINITY
        } else {
            0.0
        },
        policy,
        holding: [value(&stock.holding), value(&stock.holding_in_transit)],
        dispatch_room: or_boundless(stock.dispatch_room.as_ref(), parameters),
        ration: (u32::MAX, 1.0),
        scale: scale(stock, policy, value(&stock.initial)),
        ..StockState::default()
    }
}

/// The largest of a stock's levels that are in its unit.
fn scale(stock: &StockPlan, policy: [f64; 2], initial: f64) -> f64 {
    let levels = match stock.policy {
        Some(Policy::Push | Policy::DaysOfCover { .. }) | None => 0.0,
        Some(_) => policy[0].abs().max(policy[1].abs()),
    };
    levels.max(initial)
}

fn lane_state(lane: &LanePlan, parameters: &[f64]) -> LaneState {
    let value = |s: &Scalar| scalar(s, parameters);
    LaneState {
        share: lane.share.as_ref().map_or(1.0, value),
        feu_per_unit: lane
            .per_feu
            .as_ref()
            .map_or(0.0, |units| 1.0 / value(units)),
        margin: lane.sale.as_ref().map_or(0.0, |sale| value(&sale.margin)),
        payment_days: lane
            .sale
            .as_ref()
            .map_or(0.0, |sale| value(&sale.payment_days)),
        tonight: Cargo::default(),
        ..LaneState::default()
    }
}

fn set_dated(dated: &mut Dated, source: &Source, parameters: &[f64], luck: Luck) {
    dated.reset(luck.stream(source.key));
    dated.own = match source.sampler {
        Some(_) => None,
        None => Some(Sampler::light(
            &source.law.map(&mut |s| scalar(s, parameters)),
        )),
    };
}

fn initial_lithium(plan: &Plan, scratch: &Scratch) -> f64 {
    plan.stocks
        .enumerate()
        .map(|(id, s)| scratch.stocks[id].hand.quantity * plan.commodities[s.commodity].lithium_t)
        .sum()
}
