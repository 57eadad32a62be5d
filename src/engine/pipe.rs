//! What is under way to one place: cargo on a supply line, work inside a process. A ring of days,
//! in each what is due on it; what is due on one day travels on as one.

use super::cargo::Cargo;
use super::wide::{Wide, whole};

/// Days of a new ring. Rings grow to the longest time they have met; those of a large network's many
/// short ways are most of its memory.
const DAYS: usize = 8;

/// What arrives on a day, added up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrival<const N: usize> {
    /// The cargo.
    pub cargo: Cargo<N>,
    /// Sum over units of the days on the clock from departure to arrival.
    pub door_to_door: Wide<N>,
    /// The last evening on which any of it left.
    pub left: u32,
}

/// The same of one trial.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parcel {
    /// In the unit of the commodity.
    pub quantity: f64,
    /// Its book cost [USD].
    pub cost_usd: f64,
    /// Its resource cost [USD].
    pub resource_usd: f64,
    /// Sum over units of the day of their order.
    pub ordered_on: f64,
    /// Orders whose last unit is on board.
    pub orders: f64,
    /// Sum over units of the days on the clock since departure.
    pub door_to_door: f64,
    /// Sum over units of the clock at which they are due [d].
    pub clock: f64,
}

impl Parcel {
    /// Takes out a part.
    pub fn take(&mut self, part: f64) -> Self {
        let mut taken = *self;
        if part >= 1.0 {
            *self = Self::default();
            return taken;
        }
        for (own, taken) in self.numbers_mut().into_iter().zip(taken.numbers_mut()) {
            *taken *= part;
            *own -= *taken;
        }
        // Orders are complete with the last unit.
        self.orders += taken.orders;
        taken.orders = 0.0;
        taken
    }

    fn numbers_mut(&mut self) -> [&mut f64; 7] {
        [
            &mut self.quantity,
            &mut self.cost_usd,
            &mut self.resource_usd,
            &mut self.ordered_on,
            &mut self.orders,
            &mut self.door_to_door,
            &mut self.clock,
        ]
    }
}

/// What is due on a day.
#[derive(Clone, Copy, Debug)]
struct Due<const N: usize> {
    /// By trial.
    parcels: [Parcel; N],
    /// The morning after the last evening on which any of it left; 0 where nothing is due.
    on_the_way_from: u32,
}

impl<const N: usize> Default for Due<N> {
    fn default() -> Self {
        Self {
            parcels: [Parcel::default(); N],
            on_the_way_from: 0,
        }
    }
}

impl<const N: usize> Due<N> {
    /// In some trial something is due.
    fn is_any(&self) -> bool {
        self.on_the_way_from > 0
    }
}

/// What is under way to one place. [`Pipe::reset`] makes it ready.
#[derive(Clone, Debug, Default)]
pub struct Pipe<const N: usize> {
    /// By day, modulo their number, which is a power of 2.
    days: Vec<Due<N>>,
}

impl<const N: usize> Pipe<N> {
    /// Forgets everything.
    pub fn reset(&mut self) {
        let length = self.days.len().max(DAYS);
        self.days.resize(length, Due::default());
        for due in self.days.iter_mut().filter(|due| due.is_any()) {
            *due = Due::default();
        }
    }

    /// Sends off what of a cargo is there, this evening, each trial's by its own clock: the time in
    /// days at which it arrives, on the morning of the day that [`entry_day`] says, at the earliest
    /// tomorrow. What is due at the horizon's end or after it is never seen again.
    #[inline(always)]
    pub fn send(&mut self, cargo: &Cargo<N>, clock: Wide<N>, today: u32, end: u32) {
        let due = entry_days(clock).max(Wide::all(f64::from(today + 1)));
        self.put::<false>(cargo, clock, due, (today, today), end);
    }

    /// Sends off what of a cargo is there this evening, to be due on each trial's day. The ring
    /// holds all days from one on: what waits beyond its day is still there. At stops one looks at the
    /// clock; nobody does at the end of the way.
    #[inline(always)]
    pub fn put<const STOPS: bool>(
        &mut self,
        cargo: &Cargo<N>,
        clock: Wide<N>,
        due: Wide<N>,
        (today, since): (u32, u32),
        end: u32,
    ) {
        let leaves = cargo.is_laden() & due.below(Wide::all(f64::from(end)));
        let too_late = f64::from(since) + self.days.len() as f64;
        if (leaves & due.at_least(Wide::all(too_late))).any() {
            let latest = leaves.of(due).greatest();
            self.grow(whole(latest), since);
        }
        let due = due.whole();
        let days = &mut self.days[..];
        let wrap = days.len() - 1;
        let quantity = cargo.goods.quantity;
        let door_to_door = quantity * (clock - Wide::all(f64::from(today)));
        let arrival = quantity * clock;
        for k in leaves.trials() {
            let due = &mut days[due[k] as usize & wrap];
            due.on_the_way_from = today + 1;
            let parcel = &mut due.parcels[k];
            parcel.quantity += quantity[k];
            parcel.cost_usd += cargo.goods.cost_usd[k];
            parcel.resource_usd += cargo.goods.resource_usd[k];
            parcel.ordered_on += cargo.ordered_on[k];
            parcel.orders += cargo.orders[k];
            parcel.door_to_door += door_to_door[k];
            if STOPS {
                parcel.clock += arrival[k];
            }
        }
    }

    /// Sends on what one trial let through a stop; the evening it left at first is long past.
    pub fn pass_on(&mut self, k: usize, parcel: &Parcel, due: u32, since: u32) {
        if (due - since) as usize >= self.days.len() {
            self.grow(due, since);
        }
        let at = due as usize & (self.days.len() - 1);
        let due = &mut self.days[at];
        due.on_the_way_from = due.on_the_way_from.max(1);
        let there = &mut due.parcels[k];
        let mut parcel = *parcel;
        for (there, more) in there.numbers_mut().into_iter().zip(parcel.numbers_mut()) {
            *there += *more;
        }
    }

    /// What is due on a day, where anything is. The ring holds days from one on: where it is not long
    /// enough to hold this one too, nothing was ever sent to it, and its place is another day's.
    #[inline(always)]
    pub fn quantity_on(&self, day: u32, since: u32) -> Option<Wide<N>> {
        if (day - since) as usize >= self.days.len() {
            return None;
        }
        let due = &self.days[day as usize & (self.days.len() - 1)];
        due.is_any()
            .then(|| Wide::from_fn(|k| due.parcels[k].quantity))
    }

    /// Takes a part of what was due on a day in one trial.
    pub fn take(&mut self, day: u32, k: usize, part: f64) -> Parcel {
        let at = day as usize & (self.days.len() - 1);
        self.days[at].parcels[k].take(part)
    }

    /// Makes room for what is due on a day, and for twice that, so that it is seldom done again.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, due: u32, today: u32) {
        let length = (2 * (due - today) as usize + 1).next_power_of_two();
        let old = std::mem::replace(&mut self.days, vec![Due::default(); length]);
        for day in today as usize..today as usize + old.len() {
            self.days[day & (length - 1)] = old[day & (old.len() - 1)];
        }
    }

    /// Takes out what is due on a day.
    #[inline(always)]
    pub fn due(&mut self, day: u32) -> Option<Arrival<N>> {
        let at = day as usize & (self.days.len() - 1);
        let due = &mut self.days[at];
        if !due.is_any() {
            return None;
        }
        let mut arrival = Arrival {
            left: due.on_the_way_from - 1,
            ..Arrival::default()
        };
        for k in 0..N {
            let parcel = &due.parcels[k];
            arrival.cargo.goods.quantity[k] = parcel.quantity;
            arrival.cargo.goods.cost_usd[k] = parcel.cost_usd;
            arrival.cargo.goods.resource_usd[k] = parcel.resource_usd;
            arrival.cargo.ordered_on[k] = parcel.ordered_on;
            arrival.cargo.orders[k] = parcel.orders;
            arrival.door_to_door[k] = parcel.door_to_door;
        }
        *due = Due::default();
        Some(arrival)
    }
}

#[cfg(test)]
impl<const N: usize> Pipe<N> {
    /// Claims that what is due on a day left on another.
    pub fn left_on(&mut self, day: u32, left: u32) {
        let at = day as usize & (self.days.len() - 1);
        self.days[at].on_the_way_from = left + 1;
    }
}

/// The day on whose morning cargo with this clock enters a stock. The clock adds up unrounded; a
/// billionth of a day forgives what adding up may have left over. Never for what takes longer than
/// days can be counted.
#[inline(always)]
pub fn entry_day(clock: f64) -> u32 {
    let late = if clock < NEVER { clock - 1e-9 } else { NEVER };
    let late = if late > 0.0 { late } else { 0.0 };
    let rounded = late + ROUNDS;
    rounded.to_bits() as u32 + u32::from(rounded - ROUNDS < late)
}

/// Adding it leaves a whole number in the last bits: the nearest.
const ROUNDS: f64 = 4_503_599_627_370_496.0;

/// Later than any day of a horizon.
const NEVER: f64 = 4_000_000_000.0;

/// The same for all trials.
#[inline(always)]
pub fn entry_days<const N: usize>(clock: Wide<N>) -> Wide<N> {
    let never = Wide::all(NEVER);
    let late = clock.below(never).select(clock - 1e-9, never).or_zero();
    let rounded = late + ROUNDS - ROUNDS;
    rounded + rounded.below(late).ones()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cargo(quantity: f64) -> Cargo<2> {
        let mut cargo = Cargo::default();
        cargo.fill_order(Wide([quantity, 0.0]), 3);
        cargo
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "whole numbers")]
    fn what_is_sent_is_there_on_its_day_however_long_it_takes() {
        let mut pipe = Pipe::default();
        pipe.reset();
        let ways = [
            (1, 1.5),
            (1, 2.0),
            (1, 400.25),
            (5, 17.0),
            (6, 17.0),
            (30, 31.0),
        ];
        for (at, &(today, clock)) in ways.iter().enumerate() {
            pipe.send(&cargo(at as f64 + 1.0), Wide::all(clock), today, 1000);
        }
        let arrived: Vec<(u32, f64, f64)> = (2..1000)
            .filter_map(|day| {
                pipe.due(day)
                    .map(|a| (day, a.cargo.goods.quantity[0], a.door_to_door[0]))
            })
            .collect();
        assert_eq!(
            arrived,
            [
                (2, 3.0, 2.5),
                (17, 9.0, 103.0),
                (31, 6.0, 6.0),
                (401, 3.0, 1197.75)
            ]
        );
    }

    #[test]
    fn entry_is_on_the_first_morning_at_or_after_the_clock() {
        for (clock, day) in [
            (3.0, 3),
            (3.0 + 1e-10, 3),
            (3.1, 4),
            (0.0, 0),
            (1e300, 4_000_000_000),
        ] {
            assert_eq!(entry_day(clock), day, "{clock}");
            assert_eq!(entry_days(Wide([clock])), Wide([f64::from(day)]), "{clock}");
        }
    }
}
