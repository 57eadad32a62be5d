//! Sites in words, with what is made and kept there.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Part;
use crate::calendar::{DAYS_PER_YEAR as YEAR, Date};
use crate::cli::quantity::{prefixed, short};
use crate::cli::terminal::{prose, wrapped};
use crate::id::SiteId;
use crate::model::{
    Choice, Model, Modes, Need, Phase, Policy, Process, Rule, Scalar, Source, Stock, Supply, Use,
};
use crate::random::Law;

/// Each site with its processes and stocks.
pub fn parts(model: &Model, modes: &Modes) -> Vec<Part> {
    let mut at_site = at_sites(model, modes);
    let part = |(id, site): (SiteId, &crate::model::Site)| {
        let owner = &model.parties[site.owner].name;
        let country = if site.country.is_empty() {
            String::new()
        } else {
            format!("{}, ", site.country)
        };
        Part {
            head: format!("  {} ({country}{owner})\n", site.name),
            lines: at_site.remove(&id).unwrap_or_default(),
        }
    };
    model.sites.enumerate().map(part).collect()
}

/// What stands at each site, its processes first.
fn at_sites(model: &Model, modes: &Modes) -> BTreeMap<SiteId, Vec<String>> {
    let mut at_site: BTreeMap<SiteId, Vec<String>> = BTreeMap::new();
    let processes = model.processes.iter();
    let processes = processes.map(|p| (p.site, process(model, modes, p)));
    let stocks = model.stocks.iter();
    let stocks = stocks.map(|s| (s.site, stock(model, modes, s)));
    for (site, words) in processes.chain(stocks) {
        at_site.entry(site).or_default().push(paragraph(&words));
    }
    at_site
}

/// Words below a site, wrapped.
fn paragraph(words: &str) -> String {
    format!("    {}\n", wrapped(words, prose().saturating_sub(4), 6))
}

/// The id within its site.
pub fn own_name(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, own)| own)
}

fn process(model: &Model, modes: &Modes, process: &Process) -> String {
    let made = &model.commodities[model.stocks[process.makes].commodity];
    let unit = made.unit.symbol();
    let capacity = modes.scalar(&process.capacity_per_day);
    let mut words = format!(
        "process {}: up to {} of {}; {}",
        own_name(&process.name),
        prefixed(capacity * YEAR, &format!("{unit}/yr")),
        made.name,
        start(model, modes, process),
    );
    if let Some(usd) = capex(modes, process) {
        let _ = write!(words, "; capex {}", prefixed(usd, "USD"));
    }
    for used in &process.uses {
        let _ = write!(words, "; uses {}", input(model, modes, used, unit));
    }
    words
}

/// Capital expenditure of all phases [USD]; nothing where none is written.
fn capex(modes: &Modes, process: &Process) -> Option<f64> {
    let of_phase = |phase: &Phase| {
        let planned = modes.scalar(&phase.capex) * modes.scalar(&phase.capacity_per_day);
        planned * modes.scalar(&phase.overrun)
    };
    let of_phases: f64 = process.extras.phases.iter().map(of_phase).sum();
    let of_one = process.capex.as_ref();
    let of_one = of_one.map(|capex| modes.scalar(capex) * modes.scalar(&process.capacity_per_day));
    of_one.or((of_phases > 0.0).then_some(of_phases))
}

/// When it starts, with the chances where the date is uncertain.
pub fn start(model: &Model, modes: &Modes, process: &Process) -> String {
    match process.extras.phases.len() {
        0 => (),
        1 => return "in one phase".to_owned(),
        phases => return format!("in {phases} phases"),
    }
    let date = |day: f64| Date(model.start.0 + day as i32);
    let day = modes.scalar(&process.start_day);
    if let Some(dates) = dates(model, &process.start_day) {
        let chance = |(day, weight): &(f64, f64)| {
            let percent = short(weight * 100.0);
            if *day == f64::INFINITY {
                format!("never with {percent}\u{a0}%")
            } else {
                format!("{} with {percent}\u{a0}%", date(*day))
            }
        };
        let chances: Vec<String> = dates.iter().map(chance).collect();
        format!("starts {}", chances.join(", "))
    } else if day == f64::INFINITY {
        "never starts".to_owned()
    } else if day <= 0.0 {
        "from the first day".to_owned()
    } else {
        format!("from {}", date(day))
    }
}

/// Days and their chances, where a day is one of several known ones.
fn dates(model: &Model, day: &Scalar) -> Option<Vec<(f64, f64)>> {
    let [product] = day.products.as_slice() else {
        return None;
    };
    let &[parameter] = product.parameters.as_slice() else {
        return None;
    };
    let Law::Discrete(points) = &model.parameters[parameter].law else {
        return None;
    };
    let known = |(value, weight): &(Scalar, f64)| {
        Some((day.constant + product.factor * value.known()?, *weight))
    };
    points.iter().map(known).collect()
}

pub fn input(model: &Model, modes: &Modes, used: &Use, per: &str) -> String {
    let commodity = &model.commodities[model.stocks[used.stock].commodity];
    match &used.need {
        Need::PerUnit(amount) => {
            let amount = prefixed(modes.scalar(amount), commodity.unit.symbol());
            format!("{amount} of {} per {per}", commodity.name)
        }
        Need::Recovery(share) => {
            let percent = short(modes.scalar(share) * 100.0);
            format!(
                "{} with {percent} % of its lithium recovered",
                commodity.name
            )
        }
    }
}

fn stock(model: &Model, modes: &Modes, stock: &Stock) -> String {
    let commodity = &model.commodities[stock.commodity];
    let unit = commodity.unit.symbol();
    let mut words = format!("stock {}: ", commodity.name);
    match &stock.policy {
        Some(rule) => words.push_str(&policy(modes, rule, unit)),
        None => words.push_str("never replenished"),
    }
    if stock.policy.is_some() && stock.review_days > 1 {
        let _ = write!(words, " every {} d", stock.review_days);
    }
    let initial = modes.scalar(&stock.initial);
    if initial > 0.0 {
        let _ = write!(words, ", {} at first", prefixed(initial, unit));
    }
    if let Some(limit) = &stock.limit {
        let _ = write!(words, ", room for {}", prefixed(modes.scalar(limit), unit));
    }
    let alone = stock.sources.len() == 1;
    let sources: Vec<String> = stock
        .sources
        .iter()
        .map(|s| source(model, modes, s, alone))
        .collect();
    if !sources.is_empty() {
        let _ = write!(words, "; from {}", sources.join(", "));
    }
    words
}

fn policy(modes: &Modes, policy: &Policy, unit: &str) -> String {
    let amount = |scalar| prefixed(modes.scalar(scalar), unit);
    match policy {
        Policy::Push => "push".to_owned(),
        Policy::BaseStock { level } => format!("up to {}", amount(level)),
        Policy::EchelonBaseStock { level } => format!("echelon up to {}", amount(level)),
        Policy::MinMax { s, big_s } => {
            format!("at {} or below up to {}", amount(s), amount(big_s))
        }
        Policy::ReorderQuantity { r, q, .. } => {
            format!("at {} or below another {}", amount(r), amount(q))
        }
        Policy::FixedInterval { every_days, up_to } => {
            format!("every {every_days} d up to {}", amount(up_to))
        }
        Policy::DaysOfCover { cover_days } => {
            format!("up to {} d of use", short(modes.scalar(cover_days)))
        }
    }
}

/// The other ways that cargo may take.
fn ways(model: &Model, modes: &Modes, source: &Source) -> String {
    if source.or.is_empty() {
        return String::new();
    }
    let names = source
        .or
        .iter()
        .map(|&route| model.routes[route].name.as_str());
    let choice = match source.choose {
        Choice::FirstOpen => "the first open",
        Choice::LeastTime => "the quickest open",
        Choice::LeastCost => "the cheapest open",
    };
    let names = names.collect::<Vec<_>>().join(" or ");
    let mut words = format!(" or {names}, {choice}");
    if let Some(days) = &source.wait_over_days {
        let _ = write!(
            words,
            " with no more than {} d of queues",
            short(modes.scalar(days))
        );
    }
    words
}

fn source(model: &Model, modes: &Modes, source: &Source, alone: bool) -> String {
    let name = match source.supply {
        Supply::Route(route) => {
            format!(
                "route {}{}",
                model.routes[route].name,
                ways(model, modes, source)
            )
        }
        Supply::Market(market) => {
            let market = &model.markets[market];
            let price = modes.price(model, &market.price) * (1.0 + modes.scalar(&market.premium));
            let unit = model.commodities[market.commodity].unit.symbol();
            format!("market {} at {} USD/{unit}", market.name, short(price))
        }
    };
    match &source.rule {
        Rule::Priority(_) if alone => name,
        Rule::Priority(place) => format!("{name} (priority {place})"),
        Rule::LeastCost => format!("{name} (by least cost)"),
        Rule::Share(share) => format!("{name} ({} %)", short(modes.scalar(share) * 100.0)),
        Rule::WhenShort { after_days } => format!("{name} (when short for {after_days} d)"),
    }
}
