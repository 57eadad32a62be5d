//! Trials at chosen points.

use rayon::prelude::*;

use super::Trial;
use crate::engine::{self, Draw, Parameters, Scratch};
use crate::measure::Measure;
use crate::model::Model;
use crate::outcome::{Breach, Row};
use crate::plan::Plan;
use crate::study::{Crew, STRETCH, Unnamed, Widths};

/// Points, one after the other.
pub(super) struct Points<'a> {
    pub plan: &'a Plan,
    pub count: usize,
    /// Fills the uniforms of a point and tells the trial whose noise it has.
    pub place: &'a (dyn Fn(usize, &mut [f64]) -> u64 + Sync),
}

impl Points<'_> {
    /// The measures that are kept and of each its value at every point.
    pub(super) fn run(
        &self,
        model: &Model,
        trial: &Trial,
    ) -> Result<(Vec<Measure>, Vec<Vec<f64>>), Breach> {
        let all = self.plan.layout.measures.iter().enumerate();
        let (kept, measures): (Vec<usize>, Vec<Measure>) = all
            .filter(|(_, measure)| (trial.keep)(measure))
            .map(|(at, measure)| (at, measure.clone()))
            .unzip();
        let crew = Crew::new(trial.instructions);
        let starts: Vec<usize> = (0..self.count).step_by(STRETCH).collect();
        let stretch = |&first: &usize| {
            let found = crew.with(1, |scratches| {
                self.stretch(first, trial.seed, &kept, &mut scratches[0])
            });
            (trial.progress)((self.count - first).min(STRETCH) as u64);
            found
        };
        let found: Result<Vec<Vec<f64>>, Unnamed> = starts.par_iter().map(stretch).collect();
        let rows = found.map_err(|breach| breach.named(std::slice::from_ref(model)))?;
        let rows = rows.iter().flat_map(|rows| rows.chunks(kept.len().max(1)));
        let column = |at: usize| rows.clone().map(|row| row[at]).collect();
        Ok((measures, (0..kept.len()).map(column).collect()))
    }

    /// The kept measures of the next points, row by row.
    fn stretch(
        &self,
        first: usize,
        seed: u64,
        kept: &[usize],
        scratch: &mut Scratch<STRETCH>,
    ) -> Result<Vec<f64>, Unnamed> {
        let count = (self.count - first).min(STRETCH);
        let size = self.plan.parameters.len();
        let mut uniforms = vec![0.0; size * count];
        let noise: Vec<u64> = (0..count)
            .map(|k| (self.place)(first + k, &mut uniforms[k * size..(k + 1) * size]))
            .collect();
        let draw = |(k, &noise): (usize, &u64)| Draw {
            parameters: Parameters::At(&uniforms[k * size..(k + 1) * size]),
            noise,
        };
        let draws: Vec<Draw> = noise.iter().enumerate().map(draw).collect();
        let widths = Widths::of(self.plan);
        let mut numbers = vec![0.0; widths.total() * count];
        let rows = numbers.chunks_mut(widths.total().max(1));
        let mut rows: Vec<Row> = rows.map(|row| widths.row(row)).collect();
        let found = engine::simulate_chosen(self.plan, seed, &draws, scratch, &mut rows);
        if let Some((k, broken)) = found {
            return Err(Unnamed {
                variant: 0,
                trial: noise[k],
                broken,
            });
        }
        let own = |row: &Row| kept.iter().map(|&at| row.measures[at]).collect();
        Ok(rows.iter().map(own).collect::<Vec<Vec<f64>>>().concat())
    }
}
