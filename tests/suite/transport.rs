//! What happens on the way, against what can be worked out by hand: queues, closures, departures,
//! demurrage, ways, and the laws of hazards.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "what helps a test is a test, and numbers by hand are exact"
)]

use crate::common::column;
use lichain::outcome::Outcomes;
use lichain::validation::Group;
use lichain::{scenario, study};

/// A unit a day from a to b, whose way and hazards are given.
fn chain(path: &str, rest: &str) -> String {
    format!(
        r#"
[scenario]
name = "way"
start = 2027-01-04                                   # a Monday
end = 2027-04-14                                     # 100 days
[party.firm]
[party.carrier]
[commodity]
goods = {{ unit = "unit", per_feu = "1 unit" }}
[market.source]
of = "goods"
price = "1 USD/unit"
lead_time = "1 d"
[site.a]
owner = "firm"
[site.a.stock.goods]
initial = "1000 unit"
policy = {{ base_stock = {{ level = "1000 unit" }} }}
sources = [{{ market = "source" }}]
[site.b]
owner = "firm"
[site.b.stock.goods]
initial = "100 unit"
policy = {{ base_stock = {{ level = "100 unit" }} }}
sources = [{{ route = "ab" }}]
[route.ab]
from = "a"
to = "b"
carries = ["goods"]
path = {path}
[demand.d]
at = "b"
of = "goods"
daily = "1 unit"
{rest}
"#
    )
}

fn run(text: &str, trials: u64) -> Outcomes {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("way.toml");
    std::fs::write(&path, text).unwrap();
    let scenario = scenario::load(&path, &[]).unwrap_or_else(|p| panic!("{}", p.render(false)));
    let settings = study::Settings::new(trials, 1);
    study::run(&scenario.variants, 0, &settings, &|_| ()).unwrap()
}

fn one(text: &str, measure: &str) -> f64 {
    column(&run(text, 1).variants[0], measure)[0]
}

const ROAD: &str = "[leg.road]\nmode = \"road\"\ntransit = \"2.5 d\"\n";

#[test]
fn a_node_without_congestion_takes_no_time_and_keeps_the_clock() {
    let node =
        "[node.border]\nthroughput = \"5 FEU/d\"\n[leg.on]\nmode = \"rail\"\ntransit = \"1 d\"\n";
    let text = chain(r#"["road", "border", "on"]"#, &format!("{ROAD}{node}"));
    // 2.5 + 1 d on the clock; in stock on the fourth morning.
    assert_eq!(one(&text, "door_to_door_days@ab"), 3.5);
    assert_eq!(one(&text, "order_to_arrival_days@b.goods"), 4.0);
    assert_eq!(one(&text, "wait_days@border"), 0.0);
    // What leaves on evenings 0 to 97 is at the border on day 99 or before.
    assert_eq!(one(&text, "passed_feu@border"), 98.0);
}

#[test]
fn handling_is_added_to_the_clock_of_what_passes() {
    let node = "[node.border]\nthroughput = \"5 FEU/d\"\nhandling = \"0.75 d\"\n\
        [leg.on]\nmode = \"rail\"\ntransit = \"1 d\"\n";
    let text = chain(r#"["road", "border", "on"]"#, &format!("{ROAD}{node}"));
    // 2.5 + 0.75 + 1 d on the clock; in stock on the fifth morning.
    assert_eq!(one(&text, "door_to_door_days@ab"), 4.25);
    assert_eq!(one(&text, "order_to_arrival_days@b.goods"), 5.0);
    assert_eq!(one(&text, "wait_days@border"), 0.0);
}

#[test]
fn a_border_shut_for_ten_days_delays_what_comes_as_worked_out_by_hand() {
    let rest = "[node.border]\nthroughput = \"3 FEU/d\"\n[leg.on]\nmode = \"rail\"\ntransit = \"1 d\"\n\
        [hazard.shut]\ndates = [[2027-02-03, 2027-02-12]]\nhits = [\"node.border\"]\n";
    let text = chain(r#"["road", "border", "on"]"#, &format!("{ROAD}{rest}"));
    // Shut on days 30 to 39. Ten units come on them, waiting 10, 9, ... 1 days if all could pass on
    // day 40. On day 40 eleven are there, three pass (of days 30 to 32, waiting 10, 9, 8); on day 41
    // nine (33 to 35: 8, 7, 6); on day 42 seven (36 to 38: 6, 5, 4); on day 43 five (39 to 41: 4, 3,
    // 2); on day 44 three (42 to 44: 2, 1, 0). Together 75 days.
    let passed = one(&text, "passed_feu@border");
    let waited = one(&text, "wait_days@border") * passed;
    assert!((waited - 75.0).abs() < 1e-9, "{waited}");
    // In the evening of day 30 + i, i + 1 wait, up to ten; then 8, 6, 4, 2, 0.
    let queued = one(&text, "queue_feu@border") * 100.0;
    assert!((queued - 75.0).abs() < 1e-9, "{queued}");
    assert_eq!(one(&text, "spell_days@shut"), 10.0);
}

#[test]
fn demurrage_is_charged_to_the_cent() {
    let rest = "[node.border]\nthroughput = \"3 FEU/d\"\ndemurrage = \"70.25 USD/FEU/d\"\ncarrier = \"carrier\"\n\
        [hazard.shut]\ndates = [[2027-02-03, 2027-02-12]]\nhits = [\"node.border\"]\n";
    let text = chain(r#"["road", "border"]"#, &format!("{ROAD}{rest}"));
    let usd = one(&text, "cash_usd@carrier");
    assert!((usd - 75.0 * 70.25).abs() < 1e-8, "{usd}");
}

#[test]
fn a_closed_leg_lets_nobody_in_and_what_is_on_it_goes_on() {
    let rest = "[leg.sea]\nmode = \"sea\"\ntransit = \"4 d\"\n\
        [hazard.storm]\ndates = [[2027-02-03, 2027-02-07]]\nhits = [\"leg.sea\"]\n";
    let text = chain(r#"["road", "sea"]"#, &format!("{ROAD}{rest}"));
    // The clock comes to the sea at t + 2.5; days 30 to 34 are shut, so those of 30.5 to 34.5 leave
    // at 35: they wait 4.5, 3.5, 2.5, 1.5, 0.5 days: 12.5 in all over 93 arrivals (t + 6.5 <= 99).
    let mean = one(&text, "door_to_door_days@ab");
    assert!((mean - (6.5 + 12.5 / 93.0)).abs() < 1e-9, "{mean}");
}

#[test]
fn a_departure_takes_what_waits_as_far_as_it_has_room() {
    let timetable = |departs: &str| {
        let rest = format!("[leg.ship]\nmode = \"sea\"\ntransit = \"3 d\"\ndeparts = {departs}\n");
        chain(r#"["ship"]"#, &rest)
    };
    // Departures on Mondays, days 0, 7, ...; cargo of an evening may leave that evening. Of a week's
    // seven units one waits 0, 6, 5, ... 1 days: 3 on average; 14 departures have taken 92 (days 0 to
    // 91), 1 on the first with no wait.
    let weekly = timetable(r#"{ weekly = ["Mon"] }"#);
    assert_eq!(one(&weekly, "passed_feu@ship"), 99.0);
    assert!((one(&weekly, "wait_days@ship") - 14.0 * 21.0 / 99.0).abs() < 1e-9);
    // With room for five a week, 15 departures (days 0 to 98) take 1 + 14 x 5.
    let room = timetable(r#"{ weekly = ["Mon"], room = "5 FEU" }"#);
    assert_eq!(one(&room, "passed_feu@ship"), 71.0);
    // Without ten aboard there is none: on days 0 and 7 one and eight wait, on day 14 fifteen leave.
    let least = timetable(r#"{ every = "7 d", at_least = "10 FEU" }"#);
    // Then fourteen on days 28, 42, 56, 70, 84 and 98.
    assert_eq!(one(&least, "passed_feu@ship"), 15.0 + 6.0 * 14.0);
}

#[test]
fn all_on_board_share_one_draw_of_the_transit_time() {
    let rest = "[leg.ship]\nmode = \"sea\"\ntransit = \"uniform(3, 6) d\"\ndeparts = { weekly = [\"Mon\"] }\n";
    let text = chain(r#"["ship"]"#, rest);
    let outcomes = run(&text, 40);
    let orders = column(&outcomes.variants[0], "orders_arrived@b.goods");
    // Whole departures only: 1 + 7 n orders have arrived, whatever the luck.
    assert!(orders.iter().all(|n| (n - 1.0) % 7.0 == 0.0), "{orders:?}");
}

#[test]
fn other_traffic_makes_a_queue_of_the_length_that_theory_says() {
    // Each evening the queue of a node for 10 FEU a day goes up by 2 with chance 0.4 (12 come) or
    // down by 2 (8 come), not below 0: a random walk whose law is geometric with ratio 0.4 / 0.6, so
    // the mean is 2 x (2/3) / (1/3) = 4 FEU (Feller, volume 1, chapter XV).
    let rest = "[node.border]\nthroughput = \"10 FEU/d\"\nbackground = \"discrete(8: 0.6, 12: 0.4) FEU/d\"\n";
    let text = chain(r#"["border"]"#, rest)
        .replace("daily = \"1 unit\"", "daily = \"0.000001 unit\"")
        .replace("end = 2027-04-14", "end = 2032-06-28\nwarmup = \"200 d\"");
    let queues = column(&run(&text, 1600).variants[0], "queue_feu@border").to_vec();
    let n = queues.len() as f64;
    let mean = queues.iter().sum::<f64>() / n;
    let variance = queues.iter().map(|q| (q - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let half = 2.588 * (variance / n).sqrt();
    assert!(
        half < 0.02 * 4.0 && (mean - 4.0).abs() < half,
        "{mean} ± {half}"
    );
}

#[test]
fn cargo_takes_the_other_way_while_the_first_is_shut() {
    let rest = "[leg.other]\nmode = \"sea\"\ntransit = \"9 d\"\n[route.sea]\nfrom = \"a\"\nto = \"b\"\ncarries = [\"goods\"]\npath = [\"other\"]\n\
        [hazard.shut]\ndates = [[2027-02-03, 2027-02-12]]\nhits = [\"leg.road\"]\n";
    let text = chain(r#"["road"]"#, &format!("{ROAD}{rest}"))
        .replace(r#"{ route = "ab" }"#, r#"{ route = "ab", or = ["sea"] }"#);
    assert_eq!(one(&text, "feu@sea"), 10.0);
    assert_eq!(one(&text, "feu@ab"), 90.0);
    assert_eq!(one(&text, "door_to_door_days@sea"), 9.0);
    assert_eq!(one(&text, "door_to_door_days@ab"), 2.5);
}

#[test]
fn cargo_is_diverted_when_the_queue_is_too_long() {
    let rest = "[node.border]\nthroughput = \"0.5 FEU/d\"\n[leg.other]\nmode = \"sea\"\ntransit = \"9 d\"\n\
        [route.sea]\nfrom = \"a\"\nto = \"b\"\ncarries = [\"goods\"]\npath = [\"other\"]\n";
    let text = chain(r#"["border"]"#, rest).replace(
        r#"{ route = "ab" }"#,
        r#"{ route = "ab", or = ["sea"], wait_over = "6 d" }"#,
    );
    // The queue holds at little more than three containers, six days of work.
    let queue = one(&text, "queue_feu@border");
    assert!((2.0..4.0).contains(&queue), "{queue}");
    assert!(one(&text, "feu@sea") > 40.0);
}

#[test]
fn the_quicker_and_the_cheaper_way_are_found() {
    for (choose, quick) in [("least_time", true), ("least_cost", false)] {
        let rest = "[leg.slow]\nmode = \"sea\"\ntransit = \"uniform(2, 5) d\"\ncost = { per_feu = \"10 USD/FEU\" }\n\
            [leg.quick]\nmode = \"air\"\ntransit = \"uniform(1, 2) d\"\ncost = { per_feu = \"90 USD/FEU\" }\n\
            [route.air]\nfrom = \"a\"\nto = \"b\"\ncarries = [\"goods\"]\npath = [\"quick\"]\n";
        let text = chain(r#"["slow"]"#, rest).replace(
            r#"{ route = "ab" }"#,
            &format!(r#"{{ route = "ab", or = ["air"], choose = "{choose}" }}"#),
        );
        let air = one(&text, "feu@air");
        assert_eq!(air, if quick { 100.0 } else { 0.0 }, "{choose}");
    }
}

/// A mine with an outage: the share of its capacity that is left, and spells, over many trials.
fn outage(hazard: &str, trials: u64) -> Outcomes {
    let text = format!(
        r#"
[scenario]
name = "outage"
start = 2027-01-01
end = 2037-01-01
[party.firm]
[commodity]
ore = {{ unit = "t" }}
[site.mine]
owner = "firm"
[site.mine.stock.ore]
policy = {{ push = {{}} }}
[site.mine.process.dig]
makes = "ore"
capacity = "1 t/d"
[demand.d]
at = "mine"
of = "ore"
daily = "1 t"
unmet = "lost"
{hazard}
"#
    );
    run(&text, trials)
}

fn within(values: &[f64], exact: f64, relative: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let half = 2.576 * (variance / n).sqrt();
    assert!(
        half < relative * exact && (mean - exact).abs() < half,
        "{mean} ± {half}, exact {exact}"
    );
}

#[test]
fn outages_of_a_renewal_clock_leave_the_availability_of_theory() {
    crate::selftest::holds(Group::Textbook, "hazards at a site");
}

#[test]
fn storms_come_at_their_rate_in_their_season_and_overlaps_count_once() {
    let hazard = "[hazard.storm]\nrate = \"6 /yr\"\nlasts = \"20 d\"\nleaves = \"25 %\"\nhits = [\"site.mine.process.dig\"]\nseason = [0, 0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0]\n";
    let outcomes = outage(hazard, 2400);
    // June to September have 122 of 365.25 days, at twice 6 a year of 365 days.
    within(
        column(&outcomes.variants[0], "spells@storm"),
        12.0 / 365.0 * 1220.0,
        0.01,
    );
    // Spells of length L at a rate r: a time in the season is free with chance exp(-r u), u the
    // season's time within L before it.
    let (rate, length, season) = (12.0 / 365.0, 20.0, 122.0);
    let free_in = |t: f64| f64::exp(-rate * f64::min(t, length));
    let steps = 1_000_000;
    let span = season + length;
    let busy: f64 = (0..steps)
        .map(|i| {
            let t = (f64::from(i) + 0.5) * span / f64::from(steps);
            let exposed = if t <= season {
                f64::min(t, length)
            } else {
                length - (t - season)
            };
            1.0 - if t <= season {
                free_in(t)
            } else {
                f64::exp(-rate * exposed)
            }
        })
        .sum::<f64>()
        * span
        / f64::from(steps);
    within(
        column(&outcomes.variants[0], "spell_days@storm"),
        10.0 * busy,
        0.01,
    );
    within(
        column(&outcomes.variants[0], "made@mine.dig"),
        3653.0 - 0.75 * 10.0 * busy,
        0.005,
    );
}

#[test]
fn one_hazard_sets_off_another_with_its_chance() {
    let hazard = "[hazard.shut]\nrate = \"4 /yr\"\nlasts = \"1 d\"\nhits = [\"site.mine\"]\nsets_off = { jam = \"30 %\" }\n\
        [hazard.jam]\nlasts = \"5 d\"\nhits = [\"site.mine\"]\n";
    let outcomes = outage(hazard, 800);
    let shut = 4.0 / 365.0 * 3653.0;
    within(column(&outcomes.variants[0], "spells@shut"), shut, 0.02);
    within(
        column(&outcomes.variants[0], "spells@jam"),
        0.3 * shut,
        0.04,
    );
}

#[test]
fn a_queue_grows_with_its_load_as_the_queue_of_one_server_with_a_constant_service_time() {
    crate::selftest::holds(Group::Textbook, "queue at a border");
}

#[test]
fn what_waits_longer_than_anything_before_waits_once() {
    // One container leaves on day 0, comes to the border on day 2 and waits until it opens on day 300; nothing
    // else is on the way, so nothing makes room for so long a wait.
    let text = chain(
        r#"["road", "border"]"#,
        &format!(
            "{ROAD}[node.border]\nthroughput = \"5 FEU/d\"\n\
             [hazard.shut]\ndates = [[2027-01-05, 2027-10-30]]\nhits = [\"node.border\"]\n"
        ),
    )
    .replace("end = 2027-04-14", "end = 2028-02-08")
    .replace(
        "daily = \"1 unit\"",
        "daily = \"1 unit\"\nevery = \"1000 d\"",
    );
    let outcomes = run(&text, 9);
    for (measure, by_hand) in [
        ("wait_days@border", 298.0),
        ("queue_feu@border", 298.0 / 400.0),
        ("passed_feu@border", 1.0),
    ] {
        let found = column(&outcomes.variants[0], measure);
        assert!(
            found.iter().all(|found| (found - by_hand).abs() < 1e-9),
            "{measure}: {found:?}, by hand {by_hand}"
        );
    }
}
