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
    /// With its controls, block by block, where there are any.
    controlled: Option<Forest<Comoments>>,
    /// By replicates, where trials come in them.
    replicated: Option<Replicated>,
}

/// A measure by replicates.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Replicated {
    /// Of the replicate that is not whole yet.
    open: Moments,
    /// Sums over replicates as shares of their size, with those of the controls and, last, how much of each is
    /// defined.
    sums: Forest<Comoments>,
    /// How much of each replicate is defined.
    defined: Forest<Moments>,
}

impl Streams {
    /// Before the first trial, which begins a block and a replicate.
    pub(super) fn new(layout: &Layout, first: u64) -> Self {
        let before = first - 1;
        let block = before / BLOCK as u64;
        let is_controlled = !layout.controls.is_empty();
        let replicate = layout.replicate.map(|size| before / size as u64);
        let stream = |better| Stream {
            values: Distribution::from(block),
            worst: bad_end(better).map(Worst::at),
            controlled: is_controlled.then(|| Forest::from(block)),
            replicated: replicate.map(Replicated::from),
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
        let closed = each
            .filter_map(|(stream, column)| Some(stream.replicated.as_mut()?.close(column, size)));
        let closed: Vec<Closed> = closed.collect();
        let among: Vec<&[f64]> = controls
            .iter()
            .map(|&at| closed[at].sums.as_slice())
            .collect();
        let each = self.measures.par_iter_mut().zip(&closed);
        each.for_each(|(stream, closed)| {
            if let Some(replicated) = &mut stream.replicated {
                replicated.add(closed, &among);
            }
        });
    }

    /// Puts the trials that come next, folded elsewhere, behind these.
    pub(super) fn append(&mut self, next: Self) {
        let each = self.measures.par_iter_mut().zip(next.measures);
        each.for_each(|(stream, next)| stream.append(next));
    }

    pub(super) fn finish(self) -> Vec<Streamed> {
        let each = self.measures.into_iter();
        each.map(|stream| Streamed {
            values: stream.values,
            worst: stream.worst,
            controlled: stream.controlled.and_then(|controlled| controlled.fold()),
            replicates: stream
                .replicated
                .and_then(|by| by.sums.fold().zip(by.defined.fold())),
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
        let Some(controlled) = &mut self.controlled else {
            return;
        };
        for (at, block) in column.chunks(BLOCK).enumerate() {
            let own = at * BLOCK..at * BLOCK + block.len();
            let beside: Vec<&[f64]> = controls
                .iter()
                .map(|&at| &columns[at][own.clone()])
                .collect();
            controlled.push(Comoments::of_block(block, &beside));
        }
    }

    fn append(&mut self, next: Self) {
        self.values.append(next.values);
        if let (Some(own), Some(others)) = (&mut self.worst, &next.worst) {
            own.merge(others);
        }
        if let (Some(own), Some(others)) = (&mut self.controlled, next.controlled) {
            own.append(others);
        }
        if let (Some(own), Some(others)) = (&mut self.replicated, next.replicated) {
            own.append(others);
        }
    }
}

impl Replicated {
    /// From a replicate on.
    fn from(replicate: u64) -> Self {
        Self {
            open: Moments::default(),
            sums: Forest::from(replicate),
            defined: Forest::from(replicate),
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
                closed.sums.push(whole.mean().unwrap_or(0.0) * share);
                closed.defined.push(share);
            }
        }
        closed
    }

    /// Adds replicates that have become whole, with those of the controls.
    fn add(&mut self, closed: &Closed, controls: &[&[f64]]) {
        for (at, (sum, share)) in closed.sums.iter().zip(&closed.defined).enumerate() {
            let beside = controls.iter().map(|other| &other[at..=at]);
            let beside: Vec<&[f64]> = beside.chain([std::slice::from_ref(share)]).collect();
            self.sums.push(Comoments::of_block(&[*sum], &beside));
            self.defined.push(Moments::of_block(&[*share]));
        }
    }

    fn append(&mut self, next: Self) {
        self.open = next.open;
        self.sums.append(next.sums);
        self.defined.append(next.defined);
    }
}

/// Replicates that have become whole.
#[derive(Default)]
struct Closed {
    /// The sum of the defined values over the replicate's size.
    sums: Vec<f64>,
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
