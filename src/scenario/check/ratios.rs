//! Ratios name measures, and which there are is known when the model is complete.

use crate::model::Model;
use crate::plan::Plan;
use crate::scenario::problem::nearest;
use crate::scenario::read::desk::Desk;

pub(in crate::scenario) fn check(desk: &Desk, model: &Model) {
    if model.ratios.is_empty() {
        return;
    }
    let layout = Plan::compile(model).layout;
    let names = layout.measures.iter().map(|measure| measure.name.as_str());
    let names: Vec<&str> = names.filter(|name| !is_ratio(name)).collect();
    for ratio in &model.ratios {
        for (key, name) in [("of", &ratio.of), ("over", &ratio.over)] {
            if !names.contains(&name.as_str()) {
                report(desk, &format!("ratio.{}.{key}", ratio.name), name, &names);
            }
        }
    }
}

fn is_ratio(name: &str) -> bool {
    ["ratio@", "reaches@"]
        .iter()
        .any(|own| name.starts_with(own))
}

fn report(desk: &Desk, path: &str, name: &str, names: &[&str]) {
    let (message, help) = if is_ratio(name) {
        let message = format!("{name:?} is a ratio itself; a ratio is of other measures");
        (message, None)
    } else {
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "measures are named as in summary.csv, such as \"door_to_door_days@ROUTE\""
                .to_owned(),
        };
        (format!("no measure is named {name:?}"), Some(help))
    };
    desk.report_at(path, &message, help);
}
