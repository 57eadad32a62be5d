//! Measures by month: median and bands over trials, a chart a variant.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH, px};
use super::findings::{Findings, MonthLine};
use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::Word;

/// Shown where a run has them and they move, in this order; after them the price indices.
const MEASURES: [&str; 8] = [
    "total_cost_usd",
    "delivered_kwh",
    "delivered_vehicles",
    "fill_rate",
    "days_short",
    "cells_in_stock",
    "lithium_in_chain_t",
    "stock_value_usd",
];

const TOP: f64 = 6.0;
const BOTTOM: f64 = 150.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = WIDTH - 8.0;

/// Beyond as many months a table has every third.
const MANY: usize = 60;

/// The section; nothing where nothing is told by month.
pub fn section(page: &Page) -> Option<Markup> {
    let (of, locale) = (page.of, page.locale);
    let measures = shown(of);
    if measures.is_empty() {
        return None;
    }
    Some(html! {
        p { (locale.say(Word::FanWords)) }
        @for (at, measure) in measures.iter().enumerate() { (measured(page, at, measure)) }
    })
}

/// The lines of a measure, by variant.
fn lines<'a>(of: &'a Findings, measure: &str) -> Vec<(&'a str, Vec<&'a MonthLine>)> {
    let own = |variant: &'a str| {
        let lines = of.timeline.iter();
        let own = lines.filter(|line| line.variant == variant && line.measure == measure);
        (variant, own.collect::<Vec<_>>())
    };
    let all = of.variants().map(own);
    all.filter(|(_, lines)| lines.len() > 1).collect()
}

fn shown(of: &Findings) -> Vec<String> {
    let mut names: Vec<String> = MEASURES.map(str::to_owned).into();
    for line in &of.timeline {
        if line.measure.starts_with("index@") && !names.contains(&line.measure) {
            names.push(line.measure.clone());
        }
    }
    let moves = |name: &String| {
        let mut values = of
            .timeline
            .iter()
            .filter(|line| line.measure == *name)
            .flat_map(|line| [line.p5, line.p95]);
        let first = values.next();
        first.is_some_and(|first| values.any(|value| value != first))
    };
    names.retain(moves);
    names
}

/// A heading, the panels and the numbers of a measure.
fn measured(page: &Page, at: usize, measure: &str) -> Markup {
    let locale = page.locale;
    let mut all = lines(page.of, measure);
    // Prices are the same whatever is done.
    let alike = all.len() > 1 && all[1..].iter().all(|(_, lines)| same(lines, &all[0].1));
    if alike {
        all.truncate(1);
    }
    let ends = all
        .iter()
        .flat_map(|(_, lines)| lines)
        .flat_map(|line| [line.p5, line.p95, line.p50]);
    let scale = Scale::over(ends.flatten().chain(zero(measure)), BOTTOM, TOP);
    let title = locale.fill(Word::PerMonth, &[("measure", &locale.measure(measure))]);
    html! {
        h3 { (title) }
        div.grid {
            @for (place, (variant, lines)) in all.iter().enumerate() {
                @let name = if alike { locale.say(Word::AllVariants) } else { variant };
                (panel(page, &format!("fan{at}-{place}"), (name, variant), lines, scale))
            }
        }
        (numbers(page, &title, &all, alike))
    }
}

/// Amounts begin at 0; prices and shares where they are.
fn zero(measure: &str) -> Option<f64> {
    let own = measure.starts_with("index@") || measure == "fill_rate";
    (!own).then_some(0.0)
}

fn same(a: &[&MonthLine], b: &[&MonthLine]) -> bool {
    let key = |line: &&MonthLine| {
        (
            line.p5.map(f64::to_bits),
            line.p50.map(f64::to_bits),
            line.p95.map(f64::to_bits),
        )
    };
    a.iter().map(key).eq(b.iter().map(key))
}

fn panel(
    page: &Page,
    id: &str,
    (name, variant): (&str, &str),
    lines: &[&MonthLine],
    scale: Scale,
) -> Markup {
    let locale = page.locale;
    let (factor, unit) = quantity::scale(scale.to.abs().max(scale.from.abs()), &lines[0].unit);
    let last = (lines.len() - 1) as f64;
    let x = |at: usize| LEFT + (RIGHT - LEFT) * at as f64 / last;
    let band = |low: fn(&MonthLine) -> Option<f64>, high: fn(&MonthLine) -> Option<f64>| {
        let there = lines
            .iter()
            .enumerate()
            .filter_map(|(at, l)| Some((x(at), scale.at(high(l)?))));
        let back = lines
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(at, l)| Some((x(at), scale.at(low(l)?))));
        path(there.chain(back)) + "Z"
    };
    let median = path(
        lines
            .iter()
            .enumerate()
            .filter_map(|(at, l)| Some((x(at), scale.at(l.p50?)))),
    );
    let title = format!("{name} [{}]", locale.unit(&unit));
    let body = html! {
        @for (y, label) in chart::ticks(locale, scale, factor, 4) {
            (chart::line("grid", (LEFT, y), (RIGHT, y)))
            (chart::text("tick end", LEFT - 5.0, y + 4.0, &label))
        }
        (years(lines, x))
        path class="fill band" d=(band(|l| l.p5, |l| l.p95)) { title { "5–95 %" } }
        path class="fill band" d=(band(|l| l.p25, |l| l.p75)) { title { "25–75 %" } }
        path class="line" d=(median) { title { (locale.say(Word::Median)) } }
        (hover(page, lines, x))
    };
    let chart = chart::chart(id, &title, &about(page, lines), BOTTOM + 20.0, &body);
    html! { div class=(page.colour(variant)) { (chart) } }
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (x, y) in points {
        text.push(if text.is_empty() { 'M' } else { 'L' });
        text += &format!("{} {}", px(x), px(y));
    }
    text
}

/// The year under each January, as many as there is room for.
fn years(lines: &[&MonthLine], x: impl Fn(usize) -> f64) -> Markup {
    let januaries: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.month.ends_with("-01-01"))
        .map(|(at, line)| (at, line.month.split('-').next().unwrap_or("")))
        .collect();
    let every = januaries.len().div_ceil(5).max(1);
    html! {
        @for (at, year) in januaries.iter().step_by(every) {
            (chart::line("grid", (x(*at), BOTTOM), (x(*at), BOTTOM + 4.0)))
            (chart::text("tick mid", x(*at).min(RIGHT - 12.0), BOTTOM + 16.0, year))
        }
    }
}

/// Invisible strips that tell a month when one points at them; a year at a time where months are many.
fn hover(page: &Page, lines: &[&MonthLine], x: impl Fn(usize) -> f64) -> Markup {
    let every = if lines.len() > MANY { 12 } else { 1 };
    html! {
        @for at in (0..lines.len()).step_by(every) {
            rect class="hover" x=(px(x(at))) y=(px(TOP)) height=(px(BOTTOM - TOP))
                width=(px(x((at + every).min(lines.len() - 1)) - x(at))) {
                title { (told(page, lines[at])) }
            }
        }
    }
}

fn told(page: &Page, line: &MonthLine) -> String {
    let amount = |x: Option<f64>| page.locale.amount(x.unwrap_or(f64::NAN), &line.unit);
    let month = line.month.get(..7).unwrap_or(&line.month);
    let (median, low, high) = (amount(line.p50), amount(line.p5), amount(line.p95));
    let range = page.locale.fill(Word::To, &[("a", &low), ("b", &high)]);
    format!(
        "{month}: {} {median}, {range}",
        page.locale.say(Word::Median).to_lowercase()
    )
}

fn about(page: &Page, lines: &[&MonthLine]) -> String {
    let ends = [lines.first(), lines.get(lines.len() / 2), lines.last()];
    let told: Vec<String> = ends.iter().flatten().map(|line| told(page, line)).collect();
    told.join("; ")
}

fn numbers(page: &Page, title: &str, all: &[(&str, Vec<&MonthLine>)], alike: bool) -> Markup {
    let locale = page.locale;
    let unit = all.first().map_or("", |(_, lines)| lines[0].unit.as_str());
    let largest = all
        .iter()
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| line.p95);
    let (factor, unit) = quantity::scale(largest.fold(0.0, |most: f64, x| most.max(x.abs())), unit);
    let mut headings = chart::headings(locale, [Word::Month, Word::Variant, Word::Mean]);
    headings.extend(["5 %", "25 %", "50 %", "75 %", "95 %"].map(str::to_owned));
    let months = all.first().map_or(0, |(_, lines)| lines.len());
    let every = if months > MANY { 12 } else { 1 };
    let row = |variant: &str, line: &MonthLine| {
        let cell = |x: Option<f64>| x.map_or(String::new(), |x| locale.short(x / factor));
        let values = [line.mean, line.p5, line.p25, line.p50, line.p75, line.p95].map(cell);
        let month = line.month.get(..7).unwrap_or(&line.month).to_owned();
        let name = if alike {
            locale.say(Word::AllVariants)
        } else {
            variant
        };
        [month, name.to_owned()]
            .into_iter()
            .chain(values)
            .collect::<Vec<_>>()
    };
    let of = |(variant, lines): &(&str, Vec<&MonthLine>)| -> Vec<Vec<String>> {
        lines
            .iter()
            .step_by(every)
            .map(|line| row(variant, line))
            .collect()
    };
    let rows: Vec<Vec<String>> = all.iter().flat_map(of).collect();
    let [shown, whole] =
        [rows.len(), all.iter().map(|(_, lines)| lines.len()).sum()].map(|n: usize| n.to_string());
    let places = [
        ("shown", shown.as_str()),
        ("all", &whole),
        ("file", "timeline.csv"),
    ];
    let caption = format!("{title} [{}]", locale.unit(&unit));
    html! {
        (chart::numbers(locale, &caption, &headings, &rows))
        @if every > 1 { p.note { (locale.fill(Word::RowsOf, &places)) } }
    }
}
