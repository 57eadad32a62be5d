//! Goods with their value: what stocks hold and lots carry.

/// Goods and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Goods {
    /// In the unit of the commodity; ≥ 0.
    pub quantity: f64,
    /// Book cost to their owner, margins paid included [USD].
    pub cost_usd: f64,
    /// Resources used for them, margins netted out [USD].
    pub resource_usd: f64,
}

impl Goods {
    /// Puts goods to these.
    pub fn put(&mut self, goods: Goods) {
        self.quantity += goods.quantity;
        self.cost_usd += goods.cost_usd;
        self.resource_usd += goods.resource_usd;
    }

    /// Takes a quantity at mean cost; no more than there is.
    pub fn take(&mut self, quantity: f64) -> Goods {
        if quantity >= self.quantity {
            return std::mem::take(self);
        }
        let share = quantity / self.quantity;
        let taken = Goods {
            quantity,
            cost_usd: self.cost_usd * share,
            resource_usd: self.resource_usd * share,
        };
        self.quantity -= quantity;
        self.cost_usd -= taken.cost_usd;
        self.resource_usd -= taken.resource_usd;
        taken
    }

    /// Adds a cost that is a resource too.
    pub fn charge(&mut self, usd: f64) {
        self.cost_usd += usd;
        self.resource_usd += usd;
    }
}

/// Goods on their way to a stock, with the orders they answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cargo {
    /// What is on board.
    pub goods: Goods,
    /// Sum over units of the day of their order.
    pub ordered_on: f64,
    /// Orders whose last unit is on board.
    pub orders: f64,
}

impl Cargo {
    /// Loads more.
    pub fn put(&mut self, cargo: Cargo) {
        self.goods.put(cargo.goods);
        self.ordered_on += cargo.ordered_on;
        self.orders += cargo.orders;
    }

    /// Unloads a quantity; orders are complete with the last unit.
    pub fn take(&mut self, quantity: f64) -> Cargo {
        if quantity >= self.goods.quantity {
            return std::mem::take(self);
        }
        let share = quantity / self.goods.quantity;
        let ordered_on = self.ordered_on * share;
        self.ordered_on -= ordered_on;
        Cargo {
            goods: self.goods.take(quantity),
            ordered_on,
            orders: 0.0,
        }
    }
}
