use super::{CHAIN, load_with};
use crate::calendar::Date;
use crate::model::{
    DemandDraw, IndexProcess, Model, Need, Policy, Reversion, Rule, Scalar, Supply, TitlePasses,
};
use crate::random::Law;

fn chain() -> super::Scenario {
    match load_with(CHAIN, &[], &[]) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{}", problems.render(false)),
    }
}

fn first(text: &str, tables: &[(&str, &str)], set: &[&str]) -> Model {
    match load_with(text, tables, set) {
        Ok(mut scenario) => scenario.variants.remove(0),
        Err(problems) => panic!("{}", problems.render(false)),
    }
}

fn close(found: f64, wanted: f64) {
    assert!(
        (found - wanted).abs() <= 1e-9 * wanted.abs(),
        "{found} is not {wanted}"
    );
}

fn known(scalar: &Scalar) -> f64 {
    scalar.known().unwrap()
}

#[test]
fn a_scenario_is_its_frame_and_its_variants_in_order_of_name() {
    let scenario = chain();
    assert_eq!(scenario.name, "small-chain");
    assert_eq!(scenario.trials, 200);
    let variants: Vec<_> = scenario
        .variants
        .iter()
        .map(|model| (model.variant.as_str(), model.title.as_str()))
        .collect();
    assert_eq!(variants, [("as-is", "As it is"), ("no-mine", "no-mine")]);
    assert_eq!(scenario.reference, 0);
    assert_eq!(scenario.inputs.len(), 1);
    assert_eq!(scenario.inputs[0].1, CHAIN.as_bytes());
    let model = &scenario.variants[0];
    assert_eq!(model.start, Date::new(2027, 1, 1).unwrap());
    assert_eq!((model.base_year, model.warmup_days), (2025, 30));
    assert_eq!(model.capital_rate, model.discount);
    let automaker = model.automaker.unwrap();
    assert_eq!(model.parties[automaker].name, "automaker");
}

#[test]
fn entities_stand_in_order_of_name_with_the_outside_world_first_of_the_parties() {
    let model = &chain().variants[0];
    let names = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        names(model.parties.iter().map(|x| &x.name).collect()),
        "outside automaker budget investor"
    );
    assert_eq!(
        names(model.stocks.iter().map(|x| &x.name).collect()),
        "mine.concentrate plant.carbonate plant.cell plant.concentrate port.cell"
    );
    assert_eq!(
        names(model.elements.iter().map(|x| &x.name).collect()),
        "border strait track"
    );
    assert_eq!(
        names(model.parameters.iter().map(|x| &x.name).collect()),
        "mine_start rate sea_days double index.lce.log_ou.level leg.strait.cost.per_feu \
         site.mine.process.dig.capacity"
            .to_owned()
    );
}

#[test]
fn parameters_keep_their_law_their_unit_and_what_is_said_of_them() {
    let model = &chain().variants[0];
    let parameter = |name| model.parameters.iter().find(|x| x.name == name).unwrap();
    let sea = parameter("sea_days");
    assert_eq!(sea.title, "Days at sea");
    assert_eq!((sea.unit.as_str(), sea.unit_factor), ("d", 1.0));
    let pert = Law::Pert {
        low: Scalar::fixed(5.0),
        mode: Scalar::fixed(6.0),
        high: Scalar::fixed(9.0),
    };
    assert_eq!((&sea.law, sea.confidence.as_str()), (&pert, "medium"));
    assert_eq!(parameter("rate").source, "assumption");
    let start = parameter("mine_start");
    assert!(start.is_date);
    let points = vec![
        (Scalar::fixed(151.0), 0.6),
        (Scalar::fixed(f64::INFINITY), 0.4),
    ];
    assert_eq!(start.law, Law::Discrete(points));
}

#[test]
fn quantities_are_in_base_units() {
    let model = &chain().variants[0];
    let cell = model.commodities.iter().find(|x| x.name == "cell").unwrap();
    close(cell.lithium_t, 0.103e-3);
    close(cell.energy_kwh, 1.0);
    close(known(cell.per_feu.as_ref().unwrap()), 2400.0);
    let cells = model
        .processes
        .iter()
        .find(|x| x.name == "plant.cells")
        .unwrap();
    close(known(&cells.capacity_per_day), 2e6 / 365.0);
    close(known(cells.capex.as_ref().unwrap()), 85.0 * 365.0);
    close(known(&cells.life_days), 7300.0);
    close(known(&cells.scrap), 0.06);
    let Need::PerUnit(need) = &cells.uses[0].need else {
        panic!()
    };
    close(known(need), 0.6e-3);
    let IndexProcess::LogOu {
        start,
        reversion: Reversion::HalfLife(half_life),
        volatility,
        ..
    } = &model.indices.iter().next().unwrap().process
    else {
        panic!()
    };
    close(known(start), 10_000.0);
    close(known(half_life), 1095.0);
    close(known(volatility), 0.45 / 365.0_f64.sqrt());
}

#[test]
fn prices_split_into_what_is_settled_and_what_moves() {
    let model = &chain().variants[0];
    let market = model.markets.iter().find(|x| x.name == "cells").unwrap();
    close(known(&market.price.settled), 52.0);
    let (index, factor) = &market.price.moving[0];
    assert_eq!(model.indices[*index].name, "lce");
    close(known(factor), 0.58e-3);
}

#[test]
fn policies_sources_and_contracts_are_as_written() {
    let model = &chain().variants[0];
    let stock = |name| model.stocks.iter().find(|x| x.name == name).unwrap();
    let concentrate = stock("plant.concentrate");
    assert!(matches!(
        concentrate.policy,
        Some(Policy::DaysOfCover { .. })
    ));
    assert_eq!(concentrate.review_days, 7);
    assert_eq!(concentrate.sources[0].rule, Rule::Priority(1));
    assert_eq!(
        concentrate.sources[1].rule,
        Rule::WhenShort { after_days: 10 }
    );
    let Supply::Route(route) = concentrate.sources[0].supply else {
        panic!()
    };
    assert_eq!(model.routes[route].name, "rail");
    let multiples = matches!(
        stock("port.cell").policy,
        Some(Policy::ReorderQuantity {
            multiples: false,
            ..
        })
    );
    assert!(multiples);
    let contract = model.contracts.iter().next().unwrap();
    assert_eq!(contract.title_passes, TitlePasses::Destination);
    close(known(&contract.payment_days), 30.0);
}

#[test]
fn a_plan_by_dates_is_in_days_since_the_start() {
    let model = &chain().variants[0];
    let DemandDraw::Plan { rate, noise, .. } = &model.demands.iter().next().unwrap().draw else {
        panic!()
    };
    assert_eq!(rate.steps[0].0, 0);
    assert_eq!(rate.steps[1].0, 731);
    close(known(&rate.steps[1].1), 1.5e6 / 365.0);
    close(known(noise), 0.12);
}

#[test]
fn a_variant_changes_a_copy_and_leaves_out_what_is_not_in_use() {
    let scenario = chain();
    let (all, without) = (&scenario.variants[0], &scenario.variants[1]);
    assert_eq!((all.sites.len(), without.sites.len()), (3, 2));
    assert!(
        without
            .stocks
            .iter()
            .all(|stock| !stock.name.starts_with("mine"))
    );
    assert!(
        without
            .processes
            .iter()
            .all(|process| process.name != "mine.dig")
    );
    // The route from the mine goes with it, the parameter only its process used does not.
    assert_eq!(without.routes.len(), 1);
    assert!(without.parameters.iter().any(|x| x.name == "mine_start"));
    assert!(
        !without
            .parameters
            .iter()
            .any(|x| x.name.ends_with("dig.capacity"))
    );
}

#[test]
fn a_change_on_the_command_line_holds_in_every_variant() {
    let set = [
        "site.plant.process.cells.capacity=3 GWh/yr",
        "scenario.trials=7",
    ];
    let scenario = load_with(CHAIN, &[], &set).unwrap();
    assert_eq!(scenario.trials, 7);
    for model in &scenario.variants {
        let cells = model
            .processes
            .iter()
            .find(|x| x.name == "plant.cells")
            .unwrap();
        close(known(&cells.capacity_per_day), 3e6 / 365.0);
    }
}

#[test]
fn a_file_without_variants_has_one_called_base() {
    let text = CHAIN.split("[variant.as-is]").next().unwrap();
    let text = text.replace("reference = \"as-is\"\n", "");
    let model = first(&text, &[], &[]);
    assert_eq!(
        (model.variant.as_str(), model.title.as_str()),
        ("base", "Тізбек")
    );
}

#[test]
fn the_order_of_tables_in_the_file_changes_nothing() {
    let (first, rest) = CHAIN.split_once("\n\n").unwrap();
    let mut blocks: Vec<&str> = rest.split("\n[").collect();
    blocks[0] = blocks[0].trim_start_matches('[');
    blocks.reverse();
    let turned = format!("{first}\n[{}\n", blocks.join("\n["));
    assert_ne!(turned, CHAIN);
    let turned = load_with(&turned, &[], &[]).unwrap();
    for (a, b) in turned.variants.iter().zip(&chain().variants) {
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
    }
}

#[test]
fn a_source_by_a_route_that_is_not_in_use_drops_out() {
    let scenario = load_with(CHAIN, &[], &["route.rail.in_use=false"]).unwrap();
    let model = &scenario.variants[0];
    let stock = model
        .stocks
        .iter()
        .find(|x| x.name == "plant.concentrate")
        .unwrap();
    assert_eq!(stock.sources.len(), 1);
    assert!(matches!(stock.sources[0].supply, Supply::Market(_)));
}

#[test]
fn what_is_not_in_use_is_read_for_its_mistakes_all_the_same() {
    let set = ["site.mine.in_use=false", "site.mine.process.dig.scrap=18 d"];
    let problems = load_with(CHAIN, &[], &set).unwrap_err().sorted();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .message
            .starts_with("site.mine.process.dig.scrap: \"18 d\" is a time")
    );
}

#[test]
fn bounds_are_checked_over_the_whole_range_of_the_parameters() {
    for (value, fits) in [
        ("3 * $sea_days - 15 d", true),
        ("3 * $sea_days - 16 d", false),
        ("uniform(1 d, 2 * $sea_days - 9.1 d)", false),
        ("uniform(1 d, 2 * $sea_days - 8.9 d)", true),
        ("clip(normal($double, 5), 0, 60) d", true),
        ("normal($double, 5) d", false),
    ] {
        let set = format!("site.plant.process.cells.inside={value}");
        let loaded = load_with(CHAIN, &[], &[&set]);
        let told = loaded.as_ref().err().map(|problems| problems.render(false));
        assert_eq!(loaded.is_ok(), fits, "{value}: {told:?}");
    }
}

#[test]
fn a_start_that_most_likely_never_comes_is_a_start() {
    let set = [
        "parameter.mine_start.value=discrete(2027-06-01: 0.1, never: 0.9)",
        "site.plant.process.cells.start=$mine_start + 1 yr",
        "site.plant.process.refine.start=2028-01-01",
    ];
    let model = first(CHAIN, &[], &set);
    let start = |name| {
        model
            .processes
            .iter()
            .find(|x| x.name == name)
            .unwrap()
            .start_day
            .clone()
    };
    close(start("plant.cells").constant, 365.0);
    assert_eq!(start("plant.cells").products.len(), 1);
    close(known(&start("plant.refine")), 365.0);
}

#[test]
fn the_automaker_is_the_one_owner_of_sites_with_demand_unless_named() {
    let named = load_with(CHAIN, &[], &["scenario.automaker=investor"]).unwrap();
    let name = |model: &Model| model.automaker.map(|id| model.parties[id].name.clone());
    assert_eq!(name(&named.variants[0]).unwrap(), "investor");
    let second = "[demand.plant]\nat = \"plant\"\nof = \"cell\"\ndaily = \"1 MWh\"\n";
    let text = CHAIN.replace("[variant.as-is]", &format!("{second}[variant.as-is]"));
    let two = load_with(&text, &[], &[]).unwrap();
    assert_eq!(name(&two.variants[0]), None);
}
