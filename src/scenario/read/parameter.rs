//! `[parameter.NAME]`: named uncertain numbers, read in order of dependence.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Desk, Named};
use super::fields::Fields;
use super::quantity::{Quantity, Wanted, has_nan};
use super::range::Bounds;
use crate::random::Law;
use crate::scenario::expression::Expression;
use crate::scenario::tree::{Item, Node};

const ANYTHING: Wanted = Wanted {
    dimension: None,
    date: false,
    bounds: Bounds::ANY,
};

/// Reads all parameters; afterwards their names have a meaning on the desk.
pub(super) fn read(root: &Fields) {
    let desk = root.desk;
    let tables: BTreeMap<&str, Fields> = root
        .map("parameter")
        .into_iter()
        .filter_map(|(name, fields)| {
            desk.define(name, Named::Broken);
            Some((name, fields?))
        })
        .collect();
    for (name, fields) in &tables {
        if desk.rosters.indices.id(name).is_some() {
            let message = "is also the name of an index; parameters and indices share their names";
            fields.report_self(message, None);
        }
    }
    let needs = |name: &str| needs(&tables, name);
    let clashes = |name: &&str| desk.rosters.indices.id(name).is_some();
    for name in in_order(&tables, &needs)
        .into_iter()
        .filter(|name| !clashes(name))
    {
        let meaning = read_one(&tables[name], name);
        desk.define(name, meaning.unwrap_or(Named::Broken));
    }
}

fn read_one(fields: &Fields, name: &str) -> Option<Named> {
    let quantity = Quantity {
        title: fields.text("title").unwrap_or_default(),
        source: fields.text("source").unwrap_or_default(),
        confidence: fields.word("confidence").unwrap_or_default().to_owned(),
        ..Quantity::plain(fields.desk, name.to_owned(), fields.node("value")?)
    };
    fields.text("note");
    let shown = Quantity::plain(fields.desk, fields.join("value"), quantity.node);
    refuse_indices(&shown, fields)?;
    let mut expression = shown.expression(ANYTHING)?;
    expression.is_date |= is_moved_date(fields.desk, &expression);
    let law = shown.law(&expression, ANYTHING);
    if has_nan(&law.map(&mut |scalar| scalar.constant)) {
        return None;
    }
    Some(Named::Parameter(quantity.draw(law, &expression)))
}

fn refuse_indices(quantity: &Quantity, fields: &Fields) -> Option<()> {
    let indices = &fields.desk.rosters.indices;
    let mut clean = Some(());
    for (name, range) in names_in(quantity.node) {
        if indices.id(name).is_some() && fields.desk.named(name).is_none() {
            let span = fields.desk.part(quantity.node, range);
            let message = format!(
                "{}: ${name} is an index and moves from day to day; a parameter is drawn once a trial",
                quantity.path
            );
            fields.desk.report(span, message, None);
            clean = None;
        }
    }
    clean
}

/// A date that is moved by days is a date: `$mine_start + 2 yr`.
fn is_moved_date(desk: &Desk, expression: &Expression) -> bool {
    let Law::Constant(sum) = &expression.law else {
        return false;
    };
    let is_date = |name: &str| match desk.named(name) {
        Some(Named::Parameter(id)) => desk.parameters.borrow()[id].parameter.is_date,
        _ => false,
    };
    let dates = sum
        .products
        .iter()
        .filter(|product| matches!(product.names.as_slice(), [(name, _)] if is_whole(product.factor) && is_date(name)));
    dates.count() == 1
}

fn is_whole(factor: f64) -> bool {
    (factor - 1.0).abs() < 1e-12
}

/// The parameters a parameter's value names.
fn needs<'a>(tables: &BTreeMap<&'a str, Fields<'a>>, name: &str) -> BTreeSet<&'a str> {
    let value = tables.get(name).and_then(|fields| fields.node("value"));
    let names = value.into_iter().flat_map(names_in);
    names
        .filter_map(|(name, _)| tables.get_key_value(name).map(|(name, _)| *name))
        .collect()
}

/// `$name`s of a text, with where they stand.
fn names_in(node: &Node) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
    let text = match &node.item {
        Item::Text(text) => text.as_str(),
        _ => "",
    };
    text.match_indices('$').map(move |(at, _)| {
        let rest = &text[at + 1..];
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        (&rest[..length], at..at + 1 + length)
    })
}

/// Names so that each stands after those it needs; those in a circle are reported, and they and
/// what needs them left out.
fn in_order<'a>(
    tables: &BTreeMap<&'a str, Fields<'a>>,
    needs: &dyn Fn(&str) -> BTreeSet<&'a str>,
) -> Vec<&'a str> {
    let mut left: BTreeMap<&str, BTreeSet<&str>> =
        tables.keys().map(|name| (*name, needs(name))).collect();
    let mut order = Vec::new();
    while let Some(name) = next_free(&left) {
        left.remove(name);
        order.push(name);
    }
    report_circles(tables, &left);
    order
}

fn next_free<'a>(left: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<&'a str> {
    left.iter()
        .find(|(_, needs)| needs.iter().all(|need| !left.contains_key(need)))
        .map(|(name, _)| *name)
}

fn report_circles<'a>(
    tables: &BTreeMap<&'a str, Fields<'a>>,
    left: &BTreeMap<&'a str, BTreeSet<&'a str>>,
) {
    let mut seen = BTreeSet::new();
    for &start in left.keys() {
        let mut way: Vec<&str> = Vec::new();
        let mut name = start;
        while seen.insert(name) {
            way.push(name);
            match left[name].iter().find(|need| left.contains_key(*need)) {
                Some(next) => name = next,
                None => break,
            }
        }
        if let Some(first) = way.iter().position(|passed| *passed == name) {
            let circle: Vec<String> = way[first..].iter().map(|name| format!("${name}")).collect();
            let message = format!("needs itself: {} -> ${name}", circle.join(" -> "));
            tables[name].report("value", &message, None);
        }
    }
}
