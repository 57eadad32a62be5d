//! What the readers of one variant share: rosters, problems found so far, the parameters read so
//! far and where everything stood.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::files::Files;
use super::range::Range;
use super::roster::Rosters;
use crate::calendar::Date;
use crate::id::{Id, IndexId, ParameterId, Table};
use crate::model::{IndexFactor, Parameter};
use crate::scenario::expression::rate_name;
use crate::scenario::problem::{Problem, SHOWN, nearest};
use crate::scenario::text::{SourceId, Span};
use crate::scenario::tree::Node;
use crate::units::{Currency, Dimension};

/// A parameter with what is known of its value before it is drawn.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Drawn {
    pub parameter: Parameter,
    /// Between which it lies.
    pub range: Range,
    /// Most likely value.
    pub mode: f64,
}

/// What `$name` stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::scenario) enum Named {
    Parameter(ParameterId),
    Index(IndexId, Dimension),
    /// Defined, but not understood; reported where it is defined.
    Broken,
}

/// The readers' desk for one variant.
pub(in crate::scenario) struct Desk<'a> {
    pub files: &'a Files,
    /// All variants of the file.
    pub variants: &'a [String],
    variant: Option<String>,
    /// What exists.
    pub rosters: Rosters,
    /// Parameters in order of dependence, named ones first.
    pub parameters: RefCell<Table<ParameterId, Drawn>>,
    named: RefCell<BTreeMap<String, Named>>,
    /// What an amount of a currency is multiplied by to be in USD; nothing where that could not be
    /// read.
    pub rates: RefCell<BTreeMap<Currency, Option<IndexFactor>>>,
    /// Products of indices that prices refer to, whose ids come after those of the roster.
    pub products: RefCell<Vec<Vec<IndexFactor>>>,
    /// First day; 1970 until it was read.
    pub start: Cell<Date>,
    /// True while something is read that is not in use.
    pub idle: Cell<bool>,
    problems: RefCell<Vec<Problem>>,
    places: RefCell<BTreeMap<String, Span>>,
    /// Where the first unknown names stand that are shown at most.
    unknown: RefCell<BTreeSet<Span>>,
    whole: Span,
}

impl<'a> Desk<'a> {
    /// A desk for a tree.
    pub fn new(
        files: &'a Files,
        variants: &'a [String],
        variant: Option<String>,
        root: &Node,
        whole: Span,
    ) -> Self {
        Self {
            files,
            variants,
            variant,
            rosters: Rosters::of(root),
            parameters: RefCell::default(),
            named: RefCell::default(),
            rates: RefCell::default(),
            products: RefCell::default(),
            start: Cell::new(Date(0)),
            idle: Cell::new(false),
            problems: RefCell::default(),
            places: RefCell::default(),
            unknown: RefCell::default(),
            whole,
        }
    }

    /// Adds a problem.
    pub fn report(&self, span: Span, message: impl Into<String>, help: Option<String>) {
        self.problems.borrow_mut().push(Problem {
            span: Some(span),
            variant: self.variant.clone(),
            message: message.into(),
            help,
        });
    }

    /// False for an unknown name before which so many others are known to stand that what is wrong
    /// with it will be counted and not shown.
    pub fn may_be_shown(&self, span: Span) -> bool {
        let mut unknown = self.unknown.borrow_mut();
        unknown.insert(span);
        if unknown.len() <= SHOWN {
            return true;
        }
        unknown.pop_last() != Some(span)
    }

    /// Adds a problem of what stands at a path.
    pub fn report_at(&self, path: &str, message: &str, help: Option<String>) {
        self.report(self.place(path), format!("{path}: {message}"), help);
    }

    /// True where something is wrong.
    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// The problems found.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// Remembers where a path stood.
    pub fn mark(&self, path: &str, span: Span) {
        self.places.borrow_mut().insert(path.to_owned(), span);
    }

    /// True where something stood at a path.
    pub fn is_marked(&self, path: &str) -> bool {
        self.places.borrow().contains_key(path)
    }

    /// Where a path stood, or the nearest table around it.
    pub fn place(&self, path: &str) -> Span {
        let places = self.places.borrow();
        let mut path = path;
        loop {
            if let Some(&span) = places.get(path) {
                return span;
            }
            match path.rfind('.') {
                Some(end) => path = &path[..end],
                None => return self.whole,
            }
        }
    }

    /// The place of a part of a text value.
    pub fn part(&self, node: &Node, part: std::ops::Range<usize>) -> Span {
        node.part(&self.files.sources.borrow(), part)
    }

    /// A text that was read.
    pub fn text(&self, source: SourceId) -> String {
        self.files.sources.borrow().text(source).text.clone()
    }

    /// A value as it was written.
    pub fn written(&self, node: &Node) -> String {
        let sources = self.files.sources.borrow();
        let text = &sources.text(node.span.source).text;
        let written = text.get(node.span.start..node.span.end);
        written.unwrap_or_default().to_owned()
    }

    /// Gives a name its meaning.
    pub fn define(&self, name: &str, meaning: Named) {
        self.named.borrow_mut().insert(name.to_owned(), meaning);
    }

    /// What a name means.
    pub fn named(&self, name: &str) -> Option<Named> {
        self.named.borrow().get(name).copied()
    }

    /// What a named number measures; nothing where there is no such name.
    pub fn dimension(&self, name: &str) -> Option<Dimension> {
        match self.named(name)? {
            Named::Parameter(id) => Some(self.parameters.borrow()[id].parameter.dimension),
            Named::Index(_, dimension) => Some(dimension),
            Named::Broken => None,
        }
    }

    /// The nearest name that has a meaning.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let named = self.named.borrow();
        nearest(name, named.keys().map(String::as_str)).map(str::to_owned)
    }

    /// Days from the first day to a date.
    pub fn days(&self, date: Date) -> f64 {
        f64::from(date.0) - f64::from(self.start.get().0)
    }

    /// The rate that [`rate_name`] names.
    pub fn rate(&self, name: &str) -> Option<IndexFactor> {
        let rates = self.rates.borrow();
        let known = rates
            .iter()
            .find(|(currency, _)| rate_name(**currency) == name);
        *known?.1
    }

    /// The index that is a product of others.
    pub fn product(&self, mut factors: Vec<IndexFactor>) -> IndexId {
        factors.sort_unstable();
        if let [only] = factors[..]
            && !only.is_inverse
        {
            return only.index;
        }
        let mut products = self.products.borrow_mut();
        let known = products.iter().position(|known| *known == factors);
        let at = known.unwrap_or_else(|| {
            products.push(factors);
            products.len() - 1
        });
        IndexId::new(self.rosters.indices.names().len() + at)
    }

    /// Where a settled number can lie.
    pub fn range(&self, scalar: &crate::model::Scalar) -> Range {
        let parameters = self.parameters.borrow();
        Range::of(scalar, &|id| parameters[id].range)
    }

    /// A settled number with every parameter at one end of its range.
    pub fn at_end(&self, scalar: &crate::model::Scalar, of: fn(Range) -> f64) -> f64 {
        let parameters = self.parameters.borrow();
        scalar.value(|id| of(parameters[id].range))
    }

    /// A settled number with every parameter at its mode.
    pub fn at_mode(&self, scalar: &crate::model::Scalar) -> f64 {
        let parameters = self.parameters.borrow();
        scalar.value(|id| parameters[id].mode)
    }
}
