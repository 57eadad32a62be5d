//! What delayed a cargo, from its order to its end: each part of the time beyond the usual with what
//! made it. The parts add up, so each is certain.

use std::collections::{BTreeMap, BTreeSet};

use super::Inquiry;
use super::record::{Hop, Record};
use crate::id::{ElementId, StockId};
use crate::model::Target;
use crate::outcome::{Cause, Line, Step};
use crate::plan::{LaneId, StopId};

/// Days below which a delay is not told.
pub(super) const SHORTEST: f64 = 0.5;
/// Parts of the longest delay below which another is not told.
pub(super) const NOTABLE: f64 = 0.25;

/// A cargo of one supply line.
pub(super) struct Parcel {
    pub lane: LaneId,
    /// The mean evening of its orders.
    pub ordered: f64,
    pub quantity: f64,
    /// From its supplier on; empty for what never left.
    pub hops: Vec<Hop>,
    /// The morning on which it was there; nothing where it never was.
    pub due: Option<u32>,
    /// Its order, where it never left.
    pub line: Option<Line>,
}

/// A part of a cargo's delay.
pub(super) struct Delay {
    pub days: f64,
    pub step: Step,
}

impl Inquiry<'_> {
    /// Cargo that a line sent off and that was not at its end by a day, told apart by when it left.
    pub(super) fn parcels(&self, lane: LaneId, day: u32) -> Vec<Parcel> {
        let hops = &self.record.lanes[lane].hops;
        let stops = hops
            .iter()
            .filter_map(|hop| Some((hop.from?, hop.came as u32)));
        let passed: BTreeSet<(StopId, u32)> = stops.collect();
        let mut coming: BTreeMap<(StopId, u32), Vec<&Hop>> = BTreeMap::new();
        for hop in hops {
            if let Some(stop) = hop.to {
                coming.entry((stop, hop.due)).or_default().push(hop);
            }
        }
        let ends = hops.iter().filter(|hop| match hop.to {
            None => hop.due > day,
            Some(stop) => !passed.contains(&(stop, hop.due)),
        });
        ends.flat_map(|end| parcels_to(lane, end, &coming))
            .collect()
    }

    /// What was ordered on a line first of all that never left.
    pub(super) fn never_sent(&self, lane: LaneId) -> Option<Parcel> {
        let record = self.record;
        let ways = std::iter::once(&lane).chain(&record.plan.lanes[lane].others);
        let hops = ways.flat_map(|&way| &record.lanes[way].hops);
        let sent: f64 = hops
            .filter(|hop| hop.from.is_none())
            .map(|hop| hop.quantity)
            .sum();
        let mut asked = 0.0;
        let first = record.lanes[lane].orders.iter().find(|order| {
            asked += order.quantity;
            asked > sent * (1.0 + 1e-9) + 1e-9 * order.quantity
        })?;
        Some(Parcel {
            lane,
            ordered: f64::from(first.day),
            quantity: first.quantity.min(asked - sent),
            hops: Vec::new(),
            due: None,
            line: first.line,
        })
    }

    /// What delayed a cargo that was missing on a day, the longest first.
    pub(super) fn journey(&mut self, parcel: &Parcel, day: u32) -> Vec<Step> {
        let mut delays: Vec<Delay> = Vec::new();
        delays.extend(self.wait_for_goods(parcel, day));
        for (at, hop) in parcel.hops.iter().enumerate() {
            if let Some(stop) = hop.from.filter(|_| at > 0) {
                self.wait_at_stop(stop, hop, &mut delays);
            }
            delays.extend(self.holdings(hop));
            delays.extend(self.slowness(parcel.lane, hop));
        }
        if let Some(stop) = parcel.hops.last().and_then(|hop| hop.to) {
            delays.extend(self.waits_still(stop, &parcel.hops[parcel.hops.len() - 1]));
        }
        notable(delays)
    }

    /// Its order waited until its supplier sent it off.
    fn wait_for_goods(&mut self, parcel: &Parcel, day: u32) -> Option<Delay> {
        let record = self.record;
        let supplier = record.plan.lanes[parcel.lane].supplier?;
        let left = parcel.hops.first().map(|hop| hop.left);
        let until = left.unwrap_or(record.plan.days);
        let days = f64::from(until) - parcel.ordered;
        if days < SHORTEST {
            return None;
        }
        let from = parcel.ordered as u32;
        let cause = Cause::WaitedForGoods {
            commodity: record.commodity(supplier),
            from,
            until: left,
        };
        let name = &record.model.stocks[supplier].name;
        let mut step = Record::days(from, name, cause, days, None);
        step.because = vec![self.kept_back(supplier, from, until.min(day + 1))];
        Some(Delay { days, step })
    }

    /// Why nothing left a stock on the evenings from one up to another.
    fn kept_back(&mut self, stock: StockId, from: u32, until: u32) -> Step {
        let record = self.record;
        let days = &record.stocks[stock];
        let evenings = from..until.min(record.plan.days);
        let is_out = |day: &u32| days.evenings[*day as usize][0] <= days.tiny;
        let last_out = evenings.clone().rev().find(is_out);
        let (many, outs) = (evenings.len(), evenings.filter(is_out).count());
        if let Some(day) = last_out.filter(|_| 2 * outs >= many) {
            return self.ran_out(stock, day);
        }
        let (begins, ends) = (f64::from(from), f64::from(until));
        let name = &record.model.stocks[stock].name;
        let shut = self.struck(Target::Dispatch(stock), begins, ends);
        if let Some(step) = shut.or_else(|| down(name, &days.breakdowns, from, until)) {
            return step;
        }
        if let Some(day) = last_out {
            return self.ran_out(stock, day);
        }
        let cause = Cause::HeldBack { from, until };
        Record::days(from, name, cause, ends - begins, None)
    }

    /// A hazard that left less of a target within a time, with what set it off.
    pub(super) fn struck(&self, target: Target, from: f64, until: f64) -> Option<Step> {
        let record = self.record;
        let (id, spell) = record.struck(target, from, until)?;
        let place = match target {
            Target::Process(process) => &record.model.processes[process].name,
            Target::Dispatch(stock) => &record.model.stocks[stock].name,
            Target::Element(element) => &record.model.elements[element].name,
        };
        let cause = Cause::Struck {
            hazard: record.model.hazards[id].name.clone(),
            from: spell.from,
            until: spell.until,
            leaves: spell.leaves,
        };
        let day = spell.from as u32;
        let mut step = Record::days(day, place, cause, spell.until - spell.from, spell.line);
        let parents = record.model.hazards.enumerate();
        let mut parents =
            parents.filter(|(_, hazard)| hazard.sets_off.iter().any(|(c, _)| *c == id));
        let began = |parent: &crate::id::HazardId| {
            let mut spells = record.hazards[*parent].iter();
            spells.any(|by| by.from.to_bits() == spell.from.to_bits())
        };
        if let Some((_, parent)) = parents.find(|(parent, _)| began(parent)) {
            let step_of = Record::days(day, &parent.name, Cause::SetOff, f64::NAN, None);
            step.because.push(step_of);
        }
        Some(step)
    }

    /// What a cargo found shut between two stops.
    fn holdings(&self, hop: &Hop) -> Vec<Delay> {
        let held = hop
            .held
            .iter()
            .filter(|(_, from, until)| until - from >= SHORTEST);
        held.filter_map(|&(element, from, until)| {
            let hazard = self.struck(Target::Element(element), from, until)?;
            let cause = Cause::Held { from, until };
            let name = &self.record.model.elements[element].name;
            let mut step = Record::days(from as u32, name, cause, until - from, hop.line);
            step.because = vec![hazard];
            Some(Delay {
                days: until - from,
                step,
            })
        })
        .collect()
    }

    /// It was longer under way between two stops than it is on average.
    fn slowness(&self, lane: LaneId, hop: &Hop) -> Option<Delay> {
        let record = self.record;
        let plan = &record.plan.lanes[lane];
        let usual = match (plan.market, hop.from) {
            (Some(_), _) => record.usual_days(lane),
            (None, None) => plan.path.iter().map(|&e| record.mean_days(e)).sum(),
            (None, Some(stop)) => self.after(lane, stop),
        };
        let held: f64 = hop.held.iter().map(|(_, from, until)| until - from).sum();
        let days = f64::from(hop.due - hop.left) - held;
        // What is due on a morning may have been there up to a day before.
        let more = days - libm::ceil(usual).max(1.0);
        if more < SHORTEST {
            return None;
        }
        let cause = Cause::Slow {
            days,
            usual_days: usual,
        };
        let step = Record::days(hop.left, &self.lane_name(lane), cause, more, hop.line);
        Some(Delay { days: more, step })
    }

    /// Mean days from a stop to the next or to the end.
    fn after(&self, lane: LaneId, stop: StopId) -> f64 {
        let mut calls = self.record.plan.calls.iter();
        let call = calls.find(|call| call.lane == lane && call.stop == stop);
        let path: &[ElementId] = call.map_or(&[], |call| &call.path);
        path.iter().map(|&e| self.record.mean_days(e)).sum()
    }
}

/// The longest delays, without those that are slight beside them.
pub(super) fn notable(mut delays: Vec<Delay>) -> Vec<Step> {
    let longest = delays.iter().map(|delay| delay.days).fold(0.0, f64::max);
    delays.retain(|delay| delay.days >= NOTABLE * longest);
    delays.sort_by(|a, b| b.days.total_cmp(&a.days));
    delays.truncate(3);
    delays.into_iter().map(|delay| delay.step).collect()
}

/// What an end came from: cargo that came to a stop on one day may have left on several.
fn parcels_to(lane: LaneId, end: &Hop, coming: &BTreeMap<(StopId, u32), Vec<&Hop>>) -> Vec<Parcel> {
    let mut open = vec![(vec![end.clone()], end.quantity)];
    let mut done = Vec::new();
    while let Some((hops, quantity)) = open.pop() {
        let first = &hops[0];
        let before = first
            .from
            .and_then(|stop| coming.get(&(stop, first.came as u32)));
        let Some(before) = before else {
            done.push(Parcel {
                lane,
                ordered: first.came,
                quantity,
                due: end.to.is_none().then_some(end.due),
                hops,
                line: None,
            });
            continue;
        };
        let all: f64 = before.iter().map(|hop| hop.quantity).sum();
        for &hop in before {
            let mut whole = vec![hop.clone()];
            whole.extend(hops.iter().cloned());
            open.push((whole, quantity * hop.quantity / all));
        }
    }
    done
}

/// The breakdown that lasted longest into a time.
pub(super) fn down(
    name: &str,
    breakdowns: &[(u32, bool, Option<Line>)],
    from: u32,
    until: u32,
) -> Option<Step> {
    let broken = breakdowns
        .iter()
        .enumerate()
        .filter(|(_, (_, broken, _))| *broken);
    let spells = broken.map(|(at, &(begins, _, line))| {
        let ends = breakdowns.get(at + 1).map(|(day, ..)| *day);
        (begins, ends, line)
    });
    let within =
        spells.filter(|(begins, ends, _)| *begins < until && ends.is_none_or(|e| e >= from));
    let lasts = |(begins, ends, _): &(u32, Option<u32>, _)| {
        ends.unwrap_or(until).min(until) - (*begins).max(from).min(until)
    };
    let (begins, ends, line) = within.max_by_key(lasts)?;
    let cause = Cause::Down {
        from: begins,
        until: ends,
    };
    let days = f64::from(ends.unwrap_or(until).max(begins) - begins);
    Some(Record::days(begins, name, cause, days, line))
}
