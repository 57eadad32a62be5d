//! Processes that are more than a recipe at a fixed capacity, against closed forms and hand
//! calculations.

use lichain::outcome::Outcomes;
use lichain::validation::Group;

use crate::common::{column, read, run};

/// A plant alone: `lines` stand in its process, which makes ore in t and pushes.
fn plant(days_end: &str, lines: &str) -> String {
    format!(
        r#"
[scenario]
name = "plant"
start = 2027-01-01
end = {days_end}
[party]
maker = {{}}
state = {{ kind = "state" }}
[commodity]
ore = {{ unit = "t" }}
[site.plant]
owner = "maker"
stock.ore.policy = {{ push = {{}} }}
[site.plant.process.make]
makes = "ore"
{lines}
"#
    )
}

fn outcomes(days_end: &str, lines: &str) -> Outcomes {
    run(&read(&plant(days_end, lines)), 3)
}

/// A measure, the same in all trials.
fn value(outcomes: &Outcomes, measure: &str) -> f64 {
    let values = column(&outcomes.variants[0], measure);
    assert!(values.iter().all(|v| v.to_bits() == values[0].to_bits()));
    values[0]
}

fn assert_close(found: f64, by_hand: f64, what: &str) {
    let error = (found - by_hand).abs() / by_hand.abs().max(1.0);
    assert!(error < 1e-9, "{what}: {found}, by hand {by_hand}");
}

#[test]
fn availability_is_the_renewal_closed_form_and_whole_days_would_miss_it() {
    crate::selftest::holds(Group::Textbook, "breakdowns of a process");
}

#[test]
fn an_outage_of_fixed_times_takes_its_hours_out_of_the_days() {
    // In order until 10.25, out of order until 12.5, in order until 22.75, out until 25.0.
    let lines = r#"capacity = "10 t/d"
available = { mtbf = "10.25 d", mttr = "2.25 d" }"#;
    for (end, in_order) in [
        ("2027-01-11", 10.0),
        ("2027-01-12", 10.25),
        ("2027-01-13", 10.25),
        ("2027-01-14", 10.75),
        ("2027-01-24", 20.5),
        ("2027-01-27", 21.5),
    ] {
        let made = value(&outcomes(end, lines), "made@plant.make");
        assert_close(made, 10.0 * in_order, end);
    }
}

#[test]
fn phases_add_up_each_with_its_own_ramp_delay_and_overrun() {
    let lines = r#"ramp = { linear = { over = "10 d" } }
phase.a = { capacity = "10 t/d", ramp = { linear = { over = "0 d" } }, capex = "1000 USD/(t/d)" }
phase.b = { capacity = "20 t/d", start = 2027-01-31, delay = "5 d", capex = "2000 USD/(t/d)", overrun = "150 %" }
phase.c = { capacity = "99 t/d", start = "discrete(never: 1)", capex = "1000 USD/(t/d)" }"#;
    let outcomes = outcomes("2027-04-11", lines); // 100 days
    // Phase b opens on day 35 and has ages 0 to 64: ten days of ramp are worth 4.5.
    let made = 10.0 * 100.0 + 20.0 * (4.5 + 55.0);
    assert_close(value(&outcomes, "made@plant.make"), made, "made");
    assert_close(
        value(&outcomes, "utilisation@plant.make"),
        1.0,
        "utilisation",
    );
    let (a, b) = (10.0 * 1000.0, 20.0 * 2000.0 * 1.5);
    assert_close(value(&outcomes, "cash_usd@maker"), -(a + b), "capex");
    // Over twenty years at 0 %, 100 and 65 days of it.
    let capital = (a * 100.0 + b * 65.0) / 7300.0;
    assert_close(value(&outcomes, "total_cost_usd"), capital, "capital");
}

#[test]
fn a_phase_that_is_needed_opens_after_its_build_time_and_the_next_waits_its_turn() {
    let when = r#"when = { utilisation = "90 %", for = "20 d", build = "15 d" }"#;
    let lines = format!(
        r#"phase.a = {{ capacity = "10 t/d" }}
phase.b = {{ capacity = "10 t/d", capex = "1000 USD/(t/d)", {when} }}
phase.c = {{ capacity = "10 t/d", capex = "1000 USD/(t/d)", {when} }}"#
    );
    let busy = outcomes("2027-04-11", &lines);
    // Full on days 0 to 19, decided on the evening of day 19, open on day 34; then on days 34 to
    // 53, and 68.
    let made = 10.0 * (100.0 + 66.0 + 32.0);
    assert_close(value(&busy, "made@plant.make"), made, "made");
    assert_close(value(&busy, "cash_usd@maker"), -20_000.0, "capex");
    let calm = plant("2027-04-11", &lines).replace(
        "stock.ore.policy = { push = {} }",
        "stock.ore = { initial = \"50 t\", policy = { base_stock = { level = \"50 t\" } } }",
    ) + "[demand]\nbuyer = { at = \"plant\", of = \"ore\", daily = \"8.9 t\" }\n";
    let calm = run(&read(&calm), 3);
    assert!(value(&calm, "made@plant.make") > 800.0);
    assert_close(value(&calm, "cash_usd@maker"), 0.0, "capex of nothing");
}

#[test]
fn scrap_falls_with_good_output_as_worked_out_by_hand() {
    let lines = r#"capacity = "10 t/d"
scrap = { first = "25 %", mature = "6 %", at = "600 t" }"#;
    let mut good = 0.0_f64;
    for _ in 0..100 {
        let scrap = 0.06 + (0.25 - 0.06) * (-(20.0_f64.ln()) * good / 600.0).exp();
        good += 10.0 * (1.0 - scrap);
    }
    let found = value(&outcomes("2027-04-11", lines), "made@plant.make");
    assert_close(found, good, "made");
    assert!(found > 100.0 * 10.0 * 0.75 && found < 100.0 * 10.0 * 0.94);
    let flat = lines.replace("25 %", "6 %");
    let found = value(&outcomes("2027-04-11", &flat), "made@plant.make");
    assert_close(found, 940.0, "nothing to learn");
}

#[test]
fn mcnulty_classes_follow_their_table_and_a_ceiling_is_never_passed() {
    // Ends of years 1 to 3 of a plant of nameplate 10 t/d, by class.
    let table = [
        [1.0, 1.0, 1.0],
        [0.55, 0.75, 0.9],
        [0.45, 0.65, 0.75],
        [0.3, 0.45, 0.55],
    ];
    let share = |[one, two, three]: [f64; 3], age: f64| match age / 100.0 {
        x if x < 1.0 => one * x,
        x if x < 2.0 => one + (two - one) * (x - 1.0),
        x if x < 3.0 => two + (three - two) * (x - 2.0),
        _ => three,
    };
    for (class, years) in (1..).zip(table) {
        for ceiling in [1.0, 0.6] {
            let lines = format!(
                r#"capacity = "10 t/d"
ramp = {{ mcnulty = {{ class = {class}, to_nameplate = "100 d", ceiling = {ceiling} }} }}"#
            );
            let ages = (0..400).map(f64::from);
            let made: f64 = ages.map(|age| 10.0 * share(years, age).min(ceiling)).sum();
            let found = value(&outcomes("2028-02-05", &lines), "made@plant.make");
            assert_close(found, made, &format!("class {class}, ceiling {ceiling}"));
        }
    }
    let lines = r#"capacity = "10 t/d"
ramp = { linear = { over = "10 d", ceiling = "80 %" } }"#;
    let found = value(&outcomes("2027-01-21", lines), "made@plant.make");
    assert_close(found, 10.0 * (2.8 + 12.0 * 0.8), "a ceiling on a line");
}

#[test]
fn a_mine_ends_with_its_ore_and_owes_royalty_after_its_holiday() {
    // 6 % / (1 % x 60 %) = 10 t of ore for a tonne of concentrate: 100 t in ten days.
    let lines = r#"capacity = "10 t/d"
mine = { reserve = "1000 t", grade = "1 %", recovery = "60 %", concentrate_grade = "6 %" }
royalty = { rate = "6.5 %", of = "800 USD/t", to = "state", holiday = "4 d" }"#;
    let short = outcomes("2027-01-06", lines);
    assert_close(value(&short, "reserve_left@plant.make"), 500.0, "half way");
    let long = outcomes("2027-02-01", lines);
    assert_close(value(&long, "made@plant.make"), 100.0, "all of it");
    assert_close(value(&long, "reserve_left@plant.make"), 0.0, "none left");
    let royalty = 60.0 * 800.0 * 0.065;
    assert_close(value(&long, "cash_usd@state"), royalty, "royalty");
    assert_close(value(&long, "total_cost_usd"), 0.0, "a transfer");
}

#[test]
fn energy_is_paid_per_unit_started_and_its_carbon_is_counted() {
    let lines = r#"capacity = "10 t/d"
scrap = "10 %"
energy = { per_unit = "50 kWh/t", price = "0.08 USD/kWh", carbon = "0.6 kg/kWh" }"#;
    let outcomes = outcomes("2027-01-11", lines);
    assert_close(value(&outcomes, "total_cost_usd"), 400.0, "5,000 kWh");
    assert_close(value(&outcomes, "cash_usd@maker"), -400.0, "paid");
    assert_close(value(&outcomes, "emissions"), 3000.0, "carbon");
    assert_close(
        value(&outcomes, "emissions@plant.make"),
        3000.0,
        "its carbon",
    );
}

#[test]
fn all_of_it_together_breaks_no_rule() {
    let lines = r#"ramp = { mcnulty = { class = 2, to_nameplate = "60 to 300 d", ceiling = "pert(80, 95, 100) %" } }
phase.a = { capacity = "10 t/d", start = "discrete(2027-02-01: 0.7, never: 0.3)", delay = "uniform(0, 90) d", capex = "1000 USD/(t/d)", overrun = "pert(90, 115, 170) %" }
phase.b = { capacity = "uniform(5, 15) t/d", capex = "900 USD/(t/d)", when = { utilisation = "80 %", for = "2 mo", build = "uniform(0, 200) d" } }
scrap = { first = "uniform(15, 30) %", mature = "6 %", at = "900 t" }
season = [0.7, 0.7, 0.85, 1, 1, 1, 1, 1, 1, 1, 0.85, 0.7]
breakdown = { chance = "1 %", repair = "50 %" }
available = { mtbf = "exponential(30) d", mttr = "lognormal(mean 3, cv 80 %) d" }
mine = { reserve = "uniform(50, 120) kt", grade = "1 %", recovery = "pert(55, 65, 72) %", concentrate_grade = "6 %" }
royalty = { rate = "6.5 %", of = "uniform(700, 900) USD/t", to = "state", holiday = "200 d" }
energy = { per_unit = "50 kWh/t", price = "0.08 USD/kWh", carbon = "0.6 kg/kWh" }
cost.operating = "100 USD/t"
inside = "3.5 d""#;
    let outcomes = run(&read(&plant("2031-01-01", lines)), 40);
    let of = |measure: &str| column(&outcomes.variants[0], measure);
    let some = |measure: &str| of(measure).iter().filter(|v| **v > 0.0).count();
    let never = of("made@plant.make").iter().filter(|v| **v == 0.0).count();
    assert!((4..=20).contains(&never), "{never} of 40 never open");
    assert!(some("cash_usd@state") >= 20 && some("emissions") == 40 - never);
    let gone = of("reserve_left@plant.make").iter().filter(|v| **v < 1.0);
    assert!(gone.count() > 0, "some reserve is used up");
}

#[test]
fn the_capital_of_phases_is_written_off_for_tax_as_well() {
    // Phases of 365,000 USD each, a year apart, written off in two years; 1,000 and then 2,000 kWh a day
    // earn 0.80 USD each: profits 292,000 - 182,500, 584,000 - 365,000 and 584,000 - 182,500.
    let text = r#"
[scenario]
name = "phases"
start = 2025-01-01
end = 2028-01-01
[party.state]
kind = "state"
[party.maker]
residual = "book"
hurdle = "0 %/yr"
tax = { rate = "20 %", to = "state", depreciation = "2 yr" }
[commodity]
cell = { unit = "kWh" }
[site.plant]
owner = "maker"
stock.cell.policy = { push = {} }
[site.plant.process.cells]
makes = "cell"
cost.operating = "20 USD/kWh"
phase.one = { capacity = "1000 kWh/d", start = 2025-01-01, capex = "365 USD/(kWh/d)" }
phase.two = { capacity = "1000 kWh/d", start = 2026-01-01, capex = "365 USD/(kWh/d)" }
[outlet.grid]
at = "plant"
of = "cell"
price = "20.8 USD/kWh"
[demand.line]
at = "plant"
of = "cell"
daily = "0 kWh"
"#;
    let outcomes = crate::common::run(&crate::common::read(text), 1);
    let profits = [
        292_000.0 - 182_500.0,
        584_000.0 - 365_000.0,
        584_000.0 - 182_500.0,
    ];
    let tax = 0.2 * profits.iter().sum::<f64>();
    assert_close(value(&outcomes, "cash_usd@state"), tax, "tax");
    // The second phase was open for two years: all capital is written off, nothing is in stock.
    let cash = 292_000.0 + 2.0 * 584_000.0 - 730_000.0 - tax;
    assert_close(value(&outcomes, "npv_usd@maker"), cash, "cash");
}
