//! `flows.csv`, `cash.csv` and `events.csv`: one trial told day by day.

use super::{Column, Lines, Sheet};
use crate::calendar::Date;
use crate::outcome::{Event, Flow, Posting};

/// What moved, and the scenario's first day.
pub struct FlowsSheet<'a>(pub &'a [Flow], pub Date);

/// What was paid, and the scenario's first day.
pub struct CashSheet<'a>(pub &'a [Posting], pub Date);

/// What happened, and the scenario's first day.
pub struct EventsSheet<'a>(pub &'a [Event], pub Date);

fn dated(columns: &[(&str, &str, &str)]) -> Vec<Column> {
    [
        ("day", "d", "Days since the scenario's first day."),
        ("date", "date", "The same as a date."),
    ]
    .iter()
    .chain(columns)
    .map(|&(name, unit, meaning)| Column::new(name, unit, meaning))
    .collect()
}

fn day<'a, 'b>(lines: &'a mut Lines<'b>, day: u32, start: Date) -> &'a mut Lines<'b> {
    lines.count(day).date(start, f64::from(day))
}

impl Sheet for FlowsSheet<'_> {
    fn name(&self) -> &'static str {
        "flows"
    }

    fn columns(&self) -> Vec<Column> {
        dated(&[
            (
                "kind",
                "",
                "started, finished, used, departed, arrived, bought, demanded, served, late (served after its day) or lost.",
            ),
            ("place", "", "Stock, process, route, market or demand."),
            ("commodity", "", "What moved."),
            ("unit", "", "What the quantity is in."),
            ("quantity", "that of the line", "How much."),
            ("detail", "", "More, in words."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for flow in self.0 {
            day(lines, flow.day, self.1).text(flow.kind);
            lines.text(&flow.place).text(&flow.commodity);
            lines.text(flow.unit).number(flow.quantity);
            lines.text(&flow.detail).end()?;
        }
        Ok(())
    }
}

impl Sheet for CashSheet<'_> {
    fn name(&self) -> &'static str {
        "cash"
    }

    fn columns(&self) -> Vec<Column> {
        dated(&[
            ("payer", "", "Who paid."),
            ("payee", "", "Who was paid."),
            ("category", "", "What for."),
            (
                "usd",
                "USD",
                "How much, in real USD of the scenario's base year.",
            ),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for posting in self.0 {
            day(lines, posting.day, self.1).text(&posting.payer);
            lines.text(&posting.payee).text(&posting.category);
            lines.number(posting.usd).end()?;
        }
        Ok(())
    }
}

impl Sheet for EventsSheet<'_> {
    fn name(&self) -> &'static str {
        "events"
    }

    fn columns(&self) -> Vec<Column> {
        dated(&[
            (
                "what",
                "",
                "What happened: start, breakdown, repair, hazard, stopped, short or order.",
            ),
            ("place", "", "Where."),
            ("detail", "", "More, in words."),
        ])
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for event in self.0 {
            day(lines, event.day, self.1).text(event.what);
            lines.text(&event.place).text(&event.detail).end()?;
        }
        Ok(())
    }
}
