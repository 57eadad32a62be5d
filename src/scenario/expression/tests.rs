mod faults;

use proptest::prelude::*;

use super::*;
use crate::calendar::Date;

const TIME: Dimension = Dimension::TIME;
const NONE: Dimension = Dimension::NONE;
const USD_PER_KWH: Dimension = Dimension::MONEY.per(Dimension::ENERGY);

struct Names;

impl Surroundings for Names {
    fn dimension(&self, name: &str) -> Option<Dimension> {
        match name {
            "sea_days" | "mine-start" => Some(TIME),
            "share" | "cv" => Some(NONE),
            "lce" => Some(Dimension::MONEY.per(Dimension::MASS)),
            _ => None,
        }
    }
    fn nearest(&self, name: &str) -> Option<String> {
        let names = ["sea_days", "mine-start", "share", "cv", "lce"];
        crate::scenario::problem::nearest(name, names).map(Into::into)
    }
    fn observations(&self, file: &str, column: &str) -> Result<Vec<f64>, Unread> {
        match (file, column) {
            ("durations.csv", "days") => Ok(vec![7.0, 3.0, 5.0]),
            ("durations.csv", "words") => Err(Unread::Cells),
            ("durations.csv", _) => Err(Unread::Column("no such column".into(), "days".into())),
            _ => Err(Unread::File("no such file".into(), None)),
        }
    }
    fn days(&self, date: Date) -> f64 {
        f64::from(date.0 - Date::new(2030, 1, 1).unwrap().0)
    }
}

fn read(text: &str, wanted: Dimension) -> Expression {
    parse(text, Some(wanted), false, &Names).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

/// The law with plain numbers to twelve digits, names shown by their place and factor.
fn shown(law: &Law<Sum>) -> String {
    let law = law.map(&mut |sum: &Sum| {
        let mut text = format!("{}", libm::round(sum.constant * 1e9) / 1e9);
        for product in &sum.products {
            let names: Vec<&str> = product
                .names
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            let part = format!(
                " + {} {}",
                libm::round(product.factor * 1e9) / 1e9,
                names.join(" ")
            );
            text += &part;
        }
        text
    });
    format!("{law:?}").replace('"', "")
}

#[test]
fn quantities_and_sums_are_in_base_units() {
    let per_mass = Dimension::MONEY.per(Dimension::MASS);
    for (text, wanted, expected) in [
        ("18 d", TIME, "18"),
        ("18d", TIME, "18"),
        (" 2 yr ", TIME, "730"),
        ("-5 %", NONE, "-0.05"),
        ("\u{2212}5 %", NONE, "-0.05"),
        ("0.5", NONE, "0.5"),
        ("1.2e3", NONE, "1200"),
        ("1e-3", NONE, "0.001"),
        ("3 * 4 d", TIME, "12"),
        ("5 d - 2 d + 24 h", TIME, "4"),
        ("5 d*2", TIME, "10"),
        ("0.4 /yr * 365 d", NONE, "0.4"),
        ("$sea_days", TIME, "0 + 1 sea_days"),
        ("-$sea_days", TIME, "-0 + -1 sea_days"),
        ("$mine-start+90 d", TIME, "90 + 1 mine-start"),
        ("1.2 * $sea_days * $share", TIME, "0 + 1.2 sea_days share"),
        (
            "31 USD/kWh + 0.58 kg/kWh * $lce",
            USD_PER_KWH,
            "31 + 0.00058 lce",
        ),
        ("5\u{a0}kUSD/t", per_mass, "5000"),
        ("8 (USD/t)", per_mass, "8"),
        ("constant(18) d", TIME, "18"),
    ] {
        let expression = read(text, wanted);
        let expected = format!("Constant({})", expected.replace("-0 +", "0 +"));
        assert_eq!(
            shown(&expression.law).replace("-0 +", "0 +"),
            expected,
            "{text}"
        );
        assert_eq!(expression.dimension, wanted);
        assert!(!expression.is_date);
    }
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn laws_are_read_with_their_unit_and_labels() {
    for (text, wanted, expected) in [
        ("uniform(5, 9) d", TIME, "Uniform { low: 5, high: 9 }"),
        (
            "uniform(low 5, high 9) d",
            TIME,
            "Uniform { low: 5, high: 9 }",
        ),
        (
            "uniform(high 9, low 5) d",
            TIME,
            "Uniform { low: 5, high: 9 }",
        ),
        ("uniform(5 d, 1 wk)", TIME, "Uniform { low: 5, high: 7 }"),
        (
            "triangular(1, 2, 3) wk",
            TIME,
            "Triangular { low: 7, mode: 14, high: 21 }",
        ),
        (
            "pert(0.6, 1.0, 1.4) %",
            NONE,
            "Pert { low: 0.006, mode: 0.01, high: 0.014 }",
        ),
        ("pert(5,6,9) d", TIME, "Pert { low: 5, mode: 6, high: 9 }"),
        (
            "pert(1, $sea_days, 2 * $sea_days) d",
            TIME,
            "Pert { low: 1, mode: 0 + 1 sea_days, high: 0 + 2 sea_days }",
        ),
        ("normal(5, 2) d", TIME, "Normal { mean: 5, sd: 2 }"),
        (
            "normal(mean 5, cv 20 %) d",
            TIME,
            "Normal { mean: 5, sd: 1 }",
        ),
        (
            "normal(mean $sea_days + 1, cv $cv) d",
            TIME,
            "Normal { mean: 1 + 1 sea_days, sd: 0 + 1 cv + 1 sea_days cv }",
        ),
        (
            "lognormal(mean 3, cv 80 %) d",
            TIME,
            "LogNormal { mean: 3, cv: 0.8 }",
        ),
        (
            "lognormal(mean $sea_days, cv 20 %)",
            TIME,
            "LogNormal { mean: 0 + 1 sea_days, cv: 0.2 }",
        ),
        (
            "lognormal(median 2, sigma 0.5) wk",
            TIME,
            "LogNormalMedian { median: 14, sigma: 0.5 }",
        ),
        (
            "lognormal(mu 0, sigma 0.2) wk",
            TIME,
            "LogNormalMedian { median: 7, sigma: 0.2 }",
        ),
        ("exponential(90) d", TIME, "Exponential { mean: 90 }"),
        (
            "poisson(3) vehicle",
            Dimension::VEHICLE,
            "Poisson { mean: 3 }",
        ),
        (
            "gamma(mean 12, cv 50 %) d",
            TIME,
            "Gamma { mean: 12, cv: 0.5 }",
        ),
        (
            "gamma(shape 4, scale $sea_days)",
            TIME,
            "GammaShape { shape: 4, scale: 0 + 1 sea_days }",
        ),
        (
            "weibull(scale 90, shape 1.5) d",
            TIME,
            "Weibull { shape: 1.5, scale: 90 }",
        ),
        ("beta(8, 2)", NONE, "Beta { a: 8, b: 2 }"),
        (
            "beta(mean 85 %, sd 5 %)",
            NONE,
            "BetaMean { mean: 0.85, sd: 0.05 }",
        ),
        (
            "empirical('durations.csv', \"days\") wk",
            TIME,
            "Empirical([21.0, 35.0, 49.0])",
        ),
        (
            "empirical(column 'days', file 'durations.csv')",
            NONE,
            "Empirical([3.0, 5.0, 7.0])",
        ),
        (
            "floor(empirical('durations.csv', 'days')) d",
            TIME,
            "Floor { law: Empirical([3.0, 5.0, 7.0]), unit: 1.0 }",
        ),
        (
            "truncated(normal(5, 2), 1, $sea_days) d",
            TIME,
            "Truncated { law: Normal { mean: 5, sd: 2 }, low: 1, high: 0 + 1 sea_days }",
        ),
        (
            "truncated(exponential(5), low 1) wk",
            TIME,
            "Truncated { law: Exponential { mean: 35 }, low: 7, high: inf }",
        ),
        (
            "truncated(5 to 9, high 8) d",
            TIME,
            "Truncated { law: LogNormal90 { low: 5, high: 9 }, low: -inf, high: 8 }",
        ),
        ("bernoulli(20 %)", NONE, "Bernoulli { probability: 0.2 }"),
        (
            "bernoulli($share)",
            NONE,
            "Bernoulli { probability: 0 + 1 share }",
        ),
        (
            "discrete(5: 0.3, 7: 75 %) d",
            TIME,
            "Discrete([(5, 0.3), (7, 0.75)])",
        ),
        (
            "discrete(5 d: 0.3, $sea_days: 0.7)",
            TIME,
            "Discrete([(5, 0.3), (0 + 1 sea_days, 0.7)])",
        ),
        (
            "floor(exponential(5)) wk",
            TIME,
            "Floor { law: Exponential { mean: 35 }, unit: 7.0 }",
        ),
        (
            "floor(exponential(5) wk)",
            TIME,
            "Floor { law: Exponential { mean: 35 }, unit: 7.0 }",
        ),
        (
            "floor(exponential(5 wk))",
            TIME,
            "Floor { law: Exponential { mean: 35 }, unit: 1.0 }",
        ),
        (
            "clip(floor(lognormal(mu 0, sigma 0.2)), 1, 63) d",
            TIME,
            "Clip { law: Floor { law: LogNormalMedian { median: 1, sigma: 0.2 }, unit: 1.0 }, low: 1, high: 63 }",
        ),
        (
            "max(normal(5, 2), 0) d",
            TIME,
            "Clip { law: Normal { mean: 5, sd: 2 }, low: 0, high: inf }",
        ),
        (
            "max(0, normal(5, 2)) d",
            TIME,
            "Clip { law: Normal { mean: 5, sd: 2 }, low: 0, high: inf }",
        ),
        (
            "min(9 to 16, 20) d",
            TIME,
            "Clip { law: LogNormal90 { low: 9, high: 16 }, low: -inf, high: 20 }",
        ),
        ("9 to 16 d", TIME, "LogNormal90 { low: 9, high: 16 }"),
        ("9 d to 3 wk", TIME, "LogNormal90 { low: 9, high: 21 }"),
        (
            "$sea_days to 30 d",
            TIME,
            "LogNormal90 { low: 0 + 1 sea_days, high: 30 }",
        ),
        (
            "60 % to 80 %",
            NONE,
            "LogitNormal90 { low: 0.6, high: 0.8 }",
        ),
        ("60 to 80 %", NONE, "LogitNormal90 { low: 0.6, high: 0.8 }"),
        ("0.5 to 2", NONE, "LogNormal90 { low: 0.5, high: 2 }"),
    ] {
        assert_eq!(shown(&read(text, wanted).law), expected, "{text}");
    }
}

#[test]
fn the_mean_of_the_logarithm_counts_in_the_unit_written() {
    let Law::LogNormalMedian { median, .. } = read("lognormal(mu 2, sigma 0.2) wk", TIME).law
    else {
        panic!()
    };
    assert!((median.constant - 7.0 * 2f64.exp()).abs() < 1e-12);
}

#[test]
fn dates_are_days_since_the_start() {
    for (text, expected) in [
        ("2030-01-11", "Constant(10)"),
        ("2029-12-31", "Constant(-1)"),
        ("never", "Constant(inf)"),
        ("$mine-start", "Constant(0 + 1 mine-start)"),
        ("$mine-start + 90 d", "Constant(90 + 1 mine-start)"),
        ("2030-01-11 + 1 wk", "Constant(17)"),
        (
            "discrete(2030-01-11: 0.3, never: 0.7)",
            "Discrete([(10, 0.3), (inf, 0.7)])",
        ),
        (
            "discrete($mine-start: 1)",
            "Discrete([(0 + 1 mine-start, 1.0)])",
        ),
        (
            "uniform(2030-01-11, 2030-01-21)",
            "Floor { law: Uniform { low: 10, high: 20 }, unit: 1.0 }",
        ),
    ] {
        let expression = parse(text, None, true, &Names).unwrap();
        assert_eq!(shown(&expression.law), expected, "{text}");
        assert!(expression.is_date && expression.dimension == TIME);
    }
    let free = parse("discrete(2030-01-11: 1)", None, false, &Names).unwrap();
    assert!(free.is_date);
    assert!(!parse("$mine-start", None, false, &Names).unwrap().is_date);
}

#[test]
fn without_a_wanted_dimension_it_is_what_is_written() {
    for (text, dimension) in [
        ("pert(1, 2, 3)", NONE),
        ("uniform(8, 14) %/yr", NONE.per(TIME)),
        ("0.58 kg/kWh * $lce", USD_PER_KWH),
        ("pert(1, $share, 3)", NONE),
    ] {
        assert_eq!(
            parse(text, None, false, &Names).unwrap().dimension,
            dimension
        );
    }
}

#[test]
fn the_unit_for_showing_results_is_the_one_that_was_written() {
    for (text, unit, factor) in [
        ("pert(1, 2, 3) wk", "wk", 7.0),
        ("2 yr", "yr", 365.0),
        ("$sea_days", "d", 1.0),
        ("2 wk + 3 d", "d", 1.0),
        ("2 wk to 3 wk", "wk", 7.0),
        ("normal(mean 5, cv 20 %) wk", "wk", 7.0),
        ("lognormal(mean $sea_days, cv 20 %)", "d", 1.0),
        ("lognormal(mu 0, sigma 1) wk", "wk", 7.0),
    ] {
        assert_eq!(read(text, TIME).unit, (unit.to_owned(), factor), "{text}");
    }
    assert_eq!(read("0.5", NONE).unit, ("number".to_owned(), 1.0));
    assert_eq!(read("50 %", NONE).unit, ("%".to_owned(), 0.01));
}

#[test]
fn names_keep_their_places() {
    let Law::Constant(sum) = read("1.2 * $sea_days * $share", TIME).law else {
        panic!()
    };
    let places: Vec<Range<usize>> = sum.products[0].names.iter().map(|n| n.1.clone()).collect();
    assert_eq!(places, [6..15, 18..24]);
}

#[test]
fn a_unit_alone_is_read_with_the_nearest_symbol_in_its_fault() {
    assert_eq!(
        parse_unit("kt/yr").unwrap().dimension,
        Dimension::MASS.per(TIME)
    );
    let fault = parse_unit("kwh").unwrap_err();
    assert_eq!(fault.help.as_deref(), Some("did you mean \"kWh\"?"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = parse(&text, Some(TIME), false, &Names);
    }

    #[test]
    fn no_text_of_tokens_panics_and_every_fault_is_within_it(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "pert", "lognormal", "clip", "floor", "discrete", "normal", "max", "mean ", "cv ", "mu ",
                "(", ")", ",", ":", "+", "-", "−", "*", "/", "^", " ", "\u{a0}", "to", " to ", "$lce", "$sea_days",
                "$", "5", "0.5", "1e308", "2031-01-01", "never", " d", " kg", "%", "ы", "€", "=",
            ]),
            0..30,
        ),
        wanted in prop::sample::select(vec![None, Some(TIME), Some(NONE)]),
        dates in any::<bool>(),
    ) {
        let text = parts.concat();
        if let Err(faults) = parse(&text, wanted, dates, &Names) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(text.get(fault.range).is_some());
            }
        }
    }
}
