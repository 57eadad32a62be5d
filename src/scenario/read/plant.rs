//! What a process is beyond its recipe: phases, ramps, outages, learning, ore, royalty, energy.

use super::fields::Fields;
use super::quantity::unread;
use crate::calendar::DAYS_PER_YEAR;
use crate::model::{
    Energy, Extras, Learning, Mine, Outages, Phase, Ramp, Royalty, Scalar, Trigger,
};
use crate::scenario::tree::Item;
use crate::units::Dimension;

/// Keys that belong to phases where there are any.
const OF_PHASES: &[&str] = &["capacity", "start", "capex"];
/// Keys of `scrap` that falls.
const OF_LEARNING: &[&str] = &["first", "mature", "at"];

/// Reads all of it.
pub(super) fn extras(fields: &Fields) -> Extras {
    Extras {
        outages: outages(fields),
        phases: phases(fields),
        learning: learning(fields),
        mine: mine(fields),
        royalty: royalty(fields),
        energy: energy(fields),
        emissions_t: None,
    }
}

/// Capacity of one piece, or of all phases together.
pub(super) fn capacity(fields: &Fields, phases: &[Phase]) -> Scalar {
    if !fields.has("phase") {
        if !fields.has("capacity") && !fields.is_misspelt("capacity") {
            let help = "capacity: units started a day at full capacity, such as \"20 kt/yr\"; or write phases";
            fields.report_self("key \"capacity\" is missing", Some(help.to_owned()));
        }
        return fields.needed("capacity");
    }
    let mut sum = Scalar::default();
    for phase in phases {
        sum.constant += phase.capacity_per_day.constant;
        let products = phase.capacity_per_day.products.iter().cloned();
        sum.products.extend(products);
    }
    sum
}

/// Scrap as it is, or as it is in the end.
pub(super) fn scrap(fields: &Fields, learning: Option<&Learning>) -> Scalar {
    match learning {
        Some(learning) => learning.mature.clone(),
        None => fields.once_or_zero("scrap"),
    }
}

/// `scrap = { first, mature, at }`, where it is that.
fn learning(fields: &Fields) -> Option<Learning> {
    let node = fields.node("scrap")?;
    let Item::Section(section) = &node.item else {
        return None;
    };
    if !OF_LEARNING.iter().any(|key| section.find(key).is_some()) {
        return None;
    }
    let path = fields.join("scrap");
    let fields = Fields::open(fields.desk, "scrap", path, node.span, node)?.of(fields.of);
    Some(Learning {
        first: fields.needed("first"),
        mature: fields.needed("mature"),
        at: fields.needed("at"),
    })
}

/// `ramp = { … }` of a process or a phase.
pub(super) fn ramp(fields: &Fields) -> Option<Ramp> {
    let (kind, ramp) = fields.choice("ramp")?;
    let ceiling = ramp.once("ceiling").unwrap_or_else(|| Scalar::fixed(1.0));
    if kind == "linear" {
        return Some(Ramp::Linear {
            from: ramp.once_or_zero("from"),
            over_days: ramp.needed("over"),
            ceiling,
        });
    }
    let to_nameplate_days = ramp
        .once("to_nameplate")
        .unwrap_or_else(|| Scalar::fixed(DAYS_PER_YEAR));
    Some(Ramp::McNulty {
        class: ramp.count("class", 1..=4)? as u8,
        to_nameplate_days,
        ceiling,
    })
}

fn outages(fields: &Fields) -> Option<Outages> {
    let fields = fields.table("available")?;
    Some(Outages {
        up_days: fields.each("mtbf")?,
        down_days: fields.each("mttr")?,
    })
}

fn phases(fields: &Fields) -> Vec<Phase> {
    let entries = fields.map("phase");
    if entries.is_empty() {
        return Vec::new();
    }
    for key in OF_PHASES.iter().filter(|key| fields.has(key)) {
        let help = format!("write {key} into each phase, or leave the phases out");
        fields.report(
            key,
            "cannot stand beside `phase`: each phase has its own",
            Some(help),
        );
    }
    let phases: Vec<Phase> = entries
        .into_iter()
        .filter_map(|(name, phase)| Some(phase_of(name, &phase?.of(fields.of))))
        .collect();
    if !phases.is_empty() && phases.iter().all(|phase| phase.when.is_some()) {
        let help = "give the first of them a start instead of `when`".to_owned();
        let message = "every phase waits for what is open to be in use, so none ever opens";
        fields.report("phase", message, Some(help));
    }
    phases
}

fn phase_of(name: &str, fields: &Fields) -> Phase {
    let when = trigger(fields);
    for key in ["start", "delay"].iter().filter(|key| fields.has(key)) {
        if when.is_some() {
            let message =
                "cannot stand beside `when`: a phase opens on a date or when it is needed";
            fields.report(key, message, None);
        }
    }
    let by_date = fields.once("start").unwrap_or_default();
    Phase {
        name: name.to_owned(),
        capacity_per_day: fields.needed("capacity"),
        start_day: match when {
            Some(_) => Scalar::fixed(f64::INFINITY),
            None => by_date,
        },
        delay_days: fields.once_or_zero("delay"),
        ramp: ramp(fields),
        capex: fields.once_or_zero("capex"),
        overrun: fields.once("overrun").unwrap_or_else(|| Scalar::fixed(1.0)),
        when,
    }
}

fn trigger(fields: &Fields) -> Option<Trigger> {
    let fields = fields.table("when")?;
    let wanted = fields.wanted_dimension("for", Dimension::TIME);
    let days = fields.fixed("for", wanted);
    Some(Trigger {
        utilisation: fields.needed("utilisation"),
        over_days: days.map_or(1, |days| days.ceil().clamp(1.0, 73_000.0) as u32),
        build_days: fields.once_or_zero("build"),
    })
}

fn mine(fields: &Fields) -> Option<Mine> {
    let mine = fields.table("mine")?;
    for key in ["uses", "recovers"].iter().filter(|key| fields.has(key)) {
        let message = "cannot stand beside `mine`: what comes out of the ground has no inputs";
        fields.report(key, message, None);
    }
    if fields.of != Dimension::MASS {
        let message = "is only for a product in t, because ore is mined by mass";
        fields.report("mine", message, None);
    }
    Some(Mine {
        reserve_t: mine.needed("reserve"),
        grade: mine.needed("grade"),
        recovery: mine.needed("recovery"),
        concentrate_grade: mine.needed("concentrate_grade"),
    })
}

fn royalty(fields: &Fields) -> Option<Royalty> {
    let fields = fields.table("royalty")?;
    Some(Royalty {
        rate: fields.once("rate").unwrap_or_else(unread),
        of: fields.price("of").unwrap_or_default(),
        to: fields.party("to")?,
        holiday_days: fields.once_or_zero("holiday"),
    })
}

fn energy(fields: &Fields) -> Option<Energy> {
    let fields = fields.table("energy")?;
    Some(Energy {
        kwh_per_unit: fields.needed("per_unit"),
        price: fields.price("price").unwrap_or_default(),
        to: fields.party("to")?,
        carbon_t_per_kwh: fields.once_or_zero("carbon"),
    })
}
