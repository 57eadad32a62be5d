//! A price index from a history.

mod again;
mod telling;
mod turns;

use super::super::arguments::Fit as Asked;
use super::super::failure::Failure;
use super::{Row, Told, WALD, shown};
use crate::calendar::{DAYS_PER_YEAR, Date};
use crate::random::{Stream, StreamKey, normal_quantile};
use crate::scenario::Observed;
use crate::stats::fit::{
    Estimate, Fault, History, Kind, PriceFit, Reversion, Scatter, fit_price, jump_intervals,
    reversion, scatter,
};
use crate::units::parse_unit;
use turns::Turns;

/// Histories simulated to learn how a speed of return is told at these dates.
const SIMULATIONS: usize = 399;

/// What was read.
struct Prices {
    /// In order of date.
    points: Vec<(Date, f64)>,
    unit: Option<String>,
    history: History,
}

/// A process with what is known of its return, where it has one.
struct Fitted {
    fit: PriceFit,
    reversion: Option<Reversion>,
}

/// A model of the index.
enum Model {
    Level(Scatter),
    Process(Fitted),
    Turns(Turns),
}

impl Model {
    fn name(&self) -> &'static str {
        match self {
            Self::Level(_) => "constant",
            Self::Process(fitted) => name(fitted.fit.kind),
            Self::Turns(turns) => turns.name(),
        }
    }

    /// Log-likelihood, number of parameters and Akaike's criterion.
    fn judged(&self) -> (f64, usize, f64) {
        match self {
            Self::Level(found) => (found.log_likelihood, Scatter::PARAMETERS, found.aic()),
            Self::Process(Fitted { fit, .. }) => (fit.log_likelihood, fit.parameters, fit.aic()),
            Self::Turns(Turns { fit, .. }) => (fit.log_likelihood, fit.parameters, fit.aic()),
        }
    }

    fn aic(&self) -> f64 {
        self.judged().2
    }

    /// True where its likelihood has a top, so that it may be chosen.
    fn compares(&self) -> bool {
        !matches!(self, Self::Turns(turns) if turns.fit.shrunk)
    }

    fn rows(&self, prices: &Prices) -> Vec<Row> {
        match self {
            Self::Level(found) => level_rows(found, prices),
            Self::Process(fitted) => rows(fitted, prices),
            Self::Turns(turns) => turns.rows(prices),
        }
    }
}

pub(super) fn fit(asked: &Asked, mut table: Observed) -> Result<Told, Failure> {
    let prices = read(asked, &mut table);
    table.checked().map_err(|problems| shown(&problems))?;
    let prices = prices.ok_or_else(|| Failure::Input("no prices were read".to_owned()))?;
    again::write(asked, &prices)?;
    let head = telling::head(asked, &prices);
    match asked.model.as_str() {
        "path" => return Ok(again::path(asked, &prices, &head)),
        "bootstrap" => return Ok(again::bootstrap(asked, &prices, &head)),
        _ => {}
    }
    let models = models(&asked.model, &prices.history, asked.seed);
    Ok(Told {
        text: telling::text(asked, &prices, &head, &models),
        rows: models
            .iter()
            .flat_map(|model| model.rows(&prices))
            .collect(),
    })
}

/// The models asked for, the plainest first.
fn models(asked: &str, history: &History, seed: u64) -> Vec<Model> {
    let (level, kinds, regimes): (bool, &[Kind], bool) = match asked {
        "constant" => (true, &[], false),
        "gbm" => (false, &[Kind::Gbm], false),
        "log_ou" => (false, &[Kind::LogOu], false),
        "jumps" => (false, &[Kind::GbmJumps, Kind::LogOuJumps], false),
        "regimes" => (false, &[], true),
        _ => (true, &Kind::ALL, true),
    };
    let level = level.then(|| Model::Level(scatter(history)));
    let processes = kinds
        .iter()
        .map(|&kind| Model::Process(fitted(history, kind, seed)));
    let returns: &[bool] = if regimes { &[false, true] } else { &[] };
    let turns = returns
        .iter()
        .map(|&returns| Model::Turns(Turns::of(history, returns)));
    level.into_iter().chain(processes).chain(turns).collect()
}

fn fitted(history: &History, kind: Kind, seed: u64) -> Fitted {
    let mut fit = fit_price(history, kind);
    let stream = Stream::new(seed, 0, StreamKey::of("fit.reversion"));
    let mut drawn = 0..;
    let mut normal = || {
        drawn
            .next()
            .map_or(0.0, |at| normal_quantile(stream.uniform(at)))
    };
    let reversion = kind
        .returns()
        .then(|| reversion(history, &fit, SIMULATIONS, &mut normal));
    fit.jumps = jump_intervals(history, &fit);
    Fitted { fit, reversion }
}

fn read(asked: &Asked, table: &mut Observed) -> Option<Prices> {
    let date = asked.date.as_deref().unwrap_or("date");
    let value = asked.value.as_deref().unwrap_or("value");
    let (dates, values) = (table.dates(date), table.numbers(value));
    let mut rows: Vec<(Date, usize, f64)> = Vec::new();
    for (row, (day, price)) in dates.into_iter().zip(values).enumerate() {
        match (day, price) {
            // A day without a price is a day on which nobody looked.
            (_, None) => {}
            (None, Some(_)) => table.refuse(row, date, "a price without a date", "give its date"),
            (Some(_), Some(price)) if price <= 0.0 => {
                table.refuse(
                    row,
                    value,
                    "a price of 0 or less has no logarithm",
                    "leave it empty",
                );
            }
            (Some(day), Some(price)) => rows.push((day, row, price)),
        }
    }
    rows.sort_by_key(|&(day, row, _)| (day, row));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let message = format!("{} has two prices", pair[1].0);
        let help = "several series in one table are told apart by --only COLUMN=VALUE";
        table.refuse(pair[1].1, date, &message, help);
        return None;
    }
    let unit = unit(asked, table);
    let points: Vec<(Date, f64)> = rows.iter().map(|&(day, _, price)| (day, price)).collect();
    let years = |day: Date| f64::from(day.0) / DAYS_PER_YEAR;
    let timed: Vec<(f64, f64)> = points
        .iter()
        .map(|&(day, price)| (years(day), price))
        .collect();
    match History::new(&timed) {
        Ok(history) => Some(Prices {
            points,
            unit,
            history,
        }),
        Err(fault) => {
            let (message, help) = told(fault, points.len());
            table.refuse_all(&message, help);
            None
        }
    }
}

fn told(fault: Fault, count: usize) -> (String, &'static str) {
    let few = format!(
        "{count} prices; at least {} are wanted",
        History::FEWEST + 1
    );
    match fault {
        Fault::TooFew => (few, "see --only, --date and --value"),
        Fault::Still => (
            "the price never moves, or always at one rate".to_owned(),
            "write `constant`",
        ),
        Fault::Disorder => (
            "the dates are out of order".to_owned(),
            "one price a date is wanted",
        ),
    }
}

/// The unit asked for, or what a column of that name says in every row, up to a remark in brackets.
fn unit(asked: &Asked, table: &mut Observed) -> Option<String> {
    if let Some(unit) = &asked.unit {
        if let Err(fault) = parse_unit(unit) {
            table.refuse_all(
                &format!("--unit {unit}: {}", fault.message),
                "write it as in USD/t",
            );
        }
        return Some(unit.clone());
    }
    let said = table.texts("unit");
    let first = said.first()?.split('(').next()?.trim().to_owned();
    let alike = said
        .iter()
        .all(|unit| unit.split('(').next().map(str::trim) == Some(first.as_str()));
    (alike && parse_unit(&first).is_ok()).then_some(first)
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Gbm => "gbm",
        Kind::LogOu => "log_ou",
        Kind::GbmJumps => "gbm with jumps",
        Kind::LogOuJumps => "log_ou with jumps",
    }
}

/// True where the data leave open whether the price returns to anything.
fn open(fitted: &Fitted) -> bool {
    let bounds = fitted
        .reversion
        .as_ref()
        .and_then(|found| found.speed.interval);
    bounds.is_some_and(|(low, _)| low <= 0.0)
}

fn half_life(speed: f64) -> f64 {
    if speed > 0.0 {
        std::f64::consts::LN_2 / speed
    } else {
        f64::INFINITY
    }
}

const BY_SIMULATION: &str = "profile likelihood by simulation";
const BY_PROFILE: &str = "profile likelihood";

fn rows(fitted: &Fitted, prices: &Prices) -> Vec<Row> {
    let fit = &fitted.fit;
    let row = |parameter, unit: &str, estimate, method| Row {
        model: name(fit.kind).to_owned(),
        parameter,
        unit: unit.to_owned(),
        estimate,
        log_likelihood: Some(fit.log_likelihood),
        aic: Some(fit.aic()),
        observations: prices.points.len(),
        method,
    };
    let mut rows = Vec::new();
    if let Some(drift) = fit.drift {
        rows.push(row("drift", "%/yr", scaled(drift, 100.0), WALD));
    }
    if let Some(found) = &fitted.reversion {
        let method = if found.unit_root.is_some() {
            BY_SIMULATION
        } else {
            BY_PROFILE
        };
        let bounds = found
            .speed
            .interval
            .map(|(low, high)| (half_life(high), half_life(low)));
        let half = Estimate {
            value: half_life(found.speed.value),
            se: None,
            interval: bounds,
        };
        rows.push(row("speed", "/yr", found.speed, method));
        rows.push(row("half_life", "yr", half, method));
    }
    if let Some(level) = fit.level {
        let unit = prices.unit.as_deref().unwrap_or_default();
        // Its interval holds only where the price is known to return.
        let level = if open(fitted) {
            Estimate {
                interval: None,
                se: None,
                ..level
            }
        } else {
            level
        };
        rows.push(row("level", unit, level, WALD));
    }
    rows.push(row(
        "volatility",
        "%/yr^0.5",
        scaled(fit.volatility, 100.0),
        WALD,
    ));
    if let Some([rate, mean, sd]) = fit.jumps {
        rows.push(row("jumps", "/yr", rate, BY_PROFILE));
        rows.push(row("mean size", "%", scaled(mean, 100.0), BY_PROFILE));
        rows.push(row("sd of size", "%", scaled(sd, 100.0), BY_PROFILE));
    }
    rows
}

fn level_rows(found: &Scatter, prices: &Prices) -> Vec<Row> {
    let row = |parameter, unit: &str, estimate| Row {
        model: "constant".to_owned(),
        parameter,
        unit: unit.to_owned(),
        estimate,
        log_likelihood: Some(found.log_likelihood),
        aic: Some(found.aic()),
        observations: prices.points.len(),
        method: WALD,
    };
    let unit = prices.unit.as_deref().unwrap_or_default();
    vec![
        row("level", unit, found.level),
        row("spread", "%", scaled(found.spread, 100.0)),
    ]
}

fn scaled(estimate: Estimate, by: f64) -> Estimate {
    Estimate {
        value: estimate.value * by,
        se: estimate.se.map(|se| se * by),
        interval: estimate.interval.map(|(low, high)| (low * by, high * by)),
    }
}
