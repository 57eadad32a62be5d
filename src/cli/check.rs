//! `lichain check`: is the file right, and what chain does it describe?

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;

use super::arguments::Check as Asked;
use super::chain::Chain;
use super::failure::Failure;
use super::{balance, graph, load, terminal};
use crate::calendar::Date;
use crate::model::{Model, Modes};
use crate::report;
use crate::scenario::Scenario;

/// Checks what was asked for.
pub fn check(asked: &Asked) -> Result<(), Failure> {
    if let Some(path) = &asked.graph {
        refuse_what_is_no_svg(path)?;
    }
    let scenarios = load::checked(&asked.files, &asked.changes.set)?;
    let drawn = asked.graph.as_deref();
    let drawn = drawn
        .map(|path| draw(asked, &scenarios, path))
        .transpose()?;
    if drawn == Some(Drawn::Printed) {
        return Ok(());
    }
    let told: Vec<String> = scenarios.iter().map(told).collect();
    let mut told = told.join("\n");
    if let Some(Drawn::Written(path, variant)) = drawn {
        let _ = writeln!(told, "\ndrawn in {path}: variant {variant}");
    }
    terminal::print(&told)
}

/// What became of a drawing.
#[derive(PartialEq)]
enum Drawn {
    Printed,
    /// Where, and which variant.
    Written(String, String),
}

/// Under another ending, programs would not open the drawing.
fn refuse_what_is_no_svg(path: &Path) -> Result<(), Failure> {
    let is_svg = |ending: &OsStr| ending.eq_ignore_ascii_case("svg");
    if path == Path::new("-") || path.extension().is_some_and(is_svg) {
        return Ok(());
    }
    Err(Failure::Input(format!(
        "--graph {}: the drawing is an SVG, so a name that ends in .svg is wanted: --graph {}\n\
         `-` prints it; a browser opens it and saves it in other formats",
        path.display(),
        path.with_extension("svg").display()
    )))
}

/// Draws a variant of the one scenario.
fn draw(asked: &Asked, scenarios: &[Scenario], path: &Path) -> Result<Drawn, Failure> {
    let [scenario] = scenarios else {
        let files = scenarios.len();
        return Err(Failure::Input(format!(
            "--graph draws one chain, and {files} scenario files are given; one is wanted"
        )));
    };
    let position = match &asked.variant {
        Some(id) => load::variant(scenario, id)?,
        None => scenario.reference,
    };
    let svg = graph::svg(scenario, &scenario.variants[position]);
    if path == Path::new("-") {
        return terminal::print(&svg).map(|()| Drawn::Printed);
    }
    report::write_text(path, &svg, asked.force)?;
    let variant = scenario.variants[position].variant.clone();
    Ok(Drawn::Written(path.display().to_string(), variant))
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
        terminal::wrapped(&variants, terminal::prose(), 2),
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
