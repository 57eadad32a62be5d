//! The verdict in words: who is cheaper by how much, how often, and what moves it.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::Page;
use super::differences::half;
use super::tornado;
use crate::analysis::compare::{Decision, DecisionRow, Difference, Tells};
use crate::measure::Better;
use crate::report::words::Word;

/// The section.
pub fn section(page: &Page, found: &[Difference], decision: Option<&Decision>) -> Markup {
    let Some(main) = page.of.main() else {
        return html! {};
    };
    let told = sentences(page, found, decision);
    html! {
        p { (decided_by(page, main)) }
        ul.verdict {
            @for (variant, words) in &told {
                @if let Some(variant) = variant {
                    li class=(page.colour(variant)) { span.chip {} (words) }
                } @else { li { (words) } }
            }
        }
        @if told.iter().any(|(variant, _)| variant.is_some()) { p.note { (page.locale.say(Word::HowSure)) } }
    }
}

/// By which measure.
pub fn decided_by(page: &Page, main: &str) -> String {
    let measure = format!("{} ({main})", page.locale.measure(main));
    page.locale.fill(Word::ByCost, &[("measure", &measure)])
}

/// The verdict, sentence by sentence, with the variant that one compares with the reference.
pub fn sentences(
    page: &Page,
    found: &[Difference],
    decision: Option<&Decision>,
) -> Vec<(Option<String>, String)> {
    let Some(main) = page.of.main() else {
        return Vec::new();
    };
    let own = found.iter().filter(|d| d.measure.name == main);
    let mut told: Vec<_> = own.map(|d| (Some(d.a.clone()), judged(page, d))).collect();
    if told.is_empty() {
        told.extend(alone(page, main).into_iter().map(|words| (None, words)));
    }
    let rest = [
        decision.map(|decision| best(page, decision)),
        moved(page, main),
    ];
    told.extend(rest.into_iter().flatten().map(|words| (None, words)));
    told
}

/// Without anything to compare with.
fn alone(page: &Page, main: &str) -> Vec<String> {
    let locale = page.locale;
    let told = |variant| {
        let line = page.of.line(variant, main)?;
        let x = locale.with_half(line.mean?, line.half(), &line.unit);
        let places = [
            ("a", variant),
            ("measure", &locale.measure(main)),
            ("x", &x),
        ];
        Some(locale.fill(Word::OnlyOne, &places))
    };
    page.of.variants().filter_map(told).collect()
}

/// A sentence on a difference, and one on how often the variant wins.
fn judged(page: &Page, d: &Difference) -> String {
    let locale = page.locale;
    let mean = d.together.mean.unwrap_or(0.0);
    let (wins, ties, pairs) = counted(page, d);
    if ties == pairs {
        return locale.fill(Word::Alike, &[("a", &d.a), ("b", &d.b)]);
    }
    let word = match (d.together.is_real(), mean < 0.0) {
        _ if d.together.lo.is_none() => Word::NoInterval,
        (false, _) => Word::Unsettled,
        (true, true) => Word::Cheaper,
        (true, false) => Word::Dearer,
    };
    let x = locale.with_half(
        if d.together.is_real() {
            mean.abs()
        } else {
            mean
        },
        half(d),
        &d.measure.unit,
    );
    let n = locale.short(pairs as f64);
    let p = locale.percent(wins as f64 / pairs.max(1) as f64);
    let often = match wins {
        0 => Word::WinsNever,
        _ if wins == pairs => Word::WinsAlways,
        _ => Word::Wins,
    };
    let places = [
        ("a", d.a.as_str()),
        ("b", &d.b),
        ("x", &x),
        ("n", &n),
        ("p", &p),
    ];
    let mut told = format!(
        "{} {}",
        locale.fill(word, &places),
        locale.fill(often, &places)
    );
    if ties > 0 {
        let p = locale.percent(ties as f64 / pairs.max(1) as f64);
        let _ = write!(told, " {}", locale.fill(Word::Ties, &[("p", &p)]));
    }
    told
}

/// Trials in which the variant is better, in which the two are alike, and all.
fn counted(page: &Page, d: &Difference) -> (usize, usize, usize) {
    let column = |name: &str| column(page, name, &d.measure.name);
    let better = |a: f64, b: f64| match d.measure.better {
        Better::High => a > b,
        _ => a < b,
    };
    let pairs = column(&d.a).iter().zip(column(&d.b));
    let defined = pairs.filter(|(a, b)| a.is_finite() && b.is_finite());
    defined.fold((0, 0, 0), |(wins, ties, all), (&a, &b)| {
        let tie = a.total_cmp(&b).is_eq();
        (
            wins + usize::from(better(a, b)),
            ties + usize::from(tie),
            all + 1,
        )
    })
}

/// What a measure came to in each trial of a variant.
fn column<'a>(page: &Page<'a>, variant: &str, measure: &str) -> &'a [f64] {
    let trials = &page.of.finished.trials;
    let variant = trials.variants.iter().find(|v| v.name == variant);
    let place = trials.measure(measure);
    variant
        .zip(place)
        .map_or(&[], |(variant, at)| &variant.measures[at])
}

fn bits(column: &[f64]) -> impl Iterator<Item = u64> {
    column.iter().map(|x| x.to_bits())
}

fn best(page: &Page, decision: &Decision) -> String {
    let locale = page.locale;
    // Variants that are the same share the probability of being best.
    let best = column(page, &decision.best, &decision.objective.name);
    let is_same = |row: &&DecisionRow| {
        row.tells == Tells::BestGivenParameters
            && bits(column(page, &row.variant, &decision.objective.name)).eq(bits(best))
    };
    let same: Vec<&DecisionRow> = decision.rows.iter().filter(is_same).collect();
    let names: Vec<&str> = same.iter().map(|row| row.variant.as_str()).collect();
    let share = same.iter().filter_map(|row| row.value).sum();
    let p = locale.percent(share);
    locale.fill(Word::BestIn, &[("a", &names.join(" = ")), ("p", &p)])
}

/// The parameters that move the reference's main cost beyond chance.
fn moved(page: &Page, main: &str) -> Option<String> {
    let locale = page.locale;
    let reference = page.of.reference();
    let found = tornado::drivers(page.of, reference, main);
    let real = found.iter().filter(|driver| driver.is_real).take(3);
    let names: Vec<String> = real
        .map(|driver| {
            let r = driver.line.spearman.unwrap_or(0.0);
            let sign = if r > 0.0 { "+" } else { "" };
            let r = locale.written(&format!("{sign}{r:.2}"));
            format!(
                "{} ({} {r})",
                driver.line.parameter,
                locale.say(Word::RankCorrelation).to_lowercase()
            )
        })
        .collect();
    let places = [("a", reference), ("names", &names.join(", "))];
    (!names.is_empty()).then(|| locale.fill(Word::ParametersMove, &places))
}
