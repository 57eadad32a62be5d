//! Files upon files and imported tables with all that prices and laws can be.

use super::{CHAIN, Problems, Scenario, changed, load_with, models, only};
use crate::random::Law;

/// The chain with more at its top and its end.
fn with(top: &str, end: &str) -> String {
    format!("{top}\n{CHAIN}\n{end}")
}

const NICKEL: &str = "month,price\n2027-01,11\n2029-01,13\n";
const DAYS: &str = "ship;days\nA;7\nB;5,5\nC;9\n";

#[test]
fn indices_and_rates_of_tables_are_those_written_out() {
    let written_out = r#"
[index.kzt.gbm]
start = "505 KZT/USD"
volatility = "11 %/yr^0.5"
jumps = { rate = "0.5 /yr", factor = "uniform(1.5, 3)" }
[index.nickel.path]
csv = "prices/nickel.csv"
column = "price"
unit = "kUSD/t"
ends = "held"
[index.ore]
begins = "calm"
[index.ore.regimes.calm]
duration = "730 d"
value = "900 USD/t"
[index.ore.regimes.dear]
duration = "270 d"
gbm = { volatility = "60 %/yr^0.5" }
[currency.KZT]
rate = "$kzt"
[currency.VND]
rate = "$vnd"
[index.vnd]
constant = "26000 VND/USD"
"#;
    let walks = "\
name;gbm.start [KZT/USD];gbm.volatility;gbm.jumps;constant;path.csv;path.column;path.unit;path.ends\n\
kzt;505,0;11 %/yr^0,5;{ rate = '0.5 /yr', factor = 'uniform(1.5, 3)' };;;;;\n\
vnd;;;;26000 VND/USD;;;;\n\
nickel;;;;;nickel.csv;price;kUSD/t;held\n";
    let turns = "\
name,begins,regimes.calm.duration [d],regimes.calm.value [USD/t],regimes.dear.duration [d],regimes.dear.gbm.volatility\n\
ore,calm,730,900,270,60 %/yr^0.5\n";
    let imported = r#"import.index = ["prices/walks.csv", "prices/turns.csv"]
import.currency = "prices/rates.csv""#;
    let read = |text: &str| {
        let tables = [
            ("prices/nickel.csv", NICKEL),
            ("prices/walks.csv", walks),
            ("prices/turns.csv", turns),
            ("prices/rates.csv", "name,rate\nVND,$vnd\nKZT,$kzt\n"),
        ];
        models(load_with(text, &tables, &[]))
    };
    let written_out = read(&with("", written_out));
    assert!(written_out[0].contains("Jumping") && written_out[0].contains("Path"));
    assert_eq!(read(&with(imported, "")), written_out);
}

#[test]
fn tables_are_named_as_seen_from_the_file_that_names_them() {
    let legs = "name,mode,transit\nferry,sea,\"empirical('../days.csv', 'days') d\"\n";
    let base = "\
import.leg = \"legs/legs.csv\"\n\
parameter.wait.value = \"empirical('days.csv', 'days') d\"\n\
index.nickel.path = { csv = \"nickel.csv\", column = \"price\", unit = \"kUSD/t\", ends = \"held\" }\n";
    let above = "\
extends = \"parts/base.toml\"\n\
parameter.other.value = \"empirical('parts/days.csv', 'days') d\"\n\
index.nickel.path.factor = 2\n";
    let tables = [
        ("parts/base.toml", base),
        ("parts/legs/legs.csv", legs),
        ("parts/days.csv", DAYS),
        ("parts/nickel.csv", NICKEL),
    ];
    let scenario = load_with(&with(above, ""), &tables, &[]);
    let scenario = scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    assert_eq!(scenario.inputs.len(), 5);
    let model = &scenario.variants[0];
    let observed = Law::Empirical([5.5, 7.0, 9.0].into());
    let drawn = model.parameters.iter().filter(|p| p.law == observed);
    assert_eq!(drawn.count(), 2);
    assert_eq!(format!("{model:?}").matches("Empirical([5.5").count(), 3);
    assert!(model.indices.iter().any(|index| index.name == "nickel"));
}

#[test]
fn what_is_wrong_in_a_table_of_an_imported_cell_is_told_there() {
    let legs = "name,mode,transit\nferry,sea,\"empirical('days.csv', 'days') d\"\n";
    let read = |days: &str| {
        let tables = [("a/legs.csv", legs), ("a/days.csv", days)];
        load_with(&with("import.leg = \"a/legs.csv\"", ""), &tables, &[])
    };
    let told = |days| {
        let (message, file, pointed, _, _) = only(read(days));
        (message, file, pointed)
    };
    let wanted = |message: &str, file: &str, pointed: &str| {
        (message.to_owned(), file.to_owned(), pointed.to_owned())
    };
    let bad = wanted("\"?\" is not a number", "days.csv", "?");
    assert_eq!(told("days\n1\n?\n"), bad);
    let headed = "leg.ferry.transit: no column of days.csv is headed \"days\"";
    assert_eq!(told("day\n1\n"), wanted(headed, "legs.csv", "'days'"));
    let quote = "this quote is not closed: a cell in quotes ends with one";
    assert_eq!(told("days\n\"1\n"), wanted(quote, "days.csv", "\""));
}

#[test]
fn every_law_may_be_of_a_currency_in_a_price() {
    const MONEY: &str =
        "[index.kzt]\nconstant = \"500 KZT/USD\"\n[currency.KZT]\nrate = \"$kzt\"\n";
    let read = |law: &str| -> Result<Scenario, Problems> {
        let text = changed("\"70 USD/kWh\"", &format!("\"{law} kKZT/kWh\""));
        load_with(&format!("{text}\n{MONEY}"), &[("days.csv", DAYS)], &[])
    };
    for law in [
        "gamma(mean 35, cv 20 %)",
        "weibull(shape 3, scale 35)",
        "truncated(normal(35, 9), low 9)",
        "clip(gamma(shape 9, scale 4), 9, 99)",
        "empirical('days.csv', 'days')",
    ] {
        let scenario = read(law).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let model = &scenario.variants[0];
        let drawn = model.parameters.iter().find(|p| p.unit == "kKZT/kWh");
        assert!(drawn.is_some(), "{law}");
        assert!(model.indices.iter().any(|index| index.name == "1 / kzt"));
    }
}

#[test]
fn correlations_and_kinds_of_index_of_the_file_above_hold() {
    let base = "\
[[correlation]]\nbetween = [\"index.kzt\", \"index.lce\"]\nrho = 0.3\n\
[index.kzt.gbm]\nstart = \"505 KZT/USD\"\nvolatility = \"11 %/yr^0.5\"\n";
    let above = "\
extends = \"base.toml\"\n\
correlation = [{ between = [\"index.kzt\", \"index.lce\"], rho = -0.6 }]\n\
index.kzt.log_ou = { start = \"505 KZT/USD\", level = \"500 KZT/USD\", half_life = \"1 yr\", volatility = \"9 %/yr^0.5\" }\n";
    let whole = "\
[[correlation]]\nbetween = [\"index.kzt\", \"index.lce\"]\nrho = -0.6\n\
[index.kzt.log_ou]\nstart = \"505 KZT/USD\"\nlevel = \"500 KZT/USD\"\nhalf_life = \"1 yr\"\nvolatility = \"9 %/yr^0.5\"\n";
    let base = with("", base);
    let layered = models(load_with(above, &[("base.toml", &base)], &[]));
    let whole = models(load_with(&with("", whole), &[], &[]));
    assert!(whole[0].contains("Mixed") && whole[0].contains("-0.6"));
    assert_eq!(layered, whole);
}
