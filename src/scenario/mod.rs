//! From files to models: read, layer, resolve and check, with every mistake reported at once at
//! its place. The scenario language is the table in [`keys`]; `study` and `cli` call this room.

mod check;
mod customs;
mod expression;
mod extend;
mod grid;
mod import;
mod inputs;
pub mod keys;
mod observed;
mod policy;
mod problem;
mod read;
mod schema;
mod starters;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod workbench;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use expression::{LawEntry, law_table};
pub use inputs::{Input, Standing, inputs};
pub use observed::{Filter, Observed};
pub use policy::Policy;
pub use problem::{Problem, Problems, nearest};
pub use schema::schema;
pub use starters::{STARTERS, Starter};
pub use text::{Sources, Span};
pub use workbench::Workbench;

use crate::model::{Model, Parameter};
use crate::random::{Design, Law};
use read::Frame;
use read::desk::Desk;
use read::files::Files;
use read::layer::{self, Variant};
use read::optimize::Wanted;
use tree::Node;

/// A scenario as the user typed it, every variant of it understood.
#[derive(Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The scenario in the user's words; the name where there are none.
    pub title: String,
    /// One model a variant, in order of name.
    pub variants: Vec<Model>,
    /// Position in `variants` of the one the others are compared with.
    pub reference: usize,
    /// Trials to run unless the command line says otherwise.
    pub trials: u64,
    /// Every file that was read: name as shown to the user, and bytes (for the manifest's hashes).
    pub inputs: Vec<(String, Vec<u8>)>,
}

/// Reads a scenario file with changes from the command line (`path=value`, as in `--set`).
///
/// # Errors
/// All problems found, in file order, with the texts they point into. Problems that are about the
/// machine (no such file, no permission) are told by [`Problems::machine`].
pub fn load(path: &Path, set: &[String]) -> Result<Scenario, Problems> {
    whole(Files::default(), path, set)
}

/// Reads a scenario from its text, which names no other file; `name` is what messages call it.
///
/// # Errors
/// As [`load`].
pub fn read(name: &str, text: &str, set: &[String]) -> Result<Scenario, Problems> {
    whole(Files::given(text), Path::new(name), set)
}

fn whole(mut files: Files, path: &Path, set: &[String]) -> Result<Scenario, Problems> {
    let mut problems = Problems::default();
    let read = tree_of(&mut files, path, set, &mut problems).map(|root| {
        let headings = misread_headings(&files, &root);
        (headings, read_variants(&files, &root))
    });
    let mut drafts = Vec::new();
    if let Some((headings, variants)) = read {
        let mut found = Vec::new();
        for read in variants {
            drafts.push((read.frame, read.model));
            found.push(read.problems);
        }
        add(&mut problems, collapse(headings, found));
    }
    if problems.is_empty()
        && let Some(scenario) = scenario(drafts, &files)
    {
        return Ok(scenario);
    }
    problems.sources = files.sources.into_inner();
    Err(problems)
}

/// The tree of the file and those it is made of, with the changes of the command line; nothing
/// where it cannot be put together.
fn tree_of(
    files: &mut Files,
    path: &Path,
    set: &[String],
    problems: &mut Problems,
) -> Option<Node> {
    let mut root = extend::open(files, path, problems)?;
    let sources = files.sources.get_mut();
    for text in set {
        if let Some((path, value)) = tree::parse_change(sources, text, problems) {
            layer::change(&mut root, &path, &value, false, problems);
        }
    }
    Some(root)
}

/// A variant as far as it could be read.
struct Reading {
    frame: Frame,
    model: Option<Model>,
    /// What is asked of a search, settled in the variant whose levers are moved.
    wanted: Option<Wanted>,
    problems: Vec<Problem>,
}

fn read_variants(files: &Files, root: &Node) -> Vec<Reading> {
    let headings = layer::headings(root);
    let names: Vec<String> = headings.iter().map(|own| own.name.to_owned()).collect();
    let base = layer::base(root);
    let each = headings.iter();
    each.map(|own| read_variant(files, &names, own.of(&base), root.span))
        .collect()
}

/// What is wrong with what a file says of its variants, whichever of them is read.
fn misread_headings(files: &Files, root: &Node) -> Vec<Problem> {
    let desk = Desk::new(files, &[], None, root, root.span);
    read::headings(&desk, root, root.span);
    desk.into_problems()
}

fn read_variant(files: &Files, names: &[String], variant: Variant, whole: Span) -> Reading {
    let name = Some(variant.name.clone());
    let mut problems = variant.problems;
    for problem in &mut problems {
        problem.variant.clone_from(&name);
    }
    let desk = Desk::new(files, names, name, &variant.tree, whole);
    let mut draft = read::draft(&desk, &variant.tree, whole);
    check::all(&desk, &mut draft);
    let frame = draft.frame.clone();
    let title = match variant.title.as_str() {
        "" => frame.title.clone(),
        title => title.to_owned(),
    };
    let mut wanted = draft.wanted.take();
    let model = draft.complete(&desk, &variant.name, &title);
    if let Some(model) = model.as_ref().filter(|_| !desk.has_problems()) {
        check::ratios::check(&desk, model);
        wanted = wanted.filter(|wanted| {
            let moved = wanted.search.variant.as_ref().or(frame.reference.as_ref());
            moved.or(names.first()) == Some(&variant.name)
        });
        if let Some(wanted) = &mut wanted {
            check::search::settle(&desk, model, wanted);
        }
    }
    problems.extend(desk.into_problems());
    Reading {
        frame,
        model,
        wanted,
        problems,
    }
}

/// What every variant finds belongs to the base and is told once.
fn collapse(headings: Vec<Problem>, found: Vec<Vec<Problem>>) -> Vec<Problem> {
    type Content = (Option<Span>, String, Option<String>);
    let content = |p: &Problem| -> Content { (p.span, p.message.clone(), p.help.clone()) };
    let mut variants: BTreeMap<Content, usize> = BTreeMap::new();
    for of_variant in &found {
        let once: BTreeSet<Content> = of_variant.iter().map(content).collect();
        for problem in once {
            *variants.entry(problem).or_default() += 1;
        }
    }
    let (variants_in_all, mut told) = (found.len(), BTreeSet::new());
    let everywhere = |mut problem: Problem| {
        if variants[&content(&problem)] == variants_in_all {
            problem.variant = None;
        }
        problem
    };
    let found = found.into_iter().flatten().map(everywhere);
    let all = headings.into_iter().chain(found);
    all.filter(|problem| told.insert((content(problem), problem.variant.clone())))
        .collect()
}

fn add(problems: &mut Problems, list: Vec<Problem>) {
    for problem in list {
        let added = match problem.span {
            Some(span) => problems.at(span, problem.message),
            None => problems.general(problem.message),
        };
        added.variant = problem.variant;
        added.help = problem.help;
    }
}

/// Trials where the scenario says nothing, or a few more to fit its design.
const TRIALS: u64 = 1024;

fn scenario(drafts: Vec<(Frame, Option<Model>)>, files: &Files) -> Option<Scenario> {
    let frame = drafts.first()?.0.clone();
    let mut variants: Vec<Model> = drafts
        .into_iter()
        .map(|(_, model)| model)
        .collect::<Option<_>>()?;
    number_parameters(&mut variants);
    let reference = frame
        .reference
        .and_then(|name| variants.iter().position(|model| model.variant == name));
    let sampling = variants.first().map(|model| model.sampling.clone());
    Some(Scenario {
        name: frame.name,
        title: frame.title,
        reference: reference.unwrap_or(0),
        trials: frame
            .trials
            .unwrap_or_else(|| sampling.unwrap_or_default().fit(TRIALS)),
        inputs: files.inputs.take(),
        variants,
    })
}

/// Numbers the parameters of all variants by name, so that variants share what they draw whichever
/// of them are run.
fn number_parameters(variants: &mut [Model]) {
    let names: BTreeSet<String> = variants
        .iter()
        .flat_map(|model| model.parameters.iter().map(|p| p.name.clone()))
        .collect();
    let number: BTreeMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    for model in variants.iter_mut() {
        let of = |p: &Parameter| number[p.name.as_str()];
        model.sampling.numbers = model.parameters.iter().map(of).collect();
    }
    spread_what_varies(variants);
}

/// Where nothing varies from trial to trial but noise, there is nothing to spread.
fn spread_what_varies(variants: &mut [Model]) {
    let varies = |p: &Parameter| !matches!(p.law, Law::Constant(_));
    let is_vain = |model: &Model| !model.parameters.iter().any(varies);
    if variants.iter().all(is_vain) {
        for model in variants {
            model.sampling.design = Design::Plain;
        }
    }
}
