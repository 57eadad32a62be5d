//! Demand and where it is served from, worked out by hand.

use crate::common::{column, hold, read, run};
use lichain::scenario::Scenario;

/// A line that gets 60 kWh a day, six days long.
fn line(demands: &str) -> Scenario {
    read(&format!(
        r#"
[scenario]
name = "line"
start = 2027-01-01
end = 2027-01-07
[party.automaker]
[party.treasury]
kind = "state"
[commodity]
cell = {{ unit = "kWh", lithium = "0.1 kg/kWh" }}
[site.line]
country = "VN"
owner = "automaker"
stock.cell.policy = {{ push = {{}} }}
process.cells = {{ makes = "cell", capacity = "60 kWh/d" }}
[market.spot]
of = "cell"
country = "CN"
price = "90 USD/kWh"
premium = "10 %"
lead_time = "1.5 d"
{demands}
"#
    ))
}

const FALLBACK: &str = r#"
[demand.cars]
at = "line"
of = "cell"
daily = "100 kWh"
unmet = "market"
market = "spot"
after = "3 d"
backlog_cost = "0.5 USD/kWh/d"
"#;

/// Day by day, 60 kWh made each morning: 60 are served and 40 wait; the 40 and 20 of today, 80 wait; 60
/// of the 80, 120 wait, the third evening in a row: they are bought, due on the fourth day. On days 3, 4
/// and 5 60 are served and 40 are bought. 120 come on day 4 and 40 on day 5, 80 are still on their way.
#[test]
fn what_has_waited_long_enough_is_bought_and_comes_after_the_lead_time() {
    let usd = 240.0 * 99.0;
    // What waits at the stock and what is on its way to customers, by evening.
    let waiting = 40.0 + 80.0 + 120.0 + 160.0 + 80.0 + 80.0;
    let cost = 160.0 * 99.0 + 0.5 * waiting;
    hold(
        &line(FALLBACK),
        &[
            ("market_fallback@cars", 240.0),
            ("fill_rate", 260.0 / 600.0),
            ("fill_rate@cars", 260.0 / 600.0),
            ("days_short@cars", 6.0),
            ("delivered_kwh", 360.0 + 160.0),
            ("end_backlog@cars", 80.0),
            ("cash_usd@automaker", -usd),
            ("total_cost_usd", usd + 0.5 * waiting),
            ("chain_cost", cost / 520.0),
            ("delivered_cost", cost / 520.0),
            ("delivered_cost.market", usd / 520.0),
            ("mean_stock@line.cell", 0.0),
        ],
    );
}

#[test]
fn a_trace_tells_what_was_bought_for_customers_and_when_they_got_it() {
    let trace = lichain::study::trace(&line(FALLBACK).variants[0], 1, 1).expect("no breach");
    let flows = |kind: &str| -> Vec<(u32, f64)> {
        let flows = trace.flows.iter().filter(|flow| flow.kind == kind);
        flows.map(|flow| (flow.day, flow.quantity)).collect()
    };
    let bought = [(2, 120.0), (3, 40.0), (4, 40.0), (5, 40.0)];
    assert_eq!(flows("bought"), bought);
    let late = [(1, 40.0), (2, 60.0), (4, 120.0), (5, 40.0)];
    assert_eq!(flows("late"), late);
}

#[test]
fn duty_is_paid_on_what_customers_get_past_the_stock() {
    let duty = "[duty.cells]\nof = \"cell\"\ninto = \"VN\"\nrate = \"10 %\"\nto = \"treasury\"\n";
    let (usd, duties) = (240.0 * 99.0, 0.1 * 160.0 * 99.0);
    hold(
        &line(&format!("{FALLBACK}{duty}")),
        &[
            ("cash_usd@treasury", duties),
            ("cash_usd@automaker", -usd - duties),
            ("delivered_cost.duty", duties / 520.0),
            ("trade_usd@CN-VN", 160.0 * 99.0),
        ],
    );
}

#[test]
fn a_shortage_that_ends_in_time_buys_nothing() {
    // 120 kWh every other day: half of it waits for one evening.
    let every = FALLBACK.replace(
        "daily = \"100 kWh\"",
        "daily = \"120 kWh\"\nevery = \"2 d\"",
    );
    let by_hand = [
        ("market_fallback@cars", 0.0),
        // On days 2 and 4 there are 60 of day 3's morning too.
        ("fill_rate", 180.0 / 360.0),
        ("delivered_kwh", 360.0),
        ("days_short@cars", 3.0),
    ];
    hold(&line(&every), &by_hand);
}

/// Two models on one stock of 60 kWh a day, which want 40 and 80: each gets half on its day, whatever
/// its name; then what waits goes first, in the proportion in which it waits.
#[test]
fn models_that_draw_on_one_stock_share_what_there_is_in_proportion() {
    let demand = |name: &str, kwh: u32, more: &str| {
        format!("[demand.{name}]\nat = \"line\"\nof = \"cell\"\ndaily = \"{kwh} kWh\"\n{more}\n")
    };
    let lost = "unmet = \"lost\"";
    for names in [["vf5", "vf9"], ["vf9", "vf5"]] {
        let [small, large] = names.map(|name| format!("fill_rate@{name}"));
        let [short, too] = names.map(|name| format!("days_short@{name}"));
        let both = [demand(names[0], 40, lost), demand(names[1], 80, lost)].concat();
        hold(
            &line(&both),
            &[(&small, 0.5), (&large, 0.5), (&short, 6.0), (&too, 6.0)],
        );
    }
    // One waits and one is lost. Day 0: 20 of 40, 40 of 80 wait or are lost. Day 1: 20 go to the 20 that
    // wait, and the 40 that are left are a third of what is wanted.
    let mixed = [demand("vf5", 40, ""), demand("vf9", 80, lost)].concat();
    let outcomes = run(&line(&mixed), 1);
    let fill = |name| column(&outcomes.variants[0], name)[0];
    let (mut waits, mut served) = (0.0, [0.0, 0.0]);
    for _ in 0..6 {
        let hand: f64 = 60.0 - waits;
        served = [served[0] + hand / 3.0, served[1] + 2.0 * hand / 3.0];
        waits = 40.0 - hand / 3.0;
    }
    assert!((fill("fill_rate@vf5") - served[0] / 240.0).abs() < 1e-9);
    assert!((fill("fill_rate@vf9") - served[1] / 480.0).abs() < 1e-9);
}

/// Two assembly lines of other capacities draw on one stock of cells that has a half of what they
/// want: both run at half, and both have stood for want of cells on each day.
#[test]
fn lines_that_draw_on_one_stock_run_at_the_same_share() {
    let scenario = read(
        r#"
[scenario]
name = "lines"
start = 2027-01-01
end = 2027-01-07
[party.automaker]
[commodity]
cell = { unit = "kWh" }
small = { unit = "vehicle", energy = "20 kWh/vehicle" }
large = { unit = "vehicle", energy = "100 kWh/vehicle" }
[site.line]
owner = "automaker"
stock.cell.policy = { push = {} }
process.cells = { makes = "cell", capacity = "1500 kWh/d" }
stock.small.policy = { push = {} }
stock.large.policy = { push = {} }
[site.line.process.a]
makes = "large"
uses = { cell = "100 kWh/vehicle" }
capacity = "10 vehicle/d"
[site.line.process.b]
makes = "small"
uses = { cell = "20 kWh/vehicle" }
capacity = "100 vehicle/d"
[demand.large]
at = "line"
of = "large"
daily = "6 vehicle"
unmet = "lost"
[demand.small]
at = "line"
of = "small"
daily = "60 vehicle"
"#,
    );
    // They want 1,000 and 2,000 kWh.
    hold(
        &scenario,
        &[
            ("made@line.a", 30.0),
            ("made@line.b", 300.0),
            ("days_stopped@line.a", 6.0),
            ("days_stopped@line.b", 6.0),
            ("days_short@large", 6.0),
            ("days_short@small", 6.0),
            ("vehicles_lost", 6.0 + 60.0),
            ("delivered_vehicles", 330.0),
        ],
    );
}

/// A stock that orders up to ten days of cover, from a market that delivers on the next morning.
fn covered(more: &str) -> Scenario {
    read(&format!(
        r#"
[scenario]
name = "covered"
start = 2027-01-01
end = 2028-01-01
[party.automaker]
[commodity]
cell = {{ unit = "kWh" }}
[market.spot]
of = "cell"
price = "90 USD/kWh"
lead_time = "1 d"
[site.line]
owner = "automaker"
[site.line.stock.cell]
initial = "5 MWh"
policy = {{ days_of_cover = {{ cover = "10 d" }} }}
sources = [{{ market = "spot" }}]
[demand.cars]
at = "line"
of = "cell"
plan = "100 kWh/d"
{more}
"#
    ))
}

#[test]
fn a_bias_of_the_forecast_covers_as_many_more_days_as_it_is_high() {
    // The position is ten days of what is believed; the order of the last evening is on its way.
    for (bias, factor) in [("0 %", 1.0), ("25 %", 1.25), ("-40 %", 0.6)] {
        let scenario = covered(&format!("forecast = {{ bias = \"{bias}\" }}"));
        let by_hand = [
            ("end_stock@line.cell", 1000.0 * factor - 100.0),
            ("delivered_kwh", 36_500.0),
            ("fill_rate", 1.0),
        ];
        hold(&scenario, &by_hand);
    }
}

#[test]
fn an_error_of_the_forecast_moves_stocks_and_leaves_demand_as_it_is() {
    let noise = "noise = \"20 %\"";
    let exact = run(&covered(noise), 20);
    let error = "forecast = { cv = \"20 %\", half_life = \"6 mo\" }".replace("6 mo", "180 d");
    let erring = run(&covered(&format!("{noise}\n{error}")), 20);
    let of =
        |outcomes: &lichain::outcome::Outcomes, name| column(&outcomes.variants[0], name).to_vec();
    assert_eq!(of(&exact, "fill_rate"), vec![1.0; 20]);
    assert_eq!(of(&erring, "fill_rate"), vec![1.0; 20]);
    assert_eq!(of(&exact, "delivered_kwh"), of(&erring, "delivered_kwh"));
    let (exact, erring) = (
        of(&exact, "end_stock@line.cell"),
        of(&erring, "end_stock@line.cell"),
    );
    assert!(exact.iter().zip(&erring).all(|(a, b)| (a - b).abs() > 1.0));
}

/// Six days of a line of 100 kWh a day, from a stock that it fills up each evening: an index moves as
/// written, and prices and sources are those of the text.
fn comparison(prices: &[(u32, f64)], text: &str) -> Scenario {
    let home = tempfile::tempdir().expect("a folder");
    let rows = prices
        .iter()
        .map(|(day, price)| format!("2027-01-{:02},{price}\n", day + 1));
    let csv = format!("date,price\n{}", rows.collect::<String>());
    std::fs::write(home.path().join("prices.csv"), csv).expect("writable");
    let frame = format!(
        r#"
[scenario]
name = "asked"
start = 2027-01-01
end = 2027-01-07
carrying = "7.3 %/yr"
[party]
maker = {{}}
automaker = {{}}
treasury = {{ kind = "state" }}
[commodity]
cell = {{ unit = "kWh", per_feu = "1000 kWh" }}
[index.moving]
path = {{ csv = "prices.csv", column = "price", unit = "USD/kWh", between = "step", ends = "held" }}
[site.line]
country = "VN"
owner = "automaker"
[site.line.stock.cell]
initial = "1 MWh"
policy = {{ base_stock = {{ level = "1 MWh" }} }}
sources_by = "least_cost"
{text}
[demand.cars]
at = "line"
of = "cell"
daily = "100 kWh"
"#
    );
    let path = home.path().join("asked.toml");
    std::fs::write(&path, frame).expect("writable");
    crate::common::load(path.to_str().expect("a plain path"), &[])
}

/// Where that line orders on each day.
fn asked(prices: &[(u32, f64)], text: &str) -> Vec<String> {
    let scenario = comparison(prices, text);
    let trace = lichain::study::trace(&scenario.variants[0], 1, 1).expect("no rule is broken");
    let orders = trace
        .events
        .iter()
        .filter(|e| e.what == "order" && e.place == "line.cell");
    let days: Vec<u32> = orders.clone().map(|order| order.day).collect();
    assert_eq!(days, [0, 1, 2, 3, 4, 5], "one order an evening");
    let source = |detail: &str| detail.replace("100 kWh from ", "");
    orders.map(|order| source(&order.detail)).collect()
}

const TWO_MARKETS: &str = r#"
sources = [{ market = "b" }, { market = "a" }]
[market.b]
of = "cell"
price = "60 USD/kWh"
lead_time = "1 d"
[market.a]
of = "cell"
price = "$moving"
lead_time = "1 d"
"#;

#[test]
fn orders_go_over_to_the_other_source_on_the_very_day_on_which_it_costs_less() {
    // On day 5 both cost the same: the first by name is asked, wherever it stands in the list.
    let prices = [(0, 59.0), (2, 60.01), (4, 59.99), (5, 60.0)];
    assert_eq!(asked(&prices, TWO_MARKETS), ["a", "a", "b", "b", "a", "a"]);
}

/// A unit from the plant costs 50 by contract, 1.2 freight and 0.3 of a shipment of 100 kWh: 51.5. With
/// duty of 10 % and tax of 5 % on both it costs 59.4825. Twenty days cost 0.0002 of 51.5 and 0.01
/// each: 59.8885 in all. On the market ten days of capital add 0.2 % to the price.
const PLANT_OR_MARKET: &str = r#"
sources = [{ route = "sea" }, { market = "spot" }]
[market.spot]
of = "cell"
price = "$moving"
lead_time = "10 d"
[site.plant]
country = "CN"
owner = "maker"
stock.cell = { initial = "10 MWh", initial_cost = "40 USD/kWh", holding_in_transit = "0.01 USD/kWh/d" }
[leg.sea]
mode = "sea"
transit = "20 d"
cost = { per_feu = "1200 USD/FEU", per_shipment = "30 USD" }
[route.sea]
from = "plant"
to = "line"
carries = ["cell"]
path = ["sea"]
[contract.cells]
seller = "maker"
buyer = "automaker"
of = "cell"
price = "50 USD/kWh"
title = "origin"
[duty.cells]
of = "cell"
into = "VN"
rate = "10 %"
vat = "5 %"
to = "treasury"
"#;

/// Prices around one at which the market costs as much as the plant; it is dearer on days 1 and 4.
fn around(price: f64) -> [(u32, f64); 5] {
    let (below, above) = (price - 1e-4, price + 1e-4);
    [(0, below), (1, above), (2, below), (4, above), (5, below)]
}

const AROUND: [&str; 6] = ["spot", "sea", "spot", "spot", "sea", "spot"];

#[test]
fn a_source_costs_its_price_with_freight_duty_tax_and_the_time_on_the_way() {
    let landed = 51.5 * 1.1 * 1.05;
    let time = 20.0 * (0.0002 * 51.5 + 0.01);
    assert_eq!(
        asked(&around((landed + time) / 1.002), PLANT_OR_MARKET),
        AROUND
    );
    // Tax that is paid back is no cost.
    let back = PLANT_OR_MARKET.replace("vat = \"5 %\"", "vat = \"5 %\"\nvat_back = \"90 d\"");
    assert_eq!(asked(&around((51.5 * 1.1 + time) / 1.002), &back), AROUND);
    // Where the seller delivers, it bears freight and time.
    let delivered = PLANT_OR_MARKET.replace("\"origin\"", "\"destination\"");
    assert_eq!(
        asked(&around(50.0 * 1.1 * 1.05 / 1.002), &delivered),
        AROUND
    );
    // At cost plus 20 % it passes its freight on.
    let plus = delivered.replace("price = \"50 USD/kWh\"", "cost_plus = \"20 %\"");
    assert_eq!(
        asked(&around(41.5 * 1.2 * 1.1 * 1.05 / 1.002), &plus),
        AROUND
    );
    // Within a party goods are worth what they cost.
    let own = PLANT_OR_MARKET.replace("owner = \"maker\"", "owner = \"automaker\"");
    let own_time = 20.0 * (0.0002 * 41.5 + 0.01);
    assert_eq!(
        asked(&around((41.5 * 1.1 * 1.05 + own_time) / 1.002), &own),
        AROUND
    );
}

#[test]
fn a_source_that_is_shut_or_too_slow_is_passed_over_however_cheap() {
    let dear = [(0, 100.0)];
    let shut = "[hazard.strike]\ndates = [[2027-01-03, 2027-01-04]]\nhits = [\"leg.sea\"]\n";
    let found = asked(&dear, &format!("{PLANT_OR_MARKET}{shut}"));
    assert_eq!(found, ["sea", "sea", "spot", "spot", "sea", "sea"]);
    let stopped = shut
        .replace("leg.sea", "site.plant")
        .replace("hits", "stops_dispatch = true\nhits");
    let found = asked(&dear, &format!("{PLANT_OR_MARKET}{stopped}"));
    assert_eq!(found, ["sea", "sea", "spot", "spot", "sea", "sea"]);
    // A plant of 50 kWh a day and 120 on hand: to fill 100 kWh takes nothing, then with 70 on hand 0.6
    // of a day, which is too long; what it makes lies there until it is enough.
    let slow = PLANT_OR_MARKET
        .replace("{ route = \"sea\" }", "{ route = \"sea\", wait_over = \"0.5 d\" }")
        .replace(
            "stock.cell = { initial = \"10 MWh\",",
            "process.cells = { makes = \"cell\", capacity = \"50 kWh/d\" }\nstock.cell = { policy = { push = {} }, initial = \"70 kWh\",",
        );
    // In the evenings of days 0 to 5: 120; 70; 120; 70; 120; 70 on hand.
    let found = asked(&dear, &slow);
    assert_eq!(found, ["sea", "spot", "sea", "spot", "sea", "spot"]);
}

/// The plant covers ten days of expected use: 1,000 kWh less the 100 that have left by the evening
/// where the line orders from it, nothing more than at first where the market is cheaper.
#[test]
fn use_is_expected_where_orders_go() {
    let plant = PLANT_OR_MARKET.replace(
        "stock.cell = { initial = \"10 MWh\",",
        "process.cells = { makes = \"cell\", capacity = \"10 MWh/d\" }\n\
         stock.cell = { policy = { days_of_cover = { cover = \"10 d\" } }, initial = \"5 kWh\",",
    );
    for (price, left) in [(100.0, 900.0), (30.0, 5.0)] {
        hold(
            &comparison(&[(0, price)], &plant),
            &[("end_stock@plant.cell", left)],
        );
    }
}
