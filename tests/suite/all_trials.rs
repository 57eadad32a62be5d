//! `run --all-trials`: the lines of trials.csv of every trial, past the memory that trials may take; and worst.csv.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;

use flate2::read::GzDecoder;
use lichain::measure::Better;
use lichain::model::Model;
use lichain::outcome::Layout;
use lichain::plan::Plan;
use lichain::report::{ALL_TRIALS, AllTrials, Dialect, Directory, Form, Locale};
use lichain::scenario;
use lichain::study::{Rows, Runner, Settings, Watch};

/// One variant with as many columns as fill a megabyte in some thousand trials.
const SAMPLING: &str = "scenarios/lessons/sampling.toml";
/// Two variants.
const DEPOTS: &str = "scenarios/lessons/which-depot.toml";

fn lichain(arguments: &[&str], out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lichain"));
    command.arg("run").args(arguments).arg("--out").arg(out);
    command.output().unwrap()
}

fn run(arguments: &[&str], out: &Path) {
    let output = lichain(arguments, out);
    assert!(output.status.success(), "{output:?}");
}

/// The files of all trials by name, unpacked where they are compressed.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory.join(ALL_TRIALS)).unwrap();
    let read = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        if path.extension().is_none_or(|e| e != "gz") {
            return bytes;
        }
        let mut text = Vec::new();
        GzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
        text
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, read(&path))
        })
        .collect()
}

/// Files behind each other under the headings of the first, as trials.csv has them.
fn joined<'a>(files: impl Iterator<Item = &'a Vec<u8>>) -> Vec<u8> {
    let mut whole = Vec::new();
    for file in files {
        let headings = file.iter().position(|b| *b == b'\n').unwrap() + 1;
        let from = if whole.is_empty() { 0 } else { headings };
        whole.extend_from_slice(&file[from..]);
    }
    whole
}

fn is_same(one: &[u8], other: &[u8]) {
    let at = one.iter().zip(other).position(|(a, b)| a != b);
    assert_eq!((one.len(), None), (other.len(), at));
}

#[test]
fn what_is_folded_is_written_whole_on_any_number_of_threads() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let trials = ["--trials", "2500"];
    run(&[&[SAMPLING], &trials[..]].concat(), &at("whole"));
    let whole = fs::read(at("whole/trials.csv")).unwrap();
    for (form, threads, file) in [
        ("csv", "1", "base-000000000001.csv"),
        ("gzip", "4", "base-000000000001.csv.gz"),
    ] {
        let out = at(&format!("{form}-{threads}"));
        let asked = ["--all-trials", form, "--threads", threads, "--memory", "1"];
        run(&[&[SAMPLING], &trials[..], &asked[..]].concat(), &out);
        let manifest = fs::read_to_string(out.join("run.json")).unwrap();
        assert!(manifest.contains("\"kept_trials\": 1024"), "{manifest}");
        assert!(manifest.contains(&format!("\"all-trials/{file}\"")));
        let files = files(&out);
        assert_eq!(files.keys().collect::<Vec<_>>(), [file]);
        is_same(&files[file], &whole);
        let worst = |of: &Path| fs::read_to_string(of.join("worst.csv")).unwrap();
        assert_eq!(worst(&out), worst(&at("whole")));
    }
}

#[test]
fn what_is_compressed_shows_neither_threads_nor_names_nor_time() {
    let home = tempfile::tempdir().unwrap();
    let packed = ["1", "4"].map(|threads| {
        let out = home.path().join(threads);
        let asked = [
            "--trials",
            "300",
            "--all-trials",
            "gzip",
            "--threads",
            threads,
        ];
        run(&[&[SAMPLING], &asked[..]].concat(), &out);
        fs::read(out.join("all-trials/base-000000000001.csv.gz")).unwrap()
    });
    is_same(&packed[0], &packed[1]);
    // RFC 1952: no flags, so no name, and no time.
    assert_eq!(packed[0][..8], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
}

#[test]
fn tables_for_other_countries_are_the_same_in_pieces() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let asked = ["--trials", "70", "--all-trials", "csv", "--locale", "ru"];
    run(&[&[DEPOTS], &asked[..]].concat(), &out);
    let table = fs::read(out.join("trials.csv")).unwrap();
    assert!(table.starts_with("\u{feff}вариант;испытание;".as_bytes()));
    let files = files(&out);
    assert_eq!(files.len(), 2);
    let told = fs::read_to_string(out.join("run.json")).unwrap();
    let in_order = told.match_indices("\"all-trials/").map(|(at, found)| {
        let rest = &told[at + found.len()..];
        rest.split('"').next().unwrap().to_owned()
    });
    let in_order: Vec<String> = in_order.collect();
    assert_eq!(in_order.len(), 2);
    is_same(&joined(in_order.iter().map(|name| &files[name])), &table);
}

#[test]
fn what_is_gone_on_with_is_written_from_the_first_trial_on() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    run(&[SAMPLING, "--trials", "100"], &out);
    let more = ["--trials", "300", "--all-trials", "csv", "--resume"];
    run(&[&[SAMPLING], &more[..]].concat(), &out);
    let files = files(&out);
    is_same(
        &joined(files.values()),
        &fs::read(out.join("trials.csv")).unwrap(),
    );
}

/// Hands on what it hears.
struct Handing<'a>(Mutex<AllTrials<'a>>);

impl Watch for Handing<'_> {
    fn finished(&self, _: u64) {}

    fn ran(&self, rows: &Rows<'_>) {
        let mut files = self.0.lock().unwrap();
        files.add(rows.first(), &|at| rows.of(at)).unwrap();
    }
}

/// Files of 100 trials each, of trials that pause after these.
fn cut(models: &[Model], form: Form, pauses: &[u64]) -> BTreeMap<String, Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    let directory = Directory::fixed(&home.path().join("out"), false).unwrap();
    let layouts: Vec<Layout> = models.iter().map(|m| Plan::compile(m).layout).collect();
    let dialect = Dialect::of(Locale::En);
    let all = AllTrials::new((models, &layouts), (form, dialect), &directory).unwrap();
    let watch = Handing(Mutex::new(all.cut_at(100)));
    let mut runner = Runner::new(models, &Settings::new(1, 1));
    let mut trials = runner.begin();
    for pause in pauses {
        runner.advance_watched(&mut trials, *pause, &watch).unwrap();
    }
    let told = watch.0.into_inner().unwrap().finish().unwrap();
    assert_eq!(told.len(), models.len() * 3);
    let entries = fs::read_dir(directory.open().unwrap().join(ALL_TRIALS)).unwrap();
    let named = entries.map(|e| e.unwrap());
    named
        .map(|e| {
            let name = e.file_name().into_string().unwrap();
            (name, fs::read(e.path()).unwrap())
        })
        .collect()
}

#[test]
fn files_end_at_bounds_that_no_pause_moves() {
    let scenario = scenario::load(Path::new(DEPOTS), &[]).unwrap();
    let models = &scenario.variants;
    let mut forms = vec![Form::Csv, Form::Gzip];
    forms.extend(cfg!(feature = "parquet").then_some(Form::Parquet));
    for form in forms {
        let once = cut(models, form, &[230]);
        let names: Vec<&String> = once.keys().collect();
        let ending = form.ending();
        for model in models {
            for first in ["000000000001", "000000000101", "000000000201"] {
                let name = format!("{}-{first}.{ending}", model.variant);
                assert!(names.contains(&&name), "{name} is not among {names:?}");
            }
        }
        let paused = cut(models, form, &[1, 99, 101, 177, 230]);
        assert!(once == paused, "pauses show in {ending}");
        if form == Form::Csv {
            let lines = once
                .values()
                .map(|text| text.split(|b| *b == b'\n').count() - 2);
            let lines: Vec<usize> = lines.collect();
            assert_eq!(lines[..3], [100, 100, 30]);
        }
    }
}

/// A file system without room is like a limit to the size of files: some bytes are written, the next are not.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_ends_the_run_in_words_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let script = format!(
        "trap '' XFSZ; ulimit -f 40; exec '{}' run {SAMPLING} --trials 100000 --all-trials csv --out '{}'",
        env!("CARGO_BIN_EXE_lichain"),
        out.display()
    );
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("error: cannot write"), "{told}");
    assert!(told.contains("all-trials/base-000000000001.csv"), "{told}");
    assert!(told.contains("nothing was kept"), "{told}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_how_to_get_one() {
    let home = tempfile::tempdir().unwrap();
    let output = lichain(
        &[SAMPLING, "--all-trials", "parquet"],
        &home.path().join("out"),
    );
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("--features parquet"), "{told}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[cfg(feature = "parquet")]
#[test]
fn typed_files_read_back_as_the_table_bit_for_bit() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    run(&[DEPOTS, "--trials", "90", "--all-trials", "parquet"], &out);
    let mut table = csv::Reader::from_path(out.join("trials.csv")).unwrap();
    let headings = table.headers().unwrap().clone();
    let mut lines = table.records().map(Result::unwrap).peekable();
    let mut read = 0;
    while let Some(line) = lines.peek() {
        let path = format!("{ALL_TRIALS}/{}-000000000001.parquet", &line[0]);
        let file = fs::File::open(out.join(path)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        for row in reader.get_row_iter(None).unwrap() {
            let (row, line) = (row.unwrap(), lines.next().unwrap());
            assert_eq!(row.len(), headings.len());
            let fields = row.get_column_iter();
            for ((cell, (name, field)), heading) in line.iter().zip(fields).zip(&headings) {
                assert_eq!(heading, name);
                match field {
                    Field::Null => assert_eq!(cell, ""),
                    Field::Long(number) => assert_eq!(cell, number.to_string()),
                    Field::Str(words) => assert_eq!(cell, words),
                    Field::Double(number) => {
                        let wanted: f64 = cell.parse().unwrap();
                        assert_eq!(number.to_bits(), wanted.to_bits(), "{name}");
                        read += 1;
                    }
                    other => panic!("{name} is {other:?}"),
                }
            }
        }
    }
    assert!(read > 3000, "{read}");
}

#[test]
fn the_worst_trials_are_those_of_the_sorted_table() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    run(&[DEPOTS, "--trials", "128"], &out);
    let mut trials = csv::Reader::from_path(out.join("trials.csv")).unwrap();
    let headings = trials.headers().unwrap().clone();
    let trials: Vec<csv::StringRecord> = trials.records().map(Result::unwrap).collect();
    let mut worst = csv::Reader::from_path(out.join("worst.csv")).unwrap();
    let mut told: BTreeMap<(String, String), Vec<[String; 3]>> = BTreeMap::new();
    for line in worst.records().map(Result::unwrap) {
        let of = (line[0].to_owned(), line[1].to_owned());
        let row = [3, 4, 5].map(|at| line[at].to_owned());
        told.entry(of).or_default().push(row);
    }
    let measures = scenario::load(Path::new(DEPOTS), &[]).unwrap().variants;
    let layout = Plan::compile(&measures[0]).layout;
    let mut ties = 0;
    for ((variant, measure), found) in &told {
        let at = headings.iter().position(|h| h == measure).unwrap();
        let own = trials.iter().filter(|line| line[0] == **variant);
        let cells = own.filter_map(|line| Some((line[at].parse::<f64>().ok()?, line)));
        let mut all: Vec<(f64, u64, &str)> = cells
            .map(|(value, line)| (value, line[1].parse().unwrap(), &line[at]))
            .collect();
        let better = layout.measures.iter().find(|m| m.name == *measure);
        let sign = match better.unwrap().better {
            Better::Low => -1.0,
            Better::High => 1.0,
            Better::None => panic!("{measure} has no bad end"),
        };
        all.sort_by(|a, b| (sign * a.0).total_cmp(&(sign * b.0)).then(a.1.cmp(&b.1)));
        let wanted: Vec<[String; 3]> = (1..)
            .zip(&all)
            .take(20)
            .map(|(rank, (_, trial, cell))| {
                [format!("{rank}"), trial.to_string(), (*cell).to_owned()]
            })
            .collect();
        assert_eq!(found, &wanted, "{variant} {measure}");
        ties += usize::from(all[0].0.to_bits() == all[1].0.to_bits());
    }
    assert!(
        told.len() >= 9 && ties < told.len(),
        "{} {ties}",
        told.len()
    );
}
