//! Where cargo queues, in words: what is expected to come against what is let pass.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Part;
use crate::cli::flows::Flows;
use crate::cli::quantity::short;
use crate::cli::terminal::{prose, wrapped};
use crate::id::ElementId;
use crate::model::{Departs, Gate, Model, Modes};

/// Each node with a throughput and each timetable.
pub fn parts(model: &Model, modes: &Modes) -> Vec<Part> {
    let flows = Flows::of(model, modes);
    let paths = model.routes.iter().flat_map(|route| &route.path);
    let used: BTreeSet<ElementId> = paths.copied().collect();
    let used = used.into_iter();
    used.filter_map(|id| stop(model, modes, id, flows.feu_per_day[id]))
        .collect()
}

fn stop(model: &Model, modes: &Modes, id: ElementId, ours: f64) -> Option<Part> {
    let element = &model.elements[id];
    let words = match element.gate.as_ref()? {
        Gate::Throughput {
            feu_per_day,
            background,
        } => {
            let others = background.as_ref().map_or(0.0, |law| modes.mean(law));
            let lets_pass = modes.scalar(feu_per_day);
            let load = load(ours + others, lets_pass);
            let (ours, others, most) = (short(ours), short(others), short(lets_pass));
            format!("{ours} FEU/d of ours and {others} of others, {most} pass: {load}")
        }
        Gate::Timetable {
            departs,
            room_feu,
            at_least_feu,
        } => {
            let headway = departs.headway_days();
            let mut words = timetable(*departs);
            let aboard = ours * headway;
            let _ = write!(words, "; {} FEU of ours a departure", short(aboard));
            if let Some(room) = room_feu {
                let room = modes.scalar(room);
                let _ = write!(words, ", room for {}: {}", short(room), load(aboard, room));
            }
            let least = modes.scalar(at_least_feu);
            if least > 0.0 {
                let _ = write!(words, "; none below {} FEU", short(least));
            }
            words
        }
    };
    let told = wrapped(
        &format!("{}: {words}", element.name),
        prose().saturating_sub(2),
        4,
    );
    Some(Part {
        head: format!("  {told}\n"),
        lines: Vec::new(),
    })
}

/// Days, headway and mean wait of a timetable.
fn timetable(departs: Departs) -> String {
    let headway = departs.headway_days();
    let days = departures(departs);
    let wait = short(mean_wait(headway));
    match departs {
        Departs::Weekly(_) => format!("{days}: every {} d, mean wait {wait} d", short(headway)),
        Departs::Every { .. } => format!("{days}, mean wait {wait} d"),
    }
}

/// Days of a timetable.
pub fn departures(departs: Departs) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    match departs {
        Departs::Weekly(days) => {
            let named = DAYS.iter().zip(days).filter(|(_, departs)| *departs);
            named.map(|(day, _)| *day).collect::<Vec<_>>().join(", ")
        }
        Departs::Every { days, .. } => format!("every {days} d"),
    }
}

/// Mean wait for a departure of what comes at any time [d].
pub fn mean_wait(headway_days: f64) -> f64 {
    headway_days / 2.0
}

/// A load in words, with a warning where a queue can only grow.
fn load(comes: f64, passes: f64) -> String {
    let share = comes / passes;
    let percent = format!("{}\u{a0}%", short((share * 1000.0).round() / 10.0));
    if share >= 1.0 {
        format!("{percent} – the queue grows without end")
    } else {
        percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_of_all_that_passes_or_more_is_warned_of() {
        assert_eq!(load(3.0, 12.0), "25\u{a0}%");
        assert_eq!(load(11.999, 12.0), "100\u{a0}%");
        let warned = "the queue grows without end";
        assert!(load(12.0, 12.0).contains(warned) && load(30.0, 12.0).contains(warned));
    }

    #[test]
    fn timetables_tell_days_headway_and_mean_wait() {
        let weekly = Departs::Weekly([true, false, false, true, false, false, false]);
        assert_eq!(timetable(weekly), "Mon, Thu: every 3.5 d, mean wait 1.75 d");
        let every = Departs::Every { days: 10, first: 3 };
        assert_eq!(timetable(every), "every 10 d, mean wait 5 d");
    }
}
