//! After orders are filled, outlets buy what stocks have to spare.

use super::day::Today;
use super::scratch::Scratch;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::{OutletId, StockId};
use crate::plan::Plan;

/// An outlet.
#[derive(Clone, Copy, Debug, Default)]
pub struct OutletState<const N: usize> {
    /// What stays on hand [unit].
    pub above: Wide<N>,
    /// Most that is sold in a day; infinite where boundless [unit].
    pub room: Wide<N>,
    /// Sold since day 0, now and when the books opened [unit].
    pub sold: [Wide<N>; 2],
}

impl<const N: usize> Scratch<N> {
    /// Before the first day nothing is sold.
    pub(super) fn set_outlets(&mut self, plan: &Plan) {
        let mut outlets = std::mem::take(&mut self.outlets);
        outlets.resize_with(plan.outlets.len(), OutletState::default);
        for (id, outlet) in plan.outlets.enumerate() {
            let room = outlet.room_per_day.as_ref();
            outlets[id] = OutletState {
                above: self.scalar(&outlet.above),
                room: room.map_or(Wide::all(f64::INFINITY), |room| self.scalar(room)),
                sold: [Wide::ZERO; 2],
            };
        }
        self.outlets = outlets;
    }

    /// All that outlets bought from a stock since day 0 [unit].
    pub(super) fn sold_from(&self, plan: &Plan, stock: StockId) -> Wide<N> {
        let mut sold = Wide::ZERO;
        for (id, outlet) in plan.outlets.enumerate() {
            if outlet.stock == stock {
                sold += self.outlets[id].sold[0];
            }
        }
        sold
    }

    /// What a stock could sell tonight: what is on hand above a level and not owed [unit].
    #[inline(always)]
    fn to_spare(&self, stock: StockId, outlet: OutletId) -> Wide<N> {
        let stock = &self.stocks[stock];
        let outlet = &self.outlets[outlet];
        let owed = stock.queue.open + stock.backlog;
        let surplus = (stock.hand.quantity - outlet.above - owed).min(outlet.room);
        surplus.above(stock.tiny()).of(surplus)
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Outlets buy at today's price, in order of name.
    #[inline(always)]
    pub(super) fn sell(&mut self) {
        for (id, plan) in self.plan.outlets.enumerate() {
            let stock = plan.stock;
            let surplus = self.s.to_spare(stock, id);
            if !surplus.some() {
                continue;
            }
            let sold = self.s.stocks[stock].hand.take(surplus).quantity;
            self.s.outlets[id].sold[0] += sold;
            self.s.lithium_t -= sold * self.lithium_of(stock);
            let usd = sold * self.s.prices.today[plan.tariff];
            self.post(plan.account, usd);
            self.tell(sold.is_positive(), |k| Happening::Sold {
                stock,
                quantity: sold[k],
            });
        }
    }
}
