//! A stress test as a table of colours: what is down, for how long, and what goes unserved.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::findings::StressLine;
use crate::report::words::Word;

const ROW: f64 = 26.0;
const LEFT: f64 = 164.0;
const TOP: f64 = 22.0;

/// The section; nothing where there is no stress test.
pub fn section(page: &Page) -> Option<Markup> {
    let (of, locale) = (page.of, page.locale);
    if of.stress.is_empty() {
        return None;
    }
    let worst = of
        .stress
        .iter()
        .filter_map(|line| line.unserved_days)
        .fold(0.0, f64::max);
    let variants = unique(of.stress.iter().map(|line| line.variant.as_str()));
    Some(html! {
        p { (locale.say(Word::StressWords)) }
        div.grid {
            @for (at, variant) in variants.iter().enumerate() { (panel(page, at, variant, worst)) }
        }
        (numbers(page))
    })
}

/// Each once, in the order of their first.
pub fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

fn panel(page: &Page, at: usize, variant: &str, worst: f64) -> Markup {
    let locale = page.locale;
    let own: Vec<&StressLine> = page
        .of
        .stress
        .iter()
        .filter(|line| line.variant == variant)
        .collect();
    let hits = unique(own.iter().map(|line| line.hit.as_str()));
    let mut downs = unique(own.iter().map(|line| line.down_days));
    downs.sort_unstable();
    let wide = (WIDTH - LEFT - 4.0) / downs.len() as f64;
    let title = format!("{variant} [{}]", locale.unit("d"));
    let about: Vec<String> = own.iter().map(|line| told(page, line)).collect();
    let find = |hit: &str, days: u32| {
        own.iter()
            .find(|line| line.hit == hit && line.down_days == days)
    };
    let body = html! {
        @for (column, days) in downs.iter().enumerate() {
            @let words = locale.united(&days.to_string(), "d");
            (chart::text("tick mid", LEFT + wide * (column as f64 + 0.5), TOP - 8.0, &words))
        }
        @for (row, hit) in hits.iter().enumerate() {
            @let y = TOP + ROW * row as f64;
            (chart::text("label end", LEFT - 6.0, y + 17.0, &chart::short(hit, 24)))
            @for (column, days) in downs.iter().enumerate() {
                @if let Some(line) = find(hit, *days) {
                    (cell(page, line, (LEFT + wide * column as f64, y, wide), worst))
                }
            }
        }
    };
    chart::chart(
        &format!("heat{at}"),
        &title,
        &about.join("; "),
        TOP + ROW * hits.len() as f64 + 4.0,
        &body,
    )
}

fn cell(page: &Page, line: &StressLine, (x, y, wide): (f64, f64, f64), worst: f64) -> Markup {
    let days = line.unserved_days.unwrap_or(0.0);
    // Roots, so that small harm is told from none.
    let shade = if worst > 0.0 {
        libm::sqrt((days / worst).max(0.0))
    } else {
        0.0
    };
    let step = libm::ceil(shade * 6.0) as usize;
    html! {
        g class=(format!("heat h{step}")) {
            title { (told(page, line)) }
            rect x=(chart::px(x + 1.0)) y=(chart::px(y + 1.0)) width=(chart::px(wide - 2.0)) height=(chart::px(ROW - 2.0)) rx="2" {}
            (chart::text("mid", x + wide / 2.0, y + 17.0, &page.locale.rough(hundredths(days))))
        }
    }
}

/// More digits than these have no room, and no meaning.
fn hundredths(days: f64) -> f64 {
    libm::round(days * 100.0) / 100.0
}

fn told(page: &Page, line: &StressLine) -> String {
    let locale = page.locale;
    let down = locale.fill(Word::DaysDown, &[("n", &line.down_days.to_string())]);
    let days = locale.amount(line.unserved_days.unwrap_or(f64::NAN), "d");
    format!("{}, {down}: {days}", line.hit)
}

fn numbers(page: &Page) -> Markup {
    let locale = page.locale;
    let words = [
        Word::Variant,
        Word::Hit,
        Word::DaysDown,
        Word::Unserved,
        Word::Survives,
        Word::Recovers,
    ];
    let headings: Vec<String> = words
        .iter()
        .map(|w| locale.fill(*w, &[("n", "")]))
        .collect();
    let days = |x: Option<f64>| x.map_or("–".to_owned(), |x| locale.amount(x, "d"));
    let row = |line: &StressLine| {
        vec![
            line.variant.clone(),
            line.hit.clone(),
            line.down_days.to_string(),
            days(line.unserved_days),
            days(line.survive_p50),
            days(line.recover_p50),
        ]
    };
    let rows: Vec<Vec<String>> = page.of.stress.iter().map(row).collect();
    chart::numbers(locale, locale.say(Word::Stress), &headings, &rows)
}
