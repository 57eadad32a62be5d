//! One trial, told day by day.

use super::{Widths, breach};
use crate::engine::{self, Happening, Scratch, Watch};
use crate::id::{DemandId, ProcessId, StockId};
use crate::model::Model;
use crate::outcome::{Breach, Event, Flow, Line, Posting, Row, Trace};
use crate::plan::{AccountId, LaneId, Plan};

/// Runs one trial (counted from 1) and tells what happened in it. Its measures are those of the same
/// trial in a run with the same seed, to the last digit.
///
/// # Errors
/// The breach of a rule of the model.
pub fn trace(model: &Model, trial: u64, seed: u64) -> Result<Trace, Breach> {
    let plan = Plan::compile(model);
    let watched = watch(model, &plan, trial, seed, false)?;
    Ok(Trace {
        layout: plan.layout,
        ..watched.trace
    })
}

/// A trial that was looked at.
pub(super) struct Watched {
    /// What is written of it, the layout apart.
    pub trace: Trace,
    /// Everything that was seen, where it was asked for.
    pub seen: Vec<Seen>,
}

/// Something that was seen.
pub(super) struct Seen {
    pub day: u32,
    pub what: Happening,
    /// The line of the trace that tells of it, where one does.
    pub line: Option<Line>,
}

/// Runs one trial and looks on; `keeps` everything that is seen, not only what is written.
pub(super) fn watch(
    model: &Model,
    plan: &Plan,
    trial: u64,
    seed: u64,
    keeps: bool,
) -> Result<Watched, Breach> {
    let widths = Widths::of(plan);
    let mut recorder = Recorder {
        model,
        plan,
        trace: Trace::default(),
        seen: Vec::new(),
        keeps,
    };
    let mut measures = vec![0.0; widths.measures];
    let mut parameters = vec![0.0; widths.parameters];
    let row = Row {
        measures: &mut measures,
        parameters: &mut parameters,
        monthly: &mut vec![0.0; widths.monthly],
        ledger: &mut vec![0.0; widths.ledger],
    };
    let broken = engine::simulate(
        plan,
        seed,
        trial,
        &mut Scratch::<1>::default(),
        &mut [row],
        &mut recorder,
    );
    if let Some((_, broken)) = broken {
        return Err(breach(model, trial, broken));
    }
    let mut trace = recorder.trace;
    trace.cash.sort_by_key(|posting| posting.day);
    let trace = Trace {
        trial,
        seed,
        measures,
        parameters,
        ..trace
    };
    Ok(Watched {
        trace,
        seen: recorder.seen,
    })
}

/// Writes down what it sees, by name.
struct Recorder<'a> {
    model: &'a Model,
    plan: &'a Plan,
    trace: Trace,
    seen: Vec<Seen>,
    keeps: bool,
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
