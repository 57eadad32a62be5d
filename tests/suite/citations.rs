//! The scenarios say where their numbers come from; this checks that they are really there.
//! The rules are those of `scenarios/facts/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

const FACTS: &str = "scenarios/facts";
const MAIN: &str = "scenarios/kazakhstan-vietnam.toml";
const WESTWARD: &str = "scenarios/trans-caspian.toml";

/// A row of the facts: the ranges its numbers may lie in, and whether it has a public source.
struct Fact {
    ranges: Vec<(f64, f64)>,
    sourced: bool,
}

/// A quantity that says where it comes from.
struct Input {
    path: String,
    value: String,
    source: String,
    note: String,
}

fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = Path::new(FACTS).join(file);
    let mut reader = csv::Reader::from_path(&path).expect("facts are there");
    reader.deserialize().map(|row| row.expect(file)).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> Option<f64> {
    row[column].trim().parse().ok()
}

/// A row of one of the numbered tables.
fn numbered(row: &BTreeMap<String, String>) -> Fact {
    let range = number(row, "low").zip(number(row, "high"));
    Fact {
        ranges: range.into_iter().collect(),
        sourced: row["source_url"].starts_with("http")
            && !row["source_title"].contains("general knowledge"),
    }
}

/// A leg of a route: sourced where one of its rows in logistics.csv is.
fn leg(row: &BTreeMap<String, String>, facts: &BTreeMap<String, Fact>) -> Fact {
    let column =
        |name: &str| number(row, &format!("{name}_low")).zip(number(row, &format!("{name}_high")));
    let distance = number(row, "distance_km").map(|km| (km, km));
    let ranges = ["transit_days", "dwell_days", "cost_usd_per_feu"].map(column);
    Fact {
        ranges: ranges.into_iter().chain([distance]).flatten().collect(),
        sourced: row["source_ids"]
            .split(';')
            .any(|id| facts[&format!("logistics:{id}")].sourced),
    }
}

fn facts() -> BTreeMap<String, Fact> {
    let mut facts = BTreeMap::new();
    for table in ["industry", "logistics", "rare_earths"] {
        for row in rows(&format!("{table}.csv")) {
            facts.insert(format!("{table}:{}", row["id"]), numbered(&row));
        }
    }
    for row in rows("routes.csv") {
        let name = format!("routes:{}/{}", row["route_id"], row["leg_no"]);
        let fact = leg(&row, &facts);
        facts.insert(name, fact);
    }
    facts
}

fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folder of scenarios") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Every table with a `source`, wherever it stands.
fn inputs(value: &Value, path: &str, found: &mut Vec<Input>) {
    match value {
        Value::Table(table) => {
            if matches!(table.get("source"), Some(Value::String(_))) {
                found.push(Input {
                    path: path.to_owned(),
                    value: text(table.get("value").or_else(|| table.get("amount"))),
                    source: text(table.get("source")),
                    note: text(table.get("note")),
                });
            }
            for (key, value) in table {
                inputs(value, &format!("{path}.{key}"), found);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                inputs(value, &format!("{path}[{at}]"), found);
            }
        }
        _ => {}
    }
}

/// The plain numbers of a quantity: not those in names, dates, powers of units and the like.
fn numbers(quantity: &str) -> Vec<f64> {
    let part = |c: char| c.is_ascii_alphanumeric() || "._$^:-+".contains(c);
    quantity
        .split(|c: char| !part(c))
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Citations such as `industry:F031` in a text.
fn citations(source: &str) -> Vec<String> {
    source
        .split(|c: char| c.is_whitespace() || "(),;".contains(c))
        .filter(|word| word.contains(':'))
        .map(str::to_owned)
        .collect()
}

/// What the row's numbers are multiplied by, as the note says.
fn scale(note: &str) -> Result<f64, String> {
    let said = note.split("scale ").nth(1);
    let factor = said.map(|rest| rest.split(|c: char| !"0123456789.".contains(c)).next());
    match (note.contains("converted"), factor.flatten()) {
        (false, None) => Ok(1.0),
        (true, Some(factor)) => factor
            .trim_end_matches('.')
            .parse()
            .map_err(|_| format!("scale {factor} is no number")),
        _ => Err("a conversion needs both \"converted\" and \"scale …\" in its note".to_owned()),
    }
}

fn is_assumption(input: &Input) -> bool {
    input.source.starts_with("assumption")
}

/// What is wrong with an input's citation.
fn fault(input: &Input, facts: &BTreeMap<String, Fact>) -> Option<String> {
    let cited = citations(&input.source);
    if let Some(unknown) = cited.iter().find(|name| !facts.contains_key(*name)) {
        return Some(format!("no row {unknown}"));
    }
    if is_assumption(input) {
        return None;
    }
    let [name] = cited.as_slice() else {
        return Some(format!("one row is wanted, found \"{}\"", input.source));
    };
    let fact = &facts[name];
    if !fact.sourced {
        return Some(format!("{name} has no public source: an assumption"));
    }
    match scale(&input.note) {
        Ok(scale) => outside(input, fact, scale),
        Err(message) => Some(message),
    }
}

/// The numbers of an input that lie in none of the row's ranges.
fn outside(input: &Input, fact: &Fact, scale: f64) -> Option<String> {
    let numbers = numbers(&input.value);
    if numbers.is_empty() {
        return Some(format!("no plain number in \"{}\"", input.value));
    }
    let within = |&(low, high): &(f64, f64)| {
        let slack = 1e-9 * high.abs() * scale;
        let inside = |x: &f64| *x >= low * scale - slack && *x <= high * scale + slack;
        numbers.iter().all(inside)
    };
    let message = || {
        format!(
            "{numbers:?} not within {:?} x {scale} of {}",
            fact.ranges, input.source
        )
    };
    (!fact.ranges.iter().any(within)).then(message)
}

fn read(path: &Path) -> Vec<Input> {
    let text = fs::read_to_string(path).expect("a scenario");
    let table: Table = text.parse().expect("TOML");
    let mut found = Vec::new();
    inputs(&Value::Table(table), "", &mut found);
    found
}

#[test]
fn every_citation_leads_to_a_row_that_holds_its_numbers() {
    let facts = facts();
    assert!(facts.len() > 472, "the facts are all there");
    let mut faults = Vec::new();
    let (mut main_checked, mut westward_checked) = (false, false);
    let (mut all_inputs, mut all_cited) = (0, 0);
    for path in scenarios(Path::new("scenarios")) {
        let inputs = read(&path);
        let assumed = inputs.iter().filter(|input| is_assumption(input)).count();
        let (all, cited) = (inputs.len(), inputs.len() - assumed);
        // What one begins with is made up, or taken from the others.
        if !path.starts_with("scenarios/starters") {
            (all_inputs, all_cited) = (all_inputs + all, all_cited + cited);
        }
        println!(
            "{}: {all} inputs, {cited} citing a row with an address, {assumed} assumptions",
            path.display()
        );
        for input in &inputs {
            if let Some(message) = fault(input, &facts) {
                faults.push(format!("{}{}: {message}", path.display(), input.path));
            }
        }
        if path == Path::new(WESTWARD) {
            westward_checked = true;
            assert!(all >= 100, "a hundred inputs, found {all}");
            assert!(
                3 * cited >= 2 * all,
                "two thirds cite a row, found {cited} of {all}"
            );
        }
        if path == Path::new(MAIN) {
            main_checked = true;
            assert!(all >= 60, "about sixty inputs, found {all}");
            assert!(2 * cited >= all, "half cite a row, found {cited} of {all}");
        }
    }
    println!("in all {all_inputs} inputs, {all_cited} citing a row with an address");
    assert!(
        3 * all_cited >= 2 * all_inputs,
        "two thirds of all cite a row, found {all_cited} of {all_inputs}"
    );
    assert!(main_checked && westward_checked, "{MAIN} and {WESTWARD}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_citation_that_is_not_true_is_found_out() {
    let facts = facts();
    let cases = [
        ("pert(400, 900, 1800) USD/t", "industry:F031", "", ""),
        (
            "pert(399, 900, 1800) USD/t",
            "industry:F031",
            "",
            "not within",
        ),
        (
            "uniform(400, 1801) USD/t",
            "industry:F031",
            "",
            "not within",
        ),
        ("900 USD/t", "industry:F999", "", "no row"),
        ("900 USD/t", "F031", "", "one row"),
        ("$other", "industry:F031", "", "no plain number"),
        (
            "pert(400, 600, 900) USD/t",
            "industry:F028",
            "",
            "no public source",
        ),
        (
            "pert(400, 600, 900) USD/t",
            "assumption (industry:F028)",
            "",
            "",
        ),
        ("1 USD/t", "assumption (industry:F999)", "", "no row"),
        ("9 USD/t", "industry:F031", "converted: scale 0.01", ""),
        (
            "900 USD/t",
            "industry:F031",
            "converted: scale 0.01",
            "not within",
        ),
        ("9 USD/t", "industry:F031", "converted", "a conversion"),
        ("9 USD/t", "industry:F031", "scale 0.01", "a conversion"),
        (
            "pert(5, 6, 9) d",
            "routes:KZVN2_RAILSEA_LIANYUNGANG/3",
            "",
            "",
        ),
        (
            "pert(1, 6, 9) d",
            "routes:KZVN2_RAILSEA_LIANYUNGANG/3",
            "",
            "not within",
        ),
        (
            "1 d",
            "routes:KZVN2_RAILSEA_LIANYUNGANG/4",
            "",
            "no public source",
        ),
    ];
    for (value, source, note, wanted) in cases {
        let input = Input {
            path: String::new(),
            value: value.to_owned(),
            source: source.to_owned(),
            note: note.to_owned(),
        };
        let found = fault(&input, &facts).unwrap_or_default();
        assert!(
            found.contains(wanted) && found.is_empty() == wanted.is_empty(),
            "{value} from {source}, {note}: found \"{found}\", wanted \"{wanted}\""
        );
    }
}

#[test]
fn numbers_of_a_quantity_are_told_from_names_dates_and_powers() {
    let cases: [(&str, &[f64]); 5] = [
        ("pert(45, 55, 70) %/yr^0.5", &[45.0, 55.0, 70.0]),
        ("1.25 * $pack_vf6 + 3 kg/kWh", &[1.25, 3.0]),
        ("discrete(2030-06-01: 0.3, never: 0.7)", &[0.3, 0.7]),
        ("9 to 16 d", &[9.0, 16.0]),
        ("pert(-2, 0, 1e3) USD", &[-2.0, 0.0, 1000.0]),
    ];
    for (quantity, wanted) in cases {
        assert_eq!(numbers(quantity), wanted, "{quantity}");
    }
}
