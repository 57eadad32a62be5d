//! What designed experiments tell of each factor, as rows.

use rayon::prelude::*;

use crate::measure::Measure;
use crate::random::{Stream, StreamKey};
use crate::stats::sensitivity::{self, Saltelli, morris, sobol};
use crate::summary::Estimate;

/// A factor of a measure of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactorRow {
    /// Id of the variant.
    pub variant: String,
    /// Name of the measure.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// Name of the factor.
    pub factor: String,
    /// Base points, or trajectories, at which the measure is defined.
    pub n: u64,
    /// First and total index; or mean, size and spread of the effects.
    pub estimates: Vec<Estimate>,
}

/// What an experiment with a variant gave: names and columns of one length.
#[derive(Clone, Copy, Debug)]
pub struct Experiment<'a, T> {
    /// Id of the variant.
    pub variant: &'a str,
    /// Names of the factors.
    pub factors: &'a [String],
    /// The measures.
    pub measures: &'a [Measure],
    /// Of each measure.
    pub found: &'a [T],
}

impl<T: Sync> Experiment<'_, T> {
    /// Rows by measure and factor; a measure that is never defined has none.
    fn rows<F>(&self, of: F) -> Vec<FactorRow>
    where
        F: Fn(&T) -> Vec<(u64, Vec<sensitivity::Estimate>)> + Sync + Send,
    {
        let estimated: Vec<_> = self.found.par_iter().map(of).collect();
        let all = self.measures.iter().zip(estimated);
        let rows = all.flat_map(|(measure, factors)| {
            let named = self.factors.iter().zip(factors);
            named.map(|(factor, (n, estimates))| FactorRow {
                variant: self.variant.to_owned(),
                measure: measure.name.clone(),
                unit: measure.unit.clone(),
                factor: factor.clone(),
                n,
                estimates: estimates.into_iter().map(Estimate::from).collect(),
            })
        });
        rows.filter(|row| row.estimates[0].mean.is_some()).collect()
    }
}

/// First and total Sobol indices of each factor from a Saltelli design by matrix. A measure that does not vary
/// has none.
#[must_use]
pub fn indices(tried: &Experiment<Vec<f64>>, base: usize, seed: u64) -> Vec<FactorRow> {
    let design = Saltelli::by_matrix(base, tried.factors.len());
    tried.rows(|column| {
        let stream = Stream::new(seed, 1, StreamKey::of("analyze.bootstrap"));
        let mut drawn = 0;
        let mut uniform = || {
            drawn += 1;
            stream.uniform(drawn - 1)
        };
        let (n, found) = sobol(&design, column, &mut uniform);
        let row = |index: sensitivity::Sobol| (n as u64, vec![index.first, index.total]);
        found.into_iter().map(row).collect()
    })
}

/// Mean, size and spread of each factor's elementary effects.
#[must_use]
pub fn effects(tried: &Experiment<Vec<Vec<f64>>>) -> Vec<FactorRow> {
    let row = |effects: &Vec<f64>| {
        let found = morris(effects);
        (found.n, vec![found.size, found.mean, found.spread])
    };
    tried.rows(|factors| factors.iter().map(row).collect())
}
