//! Mine, refinery, cell plant and automaker worked out by hand.

use crate::common::{column, holds, run};

/// A pit and a refinery: a year of it, without a customer.
const MINE: &str = r#"
[scenario]
name = "mine"
start = 2027-01-01
end = 2028-01-01
[party.firm]
[commodity]
sc6 = { unit = "t", lithium = "27.87 kg/t" }
lce = { unit = "t", lithium = "187.9 kg/t" }
[site.mine]
owner = "firm"
stock.sc6 = { policy = { push = {} } }
[site.mine.process.dig]
makes = "sc6"
capacity = "100 t/d"
season = [0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]
[demand.none]
at = "mine"
of = "sc6"
daily = "0 t"
"#;

#[test]
fn winter_slows_an_open_pit_by_the_days_of_its_months() {
    // December, January and February have 90 days, the rest of the year 275.
    holds(MINE, &[("made@mine.dig", 90.0 * 50.0 + 275.0 * 100.0)]);
}

#[test]
fn a_refinery_takes_the_concentrate_that_its_recovery_says() {
    let refinery = r#"
[site.mine.stock.lce]
policy = { push = {} }
[site.mine.process.refine]
makes = "lce"
capacity = "10 t/d"
recovers = { sc6 = "85 %" }
[demand.cells]
at = "mine"
of = "lce"
daily = "0 t"
"#;
    // 187.9 / 27.87 = 6.742 t of concentrate hold a tonne of carbonate's lithium; 7.93 t are used.
    let per_tonne = 187.9 / 27.87 / 0.85;
    assert!((7.0..8.5).contains(&per_tonne));
    // What is dug in the morning is refined on the same day, 50 t in winter: 6.3 t of carbonate.
    let winter = 50.0 / per_tonne;
    let stopped = 90.0;
    let left = 275.0 * (100.0 - 10.0 * per_tonne);
    // From March on 20.7 t a day are left over, and last until December, whose need is 79.3 t a day.
    let december = 31.0 * (10.0 * per_tonne - 50.0);
    assert!(left > december);
    let made = 59.0 * winter + 306.0 * 10.0;
    holds(
        &format!("{MINE}{refinery}"),
        &[
            ("made@mine.refine", made),
            ("days_stopped@mine.refine", stopped - 31.0),
            ("end_stock@mine.sc6", left - december),
        ],
    );
}

/// Two models built from cells: 50 and 80 kWh a vehicle.
fn automaker(unmet: &str) -> String {
    format!(
        r#"
[scenario]
name = "cars"
start = 2027-01-01
end = 2027-03-02
automaker = "maker"
[party.maker]
[commodity]
cell = {{ unit = "kWh", lithium = "0.1 kg/kWh" }}
small = {{ unit = "vehicle", lithium = "5 kg/vehicle", energy = "50 kWh/vehicle" }}
large = {{ unit = "vehicle", lithium = "8 kg/vehicle", energy = "80 kWh/vehicle" }}
[site.works]
owner = "maker"
stock.cell = {{ initial = "9000 kWh" }}
stock.small = {{ initial = "4 vehicle", policy = {{ base_stock = {{ level = "4 vehicle" }} }} }}
stock.large = {{ initial = "2 vehicle", policy = {{ base_stock = {{ level = "2 vehicle" }} }} }}
process.small = {{ makes = "small", capacity = "10 vehicle/d", uses = {{ cell = "50 kWh/vehicle" }} }}
process.large = {{ makes = "large", capacity = "10 vehicle/d", uses = {{ cell = "80 kWh/vehicle" }} }}
[demand]
small = {{ at = "works", of = "small", plan = "4 vehicle/d", season = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], unmet = "{unmet}" }}
large = {{ at = "works", of = "large", plan = "2 vehicle/d", season = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], unmet = "{unmet}" }}
"#
    )
}

#[test]
fn vehicles_that_are_not_built_for_want_of_cells_are_counted_and_late_or_lost() {
    // January wants 4 and 2 a day, the holiday month of February half, 1 March 4 and 2: 31 + 14 + 1 = 46
    // days' worth. Cells for 360 kWh a day make 25 such days, and one more was in stock.
    let (demanded, served) = (46.0 * 6.0, 26.0 * 6.0);
    for (unmet, backlog) in [("lost", 0.0), ("backlog", 46.0 - 26.0)] {
        holds(
            &automaker(unmet),
            &[
                ("delivered_vehicles", served),
                ("vehicles_not_built", demanded - served),
                ("vehicles_lost", demanded - served),
                ("end_backlog@small", 4.0 * backlog),
                ("end_backlog@large", 2.0 * backlog),
                ("delivered_kwh", 26.0 * 360.0),
                ("fill_rate", 26.0 / 46.0),
                // Days 26 to 59.
                ("days_short", 34.0),
                ("made@works.small", 25.0 * 4.0),
            ],
        );
    }
}

#[test]
fn the_time_in_the_chain_is_that_of_littles_law() {
    // 100 kWh a day spend 3 days in the plant, 2.5 on the road (in stock on the third morning) and what 500
    // kWh of cells in each stock take.
    let text = r#"
[scenario]
name = "little"
start = 2027-01-01
end = 2028-01-01
warmup = "30 d"
[party.firm]
[commodity]
cell = { unit = "kWh", lithium = "0.1 kg/kWh" }
[site.plant]
owner = "firm"
stock.cell = { initial = "500 kWh", policy = { base_stock = { level = "900 kWh" } } }
process.make = { makes = "cell", capacity = "1000 kWh/d", inside = "3 d" }
[site.gate]
owner = "firm"
stock.cell = { initial = "800 kWh", policy = { base_stock = { level = "800 kWh" } }, sources = [{ route = "way" }] }
[leg]
road = { mode = "road", transit = "2.5 d" }
[route]
way = { from = "plant", to = "gate", carries = ["cell"], path = ["road"] }
[demand.d]
at = "gate"
of = "cell"
daily = "100 kWh"
"#;
    // In the evening: at the gate 800 less three days' orders on the way; the plant's position is 900, of
    // which three mornings' starts are inside (its want is started on the next morning).
    let (gate, road, inside) = (500.0, 300.0, 300.0);
    let plant = 900.0 - inside - 100.0;
    holds(
        text,
        &[
            ("mean_stock@gate.cell", gate),
            ("mean_stock@plant.cell", plant),
            ("cover_days@gate.cell", gate / 100.0),
            ("chain_time_days", (gate + road + inside + plant) / 100.0),
            ("fill_rate", 1.0),
        ],
    );
}

#[test]
fn what_goes_round_comes_back_after_its_lead_time() {
    // A loop is entered at its first stock by name, carbonate: the recycler works in the morning, on the
    // cells of the day before. It starts on days 1 to 19, 2 cells for a tonne five days later, so 14 t come
    // back by day 19: 100 - 20 x 4 + 14 t are left, and 80 - 19 x 2 - 20 cells.
    let scenario = crate::common::load("scenarios/lessons/recycling.toml", &[]);
    let outcomes = run(&scenario, 2);
    for (name, value) in [
        ("made@plant.make", 80.0),
        ("made@plant.recycle", 19.0),
        ("end_stock@plant.carbonate", 34.0),
        ("end_stock@plant.cell", 22.0),
    ] {
        let found = column(&outcomes.variants[0], name)[0];
        assert!(
            (found - value).abs() < 1e-9,
            "{name}: {found}, by hand {value}"
        );
    }
}
