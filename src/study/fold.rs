//! Rows into outcomes: columns are kept, months and ledger lines are folded block by block.

use rayon::prelude::*;

use super::Widths;
use crate::model::Model;
use crate::outcome::{BLOCK, Layout, VariantOutcomes};
use crate::plan::Plan;
use crate::stats::{Distribution, Moments, Replicates};

/// The numbers of one trial of a variant.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    measures: &'a [f64],
    parameters: &'a [f64],
    monthly: &'a [f64],
    ledger: &'a [f64],
}

impl<'a> Numbers<'a> {
    pub(super) fn cut(row: &'a [f64], widths: Widths) -> Self {
        let (measures, rest) = row.split_at(widths.measures);
        let (parameters, rest) = rest.split_at(widths.parameters);
        let (monthly, ledger) = rest.split_at(widths.monthly);
        Self {
            measures,
            parameters,
            monthly,
            ledger,
        }
    }
}

/// A variant's outcomes while they are gathered.
pub(super) struct Fold {
    outcomes: VariantOutcomes,
}

impl Fold {
    pub(super) fn new((model, plan): (&Model, &Plan)) -> Self {
        let layout: Layout = plan.layout.clone();
        let widths = Widths::of(plan);
        Self {
            outcomes: VariantOutcomes {
                variant: model.variant.clone(),
                title: model.title.clone(),
                measures: vec![Vec::new(); widths.measures],
                parameters: vec![Vec::new(); widths.parameters],
                monthly: vec![Distribution::default(); widths.monthly],
                ledger: vec![Moments::default(); widths.ledger],
                replicates: match layout.replicate {
                    Some(_) => vec![Replicates::default(); widths.monthly + widths.ledger],
                    None => Vec::new(),
                },
                layout,
            },
        }
    }

    /// Adds a wave of trials; all but the last are whole blocks.
    pub(super) fn add(&mut self, rows: &[Numbers<'_>]) {
        self.add_replicates(rows);
        let Self { outcomes } = self;
        for (at, column) in outcomes.measures.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| row.measures[at]));
        }
        for (at, column) in outcomes.parameters.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| row.parameters[at]));
        }
        outcomes
            .monthly
            .par_iter_mut()
            .enumerate()
            .for_each(|(at, cell)| {
                blocks(rows, |row| row.monthly[at], |block| cell.push_block(block));
            });
        outcomes
            .ledger
            .par_iter_mut()
            .enumerate()
            .for_each(|(at, cell)| {
                blocks(rows, |row| row.ledger[at], |block| cell.push_block(block));
            });
    }

    fn add_replicates(&mut self, rows: &[Numbers<'_>]) {
        let Self { outcomes } = self;
        let Some(size) = outcomes.layout.replicate else {
            return;
        };
        let months = outcomes.monthly.len();
        let number = |row: &Numbers<'_>, at: usize| match at.checked_sub(months) {
            None => row.monthly[at],
            Some(line) => row.ledger[line],
        };
        let cells = outcomes.replicates.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| {
            let push = |block: &[f64]| cell.push_block(block, size);
            blocks(rows, |row| number(row, at), push);
        });
    }

    pub(super) fn finish(self) -> VariantOutcomes {
        self.outcomes
    }
}

/// One number of each trial, block by block.
fn blocks(
    rows: &[Numbers<'_>],
    number: impl Fn(&Numbers<'_>) -> f64,
    mut push: impl FnMut(&[f64]),
) {
    let mut block = [0.0; BLOCK];
    for trials in rows.chunks(BLOCK) {
        for (value, row) in block.iter_mut().zip(trials) {
            *value = number(row);
        }
        push(&block[..trials.len()]);
    }
}
