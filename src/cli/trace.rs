//! `lichain trace`: one trial told day by day.

use super::arguments::Trace as Asked;
use super::failure::Failure;
use super::table::{self, Align};
use super::{language, load, place, quantity, run, terminal, why};
use crate::measure::Measure;
use crate::outcome::Trace;
use crate::report::{self, Run};
use crate::scenario::Scenario;
use crate::study::{self, Settings};

/// Traces what was asked for.
pub fn trace(asked: &Asked) -> Result<(), Failure> {
    let scenario = load::load(&asked.scenario.file, &asked.scenario.changes.set)?;
    let position = match &asked.variant {
        Some(id) => load::variant(&scenario, id)?,
        None => scenario.reference,
    };
    let model = &scenario.variants[position];
    let name = format!("{}-{}-trial-{}", scenario.name, model.variant, asked.trial);
    let directory = place::claim(&asked.scenario.place, &[&name])?.remove(0);
    let settings = Settings::new(1, asked.luck.seed);
    let run = Run {
        trial: Some(asked.trial),
        variants: vec![model.variant.clone()],
        dialect: asked.scenario.language.dialect(),
        ..run::manifest(&scenario, &settings, 1)
    };
    let day = asked.why.map(|why| why::day(model, why));
    let day = day.transpose()?;
    let seed = asked.luck.seed;
    let (trace, why) = match day {
        None => study::trace(model, asked.trial, seed).map(|trace| (trace, None)),
        Some(day) => {
            study::why(model, asked.trial, seed, day).map(|(trace, why)| (trace, Some(why)))
        }
    }
    .map_err(|breach| Failure::breach(&breach, &again(asked)))?;
    let beyond = report::write_trace(&trace, why.as_ref(), model, run, &directory)?;
    language::warn(&beyond);
    let path = directory.finish()?;
    let told = match &why {
        None => told(&scenario, position, asked, &trace),
        Some(why) => heading(&scenario, position, asked) + &why::told(why, model, asked),
    };
    let also = why.as_ref().map_or("", |_| ", why.csv");
    let next = match &why {
        None if is_short(&trace) => next(asked),
        _ => String::new(),
    };
    terminal::print(&format!(
        "{told}\n{next}flows.csv, cash.csv, events.csv, trials.csv{also}; columns.csv explains them\nresults in {}\n",
        path.display()
    ))
}

/// True where somebody went short in the trial.
fn is_short(trace: &Trace) -> bool {
    trace.events.iter().any(|event| event.what == "short")
}

fn next(asked: &Asked) -> String {
    format!(
        "Somebody went short; this says why:\n  {} --why worst\n\n",
        again(asked)
    )
}

fn again(asked: &Asked) -> String {
    let set = &asked.scenario.changes.set;
    let variant = asked.variant.as_deref();
    run::trace_command(
        &asked.scenario.file,
        variant,
        asked.trial,
        asked.luck.seed,
        set,
    )
}

fn heading(scenario: &Scenario, position: usize, asked: &Asked) -> String {
    format!(
        "\n{}, variant {}, trial {}, seed {}\n\n",
        scenario.name, scenario.variants[position].variant, asked.trial, asked.luck.seed
    )
}

fn told(scenario: &Scenario, position: usize, asked: &Asked, trace: &Trace) -> String {
    let measures = trace.layout.measures.iter().zip(&trace.measures);
    let defined = measures.filter(|(_, value)| value.is_finite());
    let rows: Vec<Vec<String>> = defined.map(|(m, &value)| row(m, value)).collect();
    let align = [Align::Left, Align::Right, Align::Left];
    heading(scenario, position, asked) + &table::aligned(&[], &rows, &align, 0)
}

fn row(measure: &Measure, value: f64) -> Vec<String> {
    let (factor, unit) = quantity::scale(value, &measure.unit);
    vec![measure.name.clone(), quantity::short(value / factor), unit]
}
