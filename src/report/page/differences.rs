//! Paired differences from the reference: an interval for each measure and variant.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::figures;
use super::scale::Scale;
use crate::analysis::compare::{self, Difference};
use crate::measure::Better;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

/// The differences of the measures that are shown.
pub fn differences(page: &Page) -> Vec<Difference> {
    let names = figures::shown(page.of);
    let mut found = of(page, |measure| names.iter().any(|name| name == measure));
    let place = |d: &Difference| names.iter().position(|name| *name == d.measure.name);
    found.sort_by_key(place);
    found
}

/// The differences of the measures that are wanted.
pub fn of(page: &Page, wanted: impl Fn(&str) -> bool) -> Vec<Difference> {
    let trials = page.of.trials_of(&wanted);
    let found = compare::differences(&trials, &trials.pairs(false));
    let defined = |d: &Difference| wanted(&d.measure.name) && d.together.mean.is_some();
    found.into_iter().filter(defined).collect()
}

/// The section; nothing where there is one variant alone.
pub fn section(page: &Page, found: &[Difference]) -> Markup {
    let locale = page.locale;
    let reference = page.of.reference();
    html! {
        p { (locale.fill(Word::LessReference, &[("b", reference)])) }
        div.grid {
            @for (at, own) in by_measure(found).iter().enumerate() { (panel(page, at, own)) }
        }
        (numbers(page, found))
    }
}

fn by_measure(found: &[Difference]) -> Vec<&[Difference]> {
    let chunks = found.chunk_by(|a, b| a.measure.name == b.measure.name);
    let moves = |own: &&[Difference]| own.iter().any(|d| d.together.mean != Some(0.0));
    chunks.filter(moves).collect()
}

const ROW: f64 = 34.0;

fn panel(page: &Page, at: usize, own: &[Difference]) -> Markup {
    let locale = page.locale;
    let measure = &own[0].measure;
    let ends =
        |d: &Difference| [d.together.lo, d.together.hi, d.together.mean].map(|x| x.unwrap_or(0.0));
    let scale = Scale::over(own.iter().flat_map(ends).chain([0.0]), 12.0, WIDTH - 12.0);
    let (factor, unit) = quantity::scale(scale.to.abs().max(scale.from.abs()), &measure.unit);
    let bottom = 6.0 + ROW * own.len() as f64;
    let about: Vec<String> = own
        .iter()
        .map(|d| told(locale, d, (factor, &unit)))
        .collect();
    let title = format!(
        "{} [{}]",
        locale.measure(&measure.name),
        points(locale, &unit)
    );
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        (chart::line("zero", (scale.at(0.0), 4.0), (scale.at(0.0), bottom)))
        @for (row, d) in own.iter().enumerate() {
            @let y = 4.0 + ROW * row as f64;
            g class=(page.colour(&d.a)) {
                (chart::text("label halo", 4.0, y + 12.0, &chart::short(&d.a, 32)))
                (chart::text("value end halo", WIDTH - 4.0, y + 12.0, &amount(locale, d, (factor, &unit))))
                (interval(d, scale, y + 23.0, &told(locale, d, (factor, &unit))))
            }
        }
    };
    chart::chart(
        &format!("diff{at}"),
        &title,
        &about.join("; "),
        bottom + 18.0,
        &body,
    )
}

fn interval(d: &Difference, scale: Scale, y: f64, told: &str) -> Markup {
    let x = |of: Option<f64>| of.map(|x| scale.at(x));
    html! {
        @if let (Some(lo), Some(hi)) = (x(d.together.lo), x(d.together.hi)) {
            (chart::bar("fill soft", (lo, hi), y - 4.0, 8.0, told))
        }
        @if let Some(mean) = x(d.together.mean) {
            circle class="fill" cx=(chart::px(mean)) cy=(chart::px(y)) r="4" { title { (told) } }
        }
    }
}

/// Shares differ by points of percent.
fn points(locale: Locale, unit: &str) -> String {
    if unit == "%" {
        locale.unit("% points")
    } else {
        locale.unit(unit)
    }
}

/// Half of the interval that holds for all pairs.
pub fn half(d: &Difference) -> Option<f64> {
    Some((d.together.hi? - d.together.lo?) / 2.0)
}

fn amount(locale: Locale, d: &Difference, (factor, unit): (f64, &str)) -> String {
    let mean = d.together.mean.unwrap_or(f64::NAN);
    let amount = locale.bare_half(mean / factor, half(d).map(|half| half / factor));
    let sign = if mean > 0.0 { "+" } else { "" };
    format!("{sign}{amount}\u{a0}{}", points(locale, unit))
}

fn told(locale: Locale, d: &Difference, scaled: (f64, &str)) -> String {
    format!(
        "{}: {} ({})",
        d.a,
        amount(locale, d, scaled),
        judgement(locale, d)
    )
}

/// What a difference says of its variant.
pub fn judgement(locale: Locale, d: &Difference) -> &'static str {
    let up = d.together.mean > Some(0.0);
    if d.together.lo.is_none() {
        return "–";
    }
    let ends = [d.together.lo, d.together.mean, d.together.hi];
    if ends.iter().all(|end| *end == Some(0.0)) {
        return locale.say(Word::TheSame);
    }
    locale.say(match (d.together.is_real(), d.measure.better) {
        (false, _) => Word::MayBeChance,
        (true, Better::None) => Word::BeyondChance,
        (true, Better::High) if up => Word::Better,
        (true, Better::Low) if !up => Word::Better,
        (true, _) => Word::Worse,
    })
}

fn numbers(page: &Page, found: &[Difference]) -> Markup {
    let locale = page.locale;
    let headings = chart::headings(
        locale,
        [
            Word::Measure,
            Word::Variant,
            Word::Difference,
            Word::Interval,
            Word::Judgement,
        ],
    );
    let row = |d: &Difference| {
        let own = found
            .iter()
            .filter(|other| other.measure.name == d.measure.name);
        let ends = own.flat_map(|d| [d.together.lo, d.together.hi]).flatten();
        let largest = ends.fold(0.0, |most: f64, x| most.max(x.abs()));
        let (factor, unit) = quantity::scale(largest, &d.measure.unit);
        let end = |x: Option<f64>| locale.short(x.unwrap_or(f64::NAN) / factor);
        let (lo, hi) = (end(d.together.lo), end(d.together.hi));
        vec![
            locale.measure(&d.measure.name),
            d.a.clone(),
            amount(locale, d, (factor, &unit)),
            match d.together.lo {
                Some(_) => {
                    locale.fill(Word::To, &[("a", &lo), ("b", &hi)])
                        + "\u{a0}"
                        + &points(locale, &unit)
                }
                None => String::new(),
            },
            judgement(locale, d).to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = found.iter().map(row).collect();
    chart::numbers(locale, locale.say(Word::Differences), &headings, &rows)
}
