//! The chain that a model describes, in words: sites, routes, demands.

use std::fmt::Write;

use super::balance::demand_by_year;
use super::quantity::{prefixed, short};
use super::table::{self, Align};
use super::terminal::{WIDTH, wrapped};
use crate::calendar::Date;
use crate::id::SiteId;
use crate::model::{
    Demand, Element, ElementKind, Mode, Model, Modes, Need, Policy, Process, Route, Rule, Source,
    Stock, Supply, Use,
};

/// Days in a year.
const YEAR: f64 = crate::calendar::DAYS_PER_YEAR;

/// Sites with their processes and stocks, routes with their legs, demands by year.
pub fn chain(model: &Model, modes: &Modes) -> String {
    let mut text = String::from("\nsites\n");
    for (id, site) in model.sites.enumerate() {
        let owner = &model.parties[site.owner].name;
        let country = if site.country.is_empty() {
            String::new()
        } else {
            format!("{}, ", site.country)
        };
        let _ = writeln!(text, "  {} ({country}{owner})", site.name);
        text.push_str(&at_site(model, modes, id));
    }
    text.push_str(&routes(model, modes));
    text.push_str(&demands(model, modes));
    text
}

fn at_site(model: &Model, modes: &Modes, site: SiteId) -> String {
    let processes = model.processes.iter().filter(|p| p.site == site);
    let stocks = model.stocks.iter().filter(|s| s.site == site);
    processes
        .map(|p| paragraph(&process(model, modes, p)))
        .chain(stocks.map(|s| paragraph(&stock(model, modes, s))))
        .collect()
}

/// Words below a site, wrapped.
fn paragraph(words: &str) -> String {
    format!("    {}\n", wrapped(words, WIDTH - 4, 6))
}

/// The id within its site.
fn own_name(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, own)| own)
}

fn process(model: &Model, modes: &Modes, process: &Process) -> String {
    let made = &model.commodities[model.stocks[process.makes].commodity];
    let unit = made.unit.symbol();
    let capacity = modes.scalar(&process.capacity_per_day);
    let mut words = format!(
        "process {}: up to {} of {}, {}",
        own_name(&process.name),
        prefixed(capacity * YEAR, &format!("{unit}/yr")),
        made.name,
        start(model, modes.scalar(&process.start_day)),
    );
    if let Some(capex) = &process.capex {
        let usd = modes.scalar(capex) * capacity;
        let _ = write!(words, ", capex {}", prefixed(usd, "USD"));
    }
    for used in &process.uses {
        let _ = write!(words, "; uses {}", input(model, modes, used, unit));
    }
    words
}

fn start(model: &Model, day: f64) -> String {
    if day == f64::INFINITY {
        "never".to_owned()
    } else if day <= 0.0 {
        "from the first day".to_owned()
    } else {
        format!("from {}", Date(model.start.0 + day as i32))
    }
}

fn input(model: &Model, modes: &Modes, used: &Use, per: &str) -> String {
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

fn source(model: &Model, modes: &Modes, source: &Source, alone: bool) -> String {
    let name = match source.supply {
        Supply::Route(route) => format!("route {}", model.routes[route].name),
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
        Rule::Share(share) => format!("{name} ({} %)", short(modes.scalar(share) * 100.0)),
        Rule::WhenShort { after_days } => format!("{name} (when short for {after_days} d)"),
    }
}

fn routes(model: &Model, modes: &Modes) -> String {
    let told: String = model
        .routes
        .iter()
        .map(|r| route(model, modes, r))
        .collect();
    if told.is_empty() {
        return told;
    }
    format!("\nroutes\n{told}")
}

fn route(model: &Model, modes: &Modes, route: &Route) -> String {
    let carries = route
        .carries
        .iter()
        .map(|&id| model.commodities[id].name.as_str());
    let head = format!(
        "{}: {} to {}, carries {}",
        route.name,
        model.sites[route.from].name,
        model.sites[route.to].name,
        carries.collect::<Vec<_>>().join(", "),
    );
    let elements = route.path.iter().map(|&id| &model.elements[id]);
    let facts: Vec<[f64; 2]> = elements
        .clone()
        .map(|e| days_and_cost(model, modes, e))
        .collect();
    let mut rows: Vec<Vec<String>> = elements
        .zip(&facts)
        .map(|(e, f)| row(&e.name, mode(e), f))
        .collect();
    let total = facts
        .iter()
        .fold([0.0; 2], |sum, f| [sum[0] + f[0], sum[1] + f[1]]);
    rows.push(row("in all", "", &total));
    let align = [Align::Left, Align::Left];
    let table = table::aligned(&[], &rows, &align, 4);
    format!("  {}\n{table}", wrapped(&head, WIDTH - 2, 4))
}

fn days_and_cost(model: &Model, modes: &Modes, element: &Element) -> [f64; 2] {
    [
        modes.law(&element.days),
        modes.price(model, &element.cost_per_feu),
    ]
}

fn row(name: &str, mode: &str, [days, usd]: &[f64; 2]) -> Vec<String> {
    vec![
        name.to_owned(),
        mode.to_owned(),
        format!("{days:.1} d"),
        format!("{usd:.0} USD/FEU"),
    ]
}

fn mode(element: &Element) -> &'static str {
    match &element.kind {
        ElementKind::Node { .. } => "node",
        ElementKind::Leg { mode, .. } => match mode {
            Mode::Rail => "rail",
            Mode::Sea => "sea",
            Mode::Road => "road",
            Mode::Air => "air",
            Mode::Ferry => "ferry",
        },
    }
}

fn demands(model: &Model, modes: &Modes) -> String {
    /// That fit side by side.
    const BESIDE: usize = 5;
    let demands: Vec<&Demand> = model.demands.iter().collect();
    let blocks = demands
        .chunks(BESIDE)
        .map(|some| by_year(model, modes, some));
    format!("\ndemand a year\n{}", blocks.collect::<Vec<_>>().join("\n"))
}

/// Years as rows, demands as columns.
fn by_year(model: &Model, modes: &Modes, demands: &[&Demand]) -> String {
    let years = demands.iter().map(|d| demand_by_year(model, modes, d));
    let columns: Vec<Vec<(i32, f64)>> = years.collect();
    let heads = demands.iter().map(|demand| {
        let stock = &model.stocks[demand.stock];
        let unit = model.commodities[stock.commodity].unit.symbol();
        let site = &model.sites[stock.site].name;
        format!("{}\nat {site}\n[{unit}]", demand.name)
    });
    let heading: Vec<String> = [String::new()].into_iter().chain(heads).collect();
    let years = columns.first().map_or(&[][..], Vec::as_slice).iter();
    let rows: Vec<Vec<String>> = years
        .enumerate()
        .map(|(row, (year, _))| {
            let amounts = columns.iter().map(|column| short(column[row].1));
            [year.to_string()].into_iter().chain(amounts).collect()
        })
        .collect();
    table::aligned(&heading, &rows, &[Align::Left], 2)
}
