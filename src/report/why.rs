//! `why.csv`, and a step from a shortage back to its causes in words.

use super::quantity::{prefixed, short};
use super::{Column, Lines, Sheet, cell};
use crate::calendar::Date;
use crate::outcome::{Cause, Step, Why};

/// What a day's largest shortage comes from, and the scenario's first day.
pub struct WhySheet<'a>(pub &'a Why, pub Date);

impl Sheet for WhySheet<'_> {
    fn name(&self) -> &'static str {
        "why"
    }

    fn columns(&self) -> Vec<Column> {
        [
            ("step", "", "Number of the step; 1 is the shortage itself."),
            ("because_of", "", "Number of the step that it causes; empty for shortages."),
            ("date", "date", "The day of the step."),
            ("place", "", "Stock, process, demand, route, market, leg, node or hazard."),
            ("cause", "", "What it was, in one word: see docs/trace.md."),
            ("quantity", "that of the line", "How much, or how many days; empty where nothing is counted."),
            ("unit", "", "What the quantity is in."),
            ("certain", "", "yes, or no for what was so at the same time without the record telling that it mattered."),
            ("file", "", "The file of the trace that the step rests on."),
            ("line", "", "Its line there, as a spreadsheet counts."),
            ("words", "", "The step as a sentence."),
        ]
        .map(|(name, unit, meaning)| Column::new(name, unit, meaning))
        .into()
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        let mut number = 0;
        for shortage in &self.0.shortages {
            self.write(shortage, None, &mut number, lines)?;
        }
        Ok(())
    }
}

impl WhySheet<'_> {
    fn write(
        &self,
        step: &Step,
        of: Option<u32>,
        number: &mut u32,
        lines: &mut Lines,
    ) -> csv::Result<()> {
        *number += 1;
        let own = *number;
        let whole = |number: Option<f64>| number.unwrap_or(f64::NAN);
        lines.count(own).number(whole(of.map(f64::from)));
        lines.date(self.1, f64::from(step.day));
        lines.text(&step.place).text(step.cause.name());
        lines.number(step.quantity).text(step.unit);
        lines.text(if step.certain { "yes" } else { "no" });
        lines.text(step.line.map_or("", |line| line.file));
        lines.number(whole(step.line.map(|line| line.number as f64)));
        lines.text(&words(step, self.1)).end()?;
        for because in &step.because {
            self.write(because, Some(own), number, lines)?;
        }
        Ok(())
    }
}

/// A step as a sentence, its dates on the calendar of a scenario that begins on a day.
#[must_use]
pub fn words(step: &Step, start: Date) -> String {
    let told = Told { step, start };
    let sentence = told
        .of_shortages()
        .or_else(|| told.of_cargo())
        .or_else(|| told.of_lines())
        .unwrap_or_else(|| told.of_roots());
    if step.certain {
        sentence
    } else {
        format!("also at that time: {sentence}")
    }
}

struct Told<'a> {
    step: &'a Step,
    start: Date,
}

impl Told<'_> {
    fn on(&self, day: u32) -> String {
        cell::date(self.start, f64::from(day))
    }

    fn much(&self, quantity: f64) -> String {
        prefixed(quantity, self.step.unit)
    }

    fn quantity(&self) -> String {
        self.much(self.step.quantity)
    }

    /// From a time up to another, as the days they lie in.
    fn span(&self, from: f64, until: f64) -> String {
        let last = (libm::ceil(until) - 1.0).max(libm::floor(from));
        let (first, last) = (cell::date(self.start, from), cell::date(self.start, last));
        if first == last {
            format!("on {first}")
        } else {
            format!("from {first} to {last}")
        }
    }

    fn of_shortages(&self) -> Option<String> {
        let place = &self.step.place;
        Some(match &self.step.cause {
            Cause::Unserved { asked, served } => format!(
                "{} {place}: {} asked for, {} served",
                self.on(self.step.day),
                self.much(*asked),
                self.much(*served)
            ),
            Cause::Stood { wanted } => format!(
                "{} {place}: {} less started for want of an input, of {} wanted",
                self.on(self.step.day),
                self.quantity(),
                self.much(*wanted)
            ),
            Cause::Unfilled => format!(
                "{} {place}: orders for {} waited, nothing was on hand",
                self.on(self.step.day),
                self.quantity()
            ),
            Cause::RanOut {
                commodity,
                last,
                next,
            } => {
                let last = last.map_or("none before".to_owned(), |day| {
                    format!("last delivery {}", self.on(day))
                });
                let next = next.map_or("none after".to_owned(), |day| {
                    format!("next {}", self.on(day))
                });
                format!(
                    "{place} short of {commodity} since {}; {last}, {next}; {} lacking",
                    self.on(self.step.day),
                    self.quantity()
                )
            }
            Cause::Told => format!("{place} was short: told above"),
            _ => return None,
        })
    }

    fn of_cargo(&self) -> Option<String> {
        let place = &self.step.place;
        Some(match &self.step.cause {
            Cause::Late {
                to,
                ordered,
                usual_days,
                arrives,
            } => {
                let comes = arrives.map_or("did not come any more".to_owned(), |day| {
                    format!("came on {}", self.on(day))
                });
                format!(
                    "{} to {to} by {place}, ordered on {} and usually {} d on the way, {comes}",
                    self.quantity(),
                    self.on(*ordered),
                    short(*usual_days)
                )
            }
            Cause::WaitedForGoods {
                commodity,
                from,
                until,
            } => {
                let until = until.map_or("to the end".to_owned(), |day| {
                    format!("until {}", self.on(day))
                });
                format!(
                    "the order waited at {place} for {commodity} from {} {until}",
                    self.on(*from)
                )
            }
            Cause::Held { from, until } => {
                format!("cargo was held at {place} {}", self.span(*from, *until))
            }
            Cause::Missed { left, came, next } => format!(
                "the departure of {} on {place} was not caught: the cargo came on {}; the next was on {}",
                self.on(*left),
                self.on(*came),
                self.on(*next)
            ),
            Cause::BetweenDepartures { came, next } => format!(
                "on {place} the next departure was on {}; the cargo came on {}",
                self.on(*next),
                self.on(*came)
            ),
            Cause::NoRoom {
                queue,
                came,
                passed,
            } => format!(
                "no room on {place} for cargo that came on {}: {} FEU waited, {} FEU could leave; it left on {}",
                self.on(*came),
                short(*queue),
                short(self.step.quantity),
                self.on(*passed)
            ),
            Cause::TooLittle { came, passed } => format!(
                "too little cargo for a departure on {place} from {}; it left on {}",
                self.on(*came),
                self.on(*passed)
            ),
            Cause::Queue {
                queue,
                others,
                came,
                passed,
            } => format!(
                "queue at {place} from {} to {}: {} FEU waited ({} of others came that day), {} FEU pass a day",
                self.on(*came),
                self.on(*passed),
                short(*queue),
                short(*others),
                short(self.step.quantity)
            ),
            Cause::Slow { days, usual_days } => format!(
                "{place} took {} d, {} d on average",
                short(*days),
                short(*usual_days)
            ),
            Cause::Lost => format!("{} lost on the way by {place}", self.quantity()),
            _ => return None,
        })
    }

    fn of_lines(&self) -> Option<String> {
        let place = &self.step.place;
        Some(match &self.step.cause {
            Cause::MadeLittle { from, wanted } => format!(
                "{place} started {} of {} wanted from {} to {}",
                self.quantity(),
                self.much(*wanted),
                self.on(*from),
                self.on(self.step.day)
            ),
            Cause::InputMissing { of } => format!(
                "an input was missing for {} of {of}, last on {}",
                self.quantity(),
                self.on(self.step.day)
            ),
            Cause::Down { from, until } => {
                let until = until.map_or("to the end".to_owned(), |day| {
                    format!("to {}", self.on(day))
                });
                format!("{place} was broken down from {} {until}", self.on(*from))
            }
            Cause::NotStarted { first } => {
                let first = first.map_or("never opens".to_owned(), |day| {
                    format!("opens on {}", self.on(day))
                });
                format!("{place} {first}: {} wanted before that", self.quantity())
            }
            Cause::Ramping { nameplate } => format!(
                "{place} is below its full {}/d by its ramp or season: {} less than wanted",
                self.much(*nameplate),
                self.quantity()
            ),
            Cause::MinedOut => format!("the ore of {place} is used up: {} less", self.quantity()),
            Cause::Capacity { nameplate, asked } => format!(
                "capacity: {}/d asked for, {place} and others of the kind make {}/d at most",
                self.much(*asked),
                self.much(*nameplate)
            ),
            _ => return None,
        })
    }

    fn of_roots(&self) -> String {
        let place = &self.step.place;
        match &self.step.cause {
            Cause::Struck {
                hazard,
                from,
                until,
                leaves,
            } => {
                let left = if *leaves < 1e-9 {
                    "was shut".to_owned()
                } else {
                    format!("had {} % left", short(100.0 * leaves))
                };
                format!(
                    "{place} {left} {} (hazard {hazard})",
                    self.span(*from, *until)
                )
            }
            Cause::SetOff => format!("set off by hazard {place} on {}", self.on(self.step.day)),
            Cause::Cover {
                policy,
                from,
                days,
                needed,
                review_days,
            } => {
                let review = if *review_days > 1 {
                    format!(", reviewed every {review_days} d")
                } else {
                    String::new()
                };
                format!(
                    "nothing was late: on {} {place} had {} on hand and coming, {} were wanted in the {days} d until more could come (policy {policy}{review})",
                    self.on(*from),
                    self.quantity(),
                    self.much(*needed)
                )
            }
            Cause::AbovePlan { days, planned } => format!(
                "nothing was late: {} asked for in {days} d, {} planned",
                self.quantity(),
                self.much(*planned)
            ),
            Cause::FirstDays { next } => {
                let next = next.map_or("nothing more came".to_owned(), |day| {
                    format!("the first that was made was there on {}", self.on(day))
                });
                format!("{place} began with {}; {next}", self.quantity())
            }
            Cause::NoSource => format!("nothing fills {place}; it began with {}", self.quantity()),
            Cause::PolicyLow { policy, could } => format!(
                "the lines of {place} could have started {} since {}, its policy ({policy}) asked for {}",
                self.much(*could),
                self.on(self.step.day),
                self.quantity()
            ),
            Cause::HeldBack { from, until } => format!(
                "goods were at {place}, but no more might leave (room or whole containers) {}",
                self.span(f64::from(*from), f64::from(*until))
            ),
            _ => format!("{place}: the record does not tell what caused it"),
        }
    }
}
