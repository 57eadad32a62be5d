//! `sources = [{ … }]`: where a stock's orders go.

use super::fields::Fields;
use super::quantity::unread;
use crate::model::{Choice, Rule, Source, Supply};
use crate::scenario::tree::Item;

/// The sources of a stock; those by a route or a market that is not in use drop out.
pub(super) fn read(stock: &Fields) -> Option<Vec<Source>> {
    if !stock.has("sources") {
        return Some(Vec::new());
    }
    let entries = stock.tables("sources", "source")?;
    let usual: Vec<&Fields> = entries.iter().filter(|entry| !entry.has("after")).collect();
    let shares = usual.iter().filter(|entry| entry.has("share")).count();
    let by_cost = split(stock, &usual, shares);
    if shares > 0 && shares < usual.len() {
        let message = "has sources with a share and others without one";
        let help = "give every source a share, or none; one with `after` stands apart".to_owned();
        stock.report("sources", message, Some(help));
    }
    let mut sources: Vec<Source> = Vec::new();
    let mut whole = true;
    for (position, fields) in entries.iter().enumerate() {
        let rule = match rule(fields, position, shares > 0) {
            Rule::Priority(_) if by_cost => Rule::LeastCost,
            rule => rule,
        };
        if drops_out(fields) {
            continue;
        }
        let Some(supply) = supply(stock, fields) else {
            whole = false;
            continue;
        };
        if sources.iter().any(|source| source.supply == supply) {
            fields.report_self("is the same as one before it", None);
        }
        sources.push(with_ways(
            fields,
            Source {
                supply,
                rule,
                or: Vec::new(),
                choose: Choice::default(),
                wait_over_days: None,
            },
            by_cost,
        ));
    }
    check_priorities(stock, &sources);
    check_shares(stock, &sources);
    whole.then_some(sources)
}

/// True where orders go to the source of least cost; what is written on sources fits how they are
/// split.
fn split(stock: &Fields, usual: &[&Fields], shares: usize) -> bool {
    let by = stock.word("sources_by");
    for (word, key) in [
        ("least_cost", "share"),
        ("least_cost", "priority"),
        ("priority", "share"),
        ("share", "priority"),
    ] {
        let mut written = usual.iter().filter(|entry| entry.has(key));
        if by == Some(word)
            && let Some(entry) = written.next()
        {
            entry.report(
                key,
                &format!("does not go with sources_by = {word:?}"),
                None,
            );
        }
    }
    if by == Some("share") && shares == 0 {
        let help = "such as sources = [{ route = \"east\", share = \"60 %\" }, …]".to_owned();
        stock.report(
            "sources_by",
            "is share, but no source has a share",
            Some(help),
        );
    }
    by == Some("least_cost")
}

/// True for a route or a market that is not in use.
fn drops_out(fields: &Fields) -> bool {
    let rosters = &fields.desk.rosters;
    let named = |key: &str| match &fields.node(key)?.item {
        Item::Text(name) => Some(name.clone()),
        _ => None,
    };
    named("route").is_some_and(|route| rosters.routes.is_idle(&route))
        || named("market").is_some_and(|market| rosters.markets.is_idle(&market))
}

/// What a source is; its place is kept as `sources.NAME`.
fn supply(stock: &Fields, fields: &Fields) -> Option<Supply> {
    let rosters = &fields.desk.rosters;
    if fields.has("route") == fields.has("market") {
        fields.report_self("needs exactly one of \"route\" and \"market\"", None);
        return None;
    }
    let key = if fields.has("route") {
        "route"
    } else {
        "market"
    };
    let supply = match key {
        "route" => fields.name(key, &rosters.routes).map(Supply::Route),
        _ => fields.name(key, &rosters.markets).map(Supply::Market),
    };
    if let Some(node) = fields.node(key)
        && let Item::Text(name) = &node.item
    {
        let path = format!("{}.{name}", stock.join("sources"));
        fields.desk.mark(&path, node.span);
    }
    supply
}

fn rule(fields: &Fields, position: usize, by_share: bool) -> Rule {
    let rules = ["priority", "share", "after"].map(|key| fields.has(key));
    if rules.iter().filter(|has| **has).count() > 1 {
        fields.report_self(
            "takes only one of \"priority\", \"share\" and \"after\"",
            None,
        );
    }
    if fields.has("after") {
        if !fields.has("market") {
            fields.report("after", "is only for a market", None);
        }
        return Rule::WhenShort {
            after_days: fields.days("after", 1).unwrap_or(1),
        };
    }
    if by_share {
        return Rule::Share(fields.once("share").unwrap_or_else(unread));
    }
    let priority = fields.count("priority", 1..=1000);
    Rule::Priority(priority.map_or(position as u32 + 1, |priority| priority as u32))
}

/// Other ways that the source's cargo may take.
fn with_ways(fields: &Fields, source: Source, by_cost: bool) -> Source {
    let or = fields.names("or", &fields.desk.rosters.routes);
    for key in ["or", "choose", "wait_over"] {
        let bounds_a_source = by_cost && key == "wait_over";
        let needs = if key == "or" || bounds_a_source {
            "route"
        } else {
            "or"
        };
        if fields.has(key) && !fields.has(needs) {
            fields.report(key, &format!("is used only with `{needs}`"), None);
        }
    }
    Source {
        or: or.unwrap_or_default(),
        choose: match fields.word("choose") {
            Some("least_time") => Choice::LeastTime,
            Some("least_cost") => Choice::LeastCost,
            _ => Choice::FirstOpen,
        },
        wait_over_days: fields.once("wait_over"),
        ..source
    }
}

fn check_priorities(stock: &Fields, sources: &[Source]) {
    let mut seen = Vec::new();
    for source in sources {
        let Rule::Priority(priority) = source.rule else {
            continue;
        };
        if seen.contains(&priority) {
            let message = format!("has two sources of priority {priority}");
            let help = "a source without `priority` has that of its place in the list".to_owned();
            stock.report("sources", &message, Some(help));
        }
        seen.push(priority);
    }
}

/// Shares add up to one; where they hang on parameters, with every parameter at its mode.
fn check_shares(stock: &Fields, sources: &[Source]) {
    let shares: Vec<f64> = sources
        .iter()
        .filter_map(|source| match &source.rule {
            Rule::Share(share) => Some(stock.desk.at_mode(share)),
            _ => None,
        })
        .collect();
    let sum: f64 = shares.iter().sum();
    if !shares.is_empty() && (sum - 1.0).abs() > 1e-9 {
        let sum = super::range::figure(100.0 * sum);
        let message = format!("has shares that add up to {sum} %; 100 % is wanted");
        stock.report("sources", &message, None);
    }
}
