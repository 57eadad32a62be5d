//! `sobol.csv` and `morris.csv`: what designed experiments tell of each factor.

use super::{Column, Lines, Sheet};
use crate::analysis::FactorRow;

/// Rows of Sobol indices.
pub struct SobolSheet<'a>(pub &'a [FactorRow]);

/// Rows of elementary effects.
pub struct MorrisSheet<'a>(pub &'a [FactorRow]);

const OWN: &str = "that of the line";

/// Name, unit, what it is and how its interval is made.
type Told = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const INDICES: [Told; 2] = [
    ("first", "share", "First Sobol index (Jansen): share of the measure's variance that would go if this factor alone were known.", "bootstrap over base points"),
    ("total", "share", "Total Sobol index (Jansen): share that would stay if all other factors were known; above the first by what it does together with others.", "bootstrap over base points"),
];

#[rustfmt::skip]
const EFFECTS: [Told; 3] = [
    ("mu_star", OWN, "Mean size of the elementary effect: how much the factor matters. An effect is the change of the measure for a step through half of the factor's law, times two; for all noise drawn anew, times three.", "Student over trajectories"),
    ("mu", OWN, "Mean elementary effect: which way the measure goes as the factor grows.", "Student over trajectories"),
    ("sigma", OWN, "Standard deviation of the elementary effects: large where what the factor does depends on its own place or on others.", "jackknife over trajectories"),
];

fn columns(n: (&str, &str), told: &[Told]) -> Vec<Column> {
    let mut columns = vec![
        Column::new("variant", "", "The variant."),
        Column::new(
            "measure",
            "",
            "The measure: one of the whole chain, or a ratio; one that never varies has no line.",
        ),
        Column::new("unit", "", "What the measure is in."),
        Column::new(
            "factor",
            "",
            "The parameter, or `all noise`: whatever happens while the parameters stay.",
        ),
        Column::new(n.0, "", n.1),
    ];
    for (name, unit, what, how) in told {
        columns.push(Column::new(*name, *unit, *what));
        for (end, which) in [("lo95", "Lower"), ("hi95", "Upper")] {
            let meaning = format!("{which} end of its 95 % interval ({how}).");
            columns.push(Column::new(format!("{name}_{end}"), *unit, meaning));
        }
    }
    columns
}

fn lines(rows: &[FactorRow], lines: &mut Lines) -> csv::Result<()> {
    rows.iter().try_for_each(|row| {
        lines.text(&row.variant).text(&row.measure).text(&row.unit);
        lines.text(&row.factor).count(row.n);
        for of in &row.estimates {
            lines.known(of.mean).known(of.lo95).known(of.hi95);
        }
        lines.end()
    })
}

impl Sheet for SobolSheet<'_> {
    fn name(&self) -> &'static str {
        "sobol"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure", "factor"]
    }

    fn columns(&self) -> Vec<Column> {
        let what = "Base points at which the measure is defined throughout.";
        columns(("base_points", what), &INDICES)
    }

    fn lines(&self, out: &mut Lines) -> csv::Result<()> {
        lines(self.0, out)
    }
}

impl Sheet for MorrisSheet<'_> {
    fn name(&self) -> &'static str {
        "morris"
    }

    fn key(&self) -> &'static [&'static str] {
        &["variant", "measure", "factor"]
    }

    fn columns(&self) -> Vec<Column> {
        let what = "Trajectories in which the effect is defined.";
        columns(("trajectories", what), &EFFECTS)
    }

    fn lines(&self, out: &mut Lines) -> csv::Result<()> {
        lines(self.0, out)
    }
}
