use super::*;
use crate::analysis::Variant;
use crate::measure::Estimand;
use crate::random::{Stream, StreamKey, normal_cdf, normal_quantile};

fn normals(seed: u64, name: &str, n: u64) -> Vec<f64> {
    let source = StreamKey::of(name);
    (1..=n)
        .map(|t| normal_quantile(Stream::new(seed, t, source).uniform(0)))
        .collect()
}

/// Costs of two variants over shared parameters: base 0 and noise, other less by `d(x, z)` and noise.
fn trials(n: u64, d: impl Fn(f64, f64) -> f64) -> Trials {
    seeded(7, n, d)
}

fn seeded(seed: u64, n: u64, d: impl Fn(f64, f64) -> f64) -> Trials {
    let [x, z, one, two] = ["x", "z", "one", "two"].map(|name| normals(seed, name, n));
    let named = |name: &str, better| Measure {
        name: name.to_owned(),
        unit: "USD".to_owned(),
        better,
        estimand: Estimand::Mean,
        meaning: String::new(),
    };
    let parameters = vec![x.clone(), z.clone()];
    let cost = (0..n as usize)
        .map(|t| 10.0 + two[t] - d(x[t], z[t]))
        .collect();
    let variant = |name: &str, cost: Vec<f64>| Variant {
        name: name.to_owned(),
        measures: vec![cost],
        parameters: parameters.clone(),
    };
    Trials {
        measures: vec![named("cost", Better::Low)],
        parameters: vec![named("x", Better::None), named("z", Better::None)],
        variants: vec![
            variant("base", one.iter().map(|e| 10.0 + e).collect()),
            variant("other", cost),
        ],
        reference: 0,
        seed: 1,
        replicate: None,
    }
}

fn row<'a>(decision: &'a Decision, tells: Tells, of: &str) -> &'a DecisionRow {
    let wanted = |row: &&DecisionRow| {
        row.tells == tells && [&row.variant, &row.parameter].iter().any(|n| *n == of)
    };
    decision
        .rows
        .iter()
        .find(wanted)
        .unwrap_or_else(|| panic!("no {tells:?} of {of:?}"))
}

fn holds(row: &DecisionRow, truth: f64) {
    let (lo, hi) = (row.lo.unwrap(), row.hi.unwrap());
    assert!(lo <= truth && truth <= hi, "{row:?} is not {truth}");
}

/// What the better of 0 and N(m, s) is worth above the better of their means.
fn closed_form(m: f64, s: f64) -> f64 {
    let density = libm::exp(-0.5 * (m / s) * (m / s)) / (2.0 * std::f64::consts::PI).sqrt();
    s * density + m * normal_cdf(m / s) - m.max(0.0)
}

#[test]
fn intervals_of_the_value_of_information_hold_its_closed_form_as_often_as_they_say() {
    const SEEDS: u64 = 40;
    for (m, a, b) in [(-0.3, 1.0, 0.5), (0.2, 0.6, 0.8)] {
        let all = libm::sqrt(a * a + b * b);
        let foresight = closed_form(m, libm::sqrt(a * a + b * b + 2.0));
        let truths = [
            (Tells::Evppi, "x", closed_form(m, a)),
            (Tells::Evppi, "z", closed_form(m, b)),
            (Tells::Evpi, "", closed_form(m, all)),
            (Tells::PerfectForesight, "", foresight),
            (Tells::BestGivenParameters, "other", normal_cdf(m / all)),
            (Tells::Regret, "other", closed_form(m, all) + (-m).max(0.0)),
            (Tells::RegretInTrial, "base", foresight + m.max(0.0)),
        ];
        let mut hits = [0; 7];
        for seed in 1..=SEEDS {
            let found = decide(&seeded(seed, 600, |x, z| m + a * x + b * z), 0, &[]).unwrap();
            for (hits, &(tells, of, truth)) in hits.iter_mut().zip(&truths) {
                let row = row(&found, tells, of);
                *hits += u64::from(row.lo <= Some(truth) && Some(truth) <= row.hi);
            }
        }
        // Of 40 intervals of 95 % fewer than 34 hold with probability 0.3 %.
        assert!(hits.iter().all(|&hits| hits >= 34), "{hits:?}");
    }
}

#[test]
fn the_parameters_foretell_their_share_of_variance() {
    let found = decide(&trials(4000, |x, z| -0.3 + x + 0.5 * z), 0, &[]).unwrap();
    let share = row(&found, Tells::Foretold, "other").value.unwrap();
    assert!((share - 1.25 / 3.25).abs() < 0.03, "{share}");
}

#[test]
fn the_break_even_is_where_the_expectations_cross() {
    let found = decide(&trials(2000, |x, z| -0.4 + x + 0.5 * z), 0, &[]).unwrap();
    let change = row(&found, Tells::BreakEven, "x");
    assert_eq!(
        (change.variant.as_str(), change.other.as_str()),
        ("base", "other")
    );
    holds(change, 0.4);
    assert!(change.hi.unwrap() - change.lo.unwrap() < 0.3, "{change:?}");
}

#[test]
fn a_curved_dependence_is_found_too() {
    // E[max(0, x^2 - 1)] = 2 phi(1) for a standard normal x.
    let found = decide(&trials(4000, |x, _| x * x - 1.0), 0, &[]).unwrap();
    holds(
        row(&found, Tells::Evppi, "x"),
        2.0 * 0.241_970_724_519_143_37,
    );
    let changes: Vec<_> = found
        .rows
        .iter()
        .filter(|r| r.tells == Tells::BreakEven)
        .collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    // Five knots do not bend quite as a parabola does.
    for (change, truth) in changes.iter().zip([-1.0, 1.0]) {
        assert!((change.value.unwrap() - truth).abs() < 0.1, "{change:?}");
    }
}

#[test]
fn knowing_what_does_not_matter_is_worth_nothing() {
    for d in [0.0, 0.3] {
        let found = decide(&trials(1000, |_, _| d), 0, &[]).unwrap();
        for (tells, of) in [(Tells::Evpi, ""), (Tells::Evppi, "x"), (Tells::Evppi, "z")] {
            assert_eq!(row(&found, tells, of).value, Some(0.0), "{tells:?}");
        }
        assert!(row(&found, Tells::PerfectForesight, "").lo > Some(0.3));
        assert!(!found.rows.iter().any(|row| row.tells == Tells::BreakEven));
    }
}

#[test]
fn a_variant_that_is_never_better_is_never_expected_to_be() {
    // A straight line of x would rise above 0 where the truth is held there.
    let mut trials = trials(600, |_, _| 0.0);
    let x = trials.variants[0].parameters[0].clone();
    let base = trials.variants[0].measures[0].clone();
    let worse = x.iter().zip(&base).map(|(x, cost)| cost + (-x).max(0.0));
    trials.variants[1].measures[0] = worse.collect();
    let found = decide(&trials, 0, &[]).unwrap();
    for tells in [Tells::Evpi, Tells::PerfectForesight, Tells::Evppi] {
        let values = found.rows.iter().filter(|row| row.tells == tells);
        assert!(
            values.clone().all(|row| row.value == Some(0.0)),
            "{tells:?}"
        );
    }
}

#[test]
fn variants_that_are_the_same_share_the_best_place() {
    let mut trials = trials(200, |x, _| x);
    trials.variants.push(Variant {
        name: "twin".into(),
        ..trials.variants[0].clone()
    });
    let found = decide(&trials, 0, &[]).unwrap();
    for tells in [Tells::BestGivenParameters, Tells::BestInTrial] {
        let share = |of| row(&found, tells, of).value.unwrap();
        assert!((share("base") - share("twin")).abs() < 1e-12);
        assert!((share("base") + share("twin") + share("other") - 1.0).abs() < 1e-12);
    }
}

#[test]
fn knowing_two_parameters_together_is_worth_what_the_closed_form_says() {
    let (m, a, b) = (-0.2, 0.6, 0.8);
    let groups = [
        Group {
            name: "both".into(),
            parameters: vec![0, 1],
        },
        Group {
            name: "first".into(),
            parameters: vec![0],
        },
    ];
    let (mut both, mut first) = (0, 0);
    for seed in 1..=40 {
        let found = decide(&seeded(seed, 600, |x, z| m + a * x + b * z), 0, &groups).unwrap();
        let holds = |row: &DecisionRow, truth: f64| {
            u32::from(row.lo <= Some(truth) && Some(truth) <= row.hi)
        };
        let together = row(&found, Tells::Evppi, "both");
        assert_eq!(together.note, "knowing together x + z");
        both += holds(together, closed_form(m, libm::sqrt(a * a + b * b)));
        first += holds(row(&found, Tells::Evppi, "first"), closed_form(m, a));
        // Of all parameters there are: the same as the value of knowing all.
        assert_eq!(together.value, row(&found, Tells::Evpi, "").value);
    }
    // Of 40 intervals of 95 % fewer than 34 hold with probability 0.3 %.
    assert!(both >= 34 && first >= 34, "{both} {first}");
}

#[test]
fn trials_of_one_draw_are_resampled_together() {
    // Each trial twice: intervals are those of half as many trials.
    let once = seeded(3, 300, |x, z| 0.2 + x + z);
    let mut twice = once.clone();
    let double = |column: &Vec<f64>| column.iter().flat_map(|&x| [x, x]).collect();
    for variant in &mut twice.variants {
        variant.measures = variant.measures.iter().map(double).collect();
        variant.parameters = variant.parameters.iter().map(double).collect();
    }
    twice.replicate = Some(2);
    let width = |trials: &Trials, tells: Tells, of: &str| {
        let found = decide(trials, 0, &[]).unwrap();
        let row = row(&found, tells, of);
        row.hi.unwrap() - row.lo.unwrap()
    };
    for (tells, of) in [
        (Tells::Mean, "base"),
        (Tells::PerfectForesight, ""),
        (Tells::Evpi, ""),
    ] {
        let [one, two] = [&once, &twice].map(|trials| width(trials, tells, of));
        assert!((two / one - 1.0).abs() < 0.2, "{tells:?}: {one} {two}");
    }
}
