//! Rows into outcomes: columns are kept, months and ledger lines are folded block by block in one tree over the
//! numbers of blocks. Trials after the last whole block wait as rows, so that what comes later is folded as if
//! there had been no pause; and trials folded elsewhere are put behind these to the same bits.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Widths;
use super::streams::Streams;
use crate::model::Model;
use crate::outcome::{BLOCK, Layout, TrialRow, VariantOutcomes};
use crate::plan::Plan;
use crate::stats::{Distribution, Forest, Moments, Replicates};

/// The numbers of one trial of a variant.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    row: &'a [f64],
    widths: Widths,
}

impl<'a> Numbers<'a> {
    pub(super) const fn cut(row: &'a [f64], widths: Widths) -> Self {
        Self { row, widths }
    }

    fn measures(self) -> &'a [f64] {
        &self.row[..self.widths.measures]
    }

    fn parameters(self) -> &'a [f64] {
        &self.row[self.widths.measures..][..self.widths.parameters]
    }

    /// What is told of it trial by trial.
    pub(super) fn shown(self) -> TrialRow<'a> {
        TrialRow {
            measures: self.measures(),
            parameters: self.parameters(),
        }
    }

    /// Months, then lines of the ledger.
    fn folded(self) -> &'a [f64] {
        &self.row[self.widths.measures + self.widths.parameters..]
    }
}

/// What the trials of a variant came to so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Fold {
    /// The first trial.
    first: u64,
    /// Trials that were added.
    trials: u64,
    /// Of the trials that are kept whole.
    #[serde(with = "super::column")]
    measures: Vec<Vec<f64>>,
    #[serde(with = "super::column")]
    parameters: Vec<Vec<f64>>,
    /// Of all trials, where not all are kept.
    streams: Option<Streams>,
    monthly: Vec<Distribution>,
    ledger: Vec<Forest<Moments>>,
    replicates: Vec<Replicates>,
    /// Trials after the last whole block.
    open: Vec<Vec<f64>>,
}

impl Fold {
    /// Before the first trial, which begins a block and a replicate.
    pub(super) fn new(plan: &Plan, first: u64, is_streamed: bool) -> Self {
        let widths = Widths::of(plan);
        let (before, cells) = (first - 1, widths.monthly + widths.ledger);
        let block = before / BLOCK as u64;
        let replicates = plan.layout.replicate.map(|size| before / size as u64);
        Self {
            first,
            trials: 0,
            measures: vec![Vec::new(); widths.measures],
            parameters: vec![Vec::new(); widths.parameters],
            streams: is_streamed.then(|| Streams::new(&plan.layout, first)),
            monthly: vec![Distribution::from(block); widths.monthly],
            ledger: vec![Forest::from(block); widths.ledger],
            replicates: match replicates {
                Some(replicate) => vec![Replicates::from(replicate); cells],
                None => Vec::new(),
            },
            open: Vec::new(),
        }
    }

    /// True where these can be trials of a plan, so many of them kept whole.
    pub(super) fn fits(&self, plan: &Plan, kept: u64) -> bool {
        let empty = Self::new(plan, 1, false);
        let width = Widths::of(plan).total();
        let whole = |column: &Vec<f64>| column.len() as u64 == kept;
        self.measures.len() == empty.measures.len()
            && self.parameters.len() == empty.parameters.len()
            && self.monthly.len() == empty.monthly.len()
            && self.ledger.len() == empty.ledger.len()
            && self.replicates.len() == empty.replicates.len()
            && self
                .streams
                .iter()
                .all(|streams| streams.fits(&plan.layout))
            && self.measures.iter().chain(&self.parameters).all(whole)
            && self.open.len() as u64 == self.trials % BLOCK as u64
            && self.open.iter().all(|row| row.len() == width)
    }

    /// Measures and parameters of every trial that is kept.
    pub(super) fn columns(&self) -> (&[Vec<f64>], &[Vec<f64>]) {
        (&self.measures, &self.parameters)
    }

    /// Adds the trials that come next, and keeps so many of them.
    pub(super) fn add(&mut self, rows: &[Numbers<'_>], kept: usize, layout: &Layout) {
        let keeps = &rows[..kept];
        for (at, column) in self.measures.iter_mut().enumerate() {
            column.extend(keeps.iter().map(|row| row.measures()[at]));
        }
        for (at, column) in self.parameters.iter_mut().enumerate() {
            column.extend(keeps.iter().map(|row| row.parameters()[at]));
        }
        let Some(widths) = rows.first().map(|row| row.widths) else {
            return;
        };
        let open = std::mem::take(&mut self.open);
        let waiting = open.iter().map(|row| Numbers::cut(row, widths));
        let all: Vec<Numbers> = waiting.chain(rows.iter().copied()).collect();
        let (whole, rest) = all.split_at(all.len() / BLOCK * BLOCK);
        self.fold(whole, layout, self.first + self.trials - open.len() as u64);
        self.open = rest.iter().map(|row| row.row.to_vec()).collect();
        self.trials += rows.len() as u64;
    }

    /// Puts the trials that come next, folded elsewhere, behind these, which are whole blocks and replicates.
    pub(super) fn append(&mut self, next: Self) {
        let columns = self.measures.iter_mut().zip(next.measures);
        let columns = columns.chain(self.parameters.iter_mut().zip(next.parameters));
        columns.for_each(|(column, more)| column.extend(more));
        if let (Some(own), Some(more)) = (&mut self.streams, next.streams) {
            own.append(more);
        }
        let monthly = self.monthly.par_iter_mut().zip(next.monthly);
        monthly.for_each(|(cell, more)| cell.append(more));
        for (line, more) in self.ledger.iter_mut().zip(next.ledger) {
            line.append(more);
        }
        for (cell, more) in self.replicates.iter_mut().zip(next.replicates) {
            cell.append(more);
        }
        self.open = next.open;
        self.trials += next.trials;
    }

    /// Folds what is kept whole so far, and keeps only so many trials of it from now on.
    pub(super) fn stream(&mut self, kept: usize, layout: &Layout) {
        let mut streams = Streams::new(layout, self.first);
        let whole = self.trials as usize - self.open.len();
        let columns: Vec<&[f64]> = self
            .measures
            .iter()
            .map(|column| &column[..whole])
            .collect();
        streams.add(layout, self.first, &columns);
        self.streams = Some(streams);
        for column in self.measures.iter_mut().chain(&mut self.parameters) {
            column.truncate(kept);
            column.shrink_to_fit();
        }
    }

    /// Folds trials from the start of a block on.
    fn fold(&mut self, rows: &[Numbers<'_>], layout: &Layout, first: u64) {
        if let Some(streams) = &mut self.streams {
            let measures = 0..layout.measures.len();
            let column = |at: usize| rows.iter().map(|row| row.measures()[at]).collect();
            let columns: Vec<Vec<f64>> = measures.into_par_iter().map(column).collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            streams.add(layout, first, &columns);
        }
        let rows: Vec<&[f64]> = rows.iter().map(|row| row.folded()).collect();
        let (rows, months) = (rows.as_slice(), self.monthly.len());
        let cells = self.monthly.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| blocks(rows, at, |block| cell.push_block(block)));
        let cells = self.ledger.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| {
            blocks(rows, months + at, |block| {
                cell.push(Moments::of_block(block));
            });
        });
        let Some(size) = layout.replicate else { return };
        let cells = self.replicates.par_iter_mut().enumerate();
        cells.for_each(|(at, cell)| blocks(rows, at, |block| cell.push_block(block, size)));
    }

    pub(super) fn finish(mut self, model: &Model, plan: &Plan) -> VariantOutcomes {
        let open = std::mem::take(&mut self.open);
        let widths = Widths::of(plan);
        let rows: Vec<Numbers> = open.iter().map(|row| Numbers::cut(row, widths)).collect();
        let first = self.first + self.trials - open.len() as u64;
        self.fold(&rows, &plan.layout, first);
        let ledger = self
            .ledger
            .iter()
            .map(|line| line.fold().unwrap_or_default());
        let streamed = self.streams.map(Streams::finish);
        VariantOutcomes {
            variant: model.variant.clone(),
            title: model.title.clone(),
            layout: plan.layout.clone(),
            measures: self.measures,
            parameters: self.parameters,
            ledger: ledger.collect(),
            monthly: self.monthly,
            replicates: self.replicates,
            streamed: streamed.unwrap_or_default(),
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
