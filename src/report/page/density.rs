//! How the main measure falls over trials, a row a variant.

use std::fmt::Write;

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH, px};
use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::Word;

/// As many bins.
pub const BINS: usize = 45;
const ROW: f64 = 78.0;
const TALL: f64 = 44.0;

/// A variant's trials, sorted, and how many lie in each bin.
pub struct Fallen<'a> {
    pub variant: &'a str,
    pub sorted: Vec<f64>,
    pub bins: Vec<usize>,
}

/// The section; nothing where no measure is defined.
pub fn section(page: &Page) -> Option<Markup> {
    let (of, locale) = (page.of, page.locale);
    let main = of.main()?;
    let (fallen, scale, outside) = fallen(page, main)?;
    let (factor, unit) = quantity::scale(scale.to.abs().max(scale.from.abs()), of.unit(main));
    let highest = fallen
        .iter()
        .flat_map(|f| &f.bins)
        .copied()
        .max()
        .unwrap_or(1)
        .max(1);
    let bottom = 4.0 + ROW * fallen.len() as f64;
    let title = format!("{} [{}]", locale.measure(main), locale.unit(&unit));
    let about: Vec<String> = fallen.iter().map(|f| told(page, f.variant, main)).collect();
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        @for (row, f) in fallen.iter().enumerate() {
            (ridge(page, main, f, (scale, highest), 4.0 + ROW * row as f64))
        }
    };
    Some(html! {
        p { (locale.say(Word::DistributionWords)) }
        div.wide { (chart::chart("dens", &title, &about.join("; "), bottom + 18.0, &body)) }
        @if outside > 0.0 { p.note { (locale.fill(Word::Outside, &[("p", &share(page, outside))])) } }
        (numbers(page, &fallen, scale, (factor, &unit)))
    })
}

fn share(page: &Page, share: f64) -> String {
    page.locale.united(&page.locale.rough(100.0 * share), "%")
}

/// All variants in the same bins; the last half percent at either end is left out where it would stretch them.
pub fn fallen<'a>(page: &Page<'a>, main: &str) -> Option<(Vec<Fallen<'a>>, Scale, f64)> {
    let trials = &page.of.finished.trials;
    let place = trials.measure(main)?;
    let sorted = |column: &[f64]| -> Vec<f64> {
        let mut kept: Vec<f64> = column.iter().copied().filter(|x| x.is_finite()).collect();
        kept.sort_by(f64::total_cmp);
        kept
    };
    let all: Vec<(&str, Vec<f64>)> = trials
        .variants
        .iter()
        .map(|v| (v.name.as_str(), sorted(&v.measures[place])))
        .filter(|(_, sorted)| !sorted.is_empty())
        .collect();
    let pooled = sorted(&all.iter().flat_map(|(_, s)| s).copied().collect::<Vec<_>>());
    let last = pooled.len().checked_sub(1)?;
    let cut = last / 200;
    let scale = Scale::over([pooled[cut], pooled[last - cut]], 12.0, WIDTH - 12.0);
    let within = |x: &&f64| (scale.from..=scale.to).contains(*x);
    let kept = pooled.iter().filter(within).count();
    let binned = |(variant, sorted): (&'a str, Vec<f64>)| {
        let mut bins = vec![0; BINS];
        for x in sorted.iter().filter(within) {
            bins[bin(scale, *x)] += 1;
        }
        Fallen {
            variant,
            sorted,
            bins,
        }
    };
    let outside = 1.0 - kept as f64 / pooled.len() as f64;
    Some((all.into_iter().map(binned).collect(), scale, outside))
}

fn bin(scale: Scale, x: f64) -> usize {
    let share = (x - scale.from) / (scale.to - scale.from);
    ((share * BINS as f64) as usize).min(BINS - 1)
}

/// Where a bin begins [units of the view box].
fn edge(scale: Scale, bin: usize) -> f64 {
    scale.start + (scale.end - scale.start) * bin as f64 / BINS as f64
}

fn ridge(page: &Page, main: &str, f: &Fallen, (scale, highest): (Scale, usize), y: f64) -> Markup {
    let locale = page.locale;
    let floor = y + 16.0 + TALL;
    let Some(line) = page.of.line(f.variant, main) else {
        return html! {};
    };
    let mut path = format!("M{} {}", px(scale.start), px(floor));
    for (at, count) in f.bins.iter().enumerate() {
        let top = floor - TALL * *count as f64 / highest as f64;
        let _ = write!(path, "V{}H{}", px(top), px(edge(scale, at + 1)));
    }
    let _ = write!(path, "V{}Z", px(floor));
    let mark = |class: &'static str, of: Option<f64>, up: f64| {
        of.map(|x| chart::line(class, (scale.at(x), floor + 3.0), (scale.at(x), floor - up)))
    };
    let words = told_short(page, f.variant, main);
    html! {
        g class=(page.colour(f.variant)) {
            title { (told(page, f.variant, main)) }
            path class="fill soft" d=(path) {}
            @if let (Some(low), Some(high)) = (line.p25, line.p75) {
                (chart::bar("fill half", (scale.at(low), scale.at(high)), floor - 4.0, 8.0, &told(page, f.variant, main)))
            }
            (chart::line("base", (scale.start, floor), (scale.end, floor)))
            @for mark in [mark("mark", line.p5, 6.0), mark("mark dashed", line.p50, TALL), mark("mark", line.p95, 6.0)] {
                @if let Some(mark) = mark { (mark) }
            }
            @if let Some(mean) = line.mean {
                path class="ink" d=(format!("M{} {}l4 7h-8z", px(scale.at(mean)), px(floor + 2.0))) {}
            }
            (chart::text("label halo", 4.0, y + 11.0, &chart::short(f.variant, 28)))
            (chart::text("value end halo", WIDTH - 4.0, y + 11.0, &locale.written(&words)))
        }
    }
}

/// Median and mean, as they fit beside the name.
fn told_short(page: &Page, variant: &str, main: &str) -> String {
    let locale = page.locale;
    let Some(line) = page.of.line(variant, main) else {
        return String::new();
    };
    line.mean.map_or(String::new(), |mean| {
        locale.with_half(mean, line.half(), &line.unit)
    })
}

fn told(page: &Page, variant: &str, main: &str) -> String {
    let locale = page.locale;
    let Some(line) = page.of.line(variant, main) else {
        return String::new();
    };
    let amount = |x: Option<f64>| locale.amount(x.unwrap_or(f64::NAN), &line.unit);
    let quantile =
        |p: &str, x| format!("{} {}", locale.fill(Word::Quantile, &[("p", p)]), amount(x));
    format!(
        "{variant}: {} {}, {}, {} {}, {}",
        locale.say(Word::Mean).to_lowercase(),
        told_short(page, variant, main),
        quantile("5 %", line.p5),
        locale.say(Word::Median).to_lowercase(),
        amount(line.p50),
        quantile("95 %", line.p95)
    )
}

fn numbers(page: &Page, fallen: &[Fallen], scale: Scale, (factor, unit): (f64, &str)) -> Markup {
    let locale = page.locale;
    let mut headings = vec![
        format!("{} [{}]", locale.say(Word::From), locale.unit(unit)),
        format!("{} [{}]", locale.say(Word::UpTo), locale.unit(unit)),
    ];
    let trials = locale.unit("trials");
    headings.extend(fallen.iter().map(|f| format!("{} [{trials}]", f.variant)));
    let bound = |at: usize| {
        let x = scale.from + (scale.to - scale.from) * at as f64 / BINS as f64;
        locale.short(x / factor)
    };
    let row = |at: usize| {
        let counts = fallen.iter().map(|f| f.bins[at].to_string());
        [bound(at), bound(at + 1)]
            .into_iter()
            .chain(counts)
            .collect()
    };
    let rows: Vec<Vec<String>> = (0..BINS).map(row).collect();
    debug_assert!(
        fallen
            .iter()
            .all(|f| f.bins.iter().sum::<usize>() <= f.sorted.len())
    );
    chart::numbers(locale, locale.say(Word::Distributions), &headings, &rows)
}
