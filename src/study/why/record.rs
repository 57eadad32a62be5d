//! What was seen of a trial, by stock, line, way, stop and hazard.

use std::collections::BTreeMap;

use crate::engine::Happening;
use crate::id::{DemandId, ElementId, HazardId, ProcessId, StockId, Table};
use crate::model::Model;
use crate::outcome::Line;
use crate::plan::{LaneId, Plan, StopId};
use crate::study::trace::Seen;

/// Shares of the most a stock ever held below which it is empty.
const TINY: f64 = 1e-6;

/// Something on a day, in the unit of its commodity, with the line that tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    pub day: u32,
    pub quantity: f64,
    pub line: Option<Line>,
}

/// A stock.
#[derive(Clone, Debug, Default)]
pub struct StockDays {
    /// On hand, on order or in process, owed to orders, waiting: of each evening.
    pub evenings: Vec<[f64; 4]>,
    /// What was asked of it each day: demand, orders, inputs, outlets.
    pub asked: Vec<f64>,
    /// What came in.
    pub deliveries: Vec<Dated>,
    /// Days on which what leaves it broke down, or worked again.
    pub breakdowns: Vec<(u32, bool, Option<Line>)>,
    /// Days on which somebody who wanted of it went short.
    pub short: Vec<bool>,
    /// What is so little of it that it is nothing.
    pub tiny: f64,
}

/// A day of a line, in units started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Work {
    pub nameplate: f64,
    pub ramped: f64,
    pub possible: f64,
    pub wanted: f64,
    pub started: f64,
    /// Not started for want of an input.
    pub starved: f64,
}

/// A line.
#[derive(Clone, Debug, Default)]
pub struct ProcessDays {
    pub days: Vec<Work>,
    /// Inputs that were missing, by day.
    pub lacked: Vec<(u32, StockId, f64)>,
    /// Days on which it stood for want of one.
    pub stopped: Vec<Dated>,
    pub breakdowns: Vec<(u32, bool, Option<Line>)>,
    /// Its first day, and that of each later phase.
    pub opened: Vec<(u32, Option<Line>)>,
}

/// Cargo from its supplier, or a stop, to the next stop or its end.
#[derive(Clone, Debug)]
pub struct Hop {
    pub from: Option<StopId>,
    /// The mean evening of its orders, at a stop the day it came there.
    pub came: f64,
    /// The day it went on.
    pub left: u32,
    pub to: Option<StopId>,
    pub due: u32,
    pub quantity: f64,
    /// What it found shut: where, from when, until when.
    pub held: Vec<(ElementId, f64, f64)>,
    pub line: Option<Line>,
}

/// A supply line.
#[derive(Clone, Debug, Default)]
pub struct LaneDays {
    pub orders: Vec<Dated>,
    pub hops: Vec<Hop>,
    pub lost: Vec<Dated>,
}

/// A spell of a hazard.
#[derive(Clone, Copy, Debug)]
pub struct Spell {
    pub from: f64,
    pub until: f64,
    pub leaves: f64,
    pub recovery: f64,
    pub line: Option<Line>,
}

/// A demand.
#[derive(Clone, Debug, Default)]
pub struct DemandDays {
    pub asked: Vec<f64>,
    pub served: Vec<f64>,
    pub short: Vec<Dated>,
}

/// Everything.
pub struct Record<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    pub stocks: Table<StockId, StockDays>,
    pub processes: Table<ProcessId, ProcessDays>,
    pub lanes: Table<LaneId, LaneDays>,
    pub demands: Table<DemandId, DemandDays>,
    pub hazards: Table<HazardId, Vec<Spell>>,
    /// Room, queue and others' traffic in FEU where something waited.
    pub gates: Table<StopId, BTreeMap<u32, [f64; 3]>>,
    /// Of the trial, in base units.
    pub parameters: &'a [f64],
    held: Vec<(ElementId, f64, f64)>,
    gone: Option<Line>,
}

impl<'a> Record<'a> {
    /// Sorts what was seen.
    pub fn of(model: &'a Model, plan: &'a Plan, parameters: &'a [f64], seen: &[Seen]) -> Self {
        let days = plan.days as usize;
        let stock = StockDays {
            asked: vec![0.0; days],
            short: vec![false; days],
            ..StockDays::default()
        };
        let demand = DemandDays {
            asked: vec![0.0; days],
            served: vec![0.0; days],
            ..DemandDays::default()
        };
        let process = ProcessDays {
            days: vec![Work::default(); days],
            ..ProcessDays::default()
        };
        let mut record = Self {
            model,
            plan,
            parameters,
            stocks: plan.stocks.iter().map(|_| stock.clone()).collect(),
            processes: plan.processes.iter().map(|_| process.clone()).collect(),
            lanes: plan.lanes.iter().map(|_| LaneDays::default()).collect(),
            demands: plan.demands.iter().map(|_| demand.clone()).collect(),
            hazards: plan.hazards.iter().map(|_| Vec::new()).collect(),
            gates: plan.stops.iter().map(|_| BTreeMap::new()).collect(),
            held: Vec::new(),
            gone: None,
        };
        for seen in seen {
            record.note(seen);
        }
        record.find_who_went_short();
        record
    }

    #[allow(clippy::too_many_lines, reason = "one arm a happening")]
    fn note(&mut self, seen: &Seen) {
        let (day, line) = (seen.day, seen.line);
        let at = day as usize;
        let dated = |quantity| Dated {
            day,
            quantity,
            line,
        };
        match seen.what {
            Happening::Breakdown { process, broken } => {
                self.processes[process].breakdowns.push((day, broken, line));
            }
            Happening::DispatchBreakdown { stock, broken } => {
                self.stocks[stock].breakdowns.push((day, broken, line));
            }
            Happening::Opened { process } => self.processes[process].opened.push((day, line)),
            Happening::Used {
                stock, quantity, ..
            }
            | Happening::Sold { stock, quantity } => self.stocks[stock].asked[at] += quantity,
            Happening::Lacked {
                process,
                stock,
                quantity,
            } => {
                self.stocks[stock].asked[at] += quantity;
                self.stocks[stock].short[at] = true;
                self.processes[process].lacked.push((day, stock, quantity));
            }
            Happening::Started { process, quantity } => {
                if !self
                    .number(&self.model.processes[process].inside_days)
                    .is_normal()
                {
                    let good = 1.0 - self.number(&self.model.processes[process].scrap);
                    self.deliver(process, dated(quantity * good));
                }
            }
            Happening::Finished { process, quantity } => self.deliver(process, dated(quantity)),
            Happening::Stopped { process, missing } => {
                self.processes[process].days[at].starved = missing;
                self.processes[process].stopped.push(dated(missing));
            }
            Happening::Worked {
                process,
                nameplate,
                ramped,
                possible,
                wanted,
                started,
            } => {
                let work = &mut self.processes[process].days[at];
                *work = Work {
                    nameplate,
                    ramped,
                    possible,
                    wanted,
                    started,
                    starved: work.starved,
                };
            }
            Happening::Demanded { demand, quantity } => {
                self.demands[demand].asked[at] += quantity;
                self.stocks[self.plan.demands[demand].terms.stock].asked[at] += quantity;
            }
            Happening::Served {
                demand,
                quantity,
                late: false,
            } => self.demands[demand].served[at] += quantity,
            Happening::Short { demand, quantity } => {
                self.demands[demand].short.push(dated(quantity));
                self.stocks[self.plan.demands[demand].terms.stock].short[at] = true;
            }
            Happening::Ordered { lane, quantity } => {
                self.lanes[lane].orders.push(dated(quantity));
                if let Some(supplier) = self.plan.lanes[lane].supplier {
                    self.stocks[supplier].asked[at] += quantity;
                }
            }
            Happening::Departed { .. } | Happening::Bought { .. } | Happening::Passed { .. } => {
                self.gone = line;
            }
            Happening::Arrived { lane, quantity } => {
                let plan = &self.plan.lanes[lane];
                if plan.demand.is_none() {
                    self.stocks[plan.customer].deliveries.push(dated(quantity));
                }
            }
            Happening::LostOnTheWay { lane, quantity } => {
                self.lanes[lane].lost.push(dated(quantity));
            }
            Happening::Held {
                element,
                from,
                until,
            } => self.held.push((element, from, until)),
            Happening::Onward {
                lane,
                from,
                came,
                to,
                due,
                quantity,
            } => {
                let hop = Hop {
                    from,
                    came,
                    left: day,
                    to,
                    due,
                    quantity,
                    held: std::mem::take(&mut self.held),
                    line: self.gone.take(),
                };
                self.lanes[lane].hops.push(hop);
            }
            Happening::Gate {
                stop,
                room,
                queue,
                others,
            } => {
                self.gates[stop].insert(day, [room, queue, others]);
            }
            Happening::Spell {
                hazard,
                from,
                to,
                leaves,
                recovery,
            } => self.hazards[hazard].push(Spell {
                from,
                until: to,
                leaves,
                recovery,
                line,
            }),
            Happening::Evening {
                stock,
                hand,
                on_order,
                owed,
                waiting,
            } => self.stocks[stock]
                .evenings
                .push([hand, on_order, owed, waiting]),
            Happening::Served { late: true, .. }
            | Happening::Lost { .. }
            | Happening::Posted { .. } => {}
        }
    }

    fn deliver(&mut self, process: ProcessId, delivery: Dated) {
        let stock = self.plan.processes[process].makes;
        self.stocks[stock].deliveries.push(delivery);
    }

    /// Orders that wait for a stock that is out went short too.
    fn find_who_went_short(&mut self) {
        for stock in &mut self.stocks {
            let hands = stock.evenings.iter().map(|evening| evening[0]);
            let asked = stock.asked.iter().copied();
            stock.tiny = TINY * hands.chain(asked).fold(0.0, f64::max);
            for (short, [hand, _, owed, waiting]) in stock.short.iter_mut().zip(&stock.evenings) {
                let wanted = owed.max(*waiting);
                *short |= *hand <= stock.tiny && wanted > stock.tiny;
            }
        }
    }
}
