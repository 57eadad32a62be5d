//! What every trial of every scenario must keep: the largest errors seen in those that come with the program.

use super::bench::read;
use super::textbook::SIX_STAGE;
use super::{Case, Check, Effort, Row};
use crate::scenario::STARTERS;
use crate::study::{Runner, Settings};

pub const CASES: &[&[Case]] = &[&[Case {
    name: "balances",
    source: "docs/model.md: kept to 1e-9 of what passed through; no chain breaks any other rule either",
    run: balances,
}]];

const TEXTBOOK: [&str; 6] = [
    include_str!("../../scenarios/textbook/by-hand.toml"),
    include_str!("../../scenarios/textbook/fixed-order-quantity.toml"),
    include_str!("../../scenarios/textbook/newsvendor.toml"),
    include_str!("../../scenarios/textbook/s-S.toml"),
    include_str!("../../scenarios/textbook/serial-base-stock.toml"),
    include_str!("../../scenarios/textbook/serial-echelon-base-stock.toml"),
];

/// Above this a balance is broken.
const BOUND: f64 = 1e-9;

/// The largest error of each balance, and how many evenings were looked at.
#[derive(Default)]
struct Seen {
    errors: [f64; 3],
    /// Chains in which a rule was broken.
    broken: u32,
    evenings: u64,
}

impl Seen {
    fn run(&mut self, text: &str, trials: u64) -> Result<(), String> {
        let scenario = read(text, &[])?;
        let mut runner = Runner::new(&scenario.variants, &Settings::new(trials, 1));
        runner.keep_within(trials, 1 << 20);
        let mut progress = runner.begin();
        let ran = runner.advance(&mut progress, trials, &|_| ());
        self.broken += u32::from(ran.is_err());
        let largest = runner.largest_errors();
        self.errors = std::array::from_fn(|at| f64::max(self.errors[at], largest[at]));
        for model in &scenario.variants {
            self.evenings += trials * (model.end.0 - model.start.0) as u64;
        }
        Ok(())
    }

    fn rows(&self, name: &str) -> Vec<Row> {
        let evenings = self.evenings as f64 / 1e6;
        let broken = Check::Equal {
            found: f64::from(self.broken),
            truth: 0.0,
            within: 0.0,
        };
        let what = format!("{name}: rules broken, {evenings:.1} M evenings");
        let kinds = ["material", "lithium", "money"];
        let errors = kinds.into_iter().zip(self.errors).map(|(kind, found)| {
            let bound = BOUND;
            let check = Check::AtMost { found, bound };
            Row::new(format!("{name}: error of {kind}"), check).not(1e-8, "a kilogram in 100,000 t")
        });
        errors.chain([Row::new(what, broken)]).collect()
    }
}

fn balances(effort: Effort) -> Result<Vec<Row>, String> {
    let trials = effort.of(64, 2048);
    let mut starters = Seen::default();
    for starter in STARTERS {
        starters.run(&starter.named("case"), trials)?;
    }
    let mut others = Seen::default();
    for text in TEXTBOOK.iter().chain(&[SIX_STAGE]) {
        others.run(text, trials)?;
    }
    let rows = starters.rows("starters").into_iter();
    Ok(rows.chain(others.rows("textbook")).collect())
}
