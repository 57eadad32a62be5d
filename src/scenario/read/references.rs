//! Names in a table: of things that must exist, and of the things themselves.

use super::fields::Fields;
use super::roster::{Found, Roster};
use crate::calendar::MONTHS;
use crate::id::{Id, PartyId};
use crate::scenario::customs::{self, Foreign};
use crate::scenario::problem::did_you_mean;
use crate::scenario::text::Span;
use crate::scenario::tree::{Item, Node};

impl Fields<'_> {
    /// A party, or the rest of the world where none is written.
    pub fn party(&self, key: &str) -> Option<PartyId> {
        if self.has(key) {
            self.name(key, &self.desk.rosters.parties)
        } else {
            Some(PartyId::new(0))
        }
    }

    /// The id of something that must be in use; while something idle is read, it need only exist.
    pub fn name<I: Id>(&self, key: &str, roster: &Roster<I>) -> Option<I> {
        let node = self.node(key)?;
        match &node.item {
            Item::Text(name) => self.resolve(&self.join(key), node.span, name, roster),
            _ => self.wrong(key, node, &format!("the name of a {}", roster.kind)),
        }
    }

    /// The ids of a list of names; those that are wrong are reported and left out.
    pub fn names<I: Id>(&self, key: &str, roster: &Roster<I>) -> Option<Vec<I>> {
        let node = self.node(key)?;
        let wanted = format!("a list of names, each of a {},", roster.kind);
        let Item::List(list) = &node.item else {
            if let Item::Text(name) = &node.item {
                let help = format!("write [{name:?}], a list of one name");
                self.report(key, &format!("is a text; {wanted} is wanted"), Some(help));
                return None;
            }
            return self.wrong(key, node, &wanted);
        };
        if list.is_empty() {
            self.report(key, &format!("is empty; {wanted} is wanted"), None);
        }
        let resolve = |node: &Node| match &node.item {
            Item::Text(name) => self.resolve(&self.join(key), node.span, name, roster),
            _ => self.wrong(key, node, &wanted),
        };
        list.iter().map(resolve).collect()
    }

    /// The id of what the table itself is named for.
    pub fn itself<I: Id>(&self, name: &str, roster: &Roster<I>) -> Option<I> {
        self.resolve(&self.path, self.span, name, roster)
    }

    /// The id of a name that stands somewhere.
    pub fn resolve<I: Id>(
        &self,
        path: &str,
        span: Span,
        name: &str,
        roster: &Roster<I>,
    ) -> Option<I> {
        let kind = roster.kind;
        match roster.find(name) {
            Found::Entry(id) => return Some(id),
            Found::Idle if self.desk.idle.get() => {}
            Found::Idle => {
                let message = format!("{path}: {kind} {name:?} is not in use");
                self.desk.report(span, message, None);
            }
            Found::Missing => {
                // Looking for it among all names is spared where nobody will see it.
                let near = self.desk.may_be_shown(span).then(|| roster.nearest(name));
                let help = match near.flatten() {
                    Some(near) => Some(did_you_mean(name, near)),
                    None => known(roster.names()),
                };
                let message = format!("{path}: no {kind} is named {name:?}");
                self.desk.report(span, message, help);
            }
        }
        None
    }
}

/// Why a text is no id, or nothing.
pub(in crate::scenario) fn id_fault(name: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("does not begin with a Latin letter")
    } else if name.len() > 64 {
        Some("is longer than 64 characters")
    } else if !name.chars().all(fits) {
        Some("has other characters in it than Latin letters, digits, - and _")
    } else if is_month(name) {
        Some(
            "would be turned into a date by a spreadsheet that opens the results; with _ before its digits it stays a name",
        )
    } else if ["true", "false"].contains(&name.to_ascii_lowercase().as_str()) {
        Some("is no name to a spreadsheet that opens the results")
    } else {
        None
    }
}

/// True for ids that a spreadsheet takes for a date, English or Vietnamese: `mar1`, `MAR-1`; of a month the
/// first three letters are enough.
fn is_month(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let has_digit = id[letters.len()..].contains(|c: char| c.is_ascii_digit());
    let mut months = MONTHS.iter().chain(&["thg"]);
    has_digit && letters.len() >= 3 && months.any(|month| month.starts_with(letters))
}

/// What a name may look like.
const ID_RULE: &str = "a name begins with a Latin letter (a to z) and goes on with such letters, digits, - and _; words in any script go into title = \"…\"";

/// What to write instead of a text that is no id.
pub(in crate::scenario) fn id_help(name: &str) -> String {
    if let Some(bare) = name.strip_prefix('$') {
        return format!("write {bare:?}: \"$\" stands only where the name is used");
    }
    match customs::foreign(name) {
        Some(Foreign {
            told,
            latin: Some(latin),
        }) => {
            format!("write {latin:?} in Latin letters: in yours {told}")
        }
        Some(Foreign { told, .. }) => format!("{ID_RULE}; in yours {told}"),
        None => ID_RULE.to_owned(),
    }
}

/// The first few names there are.
fn known(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [..] if names.len() <= 8 => Some(format!("there are: {}", names.join(", "))),
        [..] => Some(format!("there are: {}, …", names[..8].join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_a_spreadsheet_would_turn_are_refused_and_like_ones_are_not() {
        for id in [
            "mar1", "MAR-1", "sept2", "Dec-31", "may2030", "TRUE", "false", "thg1",
        ] {
            assert!(
                id_fault(id).is_some_and(|fault| fault.contains("spreadsheet")),
                "{id}"
            );
        }
        for id in [
            "march", "mar_1", "market1", "marine-1", "octane95", "e5", "may-be2", "ma1", "truth",
        ] {
            assert_eq!(id_fault(id), None, "{id}");
        }
    }
}
