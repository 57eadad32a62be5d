//! `lichain optimize`: the best policy within the levers' bounds.

use std::fmt::Write;

use super::arguments::Optimize as Asked;
use super::failure::Failure;
use super::progress::{Watched, Work};
use super::table::{self, Align};
use super::{language, place, quantity, run, terminal};
use crate::measure::{Better, Measure};
use crate::model::{Lever, Model, Search};
use crate::outcome::{Estimated, Held, Optimised, Stage, Tried, Verdict};
use crate::report::{self, Run, WINNER};
use crate::scenario::{Policy, Problems, Workbench};
use crate::study::Settings;
use crate::study::optimize::{Fault, Optimising, most_trials, optimise};

/// Final trials at least.
const LEAST: f64 = 64.0;

/// Runs the search that was asked for.
pub fn optimize(asked: &Asked) -> Result<(), Failure> {
    let bench = open(asked)?;
    let name = format!("{}-optimize", bench.scenario.name);
    let directory = place::claim(&asked.scenario.place, &[&name])?.remove(0);
    let pool = run::threads(asked.cores.threads)?;
    let manifest = manifest(asked, &bench, pool.current_num_threads());
    let work = Work {
        name: &bench.scenario.name,
        what: "trials",
        total: most_trials(&bench.search),
        each: 1,
        done: 0,
    };
    let watched = Watched::new(&work, model(&bench).variant.clone());
    let found = optimise(&Optimising {
        search: &bench.search,
        model: model(&bench),
        start: bench.start(),
        build: &|point| bench.model(point).ok(),
        seed: asked.seed,
        pool: &pool,
        instructions: run::instructions()?,
        progress: &|finished| watched.add(finished),
        tried: &|tried, measure| watched.tell(so_far(&bench.search, tried, measure)),
    })
    .map_err(|fault| broken(asked, &bench, &fault))?;
    drop(watched);
    let policy = policy(asked, &bench, &found);
    let beyond = report::write_optimize(&found, &bench.search, &policy, manifest, &directory)?;
    language::warn(&beyond);
    let path = directory.finish()?;
    let told = told(asked, &bench, &found);
    terminal::print(&format!(
        "{told}\noptimize.csv (columns.csv explains it); the winner beside the scenario as it is:\n  \
         lichain run {}\nresults in {}\n",
        path.join(WINNER).join(&policy.file).display(),
        path.display()
    ))?;
    unmet(&bench.search, winner(&found))
}

/// How many policies there are by now, and the best of those that keep the constraints on the search's
/// own trials.
fn so_far(search: &Search, tried: &[Tried], measure: Option<&Measure>) -> String {
    let low = search
        .low_is_good
        .unwrap_or_else(|| measure.is_none_or(|measure| measure.better != Better::High));
    let keeps = |tried: &&Tried| {
        let mut held = tried.constraints.iter();
        tried.point.is_some() && held.all(|held| held.verdict != Verdict::Missed)
    };
    let cost = |tried: &Tried| {
        let mean = tried.objective.mean?;
        Some(if low { mean } else { -mean })
    };
    let best = tried
        .iter()
        .filter(keeps)
        .filter_map(|tried| Some((cost(tried)?, tried)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let best = best.map_or(String::new(), |(_, best)| {
        let unit = measure.map_or("", |measure| &measure.unit);
        let (factor, unit) = quantity::scale(best.objective.mean.unwrap_or(0.0), unit);
        let told = estimate(best.objective, factor);
        format!("; best {} {told} {unit}", search.objective)
    });
    format!("{} policies tried{best} (time left: at most)", tried.len())
}

fn open(asked: &Asked) -> Result<Workbench, Failure> {
    let refused = |problems: Problems| Failure::Problems {
        text: problems.render(terminal::colour()),
        machine: problems.machine(),
    };
    let only = asked.only.iter().map(|id| format!("optimize.variant={id}"));
    // Intervals and limits are those of independent trials.
    let plain = ["scenario.sampling=plain", "scenario.noise_replicates=1"].map(String::from);
    let set: Vec<String> = asked
        .scenario
        .changes
        .set
        .iter()
        .cloned()
        .chain(only)
        .chain(plain)
        .collect();
    let mut bench = Workbench::open(&asked.scenario.file, &set).map_err(refused)?;
    let budget = &mut bench.search.budget;
    if let Some(trials) = asked.trials {
        // In proportion, so that the search stays as sure of its constraints.
        let times = trials as f64 / budget.trials as f64;
        budget.final_trials = (budget.final_trials as f64 * times).max(LEAST) as u64;
        budget.trials = trials;
    }
    budget.final_trials = asked.final_trials.unwrap_or(budget.final_trials);
    budget.evaluations = asked.evaluations.map_or(budget.evaluations, |n| n as u32);
    bench.try_ends().map_err(refused)?;
    Ok(bench)
}

fn model(bench: &Workbench) -> &Model {
    &bench.scenario.variants[bench.variant]
}

fn winner(found: &Optimised) -> &Tried {
    &found.tried[found.winner[2]]
}

fn manifest(asked: &Asked, bench: &Workbench, threads: usize) -> Run {
    let settings = Settings::new(bench.search.budget.trials, asked.seed);
    Run {
        variants: vec![model(bench).variant.clone()],
        reference: model(bench).variant.clone(),
        dialect: asked.scenario.language.dialect(),
        ..run::manifest(&bench.scenario, &settings, threads)
    }
}

fn broken(asked: &Asked, bench: &Workbench, fault: &Fault) -> Failure {
    let mut set = asked.scenario.changes.set.clone();
    set.push("scenario.sampling=plain".to_owned());
    set.extend(fault.point.iter().flat_map(|point| bench.set(point)));
    let variant = Some(fault.breach.variant.as_str());
    let trace = run::trace_command(
        &asked.scenario.file,
        variant,
        fault.breach.trial,
        fault.seed,
        &set,
    );
    Failure::breach(&fault.breach, &trace)
}

fn policy(asked: &Asked, bench: &Workbench, found: &Optimised) -> Policy {
    let search = &bench.search;
    let point = winner(found).point.clone().unwrap_or_default();
    let heading = format!(
        "The best policy that `lichain optimize` found for {} of {}: {} {}, seed {}.\n\
         Levers as in optimize.csv; everything else is in the file that this one extends.",
        model(bench).variant,
        bench.scenario.name,
        search.objective,
        search
            .constraints
            .iter()
            .map(|c| format!("with {}", c.text))
            .collect::<Vec<_>>()
            .join(", "),
        asked.seed,
    );
    bench.policy(
        &point,
        &asked.scenario.changes.set,
        &heading.replace(" ,", ","),
    )
}

/// A result that misses what it was to keep.
fn unmet(search: &Search, winner: &Tried) -> Result<(), Failure> {
    let missed = |(_, held): &(_, &Held)| held.verdict == Verdict::Missed;
    let pairs = search.constraints.iter().zip(&winner.constraints);
    let missed: Vec<&str> = pairs.filter(missed).map(|(c, _)| c.text.as_str()).collect();
    if missed.is_empty() && winner.objective.mean.is_some() {
        return Ok(());
    }
    let what = if missed.is_empty() {
        format!("for which {} is known", search.objective)
    } else {
        format!("that keeps {}", missed.join(" and "))
    };
    let help = "wider bounds, another lever or more --evaluations may help";
    Err(Failure::Unmet(format!(
        "no policy was found {what}; {help}"
    )))
}

fn told(asked: &Asked, bench: &Workbench, found: &Optimised) -> String {
    let (search, model) = (&bench.search, model(bench));
    let count = |stage| found.tried.iter().filter(|t| t.stage == stage).count();
    let mut told = format!("\n{}\n{}", bench.scenario.title, bench.scenario.name);
    if bench.scenario.variants.len() > 1 {
        let _ = write!(told, ", {}", model.variant);
    }
    let _ = writeln!(
        told,
        ": {} policies tried roughly and {} with {} trials each, seed {}",
        count(Stage::Screening),
        count(Stage::Search),
        search.budget.trials,
        asked.seed
    );
    let refused = found.tried.iter().filter(|t| t.refused).count();
    if refused > 0 {
        let _ = writeln!(told, "{refused} of them there cannot be (see optimize.csv)");
    }
    let _ = write!(
        told,
        "\n{}\n{}",
        levers(bench, found),
        results(search, found)
    );
    told + &runners_up(search, found)
}

fn levers(bench: &Workbench, found: &Optimised) -> String {
    let point = winner(found).point.clone().unwrap_or_default();
    let now = bench.as_it_is();
    let rows: Vec<Vec<String>> = bench
        .search
        .split(&point)
        .zip(now)
        .map(|((lever, own), now)| {
            vec![
                lever.title.clone(),
                shortened(&now),
                shortened(&lever.shown(own)),
                at_end(lever, own),
            ]
        })
        .collect();
    let heading = ["lever", "as it is", "winner", ""].map(String::from);
    let align = [Align::Left, Align::Right, Align::Right, Align::Left];
    table::aligned(&heading, &rows, &align, 2)
}

fn shortened(text: &str) -> String {
    const MOST: usize = 26;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn at_end(lever: &Lever, own: &[u32]) -> String {
    use crate::model::Range;
    match (&lever.range, own) {
        (Range::Steps { .. }, [0]) => "the lowest allowed".to_owned(),
        (Range::Steps { last, .. }, [at]) if at == last => "the highest allowed".to_owned(),
        _ => String::new(),
    }
}

fn results(search: &Search, found: &Optimised) -> String {
    let (winner, now) = (winner(found), &found.tried[found.as_it_is]);
    let unit = |at: usize| {
        let measure = found.measures.get(at).and_then(Option::as_ref);
        measure.map_or(String::new(), |measure| measure.unit.clone())
    };
    let largest = now.objective.mean.or(winner.objective.mean).unwrap_or(0.0);
    let (factor, word) = quantity::scale(largest, &unit(0));
    let estimate = |of: Estimated| estimate(of, factor);
    let mut rows = vec![vec![
        format!("{} {word}", search.objective),
        estimate(now.objective),
        estimate(winner.objective),
        format!("difference {}", estimate(found.gained)),
    ]];
    for (at, constraint) in search.constraints.iter().enumerate() {
        let (factor, word) = quantity::scale(constraint.bound, &unit(at + 1));
        let value = |held: &Held| {
            held.value
                .map_or("-".to_owned(), |v| quantity::short(v / factor))
        };
        let held = winner.constraints[at];
        let side = if constraint.at_least {
            "at least"
        } else {
            "at most"
        };
        let limit = held.limit.map_or(String::new(), |limit| {
            format!(
                "; {side} {} {word}, 95 % sure",
                quantity::short(limit / factor)
            )
        });
        rows.push(vec![
            constraint.text.clone(),
            value(&now.constraints[at]),
            value(&held),
            format!("{}{limit}", held.verdict.word()),
        ]);
    }
    let heading = ["", "as it is", "winner", ""].map(String::from);
    let align = [Align::Left, Align::Right, Align::Right, Align::Left];
    let told = table::aligned(&heading, &rows, &align, 2);
    let searched = found.tried[found.winner[0]].objective;
    let note = format!(
        "From {} fresh trials (seed {}) that had no part in choosing. On those it was found by the \
         winner's {} was {}.",
        winner.trials,
        winner.seed,
        search.objective,
        searched
            .mean
            .map_or("-".to_owned(), |mean| quantity::short(mean / factor)),
    );
    format!("{told}{}\n", terminal::wrapped(&note, terminal::WIDTH, 0))
}

fn estimate(of: Estimated, factor: f64) -> String {
    let half = of
        .hi95
        .zip(of.lo95)
        .map(|(hi, lo)| (hi - lo) / (2.0 * factor));
    of.mean.map_or("-".to_owned(), |mean| {
        quantity::with_half(mean / factor, half)
    })
}

/// Finalists that the selection cannot tell apart from the winner.
fn runners_up(search: &Search, found: &Optimised) -> String {
    let alike: Vec<_> = found.others.iter().filter(|(.., apart)| !apart).collect();
    if alike.is_empty() {
        return String::new();
    }
    let best = winner(found).point.clone().unwrap_or_default();
    let largest = winner(found).objective.mean.unwrap_or(0.0);
    let unit = found.measures.first().and_then(Option::as_ref);
    let (factor, word) = quantity::scale(largest, unit.map_or("", |measure| &measure.unit));
    let mut told = "\nNot told apart from it among the finalists:\n".to_owned();
    for (at, more, _) in alike {
        let point = found.tried[*at].point.clone().unwrap_or_default();
        let levers: Vec<String> = search
            .split(&point)
            .zip(search.split(&best))
            .filter(|((_, own), (_, best))| own != best)
            .map(|((lever, own), _)| format!("{} {}", lever.title, shortened(&lever.shown(own))))
            .collect();
        let text = format!(
            "{} ({} {word} more)",
            levers.join(", "),
            estimate(*more, factor)
        );
        let _ = writeln!(
            told,
            "  {}",
            terminal::wrapped(&text, terminal::WIDTH - 2, 4)
        );
    }
    told
}
