//! A history used again as it stands: `path` follows it, `bootstrap` draws its moves again.

use std::fmt::Write;

use super::super::super::arguments::Fit as Asked;
use super::super::super::failure::Failure;
use super::super::words::{list, plain};
use super::super::{Row, Told};
use super::Prices;
use crate::calendar::Date;
use crate::report::{self, Entry};
use crate::stats::fit::{Estimate, block_length};

/// Writes the prices that were read, where that was asked for.
pub(super) fn write(asked: &Asked, prices: &Prices) -> Result<(), Failure> {
    let Some(path) = &asked.history else {
        return Ok(());
    };
    let row = |&(day, price): &(Date, f64)| vec![Entry::Date(day), Entry::Number(Some(price))];
    let rows: Vec<Vec<Entry>> = prices.points.iter().map(row).collect();
    // The block to paste names the column.
    let locale = asked.table.language.locale();
    let text = report::table_of_names(locale, &["date", column(asked)], &rows);
    Ok(report::write_text(path, &text, asked.table.force)?)
}

fn column(asked: &Asked) -> &str {
    asked.value.as_deref().unwrap_or("value")
}

/// The block of a path: nothing is estimated.
pub(super) fn path(asked: &Asked, prices: &Prices, head: &str) -> Told {
    let mut told = vec![
        "Nothing is estimated: the price is what it was, the same in every trial. What comes after the \
         last date is the scenario's to say."
            .to_owned(),
    ];
    told.extend(file(asked));
    let unit = prices.unit.as_deref().unwrap_or("USD/t");
    let keys = format!("unit       = \"{unit}\"\nends       = \"held\"\n");
    Told {
        text: text(asked, prices, head, &told, "path", &keys),
        rows: Vec::new(),
    }
}

/// The block of a bootstrap: nothing is estimated but the length of its blocks.
pub(super) fn bootstrap(asked: &Asked, prices: &Prices, head: &str) -> Told {
    let blocks = block_length(&prices.history);
    let mut told = vec![format!(
        "Blocks of {:.1} moves, {} d, on average keep what neighbouring moves have in common with the least \
         error (Politis and White 2004; Patton, Politis and White 2009).",
        blocks.steps,
        plain(blocks.days)
    )];
    if blocks.capped {
        told.push("Longer blocks would be wanted than so short a history allows.".to_owned());
    }
    told.extend(file(asked));
    let (day, last) = prices.points[prices.points.len() - 1];
    let unit = prices.unit.as_deref();
    let price = unit.map_or(plain(last), |unit| format!("{} {unit}", plain(last)));
    let keys = format!(
        "start      = \"{price}\" # on {day}\nblock      = \"{} d\"\n",
        plain(blocks.days)
    );
    let row = Row {
        model: "bootstrap".to_owned(),
        parameter: "block",
        unit: "d".to_owned(),
        estimate: Estimate {
            value: blocks.days,
            se: None,
            interval: None,
        },
        log_likelihood: None,
        aic: None,
        observations: prices.points.len(),
        method: "automatic block length",
    };
    Told {
        text: text(asked, prices, head, &told, "bootstrap", &keys),
        rows: vec![row],
    }
}

/// What the file must be that a scenario reads.
fn file(asked: &Asked) -> Option<String> {
    let help = "The scenario reads a table with dates in its first column, one price a date and no other \
                rows: --history FILE writes what was read here as such a table.";
    asked.history.is_none().then(|| help.to_owned())
}

fn text(
    asked: &Asked,
    prices: &Prices,
    head: &str,
    told: &[String],
    process: &str,
    keys: &str,
) -> String {
    let path = asked.history.as_ref().unwrap_or(&asked.file);
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let without = if prices.unit.is_none() {
        " (its unit is missing: see --unit)"
    } else {
        ""
    };
    let mut text = format!("{head}{}", list(told));
    let _ = write!(
        text,
        "\nto paste{without}\n\n[index.{}.{process}]\ncsv        = \"{name}\" # beside the scenario\n\
         column     = \"{}\"\n{keys}",
        asked.name,
        column(asked)
    );
    text
}
