//! `lichain check`: is the file right, and what chain does it describe?

use std::fmt::Write;

use super::arguments::Check as Asked;
use super::failure::Failure;
use super::{balance, chain, load, terminal};
use crate::calendar::Date;
use crate::model::{Model, Modes};
use crate::scenario::Scenario;

/// Checks what was asked for.
pub fn check(asked: &Asked) -> Result<(), Failure> {
    let scenarios = load::load_all(&asked.files, &asked.changes.set)?;
    let told: Vec<String> = scenarios.iter().map(told).collect();
    terminal::print(&told.join("\n"))
}

fn told(scenario: &Scenario) -> String {
    let models = &scenario.variants;
    let reference = &models[scenario.reference];
    let mut text = format!(
        "{} is right: {} to {}, USD of {}\nvariants: {}; reference: {}\n\
         Every uncertain number below is at its mode, every index at its long-run level.\n",
        scenario.name,
        reference.start,
        Date(reference.end.0 - 1),
        reference.base_year,
        models
            .iter()
            .map(|m| m.variant.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        reference.variant,
    );
    for model in models {
        text.push_str(&variant(model));
    }
    text
}

fn variant(model: &Model) -> String {
    let modes = Modes::of(model);
    let mut text = format!("\n== {}", model.variant);
    if model.title != model.variant {
        let _ = write!(text, ": {}", model.title);
    }
    text.push('\n');
    text.push_str(&chain::chain(model, &modes));
    text.push_str(&balance::balance(model, &modes));
    text
}
