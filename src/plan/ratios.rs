//! Measures over others: which columns they divide.

use super::Columns;
use super::layout::measure;
use crate::id::Id;
use crate::measure::{Definition, MEASURES, Needs, Per, What};
use crate::model::{Model, Ratio, Scalar};
use crate::outcome::Layout;

/// A measure over another.
#[derive(Clone, Debug)]
pub struct RatioPlan {
    /// What is divided, and its instance; no ratio.
    pub of: (What, usize),
    /// By what.
    pub over: (What, usize),
    /// Bound of which it is asked whether it is reached.
    pub at_least: Option<Scalar>,
}

/// Adds the columns of ratios behind those that they can name. A ratio of what is not there is left
/// out; the scenario room refuses such models.
pub(super) fn add(model: &Model, columns: &mut Columns, layout: &mut Layout) {
    let others = columns.measures.len();
    let place = |layout: &Layout, name: &str| {
        let mut names = layout.measures[..others].iter();
        names.position(|measure| measure.name == name)
    };
    let mut known = Vec::new();
    for (id, ratio) in model.ratios.enumerate() {
        let (of, over) = (place(layout, &ratio.of), place(layout, &ratio.over));
        let Some((of, over)) = of.zip(over) else {
            continue;
        };
        known.push((id.position(), of, over));
        columns.ratios.push(RatioPlan {
            of: columns.measures[of],
            over: columns.measures[over],
            at_least: ratio.at_least.clone(),
        });
    }
    for definition in MEASURES.iter().filter(|d| d.per == Per::Ratio) {
        for (at, &(id, of, over)) in known.iter().enumerate() {
            let ratio = &model.ratios[Id::new(id)];
            if definition.needs == Needs::Bound && ratio.at_least.is_none() {
                continue;
            }
            let [of, over] = [of, over].map(|at| layout.measures[at].unit.as_str());
            let mut column = measure(definition, &format!("@{}", ratio.name), &unit(of, over));
            column.meaning = meaning(definition, ratio);
            columns.measures.push((definition.what, at));
            layout.measures.push(column);
        }
    }
}

/// The unit of a quotient.
fn unit(of: &str, over: &str) -> String {
    if of == over {
        return "ratio".to_owned();
    }
    format!("({of})/({over})")
}

fn meaning(definition: &Definition, ratio: &Ratio) -> String {
    let Ratio {
        title, of, over, ..
    } = ratio;
    format!("{title}: {of} over {over}. {}", definition.meaning)
}
