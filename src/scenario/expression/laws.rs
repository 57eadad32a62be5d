//! The laws a user can name, with their arguments.

use super::Fault;
use super::syntax::{Argument, Call};

/// A law's name and its sets of arguments, the first of which may be given by position.
pub(super) struct Kind {
    pub name: &'static str,
    forms: &'static [&'static [&'static str]],
    /// Arguments must be labelled, for what they are is not plain.
    labelled: bool,
    example: &'static str,
    /// A sentence.
    meaning: &'static str,
}

const fn kind(
    name: &'static str,
    forms: &'static [&'static [&'static str]],
    example: &'static str,
    meaning: &'static str,
) -> Kind {
    Kind {
        name,
        forms,
        labelled: false,
        example,
        meaning,
    }
}

const KINDS: &[Kind] = &[
    kind(
        "constant",
        &[&["value"]],
        "constant(18) d",
        "Always this value.",
    ),
    kind(
        "uniform",
        &[&["low", "high"]],
        "uniform(5, 9) d",
        "Every value between the two is as likely.",
    ),
    kind(
        "triangular",
        &[&["low", "mode", "high"]],
        "triangular(5, 7, 12) d",
        "The density rises to the mode and falls from it in straight lines.",
    ),
    kind(
        "pert",
        &[&["low", "mode", "high"]],
        "pert(400, 600, 900) USD/t",
        "Beta between low and high with mean (low + 4 mode + high) / 6.",
    ),
    kind(
        "normal",
        &[&["mean", "sd"], &["mean", "cv"]],
        "normal(mean 700, cv 20 %) FEU/d",
        "Normal, unbounded on both sides.",
    ),
    Kind {
        labelled: true,
        ..kind(
            "lognormal",
            &[&["mean", "cv"], &["median", "sigma"], &["mu", "sigma"]],
            "lognormal(mean 3, cv 80 %) d",
            "Its logarithm is normal, with standard deviation sigma and mean mu.",
        )
    },
    kind(
        "exponential",
        &[&["mean"]],
        "exponential(90) d",
        "The time to what is as likely on every day.",
    ),
    Kind {
        labelled: true,
        ..kind(
            "gamma",
            &[&["mean", "cv"], &["shape", "scale"]],
            "gamma(mean 12, cv 50 %) d",
            "Gamma; its mean is shape times scale, its cv one over the root of the shape.",
        )
    },
    Kind {
        labelled: true,
        ..kind(
            "weibull",
            &[&["shape", "scale"]],
            "weibull(shape 1.5, scale 90) d",
            "Times to failure: 63 % of them below the scale; wear for shapes above 1.",
        )
    },
    kind(
        "beta",
        &[&["a", "b"], &["mean", "sd"]],
        "beta(mean 85 %, sd 5 %)",
        "Shares strictly between 0 and 1; the mean is a / (a + b).",
    ),
    kind(
        "poisson",
        &[&["mean"]],
        "poisson(3) vehicle",
        "Counts of what happens independently.",
    ),
    kind(
        "bernoulli",
        &[&["p"]],
        "bernoulli(0.2)",
        "1 with probability p, else 0.",
    ),
    kind(
        "discrete",
        &[],
        "discrete(2030-06-01: 0.3, never: 0.7)",
        "One of these values, each with its probability.",
    ),
    kind(
        "empirical",
        &[&["file", "column"]],
        "empirical('durations.csv', 'days') d",
        "One of the numbers in a column of a table beside the file that names it, each row as likely; its mode is their lower median.",
    ),
    kind(
        "truncated",
        &[&["law", "low", "high"], &["law", "low"], &["law", "high"]],
        "truncated(normal(5, 2), 1, 9) d",
        "A continuous law provided that its value lies within the bounds: what lies outside is drawn anew, so to speak, where clip would move it to the bound. A single bound is labelled: low 1.",
    ),
    kind(
        "floor",
        &[&["law"]],
        "floor(exponential(5)) d",
        "Rounded down to whole units.",
    ),
    kind(
        "clip",
        &[&["law", "low", "high"]],
        "clip(normal(5, 2), 1, 9) d",
        "What lies outside of the bounds is moved to them.",
    ),
    kind(
        "max",
        &[&["law", "low"]],
        "max(normal(5, 2), 0) d",
        "What lies below is moved up to it.",
    ),
    kind(
        "min",
        &[&["law", "high"]],
        "min(exponential(5), 30) d",
        "What lies above is moved down to it.",
    ),
];

/// A law for the pages of the language.
#[derive(Clone, Debug)]
pub struct LawEntry {
    /// Its name with its sets of arguments: `beta(a, b)`.
    pub forms: Vec<String>,
    /// As one writes it.
    pub example: &'static str,
    /// A sentence.
    pub meaning: &'static str,
}

/// Every law in the order in which they are told of.
pub fn table() -> impl Iterator<Item = LawEntry> {
    KINDS.iter().map(|kind| {
        let form = |arguments: &&[&str]| format!("{}({})", kind.name, arguments.join(", "));
        let mut forms: Vec<String> = kind.forms.iter().map(form).collect();
        if forms.is_empty() {
            forms.push(format!("{}(value: probability, …)", kind.name));
        }
        LawEntry {
            forms,
            example: kind.example,
            meaning: kind.meaning,
        }
    })
}

/// Every law's name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

/// A law as one writes it.
pub(super) fn example(name: &str) -> Option<&'static str> {
    let kind = KINDS.iter().find(|kind| kind.name == name)?;
    Some(kind.example)
}

/// A call whose arguments are in the order of one of the law's sets.
pub(super) struct Bound<'a> {
    pub name: &'static str,
    /// As in the set that fits; empty for `discrete`.
    pub labels: &'static [&'static str],
    pub arguments: Vec<&'a Argument>,
}

/// Finds the law and the set of arguments that is meant.
pub(super) fn bind(call: &Call) -> Result<Bound<'_>, Fault> {
    let Some(kind) = KINDS.iter().find(|kind| kind.name == call.name) else {
        return Err(Fault {
            range: call.name_range.clone(),
            message: format!("no distribution is called \"{}\"", call.name),
            help: super::did_you_mean(&call.name, names()),
        });
    };
    if kind.forms.is_empty() {
        return Ok(Bound {
            name: kind.name,
            labels: &[],
            arguments: call.arguments.iter().collect(),
        });
    }
    for form in kind.forms {
        if let Some(arguments) = fitted(form, kind.labelled, &call.arguments) {
            return Ok(Bound {
                name: kind.name,
                labels: form,
                arguments,
            });
        }
    }
    Err(misfit(kind, call))
}

/// The arguments in the order of a set; an argument without a label is the one of its position.
fn fitted<'a>(
    form: &[&str],
    labelled: bool,
    arguments: &'a [Argument],
) -> Option<Vec<&'a Argument>> {
    if arguments.len() != form.len() || arguments.iter().any(|a| a.weight.is_some()) {
        return None;
    }
    let label = |position: usize| match &arguments[position].label {
        Some((label, _)) => Some(label.as_str()),
        None => (!labelled).then(|| form[position]),
    };
    let position = |wanted: &str| (0..arguments.len()).find(|&i| label(i) == Some(wanted));
    form.iter()
        .map(|wanted| position(wanted).map(|i| &arguments[i]))
        .collect()
}

fn misfit(kind: &Kind, call: &Call) -> Fault {
    let unknown = call
        .arguments
        .iter()
        .filter_map(|argument| argument.label.as_ref())
        .find(|(label, _)| !kind.forms.concat().contains(&label.as_str()));
    let forms: Vec<String> = kind.forms.iter().map(|form| form.join(", ")).collect();
    let takes = format!("{} takes {}", kind.name, forms.join(", or "));
    let (range, message) = match unknown {
        Some((label, range)) => (
            range.clone(),
            format!("{} has no argument \"{label}\"; {takes}", kind.name),
        ),
        None => (
            call.range.clone(),
            format!("{takes}; {}", given(kind, call)),
        ),
    };
    let most = kind.forms.iter().map(|form| form.len()).max();
    let decimals = if most < Some(call.arguments.len()) {
        "; decimals are written with a point: 5.5"
    } else {
        ""
    };
    Fault {
        range,
        message,
        help: Some(format!("such as \"{}\"{decimals}", kind.example)),
    }
}

/// The order of the numbers of the law that a text calls, where an order is wanted.
pub fn order(text: &str) -> Option<String> {
    let Some((name, _)) = text.split_once('(') else {
        let spread = text.contains(" to ");
        return spread.then(|| "the lower number stands first, such as \"9 to 16 d\"".to_owned());
    };
    let kind = KINDS.iter().find(|kind| kind.name == name.trim())?;
    let form = kind.forms.first().filter(|form| form[0] == "low")?;
    let order = form.join(", ");
    Some(format!(
        "{} takes its numbers in the order {order}",
        kind.name
    ))
}

fn given(kind: &Kind, call: &Call) -> String {
    let labels: Vec<&str> = call
        .arguments
        .iter()
        .filter_map(|a| a.label.as_ref().map(|(label, _)| label.as_str()))
        .collect();
    let colon = call.arguments.iter().any(|a| a.weight.is_some());
    match (labels.len(), call.arguments.len()) {
        _ if colon => "a colon belongs into discrete".into(),
        (0, n) if kind.labelled && n == 2 => "say which by a label".into(),
        (0, 1) => "1 is given".into(),
        (0, n) => format!("{n} are given"),
        _ => format!("given are {}", labels.join(", ")),
    }
}
