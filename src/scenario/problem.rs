//! What is wrong with the input, where, and what would be right.

mod cell;
mod nearest;
mod render;

use super::text::{Sources, Span};

pub use nearest::{did_you_mean, nearest};
pub use render::SHOWN;

/// One mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where it is; nothing when it is about a whole file.
    pub span: Option<Span>,
    /// The variant in which it shows, where it is one's own.
    pub variant: Option<String>,
    /// What is wrong, in a sentence without a capital and a full stop: what, found, allowed.
    pub message: String,
    /// What to do, where there is more to say: `did you mean "refinery"?`
    pub help: Option<String>,
}

/// All mistakes of an input.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    /// The texts the problems point into.
    pub sources: Sources,
    machine: bool,
    /// What the last line says, where it is not about a scenario.
    advice: Option<String>,
}

impl Problems {
    /// Adds a mistake at a place.
    pub fn at(&mut self, span: Span, message: impl Into<String>) -> &mut Problem {
        self.push(Some(span), message.into())
    }

    /// Adds a mistake of a whole file.
    pub fn general(&mut self, message: impl Into<String>) -> &mut Problem {
        self.push(None, message.into())
    }

    fn push(&mut self, span: Option<Span>, message: String) -> &mut Problem {
        self.list.push(Problem {
            span,
            variant: None,
            message,
            help: None,
        });
        self.list.last_mut().expect("just pushed")
    }

    /// Adds a failure of the machine: no such file, no permission.
    pub fn machine_failure(&mut self, message: impl Into<String>) {
        self.machine = true;
        self.general(message);
    }

    /// Says in the last line what helps.
    pub fn advise(&mut self, advice: impl Into<String>) {
        self.advice = Some(advice.into());
    }

    /// True where the machine is at fault rather than the input.
    #[must_use]
    pub fn machine(&self) -> bool {
        self.machine
    }

    /// True without mistakes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The mistakes: sorted by place, and those that show in several variants alike only once
    /// (named for a variant only where they are not in the base). Where several variants share one,
    /// `variant` is all their names: `a", "b`.
    #[must_use]
    pub fn sorted(&self) -> Vec<Problem> {
        let mut list = self.list.clone();
        // Those of whole files first.
        list.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.message.cmp(&b.message)));
        list.chunk_by(|a, b| a.span == b.span && a.message == b.message)
            .map(merged)
            .collect()
    }

    /// All mistakes as text for a terminal, in the style of a compiler's messages with the line
    /// under a caret, a line that counts them, and the advice; in colour where asked.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::render(self, colour)
    }
}

/// One of several that differ in their variant only.
fn merged(alike: &[Problem]) -> Problem {
    let mut variants: Vec<&str> = Vec::new();
    for variant in alike.iter().filter_map(|p| p.variant.as_deref()) {
        if !variants.contains(&variant) {
            variants.push(variant);
        }
    }
    let in_base = alike.iter().any(|p| p.variant.is_none());
    Problem {
        variant: (!in_base).then(|| variants.join("\", \"")),
        ..alike[0].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(sources: &mut Sources, start: usize) -> Span {
        if sources.iter().next().is_none() {
            sources.add("x.toml", "a = 1\nb = 2\n");
        }
        Span {
            source: crate::scenario::text::SourceId(0),
            start,
            end: start + 1,
        }
    }

    #[test]
    fn problems_come_in_order_of_place_and_those_of_whole_files_first() {
        let mut problems = Problems::default();
        let places = [6, 0].map(|start| span(&mut problems.sources, start));
        problems.at(places[0], "second");
        problems.at(places[1], "first");
        problems.general("whole");
        let messages: Vec<String> = problems.sorted().into_iter().map(|p| p.message).collect();
        assert_eq!(messages, ["whole", "first", "second"]);
    }

    #[test]
    fn a_problem_of_the_base_is_told_once_and_for_no_variant() {
        let mut problems = Problems::default();
        let place = span(&mut problems.sources, 0);
        problems.at(place, "wrong").variant = Some("a".into());
        problems.at(place, "wrong");
        problems.at(place, "other");
        let sorted = problems.sorted();
        assert_eq!(sorted.len(), 2);
        assert!(sorted.iter().all(|p| p.variant.is_none()));
    }

    #[test]
    fn a_problem_of_several_variants_is_told_once_for_all_of_them() {
        let mut problems = Problems::default();
        let place = span(&mut problems.sources, 0);
        for variant in ["a", "b", "a"] {
            problems.at(place, "wrong").variant = Some(variant.into());
        }
        assert_eq!(problems.sorted().len(), 1);
        assert!(
            problems
                .render(false)
                .contains("in variants \"a\", \"b\": wrong")
        );
    }
}
