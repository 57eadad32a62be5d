use super::*;
use crate::analysis::{Trials, Variant};
use crate::measure::{Better, Estimand, Measure};
use crate::summary::{Means, paired, paired_simultaneous};

pub fn measure(name: &str, better: Better) -> Measure {
    Measure {
        name: name.to_owned(),
        unit: "USD/kWh".to_owned(),
        better,
        estimand: Estimand::Mean,
        meaning: String::new(),
    }
}

/// Three variants with a cost and its parts; the third has a stage of its own.
fn trials() -> Trials {
    let names = [
        "chain_cost",
        "chain_cost.freight",
        "chain_cost.market",
        "chain_cost.stock_change",
    ];
    let stages = ["chain_cost@mine", "chain_cost@road", "fill_rate"];
    let variant = |name: &str, k: f64| {
        let column =
            |f: &dyn Fn(f64) -> f64| (0..20).map(|t| f(f64::from(t))).collect::<Vec<f64>>();
        let freight = column(&|t| 3.0 + k * libm::sin(t));
        let market = column(&|t| 40.0 + k + 0.1 * t);
        let change = column(&|t| -0.01 * t);
        let mine = column(&|t| if k > 1.0 { f64::NAN } else { 13.0 + t });
        let all: Vec<f64> = (0..20)
            .map(|t| freight[t] + market[t] + change[t])
            .collect();
        let zero = |x: f64| if x.is_finite() { x } else { 0.0 };
        let road = (0..20)
            .map(|t| all[t] - change[t] - zero(mine[t]))
            .collect();
        let fill = column(&|t| if t < 3.0 { f64::NAN } else { 0.9 + 0.01 * k });
        Variant {
            name: name.to_owned(),
            measures: vec![all, freight, market, change, mine, road, fill],
            parameters: Vec::new(),
        }
    };
    let low = names
        .iter()
        .chain(&stages[..2])
        .map(|name| measure(name, Better::Low));
    Trials {
        measures: low.chain([measure("fill_rate", Better::High)]).collect(),
        parameters: Vec::new(),
        variants: vec![
            variant("one", 0.5),
            variant("base", 1.0),
            variant("two", 2.0),
        ],
        reference: 1,
        seed: 1,
        replicate: None,
    }
}

#[test]
fn pairs_are_with_the_reference_or_all() {
    assert_eq!(trials().pairs(false), [(0, 1), (2, 1)]);
    assert_eq!(trials().pairs(true), [(0, 1), (2, 1), (2, 0)]);
}

#[test]
fn intervals_are_those_of_the_summary() {
    let trials = trials();
    let pairs = trials.pairs(true);
    let found = differences(&trials, &pairs);
    let cost = |v: usize| trials.variants[v].measures[0].as_slice();
    let means = Means::default();
    let columns: Vec<_> = pairs
        .iter()
        .map(|&(a, b)| (cost(a), cost(b), &means))
        .collect();
    let together = paired_simultaneous(&columns, 0.95);
    for (row, (&(a, b, _), together)) in found.iter().zip(columns.iter().zip(&together)) {
        assert_eq!(row.measure.name, "chain_cost");
        assert_eq!(row.paired, paired(a, b, None, 0.95));
        // Max-t: no wider than Bonferroni, no narrower than one alone.
        assert!(together.lo <= row.together.lo && row.together.lo <= row.paired.lo);
        assert!(row.paired.hi <= row.together.hi && row.together.hi <= together.hi);
    }
    let fill = found
        .iter()
        .find(|row| row.measure.name == "fill_rate" && row.a == "two");
    let fill = fill.expect("a row");
    assert_eq!(
        (fill.paired.pairs, fill.beats.mean, fill.first_order),
        (17, Some(1.0), Some(Side::A))
    );
}

#[test]
fn a_measure_that_one_has_not_is_not_compared() {
    let trials = trials();
    let found = differences(&trials, &trials.pairs(true));
    let mine: Vec<_> = found
        .iter()
        .filter(|row| row.measure.name == "chain_cost@mine")
        .collect();
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].a.as_str(), mine[0].b.as_str()), ("one", "base"));
}

#[test]
fn the_parts_of_a_difference_add_up_to_it() {
    let trials = trials();
    let rows = explained(&trials, &trials.pairs(true));
    let totals: Vec<_> = rows.iter().filter(|row| row.part == "total").collect();
    assert_eq!(totals.len(), 6);
    for total in totals {
        let same = |row: &&Explained| row.a == total.a && row.b == total.b && row.by == total.by;
        let parts: Vec<_> = rows
            .iter()
            .filter(same)
            .filter(|row| row.part != "total")
            .collect();
        assert_eq!(parts.len(), 3, "{parts:?}");
        let sum = |of: fn(&Explained) -> f64| parts.iter().map(|row| of(row)).sum::<f64>();
        let difference = |row: &Explained| row.paired.mean.unwrap();
        assert!(
            (sum(difference) - difference(total)).abs() < 1e-12,
            "{total:?}"
        );
        assert!(
            (sum(|row| row.mean_a) - total.mean_a).abs() < 1e-12,
            "{total:?}"
        );
        assert!(
            (sum(|row| row.mean_b) - total.mean_b).abs() < 1e-12,
            "{total:?}"
        );
    }
}
