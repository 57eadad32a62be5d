//! Seeds were fixed before the first run; a false alarm in a thousand for each z.

use super::expect;
use crate::engine::Scratch;
use crate::engine::luck::Luck;
use crate::engine::paths::index::tests::{SEED, plan};

use crate::plan::Plan;
use crate::stats::Moments;

/// The mean of the first index on each day, given the parameters of trial 1.
fn expected(plan: &Plan) -> Vec<f64> {
    let mut scratch = Scratch::<1>::default();
    let luck = Luck {
        seed: SEED,
        first: 1,
        chosen: None,
    };
    scratch.prepare(plan, luck);
    let mut mean = vec![0.0; plan.days as usize];
    let index = plan.columns.controls[0];
    let parameters = &scratch.parameters[0];
    expect(&mut mean, &mut Vec::new(), &plan.indices[index], parameters);
    mean
}

#[test]
fn the_mean_of_a_geometric_brownian_motion_with_jumps_is_that_of_merton() {
    // Merton (1976): start x exp((drift + rate (E factor - 1)) t).
    let plan = plan(
        731,
        "[index.p.gbm]\nstart = \"500 USD/t\"\ndrift = \"8 %/yr\"\nvolatility = \"30 %/yr^0.5\"\n\
         jumps = { rate = \"0.7 /yr\", factor = \"lognormal(mean 1.2, cv 30 %)\" }",
        "",
    );
    for (day, mean) in expected(&plan).into_iter().enumerate() {
        let exact = 500.0 * ((0.08 + 0.7 * 0.2) * day as f64 / 365.0).exp();
        assert!((mean / exact - 1.0).abs() < 1e-11, "{day}: {mean}, {exact}");
    }
}

#[test]
fn the_mean_of_a_returning_price_is_that_of_its_log_normal_law() {
    let plan = plan(
        731,
        "[index.p.log_ou]\nstart = \"200 USD/t\"\nlevel = \"400 USD/t\"\n\
         half_life = \"100 d\"\nvolatility = \"40 %/yr^0.5\"",
        "",
    );
    let speed = std::f64::consts::LN_2 / 100.0;
    for (day, mean) in expected(&plan).into_iter().enumerate() {
        let t = day as f64;
        let log = 400.0_f64.ln() + 0.5_f64.ln() * (-speed * t).exp();
        let variance = 0.16 / 365.0 * -(-2.0 * speed * t).exp_m1() / (2.0 * speed);
        let exact = (log + 0.5 * variance).exp();
        assert!((mean / exact - 1.0).abs() < 1e-11, "{day}: {mean}, {exact}");
    }
}

/// Parameters in the laws, jumps of both kinds, two indices that hang together.
#[test]
fn controls_are_zero_on_average_whatever_the_parameters() {
    let plan = plan(
        1100,
        "[parameter]\nlevel.value = \"uniform(200, 500) USD/t\"\nwild.value = \"uniform(10, 50) %/yr^0.5\"\n\
         [index.a.log_ou]\nstart = \"300 USD/t\"\nlevel = \"$level\"\nhalf_life = \"1 yr\"\n\
         volatility = \"$wild\"\njumps = { rate = \"1 /yr\", size = \"normal(5 %, 30 %)\" }\n\
         [index.b.gbm]\nstart = \"90 USD/t\"\ndrift = \"3 %/yr\"\nvolatility = \"20 %/yr^0.5\"\n\
         [[correlation]]\nbetween = [\"index.a\", \"index.b\"]\nrho = 0.6",
        "",
    );
    let mut moments = vec![Moments::default(); plan.columns.controls.len() * 3];
    let mut scratch = Scratch::<1>::default();
    for first in 1..=6_400 {
        let luck = Luck {
            seed: SEED,
            first,
            chosen: None,
        };
        scratch.prepare(&plan, luck);
        for (moments, control) in moments.iter_mut().zip(&scratch.controls) {
            moments.push_block(&[control[0]]);
        }
    }
    assert_eq!(moments.len(), 6);
    for (at, (moments, scale)) in moments
        .iter()
        .zip([3e2, 3e2, 3e2, 9e1, 9e1, 9e1])
        .enumerate()
    {
        let error = moments.sd().unwrap() / 80.0;
        let z = moments.mean().unwrap() / error;
        assert!(z.abs() < 3.291, "control {at}: z {z:.2}");
        assert!(error < 0.02 * scale, "control {at}: too wide to fail");
    }
}
