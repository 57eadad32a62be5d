//! What a cost is made of, added up from top to bottom: by kind of cost and by site and route.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::findings::{Findings, SummaryLine};
use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

/// A part of a cost.
pub struct Part {
    pub name: String,
    pub mean: f64,
    pub half: Option<f64>,
}

/// A part smaller than this share of the whole stands with others.
const SMALL: f64 = 0.002;
const ROW: f64 = 24.0;
/// Where bars begin: names stand to their left.
const LEFT: f64 = 134.0;
/// Where bars end: amounts stand to their right.
const RIGHT: f64 = WIDTH - 62.0;

/// Costs, the sign before their parts, and what they are split by.
pub const SPLITS: [(&str, char, Word); 3] = [
    ("delivered_cost", '.', Word::ByCategory),
    ("chain_cost", '.', Word::ByCategory),
    ("chain_cost", '@', Word::ByStage),
];

/// The section; nothing where no cost has parts.
pub fn section(page: &Page) -> Option<Markup> {
    let locale = page.locale;
    let found: Vec<(String, Markup)> = SPLITS
        .into_iter()
        .enumerate()
        .filter_map(|(at, (cost, by, word))| {
            let title = locale.fill(word, &[("measure", &locale.measure(cost))]);
            Some((title.clone(), split(page, at, (cost, by), &title)?))
        })
        .collect();
    (!found.is_empty()).then(|| {
        html! {
            p { (locale.say(Word::WaterfallWords)) }
            @for (title, split) in &found { h3 { (title) } (split) }
        }
    })
}

/// One panel a variant, all in one scale.
fn split(page: &Page, at: usize, (cost, by): (&str, char), title: &str) -> Option<Markup> {
    let all = split_by_variant(page, (cost, by));
    if all.is_empty() {
        return None;
    }
    let scale = scale(&all);
    Some(html! {
        @if scale.from > 0.0 { p.note { (page.locale.say(Word::AxisCut)) } }
        div.grid {
            @for (place, (variant, parts, whole)) in all.iter().enumerate() {
                (panel(page, &format!("fall{at}-{place}"), (variant, cost), (parts, *whole), scale))
            }
        }
        (numbers(page, cost, title, &all))
    })
}

/// A variant, the parts of its cost, and the whole.
pub type Split<'a> = (&'a str, Vec<Part>, f64);

/// A cost in its parts, variant by variant, where it has any.
pub fn split_by_variant<'a>(page: &Page<'a>, (cost, by): (&str, char)) -> Vec<Split<'a>> {
    let of = |variant: &'a str| {
        let whole = page.of.line(variant, cost)?.mean?;
        let parts = parts(page, variant, (cost, by), whole);
        (!parts.is_empty()).then_some((variant, parts, whole))
    };
    page.of.variants().filter_map(of).collect()
}

/// From 0; where one part is nearly all, from shortly before it ends, so that the others are seen.
pub fn scale(all: &[Split]) -> Scale {
    let sums = all.iter().flat_map(|(_, parts, whole)| {
        let sums = parts.iter().scan(0.0, |sum, part| {
            *sum += part.mean;
            Some(*sum)
        });
        sums.chain([*whole]).collect::<Vec<_>>()
    });
    let sums: Vec<f64> = sums.collect();
    let low = sums.iter().copied().fold(f64::INFINITY, f64::min);
    let high = sums.iter().copied().fold(0.0, f64::max);
    if low > 0.6 * high {
        let start = (low - 0.3 * (high - low)).max(0.0);
        return Scale::over([start, high], LEFT, RIGHT);
    }
    Scale::over(sums.iter().copied().chain([0.0]), LEFT, RIGHT)
}

/// Parts of a cost, the largest first; the small ones together.
fn parts(page: &Page, variant: &str, (cost, by): (&str, char), whole: f64) -> Vec<Part> {
    let own = |line: &&SummaryLine| line.variant == variant;
    let named = |line: &'_ SummaryLine| -> Option<Part> {
        let name = line.measure.strip_prefix(cost)?.strip_prefix(by)?;
        Some(Part {
            name: part_name(page.of, page.locale, variant, (by, name)),
            mean: line.mean?,
            half: line.half(),
        })
    };
    let mut found: Vec<Part> = page
        .of
        .summary
        .iter()
        .filter(own)
        .filter_map(named)
        .collect();
    if by == '@' && !found.is_empty() {
        // With the change of stocks the stages add up.
        let change = page.of.line(variant, &format!("{cost}.stock_change"));
        found.extend(change.and_then(|line| {
            let name = page.locale.category("stock_change");
            Some(Part {
                name,
                mean: line.mean?,
                half: line.half(),
            })
        }));
    }
    found.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()));
    let large = found
        .iter()
        .take_while(|p| p.mean.abs() >= SMALL * whole.abs())
        .count();
    let small = found.split_off(large);
    if small.iter().any(|part| part.mean != 0.0) {
        let n = small.len().to_string();
        let mean = small.iter().map(|part| part.mean).sum();
        let name = page.locale.fill(Word::OtherParts, &[("n", &n)]);
        found.push(Part {
            name,
            mean,
            half: None,
        });
    }
    found
}

fn part_name(of: &Findings, locale: Locale, variant: &str, (by, name): (char, &str)) -> String {
    if by == '.' {
        locale.category(name)
    } else {
        of.title(variant, name).to_owned()
    }
}

fn panel(
    page: &Page,
    id: &str,
    (variant, cost): (&str, &str),
    (parts, whole): (&[Part], f64),
    scale: Scale,
) -> Markup {
    let locale = page.locale;
    let (factor, unit) = quantity::scale(scale.to, page.of.unit(cost));
    let bottom = 4.0 + ROW * (parts.len() + 1) as f64;
    let title = format!("{variant} [{}]", locale.unit(&unit));
    let told = |part: &Part| {
        format!(
            "{}: {}",
            part.name,
            locale.with_half(part.mean, part.half, page.of.unit(cost))
        )
    };
    let about: Vec<String> = parts.iter().map(told).collect();
    let mut sum = 0.0;
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        @if scale.from <= 0.0 { (chart::line("zero", (scale.at(0.0), 4.0), (scale.at(0.0), bottom))) }
        @for (row, part) in parts.iter().enumerate() {
            @let y = 4.0 + ROW * row as f64;
            @let (from, to) = (sum, sum + part.mean);
            @let class = if part.mean < 0.0 { "fill less" } else { "fill" };
            (chart::bar(class, (scale.at(from), scale.at(to)), y + 4.0, ROW - 8.0, &told(part)))
            @if row == 0 { (cut(scale, y)) }
            (chart::line("step", (scale.at(to), y + 4.0), (scale.at(to), y + ROW + 4.0)))
            (row_words(y, &part.name, &locale.rough(part.mean / factor), "label"))
            @let () = sum = to;
        }
        @let y = 4.0 + ROW * parts.len() as f64;
        (chart::bar("ink", (scale.at(0.0), scale.at(whole)), y + 4.0, ROW - 8.0, &locale.amount(whole, page.of.unit(cost))))
        (cut(scale, y))
        (row_words(y, locale.say(Word::Total), &locale.short(whole / factor), "label bold"))
    };
    html! { div class=(page.colour(variant)) { (chart::chart(id, &title, &about.join("; "), bottom + 18.0, &body)) } }
}

/// A gap in a bar whose beginning is not on the chart.
fn cut(scale: Scale, y: f64) -> Markup {
    html! {
        @if scale.from > 0.0 {
            path class="cut" d=(format!("M{} {}l5 -18h4l-5 18z", chart::px(LEFT + 8.0), chart::px(y + ROW - 3.0))) {}
        }
    }
}

fn row_words(y: f64, name: &str, amount: &str, class: &str) -> Markup {
    html! {
        g {
            title { (name) }
            (chart::text(&format!("{class} end"), LEFT - 6.0, y + 16.0, &chart::short(name, 18)))
        }
        (chart::text("value end", WIDTH - 4.0, y + 16.0, amount))
    }
}

fn numbers(page: &Page, cost: &str, title: &str, all: &[Split]) -> Markup {
    let locale = page.locale;
    let headings = chart::headings(locale, [Word::Variant, Word::Part, Word::Mean]);
    let unit = page.of.unit(cost);
    let of = |(variant, parts, whole): &Split| -> Vec<Vec<String>> {
        let row = |name: &str, amount: String| vec![(*variant).to_owned(), name.to_owned(), amount];
        let part = |part: &Part| row(&part.name, locale.with_half(part.mean, part.half, unit));
        let total = row(locale.say(Word::Total), locale.amount(*whole, unit));
        parts.iter().map(part).chain([total]).collect()
    };
    let rows: Vec<Vec<String>> = all.iter().flat_map(of).collect();
    chart::numbers(locale, title, &headings, &rows)
}
