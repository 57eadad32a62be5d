//! What finished trials say beyond their estimates: variants against each other and what to decide
//! on. Pure: `report` reads the trials from files, writes what comes out, and `cli` tells it.

pub mod compare;
mod discovery;
mod regression;
mod screening;

use crate::measure::{Measure, is_control};
use crate::summary::Means;

pub use discovery::{Bound, Cases, Region, discover};
pub use screening::{Experiment, FactorRow, effects, indices};

/// The trials of some variants, side by side: trial k of each shares its luck.
#[derive(Clone, Debug, Default)]
pub struct Trials {
    /// What is measured, by any of the variants.
    pub measures: Vec<Measure>,
    /// What is drawn once a trial, by any of the variants.
    pub parameters: Vec<Measure>,
    /// The variants.
    pub variants: Vec<Variant>,
    /// Position of the one the others are compared with.
    pub reference: usize,
    /// The seed of the trials.
    pub seed: u64,
    /// Trials whose parameters were drawn together by a design; nothing where each stands alone.
    pub replicate: Option<usize>,
}

/// What a variant came to, in the order of [`Trials`]; NaN where it has no such number.
#[derive(Clone, Debug, Default)]
pub struct Variant {
    /// Its id.
    pub name: String,
    /// `measures[measure][trial]`.
    pub measures: Vec<Vec<f64>>,
    /// `parameters[parameter][trial]`; a date in days since 1970.
    pub parameters: Vec<Vec<f64>>,
}

impl Trials {
    /// The trial of a variant in which a measure is lowest, counted from 0, and how low.
    #[must_use]
    pub fn lowest(&self, variant: &Variant, measure: &str) -> Option<(usize, f64)> {
        let values = &variant.measures[self.measure(measure)?];
        let defined = values
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, value)| !value.is_nan());
        defined.min_by(|(_, a), (_, b)| a.total_cmp(b))
    }

    /// Position of a measure.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<usize> {
        self.measures.iter().position(|m| m.name == name)
    }

    /// How many trials there are of each variant.
    #[must_use]
    pub fn count(&self) -> usize {
        let first = self.variants.first().and_then(|v| v.measures.first());
        first.map_or(0, Vec::len)
    }

    /// How means of some variants' columns, or of what is made of them, are estimated: in the trials of
    /// the run, with the controls of these variants.
    #[must_use]
    pub fn means(&self, variants: &[usize]) -> Means {
        let controls = self.measures.iter().enumerate();
        let controls: Vec<usize> = controls
            .filter(|(_, measure)| is_control(&measure.name))
            .map(|(place, _)| place)
            .collect();
        let own = |v: &usize| &self.variants[*v];
        let columns = variants.iter().map(own).flat_map(|variant| {
            let column = |&place: &usize| variant.measures[place].as_slice();
            controls.iter().map(column)
        });
        let parameters = variants.iter().map(own);
        let parameters =
            parameters.flat_map(|variant| variant.parameters.iter().map(Vec::as_slice));
        let [columns, parameters] = [columns.collect::<Vec<_>>(), parameters.collect()];
        Means::new(self.replicate, &columns, &parameters)
    }

    /// Pairs of variants: each other one with the reference, or all of them.
    #[must_use]
    pub fn pairs(&self, all: bool) -> Vec<(usize, usize)> {
        let mut order: Vec<usize> = (0..self.variants.len()).collect();
        order.retain(|&v| v != self.reference);
        order.insert(0, self.reference);
        let firsts = if all { order.len() } else { 1 };
        let others = |first: usize| order[first + 1..].iter().map(move |&v| (v, first));
        let pairs = (0..firsts).flat_map(others);
        pairs.map(|(v, first)| (v, order[first])).collect()
    }
}
