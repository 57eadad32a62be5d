//! What happens to cargo on the way beyond time and freight: it is insured when it leaves, and what
//! is lost of it is missing when it arrives.

use super::cargo::{Cargo, Goods};
use super::day::Today;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::plan::{AccountId, LaneId, TariffId};

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// The owner insures what leaves at its book cost; what that costs goes into the goods.
    pub(super) fn insure(
        &mut self,
        lane: LaneId,
        goods: &mut Goods<N>,
        (tariff, account): (TariffId, AccountId),
    ) {
        let value = goods.cost_usd;
        self.s.lanes[lane].count.insured_usd += value;
        let usd = value * self.s.prices.today[tariff];
        self.post(account, usd);
        goods.charge(usd);
    }

    /// Takes what is lost out of what comes to the end of its way: it is on order no more, and what
    /// it cost stays with what arrives.
    pub(super) fn lose(&mut self, lane: LaneId, cargo: &mut Cargo<N>, door_to_door: &mut Wide<N>) {
        let customer = self.plan.lanes[lane].customer;
        let state = &mut self.s.lanes[lane];
        let kept = state.kept;
        let sent = cargo.goods.quantity;
        cargo.goods.quantity = sent * kept;
        cargo.ordered_on = cargo.ordered_on * kept;
        *door_to_door = *door_to_door * kept;
        let lost = sent - cargo.goods.quantity;
        state.count.lost += lost;
        let stock = &mut self.s.stocks[customer];
        stock.on_order = (stock.on_order - lost).or_zero();
        self.s.lithium_t -= lost * self.lithium_of(customer);
        self.tell(lost.is_positive(), |k| Happening::LostOnTheWay {
            lane,
            quantity: lost[k],
        });
    }
}
