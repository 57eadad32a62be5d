//! Differences of variants, a block a pair: how large, whether they are real, how often the variant is better.

use crate::analysis::compare::Difference;
use crate::analysis::{Trials, Variant};
use crate::cli::table::{self, Align};
use crate::cli::terminal::LONGEST;
use crate::cli::{quantity, terminal};
use crate::measure::{Better, Measure, key};
use crate::summary::Paired;

/// The mean of a measure in each variant that has it.
fn means<'a>(trials: &'a Trials, measure: &str) -> impl Iterator<Item = f64> + 'a {
    let place = trials.measure(measure);
    let mean = move |variant: &Variant| {
        let known = variant.measures[place?].iter().filter(|x| x.is_finite());
        let (sum, count) = known.fold((0.0, 0), |(sum, count), x| (sum + x, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    };
    trials.variants.iter().filter_map(mean)
}

/// What a measure is told in: the unit that fits the largest of its means, whichever variant has it.
pub(super) fn scale(trials: &Trials, measure: &Measure) -> (f64, String) {
    let largest = means(trials, &measure.name).fold(0.0, |most: f64, mean| most.max(mean.abs()));
    quantity::scale(largest, &measure.unit)
}

/// What everybody asks first: costs and service, who may gain or lose, and ratios that were declared.
fn is_shown(trials: &Trials, name: &str) -> bool {
    let starts = |stems: &[&str]| stems.iter().any(|stem| name.starts_with(stem));
    let party = name.split_once('@').map_or("", |(_, party)| party);
    let mut losses = means(trials, &format!("loss@{party}"));
    key::CHAIN.contains(&name)
        || (key::WITHOUT_KWH.contains(&name) && trials.measure("delivered_kwh").is_none())
        || (starts(&key::OF_INVESTORS) && losses.any(|loss| loss > 0.0 && loss < 1.0))
        || starts(&key::OF_RATIOS)
}

/// A block a pair, with a line for each key measure.
pub(super) fn real(differences: &[Difference], trials: &Trials, width: usize) -> String {
    let shown: Vec<&Difference> = differences
        .iter()
        .filter(|d| is_shown(trials, &d.measure.name))
        .collect();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for pair in shown.iter().map(|d| (d.a.as_str(), d.b.as_str())) {
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    let block = |(a, b): (&str, &str)| {
        let own = shown.iter().filter(|d| d.a == a && d.b == b);
        let (same, own): (Vec<&Difference>, Vec<&Difference>) =
            own.copied().partition(|d| is_nothing(d));
        let line = |d: &&Difference| line(d, scale(trials, &d.measure));
        let rows: Vec<Vec<String>> = own.iter().map(line).collect();
        let heading = ["", "difference", "", "real", "better in", "narrower"].map(String::from);
        let align = [
            Align::Left,
            Align::Right,
            Align::Left,
            Align::Left,
            Align::Right,
            Align::Right,
        ];
        let pair = terminal::wrapped(&format!("{a} less {b}"), width, 2);
        let columns = if table::width(&first(&rows, &align)) <= width {
            table::as_many_as_fit(&heading, &rows, &align, 2, width)
        } else {
            list(&rows, width)
        };
        let columns = if rows.is_empty() { "" } else { &columns };
        format!("\n{pair}\n{columns}{}", alike(&same, width))
    };
    let has_intervals = shown.iter().any(|d| d.together.verdict().is_some());
    let explained = if has_intervals {
        EXPLAINED
    } else {
        WITHOUT_INTERVALS
    };
    let explained = terminal::wrapped(explained, width.min(LONGEST), 0);
    format!(
        "{}\n{explained}\n",
        pairs.into_iter().map(block).collect::<String>()
    )
}

/// The least that a table of differences says: which, how large, in what unit, and whether it is real.
fn first(rows: &[Vec<String>], align: &[Align]) -> String {
    let cut = |row: &Vec<String>| row.iter().take(4).cloned().collect();
    table::aligned(&[], &rows.iter().map(cut).collect::<Vec<_>>(), align, 2)
}

/// The same with its words below each measure, where that does not fit side by side.
fn list(rows: &[Vec<String>], width: usize) -> String {
    let told = |row: &Vec<String>| {
        let words = format!("{} {}, real: {}", row[1], row[2], row[3]);
        let words = terminal::wrapped(&words, width.saturating_sub(4), 6);
        format!("  {}\n    {words}\n", row[0])
    };
    rows.iter().map(told).collect()
}

/// True where two variants come to the same in every trial.
fn is_nothing(difference: &Difference) -> bool {
    let Paired { mean, lo, hi, .. } = difference.paired;
    [mean, lo.or(mean), hi.or(mean)]
        .iter()
        .all(|x| *x == Some(0.0))
        && difference
            .beats
            .mean
            .is_none_or(|share| (share - 0.5).abs() < 1e-12)
}

fn alike(same: &[&Difference], width: usize) -> String {
    if same.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = same.iter().map(|d| d.measure.name.as_str()).collect();
    let words = format!("the same in both: {}", names.join(", "));
    format!(
        "  {}\n",
        terminal::wrapped(&words, width.min(LONGEST) - 2, 4)
    )
}

const EXPLAINED: &str = "\
Differences ± half of their 95 % interval. real: an interval that holds for all pairs of the measure \
together leaves out 0 (?: too few trials to tell); better in: share of trials, ties half; narrower: by how much than the interval of \
independent runs.";

const WITHOUT_INTERVALS: &str = "\
Differences of means; better in: share of trials, ties half; narrower: by how much than the interval of \
independent runs.";

fn line(row: &Difference, (factor, unit): (f64, String)) -> Vec<String> {
    let (mean, hi) = (row.paired.mean.unwrap_or(f64::NAN), row.paired.hi);
    let sign = if mean > 0.0 { "+" } else { "" };
    let half = hi.map(|hi| (hi - mean) / factor);
    let good = match row.measure.better {
        Better::Low => mean < 0.0,
        _ => mean > 0.0,
    };
    let verdict = match (row.together.verdict(), row.measure.better, good) {
        (None, ..) => "?",
        (Some(false), ..) => "no",
        (Some(true), Better::None, _) => "yes",
        (Some(true), _, true) => "better",
        (Some(true), _, false) => "worse",
    };
    let narrower = row.reduction.map(|by| format!("{:.1} x", by.sqrt()));
    vec![
        row.measure.name.clone(),
        format!("{sign}{}", quantity::with_half(mean / factor, half)),
        quantity::of_difference(&unit),
        verdict.to_owned(),
        row.beats.mean.map_or(String::new(), percent),
        narrower.unwrap_or_default(),
    ]
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
