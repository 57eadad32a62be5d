//! A published chain of six stages.

use crate::validation::bench::run;
use crate::validation::{Case, Check, Effort, Row};

pub const SIX_STAGE: &str = include_str!("../../../scenarios/six-stage.toml");

pub const CASES: &[Case] = &[Case {
    name: "six stages in a row",
    source: "a published prototype's means, given as about so much; ± half of their last digit",
    run: six_stages,
}];

fn six_stages(effort: Effort) -> Result<Vec<Row>, String> {
    let found = run(SIX_STAGE, &[], effort.of(2_000, 20_000))?;
    let published = [
        ("cost [USD]", "total_cost_usd", 3.363e6, 0.5e3, 0.005),
        (
            "backlog [unit d]",
            "backlog_unit_days@six.goods",
            2.07e6,
            5e3,
            0.08,
        ),
        // A unit is a container.
        (
            "delivered [unit]",
            "feu@six-customer",
            364_430.0,
            5.0,
            0.002,
        ),
    ];
    let row = |(what, measure, truth, rounding, narrow)| {
        let found = found.mean(measure)?;
        let check = Check::Mean {
            found,
            truth,
            rounding,
            narrow,
        };
        Ok(Row::new(what, check))
    };
    published.into_iter().map(row).collect()
}
