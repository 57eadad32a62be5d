//! Dates of the real (proleptic Gregorian) calendar as whole days.

use std::fmt;

/// Days in a year, for rates. Dates follow the calendar.
pub const DAYS_PER_YEAR: f64 = 365.0;

/// A day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// The date of a year, month (1 to 12) and day of the month, where there is one, from year 1
    /// to 9999.
    #[must_use]
    pub fn new(_year: i32, _month: u32, _day: u32) -> Option<Self> {
        todo!()
    }

    /// Reads `2031-03-12`.
    #[must_use]
    pub fn parse(_text: &str) -> Option<Self> {
        todo!()
    }

    /// Year, month (1 to 12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        todo!()
    }
}

impl fmt::Display for Date {
    /// `2031-03-12`.
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}
