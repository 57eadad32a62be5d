//! The generator's known words, and that the same trials have the same bits whoever runs them.

use std::num::NonZero;

use super::bench::{all, read, same};
use super::textbook::SIX_STAGE;
use super::{Case, Check, Effort, Row};
use crate::outcome::Outcomes;
use crate::random::philox4x64;
use crate::scenario::{STARTERS, Scenario};
use crate::study::{self, Instructions, Progress, Runner, Settings};

pub const CASES: &[&[Case]] = &[&[
    Case {
        name: "Philox4x64-10",
        source: "kat_vectors of Random123; words printed by NumPy",
        run: known_words,
    },
    Case {
        name: "threads",
        source: "the same trials on one thread",
        run: threads,
    },
    Case {
        name: "instructions",
        source: "the same trials without vector instructions",
        run: instructions,
    },
    Case {
        name: "parts",
        source: "the same trials in one run",
        run: parts,
    },
]];

type Known = ([u64; 4], [u64; 2], [u64; 4]);

const ONES: u64 = u64::MAX;

/// Lines `philox4x64 10` of `kat_vectors`: counter, key, words.
const RANDOM123: [Known; 3] = [
    (
        [0; 4],
        [0; 2],
        [
            0x1655_4d9e_ca36_314c,
            0xdb20_fe9d_672d_0fdc,
            0xd7e7_72ce_e186_176b,
            0x7e68_b68a_ec7b_a23b,
        ],
    ),
    (
        [ONES; 4],
        [ONES; 2],
        [
            0x87b0_92c3_013f_e90b,
            0x438c_3c67_be8d_0224,
            0x9cc7_d7c6_9cd7_77b6,
            0xa09c_aebf_594f_0ba0,
        ],
    ),
    (
        [
            0x243f_6a88_85a3_08d3,
            0x1319_8a2e_0370_7344,
            0xa409_3822_299f_31d0,
            0x082e_fa98_ec4e_6c89,
        ],
        [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c],
        [
            0xa528_f454_03e6_1d95,
            0x38c7_2dbd_566e_9788,
            0xa5a1_610e_72fd_18b5,
            0x57bd_43b5_e52b_7fe6,
        ],
    ),
];

/// Words of `numpy.random.Philox`, as `src/random/philox.rs` says.
const NUMPY: [Known; 2] = [
    (
        [0, 1, 0, 0],
        [2024, 7],
        [
            0x91d3_3440_4025_ea64,
            0xcc37_d586_1be1_fe6e,
            0xc9c2_b10e_d9e5_bb45,
            0x52b3_c39c_53b3_f516,
        ],
    ),
    (
        [3, 4711, 0, 0],
        [20_240_731, 0x9e37_79b9_7f4a_7c15],
        [
            0x4e64_89d0_e9b0_60b0,
            0x3c91_bf23_d4f8_8299,
            0xa91d_eb6d_2215_c629,
            0xdae7_35cc_1209_7b20,
        ],
    ),
];

fn known_words(_: Effort) -> Result<Vec<Row>, String> {
    let check = |known: &[Known]| {
        let words = known
            .iter()
            .flat_map(|(counter, key, words)| philox4x64(*counter, *key).into_iter().zip(*words));
        let (same, of) = words.fold((0, 0), |(same, of), (found, known)| {
            (same + u64::from(found == known), of + 1)
        });
        Check::Same { same, of }
    };
    Ok(vec![
        Row::new("words of Random123", check(&RANDOM123)),
        Row::new("words of NumPy", check(&NUMPY)),
    ])
}

/// A chain full of noise, and one whose parameters come by Latin hypercubes and whose prices move.
fn chains() -> Result<[(&'static str, Scenario); 2], String> {
    let main = STARTERS
        .iter()
        .find(|starter| starter.name == "kazakhstan-vietnam");
    let main = main.ok_or("no starter")?.named("case");
    Ok([
        ("six stages", read(SIX_STAGE, &[])?),
        // Four years of it have all that draws.
        (
            "Kazakhstan to Vietnam",
            read(&main, &["scenario.end=2034-01-01"])?,
        ),
    ])
}

fn trials_of(effort: Effort) -> u64 {
    effort.of(128, 1024)
}

fn plain(scenario: &Scenario, settings: &Settings) -> Result<Vec<f64>, String> {
    let ran = study::run(&scenario.variants, scenario.reference, settings, &|_| ());
    told(ran).map(|outcomes| all(&outcomes))
}

fn told(ran: Result<Outcomes, crate::outcome::Breach>) -> Result<Outcomes, String> {
    ran.map_err(|breach| format!("{breach:?}"))
}

fn on(threads: usize, scenario: &Scenario, trials: u64) -> Result<Vec<f64>, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|reason| format!("cannot start {threads} threads: {reason}"))?;
    pool.install(|| plain(scenario, &Settings::new(trials, 1)))
}

fn threads(effort: Effort) -> Result<Vec<Row>, String> {
    let trials = trials_of(effort);
    let there = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut rows = Vec::new();
    for (name, scenario) in &chains()? {
        let one = on(1, scenario, trials)?;
        for (words, threads) in [("two", 2), ("seven", 7), ("as many as there are", there)] {
            let what = format!("{name}: {words}");
            rows.push(Row::new(what, same(&one, &on(threads, scenario, trials)?)));
        }
    }
    Ok(rows)
}

fn instructions(effort: Effort) -> Result<Vec<Row>, String> {
    let trials = trials_of(effort);
    let with = |scenario: &Scenario, instructions| {
        let settings = Settings {
            instructions,
            ..Settings::new(trials, 1)
        };
        plain(scenario, &settings)
    };
    let row = |(name, scenario): &(&str, Scenario)| -> Result<Row, String> {
        let baseline = with(scenario, Instructions::Baseline)?;
        let widest = with(scenario, Instructions::widest())?;
        Ok(Row::new(
            format!("{name}: the widest there are"),
            same(&baseline, &widest),
        ))
    };
    chains()?.iter().map(row).collect()
}

fn parts(effort: Effort) -> Result<Vec<Row>, String> {
    let trials = trials_of(effort);
    let mut rows = Vec::new();
    for (name, scenario) in &chains()? {
        let settings = Settings::new(trials, 1);
        let whole = plain(scenario, &settings)?;
        let mut runner = Runner::new(&scenario.variants, &settings);
        let advanced = |runner: &mut Runner, progress: &mut Progress, trials| {
            let ran = runner.advance(progress, trials, &|_| ());
            ran.map_err(|breach| format!("{breach:?}"))
        };
        // Gone on with, twice, from places that end no block.
        let mut progress = runner.begin();
        for some in [trials / 4 + 5, trials / 2 + 3, trials] {
            advanced(&mut runner, &mut progress, some)?;
        }
        let resumed = all(&runner.finish(progress, scenario.reference));
        rows.push(Row::new(
            format!("{name}: gone on with twice"),
            same(&whole, &resumed),
        ));
        let first = runner.unit();
        let mut merged = runner.begin();
        advanced(&mut runner, &mut merged, first)?;
        let mut rest = runner.begin_at(first + 1);
        advanced(&mut runner, &mut rest, trials - first)?;
        merged.append(rest);
        let merged = all(&runner.finish(merged, scenario.reference));
        rows.push(Row::new(
            format!("{name}: two parts merged"),
            same(&whole, &merged),
        ));
        rows.push(alone(name, scenario, trials)?);
    }
    Ok(rows)
}

/// A trial by itself, as `lichain trace` tells it, is that trial among the others.
fn alone(name: &str, scenario: &Scenario, trials: u64) -> Result<Row, String> {
    let ran = study::run(
        &scenario.variants,
        scenario.reference,
        &Settings::new(trials, 1),
        &|_| (),
    );
    let outcomes = told(ran)?;
    let number = trials / 3;
    let model = &scenario.variants[scenario.reference];
    let trace = study::trace(model, number, 1).map_err(|breach| format!("{breach:?}"))?;
    let columns = &outcomes.variants[scenario.reference].measures;
    let among: Vec<f64> = columns
        .iter()
        .map(|column| column[number as usize - 1])
        .collect();
    let what = format!("{name}: trial {number} alone");
    Ok(Row::new(what, same(&among, &trace.measures)))
}
