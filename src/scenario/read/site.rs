//! `[site.NAME]`: places with their stocks and processes.

use super::fields::Fields;
use super::{Draft, fill, owned, process, stock};
use crate::id::SiteId;
use crate::model::Site;

/// Reads all sites with what stands at them into the draft.
pub(super) fn read(root: &Fields, draft: &mut Draft) {
    let rosters = &root.desk.rosters;
    let sites = owned(root.map("site"));
    let mut entries = std::mem::take(&mut draft.sites);
    fill(&mut entries, &rosters.sites, sites.clone(), read_one);
    draft.sites = entries;
    let mut stocks = std::mem::take(&mut draft.stocks);
    fill(
        &mut stocks,
        &rosters.stocks,
        within(&sites, "stock"),
        |name, fields| stock::read(name, fields, draft),
    );
    draft.stocks = stocks;
    let mut processes = std::mem::take(&mut draft.processes);
    fill(
        &mut processes,
        &rosters.processes,
        within(&sites, "process"),
        |name, fields| process::read(name, fields, draft),
    );
    draft.processes = processes;
}

fn read_one(name: &str, fields: &Fields) -> Option<Site> {
    fields.flag("in_use");
    let owner = fields.name("owner", &fields.desk.rosters.parties);
    Some(Site {
        name: name.to_owned(),
        title: fields.title(name),
        country: fields.country(),
        place: fields.place(),
        owner: owner?,
    })
}

/// The stocks or processes of all sites, as `SITE.NAME`.
fn within<'a>(
    sites: &[(String, Option<Fields<'a>>)],
    key: &str,
) -> Vec<(String, Option<Fields<'a>>)> {
    let mut entries = Vec::new();
    for (site, fields) in sites {
        let inside = fields
            .as_ref()
            .map_or_else(Vec::new, |fields| fields.map(key));
        entries.extend(
            inside
                .into_iter()
                .map(|(name, fields)| (format!("{site}.{name}"), fields)),
        );
    }
    entries
}

/// Site and rest of a name such as `mine.concentrate`.
pub(super) fn split<'a>(name: &'a str, fields: &Fields) -> (Option<SiteId>, &'a str, &'a str) {
    let (site, rest) = name.split_once('.').unwrap_or((name, ""));
    (fields.desk.rosters.sites.id(site), site, rest)
}
