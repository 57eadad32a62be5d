use super::*;

const INF: f64 = f64::INFINITY;

fn assert_faults(cases: &[(Law<f64>, &str)]) {
    for (law, words) in cases {
        assert_eq!(law.fault().as_deref(), Some(*words), "{law:?}");
    }
}

#[test]
fn a_broken_law_on_the_line_says_what_is_wrong() {
    assert_faults(&[
        (Law::Constant(f64::NAN), "value is not a finite number"),
        (Law::Constant(INF), "value is not a finite number"),
        (Law::Constant(-2e305), "value is -2e305, beyond 1e300"),
        (
            Law::Uniform {
                low: 9.0,
                high: 5.0,
            },
            "low 9 is above high 5",
        ),
        (
            Law::Triangular {
                low: 1.0,
                mode: 5.0,
                high: 4.5,
            },
            "mode 5 is above high 4.5",
        ),
        (
            Law::Pert {
                low: 1.0,
                mode: 0.5,
                high: 4.5,
            },
            "low 1 is above mode 0.5",
        ),
        (
            Law::Normal {
                mean: 1.0,
                sd: -3.0,
            },
            "standard deviation is -3; it must be 0 or more",
        ),
    ]);
}

#[test]
fn a_broken_log_normal_law_says_what_is_wrong() {
    assert_faults(&[
        (
            Law::LogNormal { mean: 0.0, cv: 0.2 },
            "mean is 0; it must be above 0",
        ),
        (
            Law::LogNormal {
                mean: 1.0,
                cv: -0.2,
            },
            "coefficient of variation is -0.2; it must be 0 or more",
        ),
        (
            Law::LogNormal {
                mean: 1.0,
                cv: 1e200,
            },
            "the spread is so wide that draws could pass 1e300",
        ),
        (
            Law::LogNormalMedian {
                median: 1.0,
                sigma: 90.0,
            },
            "the spread is so wide that draws could pass 1e300",
        ),
        (
            Law::LogNormalMedian {
                median: -1.0,
                sigma: 0.2,
            },
            "median is -1; it must be above 0",
        ),
        (
            Law::LogNormal90 {
                low: 0.0,
                high: 5.0,
            },
            "low is 0; it must be above 0",
        ),
        (
            Law::LogNormal90 {
                low: 9.0,
                high: 5.0,
            },
            "low 9 is above high 5",
        ),
        (
            Law::LogitNormal90 {
                low: 0.6,
                high: 1.0,
            },
            "high is 1; it must be above 0 and below 1",
        ),
    ]);
}

#[test]
fn a_broken_law_of_counts_or_choices_says_what_is_wrong() {
    assert_faults(&[
        (
            Law::Exponential { mean: -1.0 },
            "mean is -1; it must be 0 or more",
        ),
        (
            Law::Poisson { mean: 2e9 },
            "mean is 2000000000; it must be 1000000000 or less",
        ),
        (
            Law::Bernoulli { probability: 1.2 },
            "probability is 1.2; it must be between 0 and 1",
        ),
        (Law::Discrete(vec![]), "there are no values to choose from"),
        (
            Law::Discrete(vec![(1.0, 0.1), (2.0, 0.2), (3.0, 0.6)]),
            "probabilities add up to 0.9; they must add up to 1",
        ),
        (
            Law::Discrete(vec![(1.0, 1.1), (2.0, -0.1)]),
            "probability is 1.1; it must be between 0 and 1",
        ),
        (
            Law::Discrete(vec![(-INF, 1.0)]),
            "value is not a finite number",
        ),
        (
            Law::Floor {
                law: Box::new(Law::Constant(1.0)),
                unit: 0.0,
            },
            "unit is 0; it must be above 0",
        ),
        (
            Law::Clip {
                law: Box::new(Law::Constant(1.0)),
                low: 4.0,
                high: 3.0,
            },
            "lower bound 4 is above upper bound 3",
        ),
        (
            Law::Clip {
                law: Box::new(Law::Exponential { mean: -1.0 }),
                low: 0.0,
                high: INF,
            },
            "mean is -1; it must be 0 or more",
        ),
    ]);
}

#[test]
fn rounding_to_two_units_is_refused() {
    let floor = |law, unit| Law::Floor {
        law: Box::new(law),
        unit,
    };
    let twice = floor(floor(Law::Constant(1.0), 7.0), 1.0);
    let words = "it is rounded down to two units, 7 and 1; one is wanted";
    assert_eq!(twice.fault().as_deref(), Some(words));
    assert_eq!(floor(floor(Law::Constant(1.0), 7.0), 7.0).fault(), None);
}

#[test]
fn degenerate_laws_and_never_are_laws() {
    let cases = [
        Law::Uniform {
            low: 3.0,
            high: 3.0,
        },
        Law::Pert {
            low: 3.0,
            mode: 3.0,
            high: 3.0,
        },
        Law::Normal {
            mean: -3.0,
            sd: 0.0,
        },
        Law::LogNormal { mean: 1.0, cv: 0.0 },
        Law::Exponential { mean: 0.0 },
        Law::Poisson { mean: 0.0 },
        Law::Bernoulli { probability: 1.0 },
        Law::Discrete(vec![(730.0, 0.3), (1000.0, 0.5), (INF, 0.2)]),
        Law::Discrete(vec![
            (1.0, 0.333_333_3),
            (2.0, 0.333_333_3),
            (3.0, 0.333_333_3),
        ]),
        Law::Clip {
            law: Box::new(Law::Constant(1.0)),
            low: -INF,
            high: INF,
        },
    ];
    for law in cases {
        assert_eq!(law.fault(), None, "{law:?}");
    }
}

#[test]
fn a_broken_law_of_a_shape_says_what_is_wrong() {
    let shape = |shape, scale| Law::GammaShape { shape, scale };
    assert_faults(&[
        (
            Law::Gamma { mean: 0.0, cv: 0.5 },
            "mean is 0; it must be above 0",
        ),
        (
            Law::Gamma {
                mean: 5.0,
                cv: -0.5,
            },
            "coefficient of variation is -0.5; it must be 0 or more",
        ),
        (
            Law::Gamma {
                mean: 5.0,
                cv: 20.0,
            },
            "shape is 0.0025; it must be between 0.01 and 1000000, a coefficient of variation from 0.001 to 10",
        ),
        (
            shape(0.0, 5.0),
            "shape is 0; it must be between 0.01 and 1000000",
        ),
        (shape(2.0, -5.0), "scale is -5; it must be above 0"),
        (
            shape(1e6, 1e299),
            "the spread is so wide that draws could pass 1e300",
        ),
        (
            Law::Weibull {
                shape: 0.0,
                scale: 5.0,
            },
            "shape is 0; it must be between 0.01 and 1000000",
        ),
        (
            Law::Weibull {
                shape: 0.01,
                scale: 1e200,
            },
            "the spread is so wide that draws could pass 1e300",
        ),
        (
            Law::Beta { a: 2.0, b: INF },
            "shape b is not a finite number",
        ),
        (
            Law::Beta { a: -2.0, b: 1.0 },
            "shape a is -2; it must be between 0.01 and 1000000",
        ),
        (
            Law::BetaMean { mean: 1.0, sd: 0.1 },
            "mean is 1; it must be above 0 and below 1",
        ),
        (
            Law::BetaMean { mean: 0.9, sd: 0.3 },
            "standard deviation is 0.3; it must be below 0.3 with this mean",
        ),
        (
            Law::BetaMean {
                mean: 0.5,
                sd: 0.499,
            },
            "shape a is 0.002006016; it must be between 0.01 and 1000000; choose another standard deviation",
        ),
    ]);
}

#[test]
fn a_truncation_that_leaves_nothing_or_makes_no_sense_says_so() {
    let within = |law: Law<f64>, low, high| Law::Truncated {
        law: Box::new(law),
        low,
        high,
    };
    let normal = || Law::Normal { mean: 5.0, sd: 1.0 };
    let words =
        "only a continuous distribution can be truncated, and before it is rounded or clipped";
    let floor = Law::Floor {
        law: Box::new(normal()),
        unit: 1.0,
    };
    assert_faults(&[
        (
            within(normal(), 9.0, 1.0),
            "lower bound 9 is above upper bound 1",
        ),
        (
            within(normal(), 11.0, INF),
            "less than a millionth of the distribution lies above 11",
        ),
        (
            within(normal(), 5.0, 5.0),
            "less than a millionth of the distribution lies between 5 and 5",
        ),
        (
            within(Law::Normal { mean: 5.0, sd: 0.0 }, 6.0, 7.0),
            "less than a millionth of the distribution lies between 6 and 7",
        ),
        (
            within(
                Law::Normal {
                    mean: 5.0,
                    sd: -1.0,
                },
                6.0,
                7.0,
            ),
            "standard deviation is -1; it must be 0 or more",
        ),
        (within(floor, 1.0, 9.0), words),
        (within(Law::Poisson { mean: 3.0 }, 1.0, 9.0), words),
        (within(within(normal(), 4.0, 9.0), 5.0, 6.0), words),
        (Law::Empirical([].into()), "there are no observations"),
        (
            Law::Empirical([1.0, f64::NAN].into()),
            "observation is not a finite number",
        ),
    ]);
    for law in [
        within(normal(), 9.0, INF),
        within(normal(), -INF, 5.0),
        within(Law::Normal { mean: 5.0, sd: 0.0 }, 5.0, 7.0),
        Law::Gamma { mean: 5.0, cv: 0.0 },
        Law::BetaMean { mean: 0.5, sd: 0.0 },
    ] {
        assert_eq!(law.fault(), None, "{law:?}");
    }
}
