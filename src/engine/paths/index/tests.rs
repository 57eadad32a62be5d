//! Paths of indices against closed forms, from the scenario language down. Seeds were fixed before
//! the first run; each test by z or chi-square has a false alarm in a thousand.

use std::f64::consts::LN_2;
use std::fmt::Write;

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::ou_step;
use crate::calendar::Date;
use crate::engine::Scratch;
use crate::engine::luck::Luck;
use crate::id::{Id, IndexId};
use crate::plan::Plan;
use crate::scenario;
use crate::stats::Moments;

pub const SEED: u64 = 20_270_101;
/// The score that a standard normal number exceeds on either side once in a thousand.
const Z: f64 = 3.291;

/// A plan of a site where nothing happens, with indices; `history` is in history.csv beside it.
pub fn plan(days: u32, indices: &str, history: &str) -> Plan {
    let end = Date::new(2027, 1, 1).unwrap().0 + days as i32;
    let text = format!(
        "[scenario]\nname = \"prices\"\nstart = 2027-01-01\nend = {}\n\
         [party.p]\n[commodity]\nsalt = {{ unit = \"t\" }}\n[site.yard]\nowner = \"p\"\n\
         [site.yard.stock.salt]\n{indices}",
        Date(end)
    );
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("prices.toml");
    std::fs::write(&path, text).unwrap();
    std::fs::write(home.path().join("history.csv"), history).unwrap();
    let scenario =
        scenario::load(&path, &[]).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    Plan::compile(&scenario.variants[0])
}

/// The paths of all indices in so many trials, shown to `see`.
fn draw(plan: &Plan, trials: u64, mut see: impl FnMut(&[&[f64]])) {
    let mut scratch = Scratch::<1>::default();
    for first in 1..=trials {
        scratch.prepare(
            plan,
            Luck {
                seed: SEED,
                first,
                chosen: None,
            },
        );
        let paths = scratch.prices.paths.iter();
        let paths: Vec<Vec<f64>> = paths
            .map(|path| path.iter().map(|v| v[0]).collect())
            .collect();
        see(&paths.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }
}

/// What `of` makes of the first index's path, in every trial.
fn each(plan: &Plan, trials: u64, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut found = Vec::new();
    draw(plan, trials, |paths| found.push(of(paths[0])));
    found
}

fn assert_mean(values: &[f64], exact: f64, what: &str) {
    let mut moments = Moments::default();
    moments.push_block(values);
    let error = moments.sd().unwrap() / (values.len() as f64).sqrt();
    let z = (moments.mean().unwrap() - exact) / error;
    assert!(z.abs() < Z, "{what}: mean z {z:.2} of {exact}");
    assert!(
        error < 0.05 * exact.abs().max(0.2),
        "{what}: too wide to fail"
    );
}

/// For normal values.
fn assert_variance(values: &[f64], exact: f64, what: &str) {
    let mut moments = Moments::default();
    moments.push_block(values);
    let freedom = (values.len() - 1) as f64;
    let square = moments.sd().unwrap().powi(2) * freedom / exact;
    let p = ChiSquared::new(freedom).unwrap().cdf(square);
    assert!((0.0005..0.9995).contains(&p), "{what}: variance p {p}");
}

fn last_log(path: &[f64]) -> f64 {
    (path[path.len() - 1] / path[0]).ln()
}

#[test]
fn days_one_after_the_other_have_the_law_of_their_span() {
    for (speed, volatility) in [(0.002, 0.02), (0.5, 0.3), (1e-9, 0.02)] {
        let (keep, sd) = ou_step(speed, volatility);
        let days = 365;
        let variance: f64 = (0..days).map(|day| (sd * keep.powi(day)).powi(2)).sum();
        let span = f64::from(days) * speed;
        let exact = volatility * volatility * -(-2.0 * span).exp_m1() / (2.0 * speed);
        assert!(
            (variance / exact - 1.0).abs() < 1e-12,
            "{speed}: {variance}, {exact}"
        );
        assert!((keep.powi(days) / (-span).exp() - 1.0).abs() < 1e-12);
    }
    let (keep, sd) = ou_step(0.0, 0.02);
    assert!(keep.to_bits() == 1.0_f64.to_bits() && sd.to_bits() == 0.02_f64.to_bits());
}

#[test]
fn a_geometric_brownian_motion_has_the_mean_of_its_drift_and_the_variance_of_its_volatility() {
    let text = "[index.p]\ngbm = { start = \"500 USD/t\", drift = \"8 %/yr\", volatility = \"30 %/yr^0.5\" }";
    for years in [1, 4] {
        let t = f64::from(years);
        let plan = plan(365 * years + 1, text, "");
        let logs = each(&plan, 4_000, last_log);
        assert_mean(&logs, (0.08 - 0.045) * t, "log");
        assert_variance(&logs, 0.09 * t, "log");
        let prices: Vec<f64> = logs.iter().map(|log| 500.0 * log.exp()).collect();
        assert_mean(&prices, 500.0 * (0.08 * t).exp(), "price");
    }
}

#[test]
fn without_volatility_a_price_is_what_the_equations_say() {
    let text = "
[index.a]
gbm = { start = \"500 USD/t\", drift = \"8 %/yr\", volatility = \"0 %/yr^0.5\" }
[index.b]
log_ou = { start = \"100 USD/t\", level = \"400 USD/t\", half_life = \"100 d\", volatility = \"0 %/yr^0.5\" }
[index.c]
begins = \"low\"
start  = \"100 USD/t\"
[index.c.regimes.low]
duration = \"1000000 yr\"
log_ou = { level = \"400 USD/t\", half_life = \"100 d\", volatility = \"0 %/yr^0.5\" }
[index.c.regimes.high]
duration = \"1 d\"
value = \"9 USD/t\"
";
    let plan = plan(366, text, "");
    let mut seen = 0;
    draw(&plan, 3, |paths| {
        seen += 1;
        for day in 0..366_u32 {
            let t = f64::from(day);
            let back = (400_f64.ln() - 4_f64.ln() * 0.5_f64.powf(t / 100.0)).exp();
            let exact = [500.0 * (0.08 * t / 365.0).exp(), back, back];
            for (path, exact) in paths.iter().zip(exact) {
                assert!(
                    (path[day as usize] / exact - 1.0).abs() < 1e-11,
                    "day {day}"
                );
            }
        }
    });
    assert_eq!(seen, 3);
}

#[test]
fn numbers_of_an_index_may_be_parameters_and_a_slip_in_one_stays_a_number() {
    let text = "
[parameter.drift]
value = \"discrete(8 %/yr: 0.5, 90000 %/yr: 0.5)\"
[parameter.stay]
value = \"uniform(20, 30) d\"
[index.a]
gbm = { start = \"1 USD/t\", drift = \"$drift\", volatility = \"0 %/yr^0.5\" }
[index.b]
begins = \"x\"
[index.b.regimes.x]
duration = \"$stay\"
value = \"3 USD/t\"
[index.b.regimes.y]
duration = \"100 * $stay\"
gbm = { drift = \"$drift\", volatility = \"0 %/yr^0.5\" }
";
    let plan = plan(366, text, "");
    let (mut slips, mut plain) = (0, 0);
    draw(&plan, 20, |paths| {
        let last = paths[0][365];
        let finite = |x: &f64| *x > 1e-61 && *x < 1e61;
        assert!(paths.iter().all(|path| path.iter().all(finite)));
        slips += u32::from(last > 1e59);
        plain += u32::from((last / 0.08_f64.exp() - 1.0).abs() < 1e-12);
    });
    assert!(slips > 3 && plain > 3 && slips + plain == 20);
}

#[test]
fn jumps_are_a_compound_poisson_process() {
    let text = "
[index.p.gbm]
start = \"1 USD/t\"
volatility = \"0 %/yr^0.5\"
jumps = { rate = \"2 /yr\", size = \"normal(-10 %, 20 %)\" }
";
    let (years, rate) = (5, 2.0);
    let plan = plan(365 * years + 1, text, "");
    let logs = each(&plan, 20_000, last_log);
    let mean = -0.1 * rate * f64::from(years);
    assert_mean(&logs, mean, "sum of jumps");
    // Campbell: the variance is rate x time x E[size^2].
    let variance = rate * f64::from(years) * (0.01 + 0.04);
    let squares: Vec<f64> = logs.iter().map(|x| (x - mean).powi(2)).collect();
    assert_mean(&squares, variance, "variance of jumps");
    let still = each(&plan, 4_000, |path| {
        let days = path
            .windows(2)
            .filter(|pair| pair[0].to_bits() == pair[1].to_bits());
        days.count() as f64
    });
    let days = f64::from(365 * years);
    assert_mean(&still, days * (-rate / 365.0).exp(), "days without jumps");
}

#[test]
fn several_jumps_of_a_day_multiply() {
    let text = "
[index.p.gbm]
start = \"1 USD/t\"
volatility = \"0 %/yr^0.5\"
jumps = { rate = \"1 /d\", factor = \"2\" }
";
    let plan = plan(101, text, "");
    let mut counts = [0.0; 3];
    let mut jumps = Vec::new();
    draw(&plan, 1_000, |paths| {
        for pair in paths[0].windows(2) {
            let count = (pair[1] / pair[0]).log2().round() as usize;
            counts[count.min(2)] += 1.0;
        }
        jumps.push(last_log(paths[0]) / LN_2);
    });
    assert_mean(&jumps, 100.0, "jumps");
    let e = (-1.0_f64).exp();
    let square: f64 = counts
        .iter()
        .zip([e, e, 1.0 - 2.0 * e])
        .map(|(found, p)| (found - 1e5 * p).powi(2) / (1e5 * p))
        .sum();
    assert!(square < 13.816, "chi-square of two degrees: {square}");
}

#[test]
fn jumps_of_a_price_that_returns_fade() {
    let text = "
[index.p.log_ou]
start = \"1 USD/t\"
level = \"1 USD/t\"
half_life = \"50 d\"
volatility = \"0 %/yr^0.5\"
jumps = { rate = \"20 /yr\", factor = \"1.5\" }
";
    let plan = plan(201, text, "");
    let logs = each(&plan, 20_000, last_log);
    let keep = 0.5_f64.powf(1.0 / 50.0);
    let mean = 20.0 / 365.0 * 1.5_f64.ln() * (1.0 - keep.powi(200)) / (1.0 - keep);
    assert_mean(&logs, mean, "log");
}

/// Forty weeks of prices whose daily returns come in waves, at irregular dates.
fn history() -> (String, Vec<f64>) {
    let mut text = String::from("date,price\n");
    let mut returns = Vec::new();
    let (mut day, mut price) = (20_000, 100.0_f64);
    for at in 0..120_u32 {
        if at > 0 {
            let gap = if at % 5 == 0 { 3 } else { 1 };
            let change = 0.02 * (f64::from(at) * 0.4).sin() + 0.003;
            day += gap;
            price *= change.exp();
            returns.extend((1..gap).map(|_| 0.0));
            returns.push(change);
        }
        writeln!(text, "{},{price}", Date(day)).unwrap();
    }
    (text, returns)
}

#[test]
fn a_bootstrap_has_the_mean_the_variance_and_within_blocks_the_autocorrelation_of_its_history() {
    let (text, returns) = history();
    let index = "[index.p]\nbootstrap = { csv = \"history.csv\", column = \"price\", start = \"7 USD/t\", block = \"20 d\" }";
    let plan = plan(2_001, index, &text);
    let n = returns.len();
    let mean = returns.iter().sum::<f64>() / n as f64;
    let around = |lag: usize| {
        let pairs = (0..n).map(|i| (returns[i] - mean) * (returns[(i + lag) % n] - mean));
        pairs.sum::<f64>() / n as f64
    };
    let mut found = vec![Vec::new(); 4];
    draw(&plan, 600, |paths| {
        let drawn: Vec<f64> = paths[0].windows(2).map(|p| (p[1] / p[0]).ln()).collect();
        let known = |x: &f64| returns.iter().any(|y| (x - y).abs() < 1e-12);
        assert!(drawn[..20].iter().all(known), "a return that never was");
        found[0].push(1e3 * drawn.iter().sum::<f64>() / 2_000.0);
        for (at, lag) in [(1, 0), (2, 1), (3, 4)] {
            let pairs = (0..2_000 - lag).map(|i| (drawn[i] - mean) * (drawn[i + lag] - mean));
            found[at].push(1e4 * pairs.sum::<f64>() / (2_000 - lag) as f64);
        }
    });
    assert_mean(&found[0], 1e3 * mean, "mean");
    // Politis and Romano: the covariance at a lag is that of the history, wrapped around, times the
    // chance that no block begins in between.
    for (at, lag) in [(1, 0), (2, 1), (3, 4)] {
        let exact = 0.95_f64.powi(lag) * around(lag as usize);
        assert!(exact.abs() > 0.1e-4, "a lag with something to see");
        assert_mean(&found[at], 1e4 * exact, &format!("lag {lag}"));
    }
}

#[test]
fn regimes_stay_geometric_times_and_share_the_days_as_their_durations() {
    let text = "
[index.p]
begins = \"open\"
[index.p.regimes.open]
duration = \"30 d\"
value = 1
[index.p.regimes.closed]
duration = \"10 d\"
value = 2
";
    let plan = plan(3_651, text, "");
    let (mut shares, mut stays) = (Vec::new(), Vec::new());
    draw(&plan, 600, |paths| {
        let open: Vec<bool> = paths[0].iter().map(|x| *x < 1.5).collect();
        assert!(open[0]);
        let late = &open[365..];
        shares.push(late.iter().filter(|x| **x).count() as f64 / late.len() as f64);
        // Stays that begin in the first half: long ones are not cut off.
        let turns: Vec<usize> = (1..open.len())
            .filter(|&i| open[i] != open[i - 1])
            .collect();
        let whole = turns.windows(2).filter(|w| w[0] < 1_800 && open[w[0]]);
        stays.extend(whole.map(|w| (w[1] - w[0]) as f64));
    });
    assert_mean(&shares, 0.75, "share of days");
    assert_mean(&stays, 30.0, "stay");
    let squares: Vec<f64> = stays.iter().map(|x| (x - 30.0).powi(2)).collect();
    assert_mean(&squares, 30.0 * 30.0 - 30.0, "variance of stays");
    let single: Vec<f64> = stays
        .iter()
        .map(|x| f64::from(u8::from(*x < 1.5)))
        .collect();
    assert_mean(&single, 1.0 / 30.0, "stays of a day");
}

#[test]
fn of_several_regimes_each_other_is_as_likely_to_follow() {
    let regime = |name: &str, value: u8| {
        format!("[index.p.regimes.{name}]\nduration = \"2 d\"\nvalue = {value}\n")
    };
    let text = format!(
        "[index.p]\nbegins = \"b\"\n{}{}{}",
        regime("a", 1),
        regime("b", 2),
        regime("c", 3)
    );
    let plan = plan(3_651, &text, "");
    let mut follows = [[0.0_f64; 3]; 3];
    draw(&plan, 20, |paths| {
        for pair in paths[0].windows(2) {
            follows[pair[0] as usize - 1][pair[1] as usize - 1] += 1.0;
        }
    });
    for (from, row) in follows.iter().enumerate() {
        let days: f64 = row.iter().sum();
        for (to, found) in row.iter().enumerate() {
            let chance = if from == to { 0.5 } else { 0.25 };
            let sd = (days * chance * (1.0 - chance)).sqrt();
            let z = (found - days * chance) / sd;
            assert!(days > 10_000.0 && z.abs() < Z, "{from} to {to}: {z:.2}");
        }
    }
}

#[test]
fn a_regime_that_lasts_for_ever_is_the_process_it_is_made_of() {
    let parts = "level = \"400 USD/t\", half_life = \"100 d\", volatility = \"40 %/yr^0.5\"";
    let alone = plan(
        731,
        &format!("[index.p]\nlog_ou = {{ start = \"100 USD/t\", {parts} }}"),
        "",
    );
    let text = format!(
        "[index.p]\nbegins = \"usual\"\nstart = \"100 USD/t\"\n\
         [index.p.regimes.usual]\nduration = \"1000000000 yr\"\nlog_ou = {{ {parts} }}\n\
         [index.p.regimes.other]\nduration = \"1 d\"\ngbm = {{ volatility = \"1 %/yr^0.5\" }}\n"
    );
    let regimes = plan(731, &text, "");
    let (mut a, mut b) = (Vec::new(), Vec::new());
    draw(&alone, 3, |paths| a.extend_from_slice(paths[0]));
    draw(&regimes, 3, |paths| b.extend_from_slice(paths[0]));
    assert_eq!(a.len(), 3 * 731);
    for (x, y) in a.iter().zip(&b) {
        assert!((x / y - 1.0).abs() < 1e-10, "{x}, {y}");
    }
}

/// Four indices, of which the last has no correlation.
fn four(correlations: &str) -> Plan {
    let gbm = |name: &str| {
        format!("[index.{name}]\ngbm = {{ start = \"1 USD/t\", volatility = \"20 %/yr^0.5\" }}\n")
    };
    let text: String = ["a", "b", "c", "d"].map(gbm).concat() + correlations;
    plan(3_651, &text, "")
}

const PAIRS: &str = "
[[correlation]]
between = [\"index.c\", \"index.a\"]
rho = 0.5
[[correlation]]
between = [\"index.b\", \"index.c\"]
rho = -0.3
";

#[test]
fn correlated_indices_have_the_correlation_that_was_asked_for() {
    let mut sums = [[0.0; 4]; 4];
    let mut n = 0.0;
    draw(&four(PAIRS), 40, |paths| {
        let drift = -0.5 * 0.04 / 365.0;
        for day in 1..paths[0].len() {
            let step: Vec<f64> = paths
                .iter()
                .map(|p| (p[day] / p[day - 1]).ln() - drift)
                .collect();
            for (row, x) in sums.iter_mut().zip(&step) {
                for (sum, y) in row.iter_mut().zip(&step) {
                    *sum += x * y;
                }
            }
            n += 1.0;
        }
    });
    let asked = [
        (0, 1, 0.0),
        (0, 2, 0.5),
        (1, 2, -0.3),
        (0, 3, 0.0),
        (1, 3, 0.0),
        (2, 3, 0.0),
    ];
    for (i, j, rho) in asked {
        let r: f64 = sums[i][j] / f64::sqrt(sums[i][i] * sums[j][j]);
        let z = (r.atanh() - f64::atanh(rho)) * f64::sqrt(n - 3.0);
        assert!(z.abs() < Z, "{i} and {j}: {r} for {rho}, z {z:.2}");
    }
    for (i, row) in sums.iter().enumerate() {
        let exact = 0.04 / 365.0;
        let p = ChiSquared::new(n).unwrap().cdf(row[i] / exact);
        assert!((0.0005..0.9995).contains(&p), "variance of {i}: p {p}");
    }
}

#[test]
fn an_index_without_a_correlation_draws_to_the_bit_what_it_drew_before() {
    let bits = |plan: &Plan| {
        let mut bits = vec![Vec::new(); 4];
        draw(plan, 3, |paths| {
            for (of, path) in bits.iter_mut().zip(paths) {
                of.extend(path.iter().map(|x| x.to_bits()));
            }
        });
        bits
    };
    let (free, bound) = (bits(&four("")), bits(&four(PAIRS)));
    assert_eq!(free[0], bound[0], "the first in order of name");
    assert_eq!(free[3], bound[3], "the one without");
    // No correlation between a and b is written, so b keeps its own, too.
    assert_eq!(free[1], bound[1]);
    assert_ne!(free[2], bound[2]);
}

#[test]
fn a_price_in_a_currency_is_posted_at_the_rate_of_the_day() {
    let text = "
[index.cny]
gbm = { start = \"7 CNY/USD\", volatility = \"10 %/yr^0.5\" }
[index.copper]
gbm = { start = \"60000 CNY/t\", volatility = \"20 %/yr^0.5\" }
[index.tenge]
log_ou = { start = \"0.002 USD/KZT\", level = \"0.002 USD/KZT\", half_life = \"1 yr\", volatility = \"9 %/yr^0.5\" }
[currency.CNY]
rate = \"$cny\"
[currency.KZT]
rate = \"$tenge\"
[parameter.fee]
value = \"uniform(100, 200) CNY/t\"
[market.a]
of = \"salt\"
lead_time = \"1 d\"
price = \"0.6 * $copper + 100 USD/t - 3 kKZT/t + $fee\"
[market.b]
of = \"salt\"
lead_time = \"1 d\"
price = \"uniform(400, 500) kKZT/t\"
[market.c]
of = \"salt\"
lead_time = \"1 d\"
price = \"0.5 * $copper\"
";
    let sources = "sources = [{ market = \"a\", priority = 1 }, { market = \"b\", priority = 2 }, { market = \"c\", priority = 3 }]\npolicy = { base_stock = { level = \"1 t\" } }\n";
    let plan = plan(400, &format!("{sources}{text}"), "");
    let mut scratch = Scratch::<1>::default();
    let (seed, first) = (SEED, 1);
    scratch.prepare(
        &plan,
        Luck {
            seed,
            first,
            chosen: None,
        },
    );
    // Three indices, copper over cny and one over cny; the tenge's rate is an index already.
    assert_eq!(scratch.prices.paths.len(), 5);
    let parameter = |name: &str| {
        let at = plan.layout.parameters.iter().position(|p| p.name == name);
        scratch.parameters[0][at.unwrap()]
    };
    let (fee, drawn) = (parameter("fee"), parameter("market.b.price"));
    assert!((100.0..200.0).contains(&fee) && (4e5..5e5).contains(&drawn));
    for day in [0, 57, 399] {
        scratch.prices.step(day);
        let on = |at| scratch.prices.paths[IndexId::new(at)][day as usize][0];
        let (cny, copper, tenge) = (on(0), on(1), on(2));
        let exact = [
            0.6 * copper / cny + 100.0 - 3000.0 * tenge + fee / cny,
            drawn * tenge,
            0.5 * copper / cny,
        ];
        for lane in &plan.lanes {
            let (tariff, _) = lane.purchase.unwrap();
            let found = scratch.prices.today[tariff][0];
            let at = lane.market.unwrap().position();
            assert!(
                (found / exact[at] - 1.0).abs() < 1e-12,
                "{found}, {exact:?}"
            );
        }
        assert_eq!(plan.lanes.len(), 3);
    }
}
