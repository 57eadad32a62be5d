//! `lichain trace`: one trial told day by day.

use super::arguments::Trace as Asked;
use super::failure::Failure;
use super::table::{self, Align};
use super::{load, place, quantity, run, terminal};
use crate::measure::Measure;
use crate::outcome::Trace;
use crate::report::{self, Run};
use crate::scenario::Scenario;
use crate::study::{self, Settings};

/// Traces what was asked for.
pub fn trace(asked: &Asked) -> Result<(), Failure> {
    let scenario = load::load(&asked.file, &asked.changes.set)?;
    let position = match &asked.variant {
        Some(id) => load::variant(&scenario, id)?,
        None => scenario.reference,
    };
    let model = &scenario.variants[position];
    let name = format!("{}-{}-trial-{}", scenario.name, model.variant, asked.trial);
    let directory = place::claim(&asked.place, &[&name])?.remove(0);
    let settings = Settings::new(1, asked.luck.seed);
    let run = Run {
        trial: Some(asked.trial),
        variants: vec![model.variant.clone()],
        ..run::manifest(&scenario, &settings, 1)
    };
    let trace = study::trace(model, asked.trial, asked.luck.seed)
        .map_err(|breach| Failure::breach(&breach, &again(asked)))?;
    report::write_trace(&trace, model, run, &directory)?;
    let path = directory.finish()?;
    let told = told(&scenario, position, asked, &trace);
    terminal::print(&format!("{told}\nresults in {}\n", path.display()))
}

fn again(asked: &Asked) -> String {
    let set = &asked.changes.set;
    let variant = asked.variant.as_deref();
    run::trace_command(&asked.file, variant, asked.trial, asked.luck.seed, set)
}

fn told(scenario: &Scenario, position: usize, asked: &Asked, trace: &Trace) -> String {
    let head = format!(
        "\n{}, variant {}, trial {}, seed {}\n\n",
        scenario.name, scenario.variants[position].variant, asked.trial, asked.luck.seed
    );
    let measures = trace.layout.measures.iter().zip(&trace.measures);
    let defined = measures.filter(|(_, value)| value.is_finite());
    let rows: Vec<Vec<String>> = defined.map(|(m, &value)| row(m, value)).collect();
    let align = [Align::Left, Align::Right, Align::Left];
    head + &table::aligned(&[], &rows, &align, 0)
}

fn row(measure: &Measure, value: f64) -> Vec<String> {
    let (name, unit) = (measure.name.clone(), measure.unit.clone());
    vec![name, quantity::short(value), unit]
}
