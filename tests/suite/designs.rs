//! Parameters drawn by design: what a run makes of it, and how often intervals by replicates cover.

#![allow(
    clippy::unwrap_used,
    reason = "what helps a test is a test, inside of #[test] or not"
)]
#![allow(clippy::float_cmp, reason = "draws are the same to the last bit")]

use crate::common::{column, load, position, read, run, run_with_seed};
use assert_cmd::Command;
use lichain::outcome::VariantOutcomes;
use lichain::random::{Axis, Design, Stream, StreamKey, normal_quantile};
use lichain::stats::{
    Controls, Ordered, Sample, Tail, mean_by_replicates, probability_by_replicates,
    quantile_by_replicates,
};
use lichain::study;
use statrs::distribution::{Binomial, DiscreteCDF};
use std::fs;

const LESSON: &str = "scenarios/lessons/sampling.toml";

fn parameter<'a>(variant: &'a VariantOutcomes, name: &str) -> &'a [f64] {
    &variant.parameters[position(&variant.layout.parameters, name)]
}

fn designed(design: &str, trials: u64) -> VariantOutcomes {
    let scenario = load(LESSON, &[&format!("scenario.sampling={design}")]);
    run(&scenario, trials).variants.remove(0)
}

fn bits(columns: &[Vec<f64>], trials: usize) -> Vec<Vec<u64>> {
    let head = |column: &Vec<f64>| column[..trials].iter().map(|x| x.to_bits()).collect();
    columns.iter().map(head).collect()
}

#[test]
fn each_cell_of_a_parameters_law_is_drawn_once_a_replicate() {
    for (design, size) in [("lhs", 64), ("sobol", 256)] {
        let found = designed(design, 2 * size as u64);
        // 35 to 60 USD/kWh.
        for replicate in parameter(&found, "own").chunks(size) {
            let mut cells = vec![0; size];
            for value in replicate {
                cells[((value - 35.0) / 25.0 * size as f64) as usize] += 1;
            }
            assert!(cells.iter().all(|&hits| hits == 1), "{design}");
        }
    }
    let plain = designed("plain", 64);
    let mut cells: Vec<usize> = parameter(&plain, "own")
        .iter()
        .map(|value| ((value - 35.0) / 25.0 * 64.0) as usize)
        .collect();
    cells.sort_unstable();
    cells.dedup();
    assert!(cells.len() < 60);
}

/// 2028-01-01 with 0.5, 2028-07-01 with 0.3, never with 0.2.
#[test]
fn dates_come_as_often_as_they_should_within_a_cell() {
    for (design, size) in [("lhs", 64_usize), ("sobol", 256)] {
        let found = designed(design, size as u64);
        let opening = parameter(&found, "opening");
        let count = |is: fn(f64) -> bool| opening.iter().filter(|&&x| is(x)).count() as f64;
        let counts = [
            count(|x| x == 0.0),
            count(|x| x == 182.0),
            count(f64::is_infinite),
        ];
        for (found, share) in counts.iter().zip([0.5, 0.3, 0.2]) {
            let expected = share * size as f64;
            assert!((found - expected).abs() < 2.0, "{design}: {counts:?}");
        }
        assert!((counts.iter().sum::<f64>() - size as f64).abs() < 0.5);
    }
}

#[test]
fn the_first_half_of_a_doubled_run_is_as_it_was() {
    for design in ["lhs", "sobol"] {
        let (half, twice) = (designed(design, 150), designed(design, 300));
        assert!(
            bits(&half.measures, 150) == bits(&twice.measures, 150),
            "{design}"
        );
        assert!(bits(&half.parameters, 150) == bits(&twice.parameters, 150));
        assert!(bits(&half.parameters, 150) != bits(&designed("plain", 150).parameters, 150));
    }
}

#[test]
fn a_trial_told_alone_is_the_trial_among_others() {
    for design in ["lhs", "sobol"] {
        let scenario = load(LESSON, &[&format!("scenario.sampling={design}")]);
        let alone = study::trace(&scenario.variants[0], 139, 1).unwrap();
        let among = designed(design, 144);
        for (value, column) in alone.measures.iter().zip(&among.measures) {
            assert_eq!(value.to_bits(), column[138].to_bits());
        }
        let drawn = among.parameters.iter().map(|column| column[138]);
        assert!(drawn.eq(alone.parameters.iter().copied()));
    }
}

#[test]
fn another_parameter_moves_no_other_but_under_sobol() {
    let text = fs::read_to_string(LESSON).unwrap();
    let more = text
        .replace(
            "[party.maker]",
            "[parameter.another]\nvalue = \"uniform(1, 2) USD/kWh\"\n[party.maker]",
        )
        .replace("70 USD/kWh", "68 USD/kWh + $another");
    assert_ne!(text, more);
    for (design, moves) in [("plain", false), ("lhs", false), ("sobol", true)] {
        let of = |text: &str| {
            let text = text.replace("sampling = \"lhs\"", &format!("sampling = \"{design}\""));
            run(&read(&text), 70).variants.remove(0)
        };
        let (before, after) = (of(&text), of(&more));
        let same = |name| parameter(&before, name) == parameter(&after, name);
        assert_eq!(
            ["cells", "opening", "size"].map(same),
            [!moves; 3],
            "{design}"
        );
    }
}

#[test]
fn outcomes_by_design_have_the_same_bits_on_one_and_seven_threads() {
    let scenario = load(LESSON, &["scenario.sampling=sobol"]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(|| run(&scenario, 2100))
    };
    let [one, seven] = [on(1), on(7)].map(|mut outcomes| outcomes.variants.remove(0));
    assert!(bits(&one.measures, 2100) == bits(&seven.measures, 2100));
    assert_eq!(one.replicates, seven.replicates);
    let months = one.monthly.len();
    let known = one.replicates[months..]
        .iter()
        .filter(|r| r.estimate(0.95).is_some());
    assert!(known.count() > 5);
}

/// The results of the lesson from the command line: a file of them.
fn told(arguments: &[&str], file: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let mut command = Command::cargo_bin("lichain").unwrap();
    let output = command
        .args(["run", LESSON, "--out"])
        .arg(&out)
        .args(arguments);
    let output = output.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    fs::read_to_string(out.join(file)).unwrap()
}

#[test]
fn the_manifest_says_how_parameters_were_drawn() {
    let told = |design| {
        let text = told(&["--trials", "8", "--sampling", design], "run.json");
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let sobol = told("sobol");
    assert_eq!(sobol["sampling"], "sobol");
    let names = serde_json::json!(["cells", "freight", "opening", "own", "scrap", "size"]);
    assert_eq!(sobol["sobol_dimensions"], names);
    assert_eq!(told("plain")["sampling"], "plain");
    assert!(told("lhs").get("sobol_dimensions").is_none());
}

#[test]
fn the_summary_says_by_what_its_intervals_are() {
    let cost = |arguments: &[&str]| {
        let text = told(arguments, "summary.csv");
        text.lines()
            .find(|line| line.contains(",delivered_cost,"))
            .unwrap()
            .to_owned()
    };
    let usual = cost(&[]);
    assert!(
        usual.contains("Hall's t for cvar5 + Woodruff over replicates of 64 trials"),
        "{usual}"
    );
    let few = cost(&["--sampling", "sobol", "--trials", "512"]);
    assert!(
        few.contains("no intervals: 2 whole replicates of 256 trials"),
        "{few}"
    );
    assert!(cost(&["--sampling", "plain"]).contains("t + order statistics"));
}

/// Variance of the mean delivered cost over seeds.
fn variance(design: &str, trials: u64, seeds: u64) -> f64 {
    let scenario = load(LESSON, &[&format!("scenario.sampling={design}")]);
    let means: Vec<f64> = (1..=seeds)
        .map(|seed| {
            let outcomes = run_with_seed(&scenario, trials, seed);
            let column = column(&outcomes.variants[0], "delivered_cost");
            column.iter().sum::<f64>() / trials as f64
        })
        .collect();
    let mean = means.iter().sum::<f64>() / seeds as f64;
    means.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (seeds - 1) as f64
}

/// Over 64 seeds the ratio of two equal variances is above 2.2 once in 1,000: F(63, 63). A Latin
/// hypercube takes out what adds up, a Sobol net products of two as well.
#[test]
fn designs_make_the_mean_cost_of_the_lesson_vary_less() {
    let [plain, lhs, sobol] = ["plain", "lhs", "sobol"].map(|design| variance(design, 256, 64));
    println!(
        "plain / lhs {:.1}, plain / sobol {:.1}",
        plain / lhs,
        plain / sobol
    );
    assert!(plain / lhs > 2.2 && plain / sobol > 10.0);
}

const REPETITIONS: u64 = 2_000;

/// A number of four parameters and noise, as plainly drawn as the engine's: a log-normal, a product,
/// a jump, and a normal noise of 0.3.
fn values(design: Design, seed: u64, trials: usize) -> Vec<f64> {
    let axis = |number: u32| Axis {
        key: StreamKey(u64::from(number) + 11),
        number,
    };
    let drawn: Vec<Vec<f64>> = (0..4)
        .map(|number| {
            let mut uniforms = vec![0.0; trials];
            design.fill(seed, 1, axis(number), &mut uniforms);
            uniforms
        })
        .collect();
    let noise = |k: usize| Stream::new(seed, k as u64 + 1, StreamKey(99)).uniform(0);
    (0..trials)
        .map(|k| {
            let [a, b, c, d] = [0, 1, 2, 3].map(|number: usize| drawn[number][k]);
            let jump = f64::from(u8::from(d > 0.7));
            libm::exp(0.5 * normal_quantile(a))
                + 4.0 * b * c
                + jump
                + 0.3 * normal_quantile(noise(k))
        })
        .collect()
}

/// exp(1/8) + 1 + 0.3.
const MEAN: f64 = 1.133_148_453_066_826_3 + 1.3;

/// Levels of values with their quantiles, and the mean of the worst 5 %, from a plain sample of ten
/// million: an error below a hundredth of the intervals' widths.
fn truths() -> ([(f64, f64); 3], f64) {
    let sample = Sample::new(&values(Design::Plain, 7_777_777, 10_000_000));
    let quantiles = [0.05, 0.5, 0.95].map(|level| (level, sample.quantile(level).unwrap()));
    (quantiles, sample.tail_mean(Tail::Upper, 0.05).unwrap())
}

/// The mean of 3 exp(z / 2).
const OWED: f64 = 3.0 * 1.133_148_453_066_826_3;

/// The interval of the mean of values that owe 3 exp(z / 2) to a normal number z besides, with the
/// control exp(0.6 z) less its mean: skewed, and the wrong shape by a little.
fn controlled(values: &[f64], repetition: u64, size: usize) -> Option<(f64, f64)> {
    let z = |k: usize| normal_quantile(Stream::new(repetition, k as u64, StreamKey(77)).uniform(0));
    let z: Vec<f64> = (0..values.len()).map(z).collect();
    let owing = values
        .iter()
        .zip(&z)
        .map(|(x, z)| x + 3.0 * libm::exp(0.5 * z));
    let control = z.iter().map(|z| libm::exp(0.6 * z) - libm::exp(0.18));
    let controls = Controls::new(&[&control.collect::<Vec<_>>()], &[]);
    let found = controls.take_out(&owing.collect::<Vec<_>>())?;
    if size == 1 {
        return Some(found.interval(0.95));
    }
    mean_by_replicates(&found.values, size, 0.95)
}

fn holds(interval: Option<(f64, f64)>, truth: f64) -> u64 {
    u64::from(interval.is_some_and(|(lower, upper)| lower <= truth && truth <= upper))
}

/// Repetitions whose interval covers: of the mean, of P(value > its 95th percentile), of the mean of
/// the worst 5 %, of the mean by a control, of the three quantiles.
fn covered(design: Design, replicates: usize, (truths, worst): (&[(f64, f64)], f64)) -> Vec<u64> {
    let size = design.replicate().unwrap();
    let edge = truths[2].1;
    let mut hits = vec![0; 4 + truths.len()];
    for repetition in 0..REPETITIONS {
        let values = values(design, 1_000_000 + repetition, replicates * size);
        hits[0] += holds(mean_by_replicates(&values, size, 0.95), MEAN);
        let events: Vec<f64> = values
            .iter()
            .map(|&x| f64::from(u8::from(x > edge)))
            .collect();
        hits[1] += holds(probability_by_replicates(&events, size, 0.95), 0.05);
        let sample = Sample::new(&values);
        let tail = sample.tail_interval_by_replicates(Tail::Upper, 0.05, (&values, size), 0.95);
        hits[2] += holds(tail, worst);
        hits[3] += holds(controlled(&values, repetition, size), MEAN + OWED);
        for (hits, &(level, truth)) in hits[4..].iter_mut().zip(truths) {
            *hits += holds(
                quantile_by_replicates(&values, &sample, level, size, 0.95),
                truth,
            );
        }
    }
    hits
}

#[test]
fn intervals_by_replicates_cover_at_least_as_often_as_they_say() {
    let (truths, worst) = truths();
    let law = Binomial::new(0.95, REPETITIONS).unwrap();
    let mut low = Vec::new();
    for design in [Design::Lhs, Design::Sobol] {
        for replicates in [8, 16] {
            if (design, replicates) == (Design::Sobol, 16) {
                continue; // 41 million draws
            }
            let hits = covered(design, replicates, (&truths, worst));
            println!("{} {replicates}: {hits:?}", design.name());
            if hits.iter().any(|&hits| law.cdf(hits) < 0.001) {
                low.push((design, replicates, hits));
            }
        }
    }
    assert!(low.is_empty(), "{low:?}");
}

/// Costs owe most of their spread to skewed prices, whose part the control takes out.
#[test]
fn means_by_a_control_cover_as_often_as_they_say_and_are_narrower() {
    let law = Binomial::new(0.95, REPETITIONS).unwrap();
    for trials in [100, 1000] {
        let (mut hits, mut widths) = (0, [0.0; 2]);
        for repetition in 0..REPETITIONS {
            let values = values(Design::Plain, 1_000_000 + repetition, trials);
            let found = controlled(&values, repetition, 1);
            hits += holds(found, MEAN + OWED);
            let (lower, upper) = found.unwrap();
            widths[0] += upper - lower;
            let (lower, upper) = mean_by_replicates(&values, 1, 0.95).unwrap();
            widths[1] += upper - lower;
        }
        println!("control, {trials}: {hits}");
        assert!((0.001..0.999).contains(&law.cdf(hits)), "{trials}: {hits}");
        // The spread of what is owed, 3 x 0.604, is nearly all taken out.
        assert!(widths[0] < 1.1 * widths[1], "{widths:?}");
    }
}
