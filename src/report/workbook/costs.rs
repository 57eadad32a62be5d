//! What a cost is made of, added up from left to right: stacked columns on a base that is not seen.

use rust_xlsxwriter::{Chart, ChartType, Color};

use super::drawing::{self, cell, column};
use super::figure::{self, Shown};
use super::tab::{Filled, Style, Tab};
use crate::report::page::Page;
use crate::report::page::waterfall::{Part, SPLITS, Split, scale, split_by_variant};
use crate::report::words::Word;

/// Columns: part, mean, ±, then what the chart is drawn of.
const BASE: u16 = 3;
/// Rows that a chart takes.
const TALL: u32 = 19;
/// A chart [pixels].
const SIZE: (u32, u32) = (720, 380);

/// The sheet; nothing where no cost has parts.
pub fn tab(page: &Page) -> Filled<Option<Tab>> {
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabCosts))?;
    tab.words(0, 0, locale.say(Word::Categories), Style::Title)?;
    tab.words(1, 0, locale.say(Word::BookFalls), Style::Note)?;
    let (mut row, mut is_cut) = (3, false);
    for (cost, by, word) in SPLITS {
        let all = split_by_variant(page, (cost, by));
        let from = if all.is_empty() {
            0.0
        } else {
            scale(&all).from
        };
        is_cut |= from > 0.0;
        let title = locale.fill(word, &[("measure", &locale.measure(cost))]);
        for split in &all {
            row = block(&mut tab, page, cost, (&title, split), (&all, row))?;
        }
    }
    if is_cut {
        tab.words(2, 0, locale.say(Word::AxisCut), Style::Note)?;
    }
    Ok((row > 3).then_some(tab))
}

/// A bar from one sum to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bar {
    /// What holds it up, or down where both ends lie below 0.
    base: f64,
    /// What is seen of it above 0.
    above: f64,
    /// And below.
    below: f64,
}

fn bar(from: f64, to: f64) -> Bar {
    let (low, high) = (from.min(to), from.max(to));
    if low >= 0.0 {
        Bar {
            base: low,
            above: high - low,
            below: 0.0,
        }
    } else if high <= 0.0 {
        Bar {
            base: high,
            above: 0.0,
            below: low - high,
        }
    } else {
        Bar {
            base: 0.0,
            above: high,
            below: low,
        }
    }
}

/// Bars of the parts one after the other, and whether each takes away.
fn bars(parts: &[Part]) -> Vec<(Bar, bool)> {
    let mut sum = 0.0;
    let next = |part: &Part| {
        let from = sum;
        sum += part.mean;
        (bar(from, sum), part.mean < 0.0)
    };
    parts.iter().map(next).collect()
}

/// The numbers of a variant with their chart; returns the row of the next.
fn block(
    tab: &mut Tab,
    page: &Page,
    cost: &str,
    (title, split): (&str, &Split),
    (all, row): (&[Split], u32),
) -> Filled<u32> {
    let (variant, parts, whole) = split;
    let shown = Shown::of(page.locale, page.of.unit(cost), scale(all).to, 0.0);
    let title = format!("{title}: {variant} [{}]", shown.unit);
    tab.words(row, 0, &title, Style::Part)?;
    let drawn = bars(parts);
    let is_below = drawn.iter().any(|(bar, _)| bar.below < 0.0) || *whole < 0.0;
    headings(tab, page, row + 1, is_below)?;
    for (row, (part, bar)) in (row + 2..).zip(parts.iter().zip(&drawn)) {
        line(tab, row, (part, bar), &shown, is_below)?;
    }
    let last = row + 2 + parts.len() as u32;
    tab.words(last, 0, page.locale.say(Word::Total), Style::Bold)?;
    for at in [1, BASE + 3] {
        tab.number(last, at, shown.cell(Some(*whole)), &shown.format)?;
    }
    let chart = chart(tab.name(), (row + 1, last), (&title, &shown), is_below, all);
    // A column is left free.
    let beside = BASE + if is_below { 7 } else { 5 };
    tab.chart((row + 1, beside), chart, SIZE.0)?;
    Ok((last + 2).max(row + TALL + 2))
}

fn headings(tab: &mut Tab, page: &Page, row: u32, is_below: bool) -> Filled {
    let say = |word| page.locale.say(word);
    tab.headings(row, 0, [say(Word::Part)])?;
    tab.over_numbers(row, 1, [say(Word::Mean), "±"])?;
    let drawn = [Word::Start, Word::Adds, Word::TakesAway, Word::Total];
    tab.over_numbers(row, BASE, drawn.map(say))?;
    if !is_below {
        return Ok(());
    }
    let below = |word| page.locale.fill(Word::BelowZero, &[("what", say(word))]);
    let below = [Word::Adds, Word::TakesAway].map(below);
    tab.over_numbers(row, BASE + 4, below.iter().map(String::as_str))
}

/// A part, and what is drawn of it.
fn line(
    tab: &mut Tab,
    row: u32,
    (part, (bar, takes)): (&Part, &(Bar, bool)),
    shown: &Shown,
    is_below: bool,
) -> Filled {
    tab.words(row, 0, &part.name, Style::Plain)?;
    let own = BASE + if *takes { 2 } else { 1 };
    let mut cells = vec![
        (1, Some(part.mean)),
        (2, part.half),
        (BASE, Some(bar.base)),
        (own, Some(bar.above)),
    ];
    if is_below {
        cells.push((own + 3, Some(bar.below)));
    }
    for (at, value) in cells {
        tab.number(row, at, shown.cell(value), &shown.format)?;
    }
    Ok(())
}

fn chart(
    sheet: &str,
    (head, last): (u32, u32),
    (title, shown): (&str, &Shown),
    is_below: bool,
    all: &[Split],
) -> Chart {
    let rows = (head + 1, last);
    let mut chart = Chart::new(ChartType::ColumnStacked);
    let [blue, grey] = [drawing::COLOURS[0], drawing::LESS].map(Color::RGB);
    let total = Color::RGB(drawing::TOTAL);
    let seen = [
        None,
        Some(blue),
        Some(grey),
        Some(total),
        Some(blue),
        Some(grey),
    ];
    let count = if is_below { 6 } else { 4 };
    for (at, colour) in (BASE..).zip(seen.into_iter().take(count)) {
        let mut format = colour.map_or_else(drawing::nothing, |colour| drawing::fill(colour, 0));
        let series = chart.add_series();
        series
            .set_name(&cell(sheet, head, at))
            .set_categories(&column(sheet, rows, 0))
            .set_values(&column(sheet, rows, at))
            .set_format(&mut format)
            .set_gap(35)
            .set_overlap(100)
            .delete_from_legend(at == BASE || at > BASE + 3);
    }
    drawing::titled(&mut chart, title, ("", &shown.unit), SIZE);
    let scale = scale(all);
    let (from, to, step) = drawing::ends(scale.from / shown.factor, scale.to / shown.factor);
    chart
        .y_axis()
        .set_min(from)
        .set_max(to)
        .set_major_unit(step);
    chart.y_axis().set_num_format(figure::axis(1.0, "", step));
    chart
        .x_axis()
        .set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_where_the_sums_are_on_either_side_of_zero() {
        for (from, to, base, above, below) in [
            (0.0, 5.0, 0.0, 5.0, 0.0),
            (5.0, 3.0, 3.0, 2.0, 0.0),
            (2.0, -1.0, 0.0, 2.0, -1.0),
            (-1.0, -4.0, -1.0, 0.0, -3.0),
        ] {
            assert_eq!(bar(from, to), Bar { base, above, below }, "{from} to {to}");
        }
    }

    #[test]
    fn parts_end_where_the_next_begin() {
        let part = |mean| Part {
            name: String::new(),
            mean,
            half: None,
        };
        let drawn = bars(&[part(5.0), part(-2.0), part(1.0)]);
        let tops: Vec<f64> = drawn.iter().map(|(bar, _)| bar.base + bar.above).collect();
        assert_eq!(tops, [5.0, 5.0, 4.0]);
        assert!(drawn[1].1 && !drawn[2].1);
    }
}
