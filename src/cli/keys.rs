//! `lichain keys`: the scenario language, printed from the table the reader itself uses.

use std::fmt::Write;

use super::arguments::Keys as Asked;
use super::failure::Failure;
use super::measures::{self, MEASURES_SECTION};
use super::terminal::{self, WIDTH, wrapped};
use crate::scenario::keys::{KEYS, Key, Measures, Takes};
use crate::scenario::{law_table, nearest};
use crate::units::Dimension;

/// Prints the sections that were asked for.
pub fn keys(asked: &Asked) -> Result<(), Failure> {
    if asked.section.as_deref() == Some(LAWS) {
        return terminal::print(&plain_laws());
    }
    if asked.section.as_deref() == Some(MEASURES_SECTION) {
        return terminal::print(&if asked.markdown {
            measures::markdown()
        } else {
            measures::plain()
        });
    }
    let sections = chosen(asked.section.as_deref())?;
    terminal::print(&match (asked.markdown, &asked.section) {
        (true, _) => markdown(&sections),
        (false, None) => format!("{}\n{}", plain(&sections), plain_laws()),
        (false, Some(_)) => plain(&sections),
    })
}

/// What tells of the distributions.
const LAWS: &str = "laws";

/// All sections in the order in which they first appear.
fn sections() -> Vec<&'static str> {
    let mut sections: Vec<&'static str> = Vec::new();
    for key in KEYS {
        if !sections.contains(&key.section) {
            sections.push(key.section);
        }
    }
    sections
}

/// The section of that name and those within it; all without a name.
fn chosen(name: Option<&str>) -> Result<Vec<&'static str>, Failure> {
    let all = sections();
    let Some(name) = name else { return Ok(all) };
    let within = |section: &&&str| {
        let rest = section.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let found: Vec<&'static str> = all.iter().filter(within).copied().collect();
    if name.is_empty() || found.is_empty() {
        let names = wrapped(
            &format!("{}, {LAWS}, {MEASURES_SECTION}", all[1..].join(", ")),
            WIDTH,
            0,
        );
        let near = nearest(
            name,
            all[1..].iter().copied().chain([LAWS, MEASURES_SECTION]),
        );
        let near = near.map_or(String::new(), |near| format!("did you mean \"{near}\"? "));
        let words = format!("the language has no section \"{name}\"\n{near}it has\n{names}");
        return Err(Failure::Input(words));
    }
    Ok(found)
}

/// For a terminal: key and what it takes on one line, its meaning below.
fn plain(sections: &[&str]) -> String {
    let mut text = String::new();
    for section in sections {
        let _ = writeln!(text, "{}\n", title(section));
        for key in KEYS.iter().filter(|key| key.section == *section) {
            text.push_str(&plain_key(key));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

/// The distributions for a terminal.
fn plain_laws() -> String {
    const INDENT: usize = 4;
    let mut text = format!("{LAWS}\n\n");
    for law in law_table() {
        let head = format!("{}; such as {}", law.forms.join(" or "), law.example);
        let meaning = format!("    {}", wrapped(law.meaning, WIDTH - INDENT, INDENT));
        let _ = writeln!(text, "{}\n{meaning}", wrap_head(&format!("  {head}")));
    }
    text
}

fn plain_key(key: &Key) -> String {
    const INDENT: usize = 4;
    let mut facts = vec![takes(key.takes)];
    facts.extend(drawn(key.takes).map(|when| format!("drawn {when}")));
    facts.push(presence(key));
    let head = format!("  {}: {}", key.name, facts.join("; "));
    let meaning = format!("    {}", wrapped(key.meaning, WIDTH - INDENT, INDENT));
    format!("{}\n{meaning}\n", wrap_head(&head))
}

/// A heading line keeps its own margin where it is broken.
fn wrap_head(head: &str) -> String {
    format!("  {}", wrapped(head, WIDTH - 2, 6))
}

/// As a page: one table a section.
fn markdown(sections: &[&str]) -> String {
    let mut text = String::from(INTRODUCTION);
    text.push_str(&markdown_laws());
    for section in sections {
        let _ = write!(text, "\n## {}\n\n", title(section));
        text.push_str("| key | takes | drawn | without it | meaning |\n|---|---|---|---|---|\n");
        for key in KEYS.iter().filter(|key| key.section == *section) {
            let cells = [
                format!("`{}`", key.name),
                takes(key.takes),
                drawn(key.takes).unwrap_or_default().to_owned(),
                presence(key),
                key.meaning.to_owned(),
            ];
            let cells = cells.map(|cell| cell.replace('|', "\\|"));
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

fn markdown_laws() -> String {
    let mut text = String::from(LAWS_HEAD);
    for law in law_table() {
        let forms: Vec<String> = law.forms.iter().map(|form| format!("`{form}`")).collect();
        let (forms, example) = (forms.join(" or "), law.example);
        let _ = writeln!(text, "| {forms} | `{example}` | {} |", law.meaning);
    }
    text.push_str(
        "| `low to high` | `9 to 16 d` | Log-normal with these ends of its central 90 %; between \
         two shares logit-normal. |\n",
    );
    text
}

const LAWS_HEAD: &str = "
## Distributions

Arguments stand in this order or with their labels (`pert(mode 6, low 5, high 9) d`); gamma, weibull and
lognormal want the labels. The unit stands after the last bracket or with every number. What is not an
amount (cv, sigma, shape, p, a, b, everything of beta) has none. `lichain keys laws` prints this table.

| distribution | such as | meaning |
|---|---|---|
";

const INTRODUCTION: &str = "\
# The scenario language

Every key of a scenario file. `lichain keys --markdown` prints this page from the table that the
reader of scenario files itself uses, so the two cannot differ.

Quantities are written with their unit: `\"120 kt/yr\"`, `\"0.065 USD/kWh\"`, `\"18 d\"`, `\"12 %\"`. An
uncertain one is a distribution in one line: `\"pert(400, 600, 900) USD/t\"`, `\"triangular(5, 7, 12) d\"`,
`\"lognormal(mean 5, cv 20 %) d\"`, `\"9 to 16 d\"` (its central 90 %). `$NAME` stands for a parameter,
inside a distribution too; in prices it may be an index. Where a distribution may stand, the column
*drawn* says when it is drawn: *once* a trial, for what is not known, or *each time*, for what varies.

**A file upon another.** `extends = \"base.toml\"`, above all tables, takes everything of that file, and what
is written here comes on top: tables merge key by key, values and lists are replaced whole. One value
are a quantity with its source, a plan, and a policy or ramp of another kind. Of keys that exclude each
other (`daily` and `plan`, `price` and `cost_plus`, the kinds of an index) the one on top holds.
`in_use = false` switches off what is not wanted. Up to 16 files build on one another, each named as seen
from the one that names it, all in the folder of the scenario that is run or below it. Variants and
`--set` change the whole.

**Tables from spreadsheets.** `import.leg = \"legs.csv\"`, or a list of files, makes each row a table
`[leg.NAME]`. The first column is headed `name`; the other headings are paths below the name (`mode`,
`cost.per_feu`, `stock.carbonate.initial`), of which `transit [d]` gives a unit to numbers without one. A
cell is what would stand to the right of `=`, without its quotes; an empty one is not given. Names and
numbers of a list stand with spaces between them; what begins with `[` or `{` is TOML. Commas separate
columns, or semicolons: then a comma between digits is decimal, but within the parentheses of a
distribution commas still separate its numbers, and their decimals have points. Dates are 2027-01-31 or
31.01.2027. Both kinds of file are UTF-8 (\"CSV UTF-8\" in Excel); `scenarios/lessons/` has an example of each.
docs/results.md says what else spreadsheets save is read, and what is refused because it could mean two things.
";

fn title(section: &str) -> String {
    if section.is_empty() {
        "top level".to_owned()
    } else {
        section.to_owned()
    }
}

fn presence(key: &Key) -> String {
    match (key.required, key.default) {
        (true, _) => "required".to_owned(),
        (false, "") => "may be left out".to_owned(),
        (false, default) => format!("default {default}"),
    }
}

fn drawn(takes: Takes) -> Option<&'static str> {
    match takes {
        Takes::Once(_) | Takes::OnceDate => Some("once"),
        Takes::Price(_) => Some("once; an index moves daily"),
        Takes::Each(_) => Some("each time"),
        _ => None,
    }
}

fn takes(takes: Takes) -> String {
    let table = |section: &str| format!("see `{section}`");
    match takes {
        Takes::Text => "text".to_owned(),
        Takes::Name(kind) => format!("name of a {kind}"),
        Takes::Names(kind) => format!("list of names: {kind}"),
        Takes::Word(words) => format!("one of {}", words.join(", ")),
        Takes::Count => "whole number".to_owned(),
        Takes::Flag => "true or false".to_owned(),
        Takes::Date => "date".to_owned(),
        Takes::Days => "whole days, such as `7 d`".to_owned(),
        Takes::Numbers(n) => format!("list of {n} numbers"),
        Takes::Once(what) | Takes::Each(what) => measured(what),
        Takes::Price(what) => format!("price: {}", measured(what)),
        Takes::OnceDate => "date, or law of dates".to_owned(),
        Takes::Table(section) => format!("table, {}", table(section)),
        Takes::Tables(section) => format!("list of tables, {}", table(section)),
        Takes::Map(section) => format!("tables by name, {}", table(section)),
        Takes::Choice(section) => format!("table with one key, {}", table(section)),
        Takes::Special => "as its meaning says".to_owned(),
    }
}

/// What a quantity is in, by example. "amount" is the unit of the section's commodity.
fn measured(what: Measures) -> String {
    match what {
        Measures::Number => "number or %".to_owned(),
        Measures::Amount => "amount, such as t".to_owned(),
        Measures::AmountPerTime => "amount per time, such as kt/yr".to_owned(),
        Measures::MoneyPerAmount => "USD per amount, such as USD/t".to_owned(),
        Measures::MoneyPerAmountTime => "USD per amount and time, such as USD/t/d".to_owned(),
        Measures::MoneyPerCapacity => "USD per capacity, such as MUSD/(GWh/yr)".to_owned(),
        Measures::EnergyPerAmount => "energy per amount, such as kWh/t".to_owned(),
        Measures::PerOther => "amount per amount, such as kg/kWh".to_owned(),
        Measures::Fixed(dimension) => fixed(dimension),
    }
}

fn fixed(dimension: Dimension) -> String {
    let rate = Dimension::NONE.per(Dimension::TIME);
    let freight = Dimension::MONEY.per(Dimension::FEU);
    let known = [
        (Dimension::TIME, "time, such as d"),
        (rate, "rate, such as %/yr"),
        (Dimension::MONEY, "USD"),
        (freight, "USD/FEU"),
        (Dimension::LENGTH, "length, such as km"),
    ];
    let found = known.iter().find(|(known, _)| *known == dimension);
    found.map_or_else(|| dimension.to_string(), |(_, words)| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_brings_those_within_it() {
        let found = chosen(Some("site")).unwrap();
        assert_eq!(found, ["site", "site.stock", "site.process"]);
        assert!(chosen(Some("sit")).is_err());
        assert!(chosen(Some("")).is_err());
    }

    #[test]
    fn every_line_of_the_plain_table_fits_the_terminal() {
        let text = plain(&sections()) + &plain_laws();
        let long: Vec<&str> = text.lines().filter(|l| l.chars().count() > WIDTH).collect();
        assert!(long.is_empty(), "{long:#?}");
        assert!(text.contains("transit: time, such as d; drawn each time; required"));
    }

    #[test]
    fn every_table_row_has_as_many_cells_as_its_head() {
        let text = markdown(&sections());
        let (keys, laws) = (text.replace(&markdown_laws(), ""), markdown_laws());
        for (text, bars, least) in [(keys, 6, KEYS.len()), (laws, 4, law_table().count())] {
            let rows: Vec<&str> = text.lines().filter(|l| l.starts_with('|')).collect();
            assert!(rows.len() > least);
            for row in rows {
                assert_eq!(row.replace("\\|", "").matches('|').count(), bars, "{row}");
            }
        }
    }
}
