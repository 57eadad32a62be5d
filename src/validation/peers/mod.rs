//! What other programs print. `.ci/truths.py` wrote the numbers down and holds them to those programs again.

pub mod printed;

use std::f64::consts::PI;

use super::{Case, Check, Effort, Row};
use crate::random::{Law, Sampler};
use crate::stats::sensitivity::{Saltelli, sobol, spearman};
use crate::stats::{self, Moments, Ordered, Sample, student};
use crate::validation::truth::newsvendor;

pub const CASES: &[&[Case]] = &[&[
    Case {
        name: "laws",
        source: "scipy 1.17.1, ppf at 5, 50 and 95 %",
        run: laws,
    },
    Case {
        name: "statistics",
        source: "numpy 2.4.6, Python statistics, scipy 1.17.1",
        run: statistics,
    },
    Case {
        name: "Sobol indices",
        source: "SALib 1.6.0, the same 320 rows",
        run: indices,
    },
    Case {
        name: "stockpyl",
        source: "stockpyl 1.0.2; its (s, S), chain in series and order quantity are among the textbook cases",
        run: stockpyl,
    },
]];

/// At 1e-9 of the truth, or as the table of a law is precise (docs/statistics.md).
fn near(what: impl Into<String>, found: f64, truth: f64, within: f64) -> Row {
    let check = Check::Equal {
        found,
        truth,
        within,
    };
    Row::new(what, check)
}

/// The largest difference of some numbers from some others.
fn far(what: &str, found: &[f64], truth: &[f64], bound: f64) -> Row {
    let differences = found
        .iter()
        .zip(truth)
        .map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
    let largest = differences.fold(0.0, |a: f64, b| if b > a || b.is_nan() { b } else { a });
    let all = if found.len() == truth.len() {
        largest
    } else {
        f64::NAN
    };
    Row::new(what, Check::AtMost { found: all, bound })
}

fn laws(_: Effort) -> Result<Vec<Row>, String> {
    let normal = || Law::Normal {
        mean: 50.0,
        sd: 8.0,
    };
    let truncated = Law::Truncated {
        law: Box::new(normal()),
        low: 45.0,
        high: 60.0,
    };
    let [low, mode, high] = [400.0, 600.0, 900.0];
    let laws: [(&str, Law<f64>, [f64; 3], f64); 11] = [
        (
            "uniform",
            Law::Uniform {
                low: 2.0,
                high: 8.0,
            },
            printed::UNIFORM,
            1e-12,
        ),
        (
            "triangular",
            Law::Triangular {
                low: 5.0,
                mode: 7.0,
                high: 12.0,
            },
            printed::TRIANGULAR,
            1e-12,
        ),
        ("PERT", Law::Pert { low, mode, high }, printed::PERT, 1e-6),
        ("normal", normal(), printed::NORMAL, 1e-12),
        (
            "log-normal",
            Law::LogNormal {
                mean: 20.0,
                cv: 0.3,
            },
            printed::LOG_NORMAL,
            1e-12,
        ),
        (
            "exponential",
            Law::Exponential { mean: 100.0 },
            printed::EXPONENTIAL,
            1e-12,
        ),
        (
            "gamma",
            Law::GammaShape {
                shape: 4.0,
                scale: 5.0,
            },
            printed::GAMMA,
            1e-6,
        ),
        (
            "Weibull",
            Law::Weibull {
                shape: 1.5,
                scale: 30.0,
            },
            printed::WEIBULL,
            1e-12,
        ),
        ("beta", Law::Beta { a: 2.0, b: 5.0 }, printed::BETA, 1e-6),
        ("truncated normal", truncated, printed::TRUNCATED, 1e-12),
        ("Poisson", Law::Poisson { mean: 6.0 }, printed::POISSON, 0.0),
    ];
    let row = |(name, law, truth, bound): &(&str, Law<f64>, [f64; 3], f64)| {
        let sampler = Sampler::new(law);
        let found = [0.05, 0.5, 0.95].map(|p| sampler.quantile(p));
        far(
            &format!("{name}: largest relative difference"),
            &found,
            truth,
            *bound,
        )
    };
    Ok(laws.iter().map(row).collect())
}

const SAMPLE: [f64; 16] = [
    17.3, 2.9, 41.0, 8.8, 23.5, 5.1, 30.2, 11.7, 3.3, 26.4, 19.9, 14.2, 6.6, 37.5, 9.4, 21.1,
];
const OTHER: [f64; 16] = [
    3.1, 0.4, 9.9, 2.2, 2.0, 1.1, 6.4, 3.0, 0.9, 7.7, 2.8, 4.4, 1.9, 5.3, 1.2, 6.0,
];

fn statistics(_: Effort) -> Result<Vec<Row>, String> {
    let sample = Sample::new(&SAMPLE);
    let at = |levels: &[f64]| -> Vec<f64> {
        let values = levels.iter().map(|&p| sample.quantile(p));
        values.map(|value| value.unwrap_or(f64::NAN)).collect()
    };
    let t: Vec<f64> = [1.0, 7.0, 15.0, 99.0, 1023.0]
        .map(|df| student::quantile(0.975, df))
        .to_vec();
    let wilson: Vec<f64> = [(0, 10), (7, 100), (950, 1000)]
        .into_iter()
        .filter_map(|(k, n)| stats::wilson(k, n, 0.95))
        .flat_map(|(low, high)| [low, high])
        .collect();
    let mut moments = Moments::default();
    moments.push_block(&SAMPLE);
    let (low, high) = moments.t_interval(0.95).ok_or("no interval")?;
    let correlation = spearman(&SAMPLE, &OTHER).value.ok_or("no correlation")?;
    let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
    Ok(vec![
        far(
            "p5 to p95 of 16 numbers",
            &at(&levels),
            &printed::TYPE_7,
            1e-12,
        ),
        far("quartiles", &at(&levels[2..5]), &printed::QUARTILES, 1e-12),
        far("Student's t at 97.5 %", &t, &printed::STUDENT, 1e-9),
        far("Wilson's intervals", &wilson, &printed::WILSON, 1e-9),
        far(
            "t interval of a mean",
            &[low, high],
            &printed::MEAN_INTERVAL,
            1e-9,
        ),
        far(
            "Spearman's rank correlation",
            &[correlation],
            &printed::SPEARMAN,
            1e-12,
        ),
    ])
}

/// Ishigami's function of three inputs between 0 and 1.
fn ishigami(x: &[f64]) -> f64 {
    let [a, b, c] = [0, 1, 2].map(|at| PI * (2.0 * x[at] - 1.0));
    let (sine, other) = (libm::sin(a), libm::sin(b));
    sine + 7.0 * other * other + 0.1 * c * c * c * c * sine
}

/// A, AB of each input and B for 64 base points: fractional parts of multiples of roots, which any program makes
/// to the last digit.
fn saltelli() -> Vec<Vec<f64>> {
    let part = |k: u32, root: f64| (f64::from(k) * root.sqrt()).fract();
    let points = |k: u32| {
        let a = [2.0, 3.0, 5.0].map(|root| part(k, root));
        let b = [7.0, 11.0, 13.0].map(|root| part(k, root));
        let swapped = (0..3).map(move |at| {
            let mut ab = a;
            ab[at] = b[at];
            ab.to_vec()
        });
        let all: Vec<Vec<f64>> = std::iter::once(a.to_vec()).chain(swapped).collect();
        all.into_iter().chain([b.to_vec()])
    };
    (1..=64).flat_map(points).collect()
}

fn indices(_: Effort) -> Result<Vec<Row>, String> {
    let rows = saltelli();
    let columns: Vec<Vec<f64>> = (0..3)
        .map(|at| rows.iter().map(|row| row[at]).collect())
        .collect();
    let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let design = Saltelli::recognise(&inputs, Some(64)).ok_or("no Saltelli design")?;
    let output: Vec<f64> = rows.iter().map(|row| ishigami(row)).collect();
    let (_, found) = sobol(&design, &output, &mut || 0.5);
    let row = |(at, index): (usize, &stats::sensitivity::Sobol)| {
        let found = index.total.value.unwrap_or(f64::NAN);
        let what = format!("total index of input {}", at + 1);
        near(what, found, printed::SOBOL_TOTAL[at], 1e-9)
    };
    Ok(found.iter().enumerate().map(row).collect())
}

/// The closed form that the textbook's newsvendor is held to.
fn stockpyl(_: Effort) -> Result<Vec<Row>, String> {
    let [stock, cost] = printed::NEWSVENDOR;
    let ours = newsvendor(stock, (50.0, 8.0), 0.18, 0.70);
    let row = near("newsvendor: cost at the best stock [USD]", ours, cost, 1e-9);
    Ok(vec![row])
}
