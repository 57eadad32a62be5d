//! Stress tests: each trial again with something down, beside the same trial undisturbed.

use rayon::prelude::*;

use super::{STRETCH, Settings, Unnamed, Widths};
use crate::engine::{self, Evening, Scratch, Silent};
use crate::measure::What;
use crate::model::{Clock, ElementKind, Hazard, Model, Scalar, Target};
use crate::outcome::{Breach, Cover, Row, Stress, Struck};
use crate::plan::Plan;
use crate::random::Law;

/// Days of service like the undisturbed that make a recovery.
const RECOVERED_DAYS: usize = 30;

/// Service and backlog within this share of the undisturbed run's, or of a mean day's demand where that
/// is larger, are like it.
const LIKE: f64 = 0.01;

/// What is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trying {
    /// What is down, one after the other, as the language names it; all of [`hits`] where empty.
    pub hits: Vec<String>,
    /// For how many days.
    pub downs: Vec<u32>,
    /// The first day down, counted from the scenario's first; in the days of the books.
    pub from: u32,
}

/// Something that can be down: its name in the language, and what that is.
pub type Hit = (String, Vec<Target>);

/// Whatever of a variant can be down: legs and nodes of its routes, sites with processes.
#[must_use]
pub fn hits(model: &Model) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    for (id, element) in model.elements.enumerate() {
        if model.routes.iter().any(|route| route.path.contains(&id)) {
            let kind = match element.kind {
                ElementKind::Leg { .. } => "leg",
                ElementKind::Node { .. } => "node",
            };
            found.push((
                format!("{kind}.{}", element.name),
                vec![Target::Element(id)],
            ));
        }
    }
    for (id, site) in model.sites.enumerate() {
        let there = model.processes.enumerate().filter(|(_, p)| p.site == id);
        let targets: Vec<Target> = there.map(|(at, _)| Target::Process(at)).collect();
        if !targets.is_empty() {
            found.push((format!("site.{}", site.name), targets));
        }
    }
    found.sort();
    found
}

/// Runs every trial undisturbed and with each thing down for each time; a variant without the thing is
/// left out of its lines. `progress` is told of each run of a trial.
///
/// # Errors
/// The breach of a rule of the model.
pub fn stress(
    models: &[Model],
    trying: &Trying,
    settings: &Settings,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Stress, Breach> {
    let mut stress = Stress::default();
    for model in models {
        let cases = cases(model, trying);
        let calm = Plan::compile(model);
        let struck: Vec<Plan> = cases
            .iter()
            .map(|case| Plan::compile(&case.model))
            .collect();
        let stretches: Vec<u64> = (1..=settings.trials).step_by(STRETCH).collect();
        let found: Result<Vec<Stretch>, Unnamed> = stretches
            .par_iter()
            .map(|&first| {
                let trials = (settings.trials - first + 1).min(STRETCH as u64) as usize;
                let luck = (settings, first, trials);
                run_stretch(&calm, &struck, trying.from, luck, progress)
            })
            .collect();
        let found = found.map_err(|breach| breach.named(std::slice::from_ref(model)))?;
        gather(&mut stress, model, &calm, cases, &found);
    }
    Ok(stress)
}

/// How many runs of a trial there will be.
#[must_use]
pub fn runs(models: &[Model], trying: &Trying) -> u64 {
    let of_variant = |model: &Model| chosen(model, trying).len() * trying.downs.len() + 1;
    models.iter().map(of_variant).sum::<usize>() as u64
}

fn chosen(model: &Model, trying: &Trying) -> Vec<Hit> {
    let mut all = hits(model);
    all.retain(|(name, _)| trying.hits.is_empty() || trying.hits.contains(name));
    all
}

/// One thing down for one time.
struct Case {
    hit: String,
    down_days: u32,
    model: Model,
}

fn cases(model: &Model, trying: &Trying) -> Vec<Case> {
    let mut cases = Vec::new();
    for (hit, targets) in chosen(model, trying) {
        for &down_days in &trying.downs {
            cases.push(Case {
                model: with_down(model, &targets, trying.from, down_days),
                hit: hit.clone(),
                down_days,
            });
        }
    }
    cases
}

/// The model with a hazard more: these are down on so many days from one on.
fn with_down(model: &Model, targets: &[Target], from: u32, days: u32) -> Model {
    let mut model = model.clone();
    let dates = Clock::Dates(vec![(from as i32, (from + days - 1) as i32)]);
    let nothing = || Law::Constant(Scalar::fixed(0.0));
    let mut hazards: Vec<Hazard> = std::mem::take(&mut model.hazards).into_entries();
    hazards.push(Hazard {
        // No name of the language has a blank in it.
        name: "stress test".to_owned(),
        title: String::new(),
        clock: dates,
        season: [1.0; 12],
        lasts: nothing(),
        leaves: nothing(),
        recovery_days: Scalar::fixed(0.0),
        hits: targets.to_vec(),
        sets_off: Vec::new(),
    });
    model.hazards = hazards.into_iter().collect();
    model
}

/// What a stretch of trials came to.
struct Stretch {
    /// Cover by stock, then trial.
    cover: Vec<Vec<f64>>,
    /// Case by case, then trial.
    times: Vec<Vec<Times>>,
}

fn run_stretch(
    calm: &Plan,
    struck: &[Plan],
    from: u32,
    (settings, first, trials): (&Settings, u64, usize),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Stretch, Unnamed> {
    let mut scratch = Scratch::<STRETCH> {
        instructions: settings.instructions,
        ..Scratch::default()
    };
    scratch.service.from = Some(from);
    let mut run = |plan: &Plan| {
        let widths = Widths::of(plan);
        let mut numbers = vec![0.0; widths.total() * trials];
        let rows = numbers.chunks_mut(widths.total().max(1));
        let mut rows: Vec<Row> = rows.map(|row| widths.row(row)).collect();
        let found = engine::simulate(
            plan,
            settings.seed,
            first,
            &mut scratch,
            &mut rows,
            &mut Silent,
        );
        progress(trials as u64);
        if let Some((at, broken)) = found {
            let trial = first + at as u64;
            return Err(Unnamed {
                variant: 0,
                trial,
                broken,
            });
        }
        let measures: Vec<Vec<f64>> = rows.iter().map(|row| row.measures.to_vec()).collect();
        let evenings = (0..trials).map(|k| scratch.service.of(k).collect());
        Ok((measures, evenings.collect::<Vec<Vec<Evening>>>()))
    };
    let (measures, undisturbed) = run(calm)?;
    let covers = covers(calm);
    let cover = covers
        .iter()
        .map(|&(_, at)| measures.iter().map(|row| row[at]).collect());
    let cover = cover.collect();
    let times = struck
        .iter()
        .map(|plan| {
            let (_, evenings) = run(plan)?;
            let pairs = undisturbed.iter().zip(&evenings);
            Ok(pairs.map(|(calm, struck)| times(calm, struck)).collect())
        })
        .collect::<Result<_, Unnamed>>()?;
    Ok(Stretch { cover, times })
}

/// Stocks whose cover is measured, with where it stands in a row.
fn covers(plan: &Plan) -> Vec<(String, usize)> {
    let name = crate::measure::MEASURES
        .iter()
        .find(|d| d.what == What::CoverDays)
        .map_or("", |d| d.name);
    let measures = plan.layout.measures.iter().enumerate();
    measures
        .filter_map(|(at, measure)| {
            let stock = measure.name.strip_prefix(name)?.strip_prefix('@')?;
            Some((stock.to_owned(), at))
        })
        .collect()
}

fn gather(stress: &mut Stress, model: &Model, calm: &Plan, cases: Vec<Case>, found: &[Stretch]) {
    let variant = || model.variant.clone();
    for (at, (stock, _)) in covers(calm).into_iter().enumerate() {
        stress.cover.push(Cover {
            variant: variant(),
            stock,
            days: found.iter().flat_map(|s| s.cover[at].clone()).collect(),
        });
    }
    for (at, case) in cases.into_iter().enumerate() {
        let times = || found.iter().flat_map(|stretch| &stretch.times[at]);
        stress.struck.push(Struck {
            variant: variant(),
            hit: case.hit,
            down_days: case.down_days,
            survive: times().map(|t| t.survive).collect(),
            recover: times().map(|t| t.recover).collect(),
            unserved_days: times().map(|t| t.unserved_days).collect(),
        });
    }
}

/// Of one trial, as in [`Struck`].
#[derive(Clone, Copy, Debug, PartialEq)]
struct Times {
    survive: f64,
    recover: f64,
    unserved_days: f64,
}

/// Compares a trial with something down from the first evening on with the same trial undisturbed.
fn times(calm: &[Evening], struck: &[Evening]) -> Times {
    let day = mean_day(calm);
    let unserved = |of: &Evening| of.demanded - of.served;
    let more = |at: &usize| unserved(&struck[*at]) - unserved(&calm[*at]) > 1e-6 * day;
    let survive = (0..calm.len()).find(more);
    let last = calm.len().saturating_sub(1);
    let unserved_days = if calm.is_empty() || day <= 0.0 {
        0.0
    } else {
        (unserved(&struck[last]) - unserved(&calm[last])) / day
    };
    let Some(survive) = survive else {
        let (survive, recover) = (f64::INFINITY, 0.0);
        return Times {
            survive,
            recover,
            unserved_days,
        };
    };
    Times {
        survive: survive as f64,
        recover: recovery(calm, struck, survive, day).map_or(f64::INFINITY, |at| at as f64),
        unserved_days,
    }
}

/// Mean demand a day over the evenings.
fn mean_day(evenings: &[Evening]) -> f64 {
    match (evenings.first(), evenings.last()) {
        (Some(first), Some(last)) if evenings.len() > 1 => {
            (last.demanded - first.demanded) / (evenings.len() - 1) as f64
        }
        (Some(only), _) => only.demanded,
        _ => 0.0,
    }
}

/// The first evening, from one on, of 30 that are like the undisturbed.
fn recovery(calm: &[Evening], struck: &[Evening], since: usize, day: f64) -> Option<usize> {
    let served =
        |of: &[Evening], at: usize| of[at].served - at.checked_sub(1).map_or(0.0, |b| of[b].served);
    let like = |at: usize| {
        let near = |a: f64, b: f64| (a - b).abs() <= LIKE * a.max(day);
        near(calm[at].waiting, struck[at].waiting)
            && (at == 0 || near(served(calm, at), served(struck, at)))
    };
    let mut run = 0;
    for at in since..calm.len() {
        run = if like(at) { run + 1 } else { 0 };
        if run == RECOVERED_DAYS {
            return Some(at + 1 - RECOVERED_DAYS);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Demand of 10 a day; what is served each day, and what waits.
    fn evenings(of: impl Fn(usize) -> (f64, f64)) -> Vec<Evening> {
        let mut served = 0.0;
        let day = |at: usize| {
            let (today, waiting) = of(at);
            served += today;
            Evening {
                demanded: 10.0 * (at as f64 + 1.0),
                served,
                waiting,
            }
        };
        (0..200).map(day).collect()
    }

    #[test]
    fn times_count_from_the_first_day_down() {
        let calm = evenings(|_| (10.0, 0.0));
        // Stock lasts 12 days; nothing for 20 days, then a backlog that is worked off in 40.
        let struck = evenings(|at| match at {
            12..32 => (0.0, 10.0 * (at as f64 - 11.0)),
            32..72 => (10.0, 200.0 - 5.0 * (at as f64 - 31.0)),
            _ => (10.0, 0.0),
        });
        let found = times(&calm, &struck);
        assert_eq!((found.survive, found.recover), (12.0, 71.0));
        assert!((found.unserved_days - 20.0).abs() < 1e-9);
    }

    #[test]
    fn what_differs_for_less_than_thirty_days_in_between_has_not_recovered() {
        let calm = evenings(|_| (10.0, 0.0));
        let struck = evenings(|at| {
            if at % 30 == 5 {
                (0.0, 0.0)
            } else {
                (10.0, 0.0)
            }
        });
        let found = times(&calm, &struck);
        assert_eq!((found.survive, found.recover), (5.0, f64::INFINITY));
    }

    #[test]
    fn what_never_differs_survives_for_ever_and_has_nothing_to_recover_from() {
        let calm = evenings(|at| (if at % 2 == 0 { 8.0 } else { 10.0 }, 0.0));
        let found = times(&calm, &calm);
        assert_eq!(
            (found.survive, found.recover, found.unserved_days),
            (f64::INFINITY, 0.0, 0.0)
        );
    }
}
