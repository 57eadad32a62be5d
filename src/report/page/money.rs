//! Who gains and who pays: what each party receives less what it pays, as the ledger has it.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH};
use super::differences;
use super::figures;
use super::scale::Scale;
use crate::analysis::compare::Difference;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

const CASH: &str = "cash_usd@";
const UNIT: &str = "USD";
const ROW: f64 = 24.0;
/// Where bars begin: names stand to their left.
const LEFT: f64 = 108.0;
/// Where bars end: amounts stand to their right.
const RIGHT: f64 = WIDTH - 62.0;

/// A party's cash, or how much more it is than in another variant.
struct Purse<'a> {
    party: &'a str,
    mean: f64,
    half: Option<f64>,
}

/// The section; nothing where no money changes hands.
pub fn section(page: &Page) -> Option<Markup> {
    let locale = page.locale;
    let reference = page.of.reference();
    let found = purses(page, reference);
    let changes = differences::of(page, |measure| measure.starts_with(CASH));
    let others: Vec<(&str, Vec<Purse>)> = page
        .of
        .variants()
        .filter(|variant| *variant != reference)
        .map(|variant| (variant, changed(&changes, variant)))
        .filter(|(_, purses)| !purses.is_empty())
        .collect();
    if found.is_empty() && others.is_empty() {
        return None;
    }
    let all = others.iter().flat_map(|(_, purses)| purses);
    let scale = scale(all);
    Some(html! {
        p { (locale.say(Word::MoneyWords)) }
        @if !found.is_empty() {
            div.grid { (panel(page, "money", reference, &found, self::scale(&found))) }
        }
        @if !others.is_empty() {
            p { (locale.fill(Word::LessReference, &[("b", reference)])) }
            div.grid {
                @for (at, (variant, purses)) in others.iter().enumerate() {
                    (panel(page, &format!("money{at}"), variant, purses, scale))
                }
            }
        }
        (numbers(page, &others))
    })
}

fn scale<'a>(of: impl IntoIterator<Item = &'a Purse<'a>>) -> Scale {
    let means = of.into_iter().map(|purse| purse.mean);
    Scale::over(means.chain([0.0]), LEFT, RIGHT)
}

/// Who has cash in a variant, in the order of the results.
fn purses<'a>(page: &Page<'a>, variant: &str) -> Vec<Purse<'a>> {
    let own = page.of.summary.iter().filter(|l| l.variant == variant);
    let of = own.filter_map(|line| {
        Some(Purse {
            party: line.measure.strip_prefix(CASH)?,
            mean: line.mean?,
            half: line.half(),
        })
    });
    of.filter(|purse| purse.mean != 0.0).collect()
}

/// Whose cash is another than in the reference.
fn changed<'a>(changes: &'a [Difference], variant: &str) -> Vec<Purse<'a>> {
    let own = changes.iter().filter(|change| change.a == variant);
    let of = own.filter_map(|change| {
        Some(Purse {
            party: change.measure.name.strip_prefix(CASH)?,
            mean: change.together.mean?,
            half: differences::half(change),
        })
    });
    of.filter(|purse| purse.mean != 0.0).collect()
}

fn panel(page: &Page, id: &str, variant: &str, purses: &[Purse], scale: Scale) -> Markup {
    let locale = page.locale;
    let largest = scale.from.abs().max(scale.to.abs());
    let (factor, unit) = quantity::scale(largest, UNIT);
    let bottom = 4.0 + ROW * purses.len() as f64;
    let title = format!("{variant} [{}]", locale.unit(&unit));
    let told = |purse: &Purse| {
        let amount = locale.with_half(purse.mean, purse.half, UNIT);
        format!("{}: {amount}", shown(locale, purse))
    };
    let about: Vec<String> = purses.iter().map(told).collect();
    let body = html! {
        (chart::axis(locale, scale, factor, 4.0, bottom))
        (chart::line("zero", (scale.at(0.0), 4.0), (scale.at(0.0), bottom)))
        @for (row, purse) in purses.iter().enumerate() {
            @let y = 4.0 + ROW * row as f64;
            @let class = if purse.mean < 0.0 { "fill less" } else { "fill" };
            (chart::bar(class, (scale.at(0.0), scale.at(purse.mean)), y + 4.0, ROW - 8.0, &told(purse)))
            @if let Some(half) = purse.half {
                (chart::line("mark", (scale.at(purse.mean - half), y + 12.0), (scale.at(purse.mean + half), y + 12.0)))
            }
            g {
                title { (shown(locale, purse)) }
                (chart::text("label end", LEFT - 6.0, y + 16.0, &chart::short(shown(locale, purse), 15)))
            }
            (chart::text("value end halo", WIDTH - 4.0, y + 16.0, &amount(locale, purse, factor)))
        }
    };
    html! { div class=(page.colour(variant)) { (chart::chart(id, &title, &about.join("; "), bottom + 18.0, &body)) } }
}

/// Who it is; what no party of the scenario pays or receives has a name of ours.
fn shown<'a>(locale: Locale, purse: &Purse<'a>) -> &'a str {
    if purse.party == "outside" {
        locale.say(Word::RestOfWorld)
    } else {
        purse.party
    }
}

/// As much as there is room for: the interval stands in the table.
fn amount(locale: Locale, purse: &Purse, factor: f64) -> String {
    locale.rough(purse.mean / factor)
}

/// Each party's whole, what an investor makes of it, what it is made of; then how much more it is than
/// in the reference.
fn numbers(page: &Page, others: &[(&str, Vec<Purse>)]) -> Markup {
    let locale = page.locale;
    let caption = locale.say(Word::Money);
    let headings = chart::headings(locale, [Word::Variant, Word::Party, Word::Part, Word::Mean]);
    let all = page.of.variants().flat_map(|variant| {
        let purses = purses(page, variant);
        purses
            .into_iter()
            .flat_map(move |p| rows(page, variant, &p))
    });
    let less = format!("\u{2212} {}", page.of.reference());
    let changes = others.iter().flat_map(|(variant, purses)| {
        let row = |purse: &Purse| {
            let amount = locale.with_half(purse.mean, purse.half, UNIT);
            [*variant, shown(locale, purse), &less, &amount]
                .map(str::to_owned)
                .into()
        };
        purses.iter().map(row).collect::<Vec<_>>()
    });
    let rows: Vec<Vec<String>> = all.chain(changes).collect();
    chart::numbers(locale, caption, &headings, &rows)
}

fn rows(page: &Page, variant: &str, purse: &Purse) -> Vec<Vec<String>> {
    let locale = page.locale;
    let row = |part: String, amount: String| {
        vec![
            variant.to_owned(),
            shown(locale, purse).to_owned(),
            part,
            amount,
        ]
    };
    let whole = locale.with_half(purse.mean, purse.half, UNIT);
    let mut rows = vec![row(locale.say(Word::Total).to_owned(), whole)];
    for kind in ["npv_usd", "loss"] {
        // Of whoever is sure to pay, or to be paid, a chance of loss tells nothing.
        let name = format!("{kind}@{}", purse.party);
        let line = page.of.line(variant, &name);
        let line = line.filter(|_| figures::is_open(page.of, &name));
        let told = line.and_then(|line| {
            let amount = locale.with_half(line.mean?, line.half(), &line.unit);
            Some(row(locale.measure(kind), amount))
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
