//! Every parameter and every cited input as it is written, with its source and where it is used.

use super::tab::{Filled, Style, Tab};
use super::table::unguarded;
use crate::report::chain::Assumption;
use crate::report::page::Page;
use crate::report::page::sources::{confidence, standing};
use crate::report::words::Word;

const HEAD: u32 = 3;

/// The sheet.
pub fn tab(page: &Page) -> Filled<Tab> {
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabAssumptions))?;
    tab.words(0, 0, locale.say(Word::Assumptions), Style::Title)?;
    let lines = match &page.of.chain {
        Some(chain) => {
            tab.words(1, 0, &counted(page, &chain.inputs), Style::Note)?;
            let words = [
                Word::Input,
                Word::Value,
                Word::Standing,
                Word::Source,
                Word::Confidence,
                Word::Note,
                Word::UsedIn,
            ];
            tab.headings(HEAD, 0, words.map(|word| locale.say(word)))?;
            chain.inputs.iter().map(|input| line(page, input)).collect()
        }
        None => {
            tab.words(1, 0, locale.say(Word::NoAssumptions), Style::Note)?;
            let words = [Word::Input, Word::Unit, Word::Source, Word::Confidence];
            tab.headings(HEAD, 0, words.map(|word| locale.say(word)))?;
            from_columns(page)
        }
    };
    for (row, line) in (HEAD + 1..).zip(&lines) {
        for (at, words) in (0..).zip(line) {
            let style = if words.chars().count() > 58 {
                Style::Wrapped
            } else {
                Style::Plain
            };
            tab.words(row, at, unguarded(words), style)?;
        }
    }
    let columns = lines.first().map_or(1, Vec::len) as u16;
    tab.paper
        .autofilter(HEAD, 0, HEAD + lines.len() as u32, columns - 1)?;
    tab.freeze(HEAD, 1)?;
    Ok(tab)
}

fn counted(page: &Page, inputs: &[Assumption]) -> String {
    let count = |kind: &str| {
        inputs
            .iter()
            .filter(|input| input.standing == kind)
            .count()
            .to_string()
    };
    let [cited, assumed, unsaid] = ["cited", "assumed", "unsaid"].map(count);
    let places = [
        ("cited", cited.as_str()),
        ("assumed", &assumed),
        ("unsaid", &unsaid),
    ];
    page.locale.fill(Word::AssumptionWords, &places)
}

fn line(page: &Page, input: &Assumption) -> Vec<String> {
    vec![
        input.path.clone(),
        input.value.clone(),
        standing(page.locale, &input.standing).to_owned(),
        input.source.clone(),
        confidence(page.locale, &input.confidence),
        input.note.clone(),
        input.used.join(", "),
    ]
}

/// Of results that do not hold the inputs: what the dictionary says of the parameters.
fn from_columns(page: &Page) -> Vec<Vec<String>> {
    let own = page
        .of
        .sources
        .iter()
        .filter(|line| line.file == "trials.csv" && !line.source.is_empty());
    let line = |line: &crate::report::page::findings::SourceLine| {
        vec![
            line.column.clone(),
            page.locale.unit(&line.unit),
            line.source.clone(),
            confidence(page.locale, &line.confidence),
        ]
    };
    own.map(line).collect()
}
