//! `[optimize]`: what levers are moved for.

use super::fields::Fields;
use super::lever::{self, Handle, parted};
use crate::model::{Budget, Constraint, STATISTICS, Search};
use crate::scenario::problem::nearest;
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node};

/// What is asked of a search, as far as it is known without a model.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Wanted {
    pub search: Search,
    pub handles: Vec<Handle>,
    /// The unit of each constraint's bound and where the constraint stands.
    pub bounds: Vec<(String, Span)>,
}

const EXAMPLE: &str = "such as \"fill_rate p10 >= 95 %\"";
/// Fewer trials say nothing of a quantile.
const LEAST_TRIALS: i64 = 64;

/// Reads the table and all levers; nothing where there is no table.
pub(super) fn read(root: &Fields, tree: &Node) -> Option<Wanted> {
    let handles = lever::read(root, tree);
    let fields = root.table("optimize")?;
    let (constraints, bounds) = constraints(&fields).into_iter().unzip();
    let search = Search {
        objective: fields.text("objective")?,
        low_is_good: fields.word("aim").map(|aim| aim == "low"),
        variant: variant(&fields),
        constraints,
        levers: handles.iter().map(|handle| handle.lever.clone()).collect(),
        budget: budget(&fields)?,
    };
    Some(Wanted {
        search,
        handles,
        bounds,
    })
}

fn budget(fields: &Fields) -> Option<Budget> {
    let count = |key, least, usual: i64| match fields.count(key, least..=100_000_000) {
        None if fields.has(key) => None,
        count => Some(count.unwrap_or(usual)),
    };
    let trials = count("trials", LEAST_TRIALS, 256)?;
    Some(Budget {
        evaluations: count("evaluations", 1, 200)?.min(1_000_000) as u32,
        trials: trials as u64,
        finalists: count("finalists", 1, 6)?.min(1000) as u32,
        final_trials: count("final_trials", LEAST_TRIALS, 8 * trials)? as u64,
        indifference: indifference(fields)?,
    })
}

fn indifference(fields: &Fields) -> Option<f64> {
    const USUAL: f64 = 0.001;
    let Some(node) = fields.node("indifference") else {
        return Some(USUAL);
    };
    let figure = lever::figure(node);
    let share = figure.and_then(|f| Some(f.value * lever::unit_factor(&f.written)?));
    if share.is_none_or(|share| !(1e-6..0.5).contains(&share)) {
        let message = "is no share from 0.0001 % to 50 %, such as \"0.1 %\"";
        fields.report("indifference", message, None);
        return None;
    }
    share
}

/// The id of a variant that there is.
fn variant(fields: &Fields) -> Option<String> {
    let variants = fields.desk.variants;
    let named = fields.text("variant")?;
    if !variants.contains(&named) {
        let near = nearest(&named, variants.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("there are: {}", variants.join(", ")),
        };
        let message = format!("no variant is named {named:?}");
        fields.report("variant", &message, Some(help));
        return None;
    }
    Some(named)
}

fn constraints(fields: &Fields) -> Vec<(Constraint, (String, Span))> {
    let Some(node) = fields.node("constraints") else {
        return Vec::new();
    };
    let Item::List(list) = &node.item else {
        fields.wrong::<()>("constraints", node, "a list of texts");
        return Vec::new();
    };
    let read = list.iter().filter_map(|node| {
        let told = match &node.item {
            Item::Text(text) => constraint(text),
            item => Err((format!("is {}", item.kind()), EXAMPLE.to_owned())),
        };
        match told {
            Ok((constraint, unit)) => Some((constraint, (unit, node.span))),
            Err((message, help)) => {
                let message = format!("{}: {message}", fields.join("constraints"));
                fields.desk.report(node.span, message, Some(help));
                None
            }
        }
    });
    read.collect()
}

/// A constraint and the unit of its bound, or what is wrong and what to do.
fn constraint(text: &str) -> Result<(Constraint, String), (String, String)> {
    let form = || {
        let message =
            format!("{text:?} cannot be read; a measure, a statistic and a bound are wanted");
        (message, EXAMPLE.to_owned())
    };
    let signs = [(">=", true), ("<=", false)];
    let found = signs
        .iter()
        .find_map(|&(sign, at_least)| Some((text.split_once(sign)?, at_least)));
    let ((left, bound), at_least) = found.ok_or_else(form)?;
    let words: Vec<&str> = left.split_whitespace().collect();
    let [measure, word] = words[..] else {
        return Err(form());
    };
    let names = STATISTICS.map(|(name, _)| name);
    let statistic = STATISTICS.iter().find(|(name, _)| *name == word);
    let Some(&(_, statistic)) = statistic else {
        let message = format!("{word:?} is not a statistic over trials");
        return Err((message, format!("known are {}", names.join(", "))));
    };
    let (bound, unit) = parted(bound).ok_or_else(form)?;
    let constraint = Constraint {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        measure: measure.to_owned(),
        statistic,
        at_least,
        bound,
    };
    Ok((constraint, unit.to_owned()))
}
