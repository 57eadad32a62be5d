//! The likelihood of prices whose regime is not seen.

use libm::{exp, log, pow, sqrt};

use crate::stats::fit::history::{Decay, History, Step};

/// Two regimes that take turns. Each: dx = (drift - speed (x - first)) dt + volatility dW.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turns {
    /// Of the log price at the first price [1/yr].
    pub drift: [f64; 2],
    /// Of the log price [1/sqrt(yr)].
    pub volatility: [f64; 2],
    /// Mean stay [days].
    pub stay_days: [f64; 2],
    /// Speed of return [1/yr]; 0 for none.
    pub speed: f64,
}

impl Turns {
    /// The same with the calmer in front.
    pub fn calmer_first(mut self) -> Self {
        if self.volatility[0] > self.volatility[1] {
            self.drift.reverse();
            self.volatility.reverse();
            self.stay_days.reverse();
        }
        self
    }

    /// Share of the days that the first rules.
    pub fn share(&self) -> f64 {
        self.stay_days[0] / (self.stay_days[0] + self.stay_days[1])
    }
}

/// What came of a history.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed {
    pub log_likelihood: f64,
    /// Probability of the first regime at the end.
    pub calm: f64,
}

/// Pieces at most into which a gap is cut, each within one regime: up to a month they are the days on
/// which the language lets regimes change, so that the likelihood is exact.
const PIECES: usize = 32;

/// Gaps of a history, each length once.
pub(super) struct Filter<'a> {
    history: &'a History,
    /// Gap [years] and pieces.
    gaps: Vec<(f64, usize)>,
    /// Of each step, in order of time: the step and the number of its gap.
    steps: Vec<(Step, usize)>,
}

impl<'a> Filter<'a> {
    pub fn new(history: &'a History) -> Self {
        let mut gaps: Vec<(f64, usize)> = Vec::new();
        let mut of = Vec::new();
        for step in &history.steps {
            if gaps.last().is_none_or(|(gap, _)| step.gap - gap > 1e-9) {
                let days = libm::round(365.0 * step.gap) as usize;
                gaps.push((step.gap, days.clamp(1, PIECES)));
            }
            of.push(gaps.len() - 1);
        }
        let steps = history.order.iter().map(|&at| (history.steps[at], of[at]));
        Self {
            steps: steps.collect(),
            gaps,
            history,
        }
    }

    /// Passes through the prices. The regime of the first date is drawn as any day's.
    ///
    /// # Source
    /// Hamilton (1989): what the regimes promise, weighed by how likely each was, is the density of a
    /// price; what each has in it is how likely it is then. Within a gap the law of the price hangs on
    /// how many days each regime ruled; where prices return these are taken as spread evenly over the
    /// gap (gaps are far shorter than half-lives).
    pub fn run(&self, turns: &Turns) -> Passed {
        let gaps: Vec<Gap> = self.gaps.iter().map(|gap| Gap::new(*gap, turns)).collect();
        let mut now = [turns.share(), 1.0 - turns.share()];
        let mut log_likelihood = 0.0;
        let mut densities = [0.0; PIECES + 1];
        for (step, gap) in &self.steps {
            let gap = &gaps[*gap];
            let (top, densities) = gap.densities(step, &mut densities);
            let joint = gap.joint(now, densities);
            let sum = joint[0] + joint[1];
            log_likelihood += top + log(sum);
            now = joint.map(|part| part / sum);
        }
        debug_assert_eq!(self.steps.len(), self.history.count());
        Passed {
            log_likelihood,
            calm: now[0],
        }
    }
}

/// Laws of the step over a gap, by how many of its pieces the first regime ruled.
struct Gap {
    keep: f64,
    /// Mean, one over the standard deviation, and log of it all.
    laws: Vec<[f64; 3]>,
    /// By regime before, regime at the end and number of pieces.
    chances: [[Vec<f64>; 2]; 2],
}

impl Gap {
    fn new((gap, pieces): (f64, usize), turns: &Turns) -> Self {
        let decay = Decay::of(turns.speed, gap);
        let law = |count: usize| {
            let share = count as f64 / pieces as f64;
            let mix = |of: [f64; 2]| share * of[0] + (1.0 - share) * of[1];
            let variance = mix(turns.volatility.map(|v| v * v)) * decay.noise;
            let height = -0.5 * log(std::f64::consts::TAU * variance);
            [mix(turns.drift) * decay.drift, 1.0 / sqrt(variance), height]
        };
        let change = Change::over(365.0 * gap / pieces as f64, turns);
        Self {
            keep: decay.keep,
            laws: (0..=pieces).map(law).collect(),
            chances: [
                occupied(0, pieces, &change.from),
                occupied(1, pieces, &change.from),
            ],
        }
    }

    /// Densities of where a step leads by number of pieces, and the log of what they are all divided by.
    fn densities<'b>(&self, step: &Step, space: &'b mut [f64]) -> (f64, &'b [f64]) {
        let moved = step.to - step.from * self.keep;
        let space = &mut space[..self.laws.len()];
        let mut top = f64::NEG_INFINITY;
        for (density, [mean, inverse, height]) in space.iter_mut().zip(&self.laws) {
            let z = (moved - mean) * inverse;
            *density = height - 0.5 * z * z;
            top = density.max(top);
        }
        for density in space.iter_mut() {
            *density = exp(*density - top);
        }
        (top, space)
    }

    /// How likely the step is together with each regime at its end.
    fn joint(&self, before: [f64; 2], densities: &[f64]) -> [f64; 2] {
        [0, 1].map(|end| {
            let from = |start: usize| {
                let chances = self.chances[start][end].iter();
                before[start] * chances.zip(densities).map(|(p, d)| p * d).sum::<f64>()
            };
            from(0) + from(1)
        })
    }
}

/// Chances of the regime after some days by the one before.
struct Change {
    from: [[f64; 2]; 2],
}

impl Change {
    /// The power of the daily change: a share of the difference to the long run is left.
    fn over(days: f64, turns: &Turns) -> Self {
        let [first, second] = turns.stay_days.map(|days| 1.0 / days);
        let left = pow((1.0 - first - second).max(0.0), days);
        let share = turns.share();
        let to_first = [share + (1.0 - share) * left, share - share * left];
        Self {
            from: to_first.map(|chance| [chance, 1.0 - chance]),
        }
    }
}

/// Chances of regime at the end and number of pieces that the first ruled. A piece begins with a change,
/// or none, as days do.
fn occupied(start: usize, pieces: usize, from: &[[f64; 2]; 2]) -> [Vec<f64>; 2] {
    let mut now = [vec![0.0; pieces + 1], vec![0.0; pieces + 1]];
    now[start][0] = 1.0;
    for piece in 0..pieces {
        // From above, so that what is read is of the piece before.
        for count in (0..=piece + 1).rev() {
            let at = |regime: usize, count: usize, now: &[Vec<f64>; 2]| {
                now[0][count] * from[0][regime] + now[1][count] * from[1][regime]
            };
            let calm = if count > 0 {
                at(0, count - 1, &now)
            } else {
                0.0
            };
            let wild = at(1, count, &now);
            now[0][count] = calm;
            now[1][count] = wild;
        }
    }
    now
}
