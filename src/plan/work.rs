//! What there is to do on a day and in which order, so that a day looks at nothing it need not.

use super::accounts::Charge;
use super::{Gate, LaneId, LanePlan, Split, StockPlan, StopId, StopPlan};
use crate::id::{DemandId, HazardId, Id, ProcessId, StockId, Table};
use crate::model::{Model, Policy};

/// Lists that the steps of a day go through.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Stocks with suppliers before customers; reversed it is the order of review.
    pub stocks_sources_first: Vec<StockId>,
    /// Those of them that ship to others.
    pub suppliers_sources_first: Vec<StockId>,
    /// Processes with suppliers before customers.
    pub processes_sources_first: Vec<ProcessId>,
    /// Processes that can break down.
    pub breakable_processes: Vec<ProcessId>,
    /// Stocks whose dispatch can break down.
    pub breakable_stocks: Vec<StockId>,
    /// Stocks whose policy looks at expected use.
    pub forecasting: Vec<StockId>,
    /// Stocks with limited room, at whose door cargo may wait.
    pub limited: Vec<StockId>,
    /// Stocks that processes fill.
    pub made: Vec<StockId>,
    /// Stocks that demand draws on, suppliers before customers.
    pub demanded: Vec<StockId>,
    /// Stocks that a market helps out when they are short.
    pub helped: Vec<StockId>,
    /// Demands that fall back on a market.
    pub falling_back: Vec<DemandId>,
    /// Lanes that buy on markets.
    pub buying: Vec<LaneId>,
    /// Lanes whose cargo may take other ways.
    pub choosing: Vec<LaneId>,
    /// Stocks whose orders go to the source of least cost.
    pub comparing: Vec<StockId>,
    /// Hazards, each after what sets it off.
    pub hazards: Vec<HazardId>,
    /// Nodes at which cargo queues, in the order in which they let it pass.
    pub nodes: Vec<StopId>,
    /// Legs with a timetable.
    pub timetables: Vec<StopId>,
    /// Positions of the charges whose tariff moves.
    pub moving_charges: Vec<usize>,
}

impl Work {
    /// The lists of a plan.
    #[must_use]
    pub fn of(
        model: &Model,
        (stocks_sources_first, processes_sources_first): (Vec<StockId>, Vec<ProcessId>),
        stocks: &Table<StockId, StockPlan>,
        lanes: &Table<LaneId, LanePlan>,
        stops: &Table<StopId, StopPlan>,
        charges: &[Charge],
    ) -> Self {
        let looks_ahead =
            |policy: &Option<Policy>| matches!(policy, Some(Policy::DaysOfCover { .. }));
        let helps = |&lane: &LaneId| lanes[lane].after_days.is_some();
        let has_demand = |stock: &&StockId| !stocks[**stock].demands.is_empty();
        Self {
            breakable_processes: ids_where(&model.processes, |p| p.breakdown.is_some()),
            breakable_stocks: ids_where(&model.stocks, |s| s.dispatch.breakdown.is_some()),
            forecasting: ids_where(&model.stocks, |s| looks_ahead(&s.policy)),
            limited: ids_where(stocks, |s| s.limit.is_some()),
            made: ids_where(stocks, |s| !s.makers.is_empty()),
            suppliers_sources_first: stocks_sources_first
                .iter()
                .filter(|stock| !stocks[**stock].customers.is_empty())
                .copied()
                .collect(),
            demanded: stocks_sources_first
                .iter()
                .filter(has_demand)
                .copied()
                .collect(),
            helped: ids_where(stocks, |s| s.lanes.iter().any(helps)),
            falling_back: ids_where(&model.demands, |d| d.unmet.fallback().is_some()),
            buying: ids_where(lanes, |lane| lane.market.is_some()),
            choosing: ids_where(lanes, |lane| lane.choice.is_some()),
            comparing: ids_where(stocks, |s| s.split == Split::LeastCost),
            hazards: Vec::new(),
            nodes: ids_where(stops, |stop| matches!(stop.gate, Gate::Throughput { .. })),
            timetables: ids_where(stops, |stop| matches!(stop.gate, Gate::Timetable { .. })),
            moving_charges: (0..charges.len()).filter(|&at| charges[at].moves).collect(),
            stocks_sources_first,
            processes_sources_first,
        }
    }
}

fn ids_where<I: Id, T>(table: &Table<I, T>, fits: impl Fn(&T) -> bool) -> Vec<I> {
    table
        .enumerate()
        .filter(|(_, entry)| fits(entry))
        .map(|(id, _)| id)
        .collect()
}
