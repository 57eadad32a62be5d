//! How the main measure falls over trials: the share of them in each bin, a line a variant.

use rust_xlsxwriter::{Chart, ChartMarker, ChartType};

use super::drawing::{self, cell, column};
use super::figure::{self, Shown};
use super::tab::{Filled, Style, Tab};
use crate::report::page::Page;
use crate::report::page::density::{BINS, Fallen, fallen};
use crate::report::page::scale::Scale;
use crate::report::words::Word;

const HEAD: u32 = 3;
/// The first of the columns of variants.
const FIRST: u16 = 3;
const MIDDLE: u16 = 2;
/// The chart [pixels].
const SIZE: (u32, u32) = (760, 400);

/// The sheet; nothing where no measure is defined.
pub fn tab(page: &Page) -> Filled<Option<Tab>> {
    let locale = page.locale;
    let Some((main, (fallen, scale, _))) = page
        .of
        .main()
        .and_then(|main| Some((main, fallen(page, main)?)))
    else {
        return Ok(None);
    };
    let width = (scale.to - scale.from) / BINS as f64;
    let largest = scale.to.abs().max(scale.from.abs());
    let shown = Shown::of(locale, page.of.unit(main), largest, width);
    let mut tab = Tab::new(locale.say(Word::TabSpread))?;
    let title = format!("{} [{}]", locale.measure(main), shown.unit);
    tab.words(0, 0, &title, Style::Title)?;
    tab.words(1, 0, locale.say(Word::BookSpread), Style::Note)?;
    let heads = [Word::From, Word::UpTo, Word::Middle]
        .map(|word| format!("{} [{}]", locale.say(word), shown.unit));
    tab.over_numbers(HEAD, 0, heads.iter().map(String::as_str))?;
    tab.over_numbers(HEAD, FIRST, fallen.iter().map(|f| f.variant))?;
    for at in 0..BINS {
        let row = HEAD + 1 + at as u32;
        let edge = |places: f64| Some(scale.from + width * (at as f64 + places));
        for (column, places) in (0..).zip([0.0, 1.0, 0.5]) {
            tab.number(row, column, shown.cell(edge(places)), &shown.format)?;
        }
        for (column, f) in (FIRST..).zip(&fallen) {
            let share = f.bins[at] as f64 / f.sorted.len() as f64;
            tab.number(row, column, Some(share), "0.0%")?;
        }
    }
    tab.freeze(HEAD, 0)?;
    let chart = chart(page, tab.name(), &fallen, (scale, &shown), &title);
    tab.chart((HEAD, FIRST + fallen.len() as u16 + 1), chart, SIZE.0)?;
    Ok(Some(tab))
}

fn chart(
    page: &Page,
    sheet: &str,
    fallen: &[Fallen],
    (scale, shown): (Scale, &Shown),
    title: &str,
) -> Chart {
    let rows = (HEAD + 1, HEAD + BINS as u32);
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for at in 0..fallen.len() {
        let own = FIRST + at as u16;
        let mut none = ChartMarker::new();
        none.set_none();
        chart
            .add_series()
            .set_name(&cell(sheet, HEAD, own))
            .set_categories(&column(sheet, rows, MIDDLE))
            .set_values(&column(sheet, rows, own))
            .set_marker(&none)
            .set_format(&mut drawing::line(drawing::colour(at), 2.0));
    }
    let axes = (title, page.locale.say(Word::ShareOfTrials));
    drawing::titled(&mut chart, page.locale.say(Word::Distributions), axes, SIZE);
    let [from, to] = [scale.from, scale.to].map(|x| x / shown.factor);
    let (low, high, step) = drawing::ends(from, to);
    let unit = if shown.unit == "%" { "share" } else { "" };
    chart
        .x_axis()
        .set_min(low)
        .set_max(high)
        .set_major_unit(step);
    chart.x_axis().set_num_format(figure::axis(1.0, unit, step));
    let shares = fallen
        .iter()
        .flat_map(|f| f.bins.iter().map(|n| *n as f64 / f.sorted.len() as f64));
    let (_, top, step) = drawing::ends(0.0, shares.fold(0.0, f64::max));
    let y = chart.y_axis();
    y.set_min(0).set_max(top).set_major_unit(step);
    y.set_num_format(figure::axis(1.0, "share", step));
    chart
}
