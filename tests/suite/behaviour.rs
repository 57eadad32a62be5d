//! Rules of the model where they are easily got wrong, each on the smallest chain that shows it.

#![allow(clippy::float_cmp, reason = "small whole numbers, and none")]

use lichain::scenario;
use lichain::study;

/// The measures of one trial of a chain.
struct Trial {
    names: Vec<String>,
    values: Vec<f64>,
}

impl Trial {
    fn of(body: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("chain.toml");
        let frame = "[party.firm]\n[commodity]\nx = { unit = \"unit\", lithium = \"0 kg/unit\" }\ny = { unit = \"unit\" }\n";
        std::fs::write(&path, format!("{body}\n{frame}")).expect("written");
        let scenario = scenario::load(&path, &[])
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let trace =
            study::trace(&scenario.variants[0], 1, 1).unwrap_or_else(|breach| panic!("{breach:?}"));
        let names = trace
            .layout
            .measures
            .iter()
            .map(|m| m.name.clone())
            .collect();
        Self {
            names,
            values: trace.measures,
        }
    }

    fn measure(&self, name: &str) -> f64 {
        let at = self.names.iter().position(|n| n == name);
        self.values[at.unwrap_or_else(|| panic!("no measure {name}"))]
    }
}

fn days(days: u32, rest: &str) -> String {
    let end = lichain::calendar::Date(20_454 + days as i32);
    format!("scenario = {{ name = \"chain\", start = 2026-01-01, end = {end} }}\n{rest}")
}

#[test]
fn a_position_at_its_trigger_in_decimals_orders() {
    let with = |s: &str, level: &str, demand: &str| {
        Trial::of(&days(
            365,
            &format!(
                "site.a = {{ owner = \"firm\", stock.x = {{ initial = \"{level} unit\", policy = {{ s_S = {{ s = \"{s} unit\", S = \"{level} unit\" }} }}, sources = [{{ market = \"m\" }}] }} }}
                 market.m = {{ of = \"x\", price = \"1 USD/unit\", lead_time = \"1 d\" }}
                 demand.d = {{ at = \"a\", of = \"x\", daily = \"{demand} unit\" }}"
            ),
        ))
    };
    let tenths = with("0.7", "1", "0.1");
    let whole = with("7", "10", "1");
    assert_eq!(whole.measure("orders_placed@a.x"), 121.0);
    assert_eq!(tenths.measure("orders_placed@a.x"), 121.0);
}

#[test]
fn two_lines_of_one_product_make_what_one_of_their_size_makes() {
    let plant = |lines: &str| {
        Trial::of(&days(
            3,
            &format!(
                "[site.a]\nowner = \"firm\"\nstock.x = {{ initial = \"95 unit\" }}\nstock.y = {{ policy = {{ base_stock = {{ level = \"90 unit\" }} }} }}\n{lines}"
            ),
        ))
    };
    let line = |name: &str, capacity: u32| {
        format!(
            "[site.a.process.{name}]\nmakes = \"y\"\nuses = {{ x = \"1 unit/unit\" }}\ncapacity = \"{capacity} unit/d\"\n"
        )
    };
    let one = plant(&line("one", 2000));
    let two = plant(&(line("one", 1000) + &line("two", 1000)));
    assert_eq!(one.measure("end_stock@a.y"), 90.0);
    assert_eq!(two.measure("end_stock@a.y"), 90.0);
    assert_eq!(
        two.measure("days_stopped@a.one") + two.measure("days_stopped@a.two"),
        0.0
    );
}

#[test]
fn what_a_starved_line_leaves_is_made_by_the_next() {
    let trial = Trial::of(&days(
        3,
        "[site.a]
owner = \"firm\"
stock.x = { initial = \"10 unit\" }
stock.y = { policy = { base_stock = { level = \"90 unit\" } } }
process.one = { makes = \"y\", uses = { x = \"1 unit/unit\" }, capacity = \"60 unit/d\" }
process.two = { makes = \"y\", capacity = \"85 unit/d\" }",
    ));
    assert_eq!(trial.measure("made@a.one"), 10.0);
    assert_eq!(trial.measure("made@a.two"), 80.0);
    assert_eq!(trial.measure("days_stopped@a.one"), 1.0);
}

#[test]
fn a_capacity_without_limit_in_mind_still_makes() {
    let trial = Trial::of(&days(
        5,
        "[site.a]
owner = \"firm\"
stock.y = { policy = { base_stock = { level = \"500 unit\" } } }
process.one = { makes = \"y\", capacity = \"1000000000000 unit/d\" }",
    ));
    assert_eq!(trial.measure("made@a.one"), 500.0);
}

#[test]
fn a_want_is_set_every_evening_and_not_carried() {
    let trial = Trial::of(&days(
        20,
        "[site.a]
owner = \"firm\"
stock.y = { initial = \"20 unit\", policy = { base_stock = { level = \"20 unit\", review = \"30 d\" } } }
process.one = { makes = \"y\", capacity = \"3 unit/d\" }
[demand.d]
at = \"a\"
of = \"y\"
daily = \"10 unit\"
every = \"100 d\"",
    ));
    assert_eq!(
        trial.measure("made@a.one"),
        10.0,
        "3 + 3 + 3 + 1, each from that evening's position"
    );
    assert_eq!(trial.measure("end_stock@a.y"), 20.0);
}

/// A supplies B over two routes.
fn two_ways(policy_a: &str, sources: &str, rest: &str) -> String {
    format!(
        "leg.short = {{ mode = \"road\", transit = \"1 d\" }}
leg.long = {{ mode = \"road\", transit = \"9 d\" }}
route.r1 = {{ from = \"a\", to = \"b\", carries = [\"x\"], path = [\"short\"] }}
route.r2 = {{ from = \"a\", to = \"b\", carries = [\"x\"], path = [\"long\"] }}
site.a = {{ owner = \"firm\", stock.x = {{ {policy_a} }} }}
site.b = {{ owner = \"firm\", stock.x = {{ policy = {{ base_stock = {{ level = \"20 unit\" }} }}, sources = [{sources}] }} }}
{rest}"
    )
}

#[test]
fn two_routes_from_one_supplier_do_not_use_its_stock_twice() {
    let sources = "{ route = \"r1\" }, { route = \"r2\" }";
    let trial = Trial::of(&days(30, &two_ways("initial = \"10 unit\"", sources, "")));
    assert_eq!(trial.measure("end_stock@b.x"), 10.0);
    assert_eq!(trial.measure("door_to_door_days@r1"), 1.0);
    assert!(
        trial.measure("door_to_door_days@r2").is_nan(),
        "nothing goes the long way"
    );
}

#[test]
fn an_echelon_counts_what_is_downstream_once_however_many_ways_lead_there() {
    let run = |sources: &str| {
        let policy = "initial = \"100 unit\", policy = { echelon_base_stock = { level = \"100 unit\" } }, sources = [{ market = \"m\" }]";
        let rest = "market.m = { of = \"x\", price = \"1 USD/unit\", lead_time = \"3 d\" }
demand.d = { at = \"b\", of = \"x\", daily = \"4 unit\" }";
        let chain = two_ways(policy, sources, rest).replace("\"9 d\"", "\"1 d\"");
        Trial::of(&days(200, &chain)).measure("mean_stock@a.x")
    };
    let one = run("{ route = \"r1\" }");
    let two = run("{ route = \"r1\", share = \"50 %\" }, { route = \"r2\", share = \"50 %\" }");
    assert!(one > 50.0, "A holds most of its echelon: {one}");
    assert!((one - two).abs() < 1e-9, "{one} by one way, {two} by two");
}

#[test]
fn what_is_on_the_way_costs_its_owner_the_suppliers_rate() {
    let run = |title: &str| {
        Trial::of(&days(
            40,
            &format!(
                "[party.maker]\n[party.buyer]\n[scenario.extra]\n[site.a]\nowner = \"maker\"\n[site.a.stock.cell]\ninitial = \"10000 kWh\"\nholding_in_transit = \"1 USD/kWh/d\"
[site.b]\nowner = \"buyer\"\n[site.b.stock.cell]\ninitial = \"500 kWh\"\npolicy = {{ base_stock = {{ level = \"500 kWh\" }} }}\nsources = [{{ route = \"r\" }}]
[leg.l]\nmode = \"sea\"\ntransit = \"10 d\"\n[route.r]\nfrom = \"a\"\nto = \"b\"\ncarries = [\"cell\"]\npath = [\"l\"]
[contract.c]\nseller = \"maker\"\nbuyer = \"buyer\"\nof = \"cell\"\nprice = \"1 USD/kWh\"\ntitle = \"{title}\"
[demand.d]\nat = \"b\"\nof = \"cell\"\ndaily = \"10 kWh\"\n[commodity.cell]\nunit = \"kWh\""
            )
            .replace("[scenario.extra]\n", ""),
        ))
    };
    let (origin, destination) = (run("origin"), run("destination"));
    // 30 cargoes of 10 kWh are charged on ten evenings each, those of the last ten days on fewer.
    let charged = (30.0 * 10.0 * 10.0 + 10.0 * 55.0) / 400.0;
    assert!((origin.measure("chain_cost.holding") - charged).abs() < 1e-9);
    assert!((origin.measure("delivered_cost.holding") - charged).abs() < 1e-9);
    assert!(
        !destination
            .names
            .iter()
            .any(|n| n == "delivered_cost.holding")
    );
}

#[test]
fn a_plant_past_its_life_puts_no_capital_into_what_it_makes() {
    let trial = Trial::of(&days(
        30,
        "[site.a]
owner = \"firm\"
stock.cell = { policy = { push = {} } }
[site.a.process.old]
makes = \"cell\"
capacity = \"100 kWh/d\"
start = 1990-01-01
life = \"20 yr\"
capex = \"3650 USD/(kWh/d)\"
[demand.d]
at = \"a\"
of = \"cell\"
daily = \"1 kWh\"
[commodity.cell]
unit = \"kWh\"",
    ));
    assert_eq!(trial.measure("chain_cost"), 0.0);
    assert!(trial.measure("end_stock@a.cell") > 2000.0);
}

#[test]
fn rounding_is_no_breach_no_order_and_no_shipment() {
    for seed in 1..=40 {
        let chain = "site.a = { owner = \"firm\", stock.x = { policy = { base_stock = { level = \"0 unit\" } }, sources = [{ market = \"m\" }] } }
site.b = { owner = \"firm\", stock.x = { policy = { base_stock = { level = \"0 unit\" } }, sources = [{ route = \"ab\" }], order_cost = \"1 USD\" } }
site.c = { owner = \"firm\", stock.x = { policy = { base_stock = { level = \"0 unit\" } }, sources = [{ route = \"ac\" }] } }
leg.l = { mode = \"road\", transit = \"1 d\" }
route.ab = { from = \"a\", to = \"b\", carries = [\"x\"], path = [\"l\"] }
route.ac = { from = \"a\", to = \"c\", carries = [\"x\"], path = [\"l\"] }
market.m = { of = \"x\", price = \"1 USD/unit\", lead_time = \"1 to 20 d\" }
demand.b = { at = \"b\", of = \"x\", daily = \"uniform(0, 1) unit\", every = \"5 d\" }
demand.c = { at = \"c\", of = \"x\", daily = \"uniform(0, 1) unit\", every = \"5 d\" }";
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("chain.toml");
        let frame = "[party.firm]\n[commodity]\nx = { unit = \"unit\" }\n";
        std::fs::write(&path, format!("{}\n{frame}", days(500, chain))).expect("written");
        let scenario = scenario::load(&path, &[]).unwrap_or_else(|p| panic!("{}", p.render(false)));
        let trace =
            study::trace(&scenario.variants[0], seed, 1).unwrap_or_else(|b| panic!("{b:?}"));
        let at = trace
            .layout
            .measures
            .iter()
            .position(|m| m.name == "orders_placed@b.x");
        assert_eq!(
            at.map(|at| trace.measures[at]),
            Some(100.0),
            "one order a demand"
        );
        let smallest = trace
            .flows
            .iter()
            .filter(|f| f.kind == "departed")
            .map(|f| f.quantity);
        let smallest = smallest.fold(f64::INFINITY, f64::min);
        assert!(smallest > 1e-9, "a cargo of {smallest}");
    }
}

#[test]
fn what_a_state_takes_is_paid_but_uses_no_resource() {
    let run = |kind: &str| {
        Trial::of(&days(
            10,
            &format!(
                "[party.budget]
kind = \"{kind}\"
[site.a]
owner = \"firm\"
stock.cell = {{ policy = {{ push = {{}} }} }}
[site.a.process.make]
makes = \"cell\"
capacity = \"5 kWh/d\"
cost.making = \"20 USD/kWh\"
cost.royalty = {{ amount = \"2 USD/kWh\", to = \"budget\" }}
[demand.d]
at = \"a\"
of = \"cell\"
daily = \"5 kWh\"
[commodity.cell]
unit = \"kWh\""
            ),
        ))
    };
    let (state, company) = (run("state"), run("company"));
    assert!((state.measure("chain_cost") - 20.0).abs() < 1e-12);
    assert!((company.measure("chain_cost") - 22.0).abs() < 1e-12);
    assert!(
        (state.measure("delivered_cost") - 22.0).abs() < 1e-12,
        "the firm pays it all the same"
    );
    assert_eq!(state.measure("cash_usd@budget"), 100.0);
}

#[test]
fn a_trace_tells_of_starts_breakdowns_and_repairs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chain.toml");
    let chain = "[party.firm]
[commodity]
x = { unit = \"unit\" }
[site.a]
owner = \"firm\"
stock.x = { policy = { push = {} }, dispatch = { breakdown = { chance = \"0.1\", repair = \"0.5\" } } }
[site.a.process.make]
makes = \"x\"
capacity = \"5 unit/d\"
start = 2026-02-01
breakdown = { chance = \"0.1\", repair = \"0.5\" }";
    std::fs::write(&path, days(300, chain)).expect("written");
    let scenario = scenario::load(&path, &[]).unwrap_or_else(|p| panic!("{}", p.render(false)));
    let trace = study::trace(&scenario.variants[0], 1, 1).unwrap_or_else(|b| panic!("{b:?}"));
    let count = |what: &str, place: &str| {
        trace
            .events
            .iter()
            .filter(|e| e.what == what && e.place == place)
            .count()
    };
    let start = trace
        .events
        .iter()
        .find(|e| e.what == "start")
        .expect("a start");
    assert_eq!((start.day, start.place.as_str()), (31, "a.make"));
    for place in ["a.make", "a.x"] {
        let (broken, repaired) = (count("breakdown", place), count("repair", place));
        assert!(
            broken > 5 && broken.abs_diff(repaired) <= 1,
            "{place}: {broken}, {repaired}"
        );
    }
}
