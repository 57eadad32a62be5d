//! Every parameter and every cited input as it is written, with its source and where it is used.

use super::tab::{Filled, Style, Tab};
use super::table::{style_of, unguarded};
use crate::report::chain::Assumption;
use crate::report::page::Page;
use crate::report::page::findings::SourceLine;
use crate::report::page::sources::{HEADINGS, confidence, standing};
use crate::report::words::Word;

const HEAD: u32 = 3;

/// The sheet.
pub fn tab(page: &Page) -> Filled<Tab> {
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabAssumptions))?;
    tab.words(0, 0, locale.say(Word::Assumptions), Style::Title)?;
    let (note, words, lines) = match &page.of.chain {
        Some(chain) => written(page, &chain.inputs),
        None => from_columns(page),
    };
    tab.words(1, 0, &note, Style::Note)?;
    tab.headings(HEAD, 0, words.iter().map(|word| locale.say(*word)))?;
    for (row, line) in (HEAD + 1..).zip(&lines) {
        for (at, cell) in (0..).zip(line) {
            tab.words(row, at, unguarded(cell), style_of(cell))?;
        }
    }
    let columns = words.len() as u16;
    tab.paper
        .autofilter(HEAD, 0, HEAD + lines.len() as u32, columns - 1)?;
    tab.freeze(HEAD, 1)?;
    Ok(tab)
}

/// A note, headings and lines.
type Listed = (String, Vec<Word>, Vec<Vec<String>>);

fn written(page: &Page, inputs: &[Assumption]) -> Listed {
    let words = [&HEADINGS[..], &[Word::UsedIn]].concat();
    let lines = inputs.iter().map(|input| line(page, input)).collect();
    (counted(page, inputs), words, lines)
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
fn from_columns(page: &Page) -> Listed {
    let is_own = |line: &&SourceLine| line.file == "trials.csv" && !line.source.is_empty();
    let line = |line: &SourceLine| {
        vec![
            line.column.clone(),
            page.locale.unit(&line.unit),
            line.source.clone(),
            confidence(page.locale, &line.confidence),
        ]
    };
    let words = vec![Word::Input, Word::Unit, Word::Source, Word::Confidence];
    let lines = page.of.sources.iter().filter(is_own).map(line).collect();
    (
        page.locale.say(Word::NoAssumptions).to_owned(),
        words,
        lines,
    )
}
