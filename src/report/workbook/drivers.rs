//! What moves the main measure: its mean where a parameter is low and where it is high, as bars on either side of the
//! mean of all.

use rust_xlsxwriter::{Chart, ChartAxisLabelPosition, ChartType};

use super::drawing::{self, column};
use super::figure::{self, Shown};
use super::tab::{Filled, Style, Tab};
use crate::report::page::Page;
use crate::report::page::tornado::{Driver, MOST, drivers};
use crate::report::words::Word;

/// Columns of the changes, which are drawn.
const LOW: u16 = 3;
const HIGH: u16 = 4;
const CHART: u16 = 10;
/// Rows that a chart takes.
const TALL: u32 = 19;
/// A chart [pixels].
const SIZE: (u32, u32) = (640, 380);

/// The sheet; nothing where no parameter varies.
pub fn tab(page: &Page) -> Filled<Option<Tab>> {
    let (of, locale) = (page.of, page.locale);
    let Some(main) = of.main() else {
        return Ok(None);
    };
    let found = of
        .variants()
        .map(|variant| (variant, drivers(of, variant, main)));
    let found: Vec<(&str, Vec<Driver>)> = found.filter(|(_, found)| !found.is_empty()).collect();
    if found.is_empty() {
        return Ok(None);
    }
    let mut tab = Tab::new(locale.say(Word::TabDrivers))?;
    let measure = locale.measure(main);
    tab.words(
        0,
        0,
        &format!("{}: {measure}", locale.say(Word::Drivers)),
        Style::Title,
    )?;
    let note = locale.fill(Word::BookDrivers, &[("measure", &measure)]);
    tab.words(1, 0, &note, Style::Note)?;
    let farthest = farthest(page, main, &found);
    let mut row = 3;
    for (variant, found) in &found {
        row = block(
            &mut tab,
            page,
            (variant, main),
            (&found[..found.len().min(MOST)], farthest),
            row,
        )?;
    }
    Ok(Some(tab))
}

/// How far a mean is from that of all.
fn change(of: Option<f64>, middle: f64) -> Option<f64> {
    of.map(|mean| mean - middle)
}

fn middle(page: &Page, variant: &str, main: &str) -> f64 {
    page.of
        .line(variant, main)
        .and_then(|line| line.mean)
        .unwrap_or(0.0)
}

/// The largest change of any that is shown, so that all charts have one scale.
fn farthest(page: &Page, main: &str, found: &[(&str, Vec<Driver>)]) -> f64 {
    let changes = found.iter().flat_map(|(variant, found)| {
        let middle = middle(page, variant, main);
        let ends = found
            .iter()
            .take(MOST)
            .flat_map(|d| [d.line.low_mean, d.line.high_mean]);
        ends.filter_map(move |end| change(end, middle))
    });
    changes.fold(0.0, |most: f64, x| most.max(x.abs()))
}

/// The numbers of a variant with their chart; returns the row of the next.
fn block(
    tab: &mut Tab,
    page: &Page,
    (variant, main): (&str, &str),
    (found, farthest): (&[Driver], f64),
    row: u32,
) -> Filled<u32> {
    let middle = middle(page, variant, main);
    let shown = Shown::of(page.locale, page.of.unit(main), middle, farthest / 10.0);
    tab.words(row, 0, &format!("{variant} [{}]", shown.unit), Style::Part)?;
    headings(tab, page, row + 1)?;
    for (row, driver) in (row + 2..).zip(found) {
        line(tab, page, driver, (&shown, middle), row)?;
    }
    let last = row + 1 + found.len() as u32;
    let chart = chart(
        page,
        tab.name(),
        (row + 1, last),
        (variant, &shown),
        farthest,
    );
    tab.chart((row + 1, CHART), chart, SIZE.0)?;
    Ok((last + 2).max(row + TALL + 2))
}

fn headings(tab: &mut Tab, page: &Page, row: u32) -> Filled {
    let say = |word| page.locale.say(word);
    let numbers = [
        Word::Lowest,
        Word::Highest,
        Word::ChangeLow,
        Word::ChangeHigh,
        Word::RankCorrelation,
        Word::Lower,
        Word::Upper,
    ];
    tab.headings(row, 0, [say(Word::Parameter)])?;
    tab.over_numbers(row, 1, numbers.map(say))?;
    tab.headings(row, HIGH + 4, [say(Word::Judgement)])
}

/// The means at both ends of a parameter, and whether they are beyond chance.
fn line(
    tab: &mut Tab,
    page: &Page,
    driver: &Driver,
    (shown, middle): (&Shown, f64),
    row: u32,
) -> Filled {
    let line = driver.line;
    tab.words(row, 0, &line.parameter, Style::Plain)?;
    let [low, high] = [line.low_mean, line.high_mean];
    let means = [low, high, change(low, middle), change(high, middle)];
    for (at, value) in (1..).zip(means) {
        tab.number(row, at, shown.cell(value), &shown.format)?;
    }
    let r = [line.spearman, line.spearman_lo95, line.spearman_hi95];
    for (at, value) in (HIGH + 1..).zip(r) {
        tab.number(row, at, value, "0.00")?;
    }
    let (word, style) = if driver.is_real {
        (Word::BeyondChance, Style::Beyond)
    } else {
        (Word::MayBeChance, Style::Chance)
    };
    tab.words(row, HIGH + 4, page.locale.say(word), style)
}

fn chart(
    page: &Page,
    sheet: &str,
    (head, last): (u32, u32),
    (variant, shown): (&str, &Shown),
    farthest: f64,
) -> Chart {
    let rows = (head + 1, last);
    let mut chart = Chart::new(ChartType::Bar);
    for (at, own, word) in [(1, LOW, Word::Lowest), (0, HIGH, Word::Highest)] {
        chart
            .add_series()
            .set_name(page.locale.say(word))
            .set_categories(&column(sheet, rows, 0))
            .set_values(&column(sheet, rows, own))
            .set_format(&mut drawing::fill(drawing::colour(at), 0))
            .set_overlap(100)
            .set_gap(40);
    }
    let title = format!("{}: {variant}", page.locale.say(Word::Drivers));
    let axis = format!("{} [{}]", page.locale.say(Word::ChangeOf), shown.unit);
    drawing::titled(&mut chart, &title, (&axis, ""), SIZE);
    drawing::upright(&mut chart);
    let far = farthest / shown.factor;
    let (from, to, step) = drawing::ends(-far, far);
    let unit = if shown.unit == "%" { "share" } else { "" };
    let x = chart.x_axis();
    x.set_min(from).set_max(to).set_major_unit(step);
    x.set_num_format(figure::axis(1.0, unit, step));
    x.set_label_position(ChartAxisLabelPosition::High);
    // The strongest above, names to the left, numbers below.
    let y = chart.y_axis();
    y.set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low);
    chart
}
