//! Demand, drawn for the whole horizon.

use super::forecast::misjudge;
use super::{Space, uniforms};
use crate::calendar::DAYS_PER_YEAR;
use crate::engine::luck::TrialLuck;
use crate::engine::prepare::scalar;
use crate::model::{DemandDraw, Scalar, Series};
use crate::plan::{DemandPlan, Plan};
use crate::random::{Sampler, normal_quantile};

/// One trial's demand of every day, and what the planner expects of it; returns how many draws in
/// the books were held at 0.
#[inline(always)]
pub(super) fn draw_demand(
    space: &mut Space,
    demand: &DemandPlan,
    plan: &Plan,
    parameters: &[f64],
    luck: TrialLuck,
) -> f64 {
    let Space {
        uniforms: space,
        draws,
        planned: expected,
        ..
    } = space;
    draws.clear();
    expected.clear();
    let value = |s: &Scalar| scalar(s, parameters);
    let days = plan.days as usize;
    let (every, stream) = (demand.terms.every_days, luck.stream(demand.key));
    match &demand.terms.draw {
        DemandDraw::Daily(law) => {
            let own;
            let (sampler, mean) = if let Some(sampler) = &demand.sampler {
                (sampler, demand.mean)
            } else {
                let law = law.map(&mut |s: &Scalar| value(s));
                own = Sampler::light(&law);
                (&own, law.mean())
            };
            draws.resize(days, 0.0);
            stream.fill(0, draws);
            sampler.quantiles(draws);
            expected.resize(days, mean / f64::from(every));
        }
        DemandDraw::Plan {
            rate,
            growth,
            season,
            noise,
            noise_by_month,
        } => {
            plan_path(
                expected,
                rate,
                value(growth) * DAYS_PER_YEAR,
                season,
                plan,
                parameters,
            );
            let cv = value(noise);
            if cv > 0.0 {
                let normal = uniforms(space, days, stream);
                let factor = |day: usize| {
                    let at = if *noise_by_month {
                        plan.calendar.month[day] as usize
                    } else {
                        day
                    };
                    1.0 + cv * normal_quantile(normal[at])
                };
                draws.extend((0..days).map(|day| expected[day] * factor(day) * f64::from(every)));
            } else {
                draws.extend(expected.iter().map(|rate| rate * f64::from(every)));
            }
        }
    }
    let mut cuts = 0.0;
    for (day, draw) in draws.iter_mut().enumerate() {
        if !(day as u32).is_multiple_of(every) {
            *draw = 0.0;
        } else if *draw < 0.0 {
            *draw = 0.0;
            cuts += f64::from(u8::from(day as u32 >= plan.warmup));
        }
    }
    if super::looks_ahead(plan) {
        if let Some(error) = &demand.terms.forecast {
            let stream = luck.stream(demand.forecast_key);
            misjudge(expected, error, &plan.calendar.month, parameters, stream);
        }
        add_up(expected);
    }
    cuts
}

/// Sums before each day and after the last in the place of the days' rates.
fn add_up(rates: &mut Vec<f64>) {
    let mut sum = 0.0;
    for rate in rates.iter_mut() {
        sum += std::mem::replace(rate, sum);
    }
    rates.push(sum);
}

/// The planned rate of every day: steps, growth and season.
fn plan_path(
    path: &mut Vec<f64>,
    rate: &Series,
    growth: f64,
    season: &[f64; 12],
    plan: &Plan,
    parameters: &[f64],
) {
    let growth_a_day = libm::exp(libm::log1p(growth) / DAYS_PER_YEAR);
    let mut grown = 1.0;
    let mut steps = rate.steps.iter().peekable();
    let mut current = 0.0;
    for day in 0..plan.days {
        while let Some((_, value)) = steps.next_if(|(from, _)| *from <= day as i32) {
            current = scalar(value, parameters);
        }
        let month = plan.calendar.month_of_year[day as usize];
        path.push(current * grown * season[usize::from(month)]);
        grown *= growth_a_day;
    }
}
