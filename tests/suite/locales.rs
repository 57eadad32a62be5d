//! Tables in every language: what a spreadsheet there wants, read back with the same answers, in parts where they
//! are too long.

#![allow(clippy::unwrap_used, reason = "what helps a test is a test")]

use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime};

use crate::common::load;
use assert_cmd::Command;
use lichain::report::{self, Dialect, Directory, Finished, Locale, Results, Run};
use lichain::study::{self, Settings};
use lichain::summary::summarise;

const LESSON: &str = "scenarios/lessons/market-fallback.toml";

/// Languages whose comma is decimal.
const OTHERS: [Locale; 3] = [Locale::Ru, Locale::Kk, Locale::Vi];

fn lichain(folder: &Path, arguments: &str) -> String {
    let file = std::env::current_dir().unwrap().join(LESSON);
    let arguments = arguments.replace("LESSON", file.to_str().unwrap());
    let mut command = Command::cargo_bin("lichain").expect("the binary is built with the tests");
    let output = command
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{arguments}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}

/// A run in English, and one in each other language.
fn runs() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for code in Locale::CODES {
        let command = format!("run LESSON --trials 40 --locale {code} --out {code}");
        lichain(home.path(), &command);
    }
    home
}

#[test]
fn tables_are_as_spreadsheets_of_the_country_want_them_and_hold_the_same_numbers() {
    let home = runs();
    let english = text(home.path().join("en/trials.csv"));
    assert!(english.starts_with("variant,trial,") && !english.contains('\r'));
    for (locale, first) in
        OTHERS
            .into_iter()
            .zip(["вариант;испытание;", "нұсқа;сынақ;", "phương án;lần thử;"])
    {
        let folder = home.path().join(locale.code());
        let written = text(folder.join("trials.csv"));
        let body = written.strip_prefix('\u{feff}').expect("a byte order mark");
        assert!(body.starts_with(first), "{}", &body[..80]);
        assert_eq!(body.matches('\n').count(), body.matches("\r\n").count());
        // Nothing in these cells holds a comma, a semicolon or a quote of its own.
        let below = |text: &str| text.split_once('\n').unwrap().1.to_owned();
        let points = below(body).replace("\r\n", "\n").replace(',', ".");
        assert_eq!(points.replace(';', ","), below(&english));
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "csv") {
                let written = text(&path);
                let heading = written.lines().next().unwrap();
                assert!(heading.starts_with('\u{feff}') && heading.contains(';'));
            }
        }
        let manifest = text(folder.join("run.json"));
        assert!(manifest.contains(&format!("\"locale\": \"{}\"", locale.code())));
    }
    let units = text(home.path().join("ru/summary.csv"));
    assert!(units.contains(";USD/кВт·ч;"), "{units}");
}

#[test]
fn the_dictionary_tells_headings_and_names_and_no_fixed_heading_is_without_words() {
    let home = runs();
    lichain(home.path(), "compare ru --all-pairs --out compared");
    lichain(
        home.path(),
        "stress LESSON --trials 2 --locale ru --out stressed",
    );
    lichain(
        home.path(),
        "trace LESSON --why worst --locale ru --out traced",
    );
    let mut told = 0;
    for folder in ["ru", "compared", "stressed", "traced"] {
        let dictionary = text(home.path().join(folder).join("columns.csv"));
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(b';').from_reader(dictionary.as_bytes());
        for row in reader.records().map(Result::unwrap) {
            let (file, name, heading) = (&row[0], &row[1], &row[7]);
            let own = text(home.path().join(folder).join(file));
            let headings = own.trim_start_matches('\u{feff}').lines().next().unwrap();
            assert!(
                headings
                    .split(';')
                    .any(|own| own.trim_matches('"') == heading),
                "{heading} in {file}"
            );
            if file != "trials.csv" {
                assert!(
                    !heading.is_ascii(),
                    "{name} of {file} has no Russian heading"
                );
                told += 1;
            }
        }
    }
    assert!(told > 100, "{told}");
}

#[test]
fn results_in_any_language_give_the_same_answers() {
    let home = runs();
    let here = home.path();
    let own = |text: String, code: &str| text.replace(code, "X");
    let compared = |code: &str| {
        lichain(
            here,
            &format!("compare {code} --all-pairs --locale en --out c-{code}"),
        );
        text(here.join(format!("c-{code}/compare.csv")))
            + &text(here.join(format!("c-{code}/decision.csv")))
    };
    let analysed = |code: &str| {
        let out = format!("a-{code}.csv");
        let told = lichain(here, &format!("analyze {code} --locale en --out {out}"));
        told + &text(here.join(out))
    };
    let page = |code: &str| {
        lichain(
            here,
            &format!("report {code} --locale vi --out {code}.html"),
        );
        let page = text(here.join(format!("{code}.html")));
        // How it was run, and when, differs.
        let from = page.rfind("<section id=\"figures\"").expect("the figures");
        page[from..].to_owned()
    };
    let boxes = |code: &str| {
        lichain(
            here,
            &format!("analyze {code} --prim delivered_cost>0 --locale en --out b-{code}"),
        );
        text(here.join(format!("b-{code}/boxes.csv")))
    };
    let english = [compared("en"), analysed("en"), page("en"), boxes("en")];
    assert!(english[0].lines().count() > 10 && english[2].len() > 10_000);
    for locale in OTHERS {
        let code = locale.code();
        let read = [compared(code), analysed(code), page(code), boxes(code)];
        for (read, english) in read.into_iter().zip(&english) {
            assert!(own(read, "@") == own(english.clone(), "@"), "{code}");
        }
    }
}

#[test]
fn a_run_is_gone_on_with_in_its_own_language() {
    let home = tempfile::tempdir().unwrap();
    lichain(
        home.path(),
        "run LESSON --trials 24 --locale kk --out parts",
    );
    lichain(home.path(), "run LESSON --trials 40 --resume --out parts");
    lichain(home.path(), "run LESSON --trials 40 --locale kk --out once");
    for file in ["trials.csv", "summary.csv", "columns.csv"] {
        let [parts, once] =
            ["parts", "once"].map(|folder| text(home.path().join(folder).join(file)));
        assert_eq!(parts, once, "{file}");
    }
}

fn manifest(dialect: Dialect) -> Run {
    Run {
        scenario: "long".into(),
        title: "Long".into(),
        rng: 1,
        seed: 1,
        trials: 25,
        kept_trials: None,
        parts: None,
        manner: lichain::report::Manner::default(),
        sampling: "plain",
        noise_replicates: 1,
        sobol_dimensions: Vec::new(),
        trial: None,
        interrupted: false,
        variants: Vec::new(),
        reference: String::new(),
        command: Vec::new(),
        inputs: Vec::new(),
        dialect,
        parquet: false,
        written: Vec::new(),
        threads: 1,
        started: SystemTime::UNIX_EPOCH,
        clock: Instant::now(),
    }
}

/// A run of 25 trials, written in a dialect: what was warned of, and what is read back.
fn written(folder: &Path, dialect: Dialect) -> (Vec<String>, Finished) {
    let scenario = load(LESSON, &[]);
    let settings = Settings::new(25, 1);
    let outcomes = study::run(&scenario.variants, scenario.reference, &settings, &|_| {}).unwrap();
    let summary = summarise(&outcomes);
    let results = Results {
        models: &scenario.variants,
        outcomes: &outcomes,
        summary: &summary,
    };
    let directory = Directory::fixed(folder, false).unwrap();
    let told = report::write(&results, manifest(dialect), &directory).unwrap();
    let path = directory.finish().unwrap();
    (told, report::read_finished(&path).unwrap())
}

#[test]
fn a_long_table_goes_on_in_parts_that_are_read_as_one() {
    let home = tempfile::tempdir().unwrap();
    let whole = Dialect::default();
    let (told, one) = written(&home.path().join("whole"), whole);
    assert_eq!(told, Vec::<String>::new());
    for (name, locale) in [("parts", Locale::En), ("ru", Locale::Ru)] {
        let narrow = Dialect {
            most_rows: 11,
            most_columns: 3,
            ..Dialect::of(locale)
        };
        let folder = home.path().join(name);
        let (told, parts) = written(&folder, narrow);
        assert!(
            told.iter().any(
                |words| words.starts_with("trials.csv has more rows than the 11")
                    && words.contains("trials-2.csv to trials-")
            ),
            "{told:?}"
        );
        assert!(
            told.iter()
                .any(|words| words.contains("columns; a spreadsheet opens 3"))
        );
        let mut lines = 0;
        let manifest = text(folder.join("run.json"));
        for number in 1.. {
            let name = match number {
                1 => "trials.csv".to_owned(),
                _ => format!("trials-{number}.csv"),
            };
            let Ok(part) = fs::read_to_string(folder.join(&name)) else {
                break;
            };
            assert!(
                manifest.contains(&format!("\"{name}\"")),
                "{name} has its hash"
            );
            assert!(part.lines().count() <= 11, "{name}");
            let first = part.lines().next().unwrap();
            assert_eq!(
                first,
                text(folder.join("trials.csv")).lines().next().unwrap()
            );
            lines += part.lines().count() - 1;
        }
        assert_eq!(lines, 25 * one.trials.variants.len());
        assert!(!parts.edited);
        // NaN is not itself, its name is.
        let digits = |found: &Finished| format!("{:?}", found.trials);
        assert!(digits(&parts) == digits(&one), "{name}");
    }
}

#[test]
fn text_that_would_run_or_turn_is_guarded_wherever_it_stands() {
    let home = tempfile::tempdir().unwrap();
    let parameter = |(name, source): &(&str, &str)| {
        format!("[parameter.{name}]\nvalue = \"uniform(1, 2) USD/t\"\nsource = {source:?}\n")
    };
    let sources = [("a", "1-2"), ("b", "a \"q\"; b, c")];
    let parameters = sources.each_ref().map(parameter).concat();
    fs::write(
        home.path().join("x.toml"),
        text("scenarios/textbook/by-hand.toml") + "\n" + &parameters,
    )
    .unwrap();
    for code in ["en", "vi"] {
        lichain(
            home.path(),
            &format!("run x.toml --trials 16 --locale {code} --out {code}"),
        );
        let dictionary = text(home.path().join(code).join("columns.csv"));
        for guarded in ["'1-2", "\"a \"\"q\"\"; b, c\""] {
            assert!(dictionary.contains(guarded), "{guarded} in {code}");
        }
        let page = lichain(home.path(), &format!("sources x.toml --locale {code}"));
        assert!(page.contains("'1-2"), "{page}");
    }
}
