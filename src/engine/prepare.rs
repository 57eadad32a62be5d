//! Before the first day: parameters are drawn, what hangs on them is worked out, and what does not
//! depend on the state of the chain (index paths, demand) is drawn for the whole horizon.

mod plant;

use super::cargo::Goods;
use super::luck::{Luck, Parameters};
use super::paths::{draw_controls, draw_demands, draw_indices};
use super::scratch::{
    BreakdownState, Dated, DemandState, LaneState, Prices, ProcessState, RenewalClock, Scratch,
    StockState, Sums, Value,
};
use super::wide::Wide;
use crate::calendar::DAYS_PER_YEAR;
use crate::id::{Id, ParameterId, StockId};
use crate::model::{Need, Policy, Price, PriceBounds, Scalar};
use crate::plan::{
    BreakdownPlan, LaneId, LanePlan, Plan, ProcessPlan, Source, Split, Step, StockPlan,
};
use crate::random::{Axis, Sampler, geometric_quantile};

impl<const N: usize> Scratch<N> {
    /// Forgets the last trials and sets the stage for others.
    #[inline(always)]
    pub(super) fn prepare(&mut self, plan: &Plan, luck: Luck) {
        self.service.reset();
        self.draw_parameters(plan, luck);
        self.hazards.draw(plan, &self.parameters, luck);
        self.set_prices(plan, luck);
        self.set_processes(plan, luck);
        self.set_plants(plan, luck);
        self.set_stocks(plan, luck);
        self.set_lanes(plan);
        self.set_stops(plan, luck);
        self.set_means(plan);
        self.set_comparisons(plan);
        self.set_outlets(plan);
        self.set_takes(plan);
        self.set_taxes(plan);
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
            draw_demands(
                &mut self.demands[id],
                demand,
                plan,
                &self.parameters,
                &mut self.space,
                luck,
            );
        }
        let discount = self.scalar(&plan.discount) * DAYS_PER_YEAR;
        let a_day = |k| libm::exp(-libm::log1p(discount[k]) / DAYS_PER_YEAR);
        self.ledger.reset(plan, Wide::from_fn(a_day));
        self.carrying_per_day = self.scalar(&plan.carrying);
        self.monthly.clear();
        self.monthly.resize(
            plan.columns.monthly.len() * plan.calendar.book_months,
            Wide::all(f64::NAN),
        );
        self.trade_usd.clear();
        self.trade_usd
            .resize(plan.columns.borders * plan.calendar.book_years, Wide::ZERO);
        for space in [&mut self.expected_use, &mut self.echelon] {
            space.clear();
            space.resize(plan.stocks.len(), Wide::ZERO);
        }
        self.sums = Sums::default();
        self.month = Sums::default();
        self.opening = Value::default();
        self.lithium_t = initial_lithium(plan, self);
        self.broken.clear();
        self.broken.resize(N, None);
    }

    /// A settled number in each trial.
    pub(super) fn scalar(&self, number: &Scalar) -> Wide<N> {
        settled(number, &self.parameters)
    }

    fn draw_parameters(&mut self, plan: &Plan, luck: Luck) {
        self.parameters.resize_with(N, Vec::new);
        self.parameters.iter_mut().for_each(Vec::clear);
        for (at, source) in plan.parameters.iter().enumerate() {
            let uniforms: [f64; N] = plan.sampling.mixed(at, source.key, |parameter, key| {
                let number = plan.sampling.number(parameter);
                own_uniforms(plan, luck, Axis { key, number }, parameter)
            });
            for (parameters, uniform) in self.parameters.iter_mut().zip(uniforms) {
                let value = match &source.sampler {
                    Some(sampler) => sampler.quantile(uniform),
                    None => Sampler::light(&source.law.map(&mut |s| scalar(s, parameters)))
                        .quantile(uniform),
                };
                parameters.push(value);
            }
        }
    }

    #[inline(always)]
    fn set_prices(&mut self, plan: &Plan, luck: Luck) {
        draw_indices(
            &mut self.prices.paths,
            plan,
            &self.parameters,
            &mut self.space,
            luck,
        );
        draw_controls(
            &mut self.controls,
            &self.prices.paths,
            plan,
            &self.parameters,
            &mut self.space,
        );
        let Prices {
            today,
            settled: still,
            moving,
            bounded,
            ..
        } = &mut self.prices;
        today.resize_with(plan.tariffs.len(), Wide::default);
        still.clear();
        moving.clear();
        bounded.clear();
        for (id, tariff) in plan.tariffs.enumerate() {
            let factor = settled(&tariff.premium, &self.parameters) + 1.0;
            let Price {
                settled: fixed,
                moving: indices,
            } = &tariff.price;
            today[id] = factor * settled(fixed, &self.parameters);
            if !indices.is_empty() {
                still.push((id, today[id]));
            }
            for (index, share) in indices {
                moving.push((id, *index, factor * settled(share, &self.parameters)));
            }
            if let Some(PriceBounds { floor, cap }) = &tariff.bounds {
                let bound = |bound: &Option<Scalar>, none| {
                    let bound = bound.as_ref();
                    bound.map_or(Wide::all(none), |b| settled(b, &self.parameters))
                };
                bounded.push((id, [bound(floor, f64::MIN), bound(cap, f64::MAX)]));
            }
        }
    }

    fn set_processes(&mut self, plan: &Plan, luck: Luck) {
        let rate = self.scalar(&plan.capital_rate) * DAYS_PER_YEAR;
        self.needs.clear();
        self.processes
            .resize_with(plan.processes.len(), ProcessState::default);
        for (id, process) in plan.processes.enumerate() {
            let first_need = self.needs.len();
            for used in &process.uses {
                let lithium_t =
                    |stock: StockId| plan.commodities[plan.stocks[stock].commodity].lithium_t;
                self.needs.push(match &used.need {
                    Need::PerUnit(need) => settled(need, &self.parameters),
                    Need::Recovery(share) => {
                        let recovered = settled(share, &self.parameters) * lithium_t(used.stock);
                        Wide::all(lithium_t(process.makes)) / recovered
                    }
                });
            }
            let breakdown = breakdown(process.breakdown.as_ref(), &self.parameters, luck);
            let mut under_way = std::mem::take(&mut self.processes[id].under_way);
            under_way.reset();
            self.processes[id] = ProcessState {
                breakdown,
                under_way,
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
            let mut queue = std::mem::take(&mut self.stocks[id].queue);
            if !stock.customers.is_empty() {
                queue.reset();
            }
            self.stocks[id] = StockState {
                queue,
                breakdown,
                ..stock_state(stock, &self.parameters)
            };
        }
    }

    /// Units of each echelon's stock in a unit of what lies downstream, through recipes and scrap.
    pub(super) fn set_echelons(&mut self, plan: &Plan) {
        self.echelon_factors.clear();
        for echelon in &plan.echelons {
            let first = self.echelon_factors.len();
            for below in &echelon.downstream {
                let factor = match below.step {
                    Step::Here => Wide::all(1.0),
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
            let old = std::mem::take(&mut self.lanes[id]);
            let (mut under_way, mut waits) = (old.under_way, old.waits);
            under_way.reset();
            if lane.supplier.is_some() {
                waits.reset();
            }
            self.lanes[id] = LaneState {
                waits,
                under_way,
                ..lane_state(lane, &self.parameters)
            };
        }
        for stock in plan
            .stocks
            .iter()
            .filter(|stock| stock.split == Split::Share)
        {
            let has_share = |lane: &&LaneId| plan.lanes[**lane].share.is_some();
            let mut sum = Wide::ZERO;
            for &lane in stock.lanes.iter().filter(has_share) {
                sum += self.lanes[lane].share;
            }
            // Shares that are drawn need not add up to one: what counts is their proportion.
            for &lane in stock.lanes.iter().filter(has_share) {
                let share = &mut self.lanes[lane].share;
                *share = sum.is_positive().select(*share / sum, *share);
            }
        }
    }
}

/// The uniforms of a parameter in each trial, from wherever its luck comes.
fn own_uniforms<const N: usize>(plan: &Plan, luck: Luck, axis: Axis, at: usize) -> [f64; N] {
    let sampling = &plan.sampling;
    let mut uniforms = [0.0; N];
    if luck.chosen.is_none() {
        sampling.fill(luck.seed, luck.first, axis, &mut uniforms);
        return uniforms;
    }
    for (k, uniform) in uniforms.iter_mut().enumerate() {
        let from = luck.draw(k).map(|draw| draw.parameters);
        *uniform = match from.unwrap_or(Parameters::OfTrial(luck.first)) {
            Parameters::OfTrial(trial) => sampling.uniform(luck.seed, trial, axis),
            Parameters::At(point) => point[at],
        };
    }
    uniforms
}

/// A settled number in each trial.
pub(super) fn settled<const N: usize>(number: &Scalar, parameters: &[Vec<f64>]) -> Wide<N> {
    Wide::from_fn(|k| scalar(number, &parameters[k]))
}

/// A settled number of this trial.
pub(super) fn scalar(scalar: &Scalar, parameters: &[f64]) -> f64 {
    scalar.value(|id: ParameterId| parameters[id.position()])
}

fn or_boundless<const N: usize>(bound: Option<&Scalar>, parameters: &[Vec<f64>]) -> Wide<N> {
    bound.map_or(Wide::all(f64::INFINITY), |b| settled(b, parameters))
}

fn breakdown<const N: usize>(
    plan: Option<&BreakdownPlan>,
    parameters: &[Vec<f64>],
    luck: Luck,
) -> BreakdownState<N> {
    let Some(plan) = plan else {
        return BreakdownState::default();
    };
    BreakdownState::new(std::array::from_fn(|k| {
        let chances = [&plan.chances.chance, &plan.chances.repair];
        let chances = chances.map(|chance| scalar(chance, &parameters[k]));
        let stream = luck.of(k).stream(plan.key);
        RenewalClock {
            rings: 1.0 + geometric_quantile(stream.uniform(0), chances[0]),
            stream,
            ordinal: 1,
            chances,
        }
    }))
}

/// Share of capital that is charged a year, over a life in days.
///
/// # Source
/// The annuity factor r / (1 - (1 + r)^-n) of engineering economics.
fn annuity<const N: usize>(rate: Wide<N>, life: Wide<N>) -> Wide<N> {
    Wide::from_fn(|k| {
        if rate[k] > 0.0 {
            -rate[k] / libm::expm1(-libm::log1p(rate[k]) * life[k] / DAYS_PER_YEAR)
        } else {
            DAYS_PER_YEAR / life[k]
        }
    })
}

fn process_state<const N: usize>(
    process: &ProcessPlan,
    parameters: &[Vec<f64>],
    rate: Wide<N>,
) -> ProcessState<N> {
    let value = |s: &Scalar| -> Wide<N> { settled(s, parameters) };
    let capacity = value(&process.capacity_per_day);
    let life = value(&process.life_days);
    let capex_usd = value(&process.capex) * capacity;
    let capital_usd_per_day = capex_usd * annuity(rate, life) / DAYS_PER_YEAR;
    let start_day = value(&process.start_day);
    let first_day = Wide::from_fn(|k| libm::ceil(start_day[k]));
    let at_once = [Wide::all(1.0), Wide::ZERO];
    let ramp = process.ramp.as_ref().map_or(at_once, |ramp| {
        plant::rise(value(&ramp.from), value(&ramp.over_days))
    });
    ProcessState {
        capacity,
        first_day,
        ramp,
        good: Wide::all(1.0) - value(&process.scrap),
        inside: value(&process.inside_days),
        capex_usd,
        capital_usd_per_day,
        life_ends: first_day + life,
        capital_usd_per_unit: capacity.is_positive().of(capital_usd_per_day / capacity),
        ..ProcessState::default()
    }
}

fn stock_state<const N: usize>(stock: &StockPlan, parameters: &[Vec<f64>]) -> StockState<N> {
    let value = |s: &Scalar| -> Wide<N> { settled(s, parameters) };
    let policy = match &stock.policy {
        None => [Wide::ZERO; 2],
        Some(Policy::Push) => [Wide::all(f64::INFINITY); 2],
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
            Wide::all(f64::INFINITY)
        } else {
            Wide::ZERO
        },
        policy,
        holding: [value(&stock.holding), value(&stock.holding_in_transit)],
        dispatch_room: or_boundless(stock.dispatch_room.as_ref(), parameters),
        ration: (u32::MAX, Wide::all(1.0)),
        scale: scale(stock, policy, value(&stock.initial)),
        ..StockState::default()
    }
}

/// The largest of a stock's levels that are in its unit.
fn scale<const N: usize>(stock: &StockPlan, policy: [Wide<N>; 2], initial: Wide<N>) -> Wide<N> {
    let levels = match stock.policy {
        Some(Policy::Push | Policy::DaysOfCover { .. }) | None => Wide::ZERO,
        Some(_) => policy[0].abs().max(policy[1].abs()),
    };
    levels.max(initial)
}

fn lane_state<const N: usize>(lane: &LanePlan, parameters: &[Vec<f64>]) -> LaneState<N> {
    let value = |s: &Scalar| -> Wide<N> { settled(s, parameters) };
    let or_zero = |number: Option<Wide<N>>| number.unwrap_or(Wide::ZERO);
    let sale = lane.sale.as_ref();
    LaneState {
        share: lane.share.as_ref().map_or(Wide::all(1.0), value),
        feu_per_unit: or_zero(
            lane.per_feu
                .as_ref()
                .map(|units| Wide::all(1.0) / value(units)),
        ),
        kept: lane
            .carriage
            .losses
            .iter()
            .fold(Wide::all(1.0), |kept, loss| {
                kept * (Wide::all(1.0) - value(loss))
            }),
        margin: or_zero(sale.map(|sale| value(&sale.margin))),
        payment_days: or_zero(sale.map(|sale| value(&sale.payment_days))),
        ..LaneState::default()
    }
}

pub(super) fn set_dated<const N: usize>(
    dated: &mut Dated<N>,
    source: &Source,
    parameters: &[Vec<f64>],
    luck: Luck,
) {
    dated.reset(|k| luck.of(k).stream(source.key));
    if source.sampler.is_some() {
        return;
    }
    for (k, parameters) in parameters.iter().enumerate() {
        let law = source.law.map(&mut |s| scalar(s, parameters));
        if let Some(sampler) = dated.own.get_mut(k) {
            sampler.reset(&law);
        } else {
            dated.own.push(Sampler::light(&law));
        }
    }
}

fn initial_lithium<const N: usize>(plan: &Plan, scratch: &Scratch<N>) -> Wide<N> {
    let mut there = Wide::ZERO;
    for (id, stock) in plan.stocks.enumerate() {
        there += scratch.stocks[id].hand.quantity * plan.commodities[stock.commodity].lithium_t;
    }
    there
}
