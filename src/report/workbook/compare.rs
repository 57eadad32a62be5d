//! Paired differences from the reference, and those of the main measure as bars with their intervals.

use rust_xlsxwriter::{Chart, ChartErrorBars, ChartErrorBarsType, ChartType, Color};

use super::drawing::{self, column};
use super::figure::Shown;
use super::tab::{Filled, Style, Tab};
use crate::analysis::compare::Difference;
use crate::measure::Better;
use crate::report::page::Page;
use crate::report::page::differences::{half, judgement};
use crate::report::words::Word;

/// The row of the headings.
const HEAD: u32 = 3;
/// Columns of names, which charts show.
const VARIANT: u16 = 2;
const MEAN: u16 = 5;
const HALF: u16 = 8;
/// The chart [pixels].
const SIZE: (u32, u32) = (620, 320);

/// The sheet; nothing where there is one variant alone.
pub fn tab(page: &Page, found: &[Difference]) -> Filled<Option<Tab>> {
    if found.is_empty() {
        return Ok(None);
    }
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabCompare))?;
    tab.words(0, 0, locale.say(Word::Differences), Style::Title)?;
    let words = locale.fill(Word::BookLess, &[("b", page.of.reference())]);
    tab.words(1, 0, &words, Style::Note)?;
    headings(&mut tab, page)?;
    for (row, d) in (HEAD + 1..).zip(found) {
        line(&mut tab, page, found, d, row)?;
    }
    let end = HEAD + found.len() as u32;
    tab.paper.autofilter(HEAD, 0, end, HALF + 4)?;
    tab.freeze(HEAD, 1)?;
    if let Some(chart) = chart(page, found, tab.name()) {
        tab.chart((end + 2, 0), chart, SIZE.0)?;
    }
    Ok(Some(tab))
}

fn headings(tab: &mut Tab, page: &Page) -> Filled {
    let say = |word| page.locale.say(word);
    let names = [
        Word::Measure,
        Word::NameInFiles,
        Word::Variant,
        Word::Less,
        Word::Unit,
    ];
    tab.headings(HEAD, 0, names.map(say))?;
    let [lower, upper] = [Word::Lower, Word::Upper].map(say);
    tab.over_numbers(HEAD, MEAN, [say(Word::Difference), lower, upper, "±"])?;
    tab.headings(HEAD, HALF + 1, [say(Word::Judgement)])?;
    tab.over_numbers(HEAD, HALF + 2, [say(Word::BetterInTrial), lower, upper])
}

/// In what the differences of a measure are shown.
fn shown(page: &Page, found: &[Difference], measure: &str) -> Shown {
    let own = || found.iter().filter(|d| d.measure.name == measure);
    let most = |of: fn(&Difference) -> Option<f64>| {
        own()
            .filter_map(of)
            .fold(0.0, |most: f64, x| most.max(x.abs()))
    };
    let unit = own().next().map_or("", |d| d.measure.unit.as_str());
    let mut shown = Shown::of(page.locale, unit, most(|d| d.together.mean), most(half));
    if shown.unit == "%" {
        shown.unit = page.locale.unit("% points");
    }
    shown
}

fn line(tab: &mut Tab, page: &Page, found: &[Difference], d: &Difference, row: u32) -> Filled {
    let locale = page.locale;
    let shown = shown(page, found, &d.measure.name);
    let words = [
        locale.measure(&d.measure.name),
        d.measure.name.clone(),
        d.a.clone(),
        d.b.clone(),
        shown.unit.clone(),
    ];
    for (at, words) in (0..).zip(&words) {
        tab.words(row, at, words, Style::Plain)?;
    }
    let values = [d.together.mean, d.together.lo, d.together.hi, half(d)];
    for (at, value) in (MEAN..).zip(values) {
        tab.number(row, at, shown.cell(value), &shown.format)?;
    }
    tab.words(row, HALF + 1, judgement(locale, d), style(d))?;
    let shares = [d.beats.mean, d.beats.lo95, d.beats.hi95];
    for (at, share) in (HALF + 2..).zip(shares) {
        tab.number(row, at, share, "0.0%")?;
    }
    Ok(())
}

/// Only what is beyond chance stands out.
fn style(d: &Difference) -> Style {
    let up = d.together.mean > Some(0.0);
    match (d.together.is_real(), d.measure.better) {
        (false, _) => Style::Chance,
        (true, Better::None) => Style::Beyond,
        (true, Better::High) if up => Style::Better,
        (true, Better::Low) if !up => Style::Better,
        (true, _) => Style::Worse,
    }
}

/// The differences of the main measure; nothing where it has none.
fn chart(page: &Page, found: &[Difference], sheet: &str) -> Option<Chart> {
    let main = page.of.main()?;
    let first = found.iter().position(|d| d.measure.name == main)? as u32;
    let count = found.iter().filter(|d| d.measure.name == main).count() as u32;
    let rows = (HEAD + 1 + first, HEAD + first + count);
    let shown = shown(page, found, main);
    let mut chart = Chart::new(ChartType::Column);
    let mut bars = ChartErrorBars::new();
    let half = column(sheet, rows, HALF);
    bars.set_type(ChartErrorBarsType::Custom(half.clone(), half));
    bars.set_format(&mut drawing::line(Color::RGB(drawing::TOTAL), 1.25));
    chart
        .add_series()
        .set_name(page.locale.say(Word::Difference))
        .set_categories(&column(sheet, rows, VARIANT))
        .set_values(&column(sheet, rows, MEAN))
        .set_format(&mut drawing::fill(drawing::colour(0), 0))
        .set_y_error_bars(&bars)
        .set_gap(120);
    let title = format!(
        "{}: {}",
        page.locale.say(Word::Differences),
        page.locale.measure(main)
    );
    let axes = ("", shown.unit.as_str());
    drawing::titled(&mut chart, &title, axes, SIZE);
    chart.legend().set_hidden();
    low_labels(&mut chart);
    Some(chart)
}

/// Names stand below the chart, not across bars that go down.
fn low_labels(chart: &mut Chart) {
    let low = rust_xlsxwriter::ChartAxisLabelPosition::Low;
    chart.x_axis().set_label_position(low);
}
