//! The table of key figures, and which measures a page tells of.

use maud::{Markup, html};

use super::Page;
use super::findings::{Findings, SummaryLine};
use crate::measure::key;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

/// The measures that a page tells of.
pub fn shown(of: &Findings) -> Vec<String> {
    let defined = |name: &str| {
        let mut lines = of.summary.iter();
        lines.any(|line| line.measure == name && line.mean.is_some())
    };
    let named = |names: &[&str]| -> Vec<String> {
        let known = names.iter().filter(|name| defined(name));
        known.map(|name| (*name).to_owned()).collect()
    };
    let mut shown = named(&key::CHAIN);
    if !defined("delivered_kwh") {
        shown.extend(named(&key::WITHOUT_KWH));
    }
    for kind in key::OF_INVESTORS {
        shown.extend(
            all(of, kind)
                .filter(|name| is_open(of, name))
                .map(str::to_owned),
        );
    }
    shown.extend(routes(of));
    shown.extend(largest(of, "days_stopped@"));
    for kind in key::OF_RATIOS {
        shown.extend(all(of, kind).map(str::to_owned));
    }
    shown
}

/// Measures of a kind, each once.
fn all<'a>(of: &'a Findings, kind: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = of.summary.iter().enumerate();
    lines.filter_map(move |(at, line)| {
        let mut before = of.summary[..at].iter();
        let is_new = line.measure.starts_with(kind) && !before.any(|b| b.measure == line.measure);
        is_new.then_some(line.measure.as_str())
    })
}

/// Whoever may gain or lose asks how much, and how likely.
pub(super) fn is_open(of: &Findings, measure: &str) -> bool {
    let Some((_, party)) = measure.split_once('@') else {
        return false;
    };
    let loss = format!("loss@{party}");
    let mut lines = of.summary.iter().filter(|line| line.measure == loss);
    lines.any(|line| line.mean.is_some_and(|loss| loss > 0.0 && loss < 1.0))
}

fn largest(of: &Findings, kind: &str) -> Vec<String> {
    let mut found = above_zero(of, kind);
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    few(&found)
}

/// As at the end of a run: the routes that the reference uses most, then the slowest.
fn routes(of: &Findings) -> Vec<String> {
    let cargo = |time: &str| {
        let line = of.line(of.reference(), &key::cargo_of(time));
        line.and_then(|line| line.mean).unwrap_or(0.0)
    };
    let mut found = above_zero(of, key::OF_ROUTES);
    found.sort_by(|a, b| key::first_of_routes((cargo(a.0), a.1), (cargo(b.0), b.1)));
    few(&found)
}

/// Measures of a kind with the largest mean that each has in a variant.
fn above_zero<'a>(of: &'a Findings, kind: &'a str) -> Vec<(&'a str, f64)> {
    let mean = |name: &str| {
        let lines = of.summary.iter().filter(|line| line.measure == name);
        lines.filter_map(|line| line.mean).fold(0.0, f64::max)
    };
    let found = all(of, kind).map(|name| (name, mean(name)));
    found.filter(|(_, mean)| *mean > 0.0).collect()
}

fn few(found: &[(&str, f64)]) -> Vec<String> {
    let first = found.iter().take(key::MOST);
    first.map(|(name, _)| (*name).to_owned()).collect()
}

/// The table.
pub fn section(page: &Page) -> Markup {
    let locale = page.locale;
    let caption = locale.say(Word::KeyFigures);
    html! {
        p { (locale.say(Word::MeanOfTrials)) }
        div.scroll tabindex="0" role="region"
            aria-label=(format!("{caption}: {}", locale.say(Word::Scrolls))) {
            table.figures {
                caption { (caption) }
                thead {
                    tr {
                        th scope="col" { (locale.say(Word::Measure)) }
                        @for variant in page.of.variants() {
                            th scope="col" class=(page.colour(variant)) { span.chip {} (variant) }
                        }
                    }
                }
                tbody { @for measure in shown(page.of) { (row(page, &measure)) } }
            }
        }
    }
}

fn row(page: &Page, measure: &str) -> Markup {
    let locale = page.locale;
    let lines: Vec<_> = page
        .of
        .variants()
        .map(|v| page.of.line(v, measure))
        .collect();
    let means = lines.iter().flatten().filter_map(|line| line.mean);
    let largest = means.fold(0.0, |most: f64, mean| most.max(mean.abs()));
    let (factor, unit) = quantity::scale(largest, page.of.unit(measure));
    html! {
        tr {
            th scope="row" {
                (locale.measure(measure)) " [" (locale.unit(&unit)) "]" br; code { (measure) }
            }
            @for line in lines {
                td {
                    @if let Some((mean, range)) = line.and_then(|line| told(locale, line, factor)) {
                        (mean) @if let Some(range) = range { br; small { (range) } }
                    } @else { "–" }
                }
            }
        }
    }
}

/// Mean with half of its interval, and the range of the trials.
fn told(locale: Locale, line: &SummaryLine, factor: f64) -> Option<(String, Option<String>)> {
    let mean = locale.bare_half(line.mean? / factor, line.half().map(|half| half / factor));
    let ends = line.p5.zip(line.p95).filter(|(low, high)| low < high);
    let range = ends.map(|(low, high)| {
        let [low, high] = [low, high].map(|x| locale.short(x / factor));
        locale.fill(Word::To, &[("a", &low), ("b", &high)])
    });
    Some((mean, range))
}
