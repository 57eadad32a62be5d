//! Could the chain make what is demanded? Capacity and lithium by commodity, at the mode of every
//! parameter, in the year of highest demand, as if nothing were bought.
//!
//! What is needed of a commodity is its own demand plus what its users need, followed up the
//! recipes; where several processes make the same, they share by capacity.

use super::quantity::{prefixed, short};
use super::table::{self, Align};
use super::terminal::{prose, wrapped};
use crate::calendar::{DAYS_PER_YEAR, Date};
use crate::id::{CommodityId, Table};
use crate::model::{Demand, DemandDraw, Model, Modes, Need, Process, Series, Use};

/// Sites that bring lithium into the chain and are named.
const NAMED: usize = 12;

/// Demand by calendar year [unit], noise left out; partial years as they are.
pub fn demand_by_year(model: &Model, modes: &Modes, demand: &Demand) -> Vec<(i32, f64)> {
    let mut years: Vec<(i32, f64)> = Vec::new();
    for day in 0..model.end.0 - model.start.0 {
        let (year, month, _) = Date(model.start.0 + day).ymd();
        let amount = if day % demand.every_days as i32 == 0 {
            expected(modes, demand, day, month)
        } else {
            0.0
        };
        match years.last_mut() {
            Some((last, sum)) if *last == year => *sum += amount,
            _ => years.push((year, amount)),
        }
    }
    years
}

/// What is demanded on a day of demand, without noise.
fn expected(modes: &Modes, demand: &Demand, day: i32, month: u32) -> f64 {
    match &demand.draw {
        DemandDraw::Daily(law) => modes.mean(law).max(0.0),
        DemandDraw::Plan {
            rate,
            growth,
            season,
            ..
        } => {
            let yearly = modes.scalar(growth) * DAYS_PER_YEAR;
            let years = f64::from(day) / DAYS_PER_YEAR;
            let grown = libm::exp(years * libm::log1p(yearly));
            let season = season[month as usize - 1];
            on_day(modes, rate, day) * grown * season * f64::from(demand.every_days)
        }
    }
}

fn on_day(modes: &Modes, series: &Series, day: i32) -> f64 {
    let begun = series.steps.iter().rev().find(|(from, _)| *from <= day);
    begun.map_or(0.0, |(_, value)| modes.scalar(value))
}

/// What can be made and what is needed in a year, by commodity.
struct Balance {
    year: i32,
    made: Table<CommodityId, f64>,
    needed: Table<CommodityId, f64>,
    /// Processes that most likely never start, and what they make.
    never: Vec<(String, CommodityId)>,
}

impl Balance {
    fn of(model: &Model, modes: &Modes) -> Self {
        let demands = demands(model, modes);
        let (year, direct) = peak(model, &demands);
        let mut made = zeros(model);
        for process in &model.processes {
            made[commodity(model, process)] += good_per_year(modes, process);
        }
        let needed = needed(model, modes, &made, &direct);
        let never = model.processes.iter().filter(|p| likely_never(modes, p));
        Self {
            year,
            made,
            needed,
            never: never
                .map(|p| (p.name.clone(), commodity(model, p)))
                .collect(),
        }
    }
}

/// The year of highest demand.
pub fn peak_year(model: &Model, modes: &Modes) -> i32 {
    peak(model, &demands(model, modes)).0
}

type Yearly = Vec<(CommodityId, Vec<(i32, f64)>)>;

fn demands(model: &Model, modes: &Modes) -> Yearly {
    let of = |d: &Demand| model.stocks[d.stock].commodity;
    let demands = model.demands.iter();
    demands
        .map(|d| (of(d), demand_by_year(model, modes, d)))
        .collect()
}

/// The year in which most lithium is demanded (without lithium, the last), and its demands.
fn peak(model: &Model, demands: &Yearly) -> (i32, Table<CommodityId, f64>) {
    let last = Date(model.end.0 - 1).ymd().0;
    let lithium = |year| -> f64 {
        let demanded = in_year(model, demands, year);
        demanded
            .enumerate()
            .map(|(id, n)| n * model.commodities[id].lithium_t)
            .sum()
    };
    let years = model.start.ymd().0..=last;
    let year = years
        .max_by(|a, b| lithium(*a).total_cmp(&lithium(*b)))
        .unwrap_or(last);
    (year, in_year(model, demands, year))
}

fn in_year(model: &Model, demands: &Yearly, year: i32) -> Table<CommodityId, f64> {
    let mut demanded = zeros(model);
    for (commodity, years) in demands {
        let amounts = years.iter().filter(|(y, _)| *y == year);
        demanded[*commodity] += amounts.map(|(_, amount)| amount).sum::<f64>();
    }
    demanded
}

fn zeros(model: &Model) -> Table<CommodityId, f64> {
    model.commodities.iter().map(|_| 0.0).collect()
}

fn commodity(model: &Model, process: &Process) -> CommodityId {
    model.stocks[process.makes].commodity
}

/// True where it most likely never starts; what it could make is told all the same.
fn likely_never(modes: &Modes, process: &Process) -> bool {
    modes.scalar(&process.start_day) == f64::INFINITY
}

/// Good output of a full year [unit/yr], with season and breakdowns.
pub fn good_per_year(modes: &Modes, process: &Process) -> f64 {
    let season: f64 = process.season.iter().sum::<f64>() / 12.0;
    let working = process.breakdown.as_ref().map_or(1.0, |breakdown| {
        let (chance, repair) = (
            modes.scalar(&breakdown.chance),
            modes.scalar(&breakdown.repair),
        );
        if chance > 0.0 {
            repair / (chance + repair)
        } else {
            1.0
        }
    });
    let started = modes.scalar(&process.capacity_per_day)
        * DAYS_PER_YEAR
        * season
        * working
        * in_order(modes, process);
    started * (1.0 - modes.scalar(&process.scrap))
}

/// Mean share of time in which outages by the clock leave it in order.
fn in_order(modes: &Modes, process: &Process) -> f64 {
    let Some(outages) = &process.extras.outages else {
        return 1.0;
    };
    let [up, down] = [&outages.up_days, &outages.down_days]
        .map(|law| law.map(&mut |scalar| modes.scalar(scalar)).mean());
    if up > 0.0 { up / (up + down) } else { 1.0 }
}

/// Direct demand followed up the recipes. A chain is no longer than there are commodities.
fn needed(
    model: &Model,
    modes: &Modes,
    made: &Table<CommodityId, f64>,
    direct: &Table<CommodityId, f64>,
) -> Table<CommodityId, f64> {
    let mut needed = direct.clone();
    for _ in 0..model.commodities.len() {
        let mut next = direct.clone();
        for process in &model.processes {
            let product = commodity(model, process);
            let good = good_per_year(modes, process);
            if good <= 0.0 {
                continue;
            }
            let started =
                needed[product] * good / made[product] / (1.0 - modes.scalar(&process.scrap));
            for used in &process.uses {
                next[model.stocks[used.stock].commodity] +=
                    started * per_unit(model, modes, used, product);
            }
        }
        needed = next;
    }
    needed
}

/// Units of an input per unit started.
pub fn per_unit(model: &Model, modes: &Modes, used: &Use, product: CommodityId) -> f64 {
    let lithium = |id: CommodityId| model.commodities[id].lithium_t;
    match &used.need {
        Need::PerUnit(amount) => modes.scalar(amount),
        Need::Recovery(share) => {
            let input = model.stocks[used.stock].commodity;
            lithium(product) / (lithium(input) * modes.scalar(share))
        }
    }
}

/// The balance as a table, and in a sentence for what brings lithium into the chain.
pub fn balance(model: &Model, modes: &Modes) -> String {
    if model.processes.is_empty() {
        return "\nbalance: no process makes anything here\n".to_owned();
    }
    let balance = Balance::of(model, modes);
    let heading = [
        "",
        "could make",
        "needed",
        "t Li could",
        "t Li needed",
        "ratio",
    ];
    let rows: Vec<Vec<String>> = model
        .commodities
        .ids()
        .filter(|&id| balance.made[id] > 0.0 || balance.needed[id] > 0.0)
        .map(|id| row(model, &balance, id))
        .collect();
    let mut text = format!(
        "\nbalance of {}, a year at full capacity, nothing bought\n",
        balance.year
    );
    text.push_str(&fitted(&heading, &rows, prose()));
    text.push_str(&never(&balance));
    text.extend(model.commodities.ids().map(|id| mined(model, &balance, id)));
    text
}

/// The table without its indent where that is too wide, without lithium where it still is, and in the end
/// the ratios alone.
fn fitted(heading: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let of = |columns: &[usize], indent| {
        let heading: Vec<String> = columns.iter().map(|&at| heading[at].to_owned()).collect();
        let cut = |row: &Vec<String>| columns.iter().map(|&at| row[at].clone()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(cut).collect();
        table::aligned(&heading, &rows, &[Align::Left], indent)
    };
    let all = [0, 1, 2, 3, 4, 5];
    let ways = [(&all[..], 2), (&all, 0), (&[0, 1, 2, 5], 0)].into_iter();
    let mut fitting = ways.map(|(columns, indent)| of(columns, indent));
    let found = fitting.find(|text| table::width(text) <= width);
    found.unwrap_or_else(|| of(&[0, 5], 0))
}

fn row(model: &Model, balance: &Balance, id: CommodityId) -> Vec<String> {
    let commodity = &model.commodities[id];
    let (made, needed) = (balance.made[id], balance.needed[id]);
    let unit = commodity.unit.symbol();
    let holds = commodity.lithium_t > 0.0;
    let lithium =
        |amount: f64| (holds && amount > 0.0).then(|| short(amount * commodity.lithium_t));
    let ratio = (made > 0.0 && needed > 0.0).then(|| two_digits(made / needed));
    let could = (made > 0.0).then(|| prefixed(made, unit));
    let never = balance.never.iter().any(|(_, makes)| *makes == id);
    vec![
        format!("{}{}", commodity.name, if never { " *" } else { "" }),
        could.unwrap_or("–".to_owned()),
        prefixed(needed, unit),
        lithium(made).unwrap_or_default(),
        lithium(needed).unwrap_or_default(),
        ratio.unwrap_or_default(),
    ]
}

/// What stands behind the asterisks.
fn never(balance: &Balance) -> String {
    if balance.never.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = balance
        .never
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let words = format!("* most likely never: {}", names.join(", "));
    format!("  {}\n", wrapped(&words, prose().saturating_sub(2), 4))
}

fn two_digits(ratio: f64) -> String {
    if ratio >= 10.0 {
        format!("{ratio:.0}")
    } else {
        format!("{ratio:.2}")
    }
}

/// A sentence for a commodity whose makers make its lithium out of none.
fn mined(model: &Model, balance: &Balance, product: CommodityId) -> String {
    let sites: Vec<&str> = model
        .processes
        .iter()
        .filter(|process| commodity(model, process) == product && mines(model, process))
        .map(|process| model.sites[process.site].name.as_str())
        .collect();
    let needed = balance.needed[product];
    if sites.is_empty() || needed <= 0.0 {
        return String::new();
    }
    let words = format!(
        "{} could yield {} times the lithium that demand needs of {}.",
        joined(&sites),
        two_digits(balance.made[product] / needed),
        model.commodities[product].name
    );
    format!("  {}\n", wrapped(&words, prose().saturating_sub(2), 2))
}

/// Names in a row; of many the first, and how many others there are.
fn joined(sites: &[&str]) -> String {
    if sites.len() <= NAMED {
        return sites.join(" and ");
    }
    let others = sites.len() - NAMED;
    format!("{} and {others} others", sites[..NAMED].join(" and "))
}

/// True where what is made holds lithium and nothing that is used does.
fn mines(model: &Model, process: &Process) -> bool {
    let holds = |id: CommodityId| model.commodities[id].lithium_t > 0.0;
    let mut uses = process.uses.iter();
    holds(commodity(model, process)) && !uses.any(|u| holds(model.stocks[u.stock].commodity))
}

#[cfg(test)]
pub mod tests;
