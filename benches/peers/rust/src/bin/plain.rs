//! The chain as a plain scalar loop: flat arrays, a ring of due days, one trial after the other.
//! With `REDUCED` set in the environment it is what stockpyl can express: transit times fixed at
//! their medians rounded down, no room limits, nothing paid to the source.

use peers::{
    BASE_STOCK, DAYS, HOLDING, INITIAL_STOCK, Price, ROOM, STAGES, TRANSIT_MU, Trial, Variates,
    report,
};

/// A power of two above the longest transit.
const RING: usize = 64;

fn trial<const REDUCED: bool>(seed: u64) -> Trial {
    let mut variates = Variates::new(seed);
    let mut price = Price::default();
    let mut on_hand = [INITIAL_STOCK; STAGES];
    let mut on_order = [0.0; STAGES];
    let mut backlog = [0.0; STAGES];
    let mut is_broken = [false; STAGES];
    let mut due = [[0.0; RING]; STAGES];
    let mut result = Trial::default();

    for day in 0..DAYS {
        let today = day % RING;
        // What is asked of the stage at hand: the customer's demand, then its neighbour's order.
        let mut order = variates.demand();
        for stage in (0..STAGES).rev() {
            let arrived = std::mem::take(&mut due[stage][today]);
            on_hand[stage] += arrived;
            on_order[stage] -= arrived;
            backlog[stage] += order;

            let position = on_hand[stage] + on_order[stage] - backlog[stage];
            order = (BASE_STOCK[stage] - position).max(0.0);
            on_order[stage] += order;

            let room = match (is_broken[stage], REDUCED) {
                (true, _) => 0.0,
                (false, true) => f64::INFINITY,
                (false, false) => ROOM,
            };
            let shipped = on_hand[stage].min(backlog[stage]).min(room);
            on_hand[stage] -= shipped;
            backlog[stage] -= shipped;
            if stage + 1 == STAGES {
                result.delivered += shipped;
            } else if shipped > 0.0 {
                let days = transit::<REDUCED>(stage + 1, &mut variates);
                due[stage + 1][(day + days) % RING] += shipped;
                result.cost += shipped;
            }
            result.cost += HOLDING[stage] * on_hand[stage];
            is_broken[stage] ^= variates.changes(is_broken[stage]);
        }
        // The source is never short.
        if order > 0.0 {
            let days = transit::<REDUCED>(0, &mut variates);
            due[0][(day + days) % RING] += order;
            if !REDUCED {
                result.cost += order * price.per_unit();
            }
        }
        result.backlog += backlog[STAGES - 1];
        price.step(&mut variates);
    }
    result
}

#[inline]
fn transit<const REDUCED: bool>(stage: usize, variates: &mut Variates) -> usize {
    if REDUCED {
        TRANSIT_MU[stage].exp() as usize
    } else {
        variates.transit(stage)
    }
}

fn main() {
    if std::env::var_os("REDUCED").is_some() {
        report(trial::<true>);
    } else {
        report(trial::<false>);
    }
}
