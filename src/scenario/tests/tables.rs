use super::{changed, load, load_with};
use crate::model::DemandDraw;
use crate::random::Law;

/// The chain with its plan in a table.
fn with_table(name: &str) -> String {
    let list = "[{ from = 2027-01-01, rate = \"1 GWh/yr\" }, { from = 2029-01-01, rate = \"1.5 GWh/yr\" }]";
    let table = format!("{{ csv = \"{name}\", column = \"bus\", unit = \"GWh/yr\" }}");
    changed(list, &table)
}

/// Days and yearly rates in `GWh`.
fn steps(table: &str) -> Vec<(i32, f64)> {
    let scenario = match load_with(&with_table("plan.csv"), &[("plan.csv", table)], &[]) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{}", problems.render(false)),
    };
    let demand = scenario.variants[0].demands.iter().next().unwrap().clone();
    let DemandDraw::Plan { rate, .. } = demand.draw else {
        panic!()
    };
    let gwh = |rate: f64| (rate * 365.0 / 1e6 * 1e9).round() / 1e9;
    let steps = rate.steps.iter();
    steps
        .map(|(day, rate)| (*day, gwh(rate.known().unwrap())))
        .collect()
}

#[test]
fn a_table_of_rates_is_read_as_spreadsheets_write_it() {
    for table in [
        "month,car,bus\n2027-01,9,1\n2029-01,9,1.5\n",
        "\u{feff}month;car;bus\r\n2027-01-01;9;1,0\r\n\r\n2029-01;9;1,5\r\n",
        "month;bus\n01.01.2027;1\n01.01.2029;1,5\n",
        "month,\"bus\"\n\"2027-01-01\",\"1\"\n2029-01-01, 1.5 \n",
    ] {
        assert_eq!(steps(table), [(0, 1.0), (731, 1.5)], "{table:?}");
    }
}

/// The same plan with rows of every length a year is cut into; a rate holds until the next.
#[test]
fn rows_are_days_months_quarters_or_years() {
    for table in [
        "day,bus\n2027-07-01,1\n2028-01-01,2\n",
        "day;bus\n01.07.2027;1\n01.01.2028;2\n",
        "month,bus\n2027-07,1\n2028-01,2\n",
        "quarter,bus\n2027-Q3,1\n2028-Q1,2\n",
        "quarter,bus\n2027Q3,1\n2028,2\n",
    ] {
        assert_eq!(
            steps(table),
            [(0, 0.0), (181, 1.0), (365, 2.0)],
            "{table:?}"
        );
    }
}

#[test]
fn a_point_in_a_number_is_never_a_thousand() {
    assert_eq!(steps("m,bus\n2027-01,1.234\n"), [(0, 1.234)]);
    assert_eq!(steps("m;bus\n2027-01;1.234\n"), [(0, 1.234)]);
}

#[test]
fn before_its_first_date_a_plan_is_nothing() {
    assert_eq!(steps("m,bus\n2027-01-11,2\n"), [(0, 0.0), (10, 2.0)]);
    assert_eq!(steps("m,bus\n2026-12-31,2\n"), [(-1, 2.0)]);
}

#[test]
fn every_bad_cell_is_told_at_its_line_and_column() {
    for (table, message, pointed, place) in [
        (
            "m,bus\n2027-01,many\n",
            "\"many\" is not a rate; a number, 0 or more, is wanted",
            "many",
            (2, 9),
        ),
        (
            "m,bus\n2027-01,-1\n",
            "\"-1\" is not a rate; a number, 0 or more, is wanted",
            "-1",
            (2, 9),
        ),
        (
            "m,bus\n2027-01,inf\n",
            "\"inf\" is not a rate; a number, 0 or more, is wanted",
            "inf",
            (2, 9),
        ),
        (
            "m,a,bus\n2027-01,1\n",
            "\"\" is not a rate; a number, 0 or more, is wanted",
            "",
            (2, 10),
        ),
        (
            "\u{feff}m;bus\r\n2027-01;1.234,5\r\n",
            "\"1.234,5\" is not a rate; a number, 0 or more, is wanted",
            "1.234,5",
            (2, 9),
        ),
        (
            "\u{feff}m;bus\r\n\r\n2027-13;1\r\n",
            "\"2027-13\" is not a date that can be read here",
            "2027-13",
            (3, 1),
        ),
        (
            "m,bus\n1/2/27,1\n",
            "\"1/2/27\" is not a date that can be read here",
            "1/2/27",
            (2, 1),
        ),
        (
            "m,bus\n2027-02,1\n2027-01,1\n",
            "2027-01-01 is not after 2027-02-01",
            "2027-01",
            (3, 1),
        ),
        (
            "m,bus\n\"2027-01\",\"x\"\n",
            "\"x\" is not a rate; a number, 0 or more, is wanted",
            "\"x\"",
            (2, 11),
        ),
        (
            "m,bus\n2027-01,\"1\n",
            "this quote is not closed: a cell in quotes ends with one",
            "\"",
            (2, 9),
        ),
    ] {
        let problems = load_with(&with_table("plan.csv"), &[("plan.csv", table)], &[]).unwrap_err();
        let list = problems.sorted();
        assert_eq!(list.len(), 1, "{}", problems.render(false));
        let span = list[0].span.unwrap();
        let source = problems.sources.text(span.source);
        assert!(source.name.ends_with("plan.csv"));
        assert_eq!(list[0].message, message);
        assert_eq!(&source.text[span.start..span.end], pointed);
        assert_eq!(problems.sources.line_column(span), place, "{table:?}");
    }
}

#[test]
fn a_table_that_is_none_is_told_where_it_is_named() {
    for (table, message) in [
        ("", "demand.buses.plan.csv: "),
        (
            "m,bus\n",
            "demand.buses.plan.csv: the table has no rows below its headings",
        ),
        (
            "bus\n1\n",
            "demand.buses.plan.column: no column of the table is headed \"bus\"",
        ),
    ] {
        let problems = load_with(&with_table("plan.csv"), &[("plan.csv", table)], &[]).unwrap_err();
        let list = problems.sorted();
        assert_eq!(list.len(), 1);
        assert!(list[0].message.starts_with(message), "{}", list[0].message);
    }
}

#[test]
fn a_table_is_only_read_from_the_scenarios_folder() {
    for name in ["../plan.csv", "/etc/hostname", "a/../../plan.csv"] {
        let problems = load_with(&with_table(name), &[], &[]).unwrap_err().sorted();
        assert!(
            problems[0]
                .message
                .ends_with("leaves the scenario's folder")
        );
    }
}

#[test]
fn folders_are_told_apart_by_slashes() {
    for (name, right) in [
        ("tables\\\\plan.csv", "tables/plan.csv"),
        ("tables\\bus.csv", "tables/bus.csv"),
    ] {
        let problems = load_with(&with_table(name), &[], &[]).unwrap_err().sorted();
        assert!(
            problems[0]
                .message
                .ends_with("stands in the name of a file")
        );
        let help = format!("write / between folders: \"{right}\"");
        assert_eq!(problems[0].help.as_deref(), Some(help.as_str()));
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_refused() {
    let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let table = outside.path().join("plan.csv");
    std::fs::write(&table, "month,bus\n2027-01,1\n").unwrap();
    std::os::unix::fs::symlink(&table, inside.path().join("plan.csv")).unwrap();
    let path = inside.path().join("chain.toml");
    std::fs::write(&path, with_table("plan.csv")).unwrap();
    let problems = load(&path, &[]).unwrap_err().sorted();
    let message = "demand.buses.plan.csv: \"plan.csv\" is a link that leaves the scenario's folder";
    assert_eq!(problems[0].message, message);
}

#[test]
fn a_table_is_an_input_read_once_for_all_variants() {
    let table = "\u{feff}month,bus\n2027-01,1\n";
    let scenario = load_with(&with_table("plan.csv"), &[("plan.csv", table)], &[]).unwrap();
    assert_eq!(scenario.inputs.len(), 2);
    assert!(scenario.inputs[1].0.ends_with("plan.csv"));
    assert_eq!(scenario.inputs[1].1, table.as_bytes(), "with its mark");
}

/// The chain whose days at sea are observations.
fn with_observations(value: &str) -> String {
    changed("\"pert(5, 6, 9) d\"", &format!("\"{value}\""))
}

#[test]
fn observations_are_read_as_spreadsheets_write_them_and_are_an_input() {
    let text = with_observations("empirical('sea.csv', 'days at sea') d");
    for table in [
        "ship,days at sea\nA,7\nB,5.5\nC,9\n",
        "\u{feff}ship;days at sea\r\nA;7\r\nB;5,5\r\n;\r\nC;9\r\n",
    ] {
        let scenario = match load_with(&text, &[("sea.csv", table)], &[]) {
            Ok(scenario) => scenario,
            Err(problems) => panic!("{}", problems.render(false)),
        };
        let parameters = &scenario.variants[0].parameters;
        let sea = parameters.iter().find(|p| p.name == "sea_days").unwrap();
        assert_eq!(sea.law, Law::Empirical([5.5, 7.0, 9.0].into()), "{table:?}");
        assert_eq!(sea.unit, "d");
        assert_eq!(scenario.inputs.len(), 2);
        assert!(scenario.inputs[1].0.ends_with("sea.csv"));
    }
}

#[test]
fn every_observation_that_is_no_number_is_told_at_its_line_and_column() {
    let text = with_observations("empirical('sea.csv', 'days') d");
    let table = "ship;days\nA;7\nB;n/a\nC;1 200\nD;\nE;5,5\nF;inf\n";
    let problems = load_with(&text, &[("sea.csv", table)], &[]).unwrap_err();
    let list = problems.sorted();
    let told: Vec<_> = list
        .iter()
        .map(|problem| {
            let place = problems.sources.line_column(problem.span.unwrap());
            (problem.message.as_str(), place)
        })
        .collect();
    let wanted = [
        ("\"n/a\" is not a number", (3, 3)),
        ("\"1 200\" is not a number", (4, 3)),
        ("\"\" is not a number", (5, 3)),
        ("\"inf\" is not a number", (7, 3)),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_table_of_observations_that_is_none_is_told_where_it_is_named() {
    for (value, table, message) in [
        (
            "empirical('other.csv', 'days') d",
            "days\n1\n",
            "parameter.sea_days.value: no file is called ",
        ),
        (
            "empirical('../sea.csv', 'days') d",
            "days\n1\n",
            "parameter.sea_days.value: \"../sea.csv\" leaves the scenario's folder",
        ),
        (
            "empirical('sea.csv', 'day') d",
            "days\n1\n",
            "parameter.sea_days.value: no column of sea.csv is headed \"day\"",
        ),
        (
            "empirical('sea.csv', 'days') d",
            "days\n",
            "parameter.sea_days.value: sea.csv has no rows below its headings",
        ),
    ] {
        let text = with_observations(value);
        let problems = load_with(&text, &[("sea.csv", table)], &[]).unwrap_err();
        let list = problems.sorted();
        assert_eq!(list.len(), 1, "{}", problems.render(false));
        assert!(list[0].message.starts_with(message), "{}", list[0].message);
    }
}
