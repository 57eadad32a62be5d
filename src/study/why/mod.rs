//! Why somebody went short on a day of a trial: from the shortage back to what it comes from, as far as
//! the record of the trial decides it.
//!
//! A cause is told as certain where it follows from what was seen: what should have been there by then,
//! had its way and its wait been the usual, came later; a line started less than was wanted of it and
//! what kept it is on record. What was merely so at the same time is told as that.

mod journey;
mod production;
mod record;
mod stops;
mod supply;
mod usual;

use super::trace;
use crate::id::{DemandId, ProcessId, StockId};
use crate::model::Model;
use crate::outcome::{Breach, Cause, Line, Step, Trace, Why};
use crate::plan::Plan;
use record::Record;

/// Steps from a shortage to the last cause that is told.
const DEEPEST: usize = 12;

/// Runs one trial (counted from 1), tells it as [`super::trace`] does, and why somebody went short on a
/// day, or on that on which most was missing.
///
/// # Errors
/// The breach of a rule of the model.
pub fn why(model: &Model, trial: u64, seed: u64, day: Option<u32>) -> Result<(Trace, Why), Breach> {
    let plan = Plan::compile(model);
    let watched = trace::watch(model, &plan, trial, seed, true)?;
    let why = {
        let record = Record::of(model, &plan, &watched.trace.parameters, &watched.seen);
        let worst = || worst(&record);
        day.or_else(worst)
            .map_or_else(Why::default, |day| explain(&record, day))
    };
    let layout = plan.layout;
    Ok((
        Trace {
            layout,
            ..watched.trace
        },
        why,
    ))
}

fn explain(record: &Record, day: u32) -> Why {
    let mut shortages = shortages(record, day);
    let because = shortages.first().map(|largest| {
        let mut inquiry = Inquiry {
            record,
            told: Vec::new(),
        };
        inquiry.causes(largest.who, day)
    });
    if let (Some(largest), Some(because)) = (shortages.first_mut(), because) {
        largest.step.because = because;
    }
    let is_short =
        |day: &u32| record.demands.iter().any(|d| short_on(d, *day)) || stood(record, *day);
    Why {
        day,
        shortages: shortages
            .into_iter()
            .map(|shortage| shortage.step)
            .collect(),
        nearest: [
            (0..day).rev().find(is_short),
            (day + 1..record.plan.days).find(is_short),
        ],
    }
}

/// The first day on which most was missing: to customers, else to lines.
fn worst(record: &Record) -> Option<u32> {
    let mut missing = vec![(0.0, 0.0); record.plan.days as usize];
    for (id, demand) in record.demands.enumerate() {
        for short in &demand.short {
            missing[short.day as usize].0 += short.quantity * record.plan.demands[id].weight;
        }
    }
    for stopped in record.processes.iter().flat_map(|process| &process.stopped) {
        missing[stopped.day as usize].1 += stopped.quantity;
    }
    let mut worst = 0;
    for (day, missed) in missing.iter().enumerate() {
        if *missed > missing[worst] {
            worst = day;
        }
    }
    (missing[worst] > (0.0, 0.0)).then_some(worst as u32)
}

fn short_on(demand: &record::DemandDays, day: u32) -> bool {
    demand.short.iter().any(|short| short.day == day)
}

fn stood(record: &Record, day: u32) -> bool {
    let mut stopped = record.processes.iter().flat_map(|process| &process.stopped);
    stopped.any(|stopped| stopped.day == day)
}

/// Who went short.
#[derive(Clone, Copy)]
enum Who {
    Demand(DemandId),
    Process(ProcessId),
    Stock(StockId),
}

struct Shortage {
    who: Who,
    /// Customers before lines, lines before stocks; then by lithium, then by quantity.
    rank: (u8, f64, f64),
    step: Step,
}

/// All shortages of a day, the largest first.
fn shortages(record: &Record, day: u32) -> Vec<Shortage> {
    let customers = demands(record, day);
    let lines = lines(record, day);
    let stocks = stocks(record, day);
    let mut all: Vec<Shortage> = customers.chain(lines).chain(stocks).collect();
    all.sort_by(|a, b| {
        let kind = a.rank.0.cmp(&b.rank.0);
        let lithium = b.rank.1.total_cmp(&a.rank.1);
        kind.then(lithium).then(b.rank.2.total_cmp(&a.rank.2))
    });
    all
}

fn demands<'a>(record: &'a Record, day: u32) -> impl Iterator<Item = Shortage> + use<'a> {
    let shorts = record.demands.enumerate();
    shorts.filter_map(move |(id, demand)| {
        let short = demand.short.iter().find(|short| short.day == day)?;
        let cause = Cause::Unserved {
            asked: demand.asked[day as usize],
            served: demand.served[day as usize],
        };
        let stock = record.plan.demands[id].terms.stock;
        let name = &record.model.demands[id].name;
        let step = record.step(day, name, cause, short.quantity, stock, short.line);
        Some(record.shortage(Who::Demand(id), 0, stock, step))
    })
}

fn lines<'a>(record: &'a Record, day: u32) -> impl Iterator<Item = Shortage> + use<'a> {
    record
        .processes
        .enumerate()
        .filter_map(move |(id, process)| {
            let stopped = process.stopped.iter().find(|stopped| stopped.day == day)?;
            let work = process.days[day as usize];
            let cause = Cause::Stood {
                wanted: work.started + stopped.quantity,
            };
            let stock = record.plan.processes[id].makes;
            let name = &record.model.processes[id].name;
            let step = record.step(day, name, cause, stopped.quantity, stock, stopped.line);
            Some(record.shortage(Who::Process(id), 1, stock, step))
        })
}

fn stocks<'a>(record: &'a Record, day: u32) -> impl Iterator<Item = Shortage> + use<'a> {
    record.stocks.enumerate().filter_map(move |(id, stock)| {
        let [hand, _, owed, _] = *stock.evenings.get(day as usize)?;
        let is_out = hand <= stock.tiny && owed > stock.tiny;
        let name = &record.model.stocks[id].name;
        let step = || record.step(day, name, Cause::Unfilled, owed, id, None);
        is_out.then(|| record.shortage(Who::Stock(id), 2, id, step()))
    })
}

impl Record<'_> {
    /// A certain step that counts the commodity of a stock.
    fn step(
        &self,
        day: u32,
        place: &str,
        cause: Cause,
        quantity: f64,
        stock: StockId,
        line: Option<Line>,
    ) -> Step {
        let commodity = self.plan.stocks[stock].commodity;
        Step {
            day,
            place: place.to_owned(),
            cause,
            quantity,
            unit: self.model.commodities[commodity].unit.symbol(),
            line,
            certain: true,
            because: Vec::new(),
        }
    }

    /// A certain step that lasts so many days.
    fn days(day: u32, place: &str, cause: Cause, days: f64, line: Option<Line>) -> Step {
        Step {
            day,
            place: place.to_owned(),
            cause,
            quantity: days,
            unit: "d",
            line,
            certain: true,
            because: Vec::new(),
        }
    }

    fn shortage(&self, who: Who, kind: u8, stock: StockId, step: Step) -> Shortage {
        let commodity = self.plan.stocks[stock].commodity;
        let lithium = step.quantity * self.plan.commodities[commodity].lithium_t;
        Shortage {
            who,
            rank: (kind, lithium, step.quantity),
            step,
        }
    }

    fn commodity(&self, stock: StockId) -> String {
        self.model.commodities[self.plan.stocks[stock].commodity]
            .name
            .clone()
    }
}

/// A walk from effects to causes.
struct Inquiry<'a> {
    record: &'a Record<'a>,
    /// Stocks whose shortage has been told.
    told: Vec<StockId>,
}

impl Inquiry<'_> {
    fn causes(&mut self, who: Who, day: u32) -> Vec<Step> {
        match who {
            Who::Demand(demand) => {
                let stock = self.record.plan.demands[demand].terms.stock;
                vec![self.ran_out(stock, day)]
            }
            Who::Stock(stock) => vec![self.ran_out(stock, day)],
            Who::Process(process) => {
                let lacked = self.record.processes[process].lacked.iter();
                let missing = lacked.filter(|(on, ..)| *on == day);
                let stocks: Vec<StockId> = missing.map(|&(_, stock, _)| stock).collect();
                let stocks = stocks.into_iter();
                stocks.map(|stock| self.ran_out(stock, day)).collect()
            }
        }
    }

    /// A stock was out on a day.
    fn ran_out(&mut self, stock: StockId, day: u32) -> Step {
        let record = self.record;
        let days = &record.stocks[stock];
        let name = &record.model.stocks[stock].name;
        let since = record.short_since(stock, day);
        if self.told.contains(&stock) || self.told.len() > DEEPEST {
            return record.step(since, name, Cause::Told, f64::NAN, stock, None);
        }
        self.told.push(stock);
        let last = days.deliveries.iter().rev().find(|d| d.day <= day);
        let next = days.deliveries.iter().find(|d| d.day > day);
        let cause = Cause::RanOut {
            commodity: record.commodity(stock),
            last: last.map(|delivery| delivery.day),
            next: next.map(|delivery| delivery.day),
        };
        let missing = self.missing(stock, day);
        let line = last.and_then(|delivery| delivery.line);
        let mut step = record.step(since, name, cause, missing, stock, line);
        step.because = if record.plan.stocks[stock].makers.is_empty() {
            self.supply(stock, day)
        } else {
            self.production(stock, day)
        };
        step
    }

    /// What customers, orders and lines went without on a day [unit].
    fn missing(&self, stock: StockId, day: u32) -> f64 {
        let record = self.record;
        let evening = record.stocks[stock].evenings.get(day as usize);
        let owed = evening.map_or(0.0, |[_, _, owed, waiting]| owed + waiting);
        let lost = record.demands.enumerate().filter(|(id, _)| {
            let terms = &record.plan.demands[*id].terms;
            terms.stock == stock && terms.unmet == crate::model::Unmet::Lost
        });
        let lost = lost.flat_map(|(_, demand)| demand.short.iter().filter(|s| s.day == day));
        let lacked = record.processes.iter().flat_map(|process| &process.lacked);
        let lacked = lacked.filter(|(on, of, _)| *on == day && *of == stock);
        owed + lost.map(|short| short.quantity).sum::<f64>()
            + lacked.map(|(_, _, quantity)| quantity).sum::<f64>()
    }
}
