//! Which of several routes the cargo of a source takes, evening by evening: by what is known then
//! (what is shut, how long queues are, what times and freight are to be expected), never by what is
//! drawn for the days ahead.

use super::day::Today;
use super::scratch::Scratch;
use super::watch::Watch;
use super::wide::{Mask, Wide};
use crate::id::ElementId;
use crate::model::Choice;
use crate::plan::{CallId, Gate, LaneId, Plan, StopId};

impl<const N: usize> Scratch<N> {
    /// Mean time in every leg and node of a trial, where some source asks for it.
    pub(super) fn set_means(&mut self, plan: &Plan) {
        if plan.work.choosing.is_empty() && plan.work.comparing.is_empty() {
            return;
        }
        self.element_means.resize(plan.elements.len(), Wide::ZERO);
        for (id, element) in plan.elements.enumerate() {
            let law = &element.days.law;
            let mean = |parameters: &Vec<f64>| {
                law.map(&mut |s| super::prepare::scalar(s, parameters))
                    .mean()
            };
            let at = crate::id::Id::position(id);
            self.element_means[at] = Wide::from_fn(|k| mean(&self.parameters[k]));
        }
    }
}

/// What is known of a way this evening.
pub(super) struct Outlook<const N: usize> {
    /// Nothing on it is shut.
    pub open: Mask<N>,
    /// Expected days in queues.
    pub wait: Wide<N>,
    /// Expected days in all.
    pub days: Wide<N>,
    /// Freight a unit [USD].
    pub usd: Wide<N>,
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// What leaves tonight on the first way of a source goes over to the way that its rule ranks
    /// first.
    pub(super) fn choose_way(&mut self, first: LaneId) {
        let plan = &self.plan.lanes[first];
        if plan.choice.is_none() {
            return;
        }
        let taken = self.way(first);
        for (at, &other) in plan.others.iter().enumerate() {
            let number = Wide::all(at as f64 + 1.0);
            let goes = taken.at_least(number) & taken.at_most(number);
            self.move_over(first, other, goes);
        }
    }

    /// Which way the cargo of a source would take tonight: 0 for the first, else the number of the
    /// other.
    pub(super) fn way(&self, first: LaneId) -> Wide<N> {
        let plan = &self.plan.lanes[first];
        let Some(choice) = &plan.choice else {
            return Wide::ZERO;
        };
        let bound = plan.wait_over.as_ref().map(|bound| self.s.scalar(bound));
        let mut best = self.outlook(first);
        let mut passable = best.open & within(&best, bound);
        // Where all are shut or too slow, what stands first is taken.
        let mut taken = Wide::ZERO;
        for (at, &other) in plan.others.iter().enumerate() {
            let outlook = self.outlook(other);
            let fits = outlook.open & within(&outlook, bound);
            let ranks = match choice {
                Choice::FirstOpen => Mask::NONE,
                Choice::LeastTime => outlook.days.below(best.days),
                Choice::LeastCost => outlook.usd.below(best.usd),
            };
            let better = fits & (!passable | ranks);
            taken = better.select(Wide::all(at as f64 + 1.0), taken);
            best = Outlook {
                open: best.open,
                wait: better.select(outlook.wait, best.wait),
                days: better.select(outlook.days, best.days),
                usd: better.select(outlook.usd, best.usd),
            };
            passable = passable | fits;
        }
        taken
    }

    /// What was to leave on one way leaves on another.
    fn move_over(&mut self, from: LaneId, to: LaneId, goes: Mask<N>) {
        if !goes.any() {
            return;
        }
        let tonight = self.s.lanes[from].tonight.split_off(goes);
        let quantity = tonight.goods.quantity;
        self.s.lanes[from].outstanding -= quantity;
        self.s.lanes[to].outstanding += quantity;
        self.s.lanes[to].tonight.put(tonight);
    }

    pub(super) fn outlook(&self, lane: LaneId) -> Outlook<N> {
        let plan = &self.plan.lanes[lane];
        let mut outlook = Outlook {
            open: Mask::from_fn(|_| true),
            wait: Wide::ZERO,
            days: Wide::ZERO,
            usd: Wide::ZERO,
        };
        for &element in &plan.path {
            self.look_at(element, &mut outlook);
        }
        let mut next: Option<CallId> = plan.first_call;
        while let Some(call) = next {
            let call = &self.plan.calls[call];
            outlook.wait += self.expected_wait(call.stop);
            for &element in &call.path {
                self.look_at(element, &mut outlook);
            }
            next = call.next;
        }
        outlook.days += outlook.wait;
        let state = &self.s.lanes[lane];
        for &(tariff, _) in &plan.feu_costs {
            outlook.usd += self.s.prices.today[tariff] * state.feu_per_unit;
        }
        outlook
    }

    fn look_at(&self, element: ElementId, outlook: &mut Outlook<N>) {
        outlook.days += self.s.element_means[crate::id::Id::position(element)];
        if let Some(place) = self.plan.elements[element].place {
            let share = self.s.hazards.share(place, self.day);
            outlook.open = outlook.open & share.is_positive();
        }
    }

    /// The queue over what passes in a day; for departures, as many as it takes to load the queue.
    fn expected_wait(&self, stop: StopId) -> Wide<N> {
        let (plan, state) = (&self.plan.stops[stop], &self.s.stops[stop]);
        match &plan.gate {
            Gate::Throughput { .. } => {
                let share = plan.place.map_or(Wide::all(1.0), |place| {
                    self.s.hazards.share(place, self.day)
                });
                // Where it is shut, the queue at full work is the least there is to say.
                let share = share.is_positive().select(share, Wide::all(1.0));
                state.queue.open / (state.feu * share)
            }
            Gate::Timetable { headway_days, .. } => {
                let full = state.queue.open / state.feu;
                (full + Wide::all(0.5)) * *headway_days
            }
        }
    }
}

/// The wait is within the bound, where there is one.
fn within<const N: usize>(outlook: &Outlook<N>, bound: Option<Wide<N>>) -> Mask<N> {
    bound.map_or(Mask::from_fn(|_| true), |bound| outlook.wait.at_most(bound))
}
