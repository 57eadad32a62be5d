//! Sources compared by what their goods are expected to cost their buyer on arrival, by what is known
//! this evening: prices, freight, rates and queues of today, means of times, never what is drawn for
//! the days ahead.

use super::day::Today;
use super::prepare::scalar;
use super::scratch::Scratch;
use super::watch::Watch;
use super::wide::{Mask, Wide};
use crate::id::{Id, StockId};
use crate::plan::{LaneId, LanePlan, Plan};

/// Relative differences of cost that are rounding.
const TINY: f64 = 1e-9;

/// The lane to which an order goes, in each trial.
pub(super) struct Chosen<const N: usize>(Wide<N>);

impl<const N: usize> Chosen<N> {
    /// Where it is this one.
    pub fn is(&self, lane: LaneId) -> Mask<N> {
        let number = Wide::all(lane.position() as f64);
        self.0.at_least(number) & self.0.at_most(number)
    }
}

/// What is known of a source this evening.
#[derive(Clone, Copy)]
struct Offer<const N: usize> {
    /// Nothing on its way is shut, its supplier works, and the wait is within its bound.
    open: Mask<N>,
    /// Expected cost of a unit on arrival [USD].
    usd: Wide<N>,
}

impl<const N: usize> Scratch<N> {
    /// Mean lead times of markets, and book costs before suppliers have anything, where sources are
    /// compared.
    pub(super) fn set_comparisons(&mut self, plan: &Plan) {
        if plan.work.comparing.is_empty() {
            return;
        }
        self.market_means.resize(plan.markets.len(), Wide::ZERO);
        for (id, market) in plan.markets.enumerate() {
            let law = &market.lead_time.law;
            let mean = |k: usize| law.map(&mut |s| scalar(s, &self.parameters[k])).mean();
            self.market_means[id.position()] = Wide::from_fn(mean);
        }
        for &stock in &plan.work.comparing {
            for &lane in &plan.stocks[stock].lanes {
                if let Some(supplier) = plan.lanes[lane].supplier {
                    let cost = self.scalar(&plan.stocks[supplier].initial_cost);
                    self.lanes[lane].book_usd = cost;
                }
            }
        }
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// All of an order goes to the source of least cost.
    pub(super) fn split_by_cost(&mut self, stock: StockId, wanted: Wide<N>) {
        let chosen = self.cheapest(stock, wanted);
        for &lane in &self.plan.stocks[stock].lanes {
            if self.plan.lanes[lane].is_regular() {
                self.order(lane, chosen.is(lane).of(wanted));
            }
        }
    }

    /// Remembers what goods cost their suppliers, for evenings on which these have none.
    pub(super) fn note_book_costs(&mut self, stock: StockId) {
        for &lane in &self.plan.stocks[stock].lanes {
            let Some(supplier) = self.plan.lanes[lane].supplier else {
                continue;
            };
            let hand = &self.s.stocks[supplier].hand;
            let there = hand.quantity.above(self.s.stocks[supplier].tiny());
            let state = &mut self.s.lanes[lane];
            state.book_usd = there.select(hand.cost_usd / hand.quantity, state.book_usd);
        }
    }

    /// The source to which an order of so many units goes tonight: those that are open before
    /// those that are not, then by cost, then by name.
    pub(super) fn cheapest(&self, stock: StockId, quantity: Wide<N>) -> Chosen<N> {
        let mut chosen = Wide::ZERO;
        let mut best: Option<Offer<N>> = None;
        for lane in self.regular(stock) {
            let offer = self.offer(lane, quantity);
            let better = best.map_or(Mask::from_fn(|_| true), |best| {
                let same = (offer.open & best.open) | (!offer.open & !best.open);
                let cheaper = offer.usd.below(best.usd - best.usd.abs() * TINY);
                (offer.open & !best.open) | (same & cheaper)
            });
            chosen = better.select(Wide::all(lane.position() as f64), chosen);
            best = Some(best.map_or(offer, |best| offer.or(better, best)));
        }
        Chosen(chosen)
    }

    fn offer(&self, lane: LaneId, quantity: Wide<N>) -> Offer<N> {
        let plan = &self.plan.lanes[lane];
        if let (Some(market), Some((tariff, _))) = (plan.market, plan.purchase) {
            let price = self.s.prices.today[tariff];
            let days = self.s.market_means[market.position()];
            return Offer {
                open: Mask::from_fn(|_| true),
                usd: self.landed(plan, price) + days * self.s.carrying_per_day * price,
            };
        }
        let way = self.way(lane);
        let mut offer = self.offer_by(lane, lane, quantity);
        for (at, &other) in plan.others.iter().enumerate() {
            let taken = way.at_least(Wide::all(at as f64 + 1.0));
            offer = self.offer_by(lane, other, quantity).or(taken, offer);
        }
        offer
    }

    /// A source's offer by one of its ways.
    fn offer_by(&self, source: LaneId, way: LaneId, quantity: Wide<N>) -> Offer<N> {
        let plan = &self.plan.lanes[way];
        let outlook = self.outlook(way);
        let book = self.s.lanes[source].book_usd;
        let freight = outlook.usd + self.per_shipment(plan, quantity);
        let value = self.value_there(way, book, freight);
        let mut usd = self.landed(plan, value);
        if plan.owner == self.plan.stocks[plan.customer].owner {
            usd += outlook.days * self.time_costs(plan, value);
        }
        let (works, wait) = self.wait_at_supplier(source, quantity);
        let bound = self.plan.lanes[source].wait_over.as_ref();
        let within = bound.map_or(Mask::from_fn(|_| true), |bound| {
            (outlook.wait + wait).at_most(self.s.scalar(bound))
        });
        Offer {
            open: outlook.open & works & within,
            usd,
        }
    }

    /// What a shipment costs, a unit of it [USD].
    fn per_shipment(&self, plan: &LanePlan, quantity: Wide<N>) -> Wide<N> {
        let mut usd = Wide::ZERO;
        for &(tariff, _) in &plan.shipment_costs {
            usd += self.s.prices.today[tariff];
        }
        quantity.is_positive().of(usd / quantity)
    }

    /// What a unit costs its buyer at the end of the way, before duty: by contract, or at book cost
    /// with freight and insurance where the buyer is the seller [USD].
    fn value_there(&self, way: LaneId, book: Wide<N>, freight: Wide<N>) -> Wide<N> {
        let plan = &self.plan.lanes[way];
        // Insured at what it costs on departure; what is lost makes the rest dearer.
        let insured = |value: Wide<N>| match plan.carriage.insurance {
            Some((tariff, _)) => value * (self.s.prices.today[tariff] + 1.0),
            None => value,
        };
        let arriving = |usd: Wide<N>| {
            if plan.carriage.losses.is_empty() {
                usd
            } else {
                usd / self.s.lanes[way].kept
            }
        };
        let Some(sale) = &plan.sale else {
            return arriving(insured(book) + freight);
        };
        let stated = sale.tariff.map(|tariff| self.s.prices.today[tariff]);
        let factor = self.s.lanes[way].margin + 1.0;
        if sale.at_origin {
            arriving(insured(stated.unwrap_or(book * factor)) + freight)
        } else {
            stated.unwrap_or(arriving(insured(book) + freight) * factor)
        }
    }

    /// The same with duty, and with value added tax that is not paid back [USD].
    fn landed(&self, plan: &LanePlan, value: Wide<N>) -> Wide<N> {
        let Some(import) = &plan.import else {
            return value;
        };
        let rate = |tariff| self.s.prices.today[tariff] + 1.0;
        let duty = import
            .duty
            .map_or(value, |(tariff, _)| value * rate(tariff));
        let vat = import.vat.filter(|_| import.vat_back.is_none());
        vat.map_or(duty, |(tariff, _)| duty * rate(tariff))
    }

    /// What a day on the way costs the owner of a unit [USD/day].
    fn time_costs(&self, plan: &LanePlan, value: Wide<N>) -> Wide<N> {
        let holding = plan
            .supplier
            .map_or(Wide::ZERO, |supplier| self.s.stocks[supplier].holding[1]);
        value * self.s.carrying_per_day + holding
    }

    /// Where the supplier of a source can send anything off, and the days in which its plants make
    /// what is ordered already, and this order, beyond what is on hand.
    fn wait_at_supplier(&self, source: LaneId, quantity: Wide<N>) -> (Mask<N>, Wide<N>) {
        let Some(supplier) = self.plan.lanes[source].supplier else {
            return (Mask::from_fn(|_| true), Wide::ZERO);
        };
        let state = &self.s.stocks[supplier];
        let missing = state.queue.open + quantity - state.hand.quantity;
        let wait = missing / self.supply_ahead(source);
        let mut works = !state.breakdown.is_broken;
        if let Some(place) = self.plan.stocks[supplier].place {
            let share = self.s.hazards.share(place, self.day);
            works = works & share.is_positive();
        }
        (works, missing.is_positive().of(wait))
    }
}

impl<const N: usize> Offer<N> {
    /// This offer in some trials, another elsewhere.
    fn or(self, trials: Mask<N>, other: Self) -> Self {
        Self {
            open: (self.open & trials) | (other.open & !trials),
            usd: trials.select(self.usd, other.usd),
        }
    }
}
