//! Runs a scenario from its text as the command does: check, plan, trials, summary.

use crate::outcome::Outcomes;
use crate::scenario::{self, Scenario};
use crate::stats::{Moments, student};
use crate::study::{Runner, Settings};
use crate::summary::{self, SummaryRow};

/// Numbers of trials that are kept whole; more are folded as they come.
const KEPT: u64 = 4 << 20;

/// A mean and half of its 99 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Half of the interval.
    pub half: f64,
}

impl Mean {
    /// Of independent values.
    pub fn of(values: &[f64]) -> Result<Self, String> {
        let mut moments = Moments::default();
        moments.push_block(values);
        let (low, high) = moments.t_interval(0.99).ok_or("too few values")?;
        let value = moments.mean().ok_or("no values")?;
        let half = 0.5 * (high - low);
        Ok(Self { value, half })
    }

    fn of_row(row: &SummaryRow) -> Result<Self, String> {
        let none = || format!("{} has no mean or no spread", row.measure);
        let (value, sd) = row.mean.zip(row.sd).ok_or_else(none)?;
        let n = row.n_defined as f64;
        let half = student::critical(0.99, n - 1.0) * sd / n.sqrt();
        Ok(Self { value, half })
    }
}

/// What a scenario came to.
pub struct Ran {
    /// Trial by trial, as far as they are kept.
    pub outcomes: Outcomes,
    /// As in summary.csv.
    pub rows: Vec<SummaryRow>,
}

/// Reads and checks a scenario, with changes as of `--set`.
pub fn read(text: &str, set: &[&str]) -> Result<Scenario, String> {
    let set: Vec<String> = set.iter().map(|&change| change.to_owned()).collect();
    scenario::read("case.toml", text, &set).map_err(|problems| problems.render(false))
}

/// Runs so many trials of all variants with seed 1.
pub fn run(text: &str, set: &[&str], trials: u64) -> Result<Ran, String> {
    run_seeded(&read(text, set)?, trials, 1)
}

/// The same with a seed.
pub fn run_seeded(scenario: &Scenario, trials: u64, seed: u64) -> Result<Ran, String> {
    let outcomes = outcomes(scenario, trials, seed)?;
    let rows = summary::summarise(&outcomes).rows;
    Ok(Ran { outcomes, rows })
}

/// The trials alone.
pub fn outcomes(scenario: &Scenario, trials: u64, seed: u64) -> Result<Outcomes, String> {
    let mut runner = Runner::new(&scenario.variants, &Settings::new(trials, seed));
    runner.keep_within(trials, KEPT);
    let mut progress = runner.begin();
    runner
        .advance(&mut progress, trials, &|_| ())
        .map_err(|breach| format!("{breach:?}"))?;
    Ok(runner.finish(progress, scenario.reference))
}

impl Ran {
    /// A measure's row of the first variant.
    pub fn row(&self, measure: &str) -> Result<&SummaryRow, String> {
        let row = self.rows.iter().find(|row| row.measure == measure);
        row.ok_or_else(|| format!("no measure is called {measure}"))
    }

    /// Its mean.
    pub fn mean(&self, measure: &str) -> Result<Mean, String> {
        Mean::of_row(self.row(measure)?)
    }

    /// It in the first trial.
    pub fn first(&self, measure: &str) -> Result<f64, String> {
        Ok(self.column(0, measure)?[0])
    }

    /// It in every trial of a variant.
    pub fn column(&self, variant: usize, measure: &str) -> Result<&[f64], String> {
        let variant = &self.outcomes.variants[variant];
        let mut measures = variant.layout.measures.iter();
        let at = measures.position(|known| known.name == measure);
        let at = at.ok_or_else(|| format!("no measure is called {measure}"))?;
        Ok(&variant.measures[at])
    }
}

/// How many numbers are the same to the last bit; those without a partner are not.
pub fn same<'a>(
    these: impl IntoIterator<Item = &'a f64>,
    those: impl IntoIterator<Item = &'a f64>,
) -> super::Check {
    let [these, those]: [Vec<u64>; 2] = [
        these.into_iter().map(|x| x.to_bits()).collect(),
        those.into_iter().map(|x| x.to_bits()).collect(),
    ];
    let same = these.iter().zip(&those).filter(|(a, b)| a == b).count() as u64;
    let of = these.len().max(those.len()) as u64;
    super::Check::Same { same, of }
}

/// All numbers of all trials: measures, parameters, then means of months and of the ledger.
pub fn all(outcomes: &Outcomes) -> Vec<f64> {
    let of = |variant: &crate::outcome::VariantOutcomes| -> Vec<f64> {
        let columns = variant.measures.iter().chain(&variant.parameters).flatten();
        let months = variant.monthly.iter().map(|month| month.moments().mean());
        let ledger = variant.ledger.iter().map(Moments::mean);
        let means = months.chain(ledger).map(Option::unwrap_or_default);
        columns.copied().chain(means).collect()
    };
    outcomes.variants.iter().flat_map(of).collect()
}
