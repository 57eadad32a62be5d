//! What the measures of a variant come to past the trials that are kept whole: folded block by block, measure by
//! measure, so that memory does not grow with trials.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::measure::Better;
use crate::outcome::{BLOCK, Layout, Streamed};
use crate::stats::{Comoments, Distribution, Forest, Moments, Tail, Worst};

/// The measures of a variant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Streams {
    measures: Vec<Stream>,
}

/// One measure.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stream {
    values: Distribution,
    /// Where one end is the bad one.
    worst: Option<Worst>,
    /// With its controls, block by block.
    controlled: Forest<Comoments>,
    /// Of the replicate that is not whole yet.
    open: Moments,
    /// Sums over replicates as shares of their size, with those of the controls and, last, how much of each is
    /// defined.
    replicates: Forest<Comoments>,
    /// How much of each replicate is defined.
    defined: Forest<Moments>,
}

impl Streams {
    /// Before the first trial, which begins a block and a replicate.
    pub(super) fn new(layout: &Layout, first: u64) -> Self {
        let before = first - 1;
        let replicate = before / layout.replicate.unwrap_or(1) as u64;
        let stream = |better| Stream {
            values: Distribution::from(before / BLOCK as u64),
            worst: bad_end(better).map(Worst::at),
            controlled: Forest::from(before / BLOCK as u64),
            open: Moments::default(),
            replicates: Forest::from(replicate),
            defined: Forest::from(replicate),
        };
        let measures = layout.measures.iter();
        Self {
            measures: measures.map(|measure| stream(measure.better)).collect(),
        }
    }

    /// True where these can be of trials of a layout.
    pub(super) fn fits(&self, layout: &Layout) -> bool {
        self.measures.len() == layout.measures.len()
    }

    /// Adds trials, a column a measure, from the start of a block on.
    pub(super) fn add(&mut self, layout: &Layout, first: u64, columns: &[&[f64]]) {
        let controls = &layout.controls;
        let each = self.measures.par_iter_mut().zip(columns);
        each.for_each(|(stream, column)| stream.add(first, column, columns, controls));
        let Some(size) = layout.replicate else { return };
        let each = self.measures.par_iter_mut().zip(columns);
        let closed: Vec<Closed> = each
            .map(|(stream, column)| stream.close(column, size))
            .collect();
        let among: Vec<&[f64]> = controls
            .iter()
            .map(|&at| closed[at].means.as_slice())
            .collect();
        let each = self.measures.par_iter_mut().zip(&closed);
        each.for_each(|(stream, closed)| {
            let beside: Vec<&[f64]> = among.iter().copied().chain([&closed.defined[..]]).collect();
            for (at, mean) in closed.means.iter().enumerate() {
                let beside: Vec<&[f64]> = beside.iter().map(|other| &other[at..=at]).collect();
                stream
                    .replicates
                    .push(Comoments::of_block(&[*mean], &beside));
                stream
                    .defined
                    .push(Moments::of_block(&[closed.defined[at]]));
            }
        });
    }

    /// Puts the trials that come next, folded elsewhere, behind these.
    pub(super) fn append(&mut self, next: Self) {
        let each = self.measures.par_iter_mut().zip(next.measures);
        each.for_each(|(stream, next)| stream.append(next));
    }

    pub(super) fn finish(self, layout: &Layout) -> Vec<Streamed> {
        let is_controlled = !layout.controls.is_empty();
        let each = self.measures.into_iter();
        each.map(|stream| Streamed {
            values: stream.values,
            worst: stream.worst,
            controlled: stream.controlled.fold().filter(|_| is_controlled),
            replicates: stream.replicates.fold().zip(stream.defined.fold()),
        })
        .collect()
    }
}

impl Stream {
    fn add(&mut self, first: u64, column: &[f64], columns: &[&[f64]], controls: &[usize]) {
        self.values.push_block(column);
        if let Some(worst) = &mut self.worst {
            (first..)
                .zip(column)
                .for_each(|(trial, value)| worst.push(*value, trial));
        }
        if controls.is_empty() {
            return;
        }
        for (at, block) in column.chunks(BLOCK).enumerate() {
            let own = at * BLOCK..at * BLOCK + block.len();
            let beside: Vec<&[f64]> = controls
                .iter()
                .map(|&at| &columns[at][own.clone()])
                .collect();
            self.controlled.push(Comoments::of_block(block, &beside));
        }
    }

    /// Adds trials to the replicate that is open, and to those after it.
    fn close(&mut self, column: &[f64], size: usize) -> Closed {
        let (mut rest, mut closed) = (column, Closed::default());
        while !rest.is_empty() {
            let room = size - self.open.n() as usize;
            let (own, next) = rest.split_at(room.min(rest.len()));
            rest = next;
            self.open.push_block(own);
            if self.open.n() == size as u64 {
                let whole = std::mem::take(&mut self.open);
                let share = whole.n_defined() as f64 / size as f64;
                closed.means.push(whole.mean().unwrap_or(0.0) * share);
                closed.defined.push(share);
            }
        }
        closed
    }

    fn append(&mut self, next: Self) {
        self.values.append(next.values);
        if let (Some(own), Some(others)) = (&mut self.worst, &next.worst) {
            own.merge(others);
        }
        self.controlled.append(next.controlled);
        self.open = next.open;
        self.replicates.append(next.replicates);
        self.defined.append(next.defined);
    }
}

/// Replicates that have become whole.
#[derive(Default)]
struct Closed {
    /// The sum of the defined values over the replicate's size.
    means: Vec<f64>,
    /// How much of it is defined.
    defined: Vec<f64>,
}

/// The end of a measure at which its bad values are.
fn bad_end(better: Better) -> Option<Tail> {
    match better {
        Better::Low => Some(Tail::Upper),
        Better::High => Some(Tail::Lower),
        Better::None => None,
    }
}
