//! Why somebody went short: tiny chains, each with one thing that goes wrong on a known day, and the
//! explanation that names it.

#![allow(clippy::float_cmp, reason = "small whole numbers, and none")]

use crate::common::{load, read};
use lichain::outcome::{Cause, Step, Trace, Why};
use lichain::study;

/// A shop that sells ten cells a day, supplied from a plant over three days of road.
struct Chain {
    days: u32,
    plant: &'static str,
    shop: &'static str,
    way: &'static str,
    demand: &'static str,
    rest: &'static str,
}

const SOUND: Chain = Chain {
    days: 60,
    plant: "capacity = \"20 unit/d\"",
    shop: "initial = \"50 unit\", policy = { base_stock = { level = \"50 unit\" } }",
    way: "path = [\"road\"]",
    demand: "daily = \"10 unit\"",
    rest: "",
};

impl Chain {
    fn text(&self) -> String {
        let end = lichain::calendar::Date(20_454 + self.days as i32);
        format!(
            r#"
scenario = {{ name = "chain", start = 2026-01-01, end = {end} }}
[party.firm]
[commodity]
cell = {{ unit = "unit", per_feu = "1 unit" }}
salt = {{ unit = "unit", per_feu = "1 unit" }}
[site.plant]
owner = "firm"
stock.cell = {{ initial = "20 unit", policy = {{ base_stock = {{ level = "20 unit" }} }} }}
[site.plant.process.bake]
makes = "cell"
{}
[site.shop]
owner = "firm"
stock.cell = {{ {}, sources = [{{ route = "way" }}] }}
[leg]
road = {{ mode = "road", transit = "3 d" }}
[route.way]
from = "plant"
to = "shop"
carries = ["cell"]
{}
[demand.people]
at = "shop"
of = "cell"
{}
{}
"#,
            self.plant, self.shop, self.way, self.demand, self.rest
        )
    }

    fn why(&self, day: Option<u32>) -> (Trace, Why) {
        study::why(&read(&self.text()).variants[0], 1, 1, day).expect("no rule is broken")
    }

    /// The causes of the shortage of a day, with where and when.
    fn causes(&self, day: u32) -> Vec<(Cause, String, u32)> {
        let (trace, why) = self.why(Some(day));
        let largest = why
            .shortages
            .first()
            .unwrap_or_else(|| panic!("nobody went short on day {day}; nearest {:?}", why.nearest));
        let steps = largest.told();
        for (_, step) in &steps {
            assert!(step.certain, "{step:?}");
            rests_on_a_line(step, &trace);
        }
        let told = steps
            .iter()
            .map(|(_, step)| (step.cause.clone(), step.place.clone(), step.day));
        told.collect()
    }
}

/// What a step says of a line of the trace is there.
fn rests_on_a_line(step: &Step, trace: &Trace) {
    let Some(line) = step.line else { return };
    let (day, place) = if line.file == "flows" {
        let flow = &trace.flows[line.number - 2];
        (flow.day, &flow.place)
    } else {
        let event = &trace.events[line.number - 2];
        (event.day, &event.place)
    };
    match &step.cause {
        Cause::Unserved { .. } | Cause::Down { .. } | Cause::Lost => {
            assert_eq!((day, place), (step.day, &step.place));
        }
        Cause::Struck { hazard, .. } => assert_eq!((day, place), (step.day, hazard)),
        Cause::Late { .. } => assert_eq!(day, step.day),
        _ => {}
    }
}

fn root(causes: &[(Cause, String, u32)]) -> &(Cause, String, u32) {
    causes.last().expect("causes")
}

#[test]
fn a_chain_in_which_nothing_goes_wrong_has_no_shortage_to_explain() {
    let (_, why) = SOUND.why(None);
    assert_eq!(why, Why::default());
    let (_, why) = SOUND.why(Some(30));
    assert!(
        why.shortages.is_empty() && why.nearest == [None, None],
        "{why:?}"
    );
}

const BORDER: &str = r#"
[node]
border = { dwell = "1 d" }
[hazard.closure]
dates = [[2026-01-21, 2026-01-30]]
hits = ["node.border"]
"#;

#[test]
fn a_closed_border_is_the_cause_of_what_comes_late_over_it() {
    let chain = Chain {
        way: "path = [\"road\", \"border\"]",
        rest: BORDER,
        ..SOUND
    };
    // What left on day 16 was at the border on day 19 and in the shop on day 20; what left on day 17
    // found it shut from day 20 to day 30 and was there on day 31. Day 21 is served from what was left.
    let (_, why) = chain.why(None);
    assert_eq!(why.shortages[0].day, 22);
    let causes = chain.causes(30);
    let kinds: Vec<&str> = causes.iter().map(|(cause, ..)| cause.name()).collect();
    assert_eq!(kinds, ["unserved", "ran_out", "late", "held", "hazard"]);
    let (cause, place, day) = root(&causes);
    assert_eq!((place.as_str(), *day), ("border", 20));
    let hazard = Cause::Struck {
        hazard: "closure".to_owned(),
        from: 20.0,
        until: 30.0,
        leaves: 0.0,
    };
    assert_eq!(*cause, hazard);
    let Cause::Late {
        ordered,
        usual_days,
        arrives,
        ..
    } = causes[2].0
    else {
        panic!("{causes:?}");
    };
    assert_eq!((ordered, usual_days, arrives), (17, 4.0, Some(31)));
}

#[test]
fn cargo_that_a_closed_border_made_miss_its_ship_says_which() {
    let chain = Chain {
        shop: "initial = \"130 unit\", policy = { base_stock = { level = \"150 unit\" } }",
        way: "path = [\"road\", \"border\", \"sea\"]",
        rest: r#"
[leg.sea]
mode = "sea"
transit = "2 d"
departs = { every = "7 d" }
[node]
border = { dwell = "1 d" }
[hazard.closure]
dates = [[2026-01-21, 2026-01-30]]
hits = ["node.border"]
"#,
        ..SOUND
    };
    let (_, why) = chain.why(None);
    // What left until day 16 came by ship on day 23: 320 in all, ten a day.
    assert_eq!(why.shortages[0].day, 32);
    let causes = chain.causes(32);
    let missed = causes
        .iter()
        .find(|(cause, ..)| cause.name() == "missed_departure");
    let Some((Cause::Missed { left, came, next }, place, _)) = missed else {
        panic!("{causes:?}");
    };
    // Ships leave on days 0, 7, 14, 21, 28, 35: the border opens on day 30.
    assert_eq!((place.as_str(), *left, *came, *next), ("sea", 28, 31, 35));
    assert_eq!(root(&causes).0.name(), "hazard");
}

#[test]
fn a_plant_below_demand_is_told_as_its_capacity() {
    let chain = Chain {
        plant: "capacity = \"8 unit/d\"",
        days: 120,
        ..SOUND
    };
    let causes = chain.causes(100);
    let (cause, place, _) = root(&causes);
    assert_eq!(place, "plant.bake");
    let Cause::Capacity { nameplate, asked } = cause else {
        panic!("{causes:?}");
    };
    assert_eq!((*nameplate, *asked), (8.0, 10.0));
}

#[test]
fn a_plant_that_a_hazard_shuts_is_told_with_its_days() {
    let chain = Chain {
        rest: "[hazard.fire]\ndates = [[2026-01-21, 2026-02-09]]\nhits = [\"site.plant.process.bake\"]\n",
        ..SOUND
    };
    let (_, why) = chain.why(None);
    let causes = chain.causes(why.shortages[0].day);
    let (cause, place, day) = root(&causes);
    assert_eq!(
        (cause.name(), place.as_str(), *day),
        ("hazard", "plant.bake", 20)
    );
    assert!(
        causes
            .iter()
            .any(|(cause, ..)| cause.name() == "made_little")
    );
}

#[test]
fn a_plant_that_breaks_down_is_told_from_the_day_it_did() {
    let chain = Chain {
        plant: "capacity = \"20 unit/d\"\nbreakdown = { chance = \"4 %\", repair = \"10 %\" }",
        days: 400,
        ..SOUND
    };
    let (trace, why) = chain.why(None);
    let causes = chain.causes(why.shortages[0].day);
    let (cause, place, day) = root(&causes);
    assert_eq!(place, "plant.bake");
    let Cause::Down { from, until } = cause else {
        panic!("{causes:?}");
    };
    let event = |what: &str, on: u32| trace.events.iter().any(|e| e.what == what && e.day == on);
    assert!(from == day && event("breakdown", *from), "{from}");
    assert!(until.is_some_and(|until| until > *from && event("repair", until)));
}

#[test]
fn a_plant_that_starts_late_is_told_with_its_first_day() {
    let chain = Chain {
        plant: "capacity = \"20 unit/d\"\nstart = 2026-02-10",
        ..SOUND
    };
    let causes = chain.causes(35);
    let (cause, place, _) = root(&causes);
    assert_eq!(place, "plant.bake");
    assert_eq!(*cause, Cause::NotStarted { first: Some(40) });
}

#[test]
fn a_level_below_what_is_sold_in_a_lead_time_is_told_as_too_little_cover() {
    let chain = Chain {
        shop: "initial = \"25 unit\", policy = { base_stock = { level = \"25 unit\" } }",
        ..SOUND
    };
    let causes = chain.causes(40);
    let (cause, place, day) = root(&causes);
    assert_eq!((place.as_str(), *day), ("shop.cell", 37));
    let cover = Cause::Cover {
        policy: "base_stock",
        from: 37,
        days: 3,
        needed: 30.0,
        review_days: 1,
    };
    assert_eq!(*cause, cover);
}

#[test]
fn more_asked_for_than_planned_is_told_with_the_plan() {
    let chain = Chain {
        shop: "initial = \"45 unit\", policy = { base_stock = { level = \"45 unit\" } }",
        demand: "daily = \"discrete(0: 0.5, 20: 0.5) unit\"",
        ..SOUND
    };
    let (_, why) = chain.why(None);
    let causes = chain.causes(why.shortages[0].day);
    let (cause, place, _) = root(&causes);
    assert_eq!(place, "shop.cell");
    assert_eq!(
        *cause,
        Cause::AbovePlan {
            days: 3,
            planned: 30.0
        }
    );
}

#[test]
fn a_part_that_is_lost_on_the_way_is_told_where_it_was_lost() {
    let chain = Chain {
        shop: "initial = \"30 unit\", policy = { base_stock = { level = \"30 unit\" } }",
        rest: "leg.road.loss = \"20 %\"\n",
        ..SOUND
    };
    let text = chain
        .text()
        .replace("transit = \"3 d\"", "transit = \"3 d\", loss = \"20 %\"");
    let text = text.replace("leg.road.loss = \"20 %\"\n", "");
    let (trace, why) = study::why(&read(&text).variants[0], 1, 1, Some(40)).expect("no breach");
    let steps = why.shortages[0].told();
    let (_, lost) = steps.last().expect("steps");
    assert_eq!((lost.cause.name(), lost.place.as_str()), ("lost", "way"));
    rests_on_a_line(lost, &trace);
}

#[test]
fn an_input_that_nothing_fills_is_the_cause_of_a_line_that_stands() {
    let chain = Chain {
        plant: "capacity = \"20 unit/d\"\nuses = { salt = \"1 unit/unit\" }\n[site.plant.stock.salt]\ninitial = \"200 unit\"",
        ..SOUND
    };
    let causes = chain.causes(50);
    let kinds: Vec<&str> = causes.iter().map(|(cause, ..)| cause.name()).collect();
    assert!(
        kinds.ends_with(&["made_little", "input_missing", "ran_out", "no_source"]),
        "{kinds:?}"
    );
    assert_eq!(root(&causes).1, "plant.salt");
}

#[test]
fn a_day_without_a_shortage_names_the_nearest_with_one() {
    let chain = Chain {
        way: "path = [\"road\", \"border\"]",
        rest: BORDER,
        ..SOUND
    };
    let short = |day| !chain.why(Some(day)).1.shortages.is_empty();
    let (first, last) = (
        (0..60).find(|&day| short(day)).expect("a shortage"),
        (0..60).rev().find(|&day| short(day)).expect("a shortage"),
    );
    assert_eq!(chain.why(Some(first - 1)).1.nearest, [None, Some(first)]);
    assert_eq!(chain.why(Some(last + 2)).1.nearest, [Some(last), None]);
}

#[test]
fn explaining_changes_nothing_of_the_trial() {
    let model = &load(crate::common::KAZAKHSTAN_VIETNAM, &[]).variants[1];
    let plain = study::trace(model, 3, 1).expect("no breach");
    let (explained, why) = study::why(model, 3, 1, None).expect("no breach");
    assert!(!why.shortages.is_empty());
    assert_eq!(plain.measures.len(), explained.measures.len());
    let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits();
    assert!(plain.measures.iter().zip(&explained.measures).all(same));
    assert_eq!(plain.flows, explained.flows);
}

#[test]
fn goods_that_may_not_leave_their_site_are_told_as_that() {
    let chain = Chain {
        rest: "[hazard.strike]\ndates = [[2026-01-21, 2026-02-03]]\nhits = [\"site.plant\"]\nstops_dispatch = true\n",
        ..SOUND
    };
    let (_, why) = chain.why(None);
    let causes = chain.causes(why.shortages[0].day);
    let kinds: Vec<&str> = causes.iter().map(|(cause, ..)| cause.name()).collect();
    assert_eq!(
        kinds,
        ["unserved", "ran_out", "late", "waited_for_goods", "hazard"]
    );
    // The plant has twenty on hand all the while: what keeps them is the strike, not the ovens.
    let (_, place, day) = root(&causes);
    assert_eq!((place.as_str(), *day), ("plant.cell", 20));
}

#[test]
fn ships_with_less_room_than_what_is_sold_are_told_as_full() {
    let chain = Chain {
        days: 200,
        shop: "initial = \"130 unit\", policy = { base_stock = { level = \"150 unit\" } }",
        way: "path = [\"road\", \"sea\"]",
        rest: "[leg.sea]\nmode = \"sea\"\ntransit = \"2 d\"\ndeparts = { every = \"7 d\", room = \"60 FEU\" }\n",
        ..SOUND
    };
    let causes = chain.causes(180);
    let full = causes.iter().find(|(cause, ..)| cause.name() == "no_room");
    let Some((Cause::NoRoom { queue, .. }, place, _)) = full else {
        panic!("{causes:?}");
    };
    assert!(place == "sea" && *queue > 60.0, "{queue}");
}

#[test]
fn a_node_that_lets_less_pass_than_comes_is_told_as_a_queue() {
    let chain = Chain {
        days: 200,
        way: "path = [\"road\", \"gate\"]",
        rest: "[node.gate]\nthroughput = \"9 FEU/d\"\n",
        ..SOUND
    };
    let causes = chain.causes(180);
    let (cause, place, _) = root(&causes);
    let Cause::Queue {
        queue,
        passed,
        came,
        ..
    } = cause
    else {
        panic!("{causes:?}");
    };
    assert_eq!(place, "gate");
    assert!(*queue > 9.0 && passed > came, "{queue}");
}
