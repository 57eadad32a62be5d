//! `lichain check`: is the file right, and what chain does it describe?

use std::fmt::Write;

use super::arguments::Check as Asked;
use super::chain::Chain;
use super::failure::Failure;
use super::{balance, load, terminal};
use crate::calendar::Date;
use crate::model::{Model, Modes};
use crate::scenario::Scenario;

/// Checks what was asked for.
pub fn check(asked: &Asked) -> Result<(), Failure> {
    let scenarios = load::checked(&asked.files, &asked.changes.set)?;
    let told: Vec<String> = scenarios.iter().map(told).collect();
    terminal::print(&told.join("\n"))
}

fn told(scenario: &Scenario) -> String {
    let models = &scenario.variants;
    let reference = &models[scenario.reference];
    let names: Vec<&str> = models.iter().map(|m| m.variant.as_str()).collect();
    let variants = format!(
        "variants: {}; reference: {}",
        names.join(", "),
        reference.variant
    );
    let mut text = format!(
        "{} is right: {} to {}, USD of {}\n{}\n\
         Every uncertain number below is at its mode, every index at its long-run level;\n\
         demand, days on the way and spells of hazards are means.\n",
        scenario.name,
        reference.start,
        Date(reference.end.0 - 1),
        reference.base_year,
        terminal::wrapped(&variants, terminal::WIDTH, 2),
    );
    let modes: Vec<Modes> = models.iter().map(Modes::of).collect();
    let both = models.iter().zip(&modes);
    let chains: Vec<Chain> = both.map(|(model, modes)| Chain::of(model, modes)).collect();
    let common = Chain::common(if models.len() > 1 { &chains } else { &[] });
    let shared = common.told();
    if !shared.is_empty() {
        let _ = write!(text, "\n== In every variant\n{shared}");
    }
    for ((model, modes), chain) in models.iter().zip(&modes).zip(&chains) {
        text.push_str(&heading(model));
        text.push_str(&chain.less(&common).told());
        text.push_str(&balance::balance(model, modes));
    }
    text
}

fn heading(model: &Model) -> String {
    if model.title == model.variant {
        format!("\n== {}\n", model.variant)
    } else {
        format!("\n== {}: {}\n", model.variant, model.title)
    }
}
