use super::super::coverage::SplitMix64;
use super::*;
use std::f64::consts::PI;

fn close(found: f64, truth: f64, bound: f64, what: &str) {
    assert!(
        (found - truth).abs() < bound,
        "{what}: {found}, not {truth}"
    );
}

fn value(estimate: Estimate) -> f64 {
    estimate.value.expect("an estimate")
}

fn columns(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect();
    (0..rows[0].len()).map(column).collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

fn one(inputs: &[Vec<f64>], output: &[f64]) -> Sensitivity {
    sensitivities(&slices(inputs), &[output]).remove(0)
}

/// Four inputs, the second drawn along by the first, the fourth of three values, and an output.
fn mixed(n: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut random = SplitMix64(seed);
    let rows: Vec<Vec<f64>> = (0..n)
        .map(|_| {
            let [a, b, c, d] = std::array::from_fn(|_| random.uniform());
            vec![a, 0.5 * a + b, c, libm::floor(3.0 * d)]
        })
        .collect();
    let of = |row: &Vec<f64>| libm::exp(2.0 * row[0]) + row[1] - 0.7 * row[3] * row[2];
    let output = rows.iter().map(of).collect();
    (columns(&rows), output)
}

#[test]
fn rank_correlations_are_those_of_scipy_and_of_regressions_of_ranks() {
    let (inputs, output) = mixed(200, 7);
    let found = one(&inputs, &output);
    // scipy 1.17.1: spearmanr; for the partial ones numpy's lstsq on rankdata, residuals correlated;
    // for the share lstsq over each tenth's complement.
    let spearman = [
        0.951_782_794_569_864_4,
        0.637_562_439_060_976_5,
        -0.098_619_965_499_137_5,
        -0.171_197_048_903_126_9,
    ];
    let partial = [
        0.977_032_475_734_001_2,
        0.698_448_754_861_670_4,
        -0.564_862_032_799_690_2,
        -0.700_228_067_325_819_5,
    ];
    for (at, effect) in found.effects.iter().enumerate() {
        assert_eq!(effect.input, at);
        close(value(effect.spearman), spearman[at], 1e-12, "spearman");
        close(value(effect.partial), partial[at], 1e-10, "partial");
    }
    close(value(found.share), 0.988_829_560_268_824, 1e-10, "share");
}

#[test]
fn an_interval_of_spearmans_rho_is_that_of_bonett_and_wright() {
    // tanh(atanh 0.6 ± 1.959964 √((1 + 0.18) / 47)), n = 50.
    let (low, high) = fisher(0.6, 50, 0).expect("an interval");
    let half = 1.959_963_984_540_054 * (1.18_f64 / 47.0).sqrt();
    close(libm::atanh(high) - libm::atanh(0.6), half, 1e-12, "above");
    close(libm::atanh(0.6) - libm::atanh(low), half, 1e-12, "below");
    assert_eq!(fisher(0.6, 53, 3), fisher(0.6, 50, 0));
    assert_eq!((fisher(0.6, 3, 0), fisher(0.6, 10, 9)), (None, None));
    assert_eq!(fisher(1.0, 50, 0), Some((1.0, 1.0)));
}

#[test]
fn intervals_of_rank_correlations_cover_as_often_as_they_say() {
    // Binormal points: Spearman's rho is 6/π asin(r/2) (Kruskal 1958). 2,000 repetitions at 95 %; the
    // method is approximate, so a percent of coverage is allowed besides a thousandth to each side.
    let mut random = SplitMix64(2_026);
    for (r, n) in [(0.0, 60), (0.5, 60), (0.8, 300)] {
        let truth = 6.0 / PI * libm::asin(0.5 * r);
        let mut hits = 0;
        for _ in 0..2000 {
            let mut normal = || super::super::normal::upper_quantile(random.uniform());
            let first: Vec<f64> = (0..n).map(|_| normal()).collect();
            let along = |x: &f64| r * x + (1.0_f64 - r * r).sqrt() * normal();
            let output: Vec<f64> = first.iter().map(along).collect();
            let found = one(&[first], &output).effects[0];
            let (low, high) = found.spearman.interval.expect("enough points");
            hits += usize::from(low < truth && truth < high);
        }
        assert!((1849..=1947).contains(&hits), "{r}, {n}: {hits} of 2000");
    }
}

#[test]
fn held_inputs_leave_no_trace_in_a_partial_correlation() {
    // The second input only goes along with the first.
    let mut random = SplitMix64(3);
    let first: Vec<f64> = (0..2000).map(|_| random.uniform()).collect();
    let second: Vec<f64> = first.iter().map(|x| x + 0.3 * random.uniform()).collect();
    let output: Vec<f64> = first.iter().map(|x| x + random.uniform()).collect();
    let found = one(&[first, second], &output);
    assert!(value(found.effects[1].spearman) > 0.6);
    let (low, high) = found.effects[1].partial.interval.expect("enough points");
    assert!(low < 0.0 && high > 0.0 && high - low < 0.1, "{low} {high}");
    assert!(value(found.effects[0].partial) > 0.2);
}

#[test]
fn inputs_that_repeat_each_other_have_no_partial_correlation_and_others_theirs() {
    let (mut inputs, output) = mixed(200, 7);
    let alone = one(&inputs, &output);
    let twin: Vec<f64> = inputs[2].iter().map(|x| -3.0 * x).collect();
    inputs.insert(1, twin);
    inputs.push(vec![4.0; 200]);
    let found = one(&inputs, &output);
    let partials: Vec<Option<f64>> = found.effects.iter().map(|e| e.partial.value).collect();
    assert_eq!(found.effects.len(), 5, "what is constant is left out");
    assert_eq!((partials[1], partials[3]), (None, None));
    for (with, without) in [(0, 0), (2, 1), (4, 3)] {
        let truth = value(alone.effects[without].partial);
        close(partials[with].expect("known"), truth, 1e-9, "partial");
    }
    let (with, without) = (value(found.share), value(alone.share));
    close(with, without, 1e-9, "a twin explains nothing more");
}

#[test]
fn undefined_outputs_are_left_out_and_never_is_the_latest_date() {
    let (mut inputs, mut output) = mixed(120, 9);
    let largest = inputs[0].iter().copied().fold(0.0, f64::max);
    let late = inputs[0].iter().position(|&x| x >= largest).expect("one");
    let before = one(&inputs, &output);
    inputs[0][late] = f64::INFINITY;
    assert_eq!(one(&inputs, &output), before);
    for column in &mut inputs {
        column.insert(5, 0.5);
    }
    output.insert(5, f64::NAN);
    assert_eq!(one(&inputs, &output), before);
    let still = one(&inputs, &[2.0; 121]);
    assert_eq!(
        (still.n, still.effects.len(), still.share.value),
        (121, 0, None)
    );
}

#[test]
fn few_points_have_no_interval_and_no_partial_correlation() {
    let (inputs, output) = mixed(6, 1);
    let found = one(&inputs, &output);
    assert_eq!((found.n, found.share), (6, Estimate::default()));
    assert!(found.effects.iter().all(|e| e.partial.value.is_none()));
    assert!(one(&inputs[..0], &output).effects.is_empty());
    assert_eq!(sensitivities(&[&[], &[]], &[&[]])[0].n, 0);
}

#[test]
fn the_share_is_a_lower_bound_that_an_additive_output_comes_near() {
    // Output = 2 a + a square about the middle + noise; shares in closed form.
    let mut random = SplitMix64(11);
    let (mut inputs, mut output) = (vec![vec![], vec![]], Vec::new());
    for _ in 0..4000 {
        let [a, b, e] = std::array::from_fn(|_| random.uniform());
        inputs[0].push(a);
        inputs[1].push(b);
        output.push(2.0 * a + 6.0 * (b - 0.5) * (b - 0.5) + 3.0 * e);
    }
    let (line, square, noise) = (4.0 / 12.0, 36.0 / 180.0, 9.0 / 12.0);
    let truth = (line + square) / (line + square + noise);
    let found = one(&inputs, &output).share;
    let (low, high) = found.interval.expect("an interval");
    assert!(
        low < truth && truth < high && high - low < 0.08,
        "{found:?}"
    );
}

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| (2.0 * u - 1.0) * PI).collect();
    let (first, second) = (libm::sin(x[0]), libm::sin(x[1]));
    first + 7.0 * second * second + 0.1 * libm::pow(x[2], 4.0) * first
}

/// Sobol's g-function; its parts have variance 1 / (3 (1 + a)²).
const G: [f64; 4] = [0.0, 1.0, 4.5, 9.0];

fn g_function(u: &[f64]) -> f64 {
    let part = |(u, a): (&f64, &f64)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
    u.iter().zip(&G).map(part).product()
}

/// A Saltelli design in the order of `SALib`.
fn by_point(n: usize, k: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut random = SplitMix64(seed);
    let mut rows = Vec::new();
    for _ in 0..n {
        let [a, b]: [Vec<f64>; 2] =
            std::array::from_fn(|_| (0..k).map(|_| random.uniform()).collect());
        rows.push(a.clone());
        for swapped in 0..k {
            let mut ab = a.clone();
            ab[swapped] = b[swapped];
            rows.push(ab);
        }
        rows.push(b);
    }
    rows
}

fn indices(rows: &[Vec<f64>], of: fn(&[f64]) -> f64) -> Vec<Sobol> {
    let design = Saltelli::recognise(&slices(&columns(rows)), None).expect("a Saltelli design");
    let output: Vec<f64> = rows.iter().map(|row| of(row)).collect();
    let mut random = SplitMix64(99);
    sobol(&design, &output, &mut || random.uniform()).1
}

#[test]
fn total_indices_are_those_of_salib_and_first_ones_those_of_jansens_formula() {
    let found = indices(&by_point(256, 3, 1), ishigami);
    // SALib 1.6.0, sobol.analyze, ST, on the same points; numpy 2.4.6 for the first ones.
    let total = [
        0.533_776_399_886_908_6,
        0.349_488_304_489_731_7,
        0.271_570_602_271_778_9,
    ];
    let first = [
        0.366_045_139_912_634_43,
        0.426_057_225_904_279_2,
        0.081_783_133_827_247_89,
    ];
    for (at, index) in found.iter().enumerate() {
        close(value(index.total), total[at], 1e-6, "total");
        close(value(index.first), first[at], 1e-6, "first");
    }
}

fn holds(found: Estimate, truth: f64, width: f64, what: &str) {
    let (low, high) = found.interval.expect("an interval");
    assert!(
        low < truth && truth < high,
        "{what}: {truth} is not in {low} to {high}"
    );
    assert!(high - low < width, "{what}: {low} to {high} is wide");
}

#[test]
fn the_ishigami_functions_indices_lie_in_their_intervals() {
    // Ishigami and Homma (1990), a = 7, b = 0.1.
    let pi4 = libm::pow(PI, 4.0);
    let b: f64 = 0.1;
    let own = 0.5 * libm::pow(1.0 + b * pi4 / 5.0, 2.0);
    let second = 49.0 / 8.0;
    let both = b * b * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
    let all = own + second + both;
    let found = indices(&by_point(8192, 3, 21), ishigami);
    let truth = [(own, own + both), (second, second), (0.0, both)];
    for (index, (first, total)) in found.iter().zip(truth) {
        holds(index.first, first / all, 0.09, "first");
        holds(index.total, total / all, 0.09, "total");
    }
}

#[test]
fn the_g_functions_indices_lie_in_their_intervals() {
    let part = |a: f64| 1.0 / (3.0 * (1.0 + a) * (1.0 + a));
    let all = G.iter().map(|&a| 1.0 + part(a)).product::<f64>() - 1.0;
    let found = indices(&by_point(8192, 4, 5), g_function);
    for (index, &a) in found.iter().zip(&G) {
        let others = (all + 1.0) / (1.0 + part(a));
        holds(index.first, part(a) / all, 0.07, "first");
        holds(index.total, part(a) * others / all, 0.07, "total");
    }
}

#[test]
fn designs_are_recognised_by_their_points_in_any_of_the_orders() {
    let rows = by_point(16, 3, 2);
    let truth = indices(&rows, ishigami);
    // All of A, all of B, then AB by input.
    let of = |place: usize| rows.iter().skip(place).step_by(5).cloned();
    let blocks: Vec<Vec<f64>> = [0, 4, 1, 2, 3].into_iter().flat_map(of).collect();
    assert_eq!(indices(&blocks, ishigami), truth);
    // With BA, as SALib writes it by default.
    let with_second: Vec<Vec<f64>> = rows
        .chunks(5)
        .flat_map(|point| {
            let mut point = point.to_vec();
            for swapped in 0..3 {
                let mut ba = point[point.len() - 1].clone();
                ba[swapped] = point[0][swapped];
                point.insert(point.len() - 1, ba);
            }
            point
        })
        .collect();
    assert_eq!(indices(&with_second, ishigami), truth);
    let recognised = |rows: &[Vec<f64>], n| Saltelli::recognise(&slices(&columns(rows)), n);
    assert!(recognised(&rows, Some(16)).is_some());
    assert!(recognised(&rows, Some(8)).is_none());
    assert!(recognised(&rows[1..], None).is_none());
    let mut shuffled = rows.clone();
    shuffled.swap(1, 2);
    assert!(recognised(&shuffled, None).is_none());
}

#[test]
fn base_points_with_an_undefined_output_are_left_out_whole() {
    let rows = by_point(40, 3, 2);
    let design = Saltelli::recognise(&slices(&columns(&rows)), None).expect("a design");
    let mut output: Vec<f64> = rows.iter().map(|row| ishigami(row)).collect();
    output[5 * 7 + 2] = f64::NAN;
    let mut zero = || 0.0;
    let (n, found) = sobol(&design, &output, &mut zero);
    let mut fewer = rows.clone();
    fewer.drain(35..40);
    let truth = indices(&fewer, ishigami);
    assert_eq!((n, found[1].first.value), (39, truth[1].first.value));
    let (n, found) = sobol(&design, &vec![f64::NAN; 200], &mut zero);
    assert_eq!((n, found[0].total.value), (0, None));
}
