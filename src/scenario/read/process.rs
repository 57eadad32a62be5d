//! `[site.SITE.process.NAME]`: recipes.

use super::fields::Fields;
use super::quantity::{Quantity, Wanted};
use super::range::Bounds;
use super::roster::Found;
use super::{Draft, plant, site, stock};
use crate::calendar::DAYS_PER_YEAR;
use crate::id::{CommodityId, Id, PartyId, StockId};
use crate::model::{Cost, Extras, Need, Process, Scalar, Use};
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node};
use crate::units::Dimension;

const USUAL_LIFE_YEARS: f64 = 20.0;

/// Reads a process; its lithium balance is checked later.
pub(super) fn read(name: &str, fields: &Fields, draft: &Draft) -> Option<Process> {
    let (site, site_name, _) = site::split(name, fields);
    fields.flag("in_use");
    fields.title(name);
    let product = fields.name("makes", &fields.desk.rosters.commodities)?;
    let makes = stock_at(fields, site_name, product, "makes");
    let unit = draft.unit(product)?;
    let fields = fields.clone().of(unit);
    let uses = uses(&fields, site_name, draft);
    let emissions = fields.wanted_dimension("emissions", Dimension::MASS.per(unit));
    let extras = Extras {
        emissions_t: fields.once_as("emissions", emissions),
        ..plant::extras(&fields)
    };
    let process = Process {
        name: name.to_owned(),
        site: site.unwrap_or(Id::new(0)),
        makes: makes.unwrap_or(Id::new(0)),
        uses: uses?,
        capacity_per_day: plant::capacity(&fields, &extras.phases),
        start_day: fields.once("start").unwrap_or_default(),
        ramp: plant::ramp(&fields),
        season: fields.season(),
        scrap: plant::scrap(&fields, extras.learning.as_ref()),
        inside_days: fields.once_or_zero("inside"),
        costs: costs(&fields),
        capex: fields.once("capex"),
        life_days: fields
            .once("life")
            .unwrap_or_else(|| Scalar::fixed(USUAL_LIFE_YEARS * DAYS_PER_YEAR)),
        breakdown: stock::breakdown(&fields),
        extras,
    };
    site.and(makes).map(|_| process)
}

/// The stock of a commodity at the process's site; without one, a problem that says what to write.
fn stock_at(fields: &Fields, site: &str, commodity: CommodityId, key: &str) -> Option<StockId> {
    let rosters = &fields.desk.rosters;
    let commodity = rosters.commodities.name(commodity);
    let (what, help) = match rosters.stocks.find(&format!("{site}.{commodity}")) {
        Found::Entry(id) => return Some(id),
        _ if fields.desk.idle.get() => return None,
        Found::Idle => ("is not in use", None),
        Found::Missing => {
            let table = format!("write [site.{site}.stock.{commodity}]");
            let push = " with a policy, such as policy = { push = {} }";
            let help = if key == "makes" { table + push } else { table };
            ("does not exist", Some(help))
        }
    };
    let message = format!("the stock of {commodity:?} at site {site:?} {what}");
    fields.desk.report_at(&fields.join(key), &message, help);
    None
}

fn uses(fields: &Fields, site: &str, draft: &Draft) -> Option<Vec<Use>> {
    let mut uses = Vec::new();
    let mut whole = true;
    for key in ["uses", "recovers"] {
        for (name, span, node) in fields.entries(key) {
            match one_use(fields, key, (name, span, node), site, draft) {
                Some(entry) => uses.push(entry),
                None => whole = false,
            }
        }
    }
    check_recoveries(fields, &uses);
    uses.sort_by_key(|entry| entry.stock);
    whole.then_some(uses)
}

fn one_use(
    fields: &Fields,
    key: &'static str,
    (name, span, node): (&str, Span, &Node),
    site: &str,
    draft: &Draft,
) -> Option<Use> {
    let path = format!("{}.{name}", fields.join(key));
    let roster = &fields.desk.rosters.commodities;
    let commodity = fields.resolve(&path, span, name, roster)?;
    let recovery = key == "recovers";
    let dimension = if recovery {
        Dimension::NONE
    } else {
        draft.unit(commodity)?.per(fields.of)
    };
    let wanted = fields.wanted_dimension(key, dimension);
    let amount = Quantity::settled(Quantity::at(fields.desk, path, node), wanted);
    Some(Use {
        stock: stock_at(fields, site, commodity, &format!("{key}.{name}"))?,
        need: if recovery {
            Need::Recovery(amount)
        } else {
            Need::PerUnit(amount)
        },
    })
}

fn check_recoveries(fields: &Fields, uses: &[Use]) {
    let recovers = |entry: &&Use| matches!(entry.need, Need::Recovery(_));
    for entry in uses.iter().filter(recovers) {
        if uses
            .iter()
            .filter(|other| other.stock == entry.stock)
            .count()
            > 1
        {
            fields.report(
                "recovers",
                "names a commodity that is also in \"uses\"",
                None,
            );
        }
    }
    if uses.iter().filter(recovers).count() > 1 {
        let message = "names several commodities; the need follows from the lithium of one only";
        let help = "write the others into `uses` with their amounts".to_owned();
        fields.report("recovers", message, Some(help));
    }
}

fn costs(fields: &Fields) -> Vec<Cost> {
    let entries = fields.entries("cost").into_iter();
    entries
        .filter_map(|(category, span, node)| cost(fields, category, span, node))
        .collect()
}

/// A cost: a line of text, or a table with who is paid.
/// Kinds of cost that the program itself posts.
const OWN_CATEGORIES: &[&str] = &[
    "backlog",
    "capex",
    "capital",
    "carrying",
    "duty",
    "freight",
    "holding",
    "lost",
    "market",
    "order",
    "purchase",
    "sales",
    "stock_change",
    "take_or_pay",
    "tax",
    "vat",
];

fn cost(fields: &Fields, category: &str, span: Span, node: &Node) -> Option<Cost> {
    if OWN_CATEGORIES.contains(&category) {
        let message = format!("cost.{category}: {category:?} is a kind of cost that is worked out");
        let help = "choose another name, such as operating, energy or materials".to_owned();
        fields.desk.report(span, message, Some(help));
        return None;
    }
    let path = format!("{}.{category}", fields.join("cost"));
    let wanted = Wanted {
        dimension: Some(Dimension::MONEY.per(fields.of)),
        date: false,
        bounds: Bounds::of("cost", "amount"),
    };
    let (quantity, to) = match &node.item {
        Item::Section(_) => {
            let table = Fields::open(fields.desk, "cost", path.clone(), span, node)?;
            table.text("note");
            let to = table.party("to");
            let quantity = Quantity {
                source: table.text("source").unwrap_or_default(),
                confidence: table.word("confidence").unwrap_or_default().to_owned(),
                ..Quantity::plain(fields.desk, path, table.node("amount")?)
            };
            (quantity, to)
        }
        _ => (
            Quantity::plain(fields.desk, path, node),
            Some(PartyId::new(0)),
        ),
    };
    Some(Cost {
        category: category.to_owned(),
        amount: Quantity::priced(Some(quantity), wanted),
        to: to?,
    })
}
