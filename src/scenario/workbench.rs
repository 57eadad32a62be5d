//! A scenario whose levers can be moved: a model for each policy.

use std::path::Path;

use super::problem::Problems;
use super::read::files::Files;
use super::read::layer::{self, Variant};
use super::read::lever::{Handle, figure, unit_factor};
use super::read::optimize::Wanted;
use super::tree::{self, Item, Node};
use super::{
    Scenario, add, collapse, misread_headings, number_parameters, read_variant, read_variants,
};
use crate::calendar::Date;
use crate::model::{Lever, Model, Point, Range, Search, Written};

/// A scenario opened for a search.
#[derive(Debug)]
pub struct Workbench {
    /// The scenario as it is.
    pub scenario: Scenario,
    /// Position in it of the variant whose levers are moved.
    pub variant: usize,
    /// What is asked.
    pub search: Search,
    pub(super) files: Files,
    pub(super) parts: Parts,
}

/// What models are made of.
#[derive(Debug)]
pub(super) struct Parts {
    pub handles: Vec<Handle>,
    names: Vec<String>,
    /// The whole file with the changes of the command line.
    pub root: Node,
    /// The same with those of the variant.
    pub variant: Variant,
}

impl Workbench {
    /// Opens a scenario for a search, with changes as in `--set`.
    ///
    /// # Errors
    /// All problems found, and a scenario that asks for no search.
    pub fn open(path: &Path, set: &[String]) -> Result<Self, Problems> {
        let mut files = Files::default();
        let mut problems = Problems::default();
        let read = super::tree_of(&mut files, path, set, &mut problems)
            .and_then(|root| read(&files, root, &mut problems));
        let Some((scenario, search, parts)) = read.filter(|_| problems.is_empty()) else {
            problems.sources = files.sources.into_inner();
            return Err(problems);
        };
        Ok(Self {
            variant: scenario
                .variants
                .iter()
                .position(|model| model.variant == parts.variant.name)
                .unwrap_or(scenario.reference),
            scenario,
            search,
            files,
            parts,
        })
    }

    /// The model of a policy.
    ///
    /// # Errors
    /// What is wrong with it, told where the bounds and choices of its levers stand.
    pub fn model(&self, point: &[u32]) -> Result<Model, Problems> {
        let mut problems = Problems::default();
        let mut variant = self.parts.variant.clone();
        for (handle, own) in self.settings(point) {
            for (path, node) in changes(handle, own) {
                layer::change(&mut variant.tree, path, &node, true, &mut problems);
            }
        }
        let whole = self.parts.root.span;
        let reading = read_variant(&self.files, &self.parts.names, variant, whole);
        add(&mut problems, collapse(Vec::new(), vec![reading.problems]));
        if let Some(model) = reading.model.filter(|_| problems.is_empty()) {
            let mut models = [model];
            number_parameters(&mut models);
            let [model] = models;
            return Ok(model);
        }
        problems.sources = self.files.sources.borrow().clone();
        Err(problems)
    }

    /// Each lever with its own numbers of a point.
    pub(super) fn settings<'a>(
        &'a self,
        point: &'a [u32],
    ) -> impl Iterator<Item = (&'a Handle, &'a [u32])> {
        let own = self.search.split(point).map(|(_, own)| own);
        self.parts.handles.iter().zip(own)
    }

    /// What the keys of each lever are now, as they are written.
    #[must_use]
    pub fn as_it_is(&self) -> Vec<String> {
        let now = |path: &tree::Path| {
            let node = found(&self.parts.variant.tree, &path.parts);
            node.map_or_else(|| "-".to_owned(), |node| node.item.written())
        };
        let lever = |handle: &Handle| {
            let keys = match handle.lever.range {
                Range::Shares { .. } => handle.paths.as_slice(),
                Range::Steps { .. } | Range::Choices(_) => &handle.paths[..1],
            };
            if let Range::Choices(shown) = &handle.lever.range
                && let Some(node) = found(&self.parts.variant.tree, &keys[0].parts)
                && let Some(at) = choice(handle, node)
            {
                return shown[at].clone();
            }
            let values: Vec<String> = keys.iter().map(now).collect();
            values.join(" / ").replace('"', "")
        };
        self.parts.handles.iter().map(lever).collect()
    }

    /// What is wrong with the ends and choices of each lever by itself, all others where the search
    /// starts.
    ///
    /// # Errors
    /// All of it.
    pub fn try_ends(&self) -> Result<(), Problems> {
        let start = self.start();
        let mut problems = Vec::new();
        for point in self.ends(&start) {
            if let Err(found) = self.model(&point) {
                problems.extend(found.sorted());
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        let mut all = Problems::default();
        for problem in problems {
            let known = |other: &super::Problem| {
                other.span == problem.span && other.message == problem.message
            };
            if !all.sorted().iter().any(known) {
                add(&mut all, vec![problem]);
            }
        }
        all.sources = self.files.sources.borrow().clone();
        Err(all)
    }

    fn ends(&self, start: &[u32]) -> Vec<Point> {
        let mut points = vec![start.to_vec()];
        let mut at = 0;
        for handle in &self.parts.handles {
            let width = handle.lever.width();
            let own: Vec<Vec<u32>> = match &handle.lever.range {
                Range::Steps { last, .. } => vec![vec![0], vec![*last]],
                Range::Choices(choices) => (0..choices.len() as u32).map(|c| vec![c]).collect(),
                Range::Shares { parts } => vec![even(width, *parts)],
            };
            for own in own {
                let mut point = start.to_vec();
                point.splice(at..at + width, own);
                points.push(point);
            }
            at += width;
        }
        points
    }

    /// The policy that is nearest to the scenario as it is; a lever whose key is drawn, or stands
    /// outside of its bounds, starts in the middle of them.
    #[must_use]
    pub fn start(&self) -> Point {
        let handles = self.parts.handles.iter();
        handles
            .flat_map(|handle| start(handle, &self.parts.variant.tree))
            .collect()
    }
}

fn read(files: &Files, root: Node, problems: &mut Problems) -> Option<(Scenario, Search, Parts)> {
    let readings = read_variants(files, &root);
    let found: Vec<_> = readings.iter().map(|r| r.problems.clone()).collect();
    add(problems, collapse(misread_headings(files, &root), found));
    let wanted: Option<Wanted> = readings.iter().find_map(|reading| reading.wanted.clone());
    let drafts = readings.into_iter().map(|r| (r.frame, r.model)).collect();
    if !problems.is_empty() {
        return None;
    }
    let scenario = super::scenario(drafts, files)?;
    let Some(wanted) = wanted.filter(|wanted| !wanted.handles.is_empty()) else {
        refuse(&scenario.name, problems);
        return None;
    };
    let headings = layer::headings(&root);
    let names = headings.iter().map(|own| own.name.to_owned()).collect();
    let reference = &scenario.variants[scenario.reference].variant;
    let chosen = wanted.search.variant.as_ref().unwrap_or(reference).clone();
    let heading = headings.iter().find(|own| own.name == chosen)?;
    let variant = heading.of(&layer::base(&root));
    let parts = Parts {
        handles: wanted.handles,
        names,
        root,
        variant,
    };
    Some((scenario, wanted.search, parts))
}

fn refuse(name: &str, problems: &mut Problems) {
    let message = format!("{name} says nothing of what is to be optimised, or of what may be set");
    let help = "write [optimize] with an objective, and a [lever.NAME] for each thing that may be \
                set; `lichain keys optimize` and `lichain keys lever` tell how";
    problems.general(message).help = Some(help.to_owned());
}

/// What a lever's own numbers put at which key; a value stands where the bound it is nearer to does.
pub(super) fn changes<'a>(handle: &'a Handle, own: &[u32]) -> Vec<(&'a tree::Path, Node)> {
    let Lever { range, .. } = &handle.lever;
    let value = |at: u32| match range {
        Range::Choices(_) => handle.choices[at as usize].clone(),
        Range::Steps { last, .. } => Node {
            span: handle.ends[usize::from(2 * at > *last)],
            item: item(&handle.lever, at),
        },
        Range::Shares { .. } => Node {
            span: handle.ends[0],
            item: item(&handle.lever, at),
        },
    };
    let each = own.iter().chain(own.last().into_iter().cycle());
    handle.paths.iter().zip(each.map(|&at| value(at))).collect()
}

fn item(lever: &Lever, at: u32) -> Item {
    let number = lever.number(at);
    match &lever.range {
        Range::Steps { written, .. } => match written {
            Written::Unit(unit) => Item::Text(format!("{} {unit}", lever.figure(at))),
            Written::Whole => Item::Integer(libm::round(number) as i64),
            Written::Date => Item::Date(Date(libm::round(number) as i32)),
            Written::Number => Item::Number(number),
        },
        Range::Shares { .. } | Range::Choices(_) => Item::Number(number),
    }
}

fn start(handle: &Handle, tree: &Node) -> Vec<u32> {
    let now = |path: &tree::Path| found(tree, &path.parts);
    match &handle.lever.range {
        Range::Choices(_) => {
            let at = now(&handle.paths[0]).and_then(|node| choice(handle, node));
            vec![at.unwrap_or(0) as u32]
        }
        Range::Steps {
            low,
            step,
            last,
            written,
        } => {
            let value = now(&handle.paths[0]).and_then(|node| value_in(node, written));
            let at = value.map(|value| libm::round((value - low) / step));
            let at = at.filter(|at| (0.0..=f64::from(*last)).contains(at));
            vec![at.map_or(*last / 2, |at| at as u32)]
        }
        Range::Shares { parts } => {
            let shares: Option<Vec<f64>> = handle
                .paths
                .iter()
                .map(|path| value_in(now(path)?, &Written::Number))
                .collect();
            shares.map_or_else(
                || even(handle.paths.len(), *parts),
                |shares| whole(&shares, *parts),
            )
        }
    }
}

/// Which of the choices a value is.
fn choice(handle: &Handle, now: &Node) -> Option<usize> {
    let now = now.item.written();
    handle
        .choices
        .iter()
        .position(|node| node.item.written() == now)
}

/// A value in the unit of a lever; nothing where it is drawn.
fn value_in(node: &Node, written: &Written) -> Option<f64> {
    let now = figure(node)?;
    match (&now.written, written) {
        (Written::Date, Written::Date) => Some(now.value),
        (Written::Date, _) | (_, Written::Date) => None,
        (a, b) => Some(now.value * unit_factor(a)? / unit_factor(b)?),
    }
}

fn found<'a>(tree: &'a Node, parts: &[String]) -> Option<&'a Node> {
    let mut node = tree;
    for part in parts {
        let Item::Section(section) = &node.item else {
            return None;
        };
        node = section.find(part)?;
    }
    match &node.item {
        Item::Section(section) => section.find("value"),
        _ => Some(node),
    }
}

fn even(shares: usize, parts: u32) -> Vec<u32> {
    let each = 1.0 / shares as f64;
    whole(&vec![each; shares], parts)
}

/// Shares in whole parts; the last takes what is left.
fn whole(shares: &[f64], parts: u32) -> Vec<u32> {
    let mut left = parts;
    let mut whole: Vec<u32> = Vec::new();
    for share in &shares[..shares.len() - 1] {
        let own = (libm::round(share.max(0.0) * f64::from(parts)) as u32).min(left);
        whole.push(own);
        left -= own;
    }
    whole.push(left);
    whole
}
