//! `trials.csv`: every measure and every parameter of every trial.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::{Column, Lines, Sheet};
use crate::calendar::Date;
use crate::measure::Measure;
use crate::model::{Model, Parameter};
use crate::outcome::{Layout, Outcomes};

/// One line a trial of a variant.
pub struct TrialsSheet<'a> {
    outcomes: &'a Outcomes,
    columns: TrialColumns<'a>,
}

impl<'a> TrialsSheet<'a> {
    /// Settles the columns; models in the order of the outcomes.
    pub fn new(models: &'a [Model], outcomes: &'a Outcomes) -> Self {
        let layouts = outcomes.variants.iter().map(|variant| &variant.layout);
        Self {
            outcomes,
            columns: TrialColumns::new(models, layouts),
        }
    }
}

/// What stands in which column of a trial. Variants may differ in what they measure: a column stands where
/// its name came first, and is empty where a variant has no such thing.
#[derive(Default)]
pub struct TrialColumns<'a> {
    measures: Vec<&'a Measure>,
    /// Their names.
    taken: BTreeSet<&'a str>,
    parameters: Vec<Shown<'a>>,
}

/// Where the columns of a trial are in the results of a variant, as far as it has them.
pub struct Places {
    measures: Vec<Option<usize>>,
    parameters: Vec<Option<usize>>,
}

/// A parameter as it is shown in all variants alike.
struct Shown<'a> {
    measure: &'a Measure,
    factor: f64,
    /// The scenario's first day, for a parameter that is a date.
    start: Option<Date>,
    parameter: Option<&'a Parameter>,
}

impl<'a> TrialColumns<'a> {
    /// Those of models, with the layouts of their results.
    pub fn new(models: &'a [Model], layouts: impl Iterator<Item = &'a Layout>) -> Self {
        let mut columns = Self::default();
        let mut known = BTreeSet::new();
        for (layout, model) in layouts.zip(models) {
            columns.add(layout, model, &mut known);
        }
        columns
    }

    /// The columns of a variant but those of parameters that are known.
    fn add(&mut self, layout: &'a Layout, model: &'a Model, known: &mut BTreeSet<&'a str>) {
        for measure in &layout.measures {
            if self.taken.insert(&measure.name) {
                self.measures.push(measure);
            }
        }
        let parameters = model.parameters.iter();
        let parameters: BTreeMap<&str, &Parameter> =
            parameters.map(|p| (p.name.as_str(), p)).collect();
        for (measure, &factor) in layout.parameters.iter().zip(&layout.parameter_factor) {
            if known.insert(&measure.name) {
                let parameter = parameters.get(measure.name.as_str()).copied();
                let shown = Shown::new(measure, factor, parameter, model.start);
                self.parameters.push(shown);
            }
        }
    }

    /// Each with its unit and meaning.
    pub fn described(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("variant", "", "The variant."),
            Column::new("trial", "", "The trial, counted from 1."),
        ];
        columns.extend(self.measures.iter().map(|measure| Column {
            better: measure.better,
            ..Column::named(&measure.name, &measure.unit, &measure.meaning)
        }));
        columns.extend(self.parameters.iter().map(|p| self.parameter_column(p)));
        columns
    }

    /// Where they are in the results of a variant.
    pub fn places(&self, layout: &Layout) -> Places {
        let measures = self.measures.iter().map(|measure| &measure.name);
        let parameters = self.parameters.iter().map(|shown| &shown.measure.name);
        Places {
            measures: places(measures, &layout.measures),
            parameters: places(parameters, &layout.parameters),
        }
    }

    /// Adds the cells of a trial, whose measures and parameters are at these places.
    pub fn write(
        &self,
        places: &Places,
        (variant, trial): (&str, u64),
        line: &mut Line,
        measure: impl Fn(usize) -> f64,
        parameter: impl Fn(usize) -> f64,
    ) {
        line.text(variant).count(trial);
        for place in &places.measures {
            line.number(place.map_or(f64::NAN, &measure));
        }
        for (shown, place) in self.parameters.iter().zip(&places.parameters) {
            shown.write(place.map_or(f64::NAN, &parameter), line);
        }
    }

    fn taken(&self, name: &str) -> bool {
        ["variant", "trial"].contains(&name) || self.taken.contains(name)
    }

    fn parameter_column(&self, shown: &Shown) -> Column {
        let name = &shown.measure.name;
        let mut column = Column {
            better: shown.measure.better,
            ..Column::named(name, &shown.measure.unit, &shown.measure.meaning)
        };
        if self.taken(name) {
            column.name = format!("parameter.{name}");
        }
        if shown.start.is_some() {
            "date".clone_into(&mut column.unit);
        }
        if let Some(parameter) = shown.parameter {
            column.source.clone_from(&parameter.source);
            column.confidence.clone_from(&parameter.confidence);
        }
        column
    }
}

impl<'a> Shown<'a> {
    fn new(
        measure: &'a Measure,
        factor: f64,
        parameter: Option<&'a Parameter>,
        start: Date,
    ) -> Self {
        Self {
            measure,
            factor,
            start: parameter.filter(|p| p.is_date).map(|_| start),
            parameter,
        }
    }

    /// As a column with a type.
    #[cfg(feature = "parquet")]
    fn series(&self, values: Option<&[f64]>, trials: usize) -> Series {
        let Some(start) = self.start else {
            return numbers(values, self.factor, trials);
        };
        let day = |trial: usize| {
            let days = values.map_or(f64::NAN, |values| values[trial]);
            Some(super::cell::date(start, days)).filter(|day| !day.is_empty())
        };
        Series::Days((0..trials).map(day).collect())
    }

    fn write(&self, value: f64, line: &mut Line) {
        match self.start {
            Some(start) => line.date(start, value),
            None => line.number(value / self.factor),
        };
    }
}

/// The cells of a column of one variant.
#[cfg(feature = "parquet")]
pub enum Series {
    /// Words.
    Words(Vec<String>),
    /// Whole numbers.
    Counts(Vec<i64>),
    /// Numbers; nothing where one is not known or has no end.
    Numbers(Vec<Option<f64>>),
    /// Days or `never`, in words.
    Days(Vec<Option<String>>),
}

/// Numbers as `trials.csv` reads them back: without a sign of zero.
#[cfg(feature = "parquet")]
fn numbers(values: Option<&[f64]>, factor: f64, trials: usize) -> Series {
    let number = |trial: usize| {
        let value = values?[trial] / factor + 0.0;
        value.is_finite().then_some(value)
    };
    Series::Numbers((0..trials).map(number).collect())
}

#[cfg(feature = "parquet")]
impl TrialColumns<'_> {
    /// The columns of some trials of a variant, in the order of [`TrialColumns::described`].
    pub fn series(
        &self,
        places: &Places,
        (variant, first, trials): (&str, u64, usize),
        measures: &[Vec<f64>],
        parameters: &[Vec<f64>],
    ) -> Vec<Series> {
        let first = first as i64;
        let mut all = vec![
            Series::Words(vec![variant.to_owned(); trials]),
            Series::Counts((first..first + trials as i64).collect()),
        ];
        let own = places.measures.iter();
        all.extend(own.map(|at| numbers(at.map(|at| &measures[at][..]), 1.0, trials)));
        let shown = self.parameters.iter().zip(&places.parameters);
        all.extend(shown.map(|(s, at)| s.series(at.map(|at| &parameters[at][..]), trials)));
        all
    }
}

#[cfg(feature = "parquet")]
impl TrialsSheet<'_> {
    /// The columns of each variant, in the order of [`Sheet::columns`].
    pub fn series(&self) -> impl Iterator<Item = Vec<Series>> {
        let (first, trials) = (self.outcomes.first, self.outcomes.kept as usize);
        self.outcomes.variants.iter().map(move |variant| {
            let places = self.columns.places(&variant.layout);
            let of = (variant.variant.as_str(), first, trials);
            self.columns
                .series(&places, of, &variant.measures, &variant.parameters)
        })
    }
}

impl Sheet for TrialsSheet<'_> {
    fn name(&self) -> &'static str {
        "trials"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "trial"]
    }

    fn columns(&self) -> Vec<Column> {
        self.columns.described()
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for variant in &self.outcomes.variants {
            let places = self.columns.places(&variant.layout);
            for trial in 0..self.outcomes.kept as usize {
                let of = (variant.variant.as_str(), self.outcomes.first + trial as u64);
                let measure = |at: usize| variant.measures[at][trial];
                let parameter = |at: usize| variant.parameters[at][trial];
                self.columns
                    .write(&places, of, lines.line(), measure, parameter);
                lines.end()?;
            }
        }
        Ok(())
    }
}

/// Where each named column is in a layout, or nothing where it is not.
fn places<'n>(names: impl Iterator<Item = &'n String>, layout: &[Measure]) -> Vec<Option<usize>> {
    let places = layout.iter().map(|measure| measure.name.as_str());
    let places: BTreeMap<&str, usize> = places.zip(0..).collect();
    names
        .map(|name| places.get(name.as_str()).copied())
        .collect()
}
