//! What lies downstream of a stock, each stock once, however many ways lead to it.

use std::collections::BTreeSet;

use super::links::Links;
use super::{LaneId, LanePlan};
use crate::id::{Id, ProcessId, StockId, Table};
use crate::model::{Model, Policy};

/// A stock whose policy looks at its echelon position, and all that lies downstream of it.
#[derive(Clone, Debug)]
pub struct Echelon {
    /// The stock.
    pub stock: StockId,
    /// Itself, then what lies downstream, each after what it hangs on.
    pub downstream: Vec<Downstream>,
}

/// A stock downstream of another.
#[derive(Clone, Copy, Debug)]
pub struct Downstream {
    /// The stock.
    pub stock: StockId,
    /// How it hangs on an earlier one of the list.
    pub step: Step,
}

/// How units of one stock become units of the next.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The stock itself.
    Here,
    /// The same commodity, from the stock at this place of the list.
    Moved(usize),
    /// Made by a process from this use of it, from the stock at this place of the list.
    Made(usize, ProcessId, usize),
}

/// The echelons of all stocks that look at them.
pub fn echelons(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    links: &Table<StockId, Links>,
) -> Vec<Echelon> {
    let looks = |id: &StockId| {
        matches!(
            model.stocks[*id].policy,
            Some(Policy::EchelonBaseStock { .. })
        )
    };
    model
        .stocks
        .ids()
        .filter(looks)
        .map(|stock| echelon(model, lanes, links, stock))
        .collect()
}

fn echelon(
    model: &Model,
    lanes: &Table<LaneId, LanePlan>,
    links: &Table<StockId, Links>,
    stock: StockId,
) -> Echelon {
    let mut seen = BTreeSet::from([stock.position()]);
    let mut downstream = vec![Downstream {
        stock,
        step: Step::Here,
    }];
    let mut at = 0;
    while let Some(here) = downstream.get(at).copied() {
        let links = &links[here.stock];
        let moved = links
            .customers
            .iter()
            .map(|&lane| (lanes[lane].customer, Step::Moved(at)));
        let made = links.users.iter().map(|&(process, used)| {
            (
                model.processes[process].makes,
                Step::Made(at, process, used),
            )
        });
        for (stock, step) in moved.chain(made) {
            if seen.insert(stock.position()) {
                downstream.push(Downstream { stock, step });
            }
        }
        at += 1;
    }
    Echelon { stock, downstream }
}
