//! What is told only to one who looks on, so that a shortage can be followed back to its causes: the
//! state of stocks, lines and stops day by day, and where each cargo is due. Nothing here is compiled into
//! a run at which nobody looks.

use super::cargo::Cargo;
use super::day::Today;
use super::pipe::{entry_day, entry_days};
use super::plant::PhaseState;
use super::stops::day_of;
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::id::{ElementId, ProcessId};
use crate::plan::{CallId, LaneId, StopId};

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Spells that begin today; those that began before the first day, on that.
    #[inline(always)]
    pub(super) fn tell_of_spells(&mut self) {
        if !W::LOOKS {
            return;
        }
        for hazard in self.plan.hazards.ids() {
            for spell in self.s.hazards.spells(hazard) {
                // The cast stops at 0.
                if spell.from as u32 == self.day {
                    let told = Happening::Spell {
                        hazard,
                        from: spell.from,
                        to: spell.to,
                        leaves: spell.leaves,
                        recovery: spell.recovery,
                    };
                    self.watch.see(self.day, told);
                }
            }
        }
    }

    /// What processes could, should and did start today.
    #[inline(always)]
    pub(super) fn tell_of_work(&mut self) {
        if !W::LOOKS {
            return;
        }
        for process in self.plan.processes.ids() {
            let [nameplate, ramped] = self.capacities(process);
            let state = &self.s.processes[process];
            let ([possible, started], good) = (state.today, state.good);
            let wanted = self.s.stocks[self.plan.processes[process].makes].want / good;
            self.tell(Mask::from_fn(|_| true), |k| Happening::Worked {
                process,
                nameplate: nameplate[k],
                ramped: ramped[k],
                possible: possible[k],
                wanted: wanted[k],
                started: started[k],
            });
        }
    }

    /// Full capacity, and what ramps and seasons leave of it today [unit].
    fn capacities(&self, process: ProcessId) -> [Wide<N>; 2] {
        let (plan, state) = (&self.plan.processes[process], &self.s.processes[process]);
        let month = self.plan.calendar.month_of_year[self.day as usize];
        let season = plan.season[usize::from(month)];
        let age = Wide::all(f64::from(self.day)) - state.first_day;
        let Some(plant) = plan.plant else {
            let ramped = age.at_least(Wide::ZERO).of(state.ramped(age) * season);
            return [state.capacity, ramped];
        };
        let phases = &self.s.plants[plant].phases;
        let sum = |sum, phase: &PhaseState<N>| sum + phase.capacity;
        let whole = phases.iter().fold(Wide::ZERO, sum);
        let nameplate = if phases.is_empty() {
            state.capacity
        } else {
            whole
        };
        let ramped = self.plant_ramped(process, plant, self.day);
        [nameplate, ramped * season]
    }

    /// Stocks at the end of the day.
    #[inline(always)]
    pub(super) fn tell_of_evenings(&mut self) {
        if !W::LOOKS {
            return;
        }
        for stock in self.plan.stocks.ids() {
            let state = &self.s.stocks[stock];
            let (hand, on_order) = (state.hand.quantity, state.on_order + state.in_process);
            let (owed, waiting) = (state.queue.open, state.backlog);
            self.tell(Mask::from_fn(|_| true), |k| Happening::Evening {
                stock,
                hand: hand[k],
                on_order: on_order[k],
                owed: owed[k],
                waiting: waiting[k],
            });
        }
    }

    /// Cargo that came to a leg or node waits until it opens.
    #[inline(always)]
    pub(super) fn tell_of_holding(&mut self, element: ElementId, from: Wide<N>, until: Wide<N>) {
        self.tell(until.above(from), |k| Happening::Held {
            element,
            from: from[k],
            until: until[k],
        });
    }

    /// Cargo leaves its supplier, and is due at its first stop or its end.
    #[inline(always)]
    pub(super) fn tell_of_leaving(&mut self, lane: LaneId, cargo: &Cargo<N>, clock: Wide<N>) {
        if !W::LOOKS {
            return;
        }
        let quantity = cargo.goods.quantity;
        let ordered = cargo.ordered_on / quantity;
        let first = self.plan.lanes[lane].first_call;
        let to = first.map(|call| self.plan.calls[call].stop);
        let tomorrow = Wide::all(f64::from(self.day + 1));
        let due = match to {
            // As they are when cargo comes to a stop, and to its end.
            Some(stop) if self.is_node(stop) => {
                Wide::from_fn(|k| f64::from(day_of(clock[k]))).max(tomorrow)
            }
            Some(_) => entry_days(clock).max(tomorrow - 1.0),
            None => entry_days(clock).max(tomorrow),
        };
        self.tell(quantity.is_positive(), |k| Happening::Onward {
            lane,
            from: None,
            came: ordered[k],
            to,
            due: due.whole()[k],
            quantity: quantity[k],
        });
    }

    /// Cargo that came to a stop on a day passes it, and is due at the next or at its end.
    #[inline(always)]
    pub(super) fn tell_of_passing(
        &mut self,
        call: CallId,
        (k, came): (usize, u32),
        quantity: f64,
        clock: f64,
    ) {
        if !W::LOOKS {
            return;
        }
        let plan = &self.plan.calls[call];
        let earliest = self.day + u32::from(!self.is_node(plan.stop));
        let to = plan.next.map(|next| self.plan.calls[next].stop);
        let due = match to {
            Some(stop) if self.is_node(stop) => {
                let worked = earliest == self.day && stop <= plan.stop;
                day_of(clock).max(earliest + u32::from(worked))
            }
            _ => entry_day(clock).max(earliest),
        };
        let (lane, from) = (plan.lane, Some(plan.stop));
        self.tell(Mask::from_fn(|trial| trial == k), |_| Happening::Onward {
            lane,
            from,
            came: f64::from(came),
            to,
            due,
            quantity,
        });
    }

    /// What a stop with a queue has room for.
    #[inline(always)]
    pub(super) fn tell_of_gate(&mut self, stop: StopId, room: Wide<N>, others: Wide<N>) {
        if !W::LOOKS {
            return;
        }
        let queue = self.s.stops[stop].queue.open;
        self.tell(queue.is_positive(), |k| Happening::Gate {
            stop,
            room: room[k],
            queue: queue[k],
            others: others[k],
        });
    }
}
