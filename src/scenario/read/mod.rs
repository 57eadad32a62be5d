//! The tree of one variant into a model. References are settled against rosters made beforehand,
//! quantities are read and bounded where they stand, and what could not be read leaves an empty
//! slot, so that one mistake hides no other. One file a table of the language.

mod blame;
mod commodity;
mod contract;
mod correlation;
mod currency;
mod demand;
pub(super) mod desk;
mod duty;
mod element;
pub(super) mod fields;
pub(super) mod files;
mod frame;
mod hazard;
mod index;
pub(super) mod layer;
pub(super) mod lever;
mod limits;
mod market;
mod names;
mod numbers;
mod observations;
pub(super) mod optimize;
mod outlet;
mod parameter;
mod party;
mod plan;
mod plant;
mod policy;
mod price;
mod process;
mod quantity;
pub(super) mod range;
mod ratio;
pub(super) mod references;
pub(super) mod roster;
mod route;
mod site;
mod source;
mod stock;
mod suggest;
mod table;
mod unknown;
mod values;
pub(super) mod way;

use desk::Desk;
use fields::Fields;
pub(super) use frame::Frame;
use roster::Roster;

use crate::id::{
    CommodityId, ContractId, DemandId, DutyId, ElementId, HazardId, Id, IndexId, MarketId,
    OutletId, PartyId, ProcessId, RatioId, RouteId, SiteId, StockId, Table,
};
use crate::model::{
    Commodity, Contract, Demand, Duty, Element, Hazard, Index, Market, Model, Outlet, Party,
    Process, Ratio, Route, Site, Stock,
};
use crate::random::{Copula, Sampling};
use crate::scenario::text::Span;
use crate::scenario::tree::Node;
use crate::units::Dimension;

/// Entries by id; empty where one could not be read.
pub(super) type Slots<I, T> = Table<I, Option<T>>;

/// A model in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub frame: Frame,
    /// Of parameters.
    pub copula: Copula,
    pub parties: Slots<PartyId, Party>,
    pub commodities: Slots<CommodityId, Commodity>,
    pub indices: Slots<IndexId, Index>,
    pub sites: Slots<SiteId, Site>,
    pub stocks: Slots<StockId, Stock>,
    pub processes: Slots<ProcessId, Process>,
    pub elements: Slots<ElementId, Element>,
    pub routes: Slots<RouteId, Route>,
    pub markets: Slots<MarketId, Market>,
    pub outlets: Slots<OutletId, Outlet>,
    pub duties: Slots<DutyId, Duty>,
    pub contracts: Slots<ContractId, Contract>,
    pub demands: Slots<DemandId, Demand>,
    pub hazards: Slots<HazardId, Hazard>,
    pub ratios: Slots<RatioId, Ratio>,
    pub wanted: Option<optimize::Wanted>,
}

/// Reads the tree of one variant; every mistake goes to the desk.
pub(super) fn draft(desk: &Desk, tree: &Node, whole: Span) -> Draft {
    let mut draft = Draft::default();
    let Some(root) = Fields::open(desk, "", String::new(), whole, tree) else {
        return draft;
    };
    let scenario = root.table("scenario");
    if let Some(start) = scenario.as_ref().and_then(|fields| fields.date("start")) {
        desk.start.set(start);
    }
    parameter::read(&root);
    let end = scenario.as_ref().and_then(|fields| fields.date("end"));
    draft.indices = index::read(&root, end);
    draft.copula = correlation::read(&root, &mut draft.indices);
    currency::read(&root);
    draft.parties = party::read(&root);
    draft.commodities = commodity::read(&root);
    draft.frame = scenario
        .map(|fields| frame::read(&fields))
        .unwrap_or_default();
    element::read(&root, &mut draft);
    draft.routes = route::read(&root);
    draft.markets = market::read(&root, &draft);
    site::read(&root, &mut draft);
    draft.outlets = outlet::read(&root, &draft);
    draft.duties = duty::read(&root);
    draft.contracts = contract::read(&root, &draft);
    draft.demands = demand::read(&root, &draft);
    draft.hazards = hazard::read(&root, &draft);
    draft.ratios = ratio::read(&root);
    draft.wanted = optimize::read(&root, tree);
    draft
}

/// Reads what a file says of its variants, for its mistakes.
pub(super) fn headings(desk: &Desk, tree: &Node, whole: Span) {
    let Some(root) = Fields::open(desk, "", String::new(), whole, tree) else {
        return;
    };
    for (name, fields) in root.map("variant") {
        fields.map(|fields| (fields.title(name), fields.flag("in_use")));
    }
}

/// Reads named tables into the slots of their roster; those that are not in use are read for their
/// mistakes only.
fn fill<I: Id, T>(
    slots: &mut Slots<I, T>,
    roster: &Roster<I>,
    entries: Vec<(String, Option<Fields>)>,
    mut read: impl FnMut(&str, &Fields) -> Option<T>,
) {
    while slots.len() < roster.names().len() {
        slots.push(None);
    }
    for (name, fields) in entries {
        let Some(fields) = fields else { continue };
        let idle = fields.desk.idle.get();
        fields.desk.idle.set(idle || roster.is_idle(&name));
        let entry = read(&name, &fields);
        fields.desk.idle.set(idle);
        if let Some(id) = roster.id(&name) {
            slots[id] = entry;
        }
    }
}

/// The named tables of a key of the root, read into slots.
fn filled<I: Id, T>(
    root: &Fields,
    key: &str,
    roster: &Roster<I>,
    read: impl FnMut(&str, &Fields) -> Option<T>,
) -> Slots<I, T> {
    let mut slots = Slots::default();
    fill(&mut slots, roster, owned(root.map(key)), read);
    slots
}

fn owned<'a>(entries: Vec<(&str, Option<Fields<'a>>)>) -> Vec<(String, Option<Fields<'a>>)> {
    let own = |(name, fields): (&str, _)| (name.to_owned(), fields);
    entries.into_iter().map(own).collect()
}

impl Draft {
    /// What a commodity is counted in.
    pub fn unit(&self, id: CommodityId) -> Option<Dimension> {
        Some(self.commodities[id].as_ref()?.unit.dimension())
    }

    /// The model, where every slot is filled.
    pub fn complete(self, desk: &Desk, variant: &str, title: &str) -> Option<Model> {
        let frame = self.frame;
        let parameters = desk.parameters.borrow();
        Some(Model {
            scenario: frame.name,
            variant: variant.to_owned(),
            title: title.to_owned(),
            start: frame.start?,
            end: frame.end?,
            base_year: frame.base_year,
            discount: frame.discount,
            capital_rate: frame.capital_rate,
            carrying: frame.carrying,
            warmup_days: frame.warmup_days,
            automaker: frame.automaker,
            sampling: Sampling {
                design: frame.design,
                copula: self.copula,
                noise_replicates: frame.noise_replicates,
                ..Sampling::default()
            },
            parameters: parameters
                .iter()
                .map(|drawn| drawn.parameter.clone())
                .collect(),
            indices: currency::with_products(all(self.indices)?, &desk.products.borrow()),
            parties: all(self.parties)?,
            commodities: all(self.commodities)?,
            sites: all(self.sites)?,
            stocks: all(self.stocks)?,
            processes: all(self.processes)?,
            elements: all(self.elements)?,
            routes: all(self.routes)?,
            markets: all(self.markets)?,
            outlets: all(self.outlets)?,
            duties: all(self.duties)?,
            contracts: all(self.contracts)?,
            demands: all(self.demands)?,
            hazards: all(self.hazards)?,
            ratios: all(self.ratios)?,
        })
    }
}

fn all<I: Id, T>(slots: Slots<I, T>) -> Option<Table<I, T>> {
    let entries: Option<Vec<T>> = slots.into_entries().into_iter().collect();
    Some(Table::from(entries?))
}
