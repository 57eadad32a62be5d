//! The bytes of every file of results, from outcomes built by hand.

use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime};

use lichain::calendar::Date;
use lichain::id::Table;
use lichain::measure::{Better, Estimand, Measure};
use lichain::model::{Model, Parameter, Scalar};
use lichain::outcome::{Event, Flow, Layout, Outcomes, Posting, Trace, VariantOutcomes};
use lichain::random::{Law, Sampling};
use lichain::report::{self, Directory, Results, Run};
use lichain::summary::{
    CorrelationRow, Estimate, LedgerRow, QuantileEstimate, SensitivityRow, Summary, SummaryRow,
    TimelineRow,
};
use lichain::units::Dimension;

fn measure(name: &str, unit: &str, better: Better) -> Measure {
    Measure {
        name: name.into(),
        unit: unit.into(),
        better,
        estimand: Estimand::Mean,
        meaning: format!("The {name}."),
    }
}

fn parameter(name: &str, unit: &str, unit_factor: f64, is_date: bool) -> Parameter {
    Parameter {
        name: name.into(),
        title: String::new(),
        law: Law::Constant(Scalar::fixed(1.0)),
        dimension: Dimension::TIME,
        unit: unit.into(),
        unit_factor,
        is_date,
        source: "=own; guess".into(),
        confidence: "low".into(),
    }
}

fn model(variant: &str, parameters: Vec<Parameter>) -> Model {
    Model {
        scenario: "small".into(),
        variant: variant.into(),
        title: variant.into(),
        start: Date(365),
        end: Date(730),
        base_year: 1971,
        discount: Scalar::default(),
        capital_rate: Scalar::default(),
        carrying: Scalar::default(),
        warmup_days: 0,
        automaker: None,
        sampling: Sampling::default(),
        parameters: Table::from(parameters),
        indices: Table::new(),
        parties: Table::new(),
        commodities: Table::new(),
        sites: Table::new(),
        stocks: Table::new(),
        processes: Table::new(),
        elements: Table::new(),
        routes: Table::new(),
        markets: Table::new(),
        outlets: Table::new(),
        duties: Table::new(),
        contracts: Table::new(),
        hazards: Table::new(),
        ratios: Table::new(),
        demands: Table::new(),
    }
}

fn variant(id: &str, layout: Layout, values: [Vec<Vec<f64>>; 2]) -> VariantOutcomes {
    let [measures, parameters] = values;
    VariantOutcomes {
        variant: id.into(),
        title: id.into(),
        layout,
        measures,
        parameters,
        monthly: Vec::new(),
        ledger: Vec::new(),
        replicates: Vec::new(),
        streamed: Vec::new(),
    }
}

fn run() -> Run {
    Run {
        dialect: lichain::report::Dialect::default(),
        parquet: false,
        scenario: "small".into(),
        title: "Two variants".into(),
        rng: 5,
        seed: 7,
        trials: 2,
        kept_trials: None,
        written: Vec::new(),
        parts: None,
        manner: lichain::report::Manner::default(),
        sampling: "plain",
        noise_replicates: 1,
        sobol_dimensions: Vec::new(),
        trial: None,
        interrupted: false,
        variants: vec!["a".into(), "b".into()],
        reference: "a".into(),
        command: vec!["lichain".into(), "run".into(), "small.toml".into()],
        inputs: vec![("small.toml".into(), b"abc".to_vec())],
        threads: 3,
        started: SystemTime::UNIX_EPOCH,
        clock: Instant::now(),
    }
}

/// Two variants, of which only the first has the second measure, only the second the third
/// parameter; `trial` is a parameter too, and clashes.
fn outcomes() -> (Vec<Model>, Outcomes) {
    let days = || parameter("trial", "wk", 7.0, false);
    let start = || parameter("mine_start", "d", 1.0, true);
    let share = parameter("share", "%", 0.01, false);
    let models = vec![
        model("a", vec![days(), start()]),
        model("b", vec![days(), start(), share]),
    ];
    let shown = |names: &[(&str, &str)]| -> Vec<Measure> {
        let parameters = names.iter();
        parameters
            .map(|(name, unit)| measure(name, unit, Better::None))
            .collect()
    };
    let cost = || measure("cost", "USD/kWh", Better::Low);
    let first = Layout {
        measures: vec![cost(), measure("fill_rate", "", Better::High)],
        parameters: shown(&[("trial", "wk"), ("mine_start", "d")]),
        parameter_factor: vec![7.0, 1.0],
        ..Layout::default()
    };
    let second = Layout {
        measures: vec![cost()],
        parameters: shown(&[("trial", "wk"), ("mine_start", "d"), ("share", "%")]),
        parameter_factor: vec![7.0, 1.0, 0.01],
        ..Layout::default()
    };
    let dates = vec![59.0, f64::INFINITY];
    let variants = vec![
        variant(
            "a",
            first,
            [
                vec![vec![83.25, 1000.0], vec![f64::NAN, 0.1]],
                vec![vec![14.0, 10.5], dates.clone()],
            ],
        ),
        variant(
            "b",
            second,
            [
                vec![vec![1e300, -2.0]],
                vec![vec![14.0, 10.5], dates, vec![0.5, 0.25]],
            ],
        ),
    ];
    let outcomes = Outcomes {
        variants,
        reference: 0,
        first: 1,
        trials: 2,
        kept: 2,
        seed: 7,
    };
    (models, outcomes)
}

fn summary() -> Summary {
    let estimate = |value, lo95, hi95| QuantileEstimate { value, lo95, hi95 };
    let none = QuantileEstimate::default();
    let mut quantiles = [none; 7];
    quantiles[0] = estimate(Some(1.0), None, Some(2.5));
    quantiles[6] = estimate(Some(9.0), Some(8.0), Some(10.0));
    Summary {
        variance: Vec::new(),
        worst: Vec::new(),
        rows: vec![SummaryRow {
            variant: "a".into(),
            measure: "cost".into(),
            unit: "USD/kWh".into(),
            n: 2,
            n_defined: 1,
            mean: Some(83.25),
            lo95: None,
            hi95: None,
            sd: Some(0.5),
            quantiles,
            cvar5: none,
            mean_of_trials: None,
            converged: None,
            method: "Student t".into(),
            note: "two, few".into(),
        }],
        timeline: vec![TimelineRow {
            variant: "a".into(),
            month: "1971-03-01".into(),
            measure: "cost".into(),
            unit: "USD/kWh".into(),
            mean: Some(1.0),
            lo95: Some(0.5),
            hi95: None,
            quantiles: [Some(1.0), None, None, Some(4.0), None, None, Some(7.0)],
        }],
        ledger: vec![LedgerRow {
            variant: "a".into(),
            party: "investor".into(),
            category: "energy".into(),
            year: 1971,
            mean_usd: Some(-12.5),
            lo95: Some(-13.0),
            hi95: Some(-12.0),
        }],
        sensitivity: vec![SensitivityRow {
            variant: "a".into(),
            measure: "cost".into(),
            unit: "USD/kWh".into(),
            parameter: "share".into(),
            n: 2,
            spearman: Estimate {
                mean: Some(-0.5),
                lo95: Some(-0.75),
                hi95: None,
            },
            share: Estimate {
                mean: Some(0.25),
                ..Estimate::default()
            },
            ..SensitivityRow::default()
        }],
        correlations: vec![CorrelationRow {
            variant: "a".into(),
            between: ["other".into(), "share".into()],
            asked: 0.5,
            n: 2,
            achieved: Estimate {
                mean: Some(0.25),
                ..Estimate::default()
            },
            note: "few".into(),
        }],
        rare: Vec::new(),
    }
}

/// Writes everything into a fresh directory and hands it to a look.
fn written(look: impl Fn(&Path)) {
    let home = tempfile::tempdir().expect("a temporary directory");
    let (models, outcomes) = outcomes();
    let results = Results {
        models: &models,
        outcomes: &outcomes,
        summary: &summary(),
    };
    let directory = Directory::fixed(&home.path().join("out"), false).expect("a free place");
    report::write(&results, run(), &directory).expect("a willing disk");
    look(&directory.finish().expect("a free place"));
}

fn read(directory: &Path, file: &str) -> String {
    fs::read_to_string(directory.join(file)).expect("a file of results")
}

#[test]
fn trials_hold_every_measure_and_parameter_in_the_unit_it_was_written_in() {
    written(|directory| {
        let huge = "1e300";
        let expected = format!(
            "variant,trial,cost,fill_rate,parameter.trial,mine_start,share\n\
             a,1,83.25,,2,1971-03-01,\n\
             a,2,1000,0.1,1.5,never,\n\
             b,1,{huge},,2,1971-03-01,50\n\
             b,2,-2,,1.5,never,25\n"
        );
        assert_eq!(
            read(directory, "trials.csv"),
            expected.replace(huge, "1e+300")
        );
    });
}

#[test]
fn the_summary_leaves_empty_what_is_not_known() {
    written(|directory| {
        let text = read(directory, "summary.csv");
        let (heading, line) = text.split_once('\n').unwrap();
        let quantiles = ["p5", "p10", "p25", "p50", "p75", "p90", "p95", "cvar5"]
            .map(|name| format!("{name},{name}_lo95,{name}_hi95"));
        let expected = format!(
            "variant,measure,unit,n,n_defined,mean,lo95,hi95,sd,{},converged,method,note,mean_of_trials",
            quantiles.join(",")
        );
        assert_eq!(heading, expected);
        let empty = ",".repeat(15);
        assert_eq!(
            line,
            format!(
                "a,cost,USD/kWh,2,1,83.25,,,0.5,1,,2.5,{empty}9,8,10,,,,,Student t,\"two, few\",\n"
            )
        );
    });
}

#[test]
fn timeline_and_ledger_have_their_columns() {
    written(|directory| {
        assert_eq!(
            read(directory, "timeline.csv"),
            "variant,month,measure,unit,mean,lo95,hi95,p5,p10,p25,p50,p75,p90,p95\n\
             a,1971-03-01,cost,USD/kWh,1,0.5,,1,,,4,,,7\n"
        );
        assert_eq!(
            read(directory, "ledger.csv"),
            "variant,party,category,year,mean_usd,lo95,hi95\n\
             a,investor,energy,1971,-12.5,-13,-12\n"
        );
    });
}

#[test]
fn sensitivities_have_their_columns_and_leave_empty_what_is_not_known() {
    written(|directory| {
        let with_ends = |name: &&str| format!("{name},{name}_lo95,{name}_hi95");
        let names = ["spearman", "prcc", "low_mean", "high_mean", "r2_cv"];
        let columns: Vec<String> = names.iter().map(with_ends).collect();
        let expected = format!(
            "variant,measure,unit,parameter,n,{}\na,cost,USD/kWh,share,2,-0.5,-0.75,{},0.25,,\n",
            columns.join(","),
            ",".repeat(9)
        );
        assert_eq!(read(directory, "sensitivity.csv"), expected);
    });
}

#[test]
fn the_dictionary_has_every_column_of_every_file_and_nothing_else() {
    written(|directory| {
        let mut dictionary = csv::Reader::from_path(directory.join("columns.csv")).unwrap();
        let entries: Vec<csv::StringRecord> = dictionary.records().map(Result::unwrap).collect();
        let mut found: Vec<(String, String)> = Vec::new();
        for file in [
            "summary",
            "trials",
            "worst",
            "timeline",
            "ledger",
            "sensitivity",
            "correlations",
            "columns",
        ]
        .map(|f| format!("{f}.csv"))
        {
            let mut sheet = csv::Reader::from_path(directory.join(&file)).unwrap();
            let headings = sheet.headers().unwrap();
            found.extend(headings.iter().map(|name| (file.clone(), name.to_owned())));
        }
        let told = entries.iter().map(|e| (e[0].to_owned(), e[1].to_owned()));
        assert_eq!(told.collect::<Vec<_>>(), found);
        assert!(entries.iter().all(|entry| !entry[4].is_empty()));
    });
}

#[test]
fn the_dictionary_tells_units_directions_and_where_parameters_come_from() {
    written(|directory| {
        let text = read(directory, "columns.csv");
        for line in [
            "file,column,unit,better,meaning,source,confidence",
            "trials.csv,cost,USD/kWh,low,The cost.,,",
            "trials.csv,fill_rate,,high,The fill_rate.,,",
            "trials.csv,parameter.trial,wk,none,The trial.,'=own; guess,low",
            "trials.csv,mine_start,date,none,The mine_start.,'=own; guess,low",
        ] {
            assert!(
                text.lines().any(|told| told == line),
                "{line} is not in\n{text}"
            );
        }
    });
}

#[test]
fn the_manifest_holds_the_hashes_of_inputs_and_outputs() {
    use sha2::{Digest, Sha256};
    written(|directory| {
        let manifest: serde_json::Value =
            serde_json::from_str(&read(directory, "run.json")).unwrap();
        assert_eq!(manifest["seed"], 7);
        assert_eq!(manifest["rng"], 5);
        assert_eq!(manifest["started"], "1970-01-01T00:00:00Z");
        assert_eq!(manifest["reference"], "a");
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(manifest["inputs"][0]["sha256"], abc);
        let outputs = manifest["outputs"].as_array().unwrap();
        assert_eq!(outputs.len(), 9);
        for output in outputs {
            let bytes = fs::read(directory.join(output["file"].as_str().unwrap())).unwrap();
            let hash = Sha256::digest(bytes);
            let digits = output["sha256"].as_str().unwrap();
            let found = (0..hash.len()).map(|at| u8::from_str_radix(&digits[2 * at..][..2], 16));
            assert!(found.eq(hash.iter().map(|byte| Ok(*byte))), "{output}");
        }
    });
}

#[test]
fn a_trace_is_told_with_dates() {
    let home = tempfile::tempdir().unwrap();
    let trace = Trace {
        trial: 17,
        seed: 1,
        layout: Layout::default(),
        measures: Vec::new(),
        parameters: Vec::new(),
        flows: vec![Flow {
            day: 59,
            kind: "made",
            place: "mine.dig".into(),
            commodity: "ore".into(),
            unit: "t",
            quantity: 0.5,
            detail: String::new(),
        }],
        cash: vec![Posting {
            day: 0,
            payer: "investor".into(),
            payee: "outside".into(),
            category: "energy".into(),
            usd: 12.0,
        }],
        events: vec![Event {
            day: 1,
            what: "short",
            place: "plant".into(),
            detail: "3 t".into(),
        }],
    };
    let directory = Directory::fixed(&home.path().join("out"), false).unwrap();
    report::write_trace(&trace, None, &model("a", Vec::new()), run(), &directory).unwrap();
    let path = directory.finish().unwrap();
    for (file, text) in [
        (
            "flows.csv",
            "day,date,kind,place,commodity,unit,quantity,detail\n\
             59,1971-03-01,made,mine.dig,ore,t,0.5,\n",
        ),
        (
            "cash.csv",
            "day,date,payer,payee,category,usd\n0,1971-01-01,investor,outside,energy,12\n",
        ),
        (
            "events.csv",
            "day,date,what,place,detail\n1,1971-01-02,short,plant,3 t\n",
        ),
    ] {
        assert_eq!(read(&path, file), text);
    }
}

#[test]
fn a_disk_that_refuses_is_told_with_path_and_reason() {
    let home = tempfile::tempdir().unwrap();
    let (models, outcomes) = outcomes();
    let results = Results {
        models: &models,
        outcomes: &outcomes,
        summary: &summary(),
    };
    let directory = Directory::fixed(&home.path().join("out"), false).unwrap();
    fs::create_dir(directory.open().unwrap().join("trials.csv")).unwrap();
    let failure = report::write(&results, run(), &directory).unwrap_err();
    let told = failure.to_string();
    assert!(matches!(failure, report::Failure::Machine(_)));
    assert!(told.contains("trials.csv: "), "{told}");
    drop(directory);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}
