//! `trials.csv`: every measure and every parameter of every trial.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, Lines, Sheet};
use crate::calendar::Date;
use crate::measure::Measure;
use crate::model::{Model, Parameter};
use crate::outcome::{Outcomes, VariantOutcomes};

/// One line a trial of a variant. Variants may differ in what they measure: a column stands where
/// its name came first, and is empty where a variant has no such thing.
pub struct TrialsSheet<'a> {
    outcomes: &'a Outcomes,
    measures: Vec<&'a Measure>,
    /// Their names.
    taken: BTreeSet<&'a str>,
    parameters: Vec<Shown<'a>>,
}

/// A parameter as it is shown in all variants alike.
struct Shown<'a> {
    measure: &'a Measure,
    factor: f64,
    /// The scenario's first day, for a parameter that is a date.
    start: Option<Date>,
    parameter: Option<&'a Parameter>,
}

impl<'a> TrialsSheet<'a> {
    /// Settles the columns; models in the order of the outcomes.
    pub fn new(models: &'a [Model], outcomes: &'a Outcomes) -> Self {
        let mut sheet = Self {
            outcomes,
            measures: Vec::new(),
            taken: BTreeSet::new(),
            parameters: Vec::new(),
        };
        let mut known = BTreeSet::new();
        for (variant, model) in outcomes.variants.iter().zip(models) {
            sheet.add(variant, model, &mut known);
        }
        sheet
    }

    /// The columns of a variant but those of parameters that are known.
    fn add(
        &mut self,
        variant: &'a VariantOutcomes,
        model: &'a Model,
        known: &mut BTreeSet<&'a str>,
    ) {
        for measure in &variant.layout.measures {
            if self.taken.insert(&measure.name) {
                self.measures.push(measure);
            }
        }
        let layout = &variant.layout;
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

    fn write(&self, value: f64, lines: &mut Lines) {
        match self.start {
            Some(start) => lines.date(start, value),
            None => lines.number(value / self.factor),
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
impl TrialsSheet<'_> {
    /// The columns of each variant, in the order of [`Sheet::columns`].
    pub fn series(&self) -> impl Iterator<Item = Vec<Series>> {
        let (first, trials) = (self.outcomes.first as i64, self.outcomes.kept as usize);
        self.outcomes.variants.iter().map(move |variant| {
            let layout = &variant.layout;
            let measures = self.measures.iter().map(|measure| &measure.name);
            let measures = places(measures, &layout.measures, &variant.measures);
            let names = self.parameters.iter().map(|shown| &shown.measure.name);
            let parameters = places(names, &layout.parameters, &variant.parameters);
            let mut all = vec![
                Series::Words(vec![variant.variant.clone(); trials]),
                Series::Counts((first..first + trials as i64).collect()),
            ];
            all.extend(measures.iter().map(|values| numbers(*values, 1.0, trials)));
            let shown = self.parameters.iter().zip(parameters);
            all.extend(shown.map(|(shown, values)| shown.series(values, trials)));
            all
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

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for variant in &self.outcomes.variants {
            let layout = &variant.layout;
            let measures = self.measures.iter().map(|measure| &measure.name);
            let measures = places(measures, &layout.measures, &variant.measures);
            let parameters = self.parameters.iter().map(|shown| &shown.measure.name);
            let parameters = places(parameters, &layout.parameters, &variant.parameters);
            for trial in 0..self.outcomes.kept as usize {
                lines
                    .text(&variant.variant)
                    .count(self.outcomes.first + trial as u64);
                for &values in &measures {
                    lines.number(values.map_or(f64::NAN, |values| values[trial]));
                }
                for (shown, &values) in self.parameters.iter().zip(&parameters) {
                    shown.write(values.map_or(f64::NAN, |values| values[trial]), lines);
                }
                lines.end()?;
            }
        }
        Ok(())
    }
}

/// The values of each named column in a variant, or nothing where it has none.
fn places<'v, 'n>(
    names: impl Iterator<Item = &'n String>,
    layout: &[Measure],
    values: &'v [Vec<f64>],
) -> Vec<Option<&'v [f64]>> {
    let columns = layout.iter().map(|measure| measure.name.as_str());
    let columns: BTreeMap<&str, &[f64]> = columns.zip(values.iter().map(Vec::as_slice)).collect();
    names
        .map(|name| columns.get(name.as_str()).copied())
        .collect()
}
