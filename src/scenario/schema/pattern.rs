//! Lines of text as patterns, in what ECMA-262 and the Rust engine of language servers share: no
//! looking around. Where brackets could nest they take any text between the first and the last.

use crate::scenario::law_table;
use crate::units::{Dimension, parse_unit, symbols};

/// The name of something, as the reader of names wants it.
pub(super) const ID: &str = "[A-Za-z][A-Za-z0-9_-]{0,63}";
/// The same where a longer one would be told elsewhere.
pub(super) const NAME: &str = "[A-Za-z][A-Za-z0-9_-]*";
/// A day.
pub(super) const DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
/// No control characters, and nothing that a spreadsheet would run.
pub(super) const TEXT: &str = r"^(?:[^=+@\x00-\x1f\x7f-\x9f-][^\x00-\x1f\x7f-\x9f]*)?$";
/// Any quantity begins with a figure, a sign, a name, or the name of a law.
pub(super) const ANY: &str = r"^\s*[-+−.0-9$A-Za-z]";

const NUMBER: &str = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
const SIGNS: &str = r"(?:[-+−]\s*)*";
/// Signs that make a unit more than one symbol over another.
const UNIT_SIGNS: &str = r"A-Za-z%/·*^()0-9.\s-";

/// A symbol where its dimension is not looked at.
const SYMBOL: &str = "[A-Za-z%]+";

/// A unit that is more than one symbol over another: nothing is said of its dimension.
fn composed() -> String {
    let rest = format!("[{UNIT_SIGNS}]*");
    [
        format!(r"[A-Za-z%/(]{rest}(?:[(·*^]|/{rest}/){rest}"),
        format!(r"/\s*{SYMBOL}\s*/{rest}"),
        format!(r"\([{UNIT_SIGNS}]+\)"),
    ]
    .join("|")
}

fn alternatives(words: impl Iterator<Item = &'static str>) -> String {
    format!("(?:{})", words.collect::<Vec<_>>().join("|"))
}

fn law() -> String {
    let names: Vec<String> = law_table()
        .filter_map(|law| Some(law.forms.first()?.split('(').next()?.to_owned()))
        .collect();
    format!("(?:{})", names.join("|"))
}

/// The dimensions that symbols have, each once.
fn bases() -> Vec<Dimension> {
    let mut found = Vec::new();
    for symbol in symbols() {
        let dimension = dimension_of(symbol);
        if !found.contains(&dimension) {
            found.push(dimension);
        }
    }
    found
}

fn dimension_of(symbol: &str) -> Dimension {
    parse_unit(symbol).map_or(Dimension::NONE, |unit| unit.dimension)
}

fn symbols_of(dimension: Dimension) -> String {
    alternatives(symbols().filter(|symbol| dimension_of(symbol) == dimension))
}

/// Units of one symbol, or of one over another, that measure one of these.
fn simple_units(of: &[Dimension]) -> Option<String> {
    let mut forms = Vec::new();
    for above in bases() {
        if of.contains(&above) {
            forms.push(symbols_of(above));
        }
        for below in bases() {
            if !of.contains(&above.per(below)) {
                continue;
            }
            let maybe = if above == Dimension::NONE { "?" } else { "" };
            forms.push(format!(
                r"{}{maybe}\s*/\s*{}",
                symbols_of(above),
                symbols_of(below)
            ));
        }
    }
    (!forms.is_empty()).then(|| format!("(?:{})", forms.join("|")))
}

/// A number, a law or a range with a simple unit of these dimensions, where they have any; a plain
/// number may be below zero or not.
pub(super) fn measured(of: &[Dimension], signed: bool) -> Option<String> {
    let units = simple_units(of)?;
    let unit = if of.contains(&Dimension::NONE) {
        format!("{units}?")
    } else {
        units.clone()
    };
    let law = law();
    let number = format!("{SIGNS}{NUMBER}");
    let plain = if signed {
        number.clone()
    } else {
        not_negative()
    };
    Some(format!(
        r"^\s*(?:{plain}|{law}\s*\(.*\)|{number}\s*{units}?\s*to\s*{number})\s*{unit}\s*$"
    ))
}

/// No sign but a plus, or an even number of them, or that of zero.
fn not_negative() -> String {
    format!(r"(?:(?:[-+−]\s*){{2,}}|\+\s*)?{NUMBER}|[-−]\s*0*\.?0*")
}

/// What may stand wherever a quantity may, its dimension not seen.
pub(super) fn expressions() -> [String; 5] {
    let (law, composed) = (law(), composed());
    let unit = format!(r"(?:{SYMBOL}|(?:{SYMBOL})?\s*/\s*{SYMBOL}|{composed})");
    let term = format!(r"{SIGNS}(?:{NUMBER}(?:\s*{unit})?|\${NAME}|{DATE}|never)");
    [
        // A sum or a product, or a name alone.
        format!(r"^\s*{term}(?:\s*[-+−*]\s*{term})+\s*$"),
        format!(r"^\s*{SIGNS}\${NAME}\s*$"),
        format!(r"^\s*(?:{SIGNS}{NUMBER}|{law}\s*\(.*\)|.*\bto\b.*)\s*(?:{composed})\s*$"),
        // A law whose numbers bring their units, or names.
        format!(r"^\s*{law}\s*\(.*(?:\$|[0-9.)]\s*[A-Za-z%/(]).*\)\s*$"),
        format!(r"^.*\$.*\bto\b.*$|^.*\bto\b.*\$.*$|^\s*{term}\s*to\s*{term}\s*$"),
    ]
}

/// Dates, sums and laws of them.
pub(super) fn of_dates() -> String {
    let law = law();
    format!(r"^\s*(?:{DATE}|never|.*\$.*|{law}\s*\(.*\)|{DATE}.*[-+−].*)\s*$")
}
