//! The assumptions with their sources, and other tables that lie among the results.

use maud::{Markup, html};

use super::Page;
use super::chart;
use super::findings::Table;
use crate::report::chain::Assumption;
use crate::report::words::{Locale, Word};

/// What is told of an input as it is written.
pub const HEADINGS: [Word; 6] = [
    Word::Input,
    Word::Value,
    Word::Standing,
    Word::Source,
    Word::Confidence,
    Word::Note,
];

/// The assumptions.
pub fn section(page: &Page) -> Markup {
    let locale = page.locale;
    let Some(chain) = &page.of.chain else {
        return from_columns(page);
    };
    let count = |kind: &str| {
        let own = chain.inputs.iter().filter(|input| input.standing == kind);
        own.count().to_string()
    };
    let [cited, assumed, unsaid] = ["cited", "assumed", "unsaid"].map(count);
    let places = [
        ("cited", cited.as_str()),
        ("assumed", &assumed),
        ("unsaid", &unsaid),
    ];
    let rows: Vec<Vec<String>> = chain
        .inputs
        .iter()
        .map(|input| row(locale, input))
        .collect();
    html! {
        p { (locale.fill(Word::AssumptionWords, &places)) }
        (folded(locale, Word::Assumptions, &chart::headings(locale, HEADINGS), &rows))
    }
}

fn row(locale: Locale, input: &Assumption) -> Vec<String> {
    vec![
        input.path.clone(),
        input.value.clone(),
        standing(locale, &input.standing).to_owned(),
        input.source.clone(),
        confidence(locale, &input.confidence),
        input.note.clone(),
    ]
}

/// What an input stands on, in words.
pub fn standing(locale: Locale, word: &str) -> &'static str {
    locale.say(match word {
        "cited" => Word::Cited,
        "assumed" => Word::Assumed,
        _ => Word::Unsaid,
    })
}

/// How far an input is trusted, in words.
pub fn confidence(locale: Locale, word: &str) -> String {
    let known = match word {
        "high" => Word::High,
        "medium" => Word::Medium,
        "low" => Word::Low,
        other => return other.to_owned(),
    };
    locale.say(known).to_owned()
}

/// Of results that do not hold the inputs: what the dictionary says of the parameters.
fn from_columns(page: &Page) -> Markup {
    let locale = page.locale;
    let own =
        |line: &&super::findings::SourceLine| line.file == "trials.csv" && !line.source.is_empty();
    let lines = page.of.sources.iter().filter(own);
    let row = |line: &super::findings::SourceLine| {
        vec![
            line.column.clone(),
            locale.unit(&line.unit),
            line.source.clone(),
            confidence(locale, &line.confidence),
        ]
    };
    let rows: Vec<Vec<String>> = lines.map(row).collect();
    let words = [Word::Input, Word::Unit, Word::Source, Word::Confidence];
    html! {
        p { (locale.say(Word::NoAssumptions)) }
        (folded(locale, Word::Assumptions, &chart::headings(locale, words), &rows))
    }
}

fn folded(locale: Locale, word: Word, headings: &[String], rows: &[Vec<String>]) -> Markup {
    let caption = locale.say(word);
    html! {
        details {
            summary { (caption) " (" (rows.len()) ")" }
            (chart::table(locale, caption, headings, rows))
        }
    }
}

/// As many lines of another table are shown.
const MOST: usize = 200;

/// Other tables, as they lie there; nothing where there are none.
pub fn tables(page: &Page) -> Option<Markup> {
    let locale = page.locale;
    if page.of.tables.is_empty() {
        return None;
    }
    let cut = |table: &Table| {
        let all = table.lines.len().to_string();
        let shown = MOST.to_string();
        let places = [
            ("shown", shown.as_str()),
            ("all", &all),
            ("file", &table.file),
        ];
        (table.lines.len() > MOST).then(|| locale.fill(Word::RowsOf, &places))
    };
    Some(html! {
        @for table in &page.of.tables {
            details {
                summary { (table.file) }
                @if let Some(words) = cut(table) { p.note { (words) } }
                (chart::table(locale, &table.file, &table.headings, &table.lines[..table.lines.len().min(MOST)]))
            }
        }
    })
}
