//! A stock that is supplied was out: what should have been there by then, or why nothing should.

use super::Inquiry;
use super::journey::Parcel;
use crate::id::{DemandId, StockId};
use crate::model::{Policy, Target};
use crate::outcome::{Cause, Step};
use crate::plan::LaneId;

/// Parts of the largest quantity that is late below which another is not told.
const NOTABLE: f64 = 0.1;

/// What was on hand and coming at one time, and what became of it until another.
struct Balance {
    /// The evening from which on it is taken, and the days from there.
    from: u32,
    days: u32,
    /// On hand and on its way, less what is owed [unit].
    position: f64,
    /// Asked for meanwhile, and planned to be [unit]; nothing where nobody plans it.
    asked: f64,
    planned: Option<f64>,
    /// Lost on the way meanwhile [unit].
    lost: f64,
}

impl Inquiry<'_> {
    /// Why a stock that orders was out on a day.
    pub(super) fn supply(&mut self, stock: StockId, day: u32) -> Vec<Step> {
        let lanes = self.lanes(stock);
        if lanes.is_empty() {
            return vec![self.no_source(stock)];
        }
        let mut late = self.late(&lanes, day);
        let most = late
            .iter()
            .map(|parcel| parcel.quantity)
            .fold(0.0, f64::max);
        late.retain(|parcel| parcel.quantity >= NOTABLE * most);
        // The first to come is what was missed first.
        late.sort_by(|a, b| {
            let come = |parcel: &Parcel| (parcel.due.unwrap_or(u32::MAX), parcel.lane);
            come(a).cmp(&come(b)).then(a.ordered.total_cmp(&b.ordered))
        });
        let mut ways: Vec<LaneId> = Vec::new();
        let mut steps = Vec::new();
        for parcel in late {
            let way = self.source(parcel.lane);
            if !ways.contains(&way) && ways.len() < 3 {
                ways.push(way);
                steps.push(self.late_parcel(&parcel, day));
            }
        }
        if steps.is_empty() {
            steps = self.cover(stock, day, &lanes);
        }
        steps
    }

    fn no_source(&self, stock: StockId) -> Step {
        let name = &self.record.model.stocks[stock].name;
        let initial = self.record.number(&self.record.model.stocks[stock].initial);
        self.record
            .step(0, name, Cause::NoSource, initial, stock, None)
    }

    /// Supply lines into a stock, those past it to customers apart.
    fn lanes(&self, stock: StockId) -> Vec<LaneId> {
        let lanes = self.record.plan.lanes.enumerate();
        let own = lanes.filter(|(_, lane)| lane.customer == stock && lane.demand.is_none());
        own.map(|(id, _)| id).collect()
    }

    /// The line on which the orders are placed that may go by this one.
    fn source(&self, lane: LaneId) -> LaneId {
        let mut lanes = self.record.plan.lanes.enumerate();
        let first = lanes.find(|(_, plan)| plan.others.contains(&lane));
        first.map_or(lane, |(id, _)| id)
    }

    /// What was ordered in time to be there on a day and was not, had it taken the usual time.
    fn late(&self, lanes: &[LaneId], day: u32) -> Vec<Parcel> {
        let mut late = Vec::new();
        for &lane in lanes {
            let usual = self.record.usual_days(lane);
            let is_late = |parcel: &Parcel| {
                let due = parcel.due.is_none_or(|due| due > day);
                due && parcel.ordered + usual.max(1.0) <= f64::from(day) + 1e-6
            };
            late.extend(self.parcels(lane, day).into_iter().filter(is_late));
            late.extend(self.never_sent(lane).filter(is_late));
        }
        late
    }

    fn late_parcel(&mut self, parcel: &Parcel, missing_on: u32) -> Step {
        let record = self.record;
        let stock = record.plan.lanes[parcel.lane].customer;
        let cause = Cause::Late {
            to: record.model.stocks[stock].name.clone(),
            ordered: parcel.ordered as u32,
            usual_days: record.usual_days(parcel.lane),
            arrives: parcel.due.filter(|due| *due < record.plan.days),
        };
        let (name, quantity) = (self.lane_name(parcel.lane), parcel.quantity);
        let line = parcel.hops.first().and_then(|hop| hop.line);
        let day = parcel
            .hops
            .first()
            .map_or(parcel.ordered as u32, |hop| hop.left);
        let mut step = record.step(day, &name, cause, quantity, stock, line.or(parcel.line));
        step.because = self.journey(parcel, missing_on);
        step
    }

    /// The route or market of a line.
    pub(super) fn lane_name(&self, lane: LaneId) -> String {
        let (model, plan) = (self.record.model, &self.record.plan.lanes[lane]);
        let route = plan.route.map(|route| model.routes[route].name.clone());
        let market = plan.market.map(|market| model.markets[market].name.clone());
        route.or(market).unwrap_or_default()
    }

    /// Nothing was late: what was on hand and on its way a lead time before would not last, more was
    /// asked for than planned, or a part was lost.
    fn cover(&mut self, stock: StockId, day: u32, lanes: &[LaneId]) -> Vec<Step> {
        let record = self.record;
        let name = &record.model.stocks[stock].name;
        let balance = self.balance(stock, day, lanes);
        let needed = balance.planned.unwrap_or(balance.asked);
        let is_enough = balance.position >= needed * (1.0 - 1e-9);
        let cause = match balance.planned {
            _ if is_enough && balance.lost > 0.0 && balance.position < needed + balance.lost => {
                return self.losses(stock, lanes, &balance);
            }
            Some(planned) if is_enough && balance.asked > planned => Cause::AbovePlan {
                days: balance.days,
                planned,
            },
            _ if is_enough => Cause::Unknown,
            _ => Cause::Cover {
                policy: policy(record.model.stocks[stock].policy.as_ref()),
                from: balance.from,
                days: balance.days,
                needed,
                review_days: record.model.stocks[stock].review_days,
            },
        };
        let quantity = match cause {
            Cause::AbovePlan { .. } => balance.asked,
            _ => balance.position,
        };
        let line = self.last_order(lanes, day);
        let mut steps = vec![record.step(balance.from, name, cause, quantity, stock, line)];
        steps.extend(self.meanwhile(lanes, balance.from, day));
        steps
    }

    /// What was shut on the way meanwhile, though no cargo was late by it on that day.
    fn meanwhile(&self, lanes: &[LaneId], from: u32, day: u32) -> Option<Step> {
        let record = self.record;
        let routes = lanes
            .iter()
            .filter_map(|&lane| record.plan.lanes[lane].route);
        let mut elements = routes.flat_map(|route| &record.model.routes[route].path);
        let (from, until) = (f64::from(from), f64::from(day));
        let struck = elements.find_map(|&at| self.struck(Target::Element(at), from, until));
        struck.map(|step| Step {
            certain: false,
            ..step
        })
    }

    fn losses(&self, stock: StockId, lanes: &[LaneId], balance: &Balance) -> Vec<Step> {
        let during = balance.from + 1..=balance.from + balance.days;
        let lost = lanes.iter().filter_map(|&lane| {
            let lost = self.record.lanes[lane].lost.iter();
            let lost = lost.filter(|lost| during.contains(&lost.day));
            let last = lost.clone().next_back()?;
            let quantity = lost.map(|lost| lost.quantity).sum();
            let name = self.lane_name(lane);
            Some(
                self.record
                    .step(last.day, &name, Cause::Lost, quantity, stock, last.line),
            )
        });
        lost.collect()
    }

    fn last_order(&self, lanes: &[LaneId], day: u32) -> Option<crate::outcome::Line> {
        let orders = lanes
            .iter()
            .flat_map(|&lane| &self.record.lanes[lane].orders);
        let before = orders.filter(|order| order.day <= day);
        before.max_by_key(|order| order.day)?.line
    }

    /// What was there so long before a day as most of what is ordered usually takes.
    fn balance(&self, stock: StockId, day: u32, lanes: &[LaneId]) -> Balance {
        let record = self.record;
        let ordered = |lane: LaneId| -> f64 {
            let orders = record.lanes[lane].orders.iter();
            orders.map(|order| order.quantity).sum()
        };
        let main = lanes.iter().copied().max_by(|&a, &b| {
            // The first of several that are alike.
            ordered(a).total_cmp(&ordered(b)).then(b.cmp(&a))
        });
        let usual = main.map_or(1.0, |lane| record.usual_days(lane));
        let days = (libm::ceil(usual).max(1.0) as u32).min(day + 1);
        let begins = day + 1 - days;
        let evenings = &record.stocks[stock].evenings;
        let (from, position) = match begins.checked_sub(1) {
            Some(from) => {
                let [hand, on_order, owed, waiting] = evenings[from as usize];
                (from, hand + on_order - owed - waiting)
            }
            None => (0, record.number(&record.model.stocks[stock].initial)),
        };
        let asked = &record.stocks[stock].asked[begins as usize..=day as usize];
        let lost = lanes.iter().flat_map(|&lane| &record.lanes[lane].lost);
        let lost = lost.filter(|lost| (begins..=day).contains(&lost.day));
        Balance {
            from,
            days,
            position,
            asked: asked.iter().sum(),
            planned: self.planned(stock, begins, day),
            lost: lost.map(|lost| lost.quantity).sum(),
        }
    }

    /// What was planned to be asked of a stock, where only customers ask.
    fn planned(&self, stock: StockId, from: u32, until: u32) -> Option<f64> {
        let plan = &self.record.plan.stocks[stock];
        let customers: &[DemandId] = &plan.demands;
        let only = !customers.is_empty() && plan.users.is_empty() && plan.customers.is_empty();
        let day = |day| -> f64 {
            let planned = customers
                .iter()
                .map(|&demand| self.record.planned(demand, day));
            planned.sum()
        };
        only.then(|| (from..=until).map(day).sum())
    }
}

/// As the scenario calls a policy.
pub(super) fn policy(policy: Option<&Policy>) -> &'static str {
    match policy {
        None => "none",
        Some(Policy::Push) => "push",
        Some(Policy::BaseStock { .. }) => "base_stock",
        Some(Policy::EchelonBaseStock { .. }) => "echelon_base_stock",
        Some(Policy::MinMax { .. }) => "s_S",
        Some(Policy::ReorderQuantity { .. }) => "r_Q",
        Some(Policy::FixedInterval { .. }) => "fixed_interval",
        Some(Policy::DaysOfCover { .. }) => "days_of_cover",
    }
}
