//! What can be set, within which bounds, for what: levers, an objective, constraints. Every lever is a
//! grid, so that a policy is a list of whole numbers: two that are alike are equal, and the same
//! digits are written wherever it is shown.

use crate::calendar::Date;

/// A policy: for each lever in order one number (which step, which choice), or one for each of its
/// shares.
pub type Point = Vec<u32>;

/// What `[optimize]` and the levers ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Id of the variant whose levers are moved; the reference where none is named.
    pub variant: Option<String>,
    /// The measure whose mean is to be as good as possible.
    pub objective: String,
    /// Whether low values of it are good; the measure's own direction where it is not said.
    pub low_is_good: Option<bool>,
    /// What must hold.
    pub constraints: Vec<Constraint>,
    /// What can be set, in order of name.
    pub levers: Vec<Lever>,
    /// How much is tried.
    pub budget: Budget,
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Policies tried in the search.
    pub evaluations: u32,
    /// Trials of each.
    pub trials: u64,
    /// Policies that are compared at the end.
    pub finalists: u32,
    /// Trials of each of them at most, and of the winner on fresh luck.
    pub final_trials: u64,
    /// Differences in the objective below this share of it do not matter.
    pub indifference: f64,
}

/// A statistic of a measure over trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Mean; the probability where the measure is 0 or 1.
    Mean,
    /// Standard deviation.
    Sd,
    /// Quantile of this level.
    Quantile(f64),
    /// Mean of the worst 5 %.
    Cvar5,
}

/// Names of the statistics in the language.
pub const STATISTICS: [(&str, Statistic); 11] = [
    ("mean", Statistic::Mean),
    ("probability", Statistic::Mean),
    ("sd", Statistic::Sd),
    ("p5", Statistic::Quantile(0.05)),
    ("p10", Statistic::Quantile(0.1)),
    ("p25", Statistic::Quantile(0.25)),
    ("p50", Statistic::Quantile(0.5)),
    ("p75", Statistic::Quantile(0.75)),
    ("p90", Statistic::Quantile(0.9)),
    ("p95", Statistic::Quantile(0.95)),
    ("cvar5", Statistic::Cvar5),
];

/// A statistic of a measure that must keep a bound: `fill_rate p10 >= 95 %`.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// As the user wrote it.
    pub text: String,
    /// The measure.
    pub measure: String,
    /// Of what over trials.
    pub statistic: Statistic,
    /// At least the bound; at most where false.
    pub at_least: bool,
    /// The bound, in the measure's unit.
    pub bound: f64,
}

/// Something that can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Its name.
    pub name: String,
    /// In the user's words; the name where there are none.
    pub title: String,
    /// The keys it sets: all to one value, or one each to shares.
    pub keys: Vec<String>,
    /// What they can be.
    pub range: Range,
}

/// What a lever can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// `low`, `low + step`, … of a unit.
    Steps {
        /// The lowest value, in the unit.
        low: f64,
        /// From one value to the next.
        step: f64,
        /// The number of the last; 0 is the first.
        last: u32,
        /// How values are written.
        written: Written,
    },
    /// One of these, as they are shown.
    Choices(Vec<String>),
    /// Shares that add up to one, each so many parts.
    Shares {
        /// How many parts make one.
        parts: u32,
    },
}

/// How a number is written in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// With a unit: `"42 d"`.
    Unit(String),
    /// As a bare number.
    Number,
    /// As a whole number.
    Whole,
    /// As a date; numbers are days since 1970.
    Date,
}

/// A value of a lever.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number in its unit.
    Number(f64),
    /// Words.
    Words(String),
}

impl Lever {
    /// How many numbers of a point are its own.
    #[must_use]
    pub fn width(&self) -> usize {
        match self.range {
            Range::Shares { .. } => self.keys.len(),
            Range::Steps { .. } | Range::Choices(_) => 1,
        }
    }

    /// Headings of its values and their units.
    #[must_use]
    pub fn columns(&self) -> Vec<(String, String)> {
        let unit = match &self.range {
            Range::Steps { written, .. } => match written {
                Written::Unit(unit) => unit.clone(),
                Written::Date => "date".to_owned(),
                Written::Number | Written::Whole => String::new(),
            },
            Range::Choices(_) => String::new(),
            Range::Shares { .. } => "share".to_owned(),
        };
        if self.width() == 1 {
            return vec![(self.name.clone(), unit)];
        }
        let column = |key: &String| (format!("{} {key}", self.name), unit.clone());
        self.keys.iter().map(column).collect()
    }

    /// Its values at its own numbers of a point.
    #[must_use]
    pub fn values(&self, own: &[u32]) -> Vec<Value> {
        own.iter().map(|&at| self.value(at)).collect()
    }

    fn value(&self, at: u32) -> Value {
        match &self.range {
            Range::Choices(choices) => {
                Value::Words(choices.get(at as usize).cloned().unwrap_or_default())
            }
            Range::Steps {
                written: Written::Date,
                ..
            } => Value::Words(Date(libm::round(self.number(at)) as i32).to_string()),
            Range::Steps { .. } | Range::Shares { .. } => Value::Number(self.number(at)),
        }
    }

    /// The number at a place of its grid, free of the trace that adding up leaves.
    #[must_use]
    pub fn number(&self, at: u32) -> f64 {
        let text = self.figure(at);
        text.parse().unwrap_or(f64::NAN)
    }

    /// The same as it is written, in as many decimals as its grid needs.
    #[must_use]
    pub fn figure(&self, at: u32) -> String {
        let (low, step) = match self.range {
            Range::Steps { low, step, .. } => (low, step),
            Range::Shares { parts } => (0.0, 1.0 / f64::from(parts)),
            Range::Choices(_) => (0.0, 1.0),
        };
        let decimals = decimals(low).max(decimals(step));
        let text = format!("{:.decimals$}", low + f64::from(at) * step);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    }

    /// The value as people read it, with its unit.
    #[must_use]
    pub fn shown(&self, own: &[u32]) -> String {
        let one = |at: &u32| match &self.range {
            Range::Steps {
                written: Written::Unit(unit),
                ..
            } => format!("{} {unit}", self.figure(*at)),
            _ => match self.value(*at) {
                Value::Words(words) => words,
                Value::Number(_) => self.figure(*at),
            },
        };
        own.iter().map(one).collect::<Vec<_>>().join(" / ")
    }
}

/// Decimals that a number is written with, at most nine.
fn decimals(number: f64) -> usize {
    let text = format!("{number}");
    text.find('.').map_or(0, |at| (text.len() - at - 1).min(9))
}

impl Search {
    /// Each lever with its own numbers of a point.
    pub fn split<'a>(&'a self, point: &'a [u32]) -> impl Iterator<Item = (&'a Lever, &'a [u32])> {
        let mut rest = point;
        self.levers.iter().map(move |lever| {
            let (own, after) = rest.split_at(lever.width().min(rest.len()));
            rest = after;
            (lever, own)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lever(range: Range, keys: &[&str]) -> Lever {
        Lever {
            name: "cover".to_owned(),
            title: "cover".to_owned(),
            keys: keys.iter().map(|&key| key.to_owned()).collect(),
            range,
        }
    }

    fn steps(low: f64, step: f64, written: Written) -> Lever {
        let range = Range::Steps {
            low,
            step,
            last: 100,
            written,
        };
        lever(range, &["site.a"])
    }

    #[test]
    fn a_value_is_written_without_the_trace_of_adding_up() {
        for (low, step, at, text) in [
            (0.1, 0.1, 2, "0.3"),
            (20.0, 0.5, 3, "21.5"),
            (20.0, 0.5, 4, "22"),
            (6.49, 0.01, 1, "6.5"),
            (-5.0, 1.0, 2, "-3"),
            (100.0, 10.0, 10, "200"),
        ] {
            assert_eq!(steps(low, step, Written::Number).figure(at), text);
        }
        let cover = steps(20.0, 0.5, Written::Unit("d".to_owned()));
        assert_eq!(cover.shown(&[3]), "21.5 d");
        assert_eq!(cover.values(&[3]), [Value::Number(21.5)]);
        let start = steps(0.0, 1.0, Written::Date);
        assert_eq!(start.shown(&[31]), "1970-02-01");
    }

    #[test]
    fn a_point_is_split_among_the_levers() {
        let search = Search {
            variant: None,
            objective: String::new(),
            low_is_good: None,
            constraints: Vec::new(),
            levers: vec![
                steps(0.0, 1.0, Written::Whole),
                lever(Range::Shares { parts: 20 }, &["a", "b", "c"]),
                lever(Range::Choices(vec!["x".into(), "y".into()]), &["d"]),
            ],
            budget: Budget {
                evaluations: 1,
                trials: 1,
                finalists: 1,
                final_trials: 1,
                indifference: 0.0,
            },
        };
        let point = [7, 5, 12, 3, 1];
        let shown: Vec<String> = search
            .split(&point)
            .map(|(lever, own)| lever.shown(own))
            .collect();
        assert_eq!(shown, ["7", "0.25 / 0.6 / 0.15", "y"]);
        let names = search.levers[1].columns();
        assert_eq!(names[1], ("cover b".to_owned(), "share".to_owned()));
    }
}
