//! Looking on: what `trace` records and an ordinary run does not pay for.

use crate::id::{DemandId, ElementId, HazardId, ProcessId, StockId};
use crate::plan::{AccountId, LaneId, StopId};

/// Something that happened. Quantities in the unit of the commodity.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "fields are what they are called")]
pub enum Happening {
    Breakdown {
        process: ProcessId,
        broken: bool,
    },
    DispatchBreakdown {
        stock: StockId,
        broken: bool,
    },
    Opened {
        process: ProcessId,
    },
    Used {
        process: ProcessId,
        stock: StockId,
        quantity: f64,
    },
    Started {
        process: ProcessId,
        quantity: f64,
    },
    Finished {
        process: ProcessId,
        quantity: f64,
    },
    Stopped {
        process: ProcessId,
        missing: f64,
    },
    Demanded {
        demand: DemandId,
        quantity: f64,
    },
    Served {
        demand: DemandId,
        quantity: f64,
        late: bool,
    },
    Short {
        demand: DemandId,
        quantity: f64,
    },
    Lost {
        demand: DemandId,
        quantity: f64,
    },
    Ordered {
        lane: LaneId,
        quantity: f64,
    },
    Departed {
        lane: LaneId,
        quantity: f64,
        arrives: f64,
    },
    Bought {
        lane: LaneId,
        quantity: f64,
        arrives: f64,
    },
    Passed {
        lane: LaneId,
        stop: StopId,
        quantity: f64,
    },
    Sold {
        stock: StockId,
        quantity: f64,
    },
    Arrived {
        lane: LaneId,
        quantity: f64,
    },
    LostOnTheWay {
        lane: LaneId,
        quantity: f64,
    },
    Posted {
        account: AccountId,
        day: u32,
        usd: f64,
    },
    /// A spell of a hazard, told on the day in which it begins; times on the clock of the days.
    Spell {
        hazard: HazardId,
        from: f64,
        to: f64,
        leaves: f64,
        recovery: f64,
    },
    /// Cargo finds a leg or node shut: told right before the [`Happening::Onward`] that it delays.
    Held {
        element: ElementId,
        from: f64,
        until: f64,
    },
    /// Cargo goes from its supplier, or from a stop, to the next stop or its end, where it is due.
    Onward {
        lane: LaneId,
        from: Option<StopId>,
        /// The mean evening of its orders, at a stop the day it came there.
        came: f64,
        to: Option<StopId>,
        due: u32,
        quantity: f64,
    },
    /// A stop with a queue had room for so much today; in FEU.
    Gate {
        stop: StopId,
        room: f64,
        queue: f64,
        others: f64,
    },
    /// A line that stood wanted so much more of an input.
    Lacked {
        process: ProcessId,
        stock: StockId,
        quantity: f64,
    },
    /// A day of a process, in units started: at full capacity, as ramps and seasons are, in order, what
    /// its stock wants of it, and what was started.
    Worked {
        process: ProcessId,
        nameplate: f64,
        ramped: f64,
        possible: f64,
        wanted: f64,
        started: f64,
    },
    /// An evening of a stock: on hand, ordered and not yet there, owed to orders and to customers.
    Evening {
        stock: StockId,
        hand: f64,
        on_order: f64,
        owed: f64,
        waiting: f64,
    },
}

/// Who looks on.
pub trait Watch {
    /// False where nobody looks, so that looking costs nothing.
    const LOOKS: bool;
    /// Something happened on a day.
    fn see(&mut self, day: u32, happening: Happening);
}

/// Nobody looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Watch for Silent {
    const LOOKS: bool = false;
    fn see(&mut self, _day: u32, _happening: Happening) {}
}
