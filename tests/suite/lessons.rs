//! Every scenario below scenarios/lessons is right, runs, moves goods and says what to look at.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{column, load, run};

const LESSONS: &str = "scenarios/lessons";
const TRIALS: u64 = 12;

fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_lesson_runs_and_something_happens_in_it() {
    let lessons = scenarios(Path::new(LESSONS));
    assert!(lessons.len() >= 8, "only {lessons:?}");
    for lesson in lessons {
        let scenario = load(lesson.to_str().expect("a plain path"), &[]);
        let outcomes = run(&scenario, TRIALS);
        for variant in &outcomes.variants {
            let (lesson, id) = (lesson.display(), &variant.variant);
            let any = column(variant, "fill_rate").iter().any(|rate| *rate > 0.0);
            assert!(any, "{lesson}, {id}: nobody is served");
        }
    }
}

#[test]
fn every_lesson_says_what_to_look_at() {
    for lesson in scenarios(Path::new(LESSONS)) {
        let text = fs::read_to_string(&lesson).expect("readable");
        let heading = text.lines().take_while(|line| line.starts_with('#'));
        let heading: String = heading.collect();
        let told = heading.contains("Look at") || heading.contains("Run both");
        assert!(told && heading.contains("lichain "), "{}", lesson.display());
    }
}

/// The results of a run by file, all but what differs from run to run.
fn results(scenario: &Path, home: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = home.join("results");
    let output = Command::new(env!("CARGO_BIN_EXE_lichain"))
        .arg("run")
        .arg(scenario)
        .args(["--trials", "25", "--force", "--out"])
        .arg(&out)
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {told}", scenario.display());
    let files = fs::read_dir(&out).expect("results").flatten();
    let mut files: BTreeMap<String, Vec<u8>> = files
        .map(|file| {
            let bytes = fs::read(file.path()).expect("readable");
            (file.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect();
    files.remove("run.json").expect("a manifest");
    files.remove("resume.bin").expect("what to go on from");
    files
}

/// The results of a lesson, and of the same chain in one plain file.
fn compared(lesson: &str, written_out: &str) -> [BTreeMap<String, Vec<u8>>; 2] {
    let home = tempfile::tempdir().expect("a folder");
    let plain = home.path().join("plain.toml");
    fs::write(&plain, written_out).expect("writable");
    let lesson = Path::new(LESSONS).join(lesson);
    [lesson, plain].map(|scenario| results(&scenario, home.path()))
}

#[test]
fn tables_give_the_results_of_the_same_chain_written_out_to_the_byte() {
    let [tables, plain] = compared("tables/ports.toml", PORTS);
    assert!(tables.contains_key("summary.csv") && tables.len() == 9);
    assert!(tables["trials.csv"].split(|b| *b == b'\n').count() > 50);
    assert_eq!(tables, plain);
    let other = PORTS.replace("6 to 8.5 d", "6 to 8.6 d");
    let [_, other] = compared("tables/ports.toml", &other);
    assert_ne!(tables["trials.csv"], other["trials.csv"]);
}

#[test]
fn a_file_upon_another_gives_the_results_of_both_written_as_one_to_the_byte() {
    let [layers, plain] = compared("layers/ferry.toml", FERRY);
    assert!(layers.contains_key("summary.csv"));
    assert_eq!(layers, plain);
    let [base, _] = compared("layers/base.toml", FERRY);
    assert_ne!(layers["trials.csv"], base["trials.csv"]);
}

#[test]
fn the_manifest_of_a_lesson_names_all_files_it_was_made_of_and_its_title() {
    use sha2::{Digest, Sha256};
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("results");
    results(&Path::new(LESSONS).join("tables/ports.toml"), home.path());
    let text = fs::read_to_string(out.join("run.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(manifest["title"], "Cells for three ports, from tables");
    let inputs = manifest["inputs"].as_array().expect("a list");
    assert_eq!(inputs.len(), 6);
    for input in inputs {
        let bytes = fs::read(input["file"].as_str().expect("a name")).expect("readable");
        let digits = input["sha256"].as_str().expect("digits");
        let hash: Result<Vec<u8>, _> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16))
            .collect();
        assert_eq!(hash.as_deref(), Ok(&Sha256::digest(&bytes)[..]));
    }
}

const PORTS: &str = r#"
[scenario]
name = "ports"
title = "Cells for three ports, from tables"
start = 2028-01-01
end = 2029-01-01

[party.maker]
[commodity]
cell = { unit = "kWh", per_feu = "1000 kWh" }

[site.plant]
owner = "maker"
stock.cell.policy = { push = {} }
process.cells = { makes = "cell", capacity = "3 MWh/d", cost.operating = "50 USD/kWh" }
[site.ho-chi-minh]
title = "Ho Chi Minh City"
owner = "maker"
[site.ho-chi-minh.stock.cell]
initial = "12 MWh"
initial_cost = "52 USD/kWh"
policy = { base_stock = { level = "12 MWh" } }
sources = [{ route = "to-ho-chi-minh" }]
[site.da-nang]
title = "Da Nang"
owner = "maker"
[site.da-nang.stock.cell]
initial = "4 MWh"
initial_cost = "51.8 USD/kWh"
policy = { base_stock = { level = "4 MWh" } }
sources = [{ route = "to-da-nang" }]
[site.hai-phong]
title = "Hai Phong"
owner = "maker"
[site.hai-phong.stock.cell]
initial = "6 MWh"
initial_cost = "51.5 USD/kWh"
policy = { base_stock = { level = "6 MWh" } }
sources = [{ route = "to-hai-phong" }]

[leg]
track = { mode = "rail", transit = "1.5 d", cost.per_feu = "800 USD/FEU" }
ho-chi-minh = { mode = "sea", transit = "6 to 8.5 d", cost.per_feu = "1100.5 USD/FEU" }
da-nang = { mode = "sea", transit = "triangular(3, 4, 7) d", cost.per_feu = "900 USD/FEU" }
hai-phong = { mode = "sea", transit = "3 to 5.5 d", cost.per_feu = "700 USD/FEU" }

[route.to-ho-chi-minh]
from = "plant"
to = "ho-chi-minh"
carries = ["cell"]
path = ["track", "ho-chi-minh"]
[route.to-da-nang]
from = "plant"
to = "da-nang"
carries = ["cell"]
path = ["track", "da-nang"]
[route.to-hai-phong]
from = "plant"
to = "hai-phong"
carries = ["cell"]
path = ["track", "hai-phong"]

[demand.south]
title = "Assembly in the south"
at = "ho-chi-minh"
of = "cell"
plan = "360 MWh/yr"
noise = "20 %"
[demand.centre]
title = "Buses"
at = "da-nang"
of = "cell"
plan = "90 MWh/yr"
noise = 0.4
season = [1, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5]
[demand.north]
title = "Assembly in the north"
at = "hai-phong"
of = "cell"
plan = "250 MWh/yr"
noise = "20 %"

[variant.as-is]
[variant.slow-sea]
title = "Every ship takes two days longer to Hai Phong"
[variant.slow-sea.set]
"leg.hai-phong.transit" = "5 to 7.5 d"
"#;

const FERRY: &str = r#"
[scenario]
name = "ferry"
title = "Cells for a line, by road and a slow, cheap ferry"
start = 2028-01-01
end = 2029-01-01

[party.maker]
[commodity]
cell = { unit = "kWh", per_feu = "1000 kWh" }

[site.plant]
owner = "maker"
stock.cell.policy = { push = {} }
process.cells = { makes = "cell", capacity = "900 kWh/d", cost.operating = "50 USD/kWh" }

[leg]
road = { mode = "road", transit = "0.5 d", cost.per_feu = "300 USD/FEU" }
ferry = { mode = "ferry", transit = "4 to 8 d", cost.per_feu = "400 USD/FEU" }

[route.over-water]
from = "plant"
to = "line"
carries = ["cell"]
path = ["road", "ferry"]

[site.line]
owner = "maker"
[site.line.stock.cell]
initial = "7500 kWh"
initial_cost = "51 USD/kWh"
policy = { s_S = { s = "7000 kWh", S = "7500 kWh" } }
sources = [{ route = "over-water" }]

[demand.cars]
at = "line"
of = "cell"
daily = "normal(mean 800, sd 200) kWh"
"#;
