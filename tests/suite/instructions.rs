//! A trial comes to the same bytes on every set of instructions that the processor has, alone or beside others.

use crate::common::{KAZAKHSTAN_VIETNAM, Results, SIX_STAGE, load};
use lichain::engine::{self, Instructions, SIDE_BY_SIDE, Scratch, Silent};
use lichain::outcome::Row;
use lichain::plan::Plan;

/// The bits of what trials leave that run `N` at a time.
fn bits<const N: usize>(plan: &Plan, instructions: Instructions) -> Vec<Vec<u64>> {
    let mut scratch = Scratch::<N> {
        instructions,
        ..Scratch::default()
    };
    let mut results: Vec<Results> = (0..SIDE_BY_SIDE).map(|_| Results::new(plan)).collect();
    let mut rows: Vec<Row> = results.iter_mut().map(Results::row).collect();
    for (first, rows) in (1..).step_by(N).zip(rows.chunks_mut(N)) {
        let broken = engine::simulate(plan, 1, first, &mut scratch, rows, &mut Silent);
        assert_eq!(broken, None);
    }
    drop(rows);
    let of = |trial: &Results| trial.all().map(f64::to_bits).collect();
    results.iter().map(of).collect()
}

#[test]
fn trials_are_the_same_to_the_last_bit_on_any_instructions() {
    let there: Vec<Instructions> = Instructions::ALL
        .into_iter()
        .filter(|instructions| instructions.is_there())
        .collect();
    for path in [
        KAZAKHSTAN_VIETNAM,
        SIX_STAGE,
        "scenarios/lessons/hazards.toml",
        "scenarios/lessons/growing-plant.toml",
    ] {
        let plan = Plan::compile(&load(path, &[]).variants[0]);
        let alone = bits::<1>(&plan, Instructions::Baseline);
        assert_ne!(alone[0], alone[1], "{path}");
        for &instructions in &there {
            let beside = bits::<SIDE_BY_SIDE>(&plan, instructions);
            assert_eq!(beside, alone, "{path}, {instructions:?}");
        }
    }
}
