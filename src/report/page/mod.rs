//! A page that tells of a finished run: one HTML file that loads nothing and runs no script, made from the
//! files of the run alone, so that `run --html` and `report` write the same bytes.
//!
//! Each chart is a file of pure functions from [`findings::Findings`] to markup; words come from
//! [`crate::report::words`]. `maud` escapes everything that users wrote.

mod chart;
pub(super) mod decide;
pub(super) mod density;
pub(super) mod differences;
pub(super) mod fan;
pub(super) mod figures;
pub(super) mod findings;
mod flow;
pub(super) mod heat;
mod map;
mod money;
pub(super) mod scale;
pub(super) mod sources;
pub(super) mod tornado;
pub(super) mod verdict;
pub(super) mod waterfall;

use std::path::{Path, PathBuf};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Failure;
use super::words::{Locale, Word};
use findings::Findings;

/// The page's name among the results.
pub const FILE: &str = "report.html";

/// How it looks.
const STYLE: &str = include_str!("style.css");

/// Nothing may be loaded, from anywhere.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What is told in which language.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) of: &'a Findings,
    pub(super) locale: Locale,
}

impl Page<'_> {
    /// The class of a variant's colour.
    fn colour(&self, variant: &str) -> String {
        let place = self.of.variants().position(|name| name == variant);
        place.map_or(String::new(), |place| format!("v{}", place % 7))
    }
}

/// A part of the page under a heading.
struct Section {
    id: &'static str,
    title: Word,
    body: Markup,
}

/// The page on the results in a directory, with what lies in others beside it: a stress test, a comparison.
///
/// # Errors
/// What is no such directory, and what cannot be read.
pub fn page(directory: &Path, beside: &[PathBuf], locale: Locale) -> Result<String, Failure> {
    let findings = findings::read(directory, beside)?;
    let page = Page {
        of: &findings,
        locale,
    };
    Ok(whole(page).into_string())
}

fn whole(page: Page) -> Markup {
    let locale = page.locale;
    let told = &page.of.told;
    let sections = sections(&page);
    html! {
        (DOCTYPE)
        html lang=(locale.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { (told.title) " – lichain" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#results" { (locale.say(Word::Skip)) }
                header {
                    p { (locale.say(Word::ReportOf)) }
                    h1 { (told.title) }
                    p.note { (told.scenario) " · " (locale.united(&locale.short(told.trials as f64), "trials")) }
                    @if let Some(words) = told.kept(locale) { p.note { (words) } }
                }
                nav aria-label=(locale.say(Word::Contents)) {
                    ul { @for s in &sections { li { a href=(format!("#{}", s.id)) { (locale.say(s.title)) } } } }
                }
                main id="results" {
                    @for s in &sections {
                        section id=(s.id) aria-labelledby=(format!("{}-h", s.id)) {
                            h2 id=(format!("{}-h", s.id)) { (locale.say(s.title)) }
                            (s.body)
                        }
                    }
                }
                footer { p { (locale.fill(Word::MadeBy, &[("version", &told.lichain)])) } }
            }
        }
    }
}

/// What there is to tell, in the order in which it is read.
fn sections(page: &Page) -> Vec<Section> {
    let found = differences::differences(page);
    let decision = decide::decision(page);
    let all = [
        (
            "verdict",
            Word::Verdict,
            Some(verdict::section(page, &found, decision.as_ref())),
        ),
        ("run", Word::WhatWasRun, Some(run(page))),
        ("figures", Word::KeyFigures, Some(figures::section(page))),
        (
            "differences",
            Word::Differences,
            (!found.is_empty()).then(|| differences::section(page, &found)),
        ),
        (
            "decision",
            Word::Decision,
            decision
                .as_ref()
                .map(|decision| decide::section(page, decision)),
        ),
        ("distributions", Word::Distributions, density::section(page)),
        ("costs", Word::Categories, waterfall::section(page)),
        ("money", Word::Money, money::section(page)),
        ("time", Word::OverTime, fan::section(page)),
        ("drivers", Word::Drivers, tornado::section(page)),
        ("chain", Word::Chain, Some(flow::section(page))),
        ("map", Word::Map, Some(map::section(page))),
        ("stress", Word::Stress, heat::section(page)),
        ("tables", Word::Tables, sources::tables(page)),
        (
            "assumptions",
            Word::Assumptions,
            Some(sources::section(page)),
        ),
    ];
    let there = |(id, title, body)| Option::map(body, |body| Section { id, title, body });
    all.into_iter().filter_map(there).collect()
}

/// What was run, and how to get the same again.
fn run(page: &Page) -> Markup {
    let (locale, told) = (page.locale, &page.of.told);
    let sampling = match told.sampling.as_str() {
        "" | "plain" => locale.say(Word::Plain).to_owned(),
        design => locale.fill(Word::ByDesign, &[("design", design)]),
    };
    let files: Vec<&str> = told
        .inputs
        .iter()
        .map(|input| input.file.as_str())
        .collect();
    let rows = [
        (Word::Scenario, told.scenario.clone()),
        (Word::Trials, locale.short(told.trials as f64)),
        (Word::Seed, told.seed.to_string()),
        (Word::Sampling, sampling),
        (Word::Started, told.started.clone()),
        (Word::InputFiles, files.join(", ")),
        (Word::Command, told.command.join(" ")),
    ];
    html! {
        @if page.of.finished.edited { p.warning { (locale.say(Word::Edited)) } }
        h3 { (locale.say(Word::Variants)) }
        ul.variants { @for name in page.of.variants() { (variant(page, name)) } }
        dl { @for (word, value) in &rows { div { dt { (locale.say(*word)) } dd { (value) } } } }
    }
}

fn variant(page: &Page, name: &str) -> Markup {
    let networks = page.of.chain.iter().flat_map(|chain| &chain.variants);
    let title = networks
        .clone()
        .find(|n| n.name == name)
        .map(|n| n.title.as_str());
    let title = title.filter(|title| *title != name);
    html! {
        li class=(page.colour(name)) {
            span.chip {} strong { (name) }
            @if let Some(title) = title { ": " (title) }
            @if page.of.variants().count() > 1 && name == page.of.reference() {
                " (" (page.locale.say(Word::Reference)) ")"
            }
        }
    }
}
