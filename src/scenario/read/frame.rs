//! `[scenario]`: name, horizon, rates.

use super::fields::Fields;
use super::references::{id_fault, id_help};
use crate::calendar::Date;
use crate::id::PartyId;
use crate::model::Scalar;
use crate::random::Design;

/// What holds for the whole scenario.
#[derive(Clone, Debug, Default)]
pub(in crate::scenario) struct Frame {
    pub name: String,
    pub title: String,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub base_year: i32,
    pub discount: Scalar,
    pub capital_rate: Scalar,
    pub carrying: Scalar,
    pub warmup_days: u32,
    pub trials: Option<u64>,
    pub design: Design,
    /// Trials that share a draw of the parameters.
    pub noise_replicates: u64,
    pub reference: Option<String>,
    pub automaker: Option<PartyId>,
}

/// Longest horizon, in days: 200 years.
const LONGEST: i32 = 73_049;
const MOST_TRIALS: i64 = 100_000_000;
const MOST_NOISES: i64 = 1000;

/// Reads the table and checks the horizon.
pub(super) fn read(fields: &Fields) -> Frame {
    let name = name(fields);
    let start = fields.date("start");
    let end = fields.date("end");
    let discount = fields.once_or_zero("discount");
    let year = start.map_or(0, |start| i64::from(start.ymd().0));
    let frame = Frame {
        title: fields.title(&name),
        name,
        start,
        end,
        base_year: fields.count("base_year", 1900..=2200).unwrap_or(year) as i32,
        capital_rate: fields
            .once("capital_rate")
            .unwrap_or_else(|| discount.clone()),
        discount,
        carrying: fields.once_or_zero("carrying"),
        warmup_days: fields.days("warmup", 0).unwrap_or(0),
        trials: fields
            .count("trials", 1..=MOST_TRIALS)
            .map(|trials| trials as u64),
        design: fields
            .word("sampling")
            .and_then(Design::named)
            .unwrap_or(Design::Lhs),
        noise_replicates: fields
            .count("noise_replicates", 1..=MOST_NOISES)
            .unwrap_or(1) as u64,
        reference: reference(fields),
        automaker: fields.name("automaker", &fields.desk.rosters.parties),
    };
    check_horizon(fields, &frame);
    frame
}

fn name(fields: &Fields) -> String {
    let name = fields.text("name").unwrap_or_default();
    if let Some(fault) = id_fault(&name).filter(|_| fields.has("name")) {
        let message = format!("{name:?} {fault}; it also names the folder of the results");
        fields.report("name", &message, Some(id_help(&name)));
    }
    name
}

fn check_horizon(fields: &Fields, frame: &Frame) {
    let (Some(start), Some(end)) = (frame.start, frame.end) else {
        return;
    };
    let days = end.0 - start.0;
    if days <= 0 {
        let message = format!("is {end}, which is not after the start {start}");
        fields.report("end", &message, None);
    } else if days > LONGEST {
        let message = format!("is {end}, more than 200 years after the start {start}");
        fields.report("end", &message, None);
    } else if i64::from(frame.warmup_days) >= i64::from(days) {
        let message = format!(
            "is {} d and the horizon {days} d; it must be shorter",
            frame.warmup_days
        );
        fields.report("warmup", &message, None);
    }
}

fn reference(fields: &Fields) -> Option<String> {
    let variants = fields.desk.variants;
    let reference = fields.text("reference")?;
    if variants.contains(&reference) {
        return Some(reference);
    }
    let near = crate::scenario::problem::nearest(&reference, variants.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("there are: {}", variants.join(", ")),
    };
    fields.report(
        "reference",
        &format!("no variant is named {reference:?}"),
        Some(help),
    );
    None
}
