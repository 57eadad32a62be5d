use super::super::{Stream, StreamKey, normal_cdf};
use super::*;

/// One of each law, and what wraps them.
fn laws() -> Vec<Law<f64>> {
    let (low, mode, high) = (400.0, 600.0, 900.0);
    let sea = Law::LogNormal90 {
        low: 9.0,
        high: 16.0,
    };
    let days = Law::Floor {
        law: Box::new(sea.clone()),
        unit: 1.0,
    };
    vec![
        Law::Constant(0.1),
        Law::Uniform { low, high },
        Law::Triangular { low, mode, high },
        Law::Pert { low, mode, high },
        Law::Normal {
            mean: 50.0,
            sd: 8.0,
        },
        Law::LogNormal {
            mean: 20.0,
            cv: 0.2,
        },
        Law::LogNormalMedian {
            median: 7.0,
            sigma: 0.2,
        },
        sea,
        Law::LogitNormal90 {
            low: 0.6,
            high: 0.8,
        },
        Law::Exponential { mean: 10.0 },
        Law::Poisson { mean: 6.0 },
        Law::Poisson { mean: 1e6 },
        Law::Bernoulli { probability: 0.3 },
        Law::Discrete(vec![(1000.0, 0.3), (730.0, 0.5), (f64::INFINITY, 0.2)]),
        days.clone(),
        Law::Clip {
            law: Box::new(days),
            low: 11.0,
            high: 12.0,
        },
        Law::Gamma { mean: 6.0, cv: 0.5 },
        Law::GammaShape {
            shape: 0.3,
            scale: 2.0,
        },
        Law::Weibull {
            shape: 1.5,
            scale: 90.0,
        },
        Law::Beta { a: 8.0, b: 2.0 },
        Law::BetaMean { mean: 0.7, sd: 0.4 },
        Law::Empirical([3.0, 5.0, 5.0, 8.0].into()),
        truncated(
            Law::Normal {
                mean: 50.0,
                sd: 8.0,
            },
            45.0,
            f64::INFINITY,
        ),
        truncated(Law::Gamma { mean: 6.0, cv: 0.5 }, 1.0, 9.0),
    ]
}

fn truncated(law: Law<f64>, low: f64, high: f64) -> Law<f64> {
    let law = Box::new(law);
    Law::Truncated { law, low, high }
}

/// Uniforms of a stream from the lowest to the highest.
fn uniforms() -> impl Iterator<Item = f64> {
    (-820..=820).map(|step| normal_cdf(f64::from(step) / 100.0))
}

/// A change here changes results: see [`super::super::GENERATION`].
#[test]
fn draws_are_pinned_to_the_last_bit() {
    let stream = Stream::new(20_240_731, 4711, StreamKey::of("parameter.pinned"));
    let drawn: Vec<[f64; 3]> = laws()
        .iter()
        .map(|law| {
            let sampler = Sampler::new(law);
            [0, 1, 2].map(|index| sampler.quantile(stream.uniform(index)))
        })
        .collect();
    let pinned: Vec<[f64; 3]> = PINNED.to_vec();
    assert_eq!(drawn, pinned, "{drawn:?}");
}

const PINNED: [[f64; 3]; 24] = [
    [0.1, 0.1, 0.1],
    [
        476.165_574_534_291_24,
        826.874_167_503_086_7,
        670.242_942_976_984_1,
    ],
    [
        523.422_505_674_039_3,
        751.886_024_464_016_1,
        637.460_256_138_418_6,
    ],
    [
        514.334_666_575_348_7,
        722.872_629_823_166_3,
        623.466_391_930_241_3,
    ],
    [
        41.788_107_564_448_73,
        58.421_166_888_163_285,
        50.813_263_117_371_56,
    ],
    [
        16.003_929_102_804_708,
        24.157_387_152_891_385,
        20.010_446_639_067_17,
    ],
    [
        5.700_836_042_265_225,
        8.640_317_425_982_078,
        7.143_777_706_578_173,
    ],
    [
        10.027_947_205_474_877,
        14.425_718_229_584_26,
        12.215_265_499_197_221,
    ],
    [
        0.643_326_556_764_351_1,
        0.770_250_653_542_166_3,
        0.716_301_503_053_746_2,
    ],
    [
        1.652_652_254_346_509_2,
        19.224_264_083_618_01,
        7.775_856_215_622_994,
    ],
    [4.0, 9.0, 6.0],
    [998_974.0, 1_001_053.0, 1_000_101.0],
    [0.0, 1.0, 0.0],
    [1000.0, f64::INFINITY, 730.0],
    [10.0, 14.0, 12.0],
    [11.0, 12.0, 12.0],
    [
        3.077_606_836_590_681,
        9.084_424_952_173_023,
        5.803_190_860_596_016,
    ],
    [
        0.002_635_320_260_386_912_6,
        1.284_004_308_450_366_3,
        0.192_941_614_301_497_3,
    ],
    [
        27.103_798_691_357_16,
        139.147_580_301_515_03,
        76.104_088_780_090_05,
    ],
    [
        0.673_104_681_178_863_9,
        0.923_792_663_050_199_5,
        0.832_684_008_591_749,
    ],
    [
        0.038_641_403_313_566_37,
        0.999_999_958_409_553_8,
        0.991_685_221_639_893_8,
    ],
    [3.0, 8.0, 5.0],
    [
        47.509_863_383_931_936,
        59.925_922_933_943_085,
        53.358_964_445_342_004,
    ],
    [
        2.920_281_447_827_976,
        7.398_730_538_398_114,
        5.233_520_020_800_164,
    ],
];

#[test]
fn light_samplers_draw_what_samplers_with_tables_draw() {
    for law in laws() {
        let (sampler, light) = (Sampler::new(&law), Sampler::light(&law));
        for u in uniforms() {
            let (value, other) = (sampler.quantile(u), light.quantile(u));
            let close = match law {
                Law::Pert { low, high, .. } => (value - other).abs() < 1e-6 * (high - low),
                Law::Beta { .. } | Law::BetaMean { .. } => (value - other).abs() < 1e-6,
                Law::Gamma { .. } | Law::GammaShape { .. } | Law::Truncated { .. } => {
                    (value - other).abs() <= 1e-6 * value.abs()
                }
                _ => value.to_bits() == other.to_bits(),
            };
            assert!(close, "{law:?} at {u}: {value} and {other}");
        }
    }
}

#[test]
fn a_sampler_reset_is_a_light_sampler() {
    let mut sampler = Sampler::light(&Law::Constant(1.0));
    for law in laws().iter().chain(laws().iter().rev()) {
        sampler.reset(law);
        let light = Sampler::light(law);
        for u in uniforms() {
            assert_eq!(sampler.quantile(u), light.quantile(u), "{law:?}");
        }
    }
}

#[test]
fn a_discrete_sampler_keeps_its_memory_when_reset() {
    let points = |first| Law::Discrete(vec![(first, 0.5), (8.0, 0.5)]);
    let mut sampler = Sampler::light(&points(3.0));
    let place = |sampler: &Sampler| match &sampler.core {
        Core::Discrete(steps) => steps.as_ptr(),
        other => panic!("{other:?}"),
    };
    let before = place(&sampler);
    sampler.reset(&points(4.0));
    assert_eq!(place(&sampler), before);
    assert_eq!(sampler.quantile(0.2), 4.0);
}

#[test]
fn draws_rise_with_the_uniform_and_stay_in_the_support() {
    for law in laws() {
        if matches!(law, Law::Discrete(_)) {
            continue; // in the order of its points as stated
        }
        let (low, high) = law.support();
        for sampler in [Sampler::new(&law), Sampler::light(&law)] {
            let values: Vec<f64> = uniforms().map(|u| sampler.quantile(u)).collect();
            assert!(
                values.is_sorted_by(|a, b| *b >= a - 1e-12 * a.abs()),
                "{law:?}"
            );
            assert!(values.iter().all(|x| (low..=high).contains(x)), "{law:?}");
        }
    }
}

#[test]
fn laws_without_spread_draw_their_constant_to_the_last_bit() {
    let x = 0.1 + 0.2;
    let laws = [
        Law::Constant(x),
        Law::Uniform { low: x, high: x },
        Law::Triangular {
            low: x,
            mode: x,
            high: x,
        },
        Law::Pert {
            low: x,
            mode: x,
            high: x,
        },
        Law::Normal { mean: x, sd: 0.0 },
        Law::LogNormal { mean: x, cv: 0.0 },
        Law::LogNormalMedian {
            median: x,
            sigma: 0.0,
        },
        Law::LogNormal90 { low: x, high: x },
        Law::LogitNormal90 { low: x, high: x },
        Law::Discrete(vec![(x, 1.0)]),
        Law::Gamma { mean: x, cv: 0.0 },
        Law::BetaMean { mean: x, sd: 0.0 },
        Law::Empirical([x, x].into()),
        truncated(Law::Normal { mean: x, sd: 0.0 }, 0.0, 1.0),
        Law::Clip {
            law: Box::new(Law::Normal { mean: 0.0, sd: 9.0 }),
            low: x,
            high: x,
        },
    ];
    for law in laws {
        assert_eq!((law.support(), law.mode(), law.mean()), ((x, x), x, x));
        for sampler in [Sampler::new(&law), Sampler::light(&law)] {
            for u in uniforms() {
                assert_eq!(sampler.quantile(u).to_bits(), x.to_bits(), "{law:?}");
            }
        }
    }
    for law in [
        Law::Exponential { mean: 0.0 },
        Law::Poisson { mean: 0.0 },
        Law::Bernoulli { probability: 0.0 },
    ] {
        assert!(uniforms().all(|u| Sampler::new(&law).quantile(u) == 0.0));
        assert_eq!(
            (law.support(), law.mode(), law.mean()),
            ((0.0, 0.0), 0.0, 0.0)
        );
    }
    let sure = Sampler::new(&Law::Bernoulli { probability: 1.0 });
    assert!(uniforms().all(|u| sure.quantile(u) == 1.0));
}

#[test]
fn a_uniform_on_a_step_belongs_to_the_point_before_it() {
    let next = |x: f64| f64::from_bits(x.to_bits() + 1);
    let quarters = Law::Discrete(vec![
        (5.0, 0.25),
        (9.0, 0.0),
        (-1.0, 0.5),
        (7.0, 0.25),
        (8.0, 0.0),
    ]);
    let sampler = Sampler::new(&quarters);
    for (u, value) in [
        (0.25, 5.0),
        (next(0.25), -1.0),
        (0.75, -1.0),
        (next(0.75), 7.0),
        (1.0 - 0.5_f64.powi(53), 7.0),
    ] {
        assert_eq!(sampler.quantile(u), value, "{u}");
    }
    let coin = Sampler::new(&Law::Bernoulli { probability: 0.25 });
    assert_eq!((coin.quantile(0.75), coin.quantile(next(0.75))), (0.0, 1.0));
}

/// An argument that hangs on a parameter can go astray in a trial; the caller asks for its fault.
#[test]
fn refused_laws_neither_panic_nor_hang() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0, 0.0, 1e30];
    let astray = |law: &Law<f64>, x| law.map(&mut |_| x);
    let reversed = |law: &Law<f64>| law.map(&mut |a| -a);
    for law in laws() {
        let broken = odd.iter().map(|x| astray(&law, *x));
        for law in broken.chain([reversed(&law)]) {
            let (sampler, light) = (Sampler::new(&law), Sampler::light(&law));
            let drawn = uniforms().filter(|u| {
                let (value, other) = (sampler.quantile(*u), light.quantile(*u));
                value == other || value.is_nan() || law.fault().is_none()
            });
            assert!(drawn.count() > 0, "{law:?}");
            let _ = (law.support(), law.mode(), law.mean());
        }
    }
}

/// A conditional law: it draws at `u` what the whole law draws at `F(low) + u (F(high) - F(low))`.
#[test]
fn a_truncated_law_is_the_conditional_law_and_not_a_clipped_one() {
    let whole = Law::Exponential { mean: 10.0 };
    let sampler = Sampler::new(&truncated(whole, 5.0, 20.0));
    let (from, to) = (-(-0.5_f64).exp_m1(), -(-2.0_f64).exp_m1());
    for u in uniforms() {
        let truth = -10.0 * (-(from + u * (to - from))).ln_1p();
        assert!((sampler.quantile(u) - truth).abs() < 1e-12, "{u}");
    }
    // An exponential law that is not bounded above has no memory.
    let late = Sampler::new(&truncated(
        Law::Exponential { mean: 10.0 },
        5.0,
        f64::INFINITY,
    ));
    for u in uniforms().filter(|u| *u < 1.0 - 1e-9) {
        let truth = 5.0 - 10.0 * (-u).ln_1p();
        assert!((late.quantile(u) / truth - 1.0).abs() < 1e-7, "{u}");
    }
}

#[test]
fn observations_are_drawn_as_often_as_they_were_made() {
    let sampler = Sampler::new(&Law::Empirical([3.0, 5.0, 5.0, 8.0].into()));
    let drawn = [0.01, 0.24, 0.26, 0.5, 0.74, 0.76, 0.99].map(|u| sampler.quantile(u));
    assert_eq!(drawn, [3.0, 3.0, 5.0, 5.0, 5.0, 8.0, 8.0]);
    assert_eq!(sampler.quantile(1.0 - f64::EPSILON / 2.0), 8.0);
}
