//! The back-test of the cell price: its tables are those of the facts, and its errors those that the
//! heading of the scenario states.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use lichain::calendar::Date;

const SCENARIO: &str = "scenarios/back-test.toml";
const TABLES: &str = "scenarios/back-test";
const FACTS: &str = "scenarios/facts";
const VARIANTS: [&str; 4] = [
    "september_2025",
    "june_2023",
    "with-trend",
    "with-trend-and-lag",
];

type Line = BTreeMap<String, String>;

fn lines(path: &Path) -> Vec<Line> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader
        .deserialize()
        .map(|line| line.expect("a line"))
        .collect()
}

fn table(folder: &str, file: &str) -> Vec<Line> {
    lines(&Path::new(folder).join(file))
}

fn number(line: &Line, column: &str) -> f64 {
    line[column].parse().expect("a number")
}

/// A series of the price history by month, such as `2023-06`.
fn history(series: &str) -> BTreeMap<String, f64> {
    let all = table(FACTS, "price_history.csv").into_iter();
    all.filter(|line| line["series"] == series)
        .map(|line| (line["date"][..7].to_owned(), number(&line, "value")))
        .collect()
}

/// Published prices by month [USD/kWh].
fn published() -> BTreeMap<String, f64> {
    let all = table(TABLES, "published.csv").into_iter();
    all.map(|line| (line["month"].clone(), number(&line, "usd_per_kwh")))
        .collect()
}

/// The month so many months before.
fn before(month: &str, months: i32) -> String {
    let year: i32 = month[..4].parse().expect("a year");
    let of_year: i32 = month[5..].parse().expect("a month");
    let count = 12 * year + of_year - 1 - months;
    format!(
        "{:04}-{:02}",
        count.div_euclid(12),
        count.rem_euclid(12) + 1
    )
}

fn quarter(month: &str) -> String {
    let of_year: u32 = month[5..].parse().expect("a month");
    format!("{}Q{}", &month[..4], of_year.div_ceil(3))
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

#[test]
fn prices_are_those_of_the_history_and_their_means_of_three_months() {
    let carbonate = history("LC_BG_CN_monthly_USD");
    let prices = table(TABLES, "prices.csv");
    assert_eq!(prices.len(), 38, "December 2022 to January 2026");
    for line in prices {
        let month = &line["date"][..7];
        assert!((number(&line, "carbonate") - carbonate[month]).abs() < 0.5);
        let earlier: f64 = (1..=3).map(|back| carbonate[&before(month, back)]).sum();
        let stated = number(&line, "carbonate_before");
        assert!((stated - earlier / 3.0).abs() < 0.06, "{month}: {stated}");
        let days = date("2027-01-01").0 - date(&line["date"]).0;
        let years = number(&line, "years_to_2027");
        assert!((years - f64::from(days) / 365.0).abs() < 1e-6, "{month}");
    }
}

#[test]
fn deliveries_are_those_of_the_facts_spread_over_the_days_of_their_quarter() {
    let facts: BTreeMap<String, f64> = table(FACTS, "vinfast_deliveries.csv")
        .into_iter()
        .map(|line| (line["quarter"].clone(), number(&line, "deliveries")))
        .collect();
    let deliveries = table(TABLES, "deliveries.csv");
    assert_eq!(deliveries.len(), 12);
    for line in deliveries {
        let name = line["quarter"].replace('-', "");
        let year: i32 = name[..4].parse().expect("a year");
        let days = match &name[5..] {
            "1" if year % 4 == 0 => 91.0,
            "1" => 90.0,
            "2" => 91.0,
            _ => 92.0,
        };
        assert!((number(&line, "deliveries") - facts[&name]).abs() < 0.5);
        let rate = number(&line, "vehicles_a_day");
        assert!((rate - facts[&name] / days).abs() < 1e-5, "{name}: {rate}");
    }
}

#[test]
fn published_prices_are_those_of_the_history_without_vat_in_dollars() {
    let quoted = history("LFP_EV_prismatic_cell_CN");
    let mut observed = 0;
    for line in table(TABLES, "published.csv") {
        let (month, cny) = (&line["month"], number(&line, "cny_per_wh"));
        let usd = 1000.0 * cny / 1.13 / number(&line, "cny_per_usd");
        let stated = number(&line, "usd_per_kwh");
        assert!((stated - usd).abs() < 0.06, "{month}: {stated}, {usd}");
        if line["kind"] == "observed" {
            observed += 1;
            assert!((cny - quoted[month]).abs() < 1e-9, "{month}: {cny}");
        }
    }
    assert_eq!(observed, quoted.len(), "none is left out");
}

/// What the model says: price by variant and month [USD/kWh], with the ends of its 90 %; and kWh by month.
struct Modelled {
    prices: BTreeMap<(String, String), [f64; 3]>,
    energy: BTreeMap<String, f64>,
}

fn modelled() -> Modelled {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("results");
    let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
        .args(["run", SCENARIO, "--trials", "400", "--out"])
        .arg(&out)
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let timeline = lines(&out.join("timeline.csv"));
    let of = |measure: &'static str| timeline.iter().filter(move |l| l["measure"] == measure);
    let energy: BTreeMap<String, f64> = of("delivered_kwh")
        .map(|line| (line["month"][..7].to_owned(), number(line, "mean")))
        .collect();
    let prices = of("total_cost_usd")
        .map(|line| {
            let month = line["month"][..7].to_owned();
            let price = ["mean", "p5", "p95"].map(|c| number(line, c) / energy[&month]);
            ((line["variant"].clone(), month), price)
        })
        .collect();
    Modelled { prices, energy }
}

impl Modelled {
    fn price(&self, variant: &str, month: &str) -> [f64; 3] {
        self.prices[&(variant.to_owned(), month.to_owned())]
    }

    /// Mean of a quarter, by kWh.
    fn of_quarter(&self, variant: &str, name: &str) -> f64 {
        let months = move || {
            self.energy
                .iter()
                .filter(move |(month, _)| quarter(month) == name)
        };
        let cost: f64 = months()
            .map(|(month, kwh)| kwh * self.price(variant, month)[0])
            .sum();
        cost / months().map(|(_, kwh)| kwh).sum::<f64>()
    }

    /// Mean error over published months, as a share.
    fn error(&self, variant: &str, chosen: impl Fn(&str) -> bool) -> f64 {
        let errors: Vec<f64> = published()
            .iter()
            .filter(|(month, _)| chosen(month.as_str()))
            .map(|(month, usd)| self.price(variant, month)[0] / usd - 1.0)
            .collect();
        assert!(!errors.is_empty());
        errors.iter().sum::<f64>() / errors.len() as f64
    }
}

/// The table in the heading: quarter, published price if any, prices of the four variants.
fn stated() -> Vec<(String, Option<f64>, Vec<f64>)> {
    let text = fs::read_to_string(SCENARIO).expect("the scenario");
    text.lines()
        .filter_map(|line| line.strip_prefix("#   20"))
        .filter(|line| line.as_bytes().get(2) == Some(&b'Q'))
        .map(|line| {
            let mut words = line.split_whitespace();
            let name = format!("20{}", words.next().expect("a quarter"));
            let seen = words.next().expect("a price or -").parse().ok();
            (
                name,
                seen,
                words.map(|w| w.parse().expect("a price")).collect(),
            )
        })
        .collect()
}

#[test]
fn the_back_test_errs_as_its_heading_says() {
    let modelled = modelled();
    let published = published();
    let heading = stated();
    assert_eq!(heading.len(), 12, "{heading:?}");
    for (name, seen, prices) in heading {
        let months: Vec<f64> = published
            .iter()
            .filter(|(month, _)| quarter(month) == name)
            .map(|(_, usd)| *usd)
            .collect();
        let mean = (!months.is_empty()).then(|| months.iter().sum::<f64>() / months.len() as f64);
        assert_eq!(mean.is_some(), seen.is_some(), "{name}");
        let off = mean.zip(seen).map_or(0.0, |(mean, seen)| mean - seen);
        assert!(off.abs() < 0.11, "{name}: published {mean:?}");
        assert_eq!(prices.len(), VARIANTS.len());
        for (variant, price) in VARIANTS.iter().zip(prices) {
            let found = modelled.of_quarter(variant, &name);
            assert!((found - price).abs() < 0.3, "{name}, {variant}: {found}");
        }
    }
    let cases: [(&str, &str, &str, f64); 7] = [
        ("september_2025", "2025-10", "2025-11", -0.03),
        ("september_2025", "2024-01", "2024-05", -0.19),
        ("september_2025", "2023-06", "2023-06", -0.33),
        ("september_2025", "2023-04", "2023-04", -0.46),
        ("june_2023", "2025-09", "2025-09", 0.68),
        ("with-trend", "2023-04", "2023-12", -0.12),
        ("with-trend", "2025-10", "2025-11", -0.06),
    ];
    for (variant, from, to, wanted) in cases {
        let found = modelled.error(variant, |month| (from..=to).contains(&month));
        assert!(
            (found - wanted).abs() < 0.015,
            "{variant} from {from}: {found}"
        );
    }
    let fitted = |month: &&String| month.as_str() > "2024" && month.as_str() < "2025-10";
    for month in published.keys().filter(fitted) {
        let error = modelled.price("with-trend", month)[0] / published[month] - 1.0;
        assert!(error.abs() < 0.04, "{month}: {error}");
    }
    let held = published.iter().filter(|(month, usd)| {
        let [_, low, high] = modelled.price("september_2025", month);
        (low..=high).contains(*usd)
    });
    assert_eq!(held.count(), 3, "of {}", published.len());
}
