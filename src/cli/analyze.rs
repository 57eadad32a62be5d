//! `lichain analyze`: which inputs move an output, from any table of both, from finished results, or from a
//! scenario that is run for it.

mod boxes;
mod results;
mod scenario;

use super::arguments::Analyze as Asked;
use super::failure::Failure;
use super::table::{Align, aligned};
use super::{quantity, terminal};
use crate::random::{Stream, StreamKey};
use crate::report::{self, Entry, Locale};
use crate::scenario::{Observed, Problems};
use crate::stats::sensitivity::{Effect, Estimate, Saltelli, Sensitivity, Sobol};
use crate::stats::sensitivity::{sensitivities, sobol};

/// A table's columns.
struct Points {
    /// One an input.
    inputs: Vec<Vec<f64>>,
    /// Undefined where it, or an input, is not known.
    output: Vec<f64>,
}

/// What the columns say.
struct Found {
    sensitivity: Sensitivity,
    /// Base points, and the indices of every input.
    indices: Option<(usize, Vec<Sobol>)>,
}

/// What is asked of some points.
struct Question<'a> {
    /// The variant, where the points are of one.
    variant: Option<&'a str>,
    inputs: &'a [String],
    output: &'a str,
    seed: u64,
}

/// Analyses what was asked for.
pub fn analyze(asked: &Asked) -> Result<(), Failure> {
    let is_scenario = asked.file.extension().is_some_and(|e| e == "toml");
    refuse_what_does_not_fit(asked, is_scenario)?;
    if asked.prim.is_some() {
        boxes::discover(asked)
    } else if is_scenario {
        scenario::analyze(asked)
    } else if asked.file.is_dir() {
        results::analyze(asked)
    } else {
        table(asked)
    }
}

/// What is asked of one kind of file only.
fn refuse_what_does_not_fit(asked: &Asked, is_scenario: bool) -> Result<(), Failure> {
    let is_table = !is_scenario && !asked.file.is_dir();
    let told = |words: &str| Err(Failure::Input(format!("{}: {words}", asked.file.display())));
    if is_scenario && asked.prim.is_some() {
        return told("--prim takes finished results or a table; `lichain run` makes them");
    }
    if is_scenario && asked.method.is_none() {
        return told("a scenario is analysed by --method sobol or --method morris");
    }
    if !is_scenario && asked.method.is_some() {
        return told("--method runs a scenario (TOML); a table may have --design saltelli");
    }
    if !is_scenario && !asked.changes.set.is_empty() {
        return told("--set changes a scenario (TOML)");
    }
    let is_for_tables = !asked.only.is_empty() || asked.design.is_some();
    if !is_table && is_for_tables {
        return told("--only and --design are for tables; --variant chooses among variants");
    }
    if is_table && !asked.variant.is_empty() {
        return told("a table has no variants; --only variant=NAME keeps some of its rows");
    }
    if is_table && (asked.inputs.is_empty() || (asked.output.is_none() && asked.prim.is_none())) {
        return told("--inputs and --output say which columns of a table are what");
    }
    Ok(())
}

fn table(asked: &Asked) -> Result<(), Failure> {
    let question = Question {
        variant: None,
        inputs: &asked.inputs,
        output: asked.output.as_deref().unwrap_or_default(),
        seed: asked.seed,
    };
    let mut table = Observed::open(&asked.file).map_err(|problems| shown(&problems))?;
    table.keep(&asked.only);
    table.checked().map_err(|problems| shown(&problems))?;
    let points = read(&question, &mut table);
    table.checked().map_err(|problems| shown(&problems))?;
    let design = design(asked, &points, &mut table);
    table.checked().map_err(|problems| shown(&problems))?;
    let found = find(&question, &points, design);
    if let Some(path) = &asked.out {
        let text = table_text(
            asked.language.locale(),
            &headings(&question, &found),
            &rows(&question, &found),
        );
        report::write_text(path, &text, asked.force)?;
    }
    terminal::print(&text(&question, &points, &found, usize::MAX))
}

/// Estimates as CSV.
fn table_text(locale: Locale, names: &[String], rows: &[Vec<Entry>]) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    report::table_text(locale, &names, rows)
}

fn shown(problems: &Problems) -> Failure {
    Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    }
}

fn read(asked: &Question, table: &mut Observed) -> Points {
    let known = |cell: Option<f64>| cell.unwrap_or(f64::NAN);
    let mut column = |name: &str| -> Vec<f64> {
        let cells = table.levels(name).into_iter();
        cells.map(known).collect()
    };
    let inputs: Vec<Vec<f64>> = asked.inputs.iter().map(|name| column(name)).collect();
    let mut output = column(asked.output);
    for (row, y) in output.iter_mut().enumerate() {
        if inputs.iter().any(|x| x.get(row).is_none_or(|x| x.is_nan())) {
            *y = f64::NAN;
        }
    }
    if let Some(name) = repeated(asked) {
        let help = "each column once, and the output not among the inputs";
        table.refuse_all(&format!("{name:?} is asked for twice"), help);
    } else if !output.iter().any(|y| y.is_finite()) {
        let help = "see --only: rows with an empty cell in one of these columns are left out";
        table.refuse_all("no row has all inputs and the output", help);
    }
    Points { inputs, output }
}

fn repeated<'a>(asked: &'a Question) -> Option<&'a str> {
    let inputs = asked.inputs.iter().map(String::as_str);
    let mut names: Vec<&str> = inputs.chain([asked.output]).collect();
    names.sort_unstable();
    let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
    twice.map(|pair| pair[0])
}

fn design(asked: &Asked, points: &Points, table: &mut Observed) -> Option<Saltelli> {
    asked.design.as_ref()?;
    let inputs: Vec<&[f64]> = points.inputs.iter().map(Vec::as_slice).collect();
    let found = Saltelli::recognise(&inputs, asked.n.map(|n| n as usize));
    if found.is_none() {
        let (rows, k) = (points.output.len(), inputs.len());
        let of = asked
            .n
            .map_or(String::new(), |n| format!(" of {n} base points"));
        let message = format!(
            "its {rows} rows are no Saltelli design{of} in {k} input{}",
            if k == 1 { "" } else { "s" }
        );
        let help = "name every input of the design, in its order, and keep that of the rows: a base point's A, \
                    AB of each input and B together as SALib writes them, or all of A, all of B, \
                    all of AB of the first input and so on";
        table.refuse_all(&message, help);
    }
    found
}

fn find(asked: &Question, points: &Points, design: Option<Saltelli>) -> Found {
    let stream = Stream::new(asked.seed, 1, StreamKey::of("analyze.bootstrap"));
    let mut drawn = 0;
    let mut uniform = || {
        drawn += 1;
        stream.uniform(drawn - 1)
    };
    let indices = design.map(|design| sobol(&design, &points.output, &mut uniform));
    // Points that share inputs are not independent: of a design A and B alone are a sample.
    let rows: Vec<usize> = match design {
        None => (0..points.output.len()).collect(),
        Some(of) => (0..of.n).flat_map(|i| [of.a(i), of.b(i)]).collect(),
    };
    let picked = |column: &Vec<f64>| -> Vec<f64> { rows.iter().map(|&at| column[at]).collect() };
    let inputs: Vec<Vec<f64>> = points.inputs.iter().map(picked).collect();
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let output = picked(&points.output);
    let sensitivity = sensitivities(&inputs, &[&output]).remove(0);
    Found {
        sensitivity,
        indices,
    }
}

const COLUMNS: [&str; 7] = [
    "spearman",
    "prcc",
    "low_mean",
    "high_mean",
    "r2_cv",
    "sobol_first",
    "sobol_total",
];

fn headings(asked: &Question, found: &Found) -> Vec<String> {
    let ends = |name: &&str| {
        [
            (*name).to_owned(),
            format!("{name}_lo95"),
            format!("{name}_hi95"),
        ]
    };
    let variant = asked.variant.map(|_| "variant".to_owned());
    let named = ["output", "input", "n"].map(String::from).into_iter();
    let columns = if found.indices.is_some() { 7 } else { 5 };
    let last = found.indices.as_ref().map(|_| "base_points".to_owned());
    variant
        .into_iter()
        .chain(named)
        .chain(COLUMNS[..columns].iter().flat_map(ends))
        .chain(last)
        .collect()
}

/// One line an input, in the order asked for.
fn rows(asked: &Question, found: &Found) -> Vec<Vec<Entry>> {
    let row = |(at, name): (usize, &String)| {
        let mut row: Vec<Entry> = asked.variant.map(Entry::words).into_iter().collect();
        row.extend([Entry::words(asked.output), Entry::words(name)]);
        row.push(Entry::Number(Some(found.sensitivity.n as f64)));
        row.extend(estimates(found, at).into_iter().flat_map(entries));
        if let Some((points, _)) = found.indices {
            row.push(Entry::Number(Some(points as f64)));
        }
        row
    };
    asked.inputs.iter().enumerate().map(row).collect()
}

fn effect(found: &Found, input: usize) -> Option<&Effect> {
    found.sensitivity.effects.iter().find(|e| e.input == input)
}

/// In the order of the columns.
fn estimates(found: &Found, input: usize) -> Vec<Estimate> {
    let of = effect(found, input).map(|e| [e.spearman, e.partial, e.low, e.high]);
    let mut all = of.unwrap_or_default().to_vec();
    all.push(found.sensitivity.share);
    if let Some((_, indices)) = &found.indices {
        all.extend([indices[input].first, indices[input].total]);
    }
    all
}

fn entries(of: Estimate) -> [Entry; 3] {
    let (low, high) = of.interval.unzip();
    [of.value, low, high].map(Entry::Number)
}

/// At most so many inputs are named.
fn text(asked: &Question, points: &Points, found: &Found, most: usize) -> String {
    let undefined = points.output.iter().filter(|y| !y.is_finite()).count();
    let left_out = match undefined {
        0 => String::new(),
        some => format!("; {some} with an empty cell left out"),
    };
    let of = asked
        .variant
        .map_or(String::new(), |variant| format!("{variant}, "));
    let rows = format!(
        "{of}{}: {} rows{left_out}\n",
        asked.output,
        points.output.len()
    );
    if asked.inputs.is_empty() {
        let words = format!(
            "This scenario has no uncertain parameter: what moves {} is luck on the way alone.",
            asked.output
        );
        return format!("{rows}{}\n", terminal::wrapped(&words, terminal::WIDTH, 0));
    }
    if found.sensitivity.effects.is_empty() {
        let why = "Nothing moves it: the output, or every input, is one and the same throughout.";
        return format!("{rows}{why}\n");
    }
    let rows = rows + &few(found);
    let table = |names: [&str; 2], shown, by| ranked(asked, found, names, (shown, by), most);
    let sobol = found.indices.as_ref().map_or(String::new(), |(points, _)| {
        let indices = table(["first", "total"], [5, 6], 6);
        format!("\nSobol indices (Jansen), {points} base points\n{indices}")
    });
    let correlations = table(["partial", "Spearman"], [1, 0], 1);
    let ends = table(["lowest", "highest"], [2, 3], 1);
    format!(
        "{rows}{sobol}\nrank correlations, {} rows\n{correlations}\n\
         mean with the input in its lowest and highest tenth\n{ends}{}\nIn brackets 95 % intervals.\n{}",
        found.sensitivity.n,
        share(found.sensitivity.share),
        left_out_of(found.sensitivity.effects.len(), most)
    )
}

/// Rows an input below which a ranking is mostly chance.
const FEWEST_ROWS: usize = 3;

fn few(found: &Found) -> String {
    let (rows, inputs) = (
        found.sensitivity.n as usize,
        found.sensitivity.effects.len(),
    );
    if rows >= FEWEST_ROWS * inputs {
        return String::new();
    }
    let words = format!(
        "Only {rows} rows for {inputs} inputs: the order below is mostly chance; {} rows or more tell",
        FEWEST_ROWS * inputs
    );
    format!("{}.\n", terminal::wrapped(&words, terminal::WIDTH - 1, 0))
}

fn left_out_of(inputs: usize, most: usize) -> String {
    if inputs <= most {
        return String::new();
    }
    format!("{most} of {inputs} inputs shown; --out FILE.csv has all.\n")
}

fn share(of: Estimate) -> String {
    match (of.value, words(of)) {
        (None, _) => String::new(),
        (Some(..=0.0), bound) => format!("\nR2, cross-validated: {bound}; that says nothing.\n"),
        (Some(_), bound) => {
            format!("\nThe inputs' share of variance is at least R2, cross-validated: {bound}\n")
        }
    }
}

/// Some estimates of each input, those first of whom one is farthest from 0: Spearman's where that one is not
/// known.
fn ranked(
    asked: &Question,
    found: &Found,
    names: [&str; 2],
    (shown, by): ([usize; 2], usize),
    most: usize,
) -> String {
    let named = asked.inputs.iter().enumerate();
    let mut rows: Vec<(f64, Vec<String>)> = named
        .filter(|(at, _)| effect(found, *at).is_some())
        .map(|(at, name)| {
            let of = estimates(found, at);
            let cells = shown.iter().map(|&at| words(of[at]));
            let size = of[by].value.or(of[0].value).unwrap_or_default().abs();
            (size, [name.clone()].into_iter().chain(cells).collect())
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).take(most).collect();
    let heading: Vec<String> = [""].into_iter().chain(names).map(String::from).collect();
    aligned(&heading, &rows, &[Align::Left], 2)
}

fn words(of: Estimate) -> String {
    let plain = |x: f64| quantity::short(x).replace('\u{a0}', "");
    match (of.value, of.interval) {
        (None, _) => "–".to_owned(),
        (Some(value), None) => plain(value),
        (Some(value), Some((low, high))) => {
            format!("{} ({} to {})", plain(value), plain(low), plain(high))
        }
    }
}
