//! No recipe gives out more lithium than goes in, however its parameters fall.

use super::path;
use crate::model::{Commodity, Need, Process, Use};
use crate::scenario::read::Draft;
use crate::scenario::read::desk::Desk;
use crate::scenario::read::range::figure;

const KG_PER_T: f64 = 1000.0;
/// Room for rounding in amounts that are meant to be equal.
const ROUNDING: f64 = 1e-9;

pub(super) fn check(desk: &Desk, draft: &Draft) {
    for process in draft.processes.iter().flatten() {
        // A process without inputs takes lithium out of the ground.
        if !process.uses.is_empty() {
            check_one(desk, draft, process);
        }
    }
}

fn check_one(desk: &Desk, draft: &Draft, process: &Process) -> Option<()> {
    let product = commodity(draft, process.makes)?;
    let path = path("process", &process.name);
    let mut inputs = Vec::new();
    for entry in &process.uses {
        inputs.push((entry, commodity(draft, entry.stock)?));
    }
    let recovery = inputs
        .iter()
        .find(|(entry, _)| matches!(entry.need, Need::Recovery(_)));
    if let Some((_, input)) = recovery {
        for empty in [*input, product]
            .into_iter()
            .filter(|side| side.lithium_t <= 0.0)
        {
            let message = format!(
                "{:?} holds no lithium, so no need follows from a recovery",
                empty.name
            );
            let help = format!(
                "say what it holds in [commodity.{}], or write the need into `uses`",
                empty.name
            );
            desk.report_at(
                &format!("{path}.recovers.{}", input.name),
                &message,
                Some(help),
            );
        }
    } else if product.lithium_t > 0.0 {
        check_balance(desk, &path, product, &inputs);
    }
    Some(())
}

fn commodity(draft: &Draft, stock: crate::id::StockId) -> Option<&Commodity> {
    draft.commodities[draft.stocks[stock].as_ref()?.commodity].as_ref()
}

fn check_balance(desk: &Desk, path: &str, product: &Commodity, inputs: &[(&Use, &Commodity)]) {
    let unit = product.unit.symbol();
    let holds = format!(
        "a {unit} of {} holds {} kg lithium",
        product.name,
        figure(KG_PER_T * product.lithium_t)
    );
    let with: Vec<_> = inputs
        .iter()
        .filter(|(_, input)| input.lithium_t > 0.0)
        .collect();
    if with.is_empty() {
        let help = "say in [commodity] what lithium the inputs hold, or use one that holds some";
        desk.report_at(
            &format!("{path}.makes"),
            &format!("{holds}, its inputs hold none"),
            Some(help.to_owned()),
        );
        return;
    }
    let low: f64 = with
        .iter()
        .map(|(entry, input)| match &entry.need {
            Need::PerUnit(need) | Need::Recovery(need) => desk.range(need).low * input.lithium_t,
        })
        .sum();
    if low < product.lithium_t * (1.0 - ROUNDING) {
        let first = with[0].1;
        let drawn = with.iter().any(|(entry, _)| match &entry.need {
            Need::PerUnit(need) | Need::Recovery(need) => need.known().is_none(),
        });
        let end = if drawn {
            format!(" at the low end of \"uses.{}\"", first.name)
        } else {
            String::new()
        };
        let message = format!(
            "{holds}, its inputs hold {} kg{end}",
            figure(KG_PER_T * low)
        );
        desk.report_at(&format!("{path}.uses.{}", first.name), &message, None);
    }
}
