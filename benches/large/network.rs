//! A plausible network of any size, as the text of a scenario: mines, refineries, cell plants, depots
//! and automakers in five layers of as many sites each, with five routes a site.
//!
//! Regions have a hundred sites, a port and roads of their own; suppliers are in the same region or one
//! of the next few, so that what a site is near to does not grow with the network. The same size gives
//! the same text.

use std::fmt::{self, Write as _};

/// Sites of a region.
const OF_A_REGION: usize = 100;
/// How far on in its layer each of a site's suppliers is.
const FURTHER: [usize; 7] = [0, 2, 5, 9, 14, 20, 27];
/// Regions further on to which a region has ways.
const REACH: usize = 3;

/// A layer of sites: what they are, hold and order, and from how many of the layer before.
struct Layer {
    site: &'static str,
    owner: &'static str,
    buys: &'static str,
    suppliers: usize,
}

const LAYERS: [Layer; 5] = [
    layer("mine", "miner", "", 0),
    layer("refinery", "refiner", "concentrate", 6),
    layer("plant", "maker", "carbonate", 6),
    layer("depot", "trader", "cell", 6),
    layer("works", "automaker", "cell", 7),
];

const fn layer(
    site: &'static str,
    owner: &'static str,
    buys: &'static str,
    suppliers: usize,
) -> Layer {
    Layer {
        site,
        owner,
        buys,
        suppliers,
    }
}

/// What is the same at any size.
const FRAME: &str = r#"# Written by a program: a network to measure with, no picture of any country.

[scenario]
name     = "large"
start    = 2027-01-01
end      = END
discount = "8 %/yr"

[parameter]
tariff    = { value = "pert(0.05, 0.065, 0.09) USD/kWh", source = "assumption" }
mine_cost = { value = "pert(400, 600, 900) USD/t", source = "assumption" }
sea_speed = { value = "uniform(0.9, 1.2)", source = "assumption" }

[index.lce.log_ou]
start      = "12000 USD/t"
level      = "14000 USD/t"
half_life  = "2 yr"
volatility = "40 %/yr^0.5"

[party]
miner     = {}
refiner   = {}
maker     = {}
trader    = {}
automaker = {}

[commodity]
concentrate = { unit = "t",   lithium = "27.9 kg/t",   per_feu = "25 t" }
carbonate   = { unit = "t",   lithium = "187.9 kg/t",  per_feu = "24 t" }
cell        = { unit = "kWh", lithium = "0.08 kg/kWh", per_feu = "2400 kWh" }

[contract]
concentrate = { seller = "miner", buyer = "refiner", of = "concentrate", price = "900 USD/t" }
carbonate   = { seller = "refiner", buyer = "maker", of = "carbonate", price = "$lce", payment = "30 d" }
cells       = { seller = "maker", buyer = "trader", of = "cell", price = "35 USD/kWh + 0.6 kg/kWh * $lce" }
resold      = { seller = "trader", buyer = "automaker", of = "cell", cost_plus = "5 %" }

[market.cells_abroad]
of        = "cell"
price     = "44 USD/kWh + 0.55 kg/kWh * $lce"
lead_time = "25 to 45 d"
"#;

/// The text of a scenario of so many sites, in fives, that ends before a day.
///
/// # Panics
/// With fewer sites than a layer of 28 wants.
#[must_use]
pub fn network(sites: usize, end: &str) -> String {
    let each = sites / LAYERS.len();
    assert!(
        each > FURTHER[6],
        "{sites} sites: {} or more are wanted",
        5 * (FURTHER[6] + 1)
    );
    let mut text = FRAME.replace("END", end);
    let regions = sites.div_ceil(OF_A_REGION);
    let written = (0..regions)
        .try_for_each(|region| ways(&mut text, region, regions))
        .and_then(|()| {
            (0..LAYERS.len()).try_for_each(|layer| {
                (0..each).try_for_each(|at| site(&mut text, layer, at, each, regions))
            })
        });
    written.expect("a text takes what is written");
    text
}

/// A region's port with its storm, its roads, and ways to the next regions.
fn ways(text: &mut String, region: usize, regions: usize) -> fmt::Result {
    writeln!(
        text,
        r#"
[node.port-{region}]
kind          = "port"
handling      = "0.5 to 2 d"
throughput    = "40 FEU/d"
cost.per_feu  = "200 USD/FEU"
[leg.road-{region}]
mode          = "road"
transit       = "1 to 3 d"
cost.per_feu  = "400 USD/FEU"
[leg.rail-{region}]
mode          = "rail"
transit       = "2 d"
departs.every = "3 d"
cost.per_feu  = "250 USD/FEU"
[hazard.storm-{region}]
rate          = "2 /yr"
lasts         = "2 to 6 d"
hits          = ["node.port-{region}"]"#
    )?;
    (1..=REACH.min(regions - 1)).try_for_each(|on| {
        let to = (region + on) % regions;
        let days = 3 + 2 * on;
        writeln!(
            text,
            r#"[leg.sea-{region}-{to}]
mode          = "sea"
transit       = "{days} d * $sea_speed"
cost.per_feu  = "pert(300, 500, 900) USD/FEU""#
        )
    })
}

/// A site with all that leads to it.
fn site(text: &mut String, layer: usize, at: usize, each: usize, regions: usize) -> fmt::Result {
    let Layer {
        site, owner, buys, ..
    } = LAYERS[layer];
    write!(text, "\n[site.{site}-{at}]\nowner = {owner:?}\n")?;
    if layer > 0 {
        (0..LAYERS[layer].suppliers).try_for_each(|k| route(text, layer, at, k, each, regions))?;
        writeln!(text, "[site.{site}-{at}.stock.{buys}]")?;
    }
    let size = 80 + 5 * (at % 9);
    match layer {
        0 => mine(text, at, size),
        1 => refinery(text, at, size),
        2 => plant(text, at, size),
        3 => depot(text, at, size),
        _ => works(text, at, size),
    }
}

/// The name of a site's way from its supplier of a number.
fn way(layer: usize, at: usize, supplier: usize) -> String {
    format!("to-{}-{at}-{supplier}", LAYERS[layer].site)
}

/// The route from a site's supplier. Depots have two from each of three plants, all others one each.
fn route(
    text: &mut String,
    layer: usize,
    at: usize,
    supplier: usize,
    each: usize,
    regions: usize,
) -> fmt::Result {
    let (further, by_rail) = match layer {
        3 => (FURTHER[supplier / 2], supplier % 2 == 1),
        _ => (FURTHER[supplier], at % 4 == 3),
    };
    let from = (at + further) % each;
    let region = |at: usize| at * regions / each;
    let (a, b) = (region(from), region(at));
    let over = (b + regions - a) % regions;
    let back = (a + regions - b) % regions;
    let kind = if by_rail { "rail" } else { "road" };
    let path = match () {
        () if over == 0 => format!(r#""{kind}-{a}""#),
        () if over <= REACH => {
            format!(r#""{kind}-{a}", "port-{a}", "sea-{a}-{b}", "port-{b}", "{kind}-{b}""#)
        }
        () if back <= REACH => {
            format!(r#""{kind}-{a}", "port-{a}", "sea-{b}-{a}", "port-{b}", "{kind}-{b}""#)
        }
        () => unreachable!("suppliers are at most two regions away"),
    };
    writeln!(
        text,
        "[route.{}]\nfrom = \"{}-{from}\"\nto = \"{}-{at}\"\ncarries = [{:?}]\npath = [{path}]",
        way(layer, at, supplier),
        LAYERS[layer - 1].site,
        LAYERS[layer].site,
        LAYERS[layer].buys,
    )
}

/// A mine that digs until its yard is full.
fn mine(text: &mut String, at: usize, size: usize) -> fmt::Result {
    writeln!(
        text,
        r#"[site.mine-{at}.process.dig]
makes    = "concentrate"
capacity = "{} t/d"
cost.operating = "$mine_cost"
[site.mine-{at}.stock.concentrate]
initial  = "{} t"
policy   = {{ push = {{}} }}
limit    = "{} t""#,
        size / 6,
        size * 4,
        size * 6,
    )
}

/// A refinery that asks its mines in turn.
fn refinery(text: &mut String, at: usize, size: usize) -> fmt::Result {
    let sources: Vec<String> = (0..LAYERS[1].suppliers)
        .map(|k| format!(r#"{{ route = "{}" }}"#, way(1, at, k)))
        .collect();
    writeln!(
        text,
        r#"initial  = "{} t"
policy   = {{ days_of_cover = {{ cover = "30 d", review = "7 d" }} }}
sources  = [{}]
[site.refinery-{at}.process.refine]
makes    = "carbonate"
recovers = {{ concentrate = "88 %" }}
capacity = "{} t/d"
energy   = {{ per_unit = "4000 kWh/t", price = "$tariff" }}
cost.conversion = "5000 USD/t"
[site.refinery-{at}.stock.carbonate]
initial  = "{} t"
policy   = {{ push = {{}} }}
limit    = "{} t""#,
        size * 5,
        sources.join(", "),
        size as f64 / 50.0,
        size / 2,
        size,
    )
}

/// A cell plant that shares its orders among its refineries, and now and then stands still.
fn plant(text: &mut String, at: usize, size: usize) -> fmt::Result {
    let shares = [25, 20, 20, 15, 10, 10];
    let sources: Vec<String> = (0..LAYERS[2].suppliers)
        .map(|k| {
            format!(
                r#"{{ route = "{}", share = "{} %" }}"#,
                way(2, at, k),
                shares[k]
            )
        })
        .collect();
    writeln!(
        text,
        r#"initial  = "{} t"
policy   = {{ base_stock = {{ level = "{} t", review = "7 d" }} }}
sources  = [{}]
[site.plant-{at}.process.make]
makes    = "cell"
uses     = {{ carbonate = "0.56 kg/kWh" }}
capacity = "{} kWh/d"
scrap    = "6 %"
inside   = "10 d"
energy   = {{ per_unit = "35 kWh/kWh", price = "$tariff" }}
available = {{ mtbf = "exponential(60) d", mttr = "lognormal(mean 2, cv 80 %) d" }}
cost.materials = "30 USD/kWh"
[site.plant-{at}.stock.cell]
initial  = "{} kWh"
policy   = {{ push = {{}} }}
limit    = "{} kWh""#,
        size,
        size,
        sources.join(", "),
        size * 35,
        size * 400,
        size * 600,
    )
}

/// A depot with two ways from each of three plants, by road and by rail.
fn depot(text: &mut String, at: usize, size: usize) -> fmt::Result {
    let shares = [50, 30, 20];
    let sources: Vec<String> = (0..shares.len())
        .map(|k| {
            format!(
                r#"{{ route = "{}", or = ["{}"], choose = "least_time", share = "{} %" }}"#,
                way(3, at, 2 * k),
                way(3, at, 2 * k + 1),
                shares[k]
            )
        })
        .collect();
    writeln!(
        text,
        r#"initial  = "{0} kWh"
holding  = "0.01 USD/kWh/d"
policy   = {{ s_S = {{ s = "{0} kWh", S = "{1} kWh", review = "3 d" }} }}
sources  = [{2}]"#,
        size * 600,
        size * 900,
        sources.join(", "),
    )
}

/// An automaker's works: its depots in turn, and the market for what is short for long.
fn works(text: &mut String, at: usize, size: usize) -> fmt::Result {
    let mut sources: Vec<String> = (0..LAYERS[4].suppliers)
        .map(|k| format!(r#"{{ route = "{}" }}"#, way(4, at, k)))
        .collect();
    sources.push(r#"{ market = "cells_abroad", after = "14 d" }"#.into());
    writeln!(
        text,
        r#"initial  = "{0} kWh"
policy   = {{ r_Q = {{ r = "{0} kWh", Q = "{1} kWh", multiples = true }} }}
sources  = [{2}]
[demand.works-{at}]
at       = "works-{at}"
of       = "cell"
daily    = "normal(mean {3}, cv 20 %) kWh"
unmet    = "backlog""#,
        size * 400,
        size * 100,
        sources.join(", "),
        size * 26,
    )
}
