//! A stock that processes fill was out: what its lines were wanted to make and did not, and what kept
//! them.

use super::Inquiry;
use super::journey::down;
use super::record::Work;
use super::supply::policy;
use crate::id::{HazardId, ProcessId, StockId};
use crate::model::Target;
use crate::outcome::{Cause, Step};

/// Days that are looked back for the evening on which most was on hand.
const LOOK_BACK: u32 = 365;
/// Parts of the largest loss below which another is not told.
const NOTABLE: f64 = 0.2;
/// Parts of what was asked for below which what was not made explains nothing.
const SLIGHT: f64 = 0.01;

/// What keeps a line from working.
#[derive(Clone, Copy, PartialEq)]
enum Keeper {
    Hazard(HazardId),
    Breakdown,
    Ore,
    Unknown,
}

/// What a line did not start, and why [unit started].
struct Loss {
    quantity: f64,
    step: Step,
}

impl Inquiry<'_> {
    /// Why a stock that its site fills was out on a day: what its lines did not make since most was on
    /// hand.
    pub(super) fn production(&mut self, stock: StockId, day: u32) -> Vec<Step> {
        let from = self.since_most(stock, day);
        let asked = &self.record.stocks[stock].asked[from as usize..=day as usize];
        let slight = SLIGHT * asked.iter().sum::<f64>();
        let makers = self.record.plan.stocks[stock].makers.clone();
        let mut steps = Vec::new();
        for &process in &makers {
            steps.extend(self.made_little(process, from, day, slight));
        }
        if steps.is_empty() {
            steps.push(self.enough_was_made(stock, &makers, from, day));
        }
        steps
    }

    /// The morning after the evening on which most was on hand, of the year before somebody went short.
    fn since_most(&self, stock: StockId, day: u32) -> u32 {
        let since = self.record.short_since(stock, day);
        let earliest = since.saturating_sub(LOOK_BACK);
        let hand = |day: u32| self.record.stocks[stock].evenings[day as usize][0];
        let before = earliest..since;
        let most = before
            .rev()
            .reduce(|most, day| if hand(day) > hand(most) { day } else { most });
        most.map_or(since, |most| most + 1)
            .max(day.saturating_sub(LOOK_BACK))
    }

    /// Days of a line whose good output was in stock by a day, from one on.
    fn window(&self, process: ProcessId, from: u32, day: u32) -> std::ops::RangeInclusive<u32> {
        let inside = self
            .record
            .number(&self.record.model.processes[process].inside_days);
        let inside = libm::ceil(inside).max(0.0) as u32;
        from.saturating_sub(inside)..=day.saturating_sub(inside)
    }

    fn made_little(
        &mut self,
        process: ProcessId,
        from: u32,
        day: u32,
        slight: f64,
    ) -> Option<Step> {
        let record = self.record;
        let days = self.window(process, from, day);
        let mut losses: Vec<Loss> = Vec::new();
        losses.extend(self.not_started(process, days.clone()));
        losses.extend(self.ramping(process, days.clone()));
        losses.extend(self.out_of_order(process, days.clone()));
        losses.extend(self.starved(process, days.clone()));
        losses.extend(self.short_of_capacity(process, from, day));
        let most = losses.iter().map(|loss| loss.quantity).fold(0.0, f64::max);
        if most <= slight {
            return None;
        }
        losses.retain(|loss| loss.quantity >= NOTABLE * most);
        losses.sort_by(|a, b| b.quantity.total_cmp(&a.quantity));
        let all = &record.processes[process].days[*days.start() as usize..=*days.end() as usize];
        let cause = Cause::MadeLittle {
            from: *days.start(),
            wanted: all.iter().map(wanted).sum(),
        };
        let made = all.iter().map(|work| work.started).sum();
        let (name, stock) = (&record.model.processes[process].name, self.makes(process));
        let mut step = record.step(*days.end(), name, cause, made, stock, None);
        for loss in losses {
            step.because.push(self.followed(process, loss.step, &days));
        }
        Some(step)
    }

    fn makes(&self, process: ProcessId) -> StockId {
        self.record.plan.processes[process].makes
    }

    /// What a missing input comes from.
    fn followed(
        &mut self,
        process: ProcessId,
        mut step: Step,
        days: &std::ops::RangeInclusive<u32>,
    ) -> Step {
        if !matches!(step.cause, Cause::InputMissing { .. }) {
            return step;
        }
        let lacked = self.record.processes[process].lacked.iter();
        let within = lacked.filter(|(day, ..)| days.contains(day));
        let Some(&(last, ..)) = within.clone().next_back() else {
            return step;
        };
        let mut stocks: Vec<StockId> = within
            .filter(|(day, ..)| *day == last)
            .map(|(_, stock, _)| *stock)
            .collect();
        stocks.dedup();
        for stock in stocks {
            step.because.push(self.ran_out(stock, last));
        }
        step
    }

    /// What is summed of a line over days, in a loss where it is any.
    fn loss(
        &self,
        process: ProcessId,
        days: std::ops::RangeInclusive<u32>,
        lost: impl Fn(u32, &Work) -> f64,
        step: impl FnOnce(f64) -> Step,
    ) -> Option<Loss> {
        let all = &self.record.processes[process].days;
        let lost = days.map(|day| lost(day, &all[day as usize]));
        let quantity: f64 = lost.sum();
        (quantity > 0.0).then(|| Loss {
            quantity,
            step: step(quantity),
        })
    }

    fn line_step(&self, process: ProcessId, day: u32, cause: Cause, quantity: f64) -> Step {
        let name = &self.record.model.processes[process].name;
        self.record
            .step(day, name, cause, quantity, self.makes(process), None)
    }

    fn not_started(&self, process: ProcessId, days: std::ops::RangeInclusive<u32>) -> Option<Loss> {
        let opened = self.record.processes[process].opened.first().copied();
        let first = opened.map(|(day, _)| day);
        let day = *days.start();
        let is_before = |day| first.is_none_or(|first| day < first);
        // A plant that never opens tells no capacity, and one that was open before the first day no opening.
        let was_open = |work: &Work| work.ramped > 0.0;
        let lost = |day, work: &Work| {
            let counts = is_before(day) && !was_open(work);
            if counts { wanted(work) } else { 0.0 }
        };
        let step = |quantity| {
            let step = self.line_step(process, day, Cause::NotStarted { first }, quantity);
            Step {
                line: opened.and_then(|(_, line)| line),
                ..step
            }
        };
        self.loss(process, days, lost, step)
    }

    fn ramping(&self, process: ProcessId, days: std::ops::RangeInclusive<u32>) -> Option<Loss> {
        let day = *days.start();
        let last = self.record.processes[process].days[*days.end() as usize];
        let cause = Cause::Ramping {
            nameplate: last.nameplate,
        };
        let lost = |_, work: &Work| {
            let is_open = work.ramped > 0.0;
            if is_open {
                (wanted(work) - work.ramped).max(0.0)
            } else {
                0.0
            }
        };
        let step = |quantity| self.line_step(process, day, cause, quantity);
        self.loss(process, days, lost, step)
    }

    /// What hazards, breakdowns and the end of the ore took, each day's counted to one of them.
    fn out_of_order(&self, process: ProcessId, days: std::ops::RangeInclusive<u32>) -> Vec<Loss> {
        let mut losses: Vec<(Keeper, f64, u32, u32)> = Vec::new();
        for day in days {
            let work = &self.record.processes[process].days[day as usize];
            let lost = wanted(work).min(work.ramped) - work.possible;
            if lost <= 0.0 {
                continue;
            }
            let keeper = self.keeper(process, day);
            match losses.iter_mut().find(|(other, ..)| *other == keeper) {
                Some((_, sum, _, last)) => (*sum, *last) = (*sum + lost, day),
                None => losses.push((keeper, lost, day, day)),
            }
        }
        let loss = |(keeper, quantity, first, last)| Loss {
            quantity,
            step: self.kept_by(process, keeper, quantity, (first, last)),
        };
        losses.into_iter().map(loss).collect()
    }

    /// What kept a line from working on a day.
    fn keeper(&self, process: ProcessId, day: u32) -> Keeper {
        let record = self.record;
        let (from, until) = (f64::from(day), f64::from(day + 1));
        let target = Target::Process(process);
        let breakdowns = &record.processes[process].breakdowns;
        let is_mine = || record.model.processes[process].extras.mine.is_some();
        if let Some((hazard, _)) = record.struck(target, from, until) {
            Keeper::Hazard(hazard)
        } else if down("", breakdowns, day, day + 1).is_some() {
            Keeper::Breakdown
        } else if is_mine() {
            Keeper::Ore
        } else {
            Keeper::Unknown
        }
    }

    fn kept_by(
        &self,
        process: ProcessId,
        keeper: Keeper,
        quantity: f64,
        (first, last): (u32, u32),
    ) -> Step {
        let record = self.record;
        let other = |cause| self.line_step(process, first, cause, quantity);
        let told = match keeper {
            Keeper::Hazard(_) => {
                let (from, until) = (f64::from(first), f64::from(last) + 1.0);
                self.struck(Target::Process(process), from, until)
            }
            Keeper::Breakdown => {
                let name = &record.model.processes[process].name;
                let breakdowns = &record.processes[process].breakdowns;
                down(name, breakdowns, first, last + 1)
            }
            Keeper::Ore => Some(other(Cause::MinedOut)),
            Keeper::Unknown => None,
        };
        told.unwrap_or_else(|| other(Cause::Unknown))
    }

    fn starved(&self, process: ProcessId, days: std::ops::RangeInclusive<u32>) -> Option<Loss> {
        let mut stopped = self.record.processes[process].stopped.iter();
        let last = stopped.rfind(|stopped| days.contains(&stopped.day))?;
        let cause = Cause::InputMissing {
            of: self.record.commodity(self.makes(process)),
        };
        let step = |quantity| Step {
            line: last.line,
            ..self.line_step(process, last.day, cause, quantity)
        };
        self.loss(process, days, |_, work| work.starved, step)
    }

    /// What is asked of the stock each day is more than all its lines make at full capacity.
    fn short_of_capacity(&self, process: ProcessId, from: u32, day: u32) -> Option<Loss> {
        let record = self.record;
        let stock = self.makes(process);
        let makers = record.plan.stocks[stock].makers.iter();
        let good = |maker: &ProcessId| {
            let scrap = record.number(&record.model.processes[*maker].scrap);
            record.processes[*maker].days[day as usize].nameplate * (1.0 - scrap)
        };
        let nameplate: f64 = makers.map(good).sum();
        let asked = &record.stocks[stock].asked[from as usize..=day as usize];
        let days = asked.len() as f64;
        let asked = asked.iter().sum::<f64>() / days;
        let quantity = (asked - nameplate) * days;
        let cause = Cause::Capacity { nameplate, asked };
        (quantity > 0.0 && nameplate > 0.0).then(|| Loss {
            quantity,
            step: self.line_step(process, day, cause, asked - nameplate),
        })
    }

    /// The lines made what was wanted of them: too little was.
    fn enough_was_made(&self, stock: StockId, makers: &[ProcessId], from: u32, day: u32) -> Step {
        let record = self.record;
        let sum = |of: &dyn Fn(&Work) -> f64| -> f64 {
            let days = makers.iter().flat_map(|&maker| {
                let days = self.window(maker, from, day);
                record.processes[maker].days[*days.start() as usize..=*days.end() as usize].iter()
            });
            days.map(of).sum()
        };
        let (could, started) = (sum(&|work| work.possible), sum(&|work| work.started));
        let name = &record.model.stocks[stock].name;
        let days = &record.stocks[stock].deliveries;
        if days.first().is_none_or(|first| first.day > day) {
            let next = days.first().map(|first| first.day);
            let initial = record.number(&record.model.stocks[stock].initial);
            return record.step(0, name, Cause::FirstDays { next }, initial, stock, None);
        }
        let cause = if could > started * (1.0 + 1e-9) {
            Cause::PolicyLow {
                policy: policy(record.model.stocks[stock].policy.as_ref()),
                could,
            }
        } else {
            Cause::Unknown
        };
        record.step(from, name, cause, started, stock, None)
    }
}

/// What was wanted of a line on a day, as far as it could ever make it [unit started].
fn wanted(work: &Work) -> f64 {
    work.wanted.min(work.nameplate)
}
