//! What is wrong with the input, where, and what would be right.

use super::text::{Sources, Span};

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
}

impl Problems {
    /// Adds a mistake at a place.
    pub fn at(&mut self, span: Span, message: impl Into<String>) -> &mut Problem {
        self.list.push(Problem {
            span: Some(span),
            variant: None,
            message: message.into(),
            help: None,
        });
        self.list.last_mut().expect("just pushed")
    }

    /// Adds a mistake of a whole file.
    pub fn general(&mut self, message: impl Into<String>) -> &mut Problem {
        self.list.push(Problem {
            span: None,
            variant: None,
            message: message.into(),
            help: None,
        });
        self.list.last_mut().expect("just pushed")
    }

    /// Adds a failure of the machine: no such file, no permission.
    pub fn machine_failure(&mut self, message: impl Into<String>) {
        self.machine = true;
        self.general(message);
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
    /// (named for a variant only where they are not in the base).
    #[must_use]
    pub fn sorted(&self) -> Vec<Problem> {
        todo!()
    }

    /// All mistakes as text for a terminal, in the style of a compiler's messages with the line
    /// under a caret, and a last line that counts them; in colour where asked.
    #[must_use]
    pub fn render(&self, _colour: bool) -> String {
        todo!()
    }
}

/// The nearest of some names to one that is not among them, where one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(_name: &str, _names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    todo!()
}
