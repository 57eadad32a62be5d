//! A workbook that tells of a finished run, made from the files of the run alone as the page is, so that
//! `run --xlsx` and `report --xlsx` write the same bytes: nothing in it comes from a clock.
//!
//! First sheets that are read: verdict, differences, decision, charts with their numbers; then the tables of the run,
//! whole. Each sheet is a file of functions from [`Page`] to a [`Tab`]; the reading of the results (verdict,
//! differences, drivers, fans) is that of [`crate::report::page`].

mod assumptions;
mod compare;
mod costs;
mod decision;
mod drawing;
mod drivers;
mod figure;
mod front;
mod money;
mod run;
mod spread;
mod stress;
mod tab;
mod table;
mod time;

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Failure;
use super::page::Page;
use super::page::findings::{self, Findings, Table};
use super::page::{decide, differences};
use super::words::{Locale, Word};
use crate::analysis::compare::{Decision, Difference};
use tab::{Filled, Tab};

/// The workbook's name among the results.
pub const FILE: &str = "report.xlsx";

/// The workbook on the results in a directory, with what lies in others beside it: a stress test, a comparison.
///
/// # Errors
/// What is no such directory, and what cannot be read.
pub fn workbook(directory: &Path, beside: &[PathBuf], locale: Locale) -> Result<Vec<u8>, Failure> {
    let findings = findings::read(directory, beside)?;
    let tables = Tables::read(directory, beside, &findings)?;
    let page = Page {
        of: &findings,
        locale,
    };
    let failed = |reason: XlsxError| Failure::Refused(format!("cannot make {FILE}: {reason}"));
    whole(page, &tables).map_err(failed)
}

/// Tables that are shown whole, under the names of their sheets.
struct Tables {
    whole: Vec<(Name, Table)>,
}

/// What a sheet is called.
#[derive(Clone)]
enum Name {
    Word(Word),
    /// As the file is.
    File(String),
}

impl Name {
    fn say(&self, locale: Locale) -> &str {
        match self {
            Self::Word(word) => locale.say(*word),
            Self::File(name) => name,
        }
    }
}

impl Tables {
    fn read(directory: &Path, beside: &[PathBuf], findings: &Findings) -> Result<Self, Failure> {
        let read = |place: &Path, file: &str| findings::table(place, file.trim_end_matches(".csv"));
        let own = |file: &str| read(directory, file);
        let mut whole = Vec::new();
        for (word, file) in [
            (Word::TabSummary, "summary.csv"),
            (Word::TabTimeline, time::FILE),
            (Word::TabLedger, money::FILE),
        ] {
            whole.extend(own(file)?.map(|table| (Name::Word(word), table)));
        }
        whole.extend(own("worst.csv")?.map(named));
        whole.extend(own("sensitivity.csv")?.map(named));
        for place in std::iter::once(directory).chain(beside.iter().map(PathBuf::as_path)) {
            whole.extend(read(place, "stress.csv")?.map(named));
        }
        whole.extend(findings.tables.iter().cloned().map(named));
        whole.extend(own("columns.csv")?.map(|table| (Name::Word(Word::TabDictionary), table)));
        whole.retain(|(_, table)| !table.lines.is_empty());
        Ok(Self {
            whole: numbered(whole),
        })
    }

    fn ledger(&self) -> Option<&Table> {
        let tables = self.whole.iter().map(|(_, table)| table);
        tables.into_iter().find(|table| table.file == money::FILE)
    }
}

fn named(table: Table) -> (Name, Table) {
    (Name::File(table.file.clone()), table)
}

/// Files of one name from several directories are counted.
fn numbered(mut all: Vec<(Name, Table)>) -> Vec<(Name, Table)> {
    for at in 0..all.len() {
        let (before, rest) = all.split_at_mut(at);
        let (name, table) = &mut rest[0];
        let same = before.iter().filter(|(_, other)| other.file == table.file);
        let same = same.count();
        if same > 0 {
            *name = Name::File(format!("{} ({})", table.file, same + 1));
        }
    }
    all
}

/// A sheet, what it is called in words, and what it holds.
struct Sheet {
    tab: Tab,
    about: String,
}

/// What is found out once for several sheets.
struct Found {
    differences: Vec<Difference>,
    decision: Option<Decision>,
}

fn whole(page: Page, tables: &Tables) -> Filled<Vec<u8>> {
    let found = Found {
        differences: differences::differences(&page),
        decision: decide::decision(&page),
    };
    let mut sheets = told(&page, tables, &found)?;
    for (name, table) in &tables.whole {
        sheets.push(copied(&page, name, table)?);
    }
    let about = page.locale.say(Word::WhatWasRun).to_owned();
    let tab = run::tab(&page)?;
    sheets.push(Sheet { tab, about });
    let list = sheets.iter().map(|s| (s.tab.name(), s.about.as_str()));
    let front = front::tab(&page, &found, &list.collect::<Vec<_>>())?;
    let mut book = Workbook::new();
    book.set_properties(&properties(&page)?);
    for tab in std::iter::once(front).chain(sheets.into_iter().map(|sheet| sheet.tab)) {
        book.push_worksheet(tab.finish(page.locale, &page.of.told.title)?);
    }
    book.save_to_buffer()
}

/// The sheets that tell, in the order in which they are read.
fn told(page: &Page, tables: &Tables, found: &Found) -> Filled<Vec<Sheet>> {
    let all = [
        (Word::Differences, compare::tab(page, &found.differences)?),
        (
            Word::Decision,
            decision::tab(page, found.decision.as_ref())?,
        ),
        (Word::Distributions, spread::tab(page)?),
        (Word::Categories, costs::tab(page)?),
        (Word::ByMonthAndYear, time::tab(page)?),
        (Word::Drivers, drivers::tab(page)?),
        (Word::WhoPays, money::tab(page, tables.ledger())?),
        (Word::Stress, stress::tab(page)?),
        (Word::Assumptions, Some(assumptions::tab(page)?)),
    ];
    let sheet = |(about, tab): (Word, Option<Tab>)| {
        let about = page.locale.say(about).to_owned();
        tab.map(|tab| Sheet { tab, about })
    };
    Ok(all.into_iter().filter_map(sheet).collect())
}

/// A table of the run, whole.
fn copied(page: &Page, name: &Name, table: &Table) -> Filled<Sheet> {
    let mut tab = Tab::new(name.say(page.locale))?;
    table::fill(&mut tab, table, &page.of.sources, page.locale)?;
    if table.file == time::FILE {
        time::bands(&mut tab, page)?;
    }
    let about = match name {
        Name::Word(Word::TabDictionary) => page.locale.say(Word::ColumnsMean).to_owned(),
        _ => page.locale.fill(Word::WholeFile, &[("file", &table.file)]),
    };
    Ok(Sheet { tab, about })
}

/// Title, and the time of the run in place of the clock's.
fn properties(page: &Page) -> Filled<DocProperties> {
    let told = &page.of.told;
    let started = told.started.trim_end_matches('Z');
    let made =
        ExcelDateTime::parse_from_str(started).or_else(|_| ExcelDateTime::from_ymd(1980, 1, 1))?;
    Ok(DocProperties::new()
        .set_title(&told.title)
        .set_subject(&told.scenario)
        .set_author(format!("lichain {}", told.lichain))
        .set_creation_datetime(&made))
}
