//! `lichain keys measures`: what a trial measures, printed from the table of which columns are made.

use std::fmt::Write;

use super::terminal::{WIDTH, wrapped};
use crate::measure::{Definition, Estimand, MEASURES, Needs, Per};

/// What tells of the measures.
pub const MEASURES_SECTION: &str = "measures";

/// For a terminal: name, unit and direction on one line, the meaning below.
pub fn plain() -> String {
    const INDENT: usize = 4;
    let mut text = format!("measures: {}\n\n", wrapped(&counted(), WIDTH, 0));
    for definition in MEASURES {
        let facts = [unit(definition), better(definition), when(definition)];
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        let facts: Vec<&str> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        let head = format!("{}: {}", name(definition), facts.join("; "));
        let meaning = wrapped(definition.meaning, WIDTH - INDENT, INDENT);
        let _ = writeln!(text, "  {}\n    {meaning}", wrapped(&head, WIDTH - 2, 6));
    }
    text
}

/// As a page.
pub fn markdown() -> String {
    let mut text = format!("{HEAD}\n{}\n\n{TABLE}", counted());
    for definition in MEASURES {
        let cells = [
            format!("`{}`", name(definition)),
            unit(definition),
            better(definition),
            when(definition),
            definition.meaning.to_owned(),
        ];
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

const HEAD: &str = "\
# Measures

Every measure of a trial, in the order of the columns. `lichain keys measures --markdown` prints this page
from the table of which columns, dictionary (columns.csv) and this page are made. A measure stands only
where a chain has what it is of: no vehicles, no `vehicles_not_built`.
";

const TABLE: &str = "\
| measure | unit | better | where and when | meaning |
|---|---|---|---|---|
";

fn counted() -> String {
    let whole = MEASURES.iter().filter(|d| !d.only_monthly).count();
    let monthly = MEASURES.iter().filter(|d| d.monthly).count();
    format!(
        "{} measures: {whole} of whole trials, {monthly} by month.",
        MEASURES.len()
    )
}

/// The name with what stands for its instance.
fn name(definition: &Definition) -> String {
    let instance = match definition.per {
        Per::Chain => "",
        Per::Category => ".CATEGORY",
        Per::Stage | Per::Emitter => "@SITE_OR_ROUTE",
        Per::Stock => "@STOCK",
        Per::Process => "@PROCESS",
        Per::Route => "@ROUTE",
        Per::Demand => "@DEMAND",
        Per::Party => "@PARTY",
        Per::Stop => "@LEG_OR_NODE",
        Per::Hazard => "@HAZARD",
        Per::Border => "@FROM-INTO",
        Per::Carried => "@ROUTE[.COMMODITY]",
        Per::Ratio => "@RATIO",
        Per::BorderYear => "@FROM-INTO.YEAR",
        Per::Index => "@INDEX",
        Per::IndexPart => "@INDEX.PART",
    };
    format!("{}{instance}", definition.name)
}

fn unit(definition: &Definition) -> String {
    definition.unit.replace("{unit}", "its unit")
}

fn better(definition: &Definition) -> String {
    match definition.better.word() {
        "none" => String::new(),
        word => format!("{word} is good"),
    }
}

/// Where it stands and over what it is taken.
fn when(definition: &Definition) -> String {
    let wanted = match definition.needs {
        Needs::Nothing => "",
        Needs::Cells => "with cells",
        Needs::Vehicles => "with vehicles",
        Needs::Lithium => "with lithium",
        Needs::Automaker => "with an automaker",
        Needs::Limit => "with a limit",
        Needs::Orders => "with orders",
        Needs::Outages => "with outages",
        Needs::Mine => "of mines",
        Needs::Carbon => "with carbon",
        Needs::Outlet => "with an outlet",
        Needs::Investor => "of investors",
        Needs::Fallback => "with a fallback on a market",
        Needs::Bound => "with a bound",
        Needs::Losses => "with losses",
        Needs::Market => "with markets",
        Needs::Stops => "with queues",
    };
    let taken = match (definition.only_monthly, definition.monthly) {
        (true, _) => "by month only",
        (false, true) => "also by month",
        (false, false) => "",
    };
    let estimated = match definition.estimand {
        Estimand::Probability => "a probability",
        Estimand::Mean => "",
    };
    let words = [wanted, taken, estimated];
    let words = words.into_iter().filter(|words| !words.is_empty());
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_its_line_and_fits_the_terminal() {
        let text = plain();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        let rows = markdown().lines().filter(|l| l.starts_with("| `")).count();
        assert_eq!(rows, MEASURES.len());
        assert!(text.contains("  trade_usd@FROM-INTO.YEAR: USD\n"));
        assert!(text.contains("  queue_feu: FEU; low is good; with queues, by month only\n"));
    }

    #[test]
    fn no_measure_is_there_twice_and_every_meaning_is_a_sentence() {
        for (at, definition) in MEASURES.iter().enumerate() {
            let own = name(definition);
            assert!(
                MEASURES[..at].iter().all(|other| name(other) != own),
                "{own}"
            );
            assert!(definition.meaning.ends_with('.'), "{own}");
        }
    }
}
