//! The six-stage chain of `scenarios/six-stage.toml` as numbers, and how a peer reports.

use cpu_time::ProcessTime;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;
use serde::{Deserialize, Serialize};

pub const DAYS: usize = 3650;
pub const STAGES: usize = 6;
/// From source to customer, as all arrays of stages [unit].
pub const BASE_STOCK: [f64; STAGES] = [2500.0, 2500.0, 2200.0, 2600.0, 2400.0, 2300.0];
pub const INITIAL_STOCK: f64 = 2000.0;
/// Most that leaves a stage in a day [unit].
pub const ROOM: f64 = 130.0;
pub const BREAKDOWN: f64 = 0.003;
pub const REPAIR: f64 = 0.08;
/// Log-mean of the transit to each stage [log d]; the first is the source's.
pub const TRANSIT_MU: [f64; STAGES] = [2.0, 2.0, 2.5, 2.7, 2.2, 2.9];
pub const TRANSIT_SIGMA: f64 = 0.2;
pub const LONGEST_TRANSIT: f64 = 63.0;
/// [USD/unit/d]
pub const HOLDING: [f64; STAGES] = [0.01, 0.02, 0.03, 0.05, 0.05, 0.06];
pub const DEMAND_MEAN: f64 = 100.0;
pub const DEMAND_SD: f64 = 20.0;
pub const PRICE_START: f64 = 15_000.0;
pub const PRICE_LEVEL_LOG: f64 = 9.6;
pub const PRICE_SPEED: f64 = 0.002;
pub const PRICE_VOLATILITY: f64 = 0.02;
/// Share of the price that is paid for a unit.
pub const PRICE_SHARE: f64 = 1e-4;

/// What comes out of a trial.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Trial {
    /// [USD]
    pub cost: f64,
    /// Customer's orders waiting at the last stage each evening [unit d].
    pub backlog: f64,
    /// [unit]
    pub delivered: f64,
}

/// The variates of the scalar peers.
#[derive(Serialize, Deserialize)]
pub struct Variates(Xoshiro256PlusPlus);

impl Variates {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    #[inline]
    pub fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    #[inline]
    pub fn demand(&mut self) -> f64 {
        (DEMAND_MEAN + DEMAND_SD * self.normal()).max(0.0)
    }

    /// Whole days to a stage.
    #[inline]
    pub fn transit(&mut self, stage: usize) -> usize {
        let days = (TRANSIT_MU[stage] + TRANSIT_SIGMA * self.normal()).exp();
        days.clamp(1.0, LONGEST_TRANSIT) as usize
    }

    /// Days until a stage next changes between working and broken.
    pub fn days_to_change(&mut self, is_broken: bool) -> u64 {
        let chance = if is_broken { REPAIR } else { BREAKDOWN };
        let uniform = 1.0 - self.0.random::<f64>();
        1 + (uniform.ln() / (-chance).ln_1p()) as u64
    }

    /// Whether a stage changes between working and broken tonight.
    #[inline]
    pub fn changes(&mut self, is_broken: bool) -> bool {
        self.0.random::<f64>() < if is_broken { REPAIR } else { BREAKDOWN }
    }
}

/// The price: the exact daily step of an Ornstein-Uhlenbeck process in its logarithm.
#[derive(Serialize, Deserialize)]
pub struct Price {
    log: f64,
    keep: f64,
    sd: f64,
}

impl Default for Price {
    fn default() -> Self {
        let variance = -(-2.0 * PRICE_SPEED).exp_m1() / (2.0 * PRICE_SPEED);
        Self {
            log: PRICE_START.ln(),
            keep: (-PRICE_SPEED).exp(),
            sd: PRICE_VOLATILITY * variance.sqrt(),
        }
    }
}

impl Price {
    /// What a unit costs today [USD].
    #[inline]
    #[must_use]
    pub fn per_unit(&self) -> f64 {
        self.log.exp() * PRICE_SHARE
    }

    #[inline]
    pub fn step(&mut self, variates: &mut Variates) {
        self.log = PRICE_LEVEL_LOG + (self.log - PRICE_LEVEL_LOG) * self.keep;
        self.log += self.sd * variates.normal();
    }
}

/// Runs trials as `PROGRAM TRIALS SEED` asks and prints one line of JSON: the processor time of one
/// trial and number, mean and sum of squared deviations of each figure.
///
/// # Panics
/// If the arguments are no numbers.
pub fn report(mut trial: impl FnMut(u64) -> Trial) {
    let numbers: Vec<u64> = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().expect("usage: PROGRAM TRIALS SEED"))
        .collect();
    let &[trials, seed] = numbers.as_slice() else {
        panic!("usage: PROGRAM TRIALS SEED");
    };
    let start = ProcessTime::now();
    let results: Vec<Trial> = (1..=trials).map(|k| trial((seed << 32) + k)).collect();
    let ms = start.elapsed().as_secs_f64() * 1e3 / trials as f64;
    let column = |figure: fn(&Trial) -> f64| moments(results.iter().map(figure));
    println!(
        r#"{{"ms": {ms}, "trials": {trials}, "cost": {:?}, "backlog": {:?}, "delivered": {:?}}}"#,
        column(|t| t.cost),
        column(|t| t.backlog),
        column(|t| t.delivered)
    );
}

fn moments(values: impl Iterator<Item = f64> + Clone) -> [f64; 2] {
    let mean = values.clone().sum::<f64>() / values.clone().count() as f64;
    [mean, values.map(|v| (v - mean) * (v - mean)).sum()]
}
