//! What cells look like.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What words look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// The heading of the sheet.
    Title,
    /// The heading of a part.
    Part,
    /// The heading of what belongs to a part.
    Subpart,
    /// The heading of a column of words.
    Head,
    /// The heading of a column of numbers.
    HeadRight,
    /// The heading of columns that stand together.
    Group,
    /// In one line.
    Plain,
    /// In as many lines as it needs.
    Wrapped,
    /// What explains.
    Note,
    /// What counts.
    Bold,
    /// A difference for the better.
    Better,
    /// A difference for the worse.
    Worse,
    /// What is beyond chance.
    Beyond,
    /// What may be chance.
    Chance,
}

const INK: Color = Color::RGB(0x1A_1D21);
const FAINT: Color = Color::RGB(0x59_616B);
const HEAD: Color = Color::RGB(0xE3_EBF3);
const LINES: Color = Color::RGB(0x9A_A7B4);

/// The format of words or numbers in a style; `number` is a spreadsheet's format of numbers, or nothing.
pub fn format_of(style: Style, number: &str) -> Format {
    let base = Format::new().set_align(FormatAlign::Top);
    let base = if number.is_empty() {
        base
    } else {
        base.set_num_format(number)
    };
    match style {
        Style::Title => base.set_bold().set_font_size(16).set_font_color(INK),
        Style::Part | Style::Subpart => base.set_bold().set_font_size(12).set_font_color(INK),
        Style::Head | Style::HeadRight => base
            .set_bold()
            .set_text_wrap()
            .set_align(if style == Style::Head {
                FormatAlign::Left
            } else {
                FormatAlign::Right
            })
            .set_background_color(HEAD)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINES),
        Style::Group => base
            .set_bold()
            .set_background_color(HEAD)
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_border_left(FormatBorder::Thin)
            .set_border_left_color(LINES),
        Style::Plain => base,
        Style::Wrapped => base.set_text_wrap(),
        Style::Note => base.set_font_color(FAINT),
        Style::Bold => base.set_bold(),
        Style::Better => judged(base, Color::RGB(0x00_7A5E)).set_bold(),
        Style::Worse => judged(base, Color::RGB(0xB8_4A00)).set_bold(),
        Style::Beyond => judged(base, INK).set_bold(),
        Style::Chance => judged(base, FAINT),
    }
}

/// Words that stand beside numbers.
fn judged(base: Format, colour: Color) -> Format {
    base.set_font_color(colour)
        .set_align(FormatAlign::Left)
        .set_indent(1)
}
