//! Writes down what it sees of a trial, by name.

use super::Seen;
use crate::engine::{Happening, Watch};
use crate::id::{DemandId, ProcessId, StockId};
use crate::model::Model;
use crate::outcome::{Event, Flow, Line, Posting, Trace};
use crate::plan::{AccountId, LaneId, Plan};

/// Writes down what it sees, by name.
pub(super) struct Recorder<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    pub trace: Trace,
    pub seen: Vec<Seen>,
    /// Keeps everything that is seen, not only what is written.
    pub keeps: bool,
}

impl Watch for Recorder<'_> {
    const LOOKS: bool = true;

    fn see(&mut self, day: u32, happening: Happening) {
        let before = self.lines();
        self.write(day, happening);
        if self.keeps {
            let after = self.lines();
            let grown = after
                .iter()
                .zip(before)
                .find(|(after, before)| **after != *before);
            self.seen.push(Seen {
                day,
                what: happening,
                line: grown.map(|(line, _)| *line),
            });
        }
    }
}

impl Recorder<'_> {
    /// The last lines of the files, their headings counted.
    fn lines(&self) -> [Line; 2] {
        let line = |file, rows| Line {
            file,
            number: rows + 1,
        };
        [
            line("flows", self.trace.flows.len()),
            line("events", self.trace.events.len()),
        ]
    }

    #[allow(clippy::too_many_lines, reason = "one arm a happening")]
    fn write(&mut self, day: u32, happening: Happening) {
        match happening {
            Happening::Breakdown { process, broken } => {
                let what = if broken { "breakdown" } else { "repair" };
                self.event(day, what, self.process(process), String::new());
            }
            Happening::DispatchBreakdown { stock, broken } => {
                let what = if broken { "breakdown" } else { "repair" };
                let name = self.model.stocks[stock].name.clone();
                self.event(day, what, name, "of dispatch".to_owned());
            }
            Happening::Opened { process } => {
                self.event(day, "start", self.process(process), String::new());
            }
            Happening::Used {
                process,
                stock,
                quantity,
            } => {
                self.flow(
                    day,
                    "used",
                    self.process(process),
                    stock,
                    quantity,
                    String::new(),
                );
            }
            Happening::Started { process, quantity } => {
                self.flow(
                    day,
                    "started",
                    self.process(process),
                    self.makes(process),
                    quantity,
                    String::new(),
                );
            }
            Happening::Finished { process, quantity } => {
                self.flow(
                    day,
                    "finished",
                    self.process(process),
                    self.makes(process),
                    quantity,
                    String::new(),
                );
            }
            Happening::Stopped { process, missing } => {
                let unit = self.unit(self.makes(process));
                let detail = format!(
                    "{} {unit} less started for want of an input",
                    figure(missing)
                );
                self.event(day, "stopped", self.process(process), detail);
            }
            Happening::Demanded { demand, quantity } => {
                self.demand_flow(day, "demanded", demand, quantity);
            }
            Happening::Served {
                demand,
                quantity,
                late,
            } => {
                let kind = if late { "late" } else { "served" };
                self.demand_flow(day, kind, demand, quantity);
            }
            Happening::Lost { demand, quantity } => self.demand_flow(day, "lost", demand, quantity),
            Happening::Short { demand, quantity } => {
                let unit = self.unit(self.plan.demands[demand].terms.stock);
                let name = self.model.demands[demand].name.clone();
                self.event(
                    day,
                    "short",
                    name,
                    format!("{} {unit} not on hand", figure(quantity)),
                );
            }
            Happening::Ordered { lane, quantity } => {
                let customer = self.plan.lanes[lane].customer;
                let unit = self.unit(customer);
                let detail = format!("{} {unit} from {}", figure(quantity), self.lane(lane));
                self.event(
                    day,
                    "order",
                    self.model.stocks[customer].name.clone(),
                    detail,
                );
            }
            Happening::Departed {
                lane,
                quantity,
                arrives,
            } => {
                self.lane_flow(day, "departed", lane, quantity, arrives);
            }
            Happening::Bought {
                lane,
                quantity,
                arrives,
            } => {
                self.lane_flow(day, "bought", lane, quantity, arrives);
            }
            Happening::Sold { stock, quantity } => {
                let place = self.model.stocks[stock].name.clone();
                self.flow(day, "sold", place, stock, quantity, String::new());
            }
            Happening::Arrived { lane, quantity } => {
                let customer = self.plan.lanes[lane].customer;
                self.flow(
                    day,
                    "arrived",
                    self.lane(lane),
                    customer,
                    quantity,
                    String::new(),
                );
            }
            Happening::LostOnTheWay { lane, quantity } => {
                let (place, customer) = (self.lane(lane), self.plan.lanes[lane].customer);
                let detail = "on the way".to_owned();
                self.flow(day, "lost", place, customer, quantity, detail);
            }
            Happening::Passed {
                lane,
                stop,
                quantity,
            } => {
                let customer = self.plan.lanes[lane].customer;
                let at = &self.model.elements[self.plan.stops[stop].element].name;
                let detail = format!("at {at}");
                self.flow(day, "passed", self.lane(lane), customer, quantity, detail);
            }
            Happening::Posted { account, day, usd } => self.posting(account, day, usd),
            Happening::Spell {
                hazard,
                from,
                to,
                leaves,
                ..
            } => {
                let days = figure(to - from);
                let detail = format!("for {days} d, {} % left", figure(100.0 * leaves));
                let name = self.model.hazards[hazard].name.clone();
                self.event(day, "hazard", name, detail);
            }
            // Seen, but nothing that moved or happened.
            Happening::Held { .. }
            | Happening::Onward { .. }
            | Happening::Gate { .. }
            | Happening::Lacked { .. }
            | Happening::Worked { .. }
            | Happening::Evening { .. } => {}
        }
    }

    fn process(&self, process: ProcessId) -> String {
        self.model.processes[process].name.clone()
    }

    fn makes(&self, process: ProcessId) -> StockId {
        self.model.processes[process].makes
    }

    fn unit(&self, stock: StockId) -> &'static str {
        self.model.commodities[self.model.stocks[stock].commodity]
            .unit
            .symbol()
    }

    /// The route or market of a lane.
    fn lane(&self, lane: LaneId) -> String {
        let plan = &self.plan.lanes[lane];
        let route = plan
            .route
            .map(|route| self.model.routes[route].name.clone());
        let market = plan
            .market
            .map(|market| self.model.markets[market].name.clone());
        route.or(market).unwrap_or_default()
    }

    fn event(&mut self, day: u32, what: &'static str, place: String, detail: String) {
        self.trace.events.push(Event {
            day,
            what,
            place,
            detail,
        });
    }

    fn flow(
        &mut self,
        day: u32,
        kind: &'static str,
        place: String,
        stock: StockId,
        quantity: f64,
        detail: String,
    ) {
        let commodity = self.model.commodities[self.model.stocks[stock].commodity]
            .name
            .clone();
        let unit = self.unit(stock);
        self.trace.flows.push(Flow {
            day,
            kind,
            place,
            commodity,
            unit,
            quantity,
            detail,
        });
    }

    fn demand_flow(&mut self, day: u32, kind: &'static str, demand: DemandId, quantity: f64) {
        let name = self.model.demands[demand].name.clone();
        let stock = self.model.demands[demand].stock;
        self.flow(day, kind, name, stock, quantity, String::new());
    }

    fn lane_flow(
        &mut self,
        day: u32,
        kind: &'static str,
        lane: LaneId,
        quantity: f64,
        arrives: f64,
    ) {
        let plan = &self.plan.lanes[lane];
        let to = match plan.demand {
            Some(demand) => &self.model.demands[demand].name,
            None => &self.model.stocks[plan.customer].name,
        };
        let detail = format!("to {to}, {} d on the way", figure(arrives - f64::from(day)));
        self.flow(day, kind, self.lane(lane), plan.customer, quantity, detail);
    }

    fn posting(&mut self, account: AccountId, day: u32, usd: f64) {
        let terms = &self.plan.accounts[account];
        let party = |id| self.model.parties[id].name.clone();
        let category = self.plan.categories[terms.category].clone();
        let (payer, payee) = (party(terms.payer), party(terms.payee));
        self.trace.cash.push(Posting {
            day,
            payer,
            payee,
            category,
            usd,
        });
    }
}

/// Six digits that count, for words; the columns hold the number in full.
fn figure(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
