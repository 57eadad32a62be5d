//! Who gains and who pays: what each party receives less what it pays, as the ledger has it.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::findings::SummaryLine;
use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::Word;

const CASH: &str = "cash_usd@";
const UNIT: &str = "USD";
const ROW: f64 = 24.0;
/// Where bars begin: names stand to their left.
const LEFT: f64 = 108.0;
/// Where bars end: amounts stand to their right.
const RIGHT: f64 = WIDTH - 92.0;

/// A party's cash in a variant.
struct Purse<'a> {
    party: &'a str,
    line: &'a SummaryLine,
    mean: f64,
}

/// The section; nothing where no money changes hands.
pub fn section(page: &Page) -> Option<Markup> {
    let all: Vec<(&str, Vec<Purse>)> = page
        .of
        .variants()
        .map(|variant| (variant, purses(page, variant)))
        .filter(|(_, purses)| purses.iter().any(|purse| purse.mean != 0.0))
        .collect();
    if all.is_empty() {
        return None;
    }
    let means = all.iter().flat_map(|(_, purses)| purses).map(|p| p.mean);
    let scale = Scale::over(means.chain([0.0]), LEFT, RIGHT);
    Some(html! {
        p { (page.locale.say(Word::MoneyWords)) }
        div.grid {
            @for (at, (variant, purses)) in all.iter().enumerate() {
                (panel(page, &format!("money{at}"), variant, purses, scale))
            }
        }
        (numbers(page, &all))
    })
}

/// Who has cash at all, in the order of the results.
fn purses<'a>(page: &Page<'a>, variant: &str) -> Vec<Purse<'a>> {
    let own = page.of.summary.iter().filter(|l| l.variant == variant);
    let of = own.filter_map(|line| {
        Some(Purse {
            party: line.measure.strip_prefix(CASH)?,
            line,
            mean: line.mean?,
        })
    });
    of.collect()
}

fn panel(page: &Page, id: &str, variant: &str, purses: &[Purse], scale: Scale) -> Markup {
    let locale = page.locale;
    let largest = scale.from.abs().max(scale.to.abs());
    let (factor, unit) = quantity::scale(largest, UNIT);
    let bottom = 4.0 + ROW * purses.len() as f64;
    let title = format!("{variant} [{}]", locale.unit(&unit));
    let told = |purse: &Purse| {
        let amount = locale.with_half(purse.mean, purse.line.half(), UNIT);
        format!("{}: {amount}", purse.party)
    };
    let about: Vec<String> = purses.iter().map(told).collect();
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        (chart::line("zero", (scale.at(0.0), 4.0), (scale.at(0.0), bottom)))
        @for (row, purse) in purses.iter().enumerate() {
            @let y = 4.0 + ROW * row as f64;
            @let class = if purse.mean < 0.0 { "fill less" } else { "fill" };
            (chart::bar(class, (scale.at(0.0), scale.at(purse.mean)), y + 4.0, ROW - 8.0, &told(purse)))
            g {
                title { (purse.party) }
                (chart::text("label end", LEFT - 6.0, y + 16.0, &chart::short(purse.party, 17)))
            }
            (chart::text("value end", WIDTH - 4.0, y + 16.0,
                &locale.bare_half(purse.mean / factor, purse.line.half().map(|half| half / factor))))
        }
    };
    html! { div class=(page.colour(variant)) { (chart::chart(id, &title, &about.join("; "), bottom + 18.0, &body)) } }
}

/// Each party's whole, what an investor makes of it, and what it is made of.
fn numbers(page: &Page, all: &[(&str, Vec<Purse>)]) -> Markup {
    let locale = page.locale;
    let caption = locale.say(Word::Money);
    let headings = chart::headings(locale, [Word::Variant, Word::Party, Word::Part, Word::Mean]);
    let rows: Vec<Vec<String>> = all
        .iter()
        .flat_map(|(variant, purses)| purses.iter().flat_map(|p| rows(page, variant, p)))
        .collect();
    chart::numbers(locale, caption, &headings, &rows)
}

fn rows(page: &Page, variant: &str, purse: &Purse) -> Vec<Vec<String>> {
    let locale = page.locale;
    let row = |part: String, amount: String| {
        vec![variant.to_owned(), purse.party.to_owned(), part, amount]
    };
    let whole = locale.with_half(purse.mean, purse.line.half(), UNIT);
    let mut rows = vec![row(locale.say(Word::Total).to_owned(), whole)];
    for measure in ["npv_usd", "loss"] {
        let line = page.of.line(variant, &format!("{measure}@{}", purse.party));
        let told = line.and_then(|line| {
            let amount = locale.with_half(line.mean?, line.half(), &line.unit);
            Some(row(locale.measure(measure), amount))
        });
        rows.extend(told);
    }
    let parts = by_category(page, variant, purse.party);
    rows.extend(parts.into_iter().map(|(category, sum)| {
        let part = format!("– {}", locale.category(category));
        row(part, locale.amount(sum, UNIT))
    }));
    rows
}

/// A party's years added up by category, in the order of the ledger.
fn by_category<'a>(page: &Page<'a>, variant: &str, party: &str) -> Vec<(&'a str, f64)> {
    let mut sums: Vec<(&str, f64)> = Vec::new();
    let lines = page.of.ledger.iter();
    for line in lines.filter(|l| l.variant == variant && l.party == party) {
        let mean = line.mean_usd.unwrap_or(0.0);
        match sums.iter_mut().find(|(known, _)| *known == line.category) {
            Some((_, sum)) => *sum += mean,
            None => sums.push((&line.category, mean)),
        }
    }
    sums.retain(|(_, sum)| *sum != 0.0);
    sums
}
