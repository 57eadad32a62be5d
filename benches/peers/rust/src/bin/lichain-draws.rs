//! The floor of lichain: the draws of a trial with its own streams and laws and nothing else.
//! Breakdowns are drawn when they happen, everything else once a day.

use std::hint::black_box;

use lichain::random::{Law, Sampler, Stream, StreamKey, geometric_quantile, normal_quantile};
use peers::{
    BREAKDOWN, DAYS, DEMAND_MEAN, DEMAND_SD, LONGEST_TRANSIT, REPAIR, STAGES, TRANSIT_MU,
    TRANSIT_SIGMA, Trial, report,
};

struct Draws {
    demand: Sampler,
    transit: Vec<Sampler>,
    uniforms: Vec<f64>,
}

impl Draws {
    fn new() -> Self {
        let demand = Law::Normal {
            mean: DEMAND_MEAN,
            sd: DEMAND_SD,
        };
        Self {
            demand: Sampler::new(&demand),
            transit: TRANSIT_MU.iter().map(|&mu| transit(mu)).collect(),
            uniforms: vec![0.0; DAYS],
        }
    }

    fn trial(&mut self, trial: u64) -> Trial {
        let stream = |name: &str| Stream::new(1, trial, StreamKey::of(name));
        stream("demand").fill(0, &mut self.uniforms);
        for &uniform in &self.uniforms {
            black_box(self.demand.quantile(uniform));
        }
        stream("price").fill(0, &mut self.uniforms);
        for &uniform in &self.uniforms {
            black_box(libm::exp(normal_quantile(uniform)));
        }
        for (stage, sampler) in self.transit.iter().enumerate() {
            stream(NAMES[stage]).fill(0, &mut self.uniforms);
            for &uniform in &self.uniforms {
                black_box(sampler.quantile(uniform));
            }
            breakdowns(stream(BREAKDOWNS[stage]));
        }
        Trial::default()
    }
}

const NAMES: [&str; STAGES] = ["one", "two", "three", "four", "five", "six"];
const BREAKDOWNS: [&str; STAGES] = ["b.one", "b.two", "b.three", "b.four", "b.five", "b.six"];

fn transit(mu: f64) -> Sampler {
    let days = Law::LogNormalMedian {
        median: mu.exp(),
        sigma: TRANSIT_SIGMA,
    };
    let whole = Law::Floor {
        law: Box::new(days),
        unit: 1.0,
    };
    Sampler::new(&Law::Clip {
        law: Box::new(whole),
        low: 1.0,
        high: LONGEST_TRANSIT,
    })
}

fn breakdowns(stream: Stream) {
    let (mut day, mut ordinal) = (0.0, 0);
    while day < DAYS as f64 {
        let chance = [BREAKDOWN, REPAIR][ordinal as usize % 2];
        day += 1.0 + black_box(geometric_quantile(stream.uniform(ordinal), chance));
        ordinal += 1;
    }
}

fn main() {
    let mut draws = Draws::new();
    report(|trial| draws.trial(trial));
}
