//! A price at irregular times, seen as steps of its logarithm.

use libm::{exp, expm1, log, sqrt};

use super::models::Process;

/// Why nothing can be estimated from a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Fewer steps than [`History::FEWEST`].
    TooFew,
    /// Times that do not rise, prices that are not positive.
    Disorder,
    /// The price never moved, or moved by the same rate all the time.
    Still,
}

/// What lies between an observation and the next; logarithms are relative to the first observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// Years.
    pub gap: f64,
    pub from: f64,
    pub to: f64,
}

/// What a gap does to a deviation and to noise, at a speed of return k [1/yr].
#[derive(Clone, Copy, Debug)]
pub(super) struct Decay {
    /// What is left of a deviation: e^(-k gap).
    pub keep: f64,
    /// Years that a constant drift counts for: (1 - e^(-k gap)) / k.
    pub drift: f64,
    /// Years that noise counts for: (1 - e^(-2 k gap)) / 2k.
    pub noise: f64,
}

impl Decay {
    pub fn of(speed: f64, gap: f64) -> Self {
        if speed * gap < 1e-9 {
            return Self {
                keep: 1.0,
                drift: gap,
                noise: gap,
            };
        }
        Self {
            keep: exp(-speed * gap),
            drift: -expm1(-speed * gap) / speed,
            noise: -expm1(-2.0 * speed * gap) / (2.0 * speed),
        }
    }
}

/// A history, its steps sorted by gap: a likelihood need not know their order, and steps of one gap
/// share their exponentials.
#[derive(Clone, Debug)]
pub struct History {
    /// Log of the first price.
    pub(super) first: f64,
    pub(super) steps: Vec<Step>,
    /// Position among `steps` of each step, in order of time.
    pub(super) order: Vec<usize>,
    /// Years from the first observation to the last.
    pub(super) years: f64,
}

impl History {
    /// Fewer steps tell nothing worth a model of three parameters.
    pub const FEWEST: usize = 8;

    /// A history of times [years] and positive prices.
    ///
    /// # Errors
    /// What is too short, out of order or never moves.
    pub fn new(points: &[(f64, f64)]) -> Result<Self, Fault> {
        let fine = |pair: &[(f64, f64)]| pair[1].0 > pair[0].0;
        let positive =
            |&(time, price): &(f64, f64)| time.is_finite() && price > 0.0 && price.is_finite();
        if !points.windows(2).all(fine) || !points.iter().all(positive) {
            return Err(Fault::Disorder);
        }
        if points.len() <= Self::FEWEST {
            return Err(Fault::TooFew);
        }
        let first = log(points[0].1);
        let step = |pair: &[(f64, f64)]| Step {
            gap: pair[1].0 - pair[0].0,
            from: log(pair[0].1) - first,
            to: log(pair[1].1) - first,
        };
        let in_time: Vec<Step> = points.windows(2).map(step).collect();
        let mut by_gap: Vec<usize> = (0..in_time.len()).collect();
        by_gap.sort_by(|&a, &b| in_time[a].gap.total_cmp(&in_time[b].gap));
        let mut order = vec![0; in_time.len()];
        by_gap
            .iter()
            .enumerate()
            .for_each(|(position, &at)| order[at] = position);
        let history = Self {
            first,
            steps: by_gap.iter().map(|&at| in_time[at]).collect(),
            order,
            years: points[points.len() - 1].0 - points[0].0,
        };
        let moves = history.at_speed(0.0).volatility > 1e-9;
        moves.then_some(history).ok_or(Fault::Still)
    }

    /// How many steps there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.steps.len()
    }

    /// Years from the first observation to the last.
    #[must_use]
    pub fn years(&self) -> f64 {
        self.years
    }

    /// Each step with what its gap does, at a speed.
    pub(super) fn decayed(&self, speed: f64) -> impl Iterator<Item = (Step, Decay)> + '_ {
        let mut last = (f64::NAN, Decay::of(speed, 0.0));
        self.steps.iter().map(move |&step| {
            // Days are whole, so that equal gaps are equal up to rounding.
            if (step.gap - last.0).abs() > 1e-12 || last.0.is_nan() {
                last = (step.gap, Decay::of(speed, step.gap));
            }
            (step, last.1)
        })
    }

    /// The process without jumps that fits best at a speed of return.
    ///
    /// # Source
    /// Given the speed, what a step adds beyond what is kept of the deviation is normal with mean
    /// drift times `Decay::drift` and variance proportional to `Decay::noise`: weighted least squares.
    pub(super) fn at_speed(&self, speed: f64) -> Process {
        let (mut cross, mut square) = (0.0, 0.0);
        for (step, decay) in self.decayed(speed) {
            let moved = step.to - step.from * decay.keep;
            cross += moved * decay.drift / decay.noise;
            square += decay.drift * decay.drift / decay.noise;
        }
        let drift = cross / square;
        let residual = |(step, decay): (Step, Decay)| {
            let apart = step.to - step.from * decay.keep - drift * decay.drift;
            apart * apart / decay.noise
        };
        let sum: f64 = self.decayed(speed).map(residual).sum();
        Process {
            speed,
            drift,
            volatility: sqrt(sum / self.count() as f64),
            jumps: None,
        }
    }

    /// Log-likelihood of the process without jumps that fits best at a speed of return.
    pub(super) fn profile(&self, speed: f64) -> f64 {
        let volatility = self.at_speed(speed).volatility;
        let variance = volatility * volatility;
        let noises: f64 = self.decayed(speed).map(|(_, decay)| log(decay.noise)).sum();
        let n = self.count() as f64;
        -0.5 * (n * (log(std::f64::consts::TAU * variance) + 1.0) + noises)
    }

    /// The innovations of a process without jumps in order of time, each of variance 1.
    pub(super) fn innovations(&self, process: &Process) -> Vec<f64> {
        let innovation = |(step, decay): (Step, Decay)| {
            let apart = step.to - step.from * decay.keep - process.drift * decay.drift;
            apart / (process.volatility * sqrt(decay.noise))
        };
        let sorted: Vec<f64> = self.decayed(process.speed).map(innovation).collect();
        self.order
            .iter()
            .map(|&position| sorted[position])
            .collect()
    }

    /// Puts a history that the process could have made at the same times in the place of this one,
    /// by normal numbers in order of time.
    pub(super) fn simulate(&mut self, process: &Process, normals: &[f64]) {
        let decays: Vec<Decay> = self
            .decayed(process.speed)
            .map(|(_, decay)| decay)
            .collect();
        let mut log = 0.0;
        for (&position, z) in self.order.iter().zip(normals) {
            let decay = decays[position];
            let step = &mut self.steps[position];
            step.from = log;
            log = log * decay.keep
                + process.drift * decay.drift
                + process.volatility * sqrt(decay.noise) * z;
            step.to = log;
        }
    }
}
