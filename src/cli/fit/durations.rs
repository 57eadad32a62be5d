//! How long something lasts and how often it happens.

use std::fmt::Write;

use super::super::arguments::Fit as Asked;
use super::super::failure::Failure;
use super::super::terminal::{WIDTH, wrapped};
use super::words::{estimates, interval, list, plain};
use super::{Row, Told, WALD, ranking, shown};
use crate::calendar::{DAYS_PER_YEAR, Date};
use crate::scenario::Observed;
use crate::stats::fit::{
    Duration, DurationFit, DurationLaw, Estimate, fit_durations, poisson_interval,
};

/// Spells and when they were watched for.
struct Spells {
    list: Vec<Duration>,
    /// First and last day of watching, where first days are known.
    watched: Option<(Date, Date)>,
    /// Events that began outside of it.
    outside: usize,
}

pub(super) fn fit(asked: &Asked, mut table: Observed) -> Result<Told, Failure> {
    let found = read(asked, &mut table);
    table.checked().map_err(|problems| shown(&problems))?;
    let spells = &found.list;
    let fits: Vec<DurationFit> = DurationLaw::ALL
        .iter()
        .filter_map(|&law| fit_durations(law, spells))
        .collect();
    let best = fits.iter().min_by(|a, b| a.aic().total_cmp(&b.aic()));
    let Some(best) = best else {
        table.refuse_all(
            "no duration is over, so nothing is known of how long it lasts",
            "",
        );
        return table
            .checked()
            .map_err(|problems| shown(&problems))
            .and(Err(Failure::Input(String::new())));
    };
    let rows: Vec<Row> = fits
        .iter()
        .flat_map(|fit| rows(fit, spells.len()))
        .collect();
    Ok(Told {
        text: text(asked, &found, &fits, best),
        rows,
    })
}

fn read(asked: &Asked, table: &mut Observed) -> Spells {
    let starts = asked.from.as_ref().map(|column| table.dates(column));
    let ends = asked.to.as_ref().map(|column| table.dates(column));
    let lengths = asked.durations.as_ref().map(|column| table.numbers(column));
    let open = asked.censored.as_ref().map(|column| flags(table, column));
    let dates = [&starts, &ends].into_iter().flatten().flatten().flatten();
    let last = asked.until.or_else(|| dates.copied().max());
    let first = asked
        .since
        .or_else(|| starts.iter().flatten().flatten().copied().min());
    let mut found = Spells {
        list: Vec::new(),
        watched: first.zip(last),
        outside: 0,
    };
    for row in 0..table.count() {
        let at = |column: &Option<Vec<Option<Date>>>| column.as_ref().and_then(|c| *c.get(row)?);
        let (start, end) = (at(&starts), at(&ends));
        if let (Some(start), Some((first, last))) = (start, found.watched)
            && !(first..=last).contains(&start)
        {
            found.outside += 1;
            continue;
        }
        let length = lengths.as_ref().and_then(|lengths| *lengths.get(row)?);
        let said = open
            .as_ref()
            .is_some_and(|open| open.get(row) == Some(&true));
        match spell(start, end, length, last, said) {
            Ok(spell) => found.list.push(spell),
            Err(message) => {
                let column = asked
                    .durations
                    .as_ref()
                    .or(asked.to.as_ref())
                    .or(asked.from.as_ref());
                let help = "leave the row out with --only, or mend it";
                table.refuse(row, column.map_or("", String::as_str), message, help);
            }
        }
    }
    if found.list.is_empty() {
        table.refuse_all("no rows are left", "see --only, --since and --until");
    }
    found
}

/// A spell by its length, or by its first and last day, both of which count.
fn spell(
    start: Option<Date>,
    end: Option<Date>,
    length: Option<f64>,
    last: Option<Date>,
    open: bool,
) -> Result<Duration, &'static str> {
    let days = |from: Date, to: Date| f64::from(to.0 - from.0 + 1);
    let spell = match (length, start, end, last) {
        (Some(length), ..) => Duration { length, open },
        (None, Some(start), Some(end), _) => Duration {
            length: days(start, end),
            open,
        },
        (None, Some(start), None, Some(last)) => Duration {
            length: days(start, last),
            open: true,
        },
        _ => return Err("neither a duration nor a first day to count from"),
    };
    let positive = spell.length > 0.0 && spell.length.is_finite();
    positive
        .then_some(spell)
        .ok_or("must be longer than 0 days, and end after it begins")
}

fn flags(table: &mut Observed, column: &str) -> Vec<bool> {
    if !table.has(column) {
        // Tells that it is not there.
        table.dates(column);
    }
    let texts = table.texts(column);
    let mut flags = Vec::new();
    for (row, text) in texts.iter().enumerate() {
        let flag = match text.to_lowercase().as_str() {
            "1" | "yes" | "true" | "open" => true,
            "0" | "no" | "false" | "" => false,
            _ => {
                let message = format!("{text:?} does not say whether it is over");
                table.refuse(
                    row,
                    column,
                    &message,
                    "write yes where it is not over, else no",
                );
                false
            }
        };
        flags.push(flag);
    }
    flags
}

fn rows(fit: &DurationFit, observations: usize) -> Vec<Row> {
    let row = |(&(parameter, is_length), &estimate): (&(&'static str, bool), &Estimate)| Row {
        model: fit.law.name().to_owned(),
        parameter,
        unit: if is_length {
            "d".to_owned()
        } else {
            String::new()
        },
        estimate,
        log_likelihood: Some(fit.log_likelihood),
        aic: Some(fit.aic()),
        observations,
        method: WALD,
    };
    fit.law
        .numbers()
        .iter()
        .zip(&fit.numbers)
        .map(row)
        .collect()
}

/// The law as the language writes it.
fn written(fit: &DurationFit) -> String {
    let numbers = fit.law.numbers().iter().zip(&fit.numbers);
    let parts: Vec<String> = numbers
        .map(|((name, _), number)| format!("{name} {}", plain(number.value)))
        .collect();
    format!("{}({}) d", fit.law.name(), parts.join(", "))
}

fn text(asked: &Asked, found: &Spells, fits: &[DurationFit], best: &DurationFit) -> String {
    let open = found.list.iter().filter(|spell| spell.open).count();
    let (all, file) = (found.list.len(), asked.file.display());
    let head = format!("{file}: {all} durations, {open} of them not over yet");
    let mut text = wrapped(&head, WIDTH, 2) + "\n\n";
    let models: Vec<(String, f64, usize, f64)> = fits
        .iter()
        .map(|fit| {
            (
                fit.law.name().to_owned(),
                fit.log_likelihood,
                fit.numbers.len(),
                fit.aic(),
            )
        })
        .collect();
    text += &ranking(&models);
    for fit in fits {
        let _ = write!(text, "\n{}\n{}", fit.law.name(), estimates(&rows(fit, all)));
    }
    let mut rate = None;
    if let Some((first, last)) = found.watched {
        let years = f64::from(last.0 - first.0 + 1) / DAYS_PER_YEAR;
        let (low, high) = poisson_interval(all as u64);
        let bounds = (low / years, high / years);
        let told = format!(
            "rate: {} a year, 95 % interval {} (exact Poisson; {all} from {first} to {last})",
            plain(all as f64 / years),
            interval(Some(bounds)),
        );
        let _ = writeln!(text, "\n{}", wrapped(&told, WIDTH, 2));
        rate = Some((all as f64 / years, bounds));
    }
    let cautions = cautions(asked, found, fits, best);
    if !cautions.is_empty() {
        let _ = write!(
            text,
            "\nwhat the data do not say, and what was left out\n{}",
            list(&cautions)
        );
    }
    let _ = write!(
        text,
        "\nto paste, with what it `hits`\n\n[hazard.{}]\n",
        asked.name
    );
    if let Some((rate, bounds)) = rate {
        let _ = writeln!(
            text,
            "rate  = \"{} /yr\" # {all} seen; {}",
            plain(rate),
            interval(Some(bounds))
        );
    }
    let _ = writeln!(
        text,
        "lasts = \"{}\" # {all} seen, {open} not over",
        written(best)
    );
    text
}

fn cautions(
    asked: &Asked,
    found: &Spells,
    fits: &[DurationFit],
    best: &DurationFit,
) -> Vec<String> {
    let mut cautions = Vec::new();
    let near: Vec<&str> = fits
        .iter()
        .filter(|fit| fit.law != best.law && fit.aic() < best.aic() + 2.0)
        .map(|fit| fit.law.name())
        .collect();
    if !near.is_empty() {
        let (best, near) = (best.law.name(), near.join(", "));
        cautions.push(format!(
            "Which law it is: {near} fits about as well as {best} (less than 2 above it in AIC). They \
             differ in how long the longest last, of which few were seen."
        ));
    }
    if fits.len() < DurationLaw::ALL.len() {
        cautions.push(
            "Any spread: all that are over lasted as long, so only the exponential law is fitted."
                .to_owned(),
        );
    }
    let ended = found.list.iter().filter(|spell| !spell.open).count();
    if ended < 20 {
        cautions.push(format!(
            "How wide the intervals really are: they hold for many ends, and {ended} are few. True ones \
             are wider by a tenth or more."
        ));
    }
    if found.watched.is_some() && asked.since.is_none() {
        cautions.push(
            "When watching began: without --since it is taken to be the first event, so the rate is \
             too high."
                .to_owned(),
        );
    }
    if found.outside > 0 {
        cautions.push(format!(
            "{} events that began outside of the time watched: they are left out.",
            found.outside
        ));
    }
    cautions
}
