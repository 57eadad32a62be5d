//! What a history says of an index, in words and as a block to paste.

use std::fmt::Write;

use super::super::ranking;
use super::super::words::{estimates, interval, list, plain};
use super::{Fitted, Model, Prices, SIMULATIONS, half_life, open, scaled};
use crate::cli::arguments::Fit as Asked;
use crate::cli::terminal::{WIDTH, wrapped};
use crate::stats::fit::{Estimate, Reversion};

/// What was read, in a sentence.
pub(super) fn head(asked: &Asked, prices: &Prices) -> String {
    let (first, last) = (prices.points[0].0, prices.points[prices.points.len() - 1].0);
    let gaps = prices
        .points
        .windows(2)
        .map(|pair| pair[1].0.0 - pair[0].0.0);
    let (least, most) = (gaps.clone().min().unwrap_or(0), gaps.max().unwrap_or(0));
    let head = format!(
        "{}: {} prices from {first} to {last} ({:.1} years), {least} to {most} days apart",
        asked.file.display(),
        prices.points.len(),
        prices.history.years(),
    );
    wrapped(&head, WIDTH, 2) + "\n\n"
}

pub(super) fn text(asked: &Asked, prices: &Prices, head: &str, models: &[Model]) -> String {
    let mut text = head.to_owned();
    let judged = |model: &Model| {
        let (log_likelihood, parameters, aic) = model.judged();
        (model.name().to_owned(), log_likelihood, parameters, aic)
    };
    text += &ranking(&models.iter().map(judged).collect::<Vec<_>>());
    for model in models {
        let rows = estimates(&model.rows(prices));
        let _ = write!(text, "\n{}\n{rows}", model.name());
    }
    let by_aic = |a: &&Model, b: &&Model| a.aic().total_cmp(&b.aic());
    let chosen = models
        .iter()
        .filter(|model| model.compares())
        .min_by(by_aic);
    let Some(best) = chosen.or(models.first()) else {
        return text;
    };
    let _ = write!(
        text,
        "\nwhat the data say and do not say\n{}",
        list(&verdicts(prices, models, best))
    );
    text + &block(asked, prices, best)
}

fn verdicts(prices: &Prices, models: &[Model], best: &Model) -> Vec<String> {
    let mut verdicts = Vec::new();
    for model in models {
        match model {
            Model::Process(fitted) => {
                let told = fitted.reversion.as_ref();
                let told = told.filter(|found| found.unit_root.is_some());
                verdicts.extend(told.map(|found| returning(fitted, found, prices)));
            }
            Model::Turns(turns) => verdicts.extend(turns.verdicts()),
            Model::Level(_) => {}
        }
    }
    let near: Vec<&str> = models
        .iter()
        .filter(|other| other.name() != best.name() && other.compares())
        .filter(|other| other.aic() < best.aic() + 2.0)
        .map(Model::name)
        .collect();
    if !near.is_empty() {
        verdicts.push(format!(
            "Which model: {} is less than 2 above {} in AIC, which decides nothing.",
            near.join(", "),
            best.name()
        ));
    }
    match best {
        Model::Process(fitted) => verdicts.extend(of_moves(fitted, prices)),
        Model::Level(found) => verdicts.push(format!(
            "The price is taken as scattered about one level, each date by itself, by {} %. `constant` \
             leaves that out: it stands still within a trial.",
            plain(100.0 * found.spread.value)
        )),
        Model::Turns(_) => {}
    }
    verdicts
}

/// What a process does not have that the moves show.
fn of_moves(fitted: &Fitted, prices: &Prices) -> Vec<String> {
    let (fit, count) = (&fitted.fit, prices.history.count() as f64);
    let mut verdicts = Vec::new();
    let often = |[rate, ..]: [Estimate; 3]| rate.value * prices.history.years();
    if fit.jumps.is_some_and(|jumps| often(jumps) > 0.3 * count) {
        verdicts.push(
            "Jumps as frequent as these are no events: they stand for moves that are large more often \
             than a normal law has them."
                .to_owned(),
        );
    }
    let limit = 1.96 / count.sqrt();
    if fit.memory.abs() > limit {
        verdicts.push(format!(
            "Neighbouring moves correlate at {:+.2}, where none of these processes goes beyond \
             ±{limit:.2}. {}",
            fit.memory,
            if fit.memory > 0.0 {
                "Moves go on for a while, so a year spreads more than this volatility says. --model \
                 bootstrap keeps that."
            } else {
                "Moves are taken back, as errors of reporting would be: a year spreads less than this \
                 volatility says."
            }
        ));
    }
    verdicts
}

/// Whether the price returns, and how sure that is.
fn returning(fitted: &Fitted, found: &Reversion, prices: &Prices) -> String {
    let chance = found.unit_root.unwrap_or(1.0);
    let simulated = format!(
        "Of {SIMULATIONS} simulated prices that return to nothing, seen on these dates, {:.0} % look as \
         much like returning as this one (the usual tables do not hold here)",
        100.0 * chance
    );
    let bounds = found
        .speed
        .interval
        .map(|(low, high)| (half_life(high), half_life(low)));
    if open(fitted) {
        let least = bounds.map_or(String::new(), |(low, _)| plain(low));
        return format!(
            "Return to a level is not identified. {simulated}: half-lives from {least} yr to no return at \
             all fit, and so the level is not told either. Take both from elsewhere, such as what \
             producing costs. The estimate is too quick by chance: in {:.0} years the speed is \
             overstated by about {:.2} a year.",
            prices.history.years(),
            // Tang and Chen (2009): 4 over the years watched.
            4.0 / prices.history.years()
        );
    }
    format!(
        "The price returns to a level. {simulated}; half-life {} yr.",
        interval(bounds)
    )
}

/// A block for a scenario file.
fn block(asked: &Asked, prices: &Prices, best: &Model) -> String {
    let price = |value: f64| match &prices.unit {
        Some(unit) => format!("\"{} {unit}\"", plain(value)),
        None => format!("\"{}\"", plain(value)),
    };
    let (process, lines) = match best {
        Model::Process(fitted) => process_lines(prices, fitted, &price),
        Model::Level(found) => {
            let told = interval(found.level.interval);
            let line = format!("constant   = {} # {told}", price(found.level.value));
            ("", vec![line])
        }
        Model::Turns(turns) => ("", turns.lines(prices, &price)),
    };
    let without = if prices.unit.is_none() {
        " (its unit is missing: see --unit)"
    } else {
        ""
    };
    let mut text = format!("\nto paste{without}\n\n[index.{}{process}]\n", asked.name);
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The end of the heading and the lines below it.
fn process_lines(
    prices: &Prices,
    best: &Fitted,
    price: &dyn Fn(f64) -> String,
) -> (&'static str, Vec<String>) {
    let fit = &best.fit;
    let (day, last) = prices.points[prices.points.len() - 1];
    let returns = fit.process.speed > 0.0 && fit.level.is_some();
    let mut lines = vec![("start", price(last), format!("on {day}"))];
    if let (true, Some(level)) = (returns, fit.level) {
        let half = half_life(fit.process.speed);
        let unknown = "not identified".to_owned();
        let bounds = best
            .reversion
            .as_ref()
            .and_then(|found| found.speed.interval);
        let bounds = bounds.map(|(low, high)| (half_life(high), half_life(low)));
        let told = |text| if open(best) { unknown.clone() } else { text };
        lines.push(("level", price(level.value), told(interval(level.interval))));
        lines.push((
            "half_life",
            format!("\"{} yr\"", plain(half)),
            told(interval(bounds)),
        ));
    } else {
        let drift = fit.drift.unwrap_or(Estimate {
            value: 0.0,
            se: None,
            interval: None,
        });
        let drift = scaled(drift, 100.0);
        lines.push((
            "drift",
            format!("\"{} %/yr\"", plain(drift.value)),
            interval(drift.interval),
        ));
    }
    let volatility = scaled(fit.volatility, 100.0);
    let told = interval(volatility.interval);
    lines.push((
        "volatility",
        format!("\"{} %/yr^0.5\"", plain(volatility.value)),
        told,
    ));
    if let Some([rate, mean, sd]) = fit.jumps {
        let (mean, sd) = (plain(100.0 * mean.value), plain(100.0 * sd.value));
        let told = format!("rate {}", interval(rate.interval));
        let rate = plain(rate.value);
        let jumps = format!("{{ rate = \"{rate} /yr\", size = \"normal({mean} %, {sd} %)\" }}");
        lines.push(("jumps", jumps, told));
    }
    let process = if returns { ".log_ou" } else { ".gbm" };
    let line = |(key, value, told)| format!("{key:<10} = {value} # {told}");
    (process, lines.into_iter().map(line).collect())
}
