//! Plants in order and out of order, by renewal clocks in real time: a day's capacity is the part
//! of the day in order, and the next outage is counted from the end of the last.

use crate::engine::wide::{Mask, Wide};
use crate::plan::Source;
use crate::random::{Sampler, Stream};

/// The shortest time between two outages [days]: a minute.
const SHORTEST: f64 = 1.0 / 1440.0;

/// What is in order and out of order in turns.
#[derive(Clone, Debug)]
pub struct Outages<const N: usize> {
    /// Where it is out of order at the end of the day.
    pub is_down: Mask<N>,
    /// Part of the day in order.
    pub open: Wide<N>,
    /// Each trial's clock.
    clocks: Vec<Clock>,
    /// Each trial's samplers of times in order and out of order, where they hang on parameters.
    own: [Vec<Sampler>; 2],
    /// When some clock rings next [days].
    soonest: f64,
    /// Some part of the last day was out of order and some not.
    is_parted: bool,
}

/// When one trial's clock rings next.
#[derive(Clone, Copy, Debug)]
struct Clock {
    rings: f64,
    stream: Stream,
    ordinal: u64,
}

impl<const N: usize> Default for Outages<N> {
    fn default() -> Self {
        Self {
            is_down: Mask::NONE,
            open: Wide::all(1.0),
            clocks: Vec::new(),
            own: [Vec::new(), Vec::new()],
            soonest: f64::INFINITY,
            is_parted: false,
        }
    }
}

impl<const N: usize> Outages<N> {
    /// Starts new trials in order, with clocks that begin on a day.
    pub fn reset(
        &mut self,
        laws: &[Source; 2],
        parameters: &[Vec<f64>],
        first_day: Wide<N>,
        stream: impl Fn(usize) -> Stream,
    ) {
        self.is_down = Mask::NONE;
        self.open = Wide::all(1.0);
        self.is_parted = false;
        for (own, source) in self.own.iter_mut().zip(laws) {
            settle(own, source, parameters);
        }
        self.clocks.clear();
        for k in 0..N {
            let mut clock = Clock {
                rings: first_day[k].max(0.0),
                stream: stream(k),
                ordinal: 0,
            };
            clock.rings += clock.draw(k, 0, laws, &self.own);
            self.clocks.push(clock);
        }
        self.soonest = soonest(&self.clocks);
    }

    /// Goes through a day, and says where order changed.
    pub fn step(&mut self, day: f64, laws: &[Source; 2]) -> Mask<N> {
        if day + 1.0 <= self.soonest {
            if self.is_parted {
                self.open = (!self.is_down).ones();
                self.is_parted = false;
            }
            return Mask::NONE;
        }
        let was_down = self.is_down;
        self.open = Wide::from_fn(|k| self.pass(k, day, laws));
        self.soonest = soonest(&self.clocks);
        self.is_parted = true;
        (was_down & !self.is_down) | (!was_down & self.is_down)
    }

    /// One trial's day: the part of it in order.
    fn pass(&mut self, k: usize, day: f64, laws: &[Source; 2]) -> f64 {
        let clock = &mut self.clocks[k];
        let (mut at, mut open) = (day, 0.0);
        while clock.rings < day + 1.0 {
            let is_down = self.is_down.at(k);
            if !is_down {
                open += clock.rings - at;
            }
            at = clock.rings;
            self.is_down.set(k, !is_down);
            clock.rings += clock.draw(k, usize::from(!is_down), laws, &self.own);
        }
        if !self.is_down.at(k) {
            open += day + 1.0 - at;
        }
        open
    }
}

impl Clock {
    /// A time in order (0) or out of order (1).
    fn draw(&mut self, k: usize, kind: usize, laws: &[Source; 2], own: &[Vec<Sampler>; 2]) -> f64 {
        let uniform = self.stream.uniform(self.ordinal);
        self.ordinal += 1;
        let sampler = laws[kind].sampler.as_ref().or_else(|| own[kind].get(k));
        let days = sampler.map_or(f64::INFINITY, |sampler| sampler.quantile(uniform));
        days.max(if kind == 0 { SHORTEST } else { 0.0 })
    }
}

fn soonest(clocks: &[Clock]) -> f64 {
    clocks.iter().fold(f64::INFINITY, |a, b| a.min(b.rings))
}

/// Samplers of a law that hangs on each trial's parameters.
fn settle(own: &mut Vec<Sampler>, source: &Source, parameters: &[Vec<f64>]) {
    if source.sampler.is_some() {
        return;
    }
    for (k, parameters) in parameters.iter().enumerate() {
        let law = source
            .law
            .map(&mut |s| crate::engine::prepare::scalar(s, parameters));
        match own.get_mut(k) {
            Some(sampler) => sampler.reset(&law),
            None => own.push(Sampler::light(&law)),
        }
    }
}
