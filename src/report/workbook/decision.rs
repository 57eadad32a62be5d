//! Which variant to choose by the main measure, what it is worth to know first, and where the choice turns.

use super::figure::{self, Shown};
use super::tab::{Filled, Style, Tab};
use crate::analysis::compare::{Decision, DecisionRow, Tells};
use crate::report::page::Page;
use crate::report::page::decide::rows;
use crate::report::words::Word;

/// The sheet; nothing where there is nothing to choose.
pub fn tab(page: &Page, decision: Option<&Decision>) -> Filled<Option<Tab>> {
    let Some(decision) = decision else {
        return Ok(None);
    };
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabDecision))?;
    let title = locale.say(Word::Decision);
    let measure = locale.measure(&decision.objective.name);
    tab.words(0, 0, &format!("{title}: {measure}"), Style::Title)?;
    tab.words(1, 0, locale.say(Word::DecisionWords), Style::Note)?;
    let row = variants(&mut tab, page, decision, 3)?;
    let row = worth(&mut tab, page, decision, row + 1)?;
    turns(&mut tab, page, decision, row + 1)?;
    Ok(Some(tab))
}

fn shown(page: &Page, decision: &Decision, tells: Tells) -> Shown {
    let half = |row: &DecisionRow| row.lo.zip(row.hi).map(|(lo, hi)| (hi - lo) / 2.0);
    let most = |of: &dyn Fn(&DecisionRow) -> Option<f64>| {
        let numbers = rows(decision, tells).filter_map(of);
        numbers.fold(0.0, |most: f64, x| most.max(x.abs()))
    };
    let (largest, half) = (most(&|row| row.value), most(&half));
    Shown::of(page.locale, &decision.objective.unit, largest, half)
}

/// What of each variant is told: its kind, its heading.
const KINDS: [(Tells, Word); 4] = [
    (Tells::Mean, Word::Mean),
    (Tells::BestGivenParameters, Word::BestGiven),
    (Tells::Regret, Word::Regret),
    (Tells::BestInTrial, Word::BestInTrial),
];

fn variants(tab: &mut Tab, page: &Page, decision: &Decision, row: u32) -> Filled<u32> {
    let locale = page.locale;
    tab.words(row, 0, locale.say(Word::Variant), Style::Head)?;
    let told: Vec<&DecisionRow> = rows(decision, Tells::Mean).collect();
    for (row, mean) in (row + 1..).zip(&told) {
        let style = if mean.variant == decision.best {
            Style::Bold
        } else {
            Style::Plain
        };
        tab.words(row, 0, &mean.variant, style)?;
    }
    for (at, (tells, word)) in (1..).step_by(3).zip(KINDS) {
        let shown = match tells {
            Tells::Mean | Tells::Regret => shown(page, decision, tells),
            _ => Shown::of(locale, "share", 1.0, 0.0),
        };
        let heading = format!("{} [{}]", locale.say(word), shown.unit);
        tab.over_numbers(
            row,
            at,
            [
                heading.as_str(),
                locale.say(Word::Lower),
                locale.say(Word::Upper),
            ],
        )?;
        for (row, mean) in (row + 1..).zip(&told) {
            let mut own = rows(decision, tells);
            let Some(own) = own.find(|own| own.variant == mean.variant) else {
                continue;
            };
            for (at, value) in (at..).zip([own.value, own.lo, own.hi]) {
                tab.number(row, at, shown.cell(value), &shown.format)?;
            }
        }
    }
    Ok(row + 1 + told.len() as u32)
}

/// What it is worth to know everything, then each parameter, the most worth first.
fn worth(tab: &mut Tab, page: &Page, decision: &Decision, row: u32) -> Filled<u32> {
    let locale = page.locale;
    let value = |row: &DecisionRow| row.value.unwrap_or(0.0);
    let mut single: Vec<&DecisionRow> = rows(decision, Tells::Evppi)
        .filter(|row| value(row) > 0.0)
        .collect();
    single.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let all: Vec<&DecisionRow> = rows(decision, Tells::Evpi).take(1).chain(single).collect();
    if all.is_empty() {
        return Ok(row);
    }
    let shown = shown(page, decision, Tells::Evpi);
    tab.words(row, 0, locale.say(Word::WorthKnowing), Style::Part)?;
    let heading = format!("{} [{}]", locale.say(Word::Worth), shown.unit);
    let heads = [
        heading.as_str(),
        locale.say(Word::Lower),
        locale.say(Word::Upper),
    ];
    tab.headings(row + 1, 0, [locale.say(Word::Parameter)])?;
    tab.over_numbers(row + 1, 1, heads)?;
    for (row, own) in (row + 2..).zip(&all) {
        let name = match own.tells {
            Tells::Evpi => locale.say(Word::Everything),
            _ => &own.parameter,
        };
        tab.words(row, 0, name, Style::Plain)?;
        for (at, value) in (1..).zip([own.value, own.lo, own.hi]) {
            tab.number(row, at, shown.cell(value), &shown.format)?;
        }
    }
    Ok(row + 2 + all.len() as u32)
}

/// Values of parameters at which another variant becomes the best.
fn turns(tab: &mut Tab, page: &Page, decision: &Decision, row: u32) -> Filled {
    let locale = page.locale;
    let found: Vec<&DecisionRow> = rows(decision, Tells::BreakEven)
        .filter(|row| row.value.is_some())
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    tab.words(row, 0, locale.say(Word::BreakEvens), Style::Part)?;
    let say = |word| locale.say(word);
    tab.headings(row + 1, 0, [say(Word::Parameter)])?;
    tab.over_numbers(row + 1, 1, [Word::Value, Word::Lower, Word::Upper].map(say))?;
    tab.headings(
        row + 1,
        4,
        [Word::Unit, Word::BestBelow, Word::BestAbove].map(say),
    )?;
    for (row, own) in (row + 2..).zip(found) {
        let is_date = own.unit == "date";
        let format = figure::format(&own.unit, own.value.unwrap_or(0.0), 0.0);
        tab.words(row, 0, &own.parameter, Style::Plain)?;
        for (at, value) in (1..).zip([own.value, own.lo, own.hi]) {
            let value = value.map(|x| if is_date { figure::day(x) } else { x });
            tab.number(row, at, value, &format)?;
        }
        let unit = if is_date {
            String::new()
        } else {
            locale.unit(&own.unit)
        };
        for (at, words) in (4..).zip([&unit, &own.variant, &own.other]) {
            tab.words(row, at, words, Style::Plain)?;
        }
    }
    Ok(())
}
