//! What happens to cargo on the way beyond time and freight, worked out by hand: insurance, losses, whole
//! containers, dangerous goods, emissions.

use crate::common::{column, holds, read, run};

/// A seller's plant holds 1,000 kWh that cost 40 USD each; a buyer's gate holds 3 kWh that cost nothing,
/// sells one a day, and orders one each evening. What leaves in the evening of day t is there on day
/// t + 3. Ten days; a kWh fills a container, which costs 100 USD.
const CHAIN: &str = r#"
[scenario]
name = "carriage"
start = 2027-01-01
end = 2027-01-11
[party.maker]
[party.buyer]
[party.insurer]
[commodity]
cell = { unit = "kWh", lithium = "0.1 kg/kWh", per_feu = "1 kWh" }
[site.plant]
owner = "maker"
[site.plant.stock.cell]
initial = "1000 kWh"
initial_cost = "40 USD/kWh"
[site.gate]
owner = "buyer"
[site.gate.stock.cell]
initial = "3 kWh"
policy = { base_stock = { level = "3 kWh" } }
sources = [{ route = "way" }]
[node.port]
[leg.road]
mode = "road"
transit = "2.5 d"
cost = { per_feu = "100 USD/FEU" }
[route.way]
from = "plant"
to = "gate"
carries = ["cell"]
path = ["road", "port"]
[contract.cells]
seller = "maker"
buyer = "buyer"
of = "cell"
price = "50 USD/kWh"
[demand.cars]
at = "gate"
of = "cell"
daily = "1 kWh"
"#;

const INSURED: &str = "insurance = \"0.7 %\"\ninsurer = \"insurer\"\npath =";

#[test]
fn insurance_is_a_share_of_what_the_cargo_cost_when_it_left() {
    let text = CHAIN.replace("path =", INSURED);
    // Ten leave at 40 USD; three of them are on the way at the end, at 40 + 0.28 + 100 USD each, and
    // seven have been delivered after the three that cost nothing.
    let stock_change = (40_000.0 - 990.0 * 40.0 - 3.0 * 140.28) / 10.0;
    holds(
        &text,
        &[
            ("cash_usd@insurer", 2.8),
            ("chain_cost.insurance", 0.28),
            ("chain_cost.freight", 100.0),
            ("chain_cost.stock_change", stock_change),
            ("chain_cost@way", 100.28),
            ("usd_per_feu@way", 100.0),
        ],
    );
}

#[test]
fn the_buyer_insures_at_its_price_what_is_its_own_from_the_origin_on() {
    let origin = CHAIN.replace(
        "USD/kWh\"\n[demand",
        "USD/kWh\"\ntitle = \"origin\"\n[demand",
    );
    let text = origin.replace("path =", INSURED);
    holds(
        &text,
        &[
            ("cash_usd@insurer", 3.5),
            // Ten bought, and their freight, which is the buyer's too.
            ("cash_usd@buyer", -500.0 - 1000.0 - 3.5),
            ("delivered_cost.insurance", 0.35),
        ],
    );
}

#[test]
fn the_share_may_be_uncertain_and_what_is_not_insured_costs_nothing() {
    let drawn = "[parameter.rate]\nvalue = \"uniform(0.5, 0.9) %\"\n";
    let text = CHAIN.replace("path =", INSURED).replace("0.7 %", "$rate");
    let outcomes = run(&read(&format!("{text}{drawn}")), 40);
    let paid = column(&outcomes.variants[0], "cash_usd@insurer");
    assert!(paid.iter().all(|usd| (2.0..=3.6).contains(usd)) && (paid[0] - paid[1]).abs() > 1e-9);
    let without = run(&read(CHAIN), 1);
    let names = &without.variants[0].layout.measures;
    assert!(names.iter().all(|m| !m.name.contains("insurance")));
    assert!(names.iter().all(|m| !m.name.contains("lost_on_way")));
}

/// The same chain, losing 20 % on the road and 25 % of the rest in the port: 60 % arrive.
fn losing() -> String {
    CHAIN
        .replace("[node.port]", "[node.port]\nloss = \"25 %\"")
        .replace(
            "transit = \"2.5 d\"",
            "transit = \"2.5 d\"\nloss = \"20 %\"",
        )
}

#[test]
fn what_is_lost_on_the_way_is_missing_is_ordered_again_and_leaves_its_cost_to_the_rest() {
    // Day by day: 60 % of what was ordered three days ago arrive, serve the backlog and the day, and
    // the gate orders up to 3.
    let (mut hand, mut backlog, mut on_order) = (3.0_f64, 0.0_f64, 0.0_f64);
    let mut orders = Vec::new();
    let (mut arrived, mut delivered) = (0.0, 0.0);
    for day in 0..10 {
        let due = if day < 3 { 0.0 } else { orders[day - 3] };
        hand += 0.6 * due;
        arrived += 0.6 * due;
        on_order -= due;
        let served = hand.min(backlog + 1.0);
        delivered += served;
        (hand, backlog) = (hand - served, backlog + 1.0 - served);
        let order = (3.0 - (hand + on_order - backlog)).max(0.0);
        orders.push(order);
        on_order += order;
    }
    let left: f64 = orders.iter().sum();
    assert!(backlog > 0.5 && left > 11.0, "losses must be felt");
    // Goods at cost: opening, less what is at the plant, on the way and at the gate (nothing).
    let on_the_way: f64 = orders[7..].iter().sum();
    let stock_change = 40_000.0 - (1000.0 - left) * 40.0 - on_the_way * 140.0;
    holds(
        &losing(),
        &[
            ("lost_on_way@way", arrived / 0.6 * 0.4),
            ("end_backlog@cars", backlog),
            ("delivered_kwh", delivered),
            ("feu@way", left),
            ("end_stock@plant.cell", 1000.0 - left),
            ("order_to_arrival_days@gate.cell", 3.0),
            ("door_to_door_days@way", 2.5),
            // Title passes on arrival: nobody pays for what is lost.
            ("cash_usd@buyer", -50.0 * arrived),
            ("chain_cost.freight", 100.0 * left / delivered),
            ("chain_cost.stock_change", stock_change / delivered),
        ],
    );
}

#[test]
fn what_is_lost_after_title_has_passed_is_the_buyers() {
    let origin = losing().replace(
        "USD/kWh\"\n[demand",
        "USD/kWh\"\ntitle = \"origin\"\n[demand",
    );
    let outcomes = run(&read(&origin), 1);
    let of = |name| column(&outcomes.variants[0], name)[0];
    let left = of("feu@way");
    assert!((of("cash_usd@maker") - 50.0 * left).abs() < 1e-9 * left);
}

#[test]
fn a_planner_with_days_of_cover_sends_what_will_be_lost_too() {
    // In the long run as much arrives as is used, however much is lost: 1 kWh a day of 1 / 0.6.
    let text = losing()
        .replace("end = 2027-01-11", "end = 2029-01-01\nwarmup = \"100 d\"")
        .replace("1000 kWh", "100000 kWh")
        .replace(
            "base_stock = { level = \"3 kWh\" }",
            "days_of_cover = { cover = \"20 d\" }",
        );
    let outcomes = run(&read(&text), 1);
    let of = |name| column(&outcomes.variants[0], name)[0];
    let days = 631.0;
    assert!((of("feu@way") / days - 1.0 / 0.6).abs() < 1e-9);
    assert!((of("lost_on_way@way") / days - 0.4 / 0.6).abs() < 1e-9);
    assert!((of("fill_rate") - 1.0).abs() < 1e-9);
}

/// A plant that begins with 42 kWh and makes 3 a day serves two or three gates, ten kWh to a container.
/// Only `ant` is drawn on, 5 kWh a day from day 6 on.
fn containers(ant: u32, bee: u32, more: &str) -> String {
    let gate = |name: &str, level: u32| {
        format!(
            r#"
[site.{name}]
owner = "firm"
[site.{name}.stock.cell]
policy = {{ base_stock = {{ level = "{level} kWh" }} }}
sources = [{{ route = "to-{name}" }}]
[route.to-{name}]
from = "plant"
to = "{name}"
carries = ["cell"]
path = ["road"]
whole_feu = true
"#
        )
    };
    format!(
        r#"
[scenario]
name = "containers"
start = 2027-01-01
end = 2027-01-09
[party.firm]
[commodity]
cell = {{ unit = "kWh", per_feu = "10 kWh" }}
[site.plant]
owner = "firm"
[site.plant.stock.cell]
initial = "42 kWh"
policy = {{ push = {{}} }}
[site.plant.process.make]
makes = "cell"
capacity = "3 kWh/d"
[leg.road]
mode = "road"
transit = "1 d"
[demand.cars]
at = "ant"
of = "cell"
plan = [{{ from = 2027-01-07, rate = "5 kWh/d" }}]
{}{}{more}"#,
        gate("ant", ant),
        gate("bee", bee)
    )
}

/// What left: day, route, kWh.
fn departures(text: &str) -> Vec<(u32, String, f64)> {
    let scenario = read(text);
    let trace = lichain::study::trace(&scenario.variants[0], 1, 1).expect("no rule is broken");
    let left = trace.flows.iter().filter(|flow| flow.kind == "departed");
    left.map(|flow| (flow.day, flow.place.clone(), flow.quantity))
        .collect()
}

fn same(found: &[(u32, String, f64)], by_hand: &[(u32, &str, f64)]) {
    let close = found.iter().zip(by_hand).all(|(found, hand)| {
        (found.0, found.1.as_str()) == (hand.0, hand.1) && (found.2 - hand.2).abs() < 1e-9
    });
    assert!(
        close && found.len() == by_hand.len(),
        "{found:?}, by hand {by_hand:?}"
    );
}

#[test]
fn containers_leave_whole_and_the_rest_of_an_order_waits_for_others() {
    // Evening 0: 45 on hand. Ant's 25 are open as 20, bee's 38 as 30; nine tenths of them can leave,
    // 1.8 and 2.7 containers, 4.5 in all: four, two each, for ant has the larger remainder. Evening 1:
    // 8 on hand, bee waits for 18, and no container is full. Evening 2: 11 on hand, and one is. From then
    // on 5 and 8 kWh wait, though 4 and more are there, until ant orders 5 more on evening 6.
    let text = containers(25, 38, "");
    same(
        &departures(&text),
        &[
            (0, "to-ant", 20.0),
            (0, "to-bee", 20.0),
            (2, "to-bee", 10.0),
            (6, "to-ant", 10.0),
        ],
    );
    let outcomes = run(&read(&text), 1);
    let of = |name| column(&outcomes.variants[0], name)[0];
    assert!((of("end_stock@plant.cell") - 6.0).abs() < 1e-9);
    // Ant's first order arrives in full on day 7, with all of its second.
    assert!((of("orders_arrived@ant.cell") - 2.0).abs() < 1e-9);
    let days = (20.0 * 1.0 + 5.0 * 7.0 + 5.0 * 1.0) / 30.0;
    assert!((of("order_to_arrival_days@ant.cell") - days).abs() < 1e-9);
}

#[test]
fn ties_go_by_name_and_what_is_not_in_containers_leaves_as_it_is() {
    // Evening 0: 45 on hand; 10 of ant's 17 and of bee's 17 and cow's 70 can leave, half of each: one
    // container, which is ant's, and 35 for cow. Later evenings: 10 of bee's and the rest of cow's 35
    // share what is there by what they lack, and no container is full, until cow has all it wants.
    let cow = r#"
[site.cow]
owner = "firm"
[site.cow.stock.cell]
policy = { base_stock = { level = "70 kWh" } }
sources = [{ route = "to-cow" }]
[route.to-cow]
from = "plant"
to = "cow"
carries = ["cell"]
path = ["road"]
"#;
    let found = departures(&containers(17, 17, cow));
    let first = [(0, "to-ant", 10.0), (0, "to-cow", 35.0)];
    same(&found[..2], &first);
    // Evening 1: 3 on hand for 10 and 35.
    same(&found[2..3], &[(1, "to-cow", 3.0 * 35.0 / 45.0)]);
}

#[test]
fn every_evening_a_whole_number_of_containers_leaves_whatever_the_luck() {
    let text = containers(25, 38, "")
        .replace("end = 2027-01-09", "end = 2029-01-01")
        .replace("\"3 kWh/d\"", "\"lognormal(mean 8, cv 40 %) kWh/d\"")
        .replace("\"10 kWh\" }", "\"uniform(7, 13) kWh\" }")
        .replace(
            "plan = [{ from = 2027-01-07, rate = \"5 kWh/d\" }]",
            "daily = \"uniform(0, 9) kWh\"",
        );
    let more = "[demand.other]\nat = \"bee\"\nof = \"cell\"\ndaily = \"uniform(0, 6) kWh\"\n";
    let scenario = read(&format!("{text}{more}"));
    let mut left = 0;
    for trial in 1..=8 {
        let trace = lichain::study::trace(&scenario.variants[0], trial, 1).expect("no rule broken");
        let at = crate::common::position(&trace.layout.parameters, "commodity.cell.per_feu");
        for flow in trace.flows.iter().filter(|flow| flow.kind == "departed") {
            let feu = flow.quantity / trace.parameters[at];
            assert!(
                (feu - feu.round()).abs() < 1e-9 && feu > 0.5,
                "{feu} on day {}",
                flow.day
            );
            left += 1;
        }
    }
    assert!(left > 1000, "only {left} departures");
}

#[test]
fn only_dangerous_goods_pay_the_surcharge() {
    let text = CHAIN.replace(
        "[node.port]",
        "[node.port]\ndangerous_surcharge = \"350 USD/FEU\"",
    );
    let class_9 = text.replace(
        "per_feu = \"1 kWh\" }",
        "per_feu = \"1 kWh\", danger = \"UN3480\" }",
    );
    let figures = [
        ("chain_cost.dangerous_goods", 350.0),
        ("chain_cost.freight", 100.0),
        ("usd_per_feu@way", 450.0),
    ];
    holds(&class_9, &figures);
    let outcomes = run(&read(&text), 1);
    let names = &outcomes.variants[0].layout.measures;
    assert!(names.iter().all(|m| !m.name.contains("dangerous_goods")));
    holds(&text, &[("usd_per_feu@way", 100.0)]);
}

#[test]
fn cells_fly_on_cargo_aircraft_at_thirty_percent_charge() {
    let by_air = CHAIN.replace("mode = \"road\"", "mode = \"air\"");
    let at =
        |charge| format!("per_feu = \"1 kWh\", danger = \"UN3480\", charge = \"{charge} %\" }}");
    let _flies = read(&by_air.replace("per_feu = \"1 kWh\" }", &at(30)));
    let _by_road = read(&CHAIN.replace("per_feu = \"1 kWh\" }", &at(90)));
}

/// A kWh of cells weighs 7 kg; it goes 2,000 km by road at 22 g and 1,000 km by sea at 8 g for a tonne
/// and kilometre. The plant takes 10 kWh at 0.5 kg for each of the kWh it makes, one a day.
fn emitting() -> String {
    let road = "distance = \"2000 km\"\nemissions = \"22 g/t/km\"\ntransit = \"2.5 d\"";
    let sea = "[leg.sea]\nmode = \"sea\"\ntransit = \"0 d\"\ndistance = \"1000 km\"\nemissions = \"0.008 kg/(t·km)\"\n";
    let make = "[site.plant.process.make]\nmakes = \"cell\"\ncapacity = \"1 kWh/d\"\nenergy = { per_unit = \"10 kWh/kWh\", carbon = \"0.5 kg/kWh\" }\n";
    CHAIN
        .replace(
            "per_feu = \"1 kWh\" }",
            "per_feu = \"1 kWh\", mass = \"7 kg/kWh\" }",
        )
        .replace("transit = \"2.5 d\"", road)
        .replace("[node.port]", &format!("{sea}{make}[node.port]"))
        .replace("path = [\"road\", ", "path = [\"road\", \"sea\", ")
        .replace(
            "initial_cost = \"40 USD/kWh\"",
            "initial_cost = \"40 USD/kWh\"\npolicy = { push = {} }",
        )
}

#[test]
fn emissions_are_those_of_energy_and_of_the_way_and_the_parts_add_up() {
    let moved = 10.0 * 0.007 * (2000.0 * 0.022 + 1000.0 * 0.008);
    let made = 10.0 * 10.0 * 0.5;
    holds(
        &emitting(),
        &[
            ("emissions", made + moved),
            ("emissions@plant.make", made),
            ("emissions_per_kwh", (made + moved) / 10.0),
            ("emissions_per_kwh@plant", made / 10.0),
            ("emissions_per_kwh@way", moved / 10.0),
        ],
    );
}

#[test]
fn what_is_counted_in_tonnes_weighs_what_it_weighs_unless_its_packing_counts() {
    let ore = emitting()
        .replace(
            "unit = \"kWh\", lithium = \"0.1 kg/kWh\"",
            "unit = \"t\", energy = \"1 kWh/t\"",
        )
        .replace(", mass = \"7 kg/kWh\"", "")
        .replace("10 kWh/kWh", "10 kWh/t")
        .replace("1 kWh", "1 t")
        .replace("\"1 t/t\"", "\"1 kWh/t\"")
        .replace("1000 kWh", "1000 t")
        .replace("3 kWh", "3 t")
        .replace("USD/kWh", "USD/t");
    holds(&ore, &[("emissions_per_kwh@way", 52.0)]);
    let packed = ore.replace(
        "per_feu = \"1 t\"",
        "per_feu = \"1 t\", mass = \"1.05 t/t\"",
    );
    holds(&packed, &[("emissions_per_kwh@way", 52.0 * 1.05)]);
}

#[test]
fn the_parts_of_emissions_add_up_to_the_whole_whatever_the_luck() {
    let text = emitting()
        .replace("\"7 kg/kWh\"", "\"uniform(6, 8) kg/kWh\"")
        .replace("\"22 g/t/km\"", "\"uniform(18, 35) g/t/km\"")
        .replace("\"1 kWh\"\n", "\"uniform(0, 2) kWh\"\n");
    let outcomes = run(&read(&text), 40);
    let of = |name| column(&outcomes.variants[0], name);
    let (all, at, on) = (
        of("emissions_per_kwh"),
        of("emissions_per_kwh@plant"),
        of("emissions_per_kwh@way"),
    );
    for k in 0..40 {
        assert!((all[k] - at[k] - on[k]).abs() < 1e-12 * all[k] && on[k] > 0.0);
    }
    assert!((all[0] - all[1]).abs() > 1e-9);
}
