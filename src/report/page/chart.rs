//! What charts have in common: a frame with title and description, an axis, the table behind.
//!
//! Charts are 360 units wide, about as many as a phone has pixels, so that their letters stay readable there;
//! on wide screens they stand side by side.

use maud::{Markup, html};

use super::scale::Scale;
use crate::report::quantity;
use crate::report::words::{Locale, Word};

/// Width of every chart [units of the view box].
pub const WIDTH: f64 = 360.0;

/// A place in a chart as SVG has it.
pub fn px(place: f64) -> String {
    let text = format!("{place:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A chart in its frame: the title above it, the description for those who do not see it.
pub fn chart(id: &str, title: &str, about: &str, height: f64, body: &Markup) -> Markup {
    html! {
        figure {
            figcaption { (title) }
            svg role="img" viewBox=(format!("0 0 {WIDTH} {}", px(height)))
                aria-labelledby=(format!("{id}-t {id}-d")) {
                title id=(format!("{id}-t")) { (title) }
                desc id=(format!("{id}-d")) { (about) }
                (body)
            }
        }
    }
}

/// A table in a box that scrolls sideways by itself.
pub fn table(locale: Locale, caption: &str, headings: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region"
            aria-label=(format!("{caption}: {}", locale.say(Word::Scrolls))) {
            table {
                caption { (caption) }
                thead { tr { @for heading in headings { th scope="col" { (heading) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The numbers behind a chart, folded.
pub fn numbers(locale: Locale, caption: &str, headings: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        details {
            summary { (locale.say(Word::Numbers)) }
            (table(locale, caption, headings, rows))
        }
    }
}

/// Words as the headings of a table.
pub fn headings<const N: usize>(locale: Locale, words: [Word; N]) -> Vec<String> {
    words.map(|word| locale.say(word).to_owned()).into()
}

/// A line.
pub fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> Markup {
    html! { line class=(class) x1=(px(from.0)) y1=(px(from.1)) x2=(px(to.0)) y2=(px(to.1)) {} }
}

/// Words at a place; `class` says how they are aligned.
pub fn text(class: &str, x: f64, y: f64, words: &str) -> Markup {
    html! { text class=(class) x=(px(x)) y=(px(y)) { (words) } }
}

/// A box between two places, with what is shown when one points at it.
pub fn bar(class: &str, x: (f64, f64), y: f64, height: f64, told: &str) -> Markup {
    let (low, high) = (x.0.min(x.1), x.0.max(x.1));
    html! {
        rect class=(class) x=(px(low)) y=(px(y)) width=(px((high - low).max(0.8))) height=(px(height)) {
            title { (told) }
        }
    }
}

/// Where a scale has its ticks, and what stands there; `factor` is one of the shown unit.
pub fn ticks(locale: Locale, scale: Scale, factor: f64, about: usize) -> Vec<(f64, String)> {
    let shown = Scale {
        from: scale.from / factor,
        to: scale.to / factor,
        ..scale
    };
    let (ticks, decimals) = shown.ticks(about);
    let label = |tick: &f64| locale.written(&quantity::fixed(*tick, decimals));
    ticks.iter().map(|t| (shown.at(*t), label(t))).collect()
}

/// An axis along the bottom with its grid up to `top`.
pub fn axis(locale: Locale, scale: Scale, factor: f64, top: f64, bottom: f64) -> Markup {
    html! {
        @for (x, label) in ticks(locale, scale, factor, 4) {
            (line("grid", (x, top), (x, bottom)))
            (text("tick mid", x, bottom + 13.0, &label))
        }
    }
}

/// As much of some words as fits; the rest is told by what points at them.
pub fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_users_wrote_is_words_and_never_markup() {
        let words = "<script>alert(1)</script>";
        let whole = chart("x", words, words, 10.0, &text("", 0.0, 0.0, words));
        assert!(!whole.0.contains("<script"), "{}", whole.0);
        assert_eq!(whole.0.matches("&lt;script&gt;").count(), 4);
    }

    #[test]
    fn long_words_are_cut_between_letters() {
        assert_eq!(short("Усть-Каменогорск", 8), "Усть-Ка…");
        assert_eq!(short("Vũng Áng", 8), "Vũng Áng");
    }
}
