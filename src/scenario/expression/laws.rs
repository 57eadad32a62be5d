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
}

const fn kind(
    name: &'static str,
    forms: &'static [&'static [&'static str]],
    example: &'static str,
) -> Kind {
    Kind {
        name,
        forms,
        labelled: false,
        example,
    }
}

const KINDS: &[Kind] = &[
    kind("constant", &[&["value"]], "constant(18) d"),
    kind("uniform", &[&["low", "high"]], "uniform(5, 9) d"),
    kind(
        "triangular",
        &[&["low", "mode", "high"]],
        "triangular(5, 7, 12) d",
    ),
    kind(
        "pert",
        &[&["low", "mode", "high"]],
        "pert(400, 600, 900) USD/t",
    ),
    kind(
        "normal",
        &[&["mean", "sd"], &["mean", "cv"]],
        "normal(mean 700, cv 20 %) FEU/d",
    ),
    Kind {
        labelled: true,
        ..kind(
            "lognormal",
            &[&["mean", "cv"], &["median", "sigma"], &["mu", "sigma"]],
            "lognormal(mean 3, cv 80 %) d",
        )
    },
    kind("exponential", &[&["mean"]], "exponential(90) d"),
    kind("poisson", &[&["mean"]], "poisson(3) vehicle"),
    kind("bernoulli", &[&["p"]], "bernoulli(0.2)"),
    kind("discrete", &[], "discrete(2030-06-01: 0.3, never: 0.7)"),
    kind("floor", &[&["law"]], "floor(exponential(5)) d"),
    kind(
        "clip",
        &[&["law", "low", "high"]],
        "clip(normal(5, 2), 1, 9) d",
    ),
    kind("max", &[&["law", "low"]], "max(normal(5, 2), 0) d"),
    kind("min", &[&["law", "high"]], "min(exponential(5), 30) d"),
];

/// Every law's name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
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
            message: format!("no law is called \"{}\"", call.name),
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
    Fault {
        range,
        message,
        help: Some(format!("such as \"{}\"", kind.example)),
    }
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
