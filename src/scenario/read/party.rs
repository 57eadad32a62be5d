//! `[party.NAME]`: whose money.

use super::fields::Fields;
use super::{Slots, filled};
use crate::id::{Id, PartyId};
use crate::model::{Investor, OUTSIDE, Party, Tax};

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
        investor: None,
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
        investor: investor(fields),
    }
}

/// Terms of an investor: a party that says it is one, or has terms of one.
fn investor(fields: &Fields) -> Option<Investor> {
    let kind = fields.word("kind");
    // A state pays no tax and owns no plant; what it gains has a present value like anybody's.
    let terms = ["hurdle", "tax", "residual"]
        .into_iter()
        .find(|key| fields.has(key));
    for key in ["tax", "residual"] {
        if kind == Some("state") && fields.has(key) {
            fields.report(key, "cannot be given for a state budget", None);
        }
    }
    let investor = Investor {
        hurdle: fields.once("hurdle"),
        tax: fields.table("tax").and_then(|fields| tax(&fields)),
        keeps_residual: fields.word("residual") == Some("book"),
    };
    (kind == Some("investor") || terms.is_some()).then_some(investor)
}

fn tax(fields: &Fields) -> Option<Tax> {
    let (rate, depreciation_days) = (fields.needed("rate"), fields.needed("depreciation"));
    let losses_days = fields.once_or_zero("losses");
    Some(Tax {
        rate,
        to: fields.name("to", &fields.desk.rosters.parties)?,
        depreciation_days,
        losses_days,
    })
}
