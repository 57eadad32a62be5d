//! What native charts have in common: a title, axes with their units, colours that colour-blind readers tell apart
//! (Okabe and Ito 2008), in the order of the page of results.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartRange,
    ChartSolidFill, Color,
};

use crate::report::page::scale::round_step;

/// Colours of variants and parties.
pub const COLOURS: [u32; 8] = [
    0x00_72B2, 0xD5_5E00, 0x00_9E73, 0xB0_558C, 0xE6_9F00, 0x56_B4E9, 0x6B_6B6B, 0xF0_E442,
];
/// What is lost or taken away.
pub const LESS: u32 = 0x8D_949C;
/// Totals.
pub const TOTAL: u32 = 0x40_464D;

const GRID: Color = Color::RGB(0xD9_DDE2);
const FAINT: Color = Color::RGB(0x59_616B);

/// The colour of the thing at a place.
pub fn colour(at: usize) -> Color {
    Color::RGB(COLOURS[at % COLOURS.len()])
}

/// A fill, see-through by so many percent.
pub fn fill(colour: Color, transparency: u8) -> ChartFormat {
    let mut fill = ChartSolidFill::new();
    fill.set_color(colour).set_transparency(transparency);
    let mut format = ChartFormat::new();
    format.set_solid_fill(&fill).set_no_border();
    format
}

/// Nothing, where a bar or band only holds others up.
pub fn nothing() -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_no_fill().set_no_border();
    format
}

/// A line of a width in points.
pub fn line(colour: Color, width: f64) -> ChartFormat {
    let mut line = ChartLine::new();
    line.set_color(colour).set_width(width);
    let mut format = ChartFormat::new();
    format.set_line(&line);
    format
}

/// Cells of one column.
pub fn column(sheet: &str, rows: (u32, u32), column: u16) -> ChartRange {
    ChartRange::new_from_range(sheet, rows.0, column, rows.1, column)
}

/// A single cell.
pub fn cell(sheet: &str, row: u32, column: u16) -> ChartRange {
    ChartRange::new_from_range(sheet, row, column, row, column)
}

/// Gives a chart its title, what its axes hold and its size in pixels.
pub fn titled(chart: &mut Chart, title: &str, axes: (&str, &str), size: (u32, u32)) {
    let title = literal(title);
    chart.set_alt_text(title.as_str());
    let mut font = ChartFont::new();
    font.set_bold().set_size(11);
    chart.title().set_name(&title).set_font(&font);
    chart.title().set_overlay(false);
    named(chart.x_axis(), axes.0);
    named(chart.y_axis(), axes.1);
    let mut grid = ChartLine::new();
    grid.set_color(GRID).set_width(0.5);
    chart.x_axis().set_major_gridlines(false);
    chart.y_axis().set_major_gridlines_line(&grid);
    chart.set_width(size.0).set_height(size.1);
    let mut small = ChartFont::new();
    small.set_size(9);
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&small);
}

/// Lines of a chart whose bars lie: at its numbers, which stand below it.
pub fn upright(chart: &mut Chart) {
    let mut grid = ChartLine::new();
    grid.set_color(GRID).set_width(0.5);
    chart.x_axis().set_major_gridlines_line(&grid);
    chart.y_axis().set_major_gridlines(false);
}

fn named(axis: &mut ChartAxis, words: &str) {
    let mut font = ChartFont::new();
    font.set_size(9).set_color(FAINT).unset_bold();
    if !words.is_empty() {
        axis.set_name(&literal(words)).set_name_font(&font);
    }
    let mut labels = ChartFont::new();
    labels.set_size(9);
    axis.set_font(&labels);
}

/// Words that are no reference to cells.
fn literal(words: &str) -> String {
    if words.starts_with('=') || words.contains('!') {
        return format!("\u{200b}{}", words.replace('!', "\u{200b}!\u{200b}"));
    }
    words.to_owned()
}

/// Round ends of an axis that holds two numbers, and its step.
pub fn ends(from: f64, to: f64) -> (f64, f64, f64) {
    let room = (to - from).max(1e-9 * to.abs().max(from.abs())).max(1e-12);
    let step = round_step(room / 5.0);
    let down = libm::floor(from / step + 1e-9) * step;
    let up = libm::ceil(to / step - 1e-9) * step;
    (down, up.max(down + step), step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers_around_what_they_hold() {
        let (from, to, step) = ends(48.73, 52.9);
        assert!(
            from <= 48.73 && to >= 52.9 && from > 47.0 && to < 54.0,
            "{from} {to}"
        );
        assert!((libm::round(from / step) * step - from).abs() < 1e-9);
        let (from, to, _) = ends(3.0, 3.0);
        assert!(from <= 3.0 && to > from);
    }

    #[test]
    fn a_title_is_never_a_reference() {
        assert!(!literal("=A1").starts_with('='));
        assert_eq!(literal("Cells from China"), "Cells from China");
    }
}
