//! How the means of a variant, or of the difference of two, are estimated: by replicates where a design
//! spreads the parameters, with control variates where there are any.

use super::{CONFIDENCE, designed};
use crate::outcome::{Layout, VariantOutcomes};
use crate::stats::{Controls, Moments, mean_by_replicates};

/// How means of columns of the same trials are estimated.
#[derive(Clone, Debug, Default)]
pub struct Means {
    replicate: Option<usize>,
    controls: Controls,
}

/// A mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    /// The estimate.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Control variates that were used.
    pub controls: usize,
}

impl Means {
    /// For columns of one variant.
    #[must_use]
    pub fn of(variant: &VariantOutcomes) -> Self {
        Self::over(&variant.layout, &variant.measures, &variant.parameters)
    }

    /// The same from its columns.
    #[must_use]
    pub fn over(layout: &Layout, measures: &[Vec<f64>], parameters: &[Vec<f64>]) -> Self {
        let controls = controls(layout, measures);
        Self::new(layout.replicate, &controls, &slices(parameters))
    }

    /// For differences of columns of two variants: what controls one may control both.
    #[must_use]
    pub fn of_both(variant: &VariantOutcomes, reference: &VariantOutcomes) -> Self {
        let both = [
            controls(&reference.layout, &reference.measures),
            controls(&variant.layout, &variant.measures),
        ];
        let both = both.concat();
        let parameters = [&reference.parameters, &variant.parameters];
        let parameters = parameters.map(|columns| slices(columns)).concat();
        Self::new(reference.layout.replicate, &both, &parameters)
    }

    /// With replicates of a size, where there are any, and controls; beside parameters, where a
    /// design spreads them.
    #[must_use]
    pub fn new(replicate: Option<usize>, controls: &[&[f64]], parameters: &[&[f64]]) -> Self {
        let used = |columns: &[&'_ [f64]]| -> Vec<Vec<f64>> {
            let whole = columns.iter().map(|column| whole(column, replicate));
            whole.map(<[f64]>::to_vec).collect()
        };
        let parameters = if replicate.is_some() { parameters } else { &[] };
        let [columns, companions] = [used(controls), used(parameters)];
        let [columns, companions] = [&columns, &companions]
            .map(|columns| columns.iter().map(Vec::as_slice).collect::<Vec<_>>());
        Self {
            replicate,
            controls: Controls::new(&columns, &companions),
        }
    }

    /// Trials whose parameters were randomised together, where there are such.
    #[must_use]
    pub fn replicate(&self) -> Option<usize> {
        self.replicate
    }

    /// The trials that estimates are of.
    #[must_use]
    pub fn used<'a>(&self, column: &'a [f64]) -> &'a [f64] {
        whole(column, self.replicate)
    }

    /// A column of all trials less what it owes to controls, which leaves it the mean it is expected to
    /// have; nothing where there are no controls, or where they do not apply to it. Of whole
    /// replicates, where trials come in them.
    #[must_use]
    pub fn less_controls(&self, column: &[f64]) -> Option<Vec<f64>> {
        let controlled = self.controls.take_out(self.used(column))?;
        Some(controlled.values)
    }

    /// The mean of a column of all trials.
    #[must_use]
    pub fn mean(&self, column: &[f64]) -> Option<f64> {
        self.estimate(self.used(column), CONFIDENCE).value
    }

    /// The mean of a column of the trials that are used.
    pub(super) fn estimate(&self, column: &[f64], confidence: f64) -> Mean {
        let Some(controlled) = self.controls.take_out(column) else {
            let mut moments = Moments::default();
            moments.push_block(column);
            return Mean {
                value: moments.mean(),
                interval: match self.replicate {
                    Some(size) => mean_by_replicates(column, size, confidence),
                    None => moments.t_interval(confidence),
                },
                controls: 0,
            };
        };
        Mean {
            value: Some(controlled.mean),
            interval: match self.replicate {
                Some(size) => mean_by_replicates(&controlled.values, size, confidence),
                None => Some(controlled.interval(confidence)),
            },
            controls: self.controls.count(),
        }
    }
}

impl Mean {
    /// In words.
    pub(super) fn method(self) -> String {
        match self.controls {
            0 => "t".to_owned(),
            1 => "t with 1 control".to_owned(),
            controls => format!("t with {controls} controls"),
        }
    }
}

fn whole(column: &[f64], replicate: Option<usize>) -> &[f64] {
    replicate.map_or(column, |size| designed::used(column, size))
}

fn controls<'a>(layout: &Layout, measures: &'a [Vec<f64>]) -> Vec<&'a [f64]> {
    let places = layout.controls.iter();
    places.map(|&at| measures[at].as_slice()).collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}
