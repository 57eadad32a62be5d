//! `[currency.CODE]`: exchange rates, and the indices that are products of others because of them.

use super::desk::{Desk, Named};
use super::fields::Fields;
use crate::id::{IndexId, Table};
use crate::model::{Index, IndexFactor, IndexProcess};
use crate::scenario::tree::Item;
use crate::units::{Currency, Dimension};

/// Reads all rates; afterwards the desk converts amounts of their currencies.
pub(super) fn read(root: &Fields) {
    for (code, fields) in root.map("currency") {
        let known = Currency::ALL.into_iter().find(|known| known.code() == code);
        let Some(currency) = known else {
            let codes = Currency::ALL.map(Currency::code).join(", ");
            let message = format!("no currency {code:?} is known; there are {codes}");
            root.desk
                .report_at(&format!("currency.{code}"), &message, None);
            continue;
        };
        let rate = fields.and_then(|fields| read_rate(&fields, currency));
        root.desk.rates.borrow_mut().insert(currency, rate);
    }
}

fn read_rate(fields: &Fields, currency: Currency) -> Option<IndexFactor> {
    let code = currency.code();
    let wanted = format!("the name of an index in {code}/USD, such as \"$fx\",");
    let node = fields.node("rate")?;
    let Item::Text(text) = &node.item else {
        return fields.wrong("rate", node, &wanted);
    };
    let name = text.trim().strip_prefix('$').unwrap_or_default();
    let Some(named) = fields.desk.named(name) else {
        let message = format!("{text:?} names no index; {wanted} is wanted");
        fields.report("rate", &message, Some(help(fields.desk, name, currency)));
        return None;
    };
    let (index, dimension) = match named {
        Named::Index(index, dimension) => (index, dimension),
        Named::Parameter(_) => {
            let message = format!("{text:?} is a parameter; {wanted} is wanted");
            let help = format!("write [index.fx] with constant = {text:?} and name that");
            fields.report("rate", &message, Some(help));
            return None;
        }
        Named::Broken => return None,
    };
    let per_usd = currency.dimension().per(Dimension::MONEY);
    let is_inverse = dimension == per_usd;
    if !is_inverse && dimension != per_usd.inverse() {
        let message = format!("{text} is in {dimension}; {code}/USD or USD/{code} is wanted");
        fields.report("rate", &message, None);
        return None;
    }
    Some(IndexFactor { index, is_inverse })
}

fn help(desk: &Desk, name: &str, currency: Currency) -> String {
    match desk.nearest(name) {
        Some(near) => format!("did you mean \"${near}\"?"),
        None => format!(
            "write [index.fx] with, say, constant = \"{} {}/USD\"",
            currency.round_rate(),
            currency.code()
        ),
    }
}

/// The indices with the products that prices refer to.
pub(super) fn with_products(
    mut indices: Table<IndexId, Index>,
    products: &[Vec<IndexFactor>],
) -> Table<IndexId, Index> {
    for factors in products {
        let product = product(&indices, factors);
        indices.push(product);
    }
    indices
}

fn product(indices: &Table<IndexId, Index>, factors: &[IndexFactor]) -> Index {
    let mut name = String::new();
    let mut dimension = Dimension::NONE;
    for factor in factors {
        let index = &indices[factor.index];
        name += if factor.is_inverse { " / " } else { " * " };
        name += &index.name;
        dimension = if factor.is_inverse {
            dimension.per(index.dimension)
        } else {
            dimension.times(index.dimension)
        };
    }
    Index {
        name: format!("1{name}"),
        dimension,
        process: IndexProcess::Product(factors.to_vec()),
    }
}
