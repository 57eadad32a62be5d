//! `optimize.csv`: every policy that was tried; and the winner as a scenario of its own.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::directory::Failure;
use super::manifest::{FileHash, hex};
use super::{Column, Lines, Sheet};
use crate::measure::Measure;
use crate::model::{Search, Value};
use crate::outcome::{Optimised, Tried};
use crate::scenario::Policy;

/// What a search came to.
pub struct OptimizeSheet<'a> {
    /// The search.
    pub found: &'a Optimised,
    /// What was asked.
    pub search: &'a Search,
}

/// The folder of the winner's scenario and the files it builds on.
pub const WINNER: &str = "winner";

impl Sheet for OptimizeSheet<'_> {
    fn name(&self) -> &'static str {
        "optimize"
    }

    #[rustfmt::skip]
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::new("stage", "", "When it was tried: screening (spread over all that may be set), search, final (finalists, on luck of their own), fresh (winner and scenario as it is, on trials that had no part in choosing)."),
            Column::new("policy", "", "Which row is the winner, and which the scenario as it is."),
            Column::new("trials", "", "Trials, counted from 1."),
            Column::new("seed", "", "Their seed; policies of one stage share all luck."),
        ];
        for lever in &self.search.levers {
            for (name, unit) in lever.columns() {
                columns.push(Column::named(format!("lever.{name}"), unit, format!("What {} was set to; empty for the scenario as it is.", lever.keys.join(", "))));
            }
        }
        columns.extend(self.objective());
        for (at, constraint) in self.search.constraints.iter().enumerate() {
            let unit = self.unit(at + 1);
            let text = &constraint.text;
            let side = if constraint.at_least { "at least" } else { "at most" };
            columns.push(Column::named(text, unit, "The statistic that is bounded, as estimated."));
            columns.push(Column::named(format!("{text} limit"), unit, format!("What it is {side}, with 95 % confidence on that one side.")));
            columns.push(Column::named(format!("{text} verdict"), "", "kept: the limit keeps the bound; likely: only the estimate does; missed: not even that."));
        }
        columns.push(Column::new("note", "", "What else to know."));
        columns
    }

    fn lines(&self, lines: &mut Lines) -> csv::Result<()> {
        for (at, tried) in self.found.tried.iter().enumerate() {
            lines.text(tried.stage.word()).text(self.role(at));
            lines.count(tried.trials).count(tried.seed);
            self.levers(tried, lines);
            let objective = tried.objective;
            lines.known(objective.mean).known(objective.lo95);
            lines.known(objective.hi95);
            for held in &tried.constraints {
                lines.known(held.value).known(held.limit);
                lines.text(held.verdict.word());
            }
            let refused = "the scenario cannot be so";
            lines.text(if tried.refused { refused } else { "" }).end()?;
        }
        Ok(())
    }
}

impl OptimizeSheet<'_> {
    fn objective(&self) -> [Column; 3] {
        let name = &self.search.objective;
        let measure = self.measure(0);
        let meaning = measure.map_or("", |measure| measure.meaning.as_str());
        let unit = self.unit(0);
        [
            Column::named(name, unit, format!("Mean over trials. {meaning}")),
            Column::named(
                format!("{name}_lo95"),
                unit,
                "Lower end of its 95 % interval.",
            ),
            Column::named(
                format!("{name}_hi95"),
                unit,
                "Upper end of its 95 % interval.",
            ),
        ]
    }

    fn measure(&self, at: usize) -> Option<&Measure> {
        self.found.measures.get(at)?.as_ref()
    }

    fn unit(&self, at: usize) -> &str {
        self.measure(at).map_or("", |measure| &measure.unit)
    }

    fn role(&self, at: usize) -> &'static str {
        if at == self.found.as_it_is {
            "as it is"
        } else if self.found.winner.contains(&at) {
            "winner"
        } else {
            ""
        }
    }

    fn levers(&self, tried: &Tried, lines: &mut Lines) {
        let Some(point) = &tried.point else {
            let cells = self.search.levers.iter().map(crate::model::Lever::width);
            (0..cells.sum()).for_each(|_: usize| {
                lines.text("");
            });
            return;
        };
        for (lever, own) in self.search.split(point) {
            for value in lever.values(own) {
                match value {
                    Value::Number(number) => lines.number(number),
                    Value::Words(words) => lines.text(&words),
                };
            }
        }
    }
}

/// Writes the winner's scenario with copies of the files it builds on, and returns the hashes of all.
pub(super) fn write_policy(policy: &Policy, partial: &Path) -> Result<Vec<FileHash>, Failure> {
    let own = (policy.file.clone(), policy.text.as_bytes().to_vec());
    let mut hashes = Vec::new();
    for (way, bytes) in policy.copies.iter().chain([&own]) {
        let path = partial.join(WINNER).join(way);
        let folder = path.parent().unwrap_or(partial);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, bytes))
            .map_err(|reason| Failure::machine("write", &path, &reason))?;
        hashes.push(FileHash {
            file: format!("{WINNER}/{}", way.to_string_lossy()),
            sha256: hex(&Sha256::digest(bytes)),
        });
    }
    Ok(hashes)
}
