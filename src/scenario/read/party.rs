//! `[party.NAME]`: whose money.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::{Id, PartyId};
use crate::model::{OUTSIDE, Party};

/// Reads all parties; the first is the rest of the world.
pub(super) fn read(root: &Fields) -> Slots<PartyId, Party> {
    let mut parties = filled(root, "party", &root.desk.rosters.parties, |name, fields| {
        Some(read_one(name, fields))
    });
    parties[PartyId::new(0)] = Some(Party {
        name: OUTSIDE.to_owned(),
        title: OUTSIDE.to_owned(),
        country: String::new(),
        state: false,
    });
    parties
}

fn read_one(name: &str, fields: &Fields) -> Party {
    if name == OUTSIDE {
        let message = "is the rest of the world, which is always there; take another name";
        fields.report_self(message, None);
    }
    Party {
        name: name.to_owned(),
        title: fields.title(name),
        country: fields.country(),
        state: fields.word("kind") == Some("state"),
    }
}
