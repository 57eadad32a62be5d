//! `[lever.NAME]`: what can be set, and within which bounds.

use super::fields::Fields;
use super::layer;
use crate::model::{Lever, Range, Written};
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node, Path};
use crate::units::parse_unit;

/// A lever with what it needs to be set.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Handle {
    pub lever: Lever,
    /// The keys it sets.
    pub paths: Vec<Path>,
    /// Where its bounds stand.
    pub ends: [Span; 2],
    /// The values of its choices.
    pub choices: Vec<Node>,
}

/// Steps without a word about them: at least a thousand.
const FINEST: i32 = 3;
/// Values of a lever at most.
const MOST: f64 = 1e6;
/// Parts of one where shares say nothing.
const PARTS: u32 = 100;

/// Reads all levers in use; `tree` is what they set.
pub(super) fn read(root: &Fields, tree: &Node) -> Vec<Handle> {
    let mut handles = Vec::new();
    for (name, fields) in root.map("lever") {
        let Some(fields) = fields else { continue };
        let in_use = fields.flag("in_use") != Some(false);
        let handle = handle(name, &fields, tree);
        handles.extend(handle.filter(|_| in_use));
    }
    handles
}

fn handle(name: &str, fields: &Fields, tree: &Node) -> Option<Handle> {
    let title = fields.title(name);
    let (range, ends, choices) = match kind(fields)? {
        "choices" => chosen(fields)?,
        "shares" => shared(fields)?,
        _ => stepped(fields)?,
    };
    let key = match range {
        Range::Shares { .. } => "shares",
        _ => "set",
    };
    let paths = paths(fields, key, tree)?;
    if paths.len() < 2 && key == "shares" {
        fields.report(key, "has one key; shares are of two or more", None);
        return None;
    }
    Some(Handle {
        lever: Lever {
            name: name.to_owned(),
            title,
            keys: paths.iter().map(|path| path.parts.join(".")).collect(),
            range,
        },
        paths,
        ends,
        choices,
    })
}

/// Which of the ways to say what a lever can be is taken.
fn kind(fields: &Fields) -> Option<&'static str> {
    let ways = [("low", "high"), ("choices", "set"), ("shares", "shares")];
    let taken: Vec<_> = ways.iter().filter(|(way, _)| fields.has(way)).collect();
    let [(way, needs)] = taken[..] else {
        let message = "needs exactly one of \"low\" with \"high\", \"choices\" and \"shares\"";
        let help = "such as low = \"20 d\", high = \"90 d\"".to_owned();
        fields.report_self(message, Some(help));
        return None;
    };
    for key in ["set", "high", "step"] {
        let fits = match key {
            "set" => *way != "shares",
            "high" => *way == "low",
            _ => *way != "choices",
        };
        if fields.has(key) && !fits {
            fields.report(key, &format!("does not go with `{way}`"), None);
            return None;
        }
    }
    let missing = [*needs, "set"]
        .into_iter()
        .find(|key| !fields.has(key) && *way != "shares");
    if let Some(key) = missing {
        fields.report_self(&format!("key {key:?} is missing"), None);
        return None;
    }
    Some(way)
}

/// A value as people read it.
fn shown(node: &Node) -> String {
    match &node.item {
        Item::Text(text) => text.clone(),
        item => item.written(),
    }
}

type Read = (Range, [Span; 2], Vec<Node>);

fn chosen(fields: &Fields) -> Option<Read> {
    let node = fields.node("choices")?;
    let (shown, values): (Vec<String>, Vec<Node>) = match &node.item {
        Item::List(list) => list.iter().map(|node| (shown(node), node.clone())).unzip(),
        Item::Section(section) => {
            let entries = section.entries.iter();
            entries
                .map(|(name, _, node)| (name.clone(), node.clone()))
                .unzip()
        }
        _ => return fields.wrong("choices", node, "a list of values, or a table of them,"),
    };
    if values.len() < 2 {
        fields.report("choices", "has fewer than two values", None);
        return None;
    }
    Some((Range::Choices(shown), [node.span, node.span], values))
}

fn shared(fields: &Fields) -> Option<Read> {
    let span = fields.node("shares")?.span;
    let parts = match number(fields, "step") {
        None if fields.has("step") => return None,
        None => PARTS,
        Some(step) => {
            let of_unit = unit_factor(&step.written).unwrap_or(1.0);
            let parts = libm::round(1.0 / (step.value * of_unit));
            let fits = (step.value * of_unit * parts - 1.0).abs() < 1e-9;
            if !fits || !(2.0..=10_000.0).contains(&parts) {
                let help = "such as \"5 %\" or \"0.1 %\"".to_owned();
                fields.report("step", "does not divide 100 % evenly", Some(help));
                return None;
            }
            parts as u32
        }
    };
    Some((Range::Shares { parts }, [span, span], Vec::new()))
}

fn stepped(fields: &Fields) -> Option<Read> {
    let (low, high) = (number(fields, "low")?, number(fields, "high")?);
    let (low, high) = alike(fields, low, high)?;
    if high.value <= low.value {
        let message = format!("is not above `low`, which is {}", low.text);
        fields.report("high", &message, None);
        return None;
    }
    let step = step(fields, &low, high.value - low.value)?;
    let last = libm::floor((high.value - low.value) / step + 1e-9);
    if !(1.0..=MOST).contains(&last) {
        let message = format!("makes {} values; 2 to a million are allowed", last + 1.0);
        fields.report(
            if fields.has("step") { "step" } else { "high" },
            &message,
            None,
        );
        return None;
    }
    let range = Range::Steps {
        low: low.value,
        step,
        last: last as u32,
        written: low.written,
    };
    Some((range, [low.span, high.span], Vec::new()))
}

/// Both ends written alike: a whole number beside another number is a number.
fn alike(fields: &Fields, mut low: Figure, mut high: Figure) -> Option<(Figure, Figure)> {
    if matches!(
        (&low.written, &high.written),
        (Written::Whole, Written::Number) | (Written::Number, Written::Whole)
    ) {
        (low.written, high.written) = (Written::Number, Written::Number);
    }
    if low.written != high.written {
        let message = format!("is {} and `low` is {}", high.text, low.text);
        let help = "both ends are written in the same unit".to_owned();
        fields.report("high", &message, Some(help));
        return None;
    }
    Some((low, high))
}

fn step(fields: &Fields, low: &Figure, range: f64) -> Option<f64> {
    if !fields.has("step") {
        return Some(match low.written {
            Written::Whole | Written::Date => 1.0,
            Written::Unit(_) | Written::Number => {
                let power = libm::floor(libm::log10(range)) as i32 - FINEST;
                format!("1e{power}").parse().unwrap_or(range)
            }
        });
    }
    let step = number(fields, "step")?;
    let fits = match (&low.written, &step.written) {
        (Written::Date, Written::Unit(unit)) => unit == "d",
        (Written::Date | Written::Number, Written::Whole) => true,
        (a, b) => a == b,
    };
    if !fits || step.value <= 0.0 {
        let wanted = match &low.written {
            Written::Date => "days above 0, such as \"30 d\"".to_owned(),
            Written::Unit(unit) => format!("a number of {unit} above 0"),
            Written::Whole => "a whole number above 0".to_owned(),
            Written::Number => "a number above 0".to_owned(),
        };
        let message = format!("is {}; {wanted} is wanted, as `low` is written", step.text);
        fields.report("step", &message, None);
        return None;
    }
    Some(step.value)
}

/// A number as it is written.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Figure {
    pub value: f64,
    pub written: Written,
    /// The whole of it.
    pub text: String,
    span: Span,
}

fn number(fields: &Fields, key: &str) -> Option<Figure> {
    let node = fields.node(key)?;
    let Some(figure) = figure(node) else {
        let message = format!("is {}, no plain number with its unit", node.item.written());
        let help = "such as \"20 d\", 3, or 2031-03-12; not a distribution".to_owned();
        fields.report(key, &message, Some(help));
        return None;
    };
    if let Written::Unit(unit) = &figure.written
        && parse_unit(unit).is_err()
    {
        let message = format!("{unit:?} in {} is no unit", node.item.written());
        fields.report(key, &message, None);
        return None;
    }
    Some(figure)
}

/// A plain number with its unit, or a date.
pub(in crate::scenario) fn figure(node: &Node) -> Option<Figure> {
    let (value, written) = match &node.item {
        Item::Integer(value) => (*value as f64, Written::Whole),
        Item::Number(value) => (*value, Written::Number),
        Item::Date(date) => (f64::from(date.0), Written::Date),
        Item::Text(text) => {
            let (value, unit) = parted(text)?;
            let written = match unit {
                "" => Written::Number,
                unit => Written::Unit(unit.to_owned()),
            };
            (value, written)
        }
        _ => return None,
    };
    Some(Figure {
        value,
        written,
        text: node.item.written(),
        span: node.span,
    })
}

/// The number that a text begins with, and what follows it.
pub(in crate::scenario) fn parted(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let first = text.trim_start_matches(['-', '+']).chars().next()?;
    if !first.is_ascii_digit() && first != '.' {
        return None;
    }
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
    ends.into_iter()
        .find_map(|end| Some((text[..end].parse().ok()?, text[end..].trim_start())))
}

/// Base units in one of what a number is written in; nothing for dates.
pub(in crate::scenario) fn unit_factor(written: &Written) -> Option<f64> {
    match written {
        Written::Unit(unit) => Some(parse_unit(unit).ok()?.factor),
        Written::Number | Written::Whole => Some(1.0),
        Written::Date => None,
    }
}

/// The keys that are set, each one that a variant may change.
fn paths(fields: &Fields, key: &str, tree: &Node) -> Option<Vec<Path>> {
    let node = fields.node(key)?;
    let nodes = match &node.item {
        Item::List(list) if !list.is_empty() => list.as_slice(),
        Item::Text(_) if key == "set" => std::slice::from_ref(node),
        _ => return fields.wrong(key, node, "a list of keys"),
    };
    let path = |node: &Node| -> Option<Path> {
        let Item::Text(text) = &node.item else {
            return fields.wrong(key, node, "a key, such as \"site.mine.in_use\",");
        };
        let path = Path::split(text, node.span);
        if path.is_none() {
            let message = format!("{text:?} is not a path such as \"site.mine.in_use\"");
            fields.desk.report(node.span, message, None);
        }
        path
    };
    let paths: Vec<Path> = nodes.iter().map(path).collect::<Option<_>>()?;
    for path in &paths {
        layer::check(tree, &path.parts, true)
            .map_err(|refusal| {
                let shown = path.parts.join(".");
                let message = format!("{shown}: {}", refusal.message);
                fields.desk.report(path.span, message, refusal.help);
            })
            .ok()?;
    }
    Some(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_parted_from_its_unit() {
        for (text, parts) in [
            ("20 d", Some((20.0, "d"))),
            ("-1.5e3 USD/kWh", Some((-1500.0, "USD/kWh"))),
            ("5%", Some((5.0, "%"))),
            ("0.25", Some((0.25, ""))),
            ("9 to 16 d", Some((9.0, "to 16 d"))),
            ("$cover", None),
            ("inf d", None),
            ("", None),
        ] {
            assert_eq!(parted(text), parts, "{text}");
        }
    }
}
