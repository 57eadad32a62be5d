//! A stress test: what is down, for how long, and what goes unserved, in shades.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale};

use super::tab::{Filled, Style, Tab};
use crate::report::page::Page;
use crate::report::page::findings::StressLine;
use crate::report::page::heat::unique;
use crate::report::words::Word;

/// The sheet; nothing where there is no stress test.
pub fn tab(page: &Page) -> Filled<Option<Tab>> {
    if page.of.stress.is_empty() {
        return Ok(None);
    }
    let locale = page.locale;
    let mut tab = Tab::new(locale.say(Word::TabStress))?;
    tab.words(0, 0, locale.say(Word::Stress), Style::Title)?;
    tab.words(1, 0, locale.say(Word::BookStress), Style::Note)?;
    let mut row = 3;
    for variant in unique(page.of.stress.iter().map(|line| line.variant.as_str())) {
        row = block(&mut tab, page, variant, row)?;
    }
    Ok(Some(tab))
}

/// A table of a variant, what is down against how long; returns the row of the next.
fn block(tab: &mut Tab, page: &Page, variant: &str, row: u32) -> Filled<u32> {
    let locale = page.locale;
    let own = page.of.stress.iter().filter(|line| line.variant == variant);
    let own: Vec<&StressLine> = own.collect();
    let hits = unique(own.iter().map(|line| line.hit.as_str()));
    let mut downs = unique(own.iter().map(|line| line.down_days));
    downs.sort_unstable();
    tab.words(
        row,
        0,
        &format!("{variant} [{}]", locale.unit("d")),
        Style::Part,
    )?;
    let end = downs.len() as u16;
    tab.words(row + 1, 0, "", Style::Group)?;
    let mut heads = Vec::new();
    for (at, word) in (0..).zip([Word::Unserved, Word::Survives, Word::Recovers]) {
        let first = 1 + at * end;
        tab.over(row + 1, (first, first + end - 1), locale.say(word))?;
        let down = |days: &u32| locale.fill(Word::DaysDown, &[("n", &days.to_string())]);
        heads.extend(downs.iter().map(down));
    }
    tab.headings(row + 2, 0, [locale.say(Word::Hit)])?;
    tab.over_numbers(row + 2, 1, heads.iter().map(String::as_str))?;
    for (row, hit) in (row + 3..).zip(&hits) {
        tab.words(row, 0, hit, Style::Plain)?;
        for (at, days) in (1..).zip(&downs) {
            let Some(line) = own.iter().find(|l| l.hit == *hit && l.down_days == *days) else {
                continue;
            };
            let values = [line.unserved_days, line.survive_p50, line.recover_p50];
            for (block, value) in (0..).zip(values) {
                tab.number(row, at + block * end, value, "#,##0.0")?;
            }
        }
    }
    let last = row + 2 + hits.len() as u32;
    let shades = ConditionalFormat2ColorScale::new()
        .set_minimum_color(Color::RGB(0xFF_FFFF))
        .set_maximum_color(Color::RGB(0xF0_9A5E));
    tab.paper
        .add_conditional_format(row + 3, 1, last, end, &shades)?;
    Ok(last + 2)
}
