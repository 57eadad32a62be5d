//! Looking on: what `trace` records and an ordinary run does not pay for.

use crate::id::{DemandId, ProcessId, StockId};
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
