//! Who there is in one variant: names of every kind, with what is not in use told apart, known
//! before anything is read so that references can be settled in one pass.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use crate::id::{
    CommodityId, ContractId, DemandId, DutyId, ElementId, HazardId, Id, IndexId, MarketId,
    OutletId, PartyId, ProcessId, RatioId, RouteId, SiteId, StockId,
};
use crate::model::OUTSIDE;
use crate::scenario::problem::nearest;
use crate::scenario::tree::{Item, Node};

/// Names of one kind in the order of their table.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Roster<I> {
    /// As in messages: `site`, `leg or node`.
    pub kind: &'static str,
    in_use: Vec<String>,
    idle: BTreeSet<String>,
    id: PhantomData<I>,
}

/// What a name turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::scenario) enum Found<I> {
    /// In use.
    Entry(I),
    /// There, but not in use.
    Idle,
    /// Not there.
    Missing,
}

impl<I: Id> Roster<I> {
    fn new(kind: &'static str, names: impl IntoIterator<Item = (String, bool)>) -> Self {
        let (mut in_use, mut idle) = (BTreeSet::new(), BTreeSet::new());
        for (name, used) in names {
            let list = if used { &mut in_use } else { &mut idle };
            list.insert(name);
        }
        Self {
            kind,
            in_use: in_use.into_iter().collect(),
            idle,
            id: PhantomData,
        }
    }

    fn of(kind: &'static str, root: &Node, table: &str) -> Self {
        let names = entries(child(root, table)).map(|(name, _)| (name.to_owned(), true));
        Self::new(kind, names)
    }

    /// The same of what may be out of use.
    fn in_use(kind: &'static str, root: &Node) -> Self {
        let names = entries(child(root, kind)).map(|(name, node)| (name.to_owned(), in_use(node)));
        Self::new(kind, names)
    }

    /// What a name is.
    pub fn find(&self, name: &str) -> Found<I> {
        if let Some(position) = self.position(name) {
            Found::Entry(I::new(position))
        } else if self.idle.contains(name) {
            Found::Idle
        } else {
            Found::Missing
        }
    }

    /// Where a name stands among those in use, which are in order but for the first.
    fn position(&self, name: &str) -> Option<usize> {
        let (first, others) = self.in_use.split_first()?;
        if first == name {
            return Some(0);
        }
        let found = others.binary_search_by(|other| other.as_str().cmp(name));
        found.ok().map(|at| at + 1)
    }

    /// What is named `SITE.…`, of a roster of things at sites.
    pub fn below(&self, site: &str) -> impl Iterator<Item = I> + use<'_, I> {
        let prefix = format!("{site}.");
        let first = self.in_use.partition_point(|name| *name < prefix);
        let own = self.in_use[first..].iter();
        let own = own.take_while(move |name| name.starts_with(&prefix));
        own.enumerate().map(move |(at, _)| I::new(first + at))
    }

    /// The name that may be meant by one that is not there.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let names = self.in_use.iter().chain(&self.idle).map(String::as_str);
        nearest(name, names)
    }

    /// The id of what is in use.
    pub fn id(&self, name: &str) -> Option<I> {
        self.position(name).map(I::new)
    }

    /// True for what is there but not in use.
    pub fn is_idle(&self, name: &str) -> bool {
        self.idle.contains(name)
    }

    /// The name of what is in use.
    pub fn name(&self, id: I) -> &str {
        &self.in_use[id.position()]
    }

    /// The names in use.
    pub fn names(&self) -> &[String] {
        &self.in_use
    }
}

/// The rosters of one variant.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Rosters {
    pub parties: Roster<PartyId>,
    pub commodities: Roster<CommodityId>,
    pub indices: Roster<IndexId>,
    pub sites: Roster<SiteId>,
    pub stocks: Roster<StockId>,
    pub processes: Roster<ProcessId>,
    pub elements: Roster<ElementId>,
    pub routes: Roster<RouteId>,
    pub markets: Roster<MarketId>,
    pub outlets: Roster<OutletId>,
    pub duties: Roster<DutyId>,
    pub contracts: Roster<ContractId>,
    pub demands: Roster<DemandId>,
    pub hazards: Roster<HazardId>,
    pub ratios: Roster<RatioId>,
}

impl Rosters {
    /// Everything named in a tree.
    pub fn of(root: &Node) -> Self {
        let sites = Roster::in_use("site", root);
        let routes = entries(child(root, "route"))
            .map(|(name, node)| (name.to_owned(), in_use(node) && !ends_idle(node, &sites)));
        let elements = entries(child(root, "leg"))
            .chain(entries(child(root, "node")))
            .map(|(name, _)| (name.to_owned(), true));
        let outlets = entries(child(root, "outlet")).map(|(name, node)| {
            (
                name.to_owned(),
                in_use(node) && !is_idle(node, "at", &sites),
            )
        });
        Self {
            parties: parties(root),
            commodities: Roster::of("commodity", root, "commodity"),
            indices: Roster::of("index", root, "index"),
            stocks: within_sites("stock", root),
            processes: within_sites("process", root),
            elements: Roster::new("leg or node", elements),
            routes: Roster::new("route", routes),
            markets: Roster::in_use("market", root),
            outlets: Roster::new("outlet", outlets),
            duties: Roster::in_use("duty", root),
            contracts: Roster::in_use("contract", root),
            demands: Roster::in_use("demand", root),
            hazards: Roster::in_use("hazard", root),
            ratios: Roster::in_use("ratio", root),
            sites,
        }
    }
}

/// `outside` stands first, whatever its letter.
fn parties(root: &Node) -> Roster<PartyId> {
    let mut parties = Roster::of("party", root, "party");
    parties.in_use.retain(|name| name != OUTSIDE);
    parties.in_use.insert(0, OUTSIDE.to_owned());
    parties
}

fn within_sites<I: Id>(kind: &'static str, root: &Node) -> Roster<I> {
    let names = entries(child(root, "site")).flat_map(|(site, node)| {
        let site_in_use = in_use(node);
        entries(child(node, kind))
            .map(move |(name, node)| (format!("{site}.{name}"), site_in_use && in_use(node)))
    });
    Roster::new(kind, names)
}

fn ends_idle(route: &Node, sites: &Roster<SiteId>) -> bool {
    let ends = ["from", "to"];
    ends.iter().any(|end| is_idle(route, end, sites))
}

/// True where a key names a site that is not in use.
fn is_idle(node: &Node, key: &str, sites: &Roster<SiteId>) -> bool {
    match child(node, key).map(|node| &node.item) {
        Some(Item::Text(site)) => sites.is_idle(site),
        _ => false,
    }
}

/// The named tables of a table.
pub(in crate::scenario) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let section = match node.map(|node| &node.item) {
        Some(Item::Section(section)) => section.entries.as_slice(),
        _ => &[],
    };
    section.iter().map(|(name, _, node)| (name.as_str(), node))
}

fn child<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    match &node.item {
        Item::Section(section) => section.find(key),
        _ => None,
    }
}

/// True unless switched off.
pub(in crate::scenario) fn in_use(node: &Node) -> bool {
    !matches!(
        child(node, "in_use").map(|node| &node.item),
        Some(Item::Flag(false))
    )
}
