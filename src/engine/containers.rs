//! Orders that leave in whole containers. On a route that says so, what is open on a lane counts as
//! far as it fills containers, its newest part waits for more; orders are then filled as everywhere,
//! first in first out, pro rata on ties, and what that comes to in containers is rounded among the
//! supplier's lanes of the evening by largest remainder, ties by name. What a container still lacks
//! stays on hand.

use std::ops::RangeInclusive;

use super::scratch::Scratch;
use crate::id::StockId;
use crate::plan::{LaneId, Plan};

/// Part of a container that is rounding.
const TINY: f64 = 1e-10;

/// What one lane is to load tonight in one trial.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    lane: LaneId,
    /// Units in a container; nothing where parts of containers may leave.
    per_feu: Option<f64>,
    /// Most that may leave tonight, whatever is there [unit].
    most: f64,
    /// What leaves [unit].
    quantity: f64,
    /// What it loads beyond whole containers, while these are rounded [FEU].
    remainder: f64,
}

impl<const N: usize> Scratch<N> {
    /// Orders on a stock are filled in whole containers on the lanes that want it.
    #[inline(never)]
    pub(super) fn fill_containers(&mut self, plan: &Plan, stock: StockId, day: u32) {
        let (works, available) = self.leavable(plan, stock, day);
        let available = works.of(available);
        let customers = &plan.stocks[stock].customers;
        let waits = self.stocks[stock].queue.open.is_positive();
        self.line_up(customers, stock, day, waits);
        let mut loads = std::mem::take(&mut self.loads);
        for k in (waits & available.is_positive()).trials() {
            let evenings = self.stocks[stock].queue.since(k)..=day;
            loads.clear();
            for &lane in customers {
                let load = self.load(plan, lane, k, evenings.clone());
                loads.push(load);
            }
            self.share_out(&mut loads, k, evenings.clone(), available[k]);
            round(&mut loads);
            for load in &loads {
                self.load_oldest(load, k, evenings.clone());
            }
            self.restate(stock, customers, k, evenings);
        }
        self.loads = loads;
    }

    /// A lane before anything is shared out.
    fn load(&mut self, plan: &Plan, lane: LaneId, k: usize, evenings: RangeInclusive<u32>) -> Load {
        let state = &mut self.lanes[lane];
        let whole = plan.lanes[lane].carriage.whole_feu;
        let per_feu = whole.then(|| 1.0 / state.feu_per_unit[k]);
        let most = per_feu.map_or(f64::INFINITY, |units| {
            let open: f64 = evenings.map(|evening| state.waits.on(evening)[k]).sum();
            whole_containers(open / units) * units
        });
        Load {
            lane,
            per_feu,
            most,
            quantity: 0.0,
            remainder: 0.0,
        }
    }

    /// First in first out, pro rata on ties, each lane up to the most it may load.
    fn share_out(
        &mut self,
        loads: &mut [Load],
        k: usize,
        evenings: RangeInclusive<u32>,
        mut available: f64,
    ) {
        for evening in evenings {
            let mut wanted = 0.0;
            for load in loads.iter() {
                wanted += self.wanted_of(load, k, evening);
            }
            let part = if available < wanted {
                available / wanted
            } else {
                1.0
            };
            for load in loads.iter_mut() {
                load.quantity += part * self.wanted_of(load, k, evening);
            }
            available -= part * wanted;
            if part < 1.0 {
                return;
            }
        }
    }

    fn wanted_of(&mut self, load: &Load, k: usize, evening: u32) -> f64 {
        let open = self.lanes[load.lane].waits.on(evening)[k];
        let room = load.most - load.quantity;
        if open < room { open } else { room.max(0.0) }
    }

    /// What leaves on a lane answers its oldest orders.
    fn load_oldest(&mut self, load: &Load, k: usize, evenings: RangeInclusive<u32>) {
        let mut left = load.quantity;
        let state = &mut self.lanes[load.lane];
        for evening in evenings {
            let open = state.waits.on(evening)[k];
            if left <= 0.0 {
                return;
            }
            if open <= 0.0 {
                continue;
            }
            let all = left >= open * (1.0 - TINY);
            state.load(k, evening, if all { 1.0 } else { left / open });
            left = if all { left - open } else { 0.0 };
        }
    }

    /// The queue of the stock is what is still open on its lanes.
    fn restate(
        &mut self,
        stock: StockId,
        customers: &[LaneId],
        k: usize,
        evenings: RangeInclusive<u32>,
    ) {
        for evening in evenings.clone() {
            let mut open = 0.0;
            for &lane in customers {
                open += self.lanes[lane].waits.on(evening)[k];
            }
            self.stocks[stock].queue.all.on(evening)[k] = open;
        }
        self.stocks[stock].queue.restate(k, evenings);
    }
}

fn whole_containers(feu: f64) -> f64 {
    libm::floor(feu + TINY)
}

/// Rounds what lanes in whole containers load: as many containers as all of them fill together,
/// shared by largest remainder, ties in the order of the lanes, which is that of their customers'
/// names.
///
/// # Source
/// Hare's and Hamilton's method of apportionment.
fn round(loads: &mut [Load]) {
    let (mut all, mut whole) = (0.0, 0.0);
    for load in loads.iter_mut() {
        let Some(units) = load.per_feu else { continue };
        let feu = load.quantity / units;
        let down = whole_containers(feu);
        load.remainder = feu - down;
        load.quantity = down * units;
        all += feu;
        whole += down;
    }
    let mut left = whole_containers(all) - whole;
    while left > 0.5 {
        let Some(load) = largest_remainder(loads) else {
            return;
        };
        load.quantity += load.per_feu.unwrap_or(0.0);
        load.remainder = 0.0;
        left -= 1.0;
    }
}

/// The first lane of the largest remainder, where any is left.
fn largest_remainder(loads: &mut [Load]) -> Option<&mut Load> {
    let mut most = TINY;
    let mut found = None;
    for load in loads.iter_mut() {
        if load.remainder > most {
            most = load.remainder;
            found = Some(load);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole containers of ten")]
    fn containers_go_to_the_largest_remainders_and_ties_to_the_first() {
        let round_of = |quantities: &[f64]| {
            let mut loads: Vec<Load> = quantities
                .iter()
                .map(|&quantity| Load {
                    lane: LaneId::new(0),
                    per_feu: Some(10.0),
                    most: f64::INFINITY,
                    quantity,
                    remainder: 0.0,
                })
                .collect();
            round(&mut loads);
            loads.iter().map(|load| load.quantity).collect::<Vec<_>>()
        };
        for (loaded, rounded) in [
            (vec![18.0, 27.0], vec![20.0, 20.0]),
            (vec![7.0, 7.0], vec![10.0, 0.0]),
            (vec![4.0, 5.0], vec![0.0, 0.0]),
            (vec![14.0, 16.0, 15.0, 15.0], vec![10.0, 20.0, 20.0, 10.0]),
            (vec![20.0 / 3.0; 3], vec![10.0, 10.0, 0.0]),
            (vec![0.1 + 0.2 + 9.7, 29.999_999_999_999], vec![10.0, 30.0]),
        ] {
            assert_eq!(round_of(&loaded), rounded, "{loaded:?}");
        }
    }
}
