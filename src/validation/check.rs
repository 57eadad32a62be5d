//! What a case came to beside what it should come to, and whether that will do.

use super::bench::Mean;
use crate::stats::{self, Binomial};

/// Chance of a false alarm where a count is judged by its law.
const ALARM: f64 = 0.001;

/// A figure, its truth and what is between them at most.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are the words of the variants' pages
pub enum Check {
    /// No chance in it: equal, but for `within`.
    Equal { found: f64, truth: f64, within: f64 },
    /// The 99 % interval of a mean, widened by half of the last digit of a printed truth, holds it; and the
    /// interval is no wider than `narrow` of the truth, so that it could have missed.
    Mean {
        found: Mean,
        truth: f64,
        rounding: f64,
        narrow: f64,
    },
    /// An error that is no larger than its bound.
    AtMost { found: f64, bound: f64 },
    /// So many hits as a binomial law has them, but for 1 in 1,000.
    Hits { hits: u64, of: u64, chance: f64 },
    /// No fewer hits than that law has, but for 1 in 1,000: the chance is a lower bound.
    HitsAtLeast { hits: u64, of: u64, chance: f64 },
    /// Numbers that are the same to the last bit as they should be.
    Same { same: u64, of: u64 },
    /// It did not run.
    Refused(String),
}

impl Check {
    /// Whether the figure is as it should be.
    #[must_use]
    pub fn holds(&self) -> bool {
        match *self {
            Self::Equal {
                found,
                truth,
                within,
            } => (found - truth).abs() <= within,
            Self::Mean {
                found,
                truth,
                rounding,
                narrow,
            } => {
                (found.value - truth).abs() <= found.half + rounding
                    && 2.0 * found.half <= narrow * truth.abs()
            }
            Self::AtMost { found, bound } => found <= bound,
            Self::Hits { hits, of, chance } => {
                let (below, above) = tails(hits, of, chance);
                2.0 * below.min(above) >= ALARM
            }
            Self::HitsAtLeast { hits, of, chance } => tails(hits, of, chance).0 >= ALARM,
            Self::Same { same, of } => same == of && of > 0,
            Self::Refused(_) => false,
        }
    }

    /// The same held to another truth.
    fn against(&self, rival: f64) -> Self {
        let mut other = self.clone();
        match &mut other {
            Self::Equal { truth, .. } | Self::Mean { truth, .. } => *truth = rival,
            Self::AtMost { found, .. } => *found = rival,
            Self::Hits { chance, .. } | Self::HitsAtLeast { chance, .. } => *chance = rival,
            Self::Same { .. } | Self::Refused(_) => {}
        }
        other
    }

    /// The figure in words.
    #[must_use]
    pub fn figure(&self) -> String {
        match self {
            Self::Equal { found, .. } => told(*found, 7),
            Self::Mean { found, .. } => {
                let decimals = decimals(found.half, 2);
                format!("{:.decimals$} ± {:.decimals$}", found.value, found.half)
            }
            Self::AtMost { found, .. } => told(*found, 2),
            Self::Hits { hits, of, .. } | Self::HitsAtLeast { hits, of, .. } => {
                let share = 100.0 * *hits as f64 / (*of).max(1) as f64;
                let (low, high) = stats::wilson(*hits, *of, 0.95).unwrap_or_default();
                format!("{share:.1} % ({:.1} to {:.1})", 100.0 * low, 100.0 * high)
            }
            Self::Same { same, of } if same == of => "all the same".to_owned(),
            Self::Same { same, of } => format!("{same} of {of} the same"),
            Self::Refused(_) => "did not run".to_owned(),
        }
    }

    /// The figure as a number, where it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match *self {
            Self::Equal { found, .. } | Self::AtMost { found, .. } => Some(found),
            Self::Mean { found, .. } => Some(found.value),
            Self::Hits { hits, of, .. } | Self::HitsAtLeast { hits, of, .. } => {
                Some(hits as f64 / of.max(1) as f64)
            }
            Self::Same { same, of } => Some(same as f64 / of.max(1) as f64),
            Self::Refused(_) => None,
        }
    }

    /// The truth in words, a digit more than the figure.
    #[must_use]
    pub fn truth(&self) -> String {
        match *self {
            Self::Equal { truth, .. } => told(truth, 7),
            Self::Mean { found, truth, .. } => told(truth, 2 + digits(truth, found.half)),
            Self::AtMost { .. } => "0".to_owned(),
            Self::Hits { chance, .. } => format!("{:.2} %", 100.0 * chance),
            Self::HitsAtLeast { chance, .. } => format!("{:.0} % or more", 100.0 * chance),
            Self::Same { .. } => "the same".to_owned(),
            Self::Refused(_) => String::new(),
        }
    }

    /// What is allowed between them, in words.
    #[must_use]
    pub fn allowed(&self) -> String {
        match *self {
            Self::Equal { within, .. } => format!("± {}", told(within, 2)),
            Self::Mean {
                rounding, narrow, ..
            } => {
                let rounded = match rounding {
                    0.0 => String::new(),
                    rounding => format!(" + {}", told(rounding, 2)),
                };
                format!("its ±{rounded}, of {} % at most", told(50.0 * narrow, 2))
            }
            Self::AtMost { bound, .. } => format!("at most {}", told(bound, 2)),
            Self::Hits { of, .. } => format!("binomial of {of}, 0.1 %"),
            Self::HitsAtLeast { of, .. } => format!("binomial of {of}, 0.1 % below"),
            Self::Same { .. } => "none".to_owned(),
            Self::Refused(_) => String::new(),
        }
    }
}

/// Chances of at most and of at least so many hits.
fn tails(hits: u64, of: u64, chance: f64) -> (f64, f64) {
    let law = Binomial::new(of, chance);
    (law.between(0, hits), law.between(hits, of))
}

/// Decimals that show so many digits of a number.
fn decimals(number: f64, digits: i32) -> usize {
    if number <= 0.0 || !number.is_finite() {
        return 0;
    }
    (digits - 1 - libm::floor(libm::log10(number)) as i32).clamp(0, 15) as usize
}

/// Digits of a number before those of its error.
fn digits(number: f64, error: f64) -> i32 {
    let size = |x: f64| libm::floor(libm::log10(x.abs().max(f64::MIN_POSITIVE))) as i32;
    if error > 0.0 {
        (size(number) - size(error)).max(0) + 1
    } else {
        6
    }
}

/// A number with so many digits, without zeros behind it.
pub(super) fn told(number: f64, digits: i32) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e9).contains(&size) {
        let text = format!("{number:.*e}", (digits - 1).max(0) as usize);
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{power}", without_zeros(digits));
    }
    let text = format!("{number:.*}", decimals(size, digits));
    without_zeros(&text).to_owned()
}

/// Decimals without zeros behind them.
fn without_zeros(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// The answer of a likely mistake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rival {
    /// What it comes to.
    pub value: f64,
    /// Which mistake.
    pub mistake: &'static str,
}

/// Whether a row is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, and would not if the mistake had been made.
    Holds,
    /// The figure is not the truth.
    Fails,
    /// It would have held with the mistake too.
    Blunt,
}

impl Verdict {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "ok",
            Self::Fails => "FAILS",
            Self::Blunt => "BLUNT",
        }
    }
}

/// One figure of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is of, with its unit.
    pub what: String,
    /// Figure and truth.
    pub check: Check,
    /// What it must not be taken for.
    pub rival: Option<Rival>,
}

impl Row {
    /// Without a rival.
    pub fn new(what: impl Into<String>, check: Check) -> Self {
        Self {
            what: what.into(),
            check,
            rival: None,
        }
    }

    /// A number without chance, equal to a relative 1e-9.
    pub fn equal(what: impl Into<String>, found: f64, truth: f64) -> Self {
        let within = 1e-9 * truth.abs().max(1.0);
        let check = Check::Equal {
            found,
            truth,
            within,
        };
        Self::new(what, check)
    }

    /// A mean whose 99 % interval is at most 0.5 % wide.
    pub fn mean(what: impl Into<String>, found: Mean, truth: f64) -> Self {
        Self::mean_within(what, found, truth, 0.005)
    }

    /// A mean whose 99 % interval is at most so wide, relative to the truth.
    pub fn mean_within(what: impl Into<String>, found: Mean, truth: f64, narrow: f64) -> Self {
        let check = Check::Mean {
            found,
            truth,
            rounding: 0.0,
            narrow,
        };
        Self::new(what, check)
    }

    /// The answer of a likely mistake, which must be refused.
    #[must_use]
    pub fn not(mut self, value: f64, mistake: &'static str) -> Self {
        self.rival = Some(Rival { value, mistake });
        self
    }

    /// Whether it is as it should be.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if !self.check.holds() {
            return Verdict::Fails;
        }
        match self.rival {
            Some(rival) if self.check.against(rival.value).holds() => Verdict::Blunt,
            _ => Verdict::Holds,
        }
    }

    /// What it must not be taken for, in words.
    #[must_use]
    pub fn refuses(&self) -> String {
        self.rival.map_or(String::new(), |rival| {
            let value = match self.check {
                Check::Hits { .. } | Check::HitsAtLeast { .. } => {
                    format!("{} %", told(100.0 * rival.value, 4))
                }
                _ => told(rival.value, 5),
            };
            format!("{value}: {}", rival.mistake)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(value: f64, half: f64, truth: f64) -> Row {
        Row::mean("x", Mean { value, half }, truth)
    }

    #[test]
    fn a_wrong_figure_fails() {
        assert_eq!(Row::equal("x", 5.0, 5.0).verdict(), Verdict::Holds);
        assert_eq!(Row::equal("x", 5.000_001, 5.0).verdict(), Verdict::Fails);
        assert_eq!(Row::equal("x", f64::NAN, 5.0).verdict(), Verdict::Fails);
        assert_eq!(mean(100.2, 0.24, 100.0).verdict(), Verdict::Holds);
        assert_eq!(mean(100.3, 0.24, 100.0).verdict(), Verdict::Fails);
        assert_eq!(mean(f64::NAN, 0.24, 100.0).verdict(), Verdict::Fails);
        for (check, verdict) in [
            (
                Check::AtMost {
                    found: 2e-9,
                    bound: 1e-9,
                },
                Verdict::Fails,
            ),
            (
                Check::AtMost {
                    found: f64::NAN,
                    bound: 1e-9,
                },
                Verdict::Fails,
            ),
            (Check::Same { same: 6, of: 7 }, Verdict::Fails),
            (Check::Same { same: 0, of: 0 }, Verdict::Fails),
            (Check::Same { same: 7, of: 7 }, Verdict::Holds),
            (Check::Refused("no measure x".to_owned()), Verdict::Fails),
        ] {
            assert_eq!(Row::new("x", check.clone()).verdict(), verdict, "{check:?}");
        }
    }

    #[test]
    fn an_interval_so_wide_that_it_could_not_miss_fails() {
        assert_eq!(mean(100.0, 0.26, 100.0).verdict(), Verdict::Fails);
    }

    #[test]
    fn hits_are_judged_by_their_law_on_both_sides_or_on_one() {
        // Of 1,000 with a chance of 95 %: 927 and 971 are the ends, a thousandth for both together.
        let both = |hits| Check::Hits {
            hits,
            of: 1000,
            chance: 0.95,
        };
        let one = |hits| Check::HitsAtLeast {
            hits,
            of: 1000,
            chance: 0.95,
        };
        assert!(both(927).holds() && both(971).holds());
        assert!(!both(925).holds() && !both(973).holds());
        assert!(one(973).holds() && one(1000).holds() && !one(925).holds());
    }

    #[test]
    fn a_case_that_would_pass_a_mistake_is_blunt() {
        assert_eq!(
            mean(100.1, 0.2, 100.0).not(100.5, "a mistake").verdict(),
            Verdict::Holds
        );
        assert_eq!(
            mean(100.1, 0.2, 100.0).not(100.2, "a mistake").verdict(),
            Verdict::Blunt
        );
    }

    #[test]
    fn numbers_are_told_with_the_digits_they_have() {
        for (number, digits, text) in [
            (0.0, 7, "0"),
            (47.66, 7, "47.66"),
            (38_000.0, 7, "38000"),
            (1e-9, 2, "1e-9"),
            (1e-8, 5, "1e-8"),
            (3.456e-13, 2, "3.5e-13"),
            (-0.123_456, 3, "-0.123"),
            (1_234_567.8, 7, "1234568"),
        ] {
            assert_eq!(told(number, digits), text);
        }
        assert_eq!(
            mean(1.996_26, 0.004_74, 1.997_605).check.figure(),
            "1.9963 ± 0.0047"
        );
        assert_eq!(mean(1.996_26, 0.004_74, 1.997_605).check.truth(), "1.99761");
    }
}
