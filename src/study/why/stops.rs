//! What cargo waited for where it queues: a departure, room, its turn, or the end of a spell.

use super::Inquiry;
use super::journey::{Delay, NOTABLE, SHORTEST, notable};
use super::record::{Hop, Record};
use crate::model::Target;
use crate::outcome::{Cause, Line, Step};
use crate::plan::{Gate, StopId};

impl Inquiry<'_> {
    /// The time that a cargo waited at a stop; what came before may have made it miss a departure.
    pub(super) fn wait_at_stop(&self, stop: StopId, hop: &Hop, delays: &mut Vec<Delay>) {
        let came = hop.came as u32;
        let days = f64::from(hop.left - came);
        let beyond = days - self.record.usual_wait(stop);
        let before: f64 = delays.iter().map(|delay| delay.days).sum();
        // A day more after months of waiting is no cause of its own.
        let counts = days >= NOTABLE * before;
        if let Some(left) = self.missed(stop, came, hop.left, before).filter(|_| counts) {
            let cause = Cause::Missed {
                left,
                came,
                next: hop.left,
            };
            let mut step = Record::days(left, self.stop_name(stop), cause, days, hop.line);
            step.because = notable(std::mem::take(delays));
            // The delay before it and the wait are one.
            delays.push(Delay {
                days: days + before,
                step,
            });
        } else if beyond >= SHORTEST {
            let step = self.waited(stop, came, hop.left, hop.line);
            delays.push(Delay { days: beyond, step });
        }
    }

    /// The departure that a cargo would have caught without the days that it lost before.
    fn missed(&self, stop: StopId, came: u32, passed: u32, before: f64) -> Option<u32> {
        let Gate::Timetable { departs, .. } = &self.record.plan.stops[stop].gate else {
            return None;
        };
        let departs_on = |day: &u32| departs[*day as usize];
        let waited_in_vain = (came..passed).any(|day| departs_on(&day));
        let last = (0..came).rev().find(departs_on)?;
        let in_time = f64::from(came) - before <= f64::from(last);
        (passed > came && !waited_in_vain && before >= SHORTEST && in_time).then_some(last)
    }

    fn stop_name(&self, stop: StopId) -> &str {
        &self.record.model.elements[self.record.plan.stops[stop].element].name
    }

    /// It has not passed a stop by the last day.
    pub(super) fn waits_still(&self, stop: StopId, hop: &Hop) -> Option<Delay> {
        let end = self.record.plan.days;
        let days = f64::from(end) - f64::from(hop.due);
        (days >= SHORTEST).then(|| Delay {
            days,
            step: self.waited(stop, hop.due, end, hop.line),
        })
    }

    /// Why cargo that came to a stop on a day passed it on a later one.
    fn waited(&self, stop: StopId, came: u32, passed: u32, line: Option<Line>) -> Step {
        let record = self.record;
        let plan = &record.plan.stops[stop];
        let element = Target::Element(plan.element);
        let (days, name) = (f64::from(passed - came), self.stop_name(stop));
        let mut gates = record.gates[stop].range(came..passed);
        let first = gates.next().map(|(_, gate)| *gate);
        let cause = match (&plan.gate, first) {
            (Gate::Throughput { .. }, gate) => {
                let [_, queue, others] = gate.unwrap_or([f64::NAN; 3]);
                Cause::Queue {
                    queue,
                    others,
                    came,
                    passed,
                }
            }
            (Gate::Timetable { .. }, Some([0.0, ..])) => Cause::TooLittle { came, passed },
            (Gate::Timetable { .. }, Some([_, queue, _])) => Cause::NoRoom {
                queue,
                came,
                passed,
            },
            (Gate::Timetable { .. }, None) => Cause::BetweenDepartures { came, next: passed },
        };
        let mut step = Record::days(came, name, cause, days, line);
        if let Some([room, ..]) = first {
            (step.quantity, step.unit) = (room, "FEU");
        }
        let hazard = self.struck(element, f64::from(came), f64::from(passed));
        if hazard.is_some() && matches!(step.cause, Cause::TooLittle { .. }) {
            // What did not leave for a hazard had room for nothing.
            let (from, until) = (f64::from(came), f64::from(passed));
            step = Record::days(came, name, Cause::Held { from, until }, days, line);
        }
        step.because.extend(hazard);
        step
    }
}
