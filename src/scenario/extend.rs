//! Files that build on one another: `extends` names the file below. Tables merge key by key, values
//! and lists of the file above replace those below. What is one value to the language stays one: a
//! quantity with its source, a plan, a policy of another kind.

use std::collections::BTreeMap;
use std::path::Path;

use super::import;
use super::problem::Problems;
use super::read::files::{Fault, Files};
use super::read::way::{self, Stop};
use super::text::{SourceId, Span};
use super::tree::{self, Item, Node, Section};

/// Files upon one another.
const DEEPEST: usize = 16;

/// Keys of a table that exclude each other, each followed by what goes with it alone: where the file
/// above has one, the others of the file below are gone.
pub(super) const INSTEAD: [(&str, &[&[&str]]); 8] = [
    (
        "demand",
        &[
            &["daily"],
            &["plan", "growth", "season", "noise", "noise_each"],
        ],
    ),
    ("contract", &[&["price"], &["cost_plus"]]),
    (
        "index",
        &[
            &["constant"],
            &["log_ou"],
            &["gbm"],
            &["path"],
            &["bootstrap"],
            &["regimes", "begins", "start"],
        ],
    ),
    ("index.log_ou", REVERSION),
    ("regime", &[&["value"], &["log_ou"], &["gbm"]]),
    ("regime.log_ou", REVERSION),
    ("jumps", &[&["size"], &["factor"]]),
    (
        "lever",
        &[&["low", "high", "step"], &["choices"], &["shares"]],
    ),
];
const REVERSION: &[&[&str]] = &[&["speed"], &["half_life"]];

/// The tree of a file with its tables imported, upon those it extends; nothing after a mistake in
/// how the files hang together, which would only bring others.
pub(super) fn open(files: &mut Files, path: &Path, problems: &mut Problems) -> Option<Node> {
    let mut chain = vec![files.open(path, problems)?];
    let mut layers = Vec::new();
    while let Some(&source) = chain.last() {
        let mut layer = tree::parse(&files.sources.borrow(), source, problems)?;
        import::expand(files, &mut layer, problems);
        let base = layer.take("extends");
        layers.push(layer);
        let Some((_, base)) = base else { break };
        match below(files, &chain, &base) {
            Ok(source) => chain.push(source),
            Err(fault) => {
                let message = format!("extends: {}", fault.message);
                problems.at(base.span, message).help = fault.help;
                return None;
            }
        }
    }
    let layers = layers.into_iter().rev();
    let whole = layers.reduce(|base, above| merged(Stop::Table(""), base, above));
    whole.filter(|_| problems.is_empty())
}

/// The file that the last of a chain extends.
fn below(files: &Files, chain: &[SourceId], base: &Node) -> Result<SourceId, Fault> {
    let Item::Text(name) = &base.item else {
        let kind = base.item.kind();
        return Err(format!("is {kind}; the name of one file is wanted").into());
    };
    let source = files.beside(base.span.source, name)?;
    if let Some(first) = chain.iter().position(|&above| above == source) {
        let circle = chain[first..].iter().chain([&source]);
        let circle: Vec<String> = circle.map(|&source| files.name(source)).collect();
        let message = format!("{name:?} leads back to where it began");
        let help = Some(circle.join(" extends "));
        return Err(Fault { message, help });
    }
    if chain.len() >= DEEPEST {
        return Err(format!("more than {DEEPEST} files build on one another").into());
    }
    Ok(source)
}

/// A node of the file below with that of the file above upon it.
fn merged(stop: Stop, base: Node, above: Node) -> Node {
    let span = above.span;
    match (base.item, above.item) {
        (Item::Section(base), Item::Section(above)) if is_merged(stop, &base, &above) => {
            let item = Item::Section(merged_sections(stop, base, above));
            Node { span, item }
        }
        (_, item) => Node { span, item },
    }
}

fn is_merged(stop: Stop, base: &Section, above: &Section) -> bool {
    match stop {
        Stop::Choice(_) => above
            .entries
            .iter()
            .all(|(kind, ..)| base.find(kind).is_some()),
        Stop::Table(table) => !matches!(table, "quantity" | "plan.csv"),
        Stop::Names(_) | Stop::Amounts => true,
        Stop::List | Stop::Value(_) => false,
    }
}

fn merged_sections(stop: Stop, mut base: Section, above: Section) -> Section {
    drop_replaced(stop, &mut base, &above);
    let names = base.entries.iter().map(|(name, ..)| name.clone());
    let places: BTreeMap<String, usize> = names.zip(0..).collect();
    let mut entries: Vec<Option<(String, Span, Node)>> =
        base.entries.into_iter().map(Some).collect();
    for (key, span, node) in above.entries {
        let inner = way::step(stop, &[], &key).unwrap_or(Stop::List);
        let known = places.get(&key).map(|&at| &mut entries[at]);
        match known.map(|slot| (slot.take(), slot)) {
            Some((Some((key, _, below)), slot)) => {
                *slot = Some((key, span, merged(inner, below, node)));
            }
            _ => entries.push(Some((key, span, node))),
        }
    }
    base.entries = entries.into_iter().flatten().collect();
    base
}

fn drop_replaced(stop: Stop, base: &mut Section, above: &Section) {
    let Stop::Table(table) = stop else { return };
    let Some((_, ways)) = INSTEAD.iter().find(|(section, _)| *section == table) else {
        return;
    };
    let taken = |way: &&[&str]| above.find(way[0]).is_some();
    let Some(taken) = ways.iter().position(taken) else {
        return;
    };
    let others = ways.iter().enumerate().filter(|(at, _)| *at != taken);
    let gone: Vec<&str> = others.flat_map(|(_, way)| way.iter().copied()).collect();
    base.entries
        .retain(|(name, ..)| !gone.contains(&name.as_str()));
}

#[cfg(test)]
mod tests {
    use super::super::{keys, text::Sources};
    use super::*;

    fn tree(sources: &mut Sources, text: &str) -> Node {
        let mut problems = Problems::default();
        let source = sources.add("x.toml", text);
        let tree = tree::parse(sources, source, &mut problems);
        tree.unwrap_or_else(|| panic!("{:?}", problems.sorted()))
    }

    /// Values by path in order of path, as they are written.
    fn flat(sources: &Sources, path: &str, node: &Node, found: &mut Vec<String>) {
        if let Item::Section(section) = &node.item {
            for (key, _, node) in &section.entries {
                let path = format!("{path}.{key}");
                flat(sources, path.trim_start_matches('.'), node, found);
            }
            return;
        }
        let text = &sources.text(node.span.source).text;
        found.push(format!(
            "{path} = {}",
            &text[node.span.start..node.span.end]
        ));
        found.sort();
    }

    #[test]
    fn tables_merge_and_what_is_one_value_is_replaced_whole() {
        for (base, above, whole) in [
            (
                "leg.sea = { mode = 'sea', transit = '9 d' }\nleg.rail.mode = 'rail'",
                "leg.sea.transit = '12 d'",
                "leg.rail.mode = 'rail'; leg.sea.mode = 'sea'; leg.sea.transit = '12 d'",
            ),
            (
                "route.way = { path = ['a', 'b'] }",
                "route.way.path = ['c']",
                "route.way.path = ['c']",
            ),
            (
                "leg.sea.transit = { value = '9 d', source = 'a port' }",
                "leg.sea.transit = { value = '12 d' }",
                "leg.sea.transit.value = '12 d'",
            ),
            (
                "leg.sea.transit = { value = '9 d', source = 'a port' }",
                "leg.sea.transit = '12 d'",
                "leg.sea.transit = '12 d'",
            ),
            (
                "site.a.stock.x.policy = { base_stock = { level = '1 t', review = '7 d' } }",
                "site.a.stock.x.policy.base_stock.level = '2 t'",
                "site.a.stock.x.policy.base_stock.level = '2 t'; site.a.stock.x.policy.base_stock.review = '7 d'",
            ),
            (
                "site.a.stock.x.policy = { base_stock = { level = '1 t' } }",
                "site.a.stock.x.policy = { s_S = { s = '1 t', S = '2 t' } }",
                "site.a.stock.x.policy.s_S.S = '2 t'; site.a.stock.x.policy.s_S.s = '1 t'",
            ),
            (
                "site.a.process.p = { uses = { x = '1 t/t', y = '2 t/t' }, cost.heat = { amount = '3 USD/t', to = 'grid' } }",
                "site.a.process.p = { uses.x = '4 t/t', cost.heat.amount = '5 USD/t' }",
                "site.a.process.p.cost.heat.amount = '5 USD/t'; site.a.process.p.cost.heat.to = 'grid'; site.a.process.p.uses.x = '4 t/t'; site.a.process.p.uses.y = '2 t/t'",
            ),
            (
                "demand.d = { of = 'x', plan = '9 t/yr', season = [1], noise = '5 %' }",
                "demand.d.daily = '3 t'",
                "demand.d.daily = '3 t'; demand.d.of = 'x'",
            ),
            (
                "contract.c = { of = 'x', cost_plus = '5 %' }",
                "contract.c.price = '1 USD/t'",
                "contract.c.of = 'x'; contract.c.price = '1 USD/t'",
            ),
            (
                "index.i.log_ou = { speed = '1 /yr', level = '1 USD/t' }",
                "index.i.log_ou.half_life = '2 yr'",
                "index.i.log_ou.half_life = '2 yr'; index.i.log_ou.level = '1 USD/t'",
            ),
            (
                "index.i = { begins = 'a', start = '1 USD/t', regimes.a.value = '1 USD/t', regimes.b.value = '2 USD/t' }",
                "index.i.gbm.start = '3 USD/t'",
                "index.i.gbm.start = '3 USD/t'",
            ),
            (
                "index.i.path = { csv = 'a.csv', column = 'a', factor = 2 }",
                "index.i = { begins = 'a', regimes.a.value = '1 USD/t' }",
                "index.i.begins = 'a'; index.i.regimes.a.value = '1 USD/t'",
            ),
            (
                "index.i.path = { csv = 'a.csv', column = 'a', factor = 2 }",
                "index.i.path.factor = 3",
                "index.i.path.column = 'a'; index.i.path.csv = 'a.csv'; index.i.path.factor = 3",
            ),
            (
                "index.i = { begins = 'a', regimes.a = { duration = '2 yr', value = '1 USD/t' } }",
                "index.i.regimes = { a.log_ou.level = '3 USD/t', b.value = '2 USD/t' }",
                "index.i.begins = 'a'; index.i.regimes.a.duration = '2 yr'; index.i.regimes.a.log_ou.level = '3 USD/t'; index.i.regimes.b.value = '2 USD/t'",
            ),
            (
                "index.i = { begins = 'a', regimes.a.log_ou.speed = '1 /yr' }",
                "index.i = { start = '1 USD/t', regimes.a.log_ou.half_life = '1 yr' }",
                "index.i.begins = 'a'; index.i.regimes.a.log_ou.half_life = '1 yr'; index.i.start = '1 USD/t'",
            ),
            (
                "index.i.log_ou.jumps = { rate = '1 /yr', size = '5 %' }",
                "index.i.log_ou.jumps.factor = 2",
                "index.i.log_ou.jumps.factor = 2; index.i.log_ou.jumps.rate = '1 /yr'",
            ),
            (
                "currency.KZT.rate = '$kzt'\ncorrelation = [{ rho = 0 }, { rho = 0.5 }]",
                "currency = { KZT.rate = '$other', VND.rate = '$vnd' }\ncorrelation = [{ rho = 0.1 }]",
                "correlation = [{ rho = 0.1 }]; currency.KZT.rate = '$other'; currency.VND.rate = '$vnd'",
            ),
            ("unknown.a = 1", "unknown.b = 2", "unknown.b = 2"),
        ] {
            let mut sources = Sources::default();
            let (base, above) = (tree(&mut sources, base), tree(&mut sources, above));
            let mut found = Vec::new();
            let tree = merged(Stop::Table(""), base, above);
            flat(&sources, "", &tree, &mut found);
            assert_eq!(found.join("; "), whole);
        }
    }

    #[test]
    fn tables_and_keys_that_are_told_apart_by_name_are_in_the_language() {
        let known = |section: &str, key: &str| keys::of(section).any(|k| k.name == key);
        for (section, ways) in INSTEAD {
            for key in ways.iter().copied().flatten() {
                assert!(known(section, key), "{section} {key}");
            }
        }
        assert!(known("quantity", "value") && known("plan.csv", "csv"));
    }
}
