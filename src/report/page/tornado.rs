//! What moves the main measure: its mean where a parameter is low and where it is high.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::findings::{DriverLine, Findings};
use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

/// A parameter and whether its correlation is beyond what the best of so many would have by chance.
pub struct Driver<'a> {
    pub line: &'a DriverLine,
    pub is_real: bool,
}

/// Parameters that move a measure of a variant, the strongest first.
pub fn drivers<'a>(of: &'a Findings, variant: &str, measure: &str) -> Vec<Driver<'a>> {
    let own = |line: &&DriverLine| line.variant == variant && line.measure == measure;
    let lines: Vec<&DriverLine> = of.sensitivity.iter().filter(own).collect();
    let all = lines.len();
    let mut found: Vec<Driver> = lines
        .into_iter()
        .filter(|line| line.low_mean.is_some() && line.high_mean.is_some())
        .map(|line| Driver {
            line,
            is_real: is_real(line, all).unwrap_or(false),
        })
        .collect();
    let strength = |driver: &Driver| driver.line.spearman.unwrap_or(0.0).abs();
    found.sort_by(|a, b| {
        b.is_real
            .cmp(&a.is_real)
            .then(strength(b).total_cmp(&strength(a)))
    });
    found
}

/// The interval of the correlation, widened for so many of them (Bonferroni), leaves out 0.
fn is_real(line: &DriverLine, all: usize) -> Option<bool> {
    let of = [line.spearman?, line.spearman_lo95?, line.spearman_hi95?];
    let [r, lo, hi] = of.map(|r| libm::atanh(r.clamp(-0.999_999, 0.999_999)));
    Some(r.abs() > widening(all) * (hi - lo) / 2.0)
}

/// The upper 0.025/n quantile of the normal law over its upper 0.025 quantile.
fn widening(n: usize) -> f64 {
    normal_upper(0.025 / n.max(1) as f64) / normal_upper(0.025)
}

/// The point that a standard normal number exceeds with probability `p` < 0.5, by bisection.
fn normal_upper(p: f64) -> f64 {
    let exceeds = |x: f64| 0.5 * libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2);
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if exceeds(middle) > p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// As many parameters are shown of each variant.
pub const MOST: usize = 10;
const ROW: f64 = 29.0;

/// The section; nothing where no parameter varies.
pub fn section(page: &Page) -> Option<Markup> {
    let (of, locale) = (page.of, page.locale);
    let main = of.main()?;
    let found: Vec<(&str, Vec<Driver>)> = of
        .variants()
        .map(|variant| (variant, drivers(of, variant, main)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    if found.is_empty() {
        return None;
    }
    let shown = found.iter().flat_map(|(_, found)| found.iter().take(MOST));
    let ends = shown
        .flat_map(|d| [d.line.low_mean, d.line.high_mean])
        .flatten();
    let scale = Scale::over(ends, 12.0, WIDTH - 12.0);
    Some(html! {
        p { (locale.fill(Word::TornadoWords, &[("measure", &locale.measure(main))])) }
        div.grid {
            @for (at, (variant, found)) in found.iter().enumerate() {
                (panel(page, at, (variant, main), found, scale))
            }
        }
        (numbers(page, &found))
    })
}

fn panel(
    page: &Page,
    at: usize,
    (variant, main): (&str, &str),
    found: &[Driver],
    scale: Scale,
) -> Markup {
    let locale = page.locale;
    let found = &found[..found.len().min(MOST)];
    let (factor, unit) = quantity::scale(scale.to, page.of.unit(main));
    let bottom = 6.0 + ROW * found.len() as f64;
    let title = format!(
        "{variant}: {} [{}]",
        locale.measure(main),
        locale.unit(&unit)
    );
    let about: Vec<String> = found.iter().map(|d| told(locale, d)).collect();
    let middle = page.of.line(variant, main).and_then(|line| line.mean);
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        @if let Some(middle) = middle {
            (chart::line("zero", (scale.at(middle), 4.0), (scale.at(middle), bottom)))
        }
        @for (row, driver) in found.iter().enumerate() { (pair(locale, driver, scale, 4.0 + ROW * row as f64)) }
    };
    let chart = chart::chart(
        &format!("torn{at}"),
        &title,
        &about.join("; "),
        bottom + 18.0,
        &body,
    );
    let share = found.first().and_then(|d| d.line.r2_cv);
    html! {
        div class=(page.colour(variant)) {
            (chart)
            @if let Some(share) = share {
                p.note { (locale.fill(Word::Foretold, &[("p", &locale.percent(share.max(0.0)))])) }
            }
        }
    }
}

/// The mean at both ends of a parameter.
fn pair(locale: Locale, driver: &Driver, scale: Scale, y: f64) -> Markup {
    let [low, high] =
        [driver.line.low_mean, driver.line.high_mean].map(|x| scale.at(x.unwrap_or(f64::NAN)));
    let faint = if driver.is_real { "" } else { " faint" };
    let name = if driver.is_real {
        driver.line.parameter.clone()
    } else {
        format!(
            "{} ({})",
            chart::short(&driver.line.parameter, 30),
            locale.say(Word::MayBeChance)
        )
    };
    html! {
        (chart::text(&format!("label halo{faint}"), 4.0, y + 11.0, &chart::short(&name, 56)))
        g class=(format!("pair{faint}")) {
            title { (told(locale, driver)) }
            (chart::line("span", (low, y + 20.0), (high, y + 20.0)))
            circle class="fill" cx=(chart::px(low)) cy=(chart::px(y + 20.0)) r="4" {}
            rect class="fill" x=(chart::px(high - 4.0)) y=(chart::px(y + 16.0)) width="8" height="8" {}
        }
    }
}

fn told(locale: Locale, driver: &Driver) -> String {
    let line = driver.line;
    let end = |x: Option<f64>| locale.amount(x.unwrap_or(f64::NAN), &line.unit);
    format!(
        "{}: {} {}, {} {}",
        line.parameter,
        end(line.low_mean),
        locale.say(Word::Lowest),
        end(line.high_mean),
        locale.say(Word::Highest)
    )
}

fn numbers(page: &Page, found: &[(&str, Vec<Driver>)]) -> Markup {
    let locale = page.locale;
    let headings = chart::headings(
        locale,
        [
            Word::Variant,
            Word::Parameter,
            Word::Lowest,
            Word::Highest,
            Word::RankCorrelation,
            Word::Judgement,
        ],
    );
    let row = |variant: &str, driver: &Driver| {
        let line = driver.line;
        let real = if driver.is_real {
            Word::BeyondChance
        } else {
            Word::MayBeChance
        };
        vec![
            variant.to_owned(),
            line.parameter.clone(),
            line.low_mean
                .map_or(String::new(), |x| locale.amount(x, &line.unit)),
            line.high_mean
                .map_or(String::new(), |x| locale.amount(x, &line.unit)),
            line.spearman
                .map_or(String::new(), |r| locale.written(&format!("{r:.2}"))),
            locale.say(real).to_owned(),
        ]
    };
    let of = |(variant, found): &(&str, Vec<Driver>)| -> Vec<Vec<String>> {
        found
            .iter()
            .take(MOST)
            .map(|driver| row(variant, driver))
            .collect()
    };
    let rows: Vec<Vec<String>> = found.iter().flat_map(of).collect();
    chart::numbers(locale, locale.say(Word::Drivers), &headings, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_parameters_ask_for_more_of_each() {
        assert!((normal_upper(0.025) - 1.959_964).abs() < 1e-6);
        assert!((widening(1) - 1.0).abs() < 1e-12);
        assert!((widening(50) - 3.290_527 / 1.959_964).abs() < 1e-5);
    }
}
