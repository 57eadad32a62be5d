//! What is drawn on is filled by something, and what is demanded can be had at all. Only a network
//! that could be read whole is looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::{path, sources, supplier};
use crate::id::{Id, ProcessId, StockId, Table};
use crate::model::{Stock, Supply};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    let whole = draft.stocks.iter().all(Option::is_some)
        && draft.processes.iter().all(Option::is_some)
        && draft.routes.iter().all(Option::is_some)
        && draft.demands.iter().all(Option::is_some);
    if whole && all_filled(desk, draft) {
        check_demands(desk, draft);
    }
}

/// Reports stocks that are drawn on and that nothing fills.
fn all_filled(desk: &Desk, draft: &Draft) -> bool {
    let mut filled = true;
    let processes = draft.processes.iter().flatten();
    let made: BTreeSet<StockId> = processes.map(|process| process.makes).collect();
    let empty = |(id, stock): &(StockId, &Stock)| {
        !made.contains(id) && stock.sources.is_empty() && !may_begin_full(desk, stock)
    };
    let stocks = draft.stocks.enumerate();
    let stocks = stocks.filter_map(|(id, stock)| Some((id, stock.as_ref()?)));
    let empty: Vec<(StockId, &Stock)> = stocks.filter(empty).collect();
    if empty.is_empty() {
        return true;
    }
    let users = users(desk, draft);
    for (id, stock) in empty {
        if let Some(user) = users.get(&id) {
            let message = format!("nothing fills it, and {user} draws on it");
            let help = "write sources, a process that makes it, or an initial amount";
            desk.report_at(&path("stock", &stock.name), &message, Some(help.to_owned()));
            filled = false;
        }
    }
    filled
}

fn may_begin_full(desk: &Desk, stock: &Stock) -> bool {
    let range = desk.range(&stock.initial);
    range.high > 0.0 || range.high.is_nan()
}

/// Who draws on each stock, in words: a demand before a process, and that before another stock.
fn users(desk: &Desk, draft: &Draft) -> BTreeMap<StockId, String> {
    let mut users = BTreeMap::new();
    for demand in draft.demands.iter().flatten() {
        let user = || format!("demand {:?}", demand.name);
        users.entry(demand.stock).or_insert_with(user);
    }
    for process in draft.processes.iter().flatten() {
        for entry in &process.uses {
            let user = || format!("process {:?}", process.name);
            users.entry(entry.stock).or_insert_with(user);
        }
    }
    for (customer, source) in sources(draft) {
        if let Some(supplier) = supplier(desk, draft, customer, source) {
            let user = || format!("stock {:?}", desk.rosters.stocks.name(customer));
            users.entry(supplier).or_insert_with(user);
        }
    }
    users
}

/// Spreads supply from markets, mines and initial stocks downstream, each stock once.
fn suppliable(desk: &Desk, draft: &Draft) -> Vec<bool> {
    let mut spread = Spread::of(draft);
    for (id, stock) in draft.stocks.enumerate() {
        if stock
            .as_ref()
            .is_some_and(|stock| may_begin_full(desk, stock))
        {
            spread.fill(id);
        }
    }
    let mut moved_to: BTreeMap<StockId, Vec<StockId>> = BTreeMap::new();
    for (stock, source) in sources(draft) {
        match (source.supply, supplier(desk, draft, stock, source)) {
            (Supply::Market(_), _) => spread.fill(stock),
            (Supply::Route(_), Some(from)) => moved_to.entry(from).or_default().push(stock),
            (Supply::Route(_), None) => {}
        }
    }
    while let Some(id) = spread.next.pop() {
        for &customer in moved_to.get(&id).into_iter().flatten() {
            spread.fill(customer);
        }
        spread.use_up(draft, id);
    }
    spread.full
}

/// What has been found to be supplied.
struct Spread {
    full: Vec<bool>,
    /// Full stocks whose users have not been looked at.
    next: Vec<StockId>,
    /// Inputs that each process still lacks.
    lacking: Table<ProcessId, usize>,
    /// The processes that use a stock.
    users: BTreeMap<StockId, Vec<ProcessId>>,
}

impl Spread {
    /// Nothing but what is made of nothing.
    fn of(draft: &Draft) -> Self {
        let mut spread = Self {
            full: vec![false; draft.stocks.len()],
            next: Vec::new(),
            lacking: Table::new(),
            users: BTreeMap::new(),
        };
        for (id, process) in draft.processes.enumerate() {
            let uses = process.iter().flat_map(|process| &process.uses);
            let mut lacking = 0;
            for entry in uses {
                spread.users.entry(entry.stock).or_default().push(id);
                lacking += 1;
            }
            spread.lacking.push(lacking);
            if let Some(mine) = process.as_ref().filter(|_| lacking == 0) {
                spread.fill(mine.makes);
            }
        }
        spread
    }

    fn fill(&mut self, id: StockId) {
        let full = &mut self.full[id.position()];
        if !std::mem::replace(full, true) {
            self.next.push(id);
        }
    }

    /// Processes that lacked only this stock fill theirs.
    fn use_up(&mut self, draft: &Draft, id: StockId) {
        for user in self.users.remove(&id).unwrap_or_default() {
            self.lacking[user] -= 1;
            let process = draft.processes[user].as_ref();
            if let Some(process) = process.filter(|_| self.lacking[user] == 0) {
                self.fill(process.makes);
            }
        }
    }
}

fn check_demands(desk: &Desk, draft: &Draft) {
    let full = suppliable(desk, draft);
    for demand in draft.demands.iter().flatten() {
        if !full[demand.stock.position()] {
            let stock = desk.rosters.stocks.name(demand.stock);
            let message = format!(
                "stock {stock:?} can never be filled: no market, mine or initial stock leads to it"
            );
            desk.report_at(&format!("demand.{}", demand.name), &message, None);
        }
    }
}
