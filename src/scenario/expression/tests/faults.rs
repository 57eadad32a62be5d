use super::*;

/// Text, the part of it under the caret, message, help.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

fn assert_faults(cases: &[Case], wanted: Option<Dimension>, dates: bool) {
    for (text, place, message, help) in cases {
        let faults = parse(text, wanted, dates, &Names).expect_err(text);
        let fault = &faults[0];
        assert_eq!(fault.message, *message, "{text}");
        assert_eq!(
            &text[fault.range.clone()],
            *place,
            "{text}: {:?}",
            fault.range
        );
        assert_eq!(fault.help.as_deref(), *help, "{text}");
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    }
}

const SEPARATORS: Option<&str> =
    Some("thousands are written without a separator (1200), decimals with a point (0.5)");
const GIVE_IT_TO_A_PARAMETER: Option<&str> =
    Some("write the distribution into a [parameter.NAME] and $NAME here");

#[test]
#[allow(clippy::too_many_lines)] // a table
fn what_cannot_be_read_is_told_at_its_place() {
    assert_faults(
        &[
            (
                "",
                "",
                "nothing is written here; a quantity is wanted",
                None,
            ),
            (
                "1,200 d",
                "1,200",
                "\"1,200\" cannot be read as a number",
                Some("write 1200 (thousands have no separator) or 1.2 (decimals have a point)"),
            ),
            (
                "1 200 d",
                "1 200",
                "\"1 200\" cannot be read as a number",
                Some("write 1200: thousands have no separator"),
            ),
            (
                "1\u{202f}200\u{a0}000 d",
                "1\u{202f}200\u{a0}000",
                "\"1\u{202f}200\u{a0}000\" cannot be read as a number",
                Some("write 1200000: thousands have no separator"),
            ),
            (
                "0,5 d",
                "0,5",
                "\"0,5\" cannot be read as a number",
                Some("write 0.5: decimals have a point"),
            ),
            (
                "1_200 d",
                "1_200",
                "\"1_200\" cannot be read as a number",
                Some("write 1200: thousands have no separator"),
            ),
            (
                "1.2.3 d",
                "1.2.3",
                "\"1.2.3\" cannot be read as a number",
                SEPARATORS,
            ),
            ("1e999 d", "1e999", "\"1e999\" is too large a number", None),
            (
                "5 d / 2",
                "/",
                "a division cannot stand here",
                Some("multiply instead: 0.5 * $lce is a half of $lce"),
            ),
            (
                "5 monht",
                "monht",
                "no unit is called \"monht\"",
                Some("did you mean \"month\"?"),
            ),
            (
                "5 GBP",
                "GBP",
                "no unit is called \"GBP\"",
                Some("money is in USD, KZT, CNY, VND or EUR, all of the base year"),
            ),
            ("5 $/t", "$", "no unit is called \"$\"", Some("write USD")),
            (
                "5 d–9 d",
                "–",
                "\"–\" cannot stand here",
                Some("a range is written with \"to\": 9 to 16 d"),
            ),
            (
                "$ 5",
                "$",
                "\"$\" begins a name, such as $lce",
                Some("money is in USD, after the number: 12000 USD/t"),
            ),
            (
                "$sea_day",
                "$sea_day",
                "nothing is called \"$sea_day\"",
                Some("did you mean \"$sea_days\"?"),
            ),
            (
                "$sea_days d",
                "d",
                "a name brings its own unit; none can follow it",
                None,
            ),
            (
                "sea_days",
                "sea_days",
                "\"sea_days\" is not a number, a $name or a distribution",
                Some("names are written with \"$\": $sea_days"),
            ),
            (
                "inf",
                "inf",
                "\"inf\" is not a number, a $name or a distribution",
                Some("a quantity is a number and a unit, such as 18 d"),
            ),
            (
                "prt",
                "prt",
                "\"prt\" is not a number, a $name or a distribution",
                Some("did you mean \"pert\"?"),
            ),
            (
                "prt(1, 2, 3) d",
                "prt",
                "no distribution is called \"prt\"",
                Some("did you mean \"pert\"?"),
            ),
            (
                "pert(1, 2, 3",
                "(",
                "this bracket is never closed",
                Some("write ) where it ends"),
            ),
            ("5 d)", ")", "\")\" cannot stand here", None),
            ("5 d +", "", "a number is missing here", None),
            (
                "2 * (3 d)",
                "(",
                "brackets cannot stand around sums",
                Some("multiply out: $a * 2 + $b * 2"),
            ),
            (
                "2 * pert(1, 2, 3) d",
                "pert",
                "a distribution cannot be part of a sum or a product",
                GIVE_IT_TO_A_PARAMETER,
            ),
            (
                "pert(1, 2, 3) d + 1 d",
                "pert(1, 2, 3) d ",
                "a distribution cannot be part of a sum or a product",
                GIVE_IT_TO_A_PARAMETER,
            ),
            (
                "normal(mean = 5, sd 2) d",
                "=",
                "\"=\" cannot stand here",
                Some("a label stands before its value without a sign: mean 5"),
            ),
        ],
        Some(TIME),
        false,
    );
}

#[test]
fn arguments_that_do_not_fit_are_told_with_an_example() {
    let pert = Some("such as \"pert(400, 600, 900) USD/t\"");
    let lognormal = Some("such as \"lognormal(mean 3, cv 80 %) d\"");
    let once = Some("give it once, after the last bracket");
    assert_faults(
        &[
            (
                "pert(1, 2) d",
                "pert(1, 2) d",
                "pert takes low, mode, high; 2 are given",
                pert,
            ),
            (
                "pert(min 1, mode 2, high 3) d",
                "min",
                "pert has no argument \"min\"; pert takes low, mode, high",
                pert,
            ),
            (
                "pert(low 1, low 2, high 3) d",
                "pert(low 1, low 2, high 3) d",
                "pert takes low, mode, high; given are low, low, high",
                pert,
            ),
            (
                "pert(1: 0.2, 2, 3) d",
                "pert(1: 0.2, 2, 3) d",
                "pert takes low, mode, high; a colon belongs into discrete",
                pert,
            ),
            (
                "lognormal(3, 80 %) d",
                "lognormal(3, 80 %) d",
                "lognormal takes mean, cv, or median, sigma, or mu, sigma; say which by a label",
                lognormal,
            ),
            (
                "lognormal(mu $cv, sigma 1) d",
                "mu $cv",
                "mu is a plain number; no name can be in it",
                None,
            ),
            (
                "lognormal(mu 1000, sigma 1) d",
                "mu 1000",
                "mu is the logarithm of the median; this one is too large",
                None,
            ),
            (
                "lognormal(mean 3, cv 2 d) d",
                "2 d",
                "\"2 d\" is a time; cv is a number or share",
                None,
            ),
            (
                "pert(1, uniform(1, 2), 3) d",
                "uniform(1, 2)",
                "a distribution cannot be an argument of pert",
                GIVE_IT_TO_A_PARAMETER,
            ),
            (
                "discrete(5, 7: 1) d",
                "5",
                "\"5\" has no probability",
                Some("write 5: 0.3"),
            ),
            (
                "discrete(5: $share, 7: 1) d",
                "$share",
                "a probability in discrete is a plain number",
                None,
            ),
            (
                "discrete() d",
                "discrete() d",
                "discrete takes values with their probabilities",
                Some("such as \"discrete(2030-06-01: 0.3, never: 0.7)\""),
            ),
            (
                "pert(1 d, 2, 3) d",
                "d",
                "the unit is given here and after the bracket",
                Some("write it once, after the bracket: d"),
            ),
            (
                "floor(exponential(5) d) d",
                "d",
                "the unit is given twice",
                once,
            ),
            ("floor(5 to 9 d) d", "d", "the unit is given twice", once),
        ],
        Some(TIME),
        false,
    );
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn dimensions_that_differ_are_told_with_what_is_wanted() {
    assert_faults(
        &[
            (
                "0 kg",
                "0 kg",
                "\"0 kg\" is a mass; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "5",
                "5",
                "\"5\" has no unit; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "$lce",
                "$lce",
                "\"$lce\" is money per mass; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "5 d + 3 t",
                "3 t",
                "\"3 t\" is a mass; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "pert(5, 6, 9) kg",
                "pert(5, 6, 9) kg",
                "\"pert(5, 6, 9) kg\" is a mass; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "pert(5, 6, 9)",
                "pert(5, 6, 9)",
                "\"pert(5, 6, 9)\" has no unit; a time is wanted, such as \"18 d\"",
                Some("write it after the bracket: pert(5, 6, 9) d"),
            ),
            (
                "lognormal(mean 3, cv 20 %)",
                "lognormal(mean 3, cv 20 %)",
                "\"lognormal(mean 3, cv 20 %)\" has no unit; a time is wanted, such as \"18 d\"",
                Some("write it after the bracket: lognormal(mean 3, cv 20 %) d"),
            ),
            (
                "pert(5 d, 6, 9 d)",
                "6",
                "\"6\" has no unit; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "5 to $sea_days",
                "5",
                "\"5\" has no unit; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "bernoulli(0.5)",
                "bernoulli(0.5)",
                "\"bernoulli(0.5)\" is a number or share; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "2031-01-01",
                "2031-01-01",
                "a date stands here; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "never",
                "never",
                "a date stands here; a time is wanted, such as \"18 d\"",
                None,
            ),
        ],
        Some(TIME),
        false,
    );
    assert_faults(
        &[(
            "5 d",
            "5 d",
            "\"5 d\" is a time; a number or share is wanted, such as \"12 %\"",
            None,
        )],
        Some(NONE),
        false,
    );
    assert_faults(
        &[
            (
                "5 d + 3 t",
                "3 t",
                "\"3 t\" is a mass; the rest measures a time",
                None,
            ),
            (
                "pert(5, $sea_days, 9)",
                "$sea_days",
                "\"$sea_days\" is a time; the rest measures a number or share",
                None,
            ),
            (
                "bernoulli(0.2) d",
                "d",
                "bernoulli is 0 or 1 and has no unit",
                None,
            ),
            (
                "poisson(3) kg",
                "kg",
                "poisson draws whole numbers of t; kg is another unit",
                Some("write the mean in t"),
            ),
        ],
        None,
        false,
    );
}

#[test]
fn what_is_no_date_is_told() {
    assert_faults(
        &[
            (
                "18 d",
                "18 d",
                "\"18 d\" is not a date; a date is wanted, such as 2031-06-01",
                None,
            ),
            (
                "2031",
                "2031",
                "\"2031\" is not a date; a date is wanted, such as 2031-06-01",
                None,
            ),
            (
                "2031-02-30",
                "2031-02-30",
                "\"2031-02-30\" is not a day of the calendar",
                Some("the last day of that month is 2031-02-28"),
            ),
            (
                "$lce",
                "$lce",
                "\"$lce\" is not a date; a date is wanted, such as 2031-06-01",
                None,
            ),
            (
                "2 * 2031-01-01",
                "2 * 2031-01-01",
                "\"2 * 2031-01-01\" is not a date; a date is wanted, such as 2031-06-01",
                None,
            ),
            (
                "exponential(5) d",
                "exponential",
                "exponential cannot hold dates",
                Some("dates stand alone or in discrete, uniform, triangular, pert"),
            ),
            (
                "2030-01-01 to 2032-01-01",
                "2030-01-01 to 2032-01-01",
                "a range with \"to\" cannot be of dates",
                Some("write uniform(2030-01-01, 2032-01-01)"),
            ),
            ("discrete(2030-01-01: 1) d", "d", "a date has no unit", None),
        ],
        None,
        true,
    );
}

#[test]
fn several_faults_are_told_at_once_in_order() {
    let faults = parse("pert(5 dd, $x, 0.5 tt)", Some(TIME), false, &Names).unwrap_err();
    let places: Vec<usize> = faults.iter().map(|fault| fault.range.start).collect();
    assert_eq!(places, [7, 11, 19]);
    let faults = parse("pert(5 kg, 6, 9 USD)", Some(TIME), false, &Names).unwrap_err();
    assert_eq!(faults.len(), 3);
}

#[test]
fn laws_within_laws_without_end_are_refused() {
    let fault = &parse(&"floor(".repeat(50_000), Some(TIME), false, &Names).unwrap_err()[0];
    assert_eq!(fault.message, "too many brackets within brackets");
}

#[test]
fn numbers_that_grow_beyond_all_bounds_are_refused() {
    let text = "1e200 * 1e200 d";
    let fault = &parse(text, Some(TIME), false, &Names).unwrap_err()[0];
    assert_eq!(fault.message, "\"1e200 * 1e200 d\" is too large a number");
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn mistakes_in_the_laws_of_shapes_and_tables_are_told_at_their_place() {
    assert_faults(
        &[
            (
                "weibull(1.5, 90) d",
                "weibull(1.5, 90) d",
                "weibull takes shape, scale; say which by a label",
                Some("such as \"weibull(shape 1.5, scale 90) d\""),
            ),
            (
                "gamma(mean 5, sd 2) d",
                "sd",
                "gamma has no argument \"sd\"; gamma takes mean, cv, or shape, scale",
                Some("such as \"gamma(mean 12, cv 50 %) d\""),
            ),
            (
                "gamma(shape 2 d, scale 5 d)",
                "2 d",
                "\"2 d\" is a time; shape is a number or share",
                None,
            ),
            (
                "weibull(shape 2, scale 5)",
                "weibull(shape 2, scale 5)",
                "\"weibull(shape 2, scale 5)\" has no unit; a time is wanted, such as \"18 d\"",
                Some("write it after the bracket: weibull(shape 2, scale 5) d"),
            ),
            (
                "beta(2, 5)",
                "beta(2, 5)",
                "\"beta(2, 5)\" is a number or share; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "truncated(exponential(5), 30) d",
                "30",
                "truncated with one bound must say which",
                Some("write low 30 or high 30"),
            ),
            (
                "empirical('durations.csv', 'days')",
                "empirical('durations.csv', 'days')",
                "\"empirical('durations.csv', 'days')\" has no unit; a time is wanted, such as \"18 d\"",
                None,
            ),
            (
                "empirical(5, 'days') d",
                "5",
                "\"5\" is not a text in quotes",
                Some("the file is written in quotes: 'file'"),
            ),
            (
                "empirical('durations.csv', 'days) d",
                "'",
                "this quote is never closed",
                None,
            ),
            (
                "empirical('elsewhere.csv', 'days') d",
                "'elsewhere.csv'",
                "no such file",
                None,
            ),
            (
                "empirical('durations.csv', 'weeks') d",
                "'weeks'",
                "no such column",
                Some("days"),
            ),
            (
                "pert(1, '2', 3) d",
                "'2'",
                "a text cannot be an argument of pert",
                None,
            ),
            ("'5 d'", "'", "\"'\" cannot stand here", None),
        ],
        Some(TIME),
        false,
    );
    let share = "beta(mean 0.5, sd 0.1) %";
    let message = "beta is a share of 1 and has no unit";
    assert_faults(&[(share, "%", message, None)], Some(NONE), false);
}

/// Its cells are told of where they stand; here is nothing to add.
#[test]
fn a_column_with_bad_cells_is_no_law_and_has_no_further_fault() {
    let text = "empirical('durations.csv', 'words') d";
    assert_eq!(parse(text, Some(TIME), false, &Names), Err(Vec::new()));
}
