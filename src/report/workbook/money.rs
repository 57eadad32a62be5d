//! Who received and who paid: ledger.csv by kind of payment and party over all years, and by year and party, the
//! latter as stacked columns.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType};

use super::drawing::{self, cell, column};
use super::figure::{self, Shown, WHOLE};
use super::tab::{Filled, Style, Tab};
use crate::report::page::Page;
use crate::report::page::findings::Table;
use crate::report::page::heat::unique;
use crate::report::words::Word;

/// The table of money.
pub const FILE: &str = "ledger.csv";
/// Parties with columns of their own; smaller ones stand together.
const MOST: usize = 7;
/// Rows that a chart takes.
const TALL: u32 = 20;
/// A chart [pixels].
const SIZE: (u32, u32) = (760, 400);

/// A line of the ledger.
struct Entry<'a> {
    variant: &'a str,
    party: &'a str,
    category: &'a str,
    year: i32,
    usd: f64,
}

/// Columns of parties: a name and whose money is in it.
struct Side<'a> {
    name: String,
    parties: Vec<&'a str>,
}

/// The sheet; nothing where there is no ledger.
pub fn tab(page: &Page, ledger: Option<&Table>) -> Filled<Option<Tab>> {
    let entries: Vec<Entry> = ledger.map(entries).unwrap_or_default();
    if entries.iter().all(|entry| entry.usd == 0.0) {
        return Ok(None);
    }
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabMoney))?;
    tab.words(0, 0, locale.say(Word::WhoPays), Style::Title)?;
    let sides = sides(page, &entries);
    let cells = pivots(page, &entries, &sides);
    let largest = cells.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let shown = Shown::of(locale, "USD", largest, largest / 500.0);
    let note = locale.fill(Word::BookMoney, &[("unit", &shown.unit)]);
    tab.words(1, 0, &note, Style::Note)?;
    let mut row = 3;
    for variant in page.of.variants() {
        let own: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.variant == variant)
            .collect();
        if !own.is_empty() {
            row = block(&mut tab, page, variant, (&own, &sides), &shown, row)?;
        }
    }
    Ok(Some(tab))
}

fn entries(table: &Table) -> Vec<Entry<'_>> {
    let place = |name: &str| table.headings.iter().position(|heading| heading == name);
    let names = ["variant", "party", "category", "year", "mean_usd"].map(place);
    let [
        Some(variant),
        Some(party),
        Some(category),
        Some(year),
        Some(usd),
    ] = names
    else {
        return Vec::new();
    };
    let read = table.lines.iter().filter_map(|line| {
        Some(Entry {
            variant: line.get(variant)?,
            party: line.get(party)?,
            category: line.get(category)?,
            year: line.get(year)?.parse().ok()?,
            usd: line.get(usd)?.parse().ok()?,
        })
    });
    read.collect()
}

/// The parties through whose hands most goes, and the others together.
fn sides<'a>(page: &Page, entries: &[Entry<'a>]) -> Vec<Side<'a>> {
    let moved = |party: &str| -> f64 {
        let own = entries.iter().filter(|entry| entry.party == party);
        own.map(|entry| entry.usd.abs()).sum()
    };
    let mut parties = unique(entries.iter().map(|entry| entry.party));
    parties.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
    let few = if parties.len() == MOST + 1 {
        MOST + 1
    } else {
        MOST
    };
    let rest = parties.split_off(few.min(parties.len()));
    let side = |party: &'a str| Side {
        name: party.replace('_', " "),
        parties: vec![party],
    };
    let mut sides: Vec<Side> = parties.into_iter().map(side).collect();
    if !rest.is_empty() {
        let n = rest.len().to_string();
        let name = page.locale.fill(Word::OtherParts, &[("n", &n)]);
        sides.push(Side {
            name,
            parties: rest,
        });
    }
    sides
}

fn sum(entries: &[&Entry], side: &Side, is_own: impl Fn(&Entry) -> bool) -> f64 {
    let own = entries
        .iter()
        .filter(|entry| side.parties.contains(&entry.party) && is_own(entry));
    own.map(|entry| entry.usd).sum()
}

/// All sums by year, to see how large they are.
fn pivots(page: &Page, entries: &[Entry], sides: &[Side]) -> Vec<f64> {
    let years = unique(entries.iter().map(|entry| entry.year));
    let mut sums = Vec::new();
    for variant in page.of.variants() {
        let own: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.variant == variant)
            .collect();
        for side in sides {
            sums.extend(
                years
                    .iter()
                    .map(|year| sum(&own, side, |entry| entry.year == *year)),
            );
        }
    }
    sums
}

/// The two tables of a variant and its chart; returns the row of the next.
fn block(
    tab: &mut Tab,
    page: &Page,
    variant: &str,
    (own, sides): (&[&Entry], &[Side]),
    shown: &Shown,
    row: u32,
) -> Filled<u32> {
    let said = |word| {
        let words = page.locale.fill(word, &[("variant", variant)]);
        format!("{words} [{}]", shown.unit)
    };
    let (by_year, all_years) = (said(Word::ByYear), said(Word::AllYears));
    tab.words(row, 0, &by_year, Style::Part)?;
    let last = years(tab, page, (own, sides), shown, row + 1)?;
    let chart = chart(page, tab.name(), (row + 1, last), &by_year, (shown, sides));
    tab.chart((row + 1, sides.len() as u16 + 2), chart, SIZE.0)?;
    tab.words(last + 2, 0, &all_years, Style::Subpart)?;
    let end = categories(tab, page, (own, sides), shown, last + 3)?;
    Ok((end + 3).max(row + TALL + 3))
}

/// A row for each year; returns the last.
fn years(
    tab: &mut Tab,
    page: &Page,
    (own, sides): (&[&Entry], &[Side]),
    shown: &Shown,
    head: u32,
) -> Filled<u32> {
    let mut years = unique(own.iter().map(|entry| entry.year));
    years.sort_unstable();
    heads(tab, head, page.locale.say(Word::Year), sides)?;
    for (row, year) in (head + 1..).zip(&years) {
        tab.number(row, 0, Some(f64::from(*year)), WHOLE)?;
        line(tab, row, (own, sides), shown, |entry| entry.year == *year)?;
    }
    Ok(head + years.len() as u32)
}

/// A row for each kind of payment, and the total; returns the last.
fn categories(
    tab: &mut Tab,
    page: &Page,
    (own, sides): (&[&Entry], &[Side]),
    shown: &Shown,
    head: u32,
) -> Filled<u32> {
    let locale = page.locale;
    let categories = unique(own.iter().map(|entry| entry.category));
    heads(tab, head, locale.say(Word::PaidFor), sides)?;
    for (row, category) in (head + 1..).zip(&categories) {
        let is_own = |entry: &Entry| entry.category == *category;
        tab.words(row, 0, &locale.category(category), Style::Plain)?;
        line(tab, row, (own, sides), shown, is_own)?;
    }
    let last = head + 1 + categories.len() as u32;
    tab.words(last, 0, locale.say(Word::Total), Style::Bold)?;
    line(tab, last, (own, sides), shown, |_| true)?;
    Ok(last)
}

fn heads(tab: &mut Tab, row: u32, first: &str, sides: &[Side]) -> Filled {
    tab.words(row, 0, first, Style::Head)?;
    tab.over_numbers(row, 1, sides.iter().map(|side| side.name.as_str()))
}

/// A row of sums; a party that has nothing to do with it is left empty.
fn line(
    tab: &mut Tab,
    row: u32,
    (own, sides): (&[&Entry], &[Side]),
    shown: &Shown,
    is_own: impl Fn(&Entry) -> bool,
) -> Filled {
    for (at, side) in (1..).zip(sides) {
        let sum = sum(own, side, &is_own);
        let there = own
            .iter()
            .any(|entry| side.parties.contains(&entry.party) && is_own(entry));
        tab.number(row, at, shown.cell(there.then_some(sum)), &shown.format)?;
    }
    Ok(())
}

fn chart(
    page: &Page,
    sheet: &str,
    (head, last): (u32, u32),
    title: &str,
    (shown, sides): (&Shown, &[Side]),
) -> Chart {
    let rows = (head + 1, last);
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for at in 0..sides.len() {
        let own = at as u16 + 1;
        chart
            .add_series()
            .set_name(&cell(sheet, head, own))
            .set_categories(&column(sheet, rows, 0))
            .set_values(&column(sheet, rows, own))
            .set_format(&mut drawing::fill(drawing::colour(at), 0))
            .set_gap(40)
            .set_overlap(100);
    }
    let axes = (page.locale.say(Word::Year), shown.unit.as_str());
    drawing::titled(&mut chart, title, axes, SIZE);
    chart.y_axis().set_num_format(figure::axis(1.0, "", 1.0));
    chart
        .x_axis()
        .set_label_position(ChartAxisLabelPosition::Low);
    chart
}
