//! A parameter without a unit is told where it is written, not where it is used.

use super::desk::Named;
use super::quantity::{Quantity, Wanted};
use crate::scenario::grid;
use crate::units::Dimension;

impl Quantity<'_> {
    /// Tells of a parameter without a unit, where that is what is wrong with a part of the text;
    /// true then.
    pub(super) fn blames_parameter(&self, part: &str, wanted: Wanted) -> bool {
        let dimension = wanted.dimension.filter(|wanted| *wanted != Dimension::NONE);
        let (Some(dimension), Some(name)) = (dimension, only_name(part)) else {
            return false;
        };
        if let Some(Named::Index(_, Dimension::NONE)) = self.desk.named(name) {
            self.blame_index(name, dimension);
            return true;
        }
        if !self.lacks_unit(name) {
            return false;
        }
        let path = format!("parameter.{name}.value");
        let span = self.desk.place(&path);
        let sources = self.desk.files.sources.borrow();
        let source = sources.text(span.source);
        let written = source.text.get(span.start..span.end).unwrap_or_default();
        let message = format!(
            "{path}: {written} has no unit; {} is wanted, such as \"{}\"",
            dimension.noun(),
            dimension.example()
        );
        let used = sources.text(self.node.span.source);
        let file = match used.name.as_str() {
            name if name == source.name => String::new(),
            name => format!("{name}, "),
        };
        let (line, _) = sources.line_column(self.node.span);
        let help = format!("it is used for {} ({file}line {line})", self.path);
        self.desk.report(span, message, Some(help));
        true
    }

    fn blame_index(&self, name: &str, dimension: Dimension) {
        let message = format!(
            "its price has no unit; {} is wanted, such as \"{}\"",
            dimension.noun(),
            dimension.example()
        );
        let help = format!("it is used for {}", self.path);
        let desk = self.desk;
        desk.report_at(&format!("index.{name}"), &message, Some(help));
    }

    /// Tells of a year or a month where a date is wanted; true then.
    pub(super) fn is_part_of_date(&self, text: &str) -> bool {
        let Some(first) = grid::first_day(text).filter(|_| grid::day(text).is_none()) else {
            return false;
        };
        let message = format!("{text:?} is not a whole date");
        self.report(&message, Some(format!("write {first} for its first day")));
        true
    }

    /// What the parameter is that a part of the text names.
    pub(super) fn whence(&self, part: &str) -> Option<String> {
        let name = only_name(part)?;
        let Some(Named::Parameter(_)) = self.desk.named(name) else {
            return None;
        };
        let span = self.desk.place(&format!("parameter.{name}.value"));
        let sources = self.desk.files.sources.borrow();
        let written = sources.text(span.source).text.get(span.start..span.end)?;
        let (line, _) = sources.line_column(span);
        Some(format!("${name} is {written} (line {line})"))
    }

    fn lacks_unit(&self, name: &str) -> bool {
        let Some(Named::Parameter(id)) = self.desk.named(name) else {
            return false;
        };
        let parameters = self.desk.parameters.borrow();
        let parameter = &parameters[id].parameter;
        parameter.dimension == Dimension::NONE && parameter.unit != "%" && !parameter.is_date
    }
}

/// The name in a text that is nothing else but plain numbers times it.
fn only_name(part: &str) -> Option<&str> {
    let (before, name) = part.split_once('$')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let (name, after) = name.split_at(name.find(|c| !fits(c)).unwrap_or(name.len()));
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || " .*+-".contains(c))
    };
    (plain(before) && plain(after)).then_some(name)
}
