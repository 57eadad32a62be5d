//! Everything that is under way: cargo and work in process, in one slab with a free list, waiting in
//! lists by the day on which it is due. Orders that wait at a supplier live in a slab likewise.

use super::cargo::Cargo;
use crate::id::ProcessId;
use crate::plan::LaneId;

/// Relative quantities below which what is missing is rounding.
const TINY: f64 = 1e-9;

/// Marks the end of a list.
const NONE: u32 = u32::MAX;

/// Where a lot comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// Cargo on a lane.
    Lane(LaneId),
    /// Work in process.
    Process(ProcessId),
}

/// Something under way.
#[derive(Clone, Copy, Debug)]
pub struct Lot {
    /// What it is.
    pub cargo: Cargo,
    /// Where it comes from.
    pub origin: Origin,
    /// Evening of departure, or morning of the start of work.
    pub left: u32,
    /// Days on the clock from departure to arrival.
    pub door_to_door: f64,
    next: u32,
}

/// A list in a slab, first in first out.
#[derive(Clone, Copy, Debug)]
struct List {
    head: u32,
    tail: u32,
}

const EMPTY: List = List {
    head: NONE,
    tail: NONE,
};

/// All lots under way.
#[derive(Clone, Debug, Default)]
pub struct Lots {
    slab: Vec<Lot>,
    free: Vec<u32>,
    due: Vec<List>,
}

impl Lots {
    /// Forgets everything, with room for a horizon on so many lanes and processes.
    pub fn reset(&mut self, days: u32, ways: usize) {
        self.slab.clear();
        self.free.clear();
        self.slab.reserve(most(days, ways));
        self.free.reserve(most(days, ways));
        self.due.clear();
        self.due.resize(days as usize, EMPTY);
    }

    /// Sends a lot off, to be due on a day. What is due after the horizon is never seen again.
    pub fn send(&mut self, day: u32, cargo: Cargo, origin: Origin, left: u32, door_to_door: f64) {
        let Some(list) = self.due.get_mut(day as usize) else {
            return;
        };
        let lot = Lot {
            cargo,
            origin,
            left,
            door_to_door,
            next: NONE,
        };
        let at = insert(&mut self.slab, &mut self.free, lot);
        if list.head == NONE {
            list.head = at;
        } else {
            self.slab[list.tail as usize].next = at;
        }
        list.tail = at;
    }

    /// Takes the first lot that is due on a day.
    pub fn next_due(&mut self, day: u32) -> Option<Lot> {
        let list = &mut self.due[day as usize];
        let lot = *self.slab.get(list.head as usize)?;
        self.free.push(list.head);
        list.head = lot.next;
        Some(lot)
    }
}

/// Entries to have room for from the start, so that a long queue in a late trial allocates nothing:
/// one a day and way, in reason. Memory that is never used is never touched.
fn most(days: u32, ways: usize) -> usize {
    (days as usize).saturating_mul(ways).min(1 << 16)
}

/// Puts an entry where one is free.
fn insert<T>(slab: &mut Vec<T>, free: &mut Vec<u32>, entry: T) -> u32 {
    if let Some(at) = free.pop() {
        slab[at as usize] = entry;
        return at;
    }
    slab.push(entry);
    (slab.len() - 1) as u32
}

/// An order that waits at a supplier's stock.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Whose, and by which way.
    pub lane: LaneId,
    /// The evening on which it was placed.
    pub day: u32,
    /// What is still to be filled.
    pub open: f64,
    next: u32,
}

/// The orders that wait at one stock, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    list: List,
    /// Sum of what is still to be filled; ≥ 0.
    pub open: f64,
}

impl Queue {
    /// Somebody waits.
    pub fn is_waiting(&self) -> bool {
        self.list.head != NONE
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            list: EMPTY,
            open: 0.0,
        }
    }
}

/// All orders that wait.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    slab: Vec<Order>,
    free: Vec<u32>,
}

impl Orders {
    /// Forgets everything, with room for a horizon on so many lanes.
    pub fn reset(&mut self, days: u32, lanes: usize) {
        self.slab.clear();
        self.free.clear();
        self.slab.reserve(most(days, lanes));
        self.free.reserve(most(days, lanes));
    }

    /// Adds an order to a queue.
    pub fn place(&mut self, queue: &mut Queue, lane: LaneId, day: u32, quantity: f64) {
        let order = Order {
            lane,
            day,
            open: quantity,
            next: NONE,
        };
        let at = insert(&mut self.slab, &mut self.free, order);
        if queue.list.head == NONE {
            queue.list.head = at;
        } else {
            self.slab[queue.list.tail as usize].next = at;
        }
        queue.list.tail = at;
        queue.open += quantity;
    }

    /// Fills the orders of a queue with what is available, first in first out, pro rata among those
    /// of one evening, and tells of each fill: lane, day of the order, quantity, complete or not.
    /// Orders are complete where only rounding is missing; fills may add up to that much more than
    /// is available.
    pub fn fill(
        &mut self,
        queue: &mut Queue,
        mut available: f64,
        mut filled: impl FnMut(LaneId, u32, f64, bool),
    ) {
        while available > 0.0 && queue.list.head != NONE {
            let wanted = self.wanted_by_the_first_evening(*queue);
            if available < wanted * (1.0 - TINY) {
                self.share(queue, available / wanted, &mut filled);
                return;
            }
            self.fill_the_first_evening(queue, &mut filled);
            available -= wanted;
        }
        if queue.list.head == NONE {
            queue.open = 0.0;
        }
    }

    fn evening(&self, queue: Queue) -> u32 {
        self.slab[queue.list.head as usize].day
    }

    fn wanted_by_the_first_evening(&self, queue: Queue) -> f64 {
        let (day, mut at, mut wanted) = (self.evening(queue), queue.list.head, 0.0);
        while at != NONE && self.slab[at as usize].day == day {
            wanted += self.slab[at as usize].open;
            at = self.slab[at as usize].next;
        }
        wanted
    }

    fn fill_the_first_evening(
        &mut self,
        queue: &mut Queue,
        filled: &mut impl FnMut(LaneId, u32, f64, bool),
    ) {
        let day = self.evening(*queue);
        while queue.list.head != NONE && self.slab[queue.list.head as usize].day == day {
            let order = self.slab[queue.list.head as usize];
            filled(order.lane, day, order.open, true);
            queue.open = (queue.open - order.open).max(0.0);
            self.free.push(queue.list.head);
            queue.list.head = order.next;
        }
    }

    fn share(
        &mut self,
        queue: &mut Queue,
        share: f64,
        filled: &mut impl FnMut(LaneId, u32, f64, bool),
    ) {
        let (day, mut at) = (self.evening(*queue), queue.list.head);
        while at != NONE && self.slab[at as usize].day == day {
            let order = &mut self.slab[at as usize];
            let part = order.open * share;
            order.open -= part;
            queue.open = (queue.open - part).max(0.0);
            filled(order.lane, day, part, false);
            at = order.next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn what_waits_in_a_queue_is_never_negative_however_sums_round() {
        let (mut orders, mut queue, mut state) = (Orders::default(), Queue::default(), 1_u64);
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut emptied = 0;
        for day in 0..100_000 {
            orders.place(&mut queue, LaneId::new(0), day, 100.0 * next());
            orders.place(&mut queue, LaneId::new(1), day, 100.0 * next());
            // Often all but what rounding leaves.
            let available = if next() < 0.5 {
                queue.open
            } else {
                queue.open * next()
            };
            orders.fill(&mut queue, available, |_, _, _, _| {});
            assert!(queue.open >= 0.0, "{} on day {day}", queue.open);
            emptied += u32::from(queue.list.head == NONE);
        }
        assert!(emptied > 1_000);
    }
}
