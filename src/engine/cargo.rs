//! Goods with their value: what stocks hold and lines carry.

use std::mem::take;

use super::wide::{Mask, Wide};

/// Goods and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Goods<const N: usize> {
    /// In the unit of the commodity; ≥ 0.
    pub quantity: Wide<N>,
    /// Book cost to their owner, margins paid included [USD].
    pub cost_usd: Wide<N>,
    /// Resources used for them, margins netted out [USD].
    pub resource_usd: Wide<N>,
}

impl<const N: usize> Goods<N> {
    /// Puts goods to these.
    #[inline(always)]
    pub fn put(&mut self, goods: Self) {
        self.quantity += goods.quantity;
        self.cost_usd += goods.cost_usd;
        self.resource_usd += goods.resource_usd;
    }

    /// Takes a quantity at mean cost; no more than there is.
    #[inline(always)]
    pub fn take(&mut self, quantity: Wide<N>) -> Self {
        let share = share(quantity, self.quantity);
        let taken = Self {
            quantity: quantity.min(self.quantity),
            cost_usd: self.cost_usd * share,
            resource_usd: self.resource_usd * share,
        };
        self.quantity -= taken.quantity;
        self.cost_usd -= taken.cost_usd;
        self.resource_usd -= taken.resource_usd;
        taken
    }

    /// Takes away goods that were once put to these. What rounding leaves below nothing is nothing.
    #[inline(always)]
    pub fn remove(&mut self, goods: Self) {
        self.quantity = (self.quantity - goods.quantity).or_zero();
        self.cost_usd -= goods.cost_usd;
        self.resource_usd -= goods.resource_usd;
    }

    /// The goods of some trials.
    #[inline(always)]
    pub fn only(self, trials: Mask<N>) -> Self {
        Self {
            quantity: trials.of(self.quantity),
            cost_usd: trials.of(self.cost_usd),
            resource_usd: trials.of(self.resource_usd),
        }
    }

    /// Adds a cost that is a resource too.
    #[inline(always)]
    pub fn charge(&mut self, usd: Wide<N>) {
        self.cost_usd += usd;
        self.resource_usd += usd;
    }
}

/// The share that a part is of a whole, at most 1; all of it where there is nothing.
#[inline(always)]
fn share<const N: usize>(part: Wide<N>, whole: Wide<N>) -> Wide<N> {
    let all = part.at_least(whole);
    all.select(
        Wide::all(1.0),
        part / whole.max(Wide::all(f64::MIN_POSITIVE)),
    )
}

/// Goods on their way to a stock, with the orders they answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cargo<const N: usize> {
    /// What is on board.
    pub goods: Goods<N>,
    /// Sum over units of the day of their order.
    pub ordered_on: Wide<N>,
    /// Orders whose last unit is on board.
    pub orders: Wide<N>,
}

impl<const N: usize> Cargo<N> {
    /// Loads more.
    #[inline(always)]
    pub fn put(&mut self, cargo: Self) {
        self.goods.put(cargo.goods);
        self.ordered_on += cargo.ordered_on;
        self.orders += cargo.orders;
    }

    /// Loads what an order of a day asked for, to the last unit.
    #[inline(always)]
    pub fn fill_order(&mut self, quantity: Wide<N>, day: u32) {
        self.goods.quantity += quantity;
        self.ordered_on += quantity * f64::from(day);
        self.orders += quantity.is_positive().ones();
    }

    /// Takes orders that are filled, for goods that have no cost yet.
    #[inline(always)]
    pub fn take_orders(&mut self) -> Self {
        let goods = Goods {
            quantity: take(&mut self.goods.quantity),
            ..Goods::default()
        };
        Self {
            goods,
            ordered_on: take(&mut self.ordered_on),
            orders: take(&mut self.orders),
        }
    }

    /// Unloads a quantity; orders are complete with the last unit.
    #[inline(always)]
    pub fn take(&mut self, quantity: Wide<N>) -> Self {
        let all = quantity.at_least(self.goods.quantity);
        let share = share(quantity, self.goods.quantity);
        let taken = Self {
            ordered_on: self.ordered_on * share,
            orders: all.of(self.orders),
            goods: self.goods.take(quantity),
        };
        self.ordered_on -= taken.ordered_on;
        self.orders -= taken.orders;
        taken
    }

    /// Takes all that some trials have on board.
    pub fn split_off(&mut self, trials: Mask<N>) -> Self {
        let taken = Self {
            goods: self.goods.only(trials),
            ordered_on: trials.of(self.ordered_on),
            orders: trials.of(self.orders),
        };
        self.goods = self.goods.only(!trials);
        self.ordered_on = (!trials).of(self.ordered_on);
        self.orders = (!trials).of(self.orders);
        taken
    }

    /// Where there is anything on board.
    #[inline(always)]
    pub fn is_laden(&self) -> Mask<N> {
        self.goods.quantity.is_positive()
    }
}
