//! Each rule of the model broken once on purpose, on a chain small enough to write down: a plant
//! makes cells from bought salt and ships them to a gate, where a customer waits.

use super::audit::Rule;
use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::wide::Wide;
use super::{Broken, SIDE_BY_SIDE, Silent, simulate};
use crate::calendar::Date;
use crate::id::{Id, StockId, Table};
use crate::model::{Extras, Rule as SourceRule, *};
use crate::outcome::Row;
use crate::plan::{Plan, StopId};
use crate::random::Law;

const GATE_CELLS: StockId = StockId::FIRST;

fn fixed(value: f64) -> Scalar {
    Scalar::fixed(value)
}

fn price(value: f64) -> Price {
    Price {
        settled: fixed(value),
        moving: Vec::new(),
    }
}

fn stock(name: &str, site: usize, commodity: usize, initial: f64, level: f64) -> Stock {
    Stock {
        name: name.into(),
        site: Id::new(site),
        commodity: Id::new(commodity),
        initial: fixed(initial),
        initial_cost: fixed(1.0),
        limit: None,
        policy: Some(Policy::BaseStock {
            level: fixed(level),
        }),
        review_days: 1,
        sources: Vec::new(),
        order_cost: fixed(3.0),
        holding: fixed(0.01),
        holding_in_transit: fixed(0.02),
        dispatch: Dispatch::default(),
    }
}

fn source(supply: Supply) -> Source {
    Source {
        supply,
        rule: SourceRule::Priority(1),
        or: Vec::new(),
        choose: Choice::FirstOpen,
        wait_over_days: None,
    }
}

fn party(name: &str) -> Party {
    Party {
        name: name.into(),
        title: name.into(),
        country: String::new(),
        state: false,
        investor: None,
    }
}

fn commodity(name: &str, unit: CommodityUnit, lithium_t: f64, energy_kwh: f64) -> Commodity {
    let per_feu = Some(fixed(20.0));
    Commodity {
        name: name.into(),
        title: name.into(),
        unit,
        lithium_t,
        energy_kwh,
        per_feu,
        nature: Nature::default(),
    }
}

#[allow(clippy::too_many_lines, reason = "a chain in full")]
/// Sites gate and plant; stocks gate.cell, plant.cell, plant.salt, in this order.
fn small() -> Model {
    let site = |name: &str, owner| Site {
        name: name.into(),
        title: name.into(),
        country: String::new(),
        place: None,
        owner: Id::new(owner),
    };
    let mut gate_cells = stock("gate.cell", 0, 0, 60.0, 100.0);
    gate_cells.sources = vec![source(Supply::Route(Id::new(0)))];
    let mut plant_cells = stock("plant.cell", 1, 0, 0.0, 40.0);
    plant_cells.dispatch.room_per_day = Some(fixed(30.0));
    let mut salt = stock("plant.salt", 1, 1, 0.05, 0.1);
    salt.sources = vec![source(Supply::Market(Id::new(0)))];
    Model {
        scenario: "small".into(),
        variant: "base".into(),
        title: "base".into(),
        start: Date(20_000),
        end: Date(20_100),
        base_year: 2025,
        discount: fixed(0.1 / 365.0),
        capital_rate: fixed(0.1 / 365.0),
        carrying: fixed(0.2 / 365.0),
        warmup_days: 10,
        automaker: Some(Id::new(2)),
        sampling: crate::random::Sampling::default(),
        parameters: Table::new(),
        indices: Table::from(vec![Index {
            name: "salt".into(),
            dimension: crate::units::Dimension::NONE,
            process: IndexProcess::LogOu {
                start: fixed(9000.0),
                level: fixed(10_000.0),
                reversion: Reversion::Speed(fixed(0.01)),
                volatility: fixed(0.02),
            },
        }]),
        parties: Table::from(vec![party("outside"), party("maker"), party("buyer")]),
        commodities: Table::from(vec![
            commodity("cell", CommodityUnit::KilowattHour, 0.0001, 1.0),
            commodity("salt", CommodityUnit::Tonne, 0.188, 0.0),
        ]),
        sites: Table::from(vec![site("gate", 2), site("plant", 1)]),
        stocks: Table::from(vec![gate_cells, plant_cells, salt]),
        processes: Table::from(vec![Process {
            name: "plant.cells".into(),
            site: Id::new(1),
            makes: Id::new(1),
            uses: vec![Use {
                stock: Id::new(2),
                need: Need::PerUnit(fixed(0.0006)),
            }],
            capacity_per_day: fixed(25.0),
            start_day: fixed(3.0),
            ramp: None,
            season: [1.0; 12],
            scrap: fixed(0.1),
            inside_days: fixed(1.5),
            costs: vec![Cost {
                category: "making".into(),
                amount: price(20.0),
                to: Id::new(0),
            }],
            capex: Some(fixed(1000.0)),
            life_days: fixed(3650.0),
            breakdown: None,
            extras: Extras::default(),
        }]),
        elements: Table::from(vec![Element {
            name: "road".into(),
            title: "road".into(),
            kind: ElementKind::Leg {
                mode: Mode::Road,
                distance_km: None,
            },
            days: Law::Uniform {
                low: fixed(0.5),
                high: fixed(4.0),
            },
            cost_per_feu: price(100.0),
            cost_per_shipment: fixed(7.0),
            carrier: Id::new(0),
            gate: None,
            demurrage: fixed(0.0),
            effects: Effects::default(),
        }]),
        routes: Table::from(vec![Route {
            name: "way".into(),
            title: "way".into(),
            from: Id::new(1),
            to: Id::new(0),
            carries: vec![Id::new(0)],
            path: vec![Id::new(0)],
            terms: Terms::default(),
            published_days: None,
        }]),
        markets: Table::from(vec![Market {
            name: "salt".into(),
            commodity: Id::new(1),
            price: Price {
                settled: fixed(0.0),
                moving: vec![(Id::new(0), fixed(1.0))],
            },
            premium: fixed(0.05),
            lead_time: Law::Constant(fixed(5.0)),
            seller: Id::new(0),
            country: String::new(),
            emissions_t: None,
        }]),
        outlets: Table::new(),
        duties: Table::new(),
        contracts: Table::from(vec![Contract {
            name: "cells".into(),
            seller: Id::new(1),
            buyer: Id::new(2),
            commodity: Id::new(0),
            price: ContractPrice::CostPlus(fixed(0.1)),
            bounds: PriceBounds::default(),
            take_or_pay: None,
            title_passes: TitlePasses::Destination,
            payment_days: fixed(30.0),
        }]),
        hazards: Table::new(),
        ratios: Table::new(),
        demands: Table::from(vec![Demand {
            name: "cars".into(),
            title: "cars".into(),
            stock: GATE_CELLS,
            draw: DemandDraw::Daily(Law::Normal {
                mean: fixed(18.0),
                sd: fixed(6.0),
            }),
            every_days: 1,
            unmet: Unmet::Backlog,
            backlog_cost: fixed(2.0),
            lost_cost: fixed(0.0),
            forecast: None,
        }]),
    }
}

/// One trial at a time.
type Scratch = super::Scratch<1>;

/// A whole trial; returns its scratch and its measures by name.
fn run(plan: &Plan) -> (Scratch, Vec<f64>, Option<Broken>) {
    let mut scratch = Scratch::default();
    let mut measures = vec![0.0; plan.layout.measures.len()];
    let rows = &mut [row(plan, &mut measures)];
    let broken = simulate(plan, 1, 1, &mut scratch, rows, &mut Silent);
    (scratch, measures, broken.map(|(_, broken)| broken))
}

/// The measures of trials that run side by side.
fn side_by_side<const N: usize>(plan: &Plan) -> Vec<Vec<u64>> {
    let mut scratch = super::Scratch::<N>::default();
    let mut all = Vec::new();
    for first in (1..=SIDE_BY_SIDE).step_by(N) {
        let mut measures = vec![vec![0.0; plan.layout.measures.len()]; N];
        let mut rows: Vec<Row> = measures.iter_mut().map(|m| row(plan, m)).collect();
        let broken = simulate(plan, 1, first as u64, &mut scratch, &mut rows, &mut Silent);
        assert_eq!(broken, None);
        drop(rows);
        all.extend(measures);
    }
    all.iter()
        .map(|m| m.iter().map(|value| value.to_bits()).collect())
        .collect()
}

#[test]
fn trials_are_the_same_to_the_last_bit_side_by_side_or_alone() {
    let plan = Plan::compile(&small());
    let alone = side_by_side::<1>(&plan);
    assert_ne!(alone[0], alone[1]);
    assert_eq!(side_by_side::<4>(&plan), alone);
    assert_eq!(side_by_side::<SIDE_BY_SIDE>(&plan), alone);
}

fn row<'a>(plan: &Plan, measures: &'a mut [f64]) -> Row<'a> {
    let layout = &plan.layout;
    Row {
        measures,
        parameters: &mut [],
        monthly: vec![0.0; layout.monthly.len() * layout.months.len()].leak(),
        ledger: vec![0.0; layout.ledger.len() * layout.years.len()].leak(),
    }
}

/// The rule that a change to the finished trial breaks.
fn after(change: impl FnOnce(&mut Scratch)) -> Option<Rule> {
    after_trial_of(&small(), change)
}

/// The same of another model.
fn after_trial_of(model: &Model, change: impl FnOnce(&mut Scratch)) -> Option<Rule> {
    let plan = Plan::compile(model);
    let (mut scratch, _, broken) = run(&plan);
    assert_eq!(broken, None);
    change(&mut scratch);
    super::audit::at_the_end(&plan, &mut scratch);
    // What broke is among the largest errors that are told of whole runs.
    if let Some(broken) = scratch.broken[0] {
        let mut largest = scratch.largest_errors.iter();
        assert!(largest.any(|&error| error >= broken.amount), "{broken:?}");
    }
    scratch.broken[0].map(|broken| broken.rule)
}

/// The rule that a change before the steps of a day breaks.
fn on_a_day(change: impl FnOnce(&mut Today<'_, Silent, 1>)) -> Option<Rule> {
    let plan = Plan::compile(&small());
    let (mut scratch, _, _) = run(&plan);
    scratch.broken[0] = None;
    let mut today = Today {
        plan: &plan,
        s: &mut scratch,
        watch: &mut Silent,
        day: 50,
        books: true,
    };
    change(&mut today);
    scratch.broken[0].map(|broken| broken.rule)
}

#[test]
fn the_small_chain_breaks_no_rule_and_things_happen_in_it() {
    let plan = Plan::compile(&small());
    let (scratch, measures, broken) = run(&plan);
    assert_eq!(broken, None);
    let named = |name: &str| {
        let at = plan
            .layout
            .measures
            .iter()
            .position(|m| m.name == name)
            .expect(name);
        measures[at]
    };
    assert!(named("delivered_kwh") > 500.0);
    assert!(named("days_short") > 0.0, "nothing was ever short");
    assert!(named("backlog_unit_days@gate.cell") > 0.0);
    assert!(named("made@plant.cells") > 500.0);
    assert!(named("feu@way") > 10.0);
    assert!(named("orders_arrived@plant.salt") > 10.0);
    assert!(scratch.ledger.turnover[0] > 1000.0);
    let parts: f64 = plan
        .layout
        .measures
        .iter()
        .zip(&measures)
        .filter(|(m, _)| m.name.starts_with("chain_cost."))
        .map(|(_, value)| value)
        .sum();
    assert!((parts / named("chain_cost") - 1.0).abs() < 1e-12);
}

#[test]
fn goods_from_nowhere_break_the_balance_of_mass() {
    assert_eq!(
        after(|s| s.stocks[GATE_CELLS].hand.quantity[0] += 0.001),
        Some(Rule::Mass)
    );
    assert_eq!(
        after(|s| s.lanes[Id::new(0)].on_the_way.quantity[0] += 0.001),
        Some(Rule::Mass)
    );
    let process = |s: &mut Scratch| s.processes[Id::new(0)].count.started[0] += 1.0;
    assert_eq!(after(process), Some(Rule::Mass));
}

/// The small chain, with an outlet for what the plant has above 25 kWh.
fn with_outlet() -> Model {
    let outlet = Outlet {
        name: "surplus".into(),
        stock: Id::new(1),
        price: Price {
            settled: fixed(1.0),
            moving: vec![(Id::new(0), fixed(0.001))],
        },
        above: fixed(5.0),
        room_per_day: Some(fixed(4.0)),
    };
    Model {
        outlets: Table::from(vec![outlet]),
        ..small()
    }
}

#[test]
fn what_is_sold_and_not_counted_breaks_mass_and_cash_and_lithium() {
    let model = with_outlet();
    let outlet: crate::id::OutletId = Id::new(0);
    let sold = |s: &Scratch| s.outlets[outlet].sold[0][0] - s.outlets[outlet].sold[1][0];
    let nothing = after_trial_of(&model, |s| {
        assert!(sold(s) > 10.0, "only {} were sold", sold(s));
    });
    assert_eq!(nothing, None);
    let uncounted = |s: &mut Scratch| s.outlets[outlet].sold[0][0] -= 1.0;
    assert_eq!(after_trial_of(&model, uncounted), Some(Rule::Mass));
    let unweighed = |s: &mut Scratch| s.lithium_t[0] += 0.0001;
    assert_eq!(after_trial_of(&model, unweighed), Some(Rule::Lithium));
    let plan = Plan::compile(&model);
    let account = plan.outlets[outlet].account.position();
    let unpaid = |s: &mut Scratch| s.ledger.accrued[account][0] -= 0.01;
    assert_eq!(after_trial_of(&model, unpaid), Some(Rule::Cash));
}

#[test]
fn a_cent_of_tax_too_much_or_a_profit_that_was_not_made_breaks_the_books() {
    let mut model = small();
    model.parties[Id::new(1)].investor = Some(Investor {
        hurdle: None,
        tax: Some(Tax {
            rate: fixed(0.2),
            to: Id::new(0),
            depreciation_days: fixed(3650.0),
            losses_days: fixed(0.0),
        }),
        keeps_residual: false,
    });
    model.contracts[Id::new(0)].price = ContractPrice::Stated(price(1000.0));
    let plan = Plan::compile(&model);
    let account = plan.taxes[0].account.position();
    let untouched = after_trial_of(&model, |s| {
        let tax = s.ledger.accrued[account][0];
        assert!(tax > 1000.0, "only {tax} of tax");
    });
    assert_eq!(untouched, None);
    let cent = |s: &mut Scratch| s.ledger.accrued[account][0] += 0.01;
    assert_eq!(after_trial_of(&model, cent), Some(Rule::Cash));
    let profit = |s: &mut Scratch| s.taxes[0].profits[0][0] -= 1.0;
    assert_eq!(after_trial_of(&model, profit), Some(Rule::Cash));
}

#[test]
fn lithium_from_nowhere_breaks_its_balance() {
    assert_eq!(after(|s| s.lithium_t[0] += 1e-6), Some(Rule::Lithium));
}

#[test]
fn a_recipe_that_gives_out_more_lithium_than_goes_in_is_caught() {
    let mut model = small();
    model.processes[Id::new(0)].uses[0].need = Need::PerUnit(fixed(0.0005));
    let (_, _, broken) = run(&Plan::compile(&model));
    assert_eq!(broken.map(|b| b.rule), Some(Rule::Lithium));
}

#[test]
fn a_cent_from_nowhere_breaks_the_books() {
    let plan = Plan::compile(&small());
    let of = |name: &str| {
        let category = plan.categories.iter().position(|c| c == name).expect(name);
        plan.accounts
            .enumerate()
            .find(|(_, a)| a.category == category)
            .expect(name)
            .0
            .position()
    };
    for category in ["making", "freight", "market", "purchase", "order"] {
        let at = of(category);
        assert_eq!(
            after(|s| s.ledger.accrued[at][0] += 0.01),
            Some(Rule::Cash),
            "{category}"
        );
        assert_eq!(
            after(|s| s.ledger.outstanding[at][0] += 0.01),
            Some(Rule::Cash),
            "{category}"
        );
    }
}

#[test]
fn more_started_than_capacity_is_caught_in_the_evening() {
    let caught = on_a_day(|today| {
        today.s.processes[Id::new(0)].today = [Wide([25.0]), Wide([25.1])];
        today.close_books();
    });
    assert_eq!(caught, Some(Rule::Capacity));
}

#[test]
fn more_dispatched_than_room_is_caught_in_the_evening() {
    let caught = on_a_day(|today| {
        today.s.stocks[Id::new(1)].left_today = Wide([30.1]);
        today.close_books();
    });
    assert_eq!(caught, Some(Rule::Room));
}

/// The small chain with a ship of 2 FEU a week instead of the road, after a node for 3 FEU a day.
fn with_stops() -> Model {
    let mut model = small();
    let road = model.elements[Id::new(0)].clone();
    let node = Element {
        name: "border".into(),
        kind: ElementKind::Node {
            place: None,
            kind: None,
        },
        gate: Some(Gate::Throughput {
            feu_per_day: fixed(3.0),
            background: None,
        }),
        ..road.clone()
    };
    let gate = Some(Gate::Timetable {
        departs: Departs::Every { days: 7, first: 0 },
        room_feu: Some(fixed(2.0)),
        at_least_feu: fixed(0.0),
    });
    model.elements = Table::from(vec![node, Element { gate, ..road }]);
    model.routes[Id::new(0)].path = vec![Id::new(0), Id::new(1)];
    model
}

/// The rule that a change of a stop's queue breaks, and how often cargo passed it before.
fn at_a_stop(position: usize, change: impl FnOnce(&mut Today<'_, Silent, 1>, StopId)) -> Rule {
    let plan = Plan::compile(&with_stops());
    let (mut scratch, _, broken) = run(&plan);
    assert_eq!(broken, None);
    let stop = StopId::new(position);
    let passed = scratch.stops[stop].count.passed[0];
    assert!(passed > 10.0, "only {passed} FEU passed");
    let mut today = Today {
        plan: &plan,
        s: &mut scratch,
        watch: &mut Silent,
        day: 50,
        books: true,
    };
    change(&mut today, stop);
    scratch.broken[0].expect("a breach").rule
}

#[test]
fn more_on_board_of_a_departure_or_past_a_node_than_its_room_is_caught() {
    for (position, room) in [(0, 3.0), (1, 2.0)] {
        let caught = at_a_stop(position, |today, stop| {
            let room = Wide([room]);
            today.s.stops[stop].queue.open = Wide([1.0]);
            today.check_room(stop, room + 1.0, room);
            assert_eq!(today.s.broken[0], None, "as much as the room is no breach");
            today.check_room(stop, room + 1.001, room);
        });
        assert_eq!(caught, Rule::Room);
    }
}

#[test]
fn a_negative_queue_at_a_border_is_caught() {
    let caught = at_a_stop(0, |today, stop| {
        today.s.stops[stop].queue.open = Wide([-1e-9]);
        today.count_queue(stop);
    });
    assert_eq!(caught, Rule::Negative);
}

#[test]
fn a_negative_stock_queue_or_backlog_is_caught_in_the_evening() {
    let changes: [fn(&mut Scratch); 3] = [
        |s| s.stocks[GATE_CELLS].hand.quantity[0] = -1e-9,
        |s| s.stocks[GATE_CELLS].backlog[0] = -1e-9,
        |s| s.stocks[GATE_CELLS].queue.open[0] = -1e-9,
    ];
    for change in changes {
        let caught = on_a_day(|today| {
            change(today.s);
            today.close_books();
        });
        assert_eq!(caught, Some(Rule::Negative));
    }
}

#[test]
fn cargo_that_arrives_on_the_day_it_left_is_caught() {
    let caught = on_a_day(|today| {
        let goods = Goods {
            quantity: Wide([1.0]),
            ..Goods::default()
        };
        let cargo = Cargo {
            goods,
            ..Cargo::default()
        };
        let way = &mut today.s.lanes[Id::new(0)].under_way;
        way.send(&cargo, Wide([49.5]), 49, 100);
        today.day = 50;
        today.s.lanes[Id::new(0)].under_way.left_on(50, 50);
        today.arrive();
    });
    assert_eq!(caught, Some(Rule::Punctual));
}
