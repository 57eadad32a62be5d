//! Measures by month as fans: bands of percentiles stacked on the lowest, the median as a line. The charts are drawn
//! of the whole table of months; under each stand its numbers, of long runs those of every January.

use rust_xlsxwriter::{Chart, ChartAxisDateUnitType, ChartAxisLabelPosition, ChartType};

use super::drawing::{self, column};
use super::figure::{self, DATE, Shown};
use super::tab::{Filled, Style, Tab};
use super::table::MOST_ROWS;
use crate::calendar::Date;
use crate::report::page::Page;
use crate::report::page::fan::{self, Fan};
use crate::report::page::findings::MonthLine;
use crate::report::quantity;
use crate::report::words::Word;

/// The table of months.
pub const FILE: &str = "timeline.csv";
/// Where it has what fans are drawn of.
const MONTH: u16 = 1;
const P5: u16 = 7;
const P50: u16 = 10;
/// The first column after those of the file.
const BANDS: u16 = 14;
/// Columns of a fan: 5 %, median, 95 %.
const EACH: u16 = 3;
/// Rows that a chart takes, and its size in pixels.
const TALL: u32 = 13;
const SIZE: (u32, u32) = (330, 250);
/// Fans side by side of what is the same in all variants.
const ABREAST: usize = 4;
/// Beyond as many months there are numbers of each January alone.
const MANY: usize = 36;

/// Fans of a measure, all in one scale.
struct Told<'a> {
    measure: String,
    fans: Vec<Fan<'a>>,
}

/// A chart and what stands above its numbers.
struct Panel<'a> {
    name: String,
    fan: &'a Fan<'a>,
    of: &'a Told<'a>,
}

/// The sheet; nothing where nothing is told by month.
pub fn tab(page: &Page) -> Filled<Option<Tab>> {
    let locale = page.locale;
    let told = fan::shown(page.of).into_iter().map(|measure| Told {
        fans: fan::fans(page, &measure),
        measure,
    });
    let told: Vec<Told> = told.filter(|told| !told.fans.is_empty()).collect();
    if told.is_empty() {
        return Ok(None);
    }
    let mut tab = Tab::new(locale.say(Word::OverTime))?;
    tab.words(0, 0, locale.say(Word::OverTime), Style::Title)?;
    let words = locale.fill(Word::BookFans, &[("tab", locale.say(Word::TabTimeline))]);
    tab.words(1, 0, &words, Style::Note)?;
    let several = page.of.variants().count() > 1;
    let (alike, apart): (Vec<&Told>, Vec<&Told>) = told
        .iter()
        .partition(|told| several && told.fans.len() == 1);
    let (mut row, mut most) = (3, 1);
    for of in apart {
        let measure = locale.measure(&of.measure);
        let title = locale.fill(Word::PerMonth, &[("measure", &measure)]);
        let name = |fan: &Fan| fan.name.clone();
        let panels = of.fans.iter().map(|fan| Panel {
            name: name(fan),
            fan,
            of,
        });
        let panels: Vec<Panel> = panels.collect();
        most = most.max(panels.len());
        row = abreast(&mut tab, page, &title, &panels, row)?;
    }
    for some in alike.chunks(ABREAST) {
        let name = |of: &Told| locale.measure(&of.measure);
        let panels = some.iter().map(|of| Panel {
            name: name(of),
            fan: &of.fans[0],
            of,
        });
        let panels: Vec<Panel> = panels.collect();
        most = most.max(panels.len());
        row = abreast(&mut tab, page, locale.say(Word::OneFan), &panels, row)?;
    }
    tab.even(0, 0, 12);
    tab.even(1, EACH * most as u16, 15);
    Ok(Some(tab))
}

/// Charts side by side above their numbers; returns the row of the next.
fn abreast(tab: &mut Tab, page: &Page, title: &str, panels: &[Panel], row: u32) -> Filled<u32> {
    let locale = page.locale;
    tab.words(row, 0, title, Style::Part)?;
    let head = row + 1 + TALL;
    let Some(first) = panels.first() else {
        return Ok(head);
    };
    let lines = kept(&first.fan.lines);
    tab.words(head, 0, "", Style::Group)?;
    tab.words(head + 1, 0, locale.say(Word::Month), Style::Head)?;
    for (row, line) in (head + 2..).zip(&lines) {
        let day = Date::parse(&line.month).map(|date| figure::day(f64::from(date.0)));
        tab.number(row, 0, day, DATE)?;
    }
    for (at, panel) in (1..).step_by(usize::from(EACH)).zip(panels) {
        let scale = fan::scale(&panel.of.measure, &panel.of.fans);
        let unit = panel.fan.lines[0].unit.as_str();
        let shown = Shown::of(locale, unit, scale.to.abs().max(scale.from.abs()), 0.0);
        let name = format!("{} [{}]", panel.name, shown.unit);
        if let Some(chart) = chart(page, panel, &name) {
            tab.chart((row + 1, at), chart, SIZE.0)?;
        }
        tab.over(head, (at, at + EACH - 1), &name)?;
        tab.over_numbers(head + 1, at, ["5 %", locale.say(Word::Median), "95 %"])?;
        for (row, line) in (head + 2..).zip(kept(&panel.fan.lines)) {
            for (at, value) in (at..).zip([line.p5, line.p50, line.p95]) {
                tab.number(row, at, shown.cell(value), &shown.format)?;
            }
        }
    }
    Ok(head + 3 + lines.len() as u32)
}

fn kept<'a>(lines: &[&'a MonthLine]) -> Vec<&'a MonthLine> {
    let is_kept = |line: &&&MonthLine| lines.len() <= MANY || line.month.ends_with("-01-01");
    lines.iter().filter(is_kept).copied().collect()
}

/// The rows of the table of months that hold a fan; nothing where they are apart or beyond the sheet.
fn rows(page: &Page, panel: &Panel) -> Option<(u32, u32)> {
    let own =
        |line: &MonthLine| line.variant == panel.fan.variant && line.measure == panel.of.measure;
    let first = page.of.timeline.iter().position(own)?;
    let last = first + panel.fan.lines.len() - 1;
    let together = page.of.timeline.get(first..=last)?.iter().all(own);
    // The heading stands above the lines.
    (together && last + 2 < MOST_ROWS).then_some((first as u32 + 1, last as u32 + 1))
}

fn chart(page: &Page, panel: &Panel, name: &str) -> Option<Chart> {
    let sheet = page.locale.say(Word::TabTimeline);
    let rows = rows(page, panel)?;
    let place = page.of.variants().position(|v| v == panel.fan.variant);
    let colour = drawing::colour(place.unwrap_or(0));
    let months = column(sheet, rows, MONTH);
    let mut chart = Chart::new(ChartType::AreaStacked);
    let bands = [
        (P5, "5 %", drawing::nothing()),
        (BANDS, "5–95 %", drawing::fill(colour, 72)),
        (BANDS + 1, "25–75 %", drawing::fill(colour, 45)),
        (BANDS + 2, "75–95 %", drawing::fill(colour, 72)),
    ];
    for (at, name, mut format) in bands {
        let series = chart.add_series();
        series.set_name(name).set_categories(&months);
        series
            .set_values(&column(sheet, rows, at))
            .set_format(&mut format);
    }
    let mut median = Chart::new(ChartType::Line);
    median
        .add_series()
        .set_name(page.locale.say(Word::Median))
        .set_categories(&months)
        .set_values(&column(sheet, rows, P50))
        .set_format(&mut drawing::line(colour, 1.75));
    chart.combine(&median);
    drawing::titled(&mut chart, &panel.name, ("", unit_of(name)), SIZE);
    // The band that holds the others up, and the upper half of the wide one.
    chart.legend().delete_entries(&[0, 3]);
    scaled(&mut chart, panel);
    Some(chart)
}

/// What stands in brackets after a name.
fn unit_of(name: &str) -> &str {
    let unit = name.rsplit_once('[').map_or("", |(_, unit)| unit);
    unit.trim_end_matches(']')
}

/// The axes: years or months, and round numbers over all fans of the measure.
fn scaled(chart: &mut Chart, panel: &Panel) {
    let scale = fan::scale(&panel.of.measure, &panel.of.fans);
    let unit = panel.fan.lines[0].unit.as_str();
    let (from, to, step) = drawing::ends(scale.from, scale.to);
    let (factor, _) = quantity::scale(scale.to.abs().max(scale.from.abs()), unit);
    let y = chart.y_axis();
    y.set_min(from).set_max(to).set_major_unit(step);
    y.set_num_format(figure::axis(factor, unit, step));
    let months = panel.fan.lines.len();
    let x = chart.x_axis();
    x.set_date_axis(true)
        .set_label_position(ChartAxisLabelPosition::Low);
    if months > MANY {
        x.set_num_format("yyyy")
            .set_major_unit((months / 12).div_ceil(5) as f64);
        x.set_major_unit_date_type(ChartAxisDateUnitType::Years);
    } else {
        x.set_num_format("yyyy-mm")
            .set_major_unit(months.div_ceil(5) as f64);
        x.set_major_unit_date_type(ChartAxisDateUnitType::Months);
    }
}

/// Adds to the table of months what the fans are stacked of: how far one percentile lies above the one below.
pub fn bands(tab: &mut Tab, page: &Page) -> Filled {
    let ends = ["5 %", "25 %", "75 %", "95 %"];
    for (at, pair) in (BANDS..).zip(ends.windows(2)) {
        let words = page
            .locale
            .fill(Word::Band, &[("a", pair[0]), ("b", pair[1])]);
        tab.words(0, at, &words, Style::Head)?;
    }
    let lines = page.of.timeline.iter().take(MOST_ROWS - 2);
    for (row, line) in (1..).zip(lines) {
        let ends = [line.p5, line.p25, line.p75, line.p95];
        let format = figure::format(&line.unit, line.p50.unwrap_or(0.0), 0.0);
        for (at, pair) in (BANDS..).zip(ends.windows(2)) {
            let wide = pair[0].zip(pair[1]).map(|(low, high)| high - low);
            tab.number(row, at, wide, &format)?;
        }
    }
    let last = page.of.timeline.len().min(MOST_ROWS - 1) as u32;
    tab.paper.autofilter(0, 0, last, BANDS + 2)?;
    Ok(())
}
