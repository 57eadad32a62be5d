//! The floor of the plain loop: its variates and nothing else.

use std::hint::black_box;

use peers::{DAYS, Price, STAGES, Trial, Variates, report};

fn trial(seed: u64) -> Trial {
    let mut variates = Variates::new(seed);
    let mut price = Price::default();
    let mut is_broken = [false; STAGES];
    for _ in 0..DAYS {
        black_box(variates.demand());
        for (stage, is_broken) in is_broken.iter_mut().enumerate() {
            black_box(variates.transit(stage));
            *is_broken ^= variates.changes(*is_broken);
        }
        black_box((is_broken, price.per_unit()));
        price.step(&mut variates);
    }
    Trial::default()
}

fn main() {
    report(trial);
}
