//! Measures by month: median and bands over trials, a chart a variant.

use std::fmt::Write;

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
    let all = measures
        .iter()
        .map(|name| (name.as_str(), fans(page, name)));
    let (alike, apart): (Vec<Told>, Vec<Told>) =
        all.partition(|(_, fans)| fans.len() == 1 && page.of.variants().count() > 1);
    Some(html! {
        p { (locale.say(Word::FanWords)) }
        @for (at, (measure, fans)) in apart.iter().enumerate() { (measured(page, at, measure, fans)) }
        @if !alike.is_empty() { (together(page, &alike)) }
    })
}

/// The lines of a measure; variants in which it is the same stand together.
pub struct Fan<'a> {
    pub name: String,
    pub variant: &'a str,
    pub lines: Vec<&'a MonthLine>,
}

/// A measure and its fans.
type Told<'a> = (&'a str, Vec<Fan<'a>>);

/// The fans of a measure.
pub fn fans<'a>(page: &Page<'a>, measure: &str) -> Vec<Fan<'a>> {
    let mut fans: Vec<Fan> = Vec::new();
    for variant in page.of.variants() {
        let own = |line: &&MonthLine| line.variant == variant && line.measure == measure;
        let lines: Vec<&MonthLine> = page.of.timeline.iter().filter(own).collect();
        if lines.len() < 2 {
            continue;
        }
        if let Some(fan) = fans.iter_mut().find(|fan| same(&fan.lines, &lines)) {
            fan.name += " = ";
            fan.name += variant;
            continue;
        }
        let name = variant.to_owned();
        fans.push(Fan {
            name,
            variant,
            lines,
        });
    }
    // Prices are the same whatever is done.
    if let [fan] = fans.as_mut_slice()
        && fan.name.contains(" = ")
    {
        page.locale.say(Word::AllVariants).clone_into(&mut fan.name);
    }
    fans
}

/// The measures that are shown by month.
pub fn shown(of: &Findings) -> Vec<String> {
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
    if names.iter().any(|name| name == "delivered_kwh") {
        names.retain(|name| name != "delivered_vehicles");
    }
    names
}

/// A heading, the panels and the numbers of a measure.
fn measured(page: &Page, at: usize, measure: &str, fans: &[Fan]) -> Markup {
    let locale = page.locale;
    let title = locale.fill(Word::PerMonth, &[("measure", &locale.measure(measure))]);
    let scale = scale(measure, fans);
    html! {
        h3 { (title) }
        div.grid {
            @for (place, fan) in fans.iter().enumerate() {
                (panel(page, &format!("fan{at}-{place}"), (&fan.name, fan), scale))
            }
        }
        (numbers(page, &title, fans))
    }
}

/// What no variant changes: prices above all.
fn together(page: &Page, alike: &[Told]) -> Markup {
    let locale = page.locale;
    html! {
        h3 { (locale.say(Word::OneFan)) }
        div.grid {
            @for (at, (measure, fans)) in alike.iter().enumerate() {
                @let name = locale.measure(measure);
                div {
                    (panel(page, &format!("same{at}"), (&name, &fans[0]), scale(measure, fans)))
                    (numbers(page, &name, fans))
                }
            }
        }
    }
}

/// From the lowest to the highest number of some fans.
pub fn scale(measure: &str, fans: &[Fan]) -> Scale {
    let lines = fans.iter().flat_map(|fan| &fan.lines);
    let ends = lines.flat_map(|line| [line.p5, line.p95, line.p50]);
    Scale::over(ends.flatten().chain(zero(measure)), BOTTOM, TOP)
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

fn panel(page: &Page, id: &str, (name, fan): (&str, &Fan), scale: Scale) -> Markup {
    let (locale, lines) = (page.locale, &fan.lines);
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
    html! { div class=(page.colour(fan.variant)) { (chart) } }
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (x, y) in points {
        text.push(if text.is_empty() { 'M' } else { 'L' });
        let _ = write!(text, "{} {}", px(x), px(y));
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

fn numbers(page: &Page, title: &str, all: &[Fan]) -> Markup {
    let locale = page.locale;
    let unit = all.first().map_or("", |fan| fan.lines[0].unit.as_str());
    let largest = all
        .iter()
        .flat_map(|fan| &fan.lines)
        .filter_map(|line| line.p95);
    let (factor, unit) = quantity::scale(largest.fold(0.0, |most: f64, x| most.max(x.abs())), unit);
    let mut headings = chart::headings(locale, [Word::Month, Word::Variant, Word::Mean]);
    headings.extend(["5 %", "25 %", "50 %", "75 %", "95 %"].map(str::to_owned));
    let months = all.first().map_or(0, |fan| fan.lines.len());
    let every = if months > MANY { 12 } else { 1 };
    let row = |name: &str, line: &MonthLine| {
        let cell = |x: Option<f64>| x.map_or(String::new(), |x| locale.short(x / factor));
        let values = [line.mean, line.p5, line.p25, line.p50, line.p75, line.p95].map(cell);
        let month = line.month.get(..7).unwrap_or(&line.month).to_owned();
        [month, name.to_owned()]
            .into_iter()
            .chain(values)
            .collect::<Vec<_>>()
    };
    let of = |fan: &Fan| -> Vec<Vec<String>> {
        let lines = fan.lines.iter().step_by(every);
        lines.map(|line| row(&fan.name, line)).collect()
    };
    let rows: Vec<Vec<String>> = all.iter().flat_map(of).collect();
    let [shown, whole] =
        [rows.len(), all.iter().map(|fan| fan.lines.len()).sum()].map(|n: usize| n.to_string());
    let places = [
        ("shown", shown.as_str()),
        ("all", &whole),
        ("file", "timeline.csv"),
    ];
    let mut caption = format!("{title} [{}]", locale.unit(&unit));
    if every > 1 {
        caption = format!("{caption}. {}", locale.fill(Word::RowsOf, &places));
    }
    chart::numbers(locale, &caption, &headings, &rows)
}
