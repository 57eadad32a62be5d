//! What was to be expected in a trial: its numbers, the mean times of its ways, its plan, its spells.

use super::record::{Record, Spell};
use crate::id::{DemandId, ElementId, HazardId, Id, StockId};
use crate::model::{DemandDraw, Scalar, Target};
use crate::plan::{Gate, LaneId, StopId};

impl Record<'_> {
    /// A number of the trial.
    pub fn number(&self, scalar: &Scalar) -> f64 {
        scalar.value(|id| self.parameters[id.position()])
    }

    /// Mean days of a leg or node in the trial.
    pub fn mean_days(&self, element: ElementId) -> f64 {
        let law = &self.plan.elements[element].days.law;
        law.map(&mut |scalar| self.number(scalar)).mean()
    }

    /// Days that a supply line takes on average, from the evening on which cargo leaves: half of the time
    /// between departures included, queues not.
    pub fn usual_days(&self, lane: LaneId) -> f64 {
        let plan = &self.plan.lanes[lane];
        if let Some(market) = plan.market {
            let law = &self.plan.markets[market].lead_time.law;
            return law.map(&mut |scalar| self.number(scalar)).mean();
        }
        let mut days: f64 = plan.path.iter().map(|&e| self.mean_days(e)).sum();
        let mut next = plan.first_call;
        while let Some(call) = next {
            let call = &self.plan.calls[call];
            days += self.usual_wait(call.stop);
            days += call.path.iter().map(|&e| self.mean_days(e)).sum::<f64>();
            next = call.next;
        }
        days
    }

    /// Half of the time between departures.
    pub fn usual_wait(&self, stop: StopId) -> f64 {
        match &self.plan.stops[stop].gate {
            Gate::Timetable { headway_days, .. } => headway_days / 2.0,
            Gate::Throughput { .. } => 0.0,
        }
    }

    /// The mean of a demand on a day, as planned.
    pub fn planned(&self, demand: DemandId, day: u32) -> f64 {
        let demand = &self.model.demands[demand];
        if !day.is_multiple_of(demand.every_days) {
            return 0.0;
        }
        match &demand.draw {
            DemandDraw::Daily(law) => law.map(&mut |s| self.number(s)).mean().max(0.0),
            DemandDraw::Plan {
                rate,
                growth,
                season,
                ..
            } => {
                let mut steps = rate.steps.iter().rev();
                let step = steps.find(|(from, _)| *from <= day as i32);
                let rate = step.map_or(0.0, |(_, rate)| self.number(rate));
                let a_year = self.number(growth) * 365.0;
                let grown = libm::exp(f64::from(day) / 365.0 * libm::log1p(a_year));
                let month = self.plan.calendar.month_of_year[day as usize];
                rate * grown * season[usize::from(month)] * f64::from(demand.every_days)
            }
        }
    }

    /// The spell that leaves the least of a target at some time between two, with its hazard.
    pub fn struck(&self, target: Target, from: f64, until: f64) -> Option<(HazardId, Spell)> {
        let hazards = self.model.hazards.enumerate();
        let hitting = hazards.filter(|(_, hazard)| hazard.hits.contains(&target));
        let spells = hitting.flat_map(|(id, _)| self.hazards[id].iter().map(move |s| (id, *s)));
        let at_that_time = spells
            .filter(|(_, spell)| spell.from < until && spell.until + spell.recovery > from)
            .filter(|(_, spell)| spell.leaves < 1.0);
        at_that_time.min_by(|(_, a), (_, b)| {
            let leaves = a.leaves.total_cmp(&b.leaves);
            leaves.then(b.until.total_cmp(&a.until))
        })
    }

    /// The first of the days in a row up to one on which somebody who wanted of a stock went short.
    pub fn short_since(&self, stock: StockId, day: u32) -> u32 {
        let short = &self.stocks[stock].short;
        let before = (0..day).rev().take_while(|&day| short[day as usize]);
        before.last().unwrap_or(day)
    }
}
