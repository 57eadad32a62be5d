//! Estimates with their intervals.

use crate::outcome::Outcomes;

/// How often an interval is to hold the truth.
pub const CONFIDENCE: f64 = 0.95;

/// A quantile, or a mean of a tail, with its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QuantileEstimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
}

/// A measure of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Trials.
    pub n: u64,
    /// Trials in which it is defined.
    pub n_defined: u64,
    /// Mean.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// p5, p10, p25, p50, p75, p90, p95.
    pub quantiles: [QuantileEstimate; 7],
    /// Mean of the worst 5 %.
    pub cvar5: QuantileEstimate,
    /// Precise enough, where a precision was asked for.
    pub converged: Option<bool>,
    /// How the intervals were made.
    pub method: String,
    /// What a reader should know.
    pub note: String,
}

/// A measure of a variant in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineRow {
    /// Id of the variant.
    pub variant: String,
    /// First day of the month.
    pub month: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Mean.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
    /// p5, p10, p25, p50, p75, p90, p95.
    pub quantiles: [Option<f64>; 7],
}

/// Money of a party in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// Id of the variant.
    pub variant: String,
    /// Whose money.
    pub party: String,
    /// What for.
    pub category: String,
    /// Calendar year.
    pub year: i32,
    /// Mean of received less paid [USD].
    pub mean_usd: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval.
    pub hi95: Option<f64>,
}

/// Everything that is estimated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// By variant and measure.
    pub rows: Vec<SummaryRow>,
    /// By variant, month and measure.
    pub timeline: Vec<TimelineRow>,
    /// By variant, party, category and year.
    pub ledger: Vec<LedgerRow>,
}

/// Estimates with intervals from trials.
#[must_use]
pub fn summarise(_outcomes: &Outcomes) -> Summary {
    todo!()
}

/// The mean difference over the trials in which both are defined.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// Trials in which both are defined.
    pub pairs: u64,
    /// Mean of the differences.
    pub mean: Option<f64>,
    /// Lower end of its interval.
    pub lo: Option<f64>,
    /// Upper end of its interval.
    pub hi: Option<f64>,
}

impl Paired {
    /// Whether the interval leaves out 0.
    #[must_use]
    pub fn is_real(&self) -> bool {
        self.lo.is_some_and(|lo| lo > 0.0) || self.hi.is_some_and(|hi| hi < 0.0)
    }
}

/// A stand-in: ten standard errors to either side.
#[must_use]
pub fn paired_simultaneous(comparisons: &[(&[f64], &[f64])], _confidence: f64) -> Vec<Paired> {
    let one = |(a, b): &(&[f64], &[f64])| {
        let n = a.len() as f64;
        let d: Vec<f64> = a.iter().zip(*b).map(|(a, b)| a - b).collect();
        let mean = d.iter().sum::<f64>() / n;
        let var = d.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
        let half = 10.0 * libm::sqrt(var / n);
        Paired {
            pairs: a.len() as u64,
            mean: Some(mean),
            lo: Some(mean - half),
            hi: Some(mean + half),
        }
    };
    comparisons.iter().map(one).collect()
}
