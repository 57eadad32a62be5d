//! Where cargo queues on its way. A node lets so much pass each day, other traffic included, first in
//! first out and pro rata among what came on one day; what passes on the day it came keeps its clock,
//! what waited goes on in the morning of the day it passes. A departure takes what waits in the
//! evening, as far as there is room; all on board share its draw of the transit time.

use super::audit::Rule;
use super::cargo::Cargo;
use super::day::Today;
use super::luck::Luck;
use super::pipe::{Parcel, entry_day, entry_days};
use super::prepare::set_dated;
use super::scratch::{CallState, Scratch, StopState};
use super::watch::{Happening, Watch};
use super::wide::{Mask, Wide};
use crate::plan::{CallId, Gate, Plan, StopId, StopPlan};

/// Relative quantities above a departure's room that are rounding.
const TINY: f64 = 1e-9;

impl<const N: usize> Scratch<N> {
    /// Empties all queues.
    pub(super) fn set_stops(&mut self, plan: &Plan, luck: Luck) {
        self.stops.resize_with(plan.stops.len(), StopState::default);
        for (id, stop) in plan.stops.enumerate() {
            let feu = match &stop.gate {
                Gate::Throughput { feu_per_day, .. } => self.scalar(feu_per_day),
                Gate::Timetable { room_feu, .. } => room_feu
                    .as_ref()
                    .map_or(Wide::all(f64::INFINITY), |room| self.scalar(room)),
            };
            let at_least = match &stop.gate {
                Gate::Timetable { at_least_feu, .. } => self.scalar(at_least_feu),
                Gate::Throughput { .. } => Wide::ZERO,
            };
            let old = std::mem::take(&mut self.stops[id]);
            let (mut queue, mut background) = (old.queue, old.background);
            queue.reset();
            if let Gate::Throughput {
                background: Some(source),
                ..
            } = &stop.gate
            {
                set_dated(&mut background, source, &self.parameters, luck);
            }
            self.stops[id] = StopState {
                queue,
                feu,
                at_least,
                background,
                ..StopState::default()
            };
        }
        self.calls.resize_with(plan.calls.len(), CallState::default);
        for (id, call) in plan.calls.enumerate() {
            let mut cargo = std::mem::take(&mut self.calls[id].cargo);
            cargo.reset();
            self.calls[id] = CallState {
                cargo,
                feu_per_unit: self.lanes[call.lane].feu_per_unit,
                ..CallState::default()
            };
        }
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Cargo that left this evening comes to the first stop on its way.
    pub(super) fn approach(&mut self, call: CallId, cargo: &Cargo<N>, clock: Wide<N>) {
        let stop = self.plan.calls[call].stop;
        let today = self.day;
        let due = if self.is_node(stop) {
            // Nodes have worked today.
            Wide::from_fn(|k| f64::from(day_of(clock[k]).max(today + 1)))
        } else {
            entry_days(clock).max(Wide::all(f64::from(today)))
        };
        let since = self.s.stops[stop].queue.earliest(today);
        let days = (today, since);
        let way = &mut self.s.calls[call].cargo;
        way.put::<true>(cargo, clock, due, days, self.plan.days);
    }

    pub(super) fn is_node(&self, stop: StopId) -> bool {
        matches!(self.plan.stops[stop].gate, Gate::Throughput { .. })
    }

    /// A node lets pass what it can.
    pub(super) fn let_pass(&mut self, stop: StopId) {
        let plan = &self.plan.stops[stop];
        let Gate::Throughput { background, .. } = &plan.gate else {
            return;
        };
        let state = &mut self.s.stops[stop];
        let others = background.as_ref().map_or(Wide::ZERO, |source| {
            state.background.draws_on(self.day, source.sampler.as_ref())
        });
        let room = self.room(stop, plan);
        self.join(stop, others);
        self.tell_of_gate(stop, room, others);
        self.serve_queue(stop, room);
    }

    /// A train or ship leaves, where there is one tonight and enough to load.
    pub(super) fn depart(&mut self, stop: StopId) {
        let plan = &self.plan.stops[stop];
        let Gate::Timetable { departs, .. } = &plan.gate else {
            return;
        };
        self.join(stop, Wide::ZERO);
        if !departs[self.day as usize] {
            self.count_queue(stop);
            return;
        }
        let state = &self.s.stops[stop];
        let open = state.queue.open;
        let enough = open.at_least(state.at_least * (1.0 - TINY)) & open.is_positive();
        let room = enough.of(self.room(stop, plan).min(Wide::all(f64::MAX)));
        self.tell_of_gate(stop, room, Wide::ZERO);
        self.serve_queue(stop, room);
    }

    /// What may pass today [FEU].
    fn room(&self, stop: StopId, plan: &StopPlan) -> Wide<N> {
        let most = self.s.stops[stop].feu;
        plan.place.map_or(most, |place| {
            let share = self.s.hazards.share(place, self.day);
            share.is_positive().of(most * share)
        })
    }

    /// What comes today joins the queue.
    fn join(&mut self, stop: StopId, others: Wide<N>) {
        let mut joins = others;
        let since = self.s.stops[stop].queue.earliest(self.day);
        for &call in &self.plan.stops[stop].calls {
            let state = &mut self.s.calls[call];
            if let Some(quantity) = state.cargo.quantity_on(self.day, since) {
                let feu = quantity * state.feu_per_unit;
                state.waits += feu;
                joins += feu;
            }
        }
        let queue = &mut self.s.stops[stop].queue;
        queue.open += joins;
        if queue.open.some() {
            let since = queue.join(self.day, joins.is_positive());
            queue.all.note(self.day, since, joins);
        }
    }

    /// Lets pass what there is room for, in every trial.
    fn serve_queue(&mut self, stop: StopId, room: Wide<N>) {
        let waits: Mask<N> = self.s.stops[stop].queue.open.is_positive();
        let before = self.s.stops[stop].queue.open;
        for k in waits.trials() {
            let mut room = room[k];
            while let Some(filled) = self.s.stops[stop].queue.serve(k, self.day, &mut room) {
                for &call in &self.plan.stops[stop].calls {
                    self.pass(call, k, filled.evening, filled.part);
                }
            }
        }
        self.check_room(stop, before, room);
        self.count_queue(stop);
    }

    /// No more has passed than there was room for.
    pub(super) fn check_room(&mut self, stop: StopId, before: Wide<N>, room: Wide<N>) {
        let passed = before - self.s.stops[stop].queue.open;
        let is_over = passed.above(room * (1.0 + TINY));
        self.check(Rule::Room, is_over, passed / room - 1.0);
    }

    pub(super) fn count_queue(&mut self, stop: StopId) {
        let state = &mut self.s.stops[stop];
        let open = state.queue.open;
        state.count.queued += open;
        self.check(Rule::Negative, open.below(Wide::ZERO), Wide::ZERO - open);
    }

    /// A part of one trial's cargo that came on a day goes on its way.
    fn pass(&mut self, call: CallId, k: usize, came: u32, part: f64) {
        let plan = &self.plan.calls[call];
        let state = &mut self.s.calls[call];
        let mut parcel = state.cargo.take(came, k, part);
        if parcel.quantity <= 0.0 {
            return;
        }
        let feu = parcel.quantity * state.feu_per_unit[k];
        let left = state.waits[k] - feu;
        state.waits[k] = if left > 0.0 { left } else { 0.0 };
        let count = &mut self.s.stops[plan.stop].count;
        count.passed[k] += feu;
        count.waited[k] += feu * f64::from(self.day - came);
        let arrived = parcel.clock / parcel.quantity;
        let is_node = self.is_node(plan.stop);
        let morning = f64::from(self.day);
        let leaves = if is_node && came == self.day && arrived > morning {
            arrived
        } else {
            morning
        };
        let clock = self.walk(&plan.path, k, leaves);
        parcel.door_to_door += parcel.quantity * (clock - arrived);
        parcel.clock = parcel.quantity * clock;
        let lane = plan.lane;
        self.tell(Mask::from_fn(|trial| trial == k), |_| Happening::Passed {
            lane,
            stop: plan.stop,
            quantity: parcel.quantity,
        });
        self.tell_of_passing(call, (k, came), parcel.quantity, clock);
        self.send_on(call, k, &parcel, clock);
    }

    /// What passed goes to the next stop, or to its end.
    fn send_on(&mut self, call: CallId, k: usize, parcel: &Parcel, clock: f64) {
        let plan = &self.plan.calls[call];
        // Evening departures arrive tomorrow at the earliest, what passes a node in the morning today.
        let earliest = if self.is_node(plan.stop) {
            self.day
        } else {
            self.day + 1
        };
        if let Some(next) = plan.next {
            let stop = self.plan.calls[next].stop;
            let due = if self.is_node(stop) {
                // Nodes before this one in their order have worked today.
                day_of(clock).max(earliest + u32::from(earliest == self.day && stop <= plan.stop))
            } else {
                entry_day(clock).max(earliest)
            };
            if due < self.plan.days {
                let since = self.s.stops[stop].queue.earliest(self.day);
                self.s.calls[next].cargo.pass_on(k, parcel, due, since);
            }
        } else {
            let due = entry_day(clock).max(earliest);
            if due < self.plan.days {
                let way = &mut self.s.lanes[plan.lane].under_way;
                way.pass_on(k, parcel, due, self.day);
            }
        }
    }

    /// The clock of one trial at the end of a path whose first element is entered now.
    fn walk(&mut self, path: &[crate::id::ElementId], k: usize, mut clock: f64) -> f64 {
        for (at, &element) in path.iter().enumerate() {
            let plan = &self.plan.elements[element];
            // The gate of the first has let it in.
            if let Some(place) = plan.place.filter(|_| at > 0) {
                let came = clock;
                clock = self.s.hazards.opens_in(place, k, clock);
                self.tell_of_holding(element, Wide::all(came), Wide::all(clock));
            }
            let law = plan.days.sampler.as_ref();
            clock += self.s.elements[element].draw_at(k, clock, law);
        }
        clock
    }

    /// What waits costs its owner, each evening.
    #[inline(always)]
    pub(super) fn charge_queues(&mut self) {
        for (id, plan) in self.plan.calls.enumerate() {
            let Some((tariff, account)) = plan.demurrage else {
                continue;
            };
            let waits = self.s.calls[id].waits;
            self.s.calls[id].waited[0] += waits;
            self.post(account, waits * self.s.prices.today[tariff]);
        }
    }
}

/// The day in which a time lies.
pub(super) fn day_of(clock: f64) -> u32 {
    // The cast stops at the ends of the range.
    (clock + TINY) as u32
}
