//! `[demand.NAME]`: customers' draws on stocks.

use super::fields::Fields;
use super::{Draft, Slots, filled, plan};
use crate::id::{DemandId, StockId};
use crate::model::{Demand, DemandDraw, Forecast, Unmet};

/// Reads all demands.
pub(super) fn read(root: &Fields, draft: &Draft) -> Slots<DemandId, Demand> {
    let roster = &root.desk.rosters.demands;
    filled(root, "demand", roster, |name, fields| {
        read_one(name, fields, draft)
    })
}

fn read_one(name: &str, fields: &Fields, draft: &Draft) -> Option<Demand> {
    fields.flag("in_use");
    let title = fields.title(name);
    let every_days = fields.days("every", 1).unwrap_or(1);
    let unmet = unmet(fields);
    let site = fields.name("at", &fields.desk.rosters.sites);
    let commodity = fields.name("of", &fields.desk.rosters.commodities)?;
    let fields = fields.clone().of(draft.unit(commodity)?);
    let draw = draw(&fields);
    let backlog_cost = fields.once_or_zero("backlog_cost");
    let lost_cost = fields.once_or_zero("lost_cost");
    let forecast = fields.table("forecast").map(|fields| forecast(&fields));
    let rosters = &fields.desk.rosters;
    let stock = stock(
        &fields,
        rosters.sites.name(site?),
        rosters.commodities.name(commodity),
    );
    Some(Demand {
        name: name.to_owned(),
        title,
        stock: stock?,
        draw: draw?,
        every_days,
        unmet: unmet?,
        forecast,
        backlog_cost,
        lost_cost,
    })
}

/// What becomes of what is not served on its day; nothing where that could not be read.
fn unmet(fields: &Fields) -> Option<Unmet> {
    let word = fields.word("unmet");
    if word == Some("market") {
        if !fields.has("market") {
            let help = "market = \"…\" names one of [market]".to_owned();
            fields.report("unmet", "is market, but no market is named", Some(help));
        }
        let after_days = fields.days("after", 1);
        let market = fields.name("market", &fields.desk.rosters.markets)?;
        let after_days = after_days.unwrap_or(1);
        return Some(Unmet::Market { market, after_days });
    }
    for key in ["market", "after"] {
        if fields.has(key) {
            fields.report(key, "is used only with unmet = \"market\"", None);
        }
    }
    Some(match word {
        Some("lost") => Unmet::Lost,
        _ => Unmet::Backlog,
    })
}

fn forecast(fields: &Fields) -> Forecast {
    Forecast {
        bias: fields.once_or_zero("bias"),
        cv: fields.once_or_zero("cv"),
        half_life_days: fields.once_or_zero("half_life"),
    }
}

/// The stock of a commodity at a site; reported under `of` where there is none in use.
pub(super) fn stock(fields: &Fields, site: &str, commodity: &str) -> Option<StockId> {
    let found = fields
        .desk
        .rosters
        .stocks
        .id(&format!("{site}.{commodity}"));
    if found.is_none() {
        let message = format!("there is no stock of {commodity:?} in use at site {site:?}");
        let help = format!("write [site.{site}.stock.{commodity}]");
        fields.report("of", &message, Some(help));
    }
    found
}

fn draw(fields: &Fields) -> Option<DemandDraw> {
    if fields.has("daily") == fields.has("plan") {
        fields.report_self("needs exactly one of \"daily\" and \"plan\"", None);
    }
    if fields.has("daily") && fields.has("plan") {
        return None;
    }
    if fields.has("daily") {
        for key in ["growth", "season", "noise", "noise_each"] {
            if fields.has(key) {
                fields.report(key, "is used only with `plan`, not with `daily`", None);
            }
        }
        return fields.each("daily").map(DemandDraw::Daily);
    }
    Some(DemandDraw::Plan {
        growth: fields.once_or_zero("growth"),
        season: fields.season(),
        noise: fields.once_or_zero("noise"),
        noise_by_month: fields.word("noise_each") == Some("month"),
        rate: plan::read(fields)?,
    })
}
