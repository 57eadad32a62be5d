//! The first sheet: what came out in words, the key figures with their intervals, and where the rest is.

use rust_xlsxwriter::Url;

use super::Found;
use super::figure::Shown;
use super::tab::{Filled, Style, Tab};
use crate::report::page::findings::SummaryLine;
use crate::report::page::{Page, figures, verdict};
use crate::report::words::Word;

/// Columns before those of the variants: words, unit.
const FIRST: u16 = 2;
/// Columns of a variant: mean and the ends of its interval.
const EACH: u16 = 3;
/// Paragraphs are at least so many columns wide.
const LEAST: u16 = 10;

/// The sheet; `list` names the others and what they hold.
pub fn tab(page: &Page, found: &Found, list: &[(&str, &str)]) -> Filled<Tab> {
    let locale = page.locale;
    let told = &page.of.told;
    let mut tab = Tab::new(locale.say(Word::TabOverview))?;
    tab.words(0, 0, &told.title, Style::Title)?;
    let trials = locale.united(&locale.short(told.trials as f64), "trials");
    tab.words(1, 0, &format!("{} · {trials}", told.scenario), Style::Note)?;
    let made = locale.fill(Word::BookMadeBy, &[("version", &told.lichain)]);
    let kept = told.kept(locale);
    let made = kept.map_or(made.clone(), |kept| format!("{made} {kept}"));
    tab.words(2, 0, &made, Style::Note)?;
    if page.of.finished.edited {
        tab.words(3, 0, locale.say(Word::BookEdited), Style::Worse)?;
    }
    let row = judged(&mut tab, page, found, 4)?;
    let row = key(&mut tab, page, row + 1)?;
    look(&mut tab, page, list, row + 1)?;
    tab.paper.set_screen_gridlines(false);
    Ok(tab)
}

fn last(page: &Page) -> u16 {
    (FIRST + EACH * page.of.variants().count() as u16 - 1).max(LEAST)
}

/// The verdict; returns the next free row.
fn judged(tab: &mut Tab, page: &Page, found: &Found, mut row: u32) -> Filled<u32> {
    tab.words(row, 0, page.locale.say(Word::Verdict), Style::Part)?;
    let Some(main) = page.of.main() else {
        return Ok(row + 1);
    };
    let told = verdict::sentences(page, &found.differences, found.decision.as_ref());
    let is_paired = told.iter().any(|(variant, _)| variant.is_some());
    let mut words = vec![verdict::decided_by(page, main)];
    words.extend(told.into_iter().map(|(_, words)| format!("• {words}")));
    if is_paired {
        words.push(page.locale.say(Word::HowSure).to_owned());
    }
    for words in &words {
        row += 1;
        tab.paragraph(row, last(page), words)?;
    }
    Ok(row + 1)
}

/// The key figures; returns the next free row.
fn key(tab: &mut Tab, page: &Page, row: u32) -> Filled<u32> {
    let locale = page.locale;
    tab.words(row, 0, locale.say(Word::KeyFigures), Style::Part)?;
    let places = [("tab", locale.say(Word::TabSummary))];
    let note = locale.fill(Word::BookFigures, &places);
    tab.words(row + 1, 0, &note, Style::Note)?;
    let heads = [Word::Measure, Word::Unit].map(|word| locale.say(word));
    tab.headings(row + 3, 0, heads)?;
    tab.over(row + 2, (0, FIRST - 1), "")?;
    for (at, variant) in page.of.variants().enumerate() {
        let column = FIRST + EACH * at as u16;
        tab.over(row + 2, (column, column + EACH - 1), variant)?;
        let heads = [Word::Mean, Word::Lower, Word::Upper].map(|word| locale.say(word));
        tab.over_numbers(row + 3, column, heads)?;
    }
    let measures = figures::shown(page.of);
    for (row, measure) in (row + 4..).zip(&measures) {
        figure(tab, page, measure, row)?;
    }
    Ok(row + 4 + measures.len() as u32)
}

fn figure(tab: &mut Tab, page: &Page, measure: &str, row: u32) -> Filled {
    let lines: Vec<Option<&SummaryLine>> = page
        .of
        .variants()
        .map(|v| page.of.line(v, measure))
        .collect();
    let most = |of: fn(&SummaryLine) -> Option<f64>| {
        let numbers = lines.iter().flatten().filter_map(|line| of(line));
        numbers.fold(0.0, |most: f64, x| most.max(x.abs()))
    };
    let (largest, half) = (most(|line| line.mean), most(SummaryLine::half));
    let shown = Shown::of(page.locale, page.of.unit(measure), largest, half);
    tab.words(row, 0, &page.locale.measure(measure), Style::Plain)?;
    tab.words(row, 1, &shown.unit, Style::Plain)?;
    for (at, line) in lines.iter().enumerate() {
        let column = FIRST + EACH * at as u16;
        let Some(line) = line else { continue };
        for (column, value) in (column..).zip([line.mean, line.lo95, line.hi95]) {
            tab.number(row, column, shown.cell(value), &shown.format)?;
        }
    }
    Ok(())
}

/// The other sheets, with links.
fn look(tab: &mut Tab, page: &Page, list: &[(&str, &str)], row: u32) -> Filled {
    tab.words(row, 0, page.locale.say(Word::WhereToLook), Style::Part)?;
    for (row, (name, about)) in (row + 1..).zip(list) {
        let place = format!("internal:'{}'!A1", name.replace('\'', "''"));
        let link = Url::new(place).set_text(*name);
        tab.paper.write_url(row, 0, link)?;
        tab.words(row, 1, about, Style::Note)?;
    }
    Ok(())
}
