//! The calendar by day of the horizon.

use crate::calendar::Date;

/// The calendar by day of the horizon.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Month of the year, January 0.
    pub month_of_year: Vec<u8>,
    /// Calendar month counted from the first day.
    pub month: Vec<u32>,
    /// Position of the month among those of the books.
    pub book_month: Vec<u32>,
    /// Position of the year among those of the books.
    pub book_year: Vec<u32>,
    /// Months of the books.
    pub book_months: usize,
    /// Years of the books.
    pub book_years: usize,
}

impl Calendar {
    /// The calendar of so many days from a date, whose books open after a warm-up.
    #[must_use]
    pub fn new(start: Date, days: u32, warmup: u32) -> Self {
        let books = Date(start.0 + warmup as i32);
        let last = Date(start.0 + days as i32 - 1);
        let dates = || (0..days as i32).map(|day| Date(start.0 + day));
        let months = |from: Date, to: Date| (month_number(to) - month_number(from)).max(0) as u32;
        let years = |from: Date, to: Date| (to.ymd().0 - from.ymd().0).max(0) as u32;
        Self {
            month_of_year: dates().map(|date| (date.ymd().1 - 1) as u8).collect(),
            month: dates().map(|date| months(start, date)).collect(),
            book_month: dates().map(|date| months(books, date)).collect(),
            book_year: dates().map(|date| years(books, date)).collect(),
            book_months: months(books, last) as usize + 1,
            book_years: years(books, last) as usize + 1,
        }
    }

    /// The days of the books in the year that ends tonight, from the first to the one after the
    /// last, or nothing where none ends. The last evening ends a year too.
    #[must_use]
    pub fn year_that_ends(&self, day: u32, warmup: u32) -> Option<(u32, u32)> {
        let year = self.book_year[day as usize];
        if self.book_year.get(day as usize + 1) == Some(&year) {
            return None;
        }
        let first = self.book_year.partition_point(|other| *other < year);
        Some((warmup.max(first as u32), day + 1))
    }
}

/// Months since year 0.
fn month_number(date: Date) -> i32 {
    let (year, month, _) = date.ymd();
    year * 12 + month as i32 - 1
}
