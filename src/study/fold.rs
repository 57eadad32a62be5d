//! Rows into outcomes: columns are kept, months and ledger lines are folded block by block in one tree over the
//! numbers of blocks. Trials after the last whole block wait as rows, so that what comes later is folded as if
//! there had been no pause; and trials folded elsewhere are put behind these to the same bits.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Widths;
use crate::model::Model;
use crate::outcome::{BLOCK, VariantOutcomes};
use crate::plan::Plan;
use crate::stats::{Distribution, Forest, Moments, Replicates};

/// The numbers of one trial of a variant.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    measures: &'a [f64],
    parameters: &'a [f64],
    /// Months, then lines of the ledger.
    folded: &'a [f64],
}

impl<'a> Numbers<'a> {
    pub(super) fn cut(row: &'a [f64], widths: Widths) -> Self {
        let (measures, rest) = row.split_at(widths.measures);
        let (parameters, folded) = rest.split_at(widths.parameters);
        Self {
            measures,
            parameters,
            folded,
        }
    }
}

/// What the trials of a variant came to so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Fold {
    #[serde(with = "super::column")]
    measures: Vec<Vec<f64>>,
    #[serde(with = "super::column")]
    parameters: Vec<Vec<f64>>,
    monthly: Vec<Distribution>,
    ledger: Vec<Forest<Moments>>,
    replicates: Vec<Replicates>,
    /// Months and lines of the ledger of trials after the last whole block.
    open: Vec<Vec<f64>>,
}

impl Fold {
    /// Before the first trial, which begins a block and a replicate.
    pub(super) fn new(plan: &Plan, first: u64) -> Self {
        let widths = Widths::of(plan);
        let (before, cells) = (first - 1, widths.monthly + widths.ledger);
        let block = before / BLOCK as u64;
        let replicates = plan.layout.replicate.map(|size| before / size as u64);
        Self {
            measures: vec![Vec::new(); widths.measures],
            parameters: vec![Vec::new(); widths.parameters],
            monthly: vec![Distribution::from(block); widths.monthly],
            ledger: vec![Forest::from(block); widths.ledger],
            replicates: match replicates {
                Some(replicate) => vec![Replicates::from(replicate); cells],
                None => Vec::new(),
            },
            open: Vec::new(),
        }
    }

    /// True where these can be so many trials of a plan.
    pub(super) fn fits(&self, plan: &Plan, trials: u64) -> bool {
        let empty = Self::new(plan, 1);
        let cells = empty.monthly.len() + empty.ledger.len();
        let whole = |column: &Vec<f64>| column.len() as u64 == trials;
        self.measures.len() == empty.measures.len()
            && self.parameters.len() == empty.parameters.len()
            && self.monthly.len() == empty.monthly.len()
            && self.ledger.len() == empty.ledger.len()
            && self.replicates.len() == empty.replicates.len()
            && self.measures.iter().chain(&self.parameters).all(whole)
            && self.open.len() as u64 == trials % BLOCK as u64
            && self.open.iter().all(|row| row.len() == cells)
    }

    /// Measures and parameters of every trial.
    pub(super) fn columns(&self) -> (&[Vec<f64>], &[Vec<f64>]) {
        (&self.measures, &self.parameters)
    }

    /// Adds the trials that come next.
    pub(super) fn add(&mut self, rows: &[Numbers<'_>], replicate: Option<usize>) {
        for (at, column) in self.measures.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| row.measures[at]));
        }
        for (at, column) in self.parameters.iter_mut().enumerate() {
            column.extend(rows.iter().map(|row| row.parameters[at]));
        }
        let open = std::mem::take(&mut self.open);
        let waiting = open.iter().map(Vec::as_slice);
        let all: Vec<&[f64]> = waiting.chain(rows.iter().map(|row| row.folded)).collect();
        let (whole, rest) = all.split_at(all.len() / BLOCK * BLOCK);
        self.fold(whole, replicate);
        self.open = rest.iter().map(|row| row.to_vec()).collect();
    }

    /// Puts the trials that come next, folded elsewhere, behind these, which are whole blocks and replicates.
    pub(super) fn append(&mut self, next: Self) {
        let columns = self.measures.iter_mut().zip(next.measures);
        let columns = columns.chain(self.parameters.iter_mut().zip(next.parameters));
        columns.for_each(|(column, more)| column.extend(more));
        let monthly = self.monthly.par_iter_mut().zip(next.monthly);
        monthly.for_each(|(cell, more)| cell.append(more));
        for (line, more) in self.ledger.iter_mut().zip(next.ledger) {
            line.append(more);
        }
        for (cell, more) in self.replicates.iter_mut().zip(next.replicates) {
            cell.append(more);
        }
        self.open = next.open;
    }

    /// Folds rows of months and lines of the ledger from the start of a block on.
    fn fold(&mut self, rows: &[&[f64]], replicate: Option<usize>) {
        let months = self.monthly.len();
        let cells = self.monthly.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| blocks(rows, at, |block| cell.push_block(block)));
        let cells = self.ledger.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| {
            blocks(rows, months + at, |block| {
                cell.push(Moments::of_block(block))
            });
        });
        let Some(size) = replicate else { return };
        let cells = self.replicates.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| blocks(rows, at, |block| cell.push_block(block, size)));
    }

    pub(super) fn finish(mut self, model: &Model, plan: &Plan) -> VariantOutcomes {
        let open = std::mem::take(&mut self.open);
        let rows: Vec<&[f64]> = open.iter().map(Vec::as_slice).collect();
        self.fold(&rows, plan.layout.replicate);
        let ledger = self
            .ledger
            .iter()
            .map(|line| line.fold().unwrap_or_default());
        VariantOutcomes {
            variant: model.variant.clone(),
            title: model.title.clone(),
            layout: plan.layout.clone(),
            measures: self.measures,
            parameters: self.parameters,
            ledger: ledger.collect(),
            monthly: self.monthly,
            replicates: self.replicates,
        }
    }
}

/// One number of each trial, block by block.
fn blocks(rows: &[&[f64]], at: usize, mut push: impl FnMut(&[f64])) {
    let mut block = [0.0; BLOCK];
    for trials in rows.chunks(BLOCK) {
        for (value, row) in block.iter_mut().zip(trials) {
            *value = row[at];
        }
        push(&block[..trials.len()]);
    }
}
