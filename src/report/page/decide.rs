//! Which variant to choose by the main measure, and what it is worth to know first.

use maud::{Markup, html};

use super::Page;
use super::chart;
use crate::analysis::compare::{self, Decision, DecisionRow, Tells};
use crate::report::words::Word;

/// The decision by the main measure, where there is something to choose.
pub fn decision(page: &Page) -> Option<Decision> {
    let main = page.of.main()?;
    let trials = page.of.trials_of(|measure| measure == main);
    compare::decide(&trials, trials.measure(main)?, &[])
}

/// As many parameters are named.
const MOST: usize = 5;

/// The section.
pub fn section(page: &Page, decision: &Decision) -> Markup {
    let locale = page.locale;
    let words = [
        Word::Variant,
        Word::Mean,
        Word::BestGiven,
        Word::Regret,
        Word::BestInTrial,
    ];
    let rows: Vec<Vec<String>> = rows(decision, Tells::Mean)
        .map(|row| line(page, decision, row))
        .collect();
    let caption = locale.say(Word::Decision);
    let worth = worth(page, decision);
    html! {
        p { (locale.say(Word::DecisionWords)) }
        (chart::table(locale, caption, &chart::headings(locale, words), &rows))
        @if !worth.is_empty() {
            (chart::table(
                locale,
                locale.say(Word::WorthKnowing),
                &chart::headings(locale, [Word::Parameter, Word::Worth]),
                &worth,
            ))
        }
    }
}

/// The numbers of a kind.
pub fn rows(decision: &Decision, tells: Tells) -> impl Iterator<Item = &DecisionRow> {
    decision.rows.iter().filter(move |row| row.tells == tells)
}

fn line(page: &Page, decision: &Decision, mean: &DecisionRow) -> Vec<String> {
    let own = |tells: Tells| rows(decision, tells).find(|row| row.variant == mean.variant);
    let share = |tells: Tells| {
        let value = own(tells).and_then(|row| row.value);
        value.map_or(String::new(), |share| page.locale.percent(share))
    };
    vec![
        mean.variant.clone(),
        amount(page, mean),
        share(Tells::BestGivenParameters),
        own(Tells::Regret).map_or(String::new(), |row| amount(page, row)),
        share(Tells::BestInTrial),
    ]
}

/// Everything first, then the parameters most worth knowing.
fn worth(page: &Page, decision: &Decision) -> Vec<Vec<String>> {
    let value = |row: &DecisionRow| row.value.unwrap_or(0.0);
    let mut single: Vec<&DecisionRow> = rows(decision, Tells::Evppi)
        .filter(|row| value(row) > 0.0)
        .collect();
    single.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let all = rows(decision, Tells::Evpi).take(1);
    let all = all.map(|row| {
        vec![
            page.locale.say(Word::Everything).to_owned(),
            amount(page, row),
        ]
    });
    let single = single.into_iter().take(MOST);
    all.chain(single.map(|row| vec![row.parameter.clone(), amount(page, row)]))
        .collect()
}

fn amount(page: &Page, row: &DecisionRow) -> String {
    let half = row.lo.zip(row.hi).map(|(lo, hi)| (hi - lo) / 2.0);
    row.value.map_or(String::new(), |value| {
        page.locale.with_half(value, half, &row.unit)
    })
}
