use super::*;
use crate::id::{ParameterId, SiteId, StockId};
use crate::model::{
    Breakdown, Commodity, CommodityUnit, Dispatch, Extras, Party, Scalar, Site, Stock, Unmet,
};

pub fn model(start: Date, end: Date) -> Model {
    Model {
        scenario: "small".into(),
        variant: "base".into(),
        title: "base".into(),
        start,
        end,
        base_year: 1971,
        discount: Scalar::default(),
        capital_rate: Scalar::default(),
        carrying: Scalar::default(),
        warmup_days: 0,
        automaker: None,
        sampling: crate::random::Sampling::default(),
        parameters: Table::<ParameterId, _>::new(),
        indices: Table::new(),
        parties: Table::new(),
        commodities: Table::new(),
        sites: Table::new(),
        stocks: Table::new(),
        processes: Table::new(),
        elements: Table::new(),
        routes: Table::new(),
        markets: Table::new(),
        outlets: Table::new(),
        duties: Table::new(),
        contracts: Table::new(),
        hazards: Table::new(),
        ratios: Table::new(),
        demands: Table::new(),
    }
}

/// Adds a commodity with its own site and stock.
pub fn stock(model: &mut Model, name: &str, unit: CommodityUnit, lithium_t: f64) -> StockId {
    let owner = model.parties.push(Party {
        name: "investor".into(),
        title: String::new(),
        country: String::new(),
        state: false,
        investor: None,
    });
    let commodity = model.commodities.push(Commodity {
        name: name.into(),
        title: String::new(),
        unit,
        lithium_t,
        energy_kwh: 0.0,
        per_feu: None,
        nature: crate::model::Nature::default(),
    });
    let site: SiteId = model.sites.push(Site {
        name: format!("{name}-site"),
        title: String::new(),
        country: String::new(),
        place: None,
        owner,
    });
    model.stocks.push(Stock {
        name: format!("{name}-site.{name}"),
        site,
        commodity,
        initial: Scalar::default(),
        initial_cost: Scalar::default(),
        limit: None,
        policy: None,
        review_days: 1,
        sources: Vec::new(),
        order_cost: Scalar::default(),
        holding: Scalar::default(),
        holding_in_transit: Scalar::default(),
        dispatch: Dispatch::default(),
    })
}

pub fn process(makes: StockId, site: SiteId, per_day: f64, uses: Vec<Use>) -> Process {
    Process {
        name: "site.process".into(),
        site,
        makes,
        uses,
        capacity_per_day: Scalar::fixed(per_day),
        start_day: Scalar::default(),
        ramp: None,
        season: [1.0; 12],
        scrap: Scalar::default(),
        inside_days: Scalar::default(),
        costs: Vec::new(),
        capex: None,
        life_days: Scalar::fixed(7300.0),
        breakdown: None,
        extras: Extras::default(),
    }
}

pub fn demand(stock: StockId, rate: f64, growth: f64, every_days: u32) -> Demand {
    Demand {
        name: "customer".into(),
        title: String::new(),
        stock,
        draw: DemandDraw::Plan {
            rate: Series::constant(Scalar::fixed(rate)),
            growth: Scalar::fixed(growth / DAYS_PER_YEAR),
            season: [1.0; 12],
            noise: Scalar::default(),
            noise_by_month: false,
        },
        every_days,
        unmet: Unmet::Lost,
        backlog_cost: Scalar::default(),
        lost_cost: Scalar::default(),
        forecast: None,
    }
}

/// Ore 100 t/d; carbonate 10 t/d, 80 % of the ore's lithium recovered; cells 10,000 kWh/d, a tenth
/// of them scrap; 9,000 kWh of cells demanded a day, all of 1971.
fn chain() -> Model {
    let mut model = model(Date(365), Date(730));
    let ore = stock(&mut model, "ore", CommodityUnit::Tonne, 0.03);
    let carbonate = stock(&mut model, "carbonate", CommodityUnit::Tonne, 0.2);
    let cells = stock(&mut model, "cells", CommodityUnit::KilowattHour, 1e-4);
    let used = |stock, need| vec![Use { stock, need }];
    let refining = used(ore, Need::Recovery(Scalar::fixed(0.8)));
    let making = used(carbonate, Need::PerUnit(Scalar::fixed(6e-4)));
    for (makes, per_day, uses) in [
        (ore, 100.0, Vec::new()),
        (carbonate, 10.0, refining),
        (cells, 10_000.0, making),
    ] {
        let site = model.stocks[makes].site;
        model.processes.push(process(makes, site, per_day, uses));
    }
    let cell_plant = model.processes.iter_mut().last().unwrap();
    cell_plant.scrap = Scalar::fixed(0.1);
    model.demands.push(demand(cells, 9000.0, 0.0, 1));
    model
}

#[test]
fn need_follows_the_recipes_from_demand_to_the_mine() {
    let model = chain();
    let modes = Modes::of(&model);
    let balance = Balance::of(&model, &modes);
    let ratios: Vec<f64> = model
        .commodities
        .ids()
        .map(|id| balance.made[id] / balance.needed[id])
        .collect();
    // By hand: 10,000 kWh of cells are started for 9,000 good ones; they take 6 t of
    // carbonate, with 1.2 t of lithium; that is in 50 t of ore at a recovery of 80 %.
    for (ratio, expected) in ratios.iter().zip([100.0 / 50.0, 10.0 / 6.0, 1.0]) {
        assert!((ratio - expected).abs() < 1e-12, "{ratios:?}");
    }
    let text = super::balance(&model, &modes);
    let told = "ore-site could yield 2.00 times the lithium that demand needs of ore.";
    assert!(text.contains(told), "{text}");
    assert_eq!(text.matches("could yield").count(), 1, "{text}");
}

#[test]
fn a_table_of_the_balance_fits_the_terminal() {
    let model = chain();
    let text = super::balance(&model, &Modes::of(&model));
    assert!(table::width(&text) <= crate::cli::terminal::WIDTH, "{text}");
}

#[test]
fn breakdowns_take_their_share_of_what_could_be_made() {
    let mut model = chain();
    let modes = Modes::of(&model);
    let whole = good_per_year(&modes, model.processes.iter().next().unwrap());
    assert!((whole - 36_500.0).abs() < 1e-9);
    let mine = model.processes.iter_mut().next().unwrap();
    mine.breakdown = Some(Breakdown {
        chance: Scalar::fixed(0.1),
        repair: Scalar::fixed(0.3),
    });
    assert!((good_per_year(&modes, mine) / whole - 0.75).abs() < 1e-12);
}

#[test]
fn what_most_likely_never_starts_counts_in_full_and_is_marked() {
    let mut model = chain();
    let mine = model.processes.iter_mut().next().unwrap();
    mine.start_day = Scalar::fixed(f64::INFINITY);
    let text = super::balance(&model, &Modes::of(&model));
    assert!(text.contains("  ore *         36.5 kt"), "{text}");
    assert!(
        text.contains("  * most likely never: site.process\n"),
        "{text}"
    );
    assert_eq!(text.matches('*').count(), 2, "{text}");
}

#[test]
fn demand_grows_by_its_yearly_rate_and_comes_on_its_days() {
    let mut model = chain();
    model.end = Date(1095);
    let modes = Modes::of(&model);
    let cells = model.demands.iter().next().unwrap().stock;
    let grown = demand_by_year(&model, &modes, &demand(cells, 1.0, 0.1, 1));
    let years: Vec<i32> = grown.iter().map(|(year, _)| *year).collect();
    assert_eq!(years, [1971, 1972]);
    // A geometric series of 365 days.
    let daily = 1.1_f64.powf(1.0 / 365.0);
    assert!((grown[0].1 - 0.1 / (daily - 1.0)).abs() < 1e-9, "{grown:?}");
    // 53 Fridays began in 1971, the first of January among them.
    let weekly = demand_by_year(&model, &modes, &demand(cells, 1.0, 0.0, 7));
    assert!((weekly[0].1 - 53.0 * 7.0).abs() < 1e-9, "{weekly:?}");
}

/// The only variant of a scenario.
pub fn read(text: &str) -> Model {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("scenario.toml");
    std::fs::write(&path, text).unwrap();
    let read = crate::scenario::load(&path, &[]);
    let mut scenario = read.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    scenario.variants.swap_remove(0)
}
