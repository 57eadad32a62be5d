use super::*;

const SEED: u64 = 20_261_123;

fn axis(number: u32) -> Axis {
    Axis {
        key: StreamKey::of(&format!("parameter.{number}")),
        number,
    }
}

fn uniforms(design: Design, number: u32, first: u64, count: usize) -> Vec<f64> {
    let mut uniforms = vec![0.0; count];
    design.fill(SEED, first, axis(number), &mut uniforms);
    uniforms
}

/// How often each cell was hit.
fn hits(cells: usize, found: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut hits = vec![0; cells];
    found.for_each(|cell| hits[cell] += 1);
    hits
}

#[test]
fn plain_draws_are_word_0_of_the_parameters_stream() {
    for trial in [1, 2, 64, 65, 1_000_000] {
        let alone = Stream::new(SEED, trial, axis(3).key).uniform(0);
        assert_eq!(Design::Plain.uniform(SEED, trial, axis(3)), alone);
    }
}

#[test]
fn a_trials_number_is_the_same_alone_and_in_any_company() {
    for design in Design::ALL {
        let all = uniforms(design, 5, 1, 600);
        for first in [1_u64, 60, 64, 65, 250, 257] {
            let some = uniforms(design, 5, first, 20);
            assert_eq!(some, all[first as usize - 1..][..20], "{design:?} {first}");
            assert_eq!(design.uniform(SEED, first, axis(5)), some[0]);
        }
    }
}

#[test]
fn each_64th_is_hit_once_in_a_replicate_of_a_latin_hypercube() {
    for (number, replicate) in [(0, 0), (7, 1), (300, 12)] {
        let found = uniforms(Design::Lhs, number, 64 * replicate + 1, 64);
        let hits = hits(64, found.iter().map(|u| (u * 64.0) as usize));
        assert_eq!(hits, [1; 64], "{number} {replicate}");
    }
    let astride = uniforms(Design::Lhs, 0, 33, 64);
    assert_ne!(
        hits(64, astride.iter().map(|u| (u * 64.0) as usize)),
        [1; 64]
    );
}

#[test]
fn the_second_of_an_antithetic_pair_mirrors_the_first() {
    let found = uniforms(Design::Antithetic, 4, 1, 200);
    assert_eq!(found[0], Design::Plain.uniform(SEED, 1, axis(4)));
    for pair in found.chunks(2) {
        assert!((pair[0] + pair[1] - 1.0).abs() < 1e-15, "{pair:?}");
    }
    assert!((found[0] - found[2]).abs() > 1e-6);
}

#[test]
fn each_256th_is_hit_once_in_a_replicate_of_every_sobol_dimension() {
    for number in 0..SOBOL_DIMENSIONS {
        let found = uniforms(Design::Sobol, number, 257, 256);
        let hits = hits(256, found.iter().map(|u| (u * 256.0) as usize));
        assert_eq!(hits, [1; 256], "dimension {number}");
    }
}

/// The first two dimensions are a (0, 8, 2)-net in base 2: one point in every box of area 1/256.
#[test]
fn the_first_two_sobol_dimensions_have_one_point_in_every_elementary_box() {
    let [x, y] = [0, 1].map(|number| uniforms(Design::Sobol, number, 1, 256));
    for across in 0..=8 {
        let (columns, rows) = (1_usize << across, 256_usize >> across);
        let cell =
            |x: f64, y: f64| (x * columns as f64) as usize * rows + (y * rows as f64) as usize;
        let found = x.iter().zip(&y).map(|(&x, &y)| cell(x, y));
        assert_eq!(hits(256, found), [1; 256], "{columns} by {rows}");
    }
}

/// Joe and Kuo's directions as `SciPy` prints them: the second to fifth point in five dimensions.
#[test]
fn points_before_scrambling_are_those_of_joe_and_kuo() {
    let at = |place: u32, number| {
        f64::from(sobol_rev(place.reverse_bits(), number).reverse_bits() >> 24) / 256.0
    };
    // In Gray-code order, so places 1, 3, 2 and 6.
    let points = [
        (1, [0.5, 0.5, 0.5, 0.5, 0.5]),
        (3, [0.75, 0.25, 0.25, 0.25, 0.75]),
        (2, [0.25, 0.75, 0.75, 0.75, 0.25]),
        (6, [0.375, 0.375, 0.625, 0.875, 0.375]),
    ];
    for (place, point) in points {
        let found: Vec<f64> = (0..5).map(|number| at(place, number)).collect();
        assert_eq!(found, point, "{place}");
    }
}

/// Over independent replicates the number at a fixed place is uniform: Kolmogorov's distance of
/// 4,000 numbers is above 1.95 / sqrt(4,000) once in 1,000.
#[test]
fn a_trials_number_is_uniform_over_replicates() {
    for design in [Design::Lhs, Design::Sobol] {
        let size = design.replicate().unwrap() as u64;
        for place in [1, 2, 33, 64] {
            let mut found: Vec<f64> = (0..4000)
                .map(|replicate| design.uniform(SEED, replicate * size + place, axis(9)))
                .collect();
            found.sort_by(f64::total_cmp);
            let distance = found.iter().enumerate().map(|(rank, u)| {
                let below = rank as f64 / 4000.0;
                (u - below).abs().max((below + 1.0 / 4000.0 - u).abs())
            });
            let distance = distance.fold(0.0, f64::max);
            assert!(distance < 1.95 / 4000.0_f64.sqrt(), "{design:?} {distance}");
        }
    }
}

/// Nested scrambling keeps which digits two points share at first, and only that: Owen (1995).
#[test]
fn points_that_part_at_a_digit_part_there_after_scrambling() {
    let flips = std::array::from_fn(|word| Stream::new(SEED, 1, axis(0).key).word(word as u64));
    for (a, b) in (0..256_u32).flat_map(|a| (0..256).map(move |b| (a, b))) {
        let after = scrambled(a, &flips) ^ scrambled(b, &flips);
        assert_eq!((a ^ b).leading_zeros(), after.leading_zeros());
    }
}

/// Two parameters' numbers in one replicate, over many: products of deviations have mean 0 and
/// standard deviation below 1/12; 64,000 of them, false alarm 1 in 10,000.
#[test]
fn parameters_are_uncorrelated_with_each_other() {
    for design in [Design::Lhs, Design::Sobol] {
        let [x, y] = [3, 4].map(|number| uniforms(design, number, 1, 64_000));
        let sum: f64 = x.iter().zip(&y).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum();
        let score = sum / 64_000.0_f64.sqrt() * 12.0;
        assert!(score.abs() < 3.9, "{design:?} {score}");
    }
}

/// The mean of the sum of ten numbers: each cell adds but its own jitter, so that the variance of a
/// replicate's mean is a 64th of a 64th (a 256th of a 256th) of the plain one over its size.
#[test]
fn the_mean_of_a_sum_has_the_variance_of_its_jitter() {
    for (design, number) in [(Design::Lhs, 400), (Design::Sobol, 100)] {
        let size = design.replicate().unwrap();
        let mut sums = vec![0.0; number];
        for axis in 0..10 {
            let found = uniforms(design, axis, 1, number * size);
            for (sum, replicate) in sums.iter_mut().zip(found.chunks(size)) {
                *sum += replicate.iter().map(|u| u - 0.5).sum::<f64>() / size as f64;
            }
        }
        let variance = sums.iter().map(|x| x * x).sum::<f64>() / number as f64;
        let expected = 10.0 / 12.0 / (size as f64).powi(3);
        // A chi-square of 100 degrees leaves 0.53 to 1.66 once in 10,000 on each side.
        let ratio = variance / expected;
        assert!((0.5..1.7).contains(&ratio), "{design:?} {ratio}");
    }
}

#[test]
fn numbers_lie_strictly_inside_at_the_extremes() {
    for word in [0, u64::MAX] {
        let cells = Shuffle::Cells([(word & 63) as u8; 64]);
        let tree = Shuffle::Tree {
            number: 0,
            flips: [word; 4],
        };
        for shuffle in [cells, tree] {
            for place in [0, 63] {
                let uniform = uniform_of(shuffle.word(place, word));
                assert!(0.0 < uniform && uniform < 1.0);
            }
        }
    }
}

#[test]
fn parameters_beyond_the_net_are_drawn_plainly() {
    let far = axis(SOBOL_DIMENSIONS);
    for trial in [1, 300] {
        assert_eq!(
            Design::Sobol.uniform(SEED, trial, far),
            Design::Plain.uniform(SEED, trial, far)
        );
    }
    assert_eq!(Sampling::default().number(0), u32::MAX);
}

#[test]
fn a_latin_hypercube_does_not_ask_which_number_a_parameter_has() {
    let as_if = |design: Design, number| {
        let axis = Axis { number, ..axis(1) };
        let mut uniforms = [0.0; 64];
        design.fill(SEED, 1, axis, &mut uniforms);
        uniforms
    };
    assert_eq!(as_if(Design::Lhs, 99), as_if(Design::Lhs, 1));
    assert_ne!(as_if(Design::Sobol, 99), as_if(Design::Sobol, 1));
}

#[test]
fn designs_are_found_by_their_names() {
    for design in Design::ALL {
        assert_eq!(Design::named(design.name()), Some(design));
    }
    assert_eq!(Design::named("latin"), None);
}
