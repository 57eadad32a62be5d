//! What goes wrong, in words: how often, how long, what it takes away and of what.

use std::fmt::Write;

use super::Part;
use crate::calendar::DAYS_PER_YEAR as YEAR;
use crate::cli::quantity::short;
use crate::cli::terminal::{prose, wrapped};
use crate::id::HazardId;
use crate::model::{Clock, Hazard, Model, Modes, Target};

/// Each hazard.
pub fn parts(model: &Model, modes: &Modes) -> Vec<Part> {
    let tell = |(id, hazard)| {
        let words = words(model, modes, id, hazard);
        Part {
            head: format!("  {}\n", wrapped(&words, prose().saturating_sub(2), 4)),
            lines: Vec::new(),
        }
    };
    model.hazards.enumerate().map(tell).collect()
}

fn words(model: &Model, modes: &Modes, id: HazardId, hazard: &Hazard) -> String {
    let spells = Spells::of(model, modes, id);
    let leaves = modes.mean(&hazard.leaves);
    let recovery = modes.scalar(&hazard.recovery_days);
    let a_year = rounded(spells.a_year);
    let noun = if a_year == "1" { "spell" } else { "spells" };
    let days = rounded(spells.days);
    let mut words = format!("{}: {a_year} {noun} a year of {days} d", hazard.name);
    if leaves > 0.0 {
        let _ = write!(words, ", {} left", percent(leaves));
    }
    if recovery > 0.0 {
        let _ = write!(words, ", {} d to recover", short(recovery));
    }
    let lost = (1.0 - leaves) * (spells.share + spells.a_year * recovery / 2.0 / YEAR);
    let _ = write!(
        words,
        ": {} of the time, {} of capacity lost; hits {}",
        percent(spells.share),
        percent(lost.min(1.0)),
        hits(model, hazard),
    );
    for (other, chance) in &hazard.sets_off {
        let chance = percent(modes.scalar(chance));
        let _ = write!(
            words,
            "; sets off {} ({chance})",
            model.hazards[*other].name
        );
    }
    words
}

/// How often and how long, on average.
struct Spells {
    a_year: f64,
    days: f64,
    /// Of the time; where spells overlap, once.
    share: f64,
}

impl Spells {
    fn of(model: &Model, modes: &Modes, id: HazardId) -> Self {
        let hazard = &model.hazards[id];
        let a_year = per_year(model, modes, id, model.hazards.len());
        let days = match &hazard.clock {
            Clock::Dates(dates) => {
                let lengths = dates
                    .iter()
                    .map(|(first, last)| f64::from(last - first + 1));
                lengths.sum::<f64>() / dates.len().max(1) as f64
            }
            _ => modes.mean(&hazard.lasts),
        };
        let busy = a_year * days / YEAR;
        let overlaps = |factor: f64| -libm::expm1(-busy * factor);
        let share = match &hazard.clock {
            // A spell falls where another is, or not.
            Clock::Poisson(_) => {
                let mean = hazard.season.iter().sum::<f64>() / 12.0;
                let of_month = hazard
                    .season
                    .map(|f| overlaps(f / mean.max(f64::MIN_POSITIVE)));
                of_month.iter().sum::<f64>() / 12.0
            }
            Clock::SetOff => overlaps(1.0),
            Clock::Renewal(_) | Clock::Dates(_) => busy,
        };
        Self {
            a_year,
            days,
            share,
        }
    }
}

/// Mean spells a year, those that others set off included; of as many hazards in a row as there are.
fn per_year(model: &Model, modes: &Modes, id: HazardId, depth: usize) -> f64 {
    let hazard = &model.hazards[id];
    let own = match &hazard.clock {
        Clock::Poisson(rate) => {
            modes.scalar(rate) * YEAR * hazard.season.iter().sum::<f64>() / 12.0
        }
        Clock::Renewal(gap) => YEAR / (modes.mean(gap) + modes.mean(&hazard.lasts)),
        Clock::Dates(dates) => dates.len() as f64 * YEAR / f64::from(model.end.0 - model.start.0),
        Clock::SetOff => 0.0,
    };
    if depth == 0 {
        return own;
    }
    let parents = model.hazards.enumerate().flat_map(|(by, parent)| {
        let us = parent
            .sets_off
            .iter()
            .filter(move |(other, _)| *other == id);
        us.map(move |(_, chance)| (by, chance))
    });
    let set_off =
        parents.map(|(by, chance)| per_year(model, modes, by, depth - 1) * modes.scalar(chance));
    own + set_off.sum::<f64>()
}

fn hits(model: &Model, hazard: &Hazard) -> String {
    let name = |target: &Target| match target {
        Target::Process(id) => model.processes[*id].name.clone(),
        Target::Dispatch(id) => format!("dispatch of {}", model.stocks[*id].name),
        Target::Element(id) => model.elements[*id].name.clone(),
    };
    hazard.hits.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Hundredths are enough.
fn rounded(value: f64) -> String {
    short(if value > 0.1 {
        (value * 100.0).round() / 100.0
    } else {
        value
    })
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let digits = if percent < 10.0 { 100.0 } else { 10.0 };
    format!("{}\u{a0}%", short((percent * digits).round() / digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_are_counted_by_clock_season_and_what_sets_them_off() {
        let text = r#"
[scenario]
name = "wrong"
start = 2027-01-01
end = 2029-01-01
[party.firm]
[commodity]
ore = { unit = "t" }
[site.mine]
owner = "firm"
stock.ore.policy = { push = {} }
process.dig = { makes = "ore", capacity = "1 t/d" }
[demand.d]
at = "mine"
of = "ore"
daily = "1 t"
[hazard]
storm = { rate = "12 /yr", lasts = "uniform(5, 15) d", leaves = "25 %", hits = ["site.mine"], season = [0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 0], sets_off = { jam = "50 %" } }
jam = { lasts = "3 d", hits = ["site.mine"], recovery = "10 d" }
outage = { every = "exponential(90) d", lasts = "10 d", hits = ["site.mine"] }
maintenance = { dates = [[2027-03-01, 2027-03-10], [2028-03-01, 2028-03-10]], hits = ["site.mine"] }
"#;
        let model = super::super::super::balance::tests::read(text);
        let modes = Modes::of(&model);
        // 12 a year of 365 days at twice that in 3 of 12 months: 6 a year; the share of the time by
        // 1 - exp(-24 x 10 / 365) in these months.
        let storm = (1.0 - f64::exp(-24.0 * 10.0 / 365.0)) / 4.0;
        let jam = 1.0 - f64::exp(-3.0 * 3.0 / 365.0);
        let by_hand = [
            ("jam", 3.0, 3.0, jam),
            ("maintenance", 2.0 * 365.0 / 731.0, 10.0, 20.0 / 731.0),
            ("outage", 3.65, 10.0, 0.1),
            ("storm", 6.0, 10.0, storm),
        ];
        let found = model.hazards.enumerate();
        for ((id, hazard), (name, a_year, days, share)) in found.zip(by_hand) {
            let spells = Spells::of(&model, &modes, id);
            assert_eq!(hazard.name, name);
            assert!(
                (spells.a_year - a_year).abs() < 1e-9,
                "{name}: {}",
                spells.a_year
            );
            assert!((spells.days - days).abs() < 1e-6, "{name}: {}", spells.days);
            assert!(
                (spells.share - share).abs() < 1e-6,
                "{name}: {}",
                spells.share
            );
        }
        let told: Vec<String> = parts(&model, &modes).iter().map(Part::told).collect();
        let jam = "jam: 3 spells a year of 3 d, 10 d to recover: 2.44\u{a0}% of the time, \
                   6.55\u{a0}% of capacity lost; hits mine.dig";
        let words = told[0]
            .split_ascii_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(words, jam);
    }
}
