//! Dates of the real (proleptic Gregorian) calendar as whole days.

use std::fmt;

/// Days in a year, for rates. Dates follow the calendar.
pub const DAYS_PER_YEAR: f64 = 365.0;

/// Days in the 400 years after which the calendar repeats.
const DAYS_PER_CYCLE: i32 = 146_097;
/// 0000-03-01 to 1970-01-01.
const MARCH_OF_YEAR_ZERO: i32 = 719_468;

/// The months in English.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// The date of a year, month (1 to 12) and day of the month, where there is one, from year 1
    /// to 9999.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| Self::civil(year, month as i32, day as i32))
    }

    /// Counts years from March, so that the leap day comes last and the days before a month follow
    /// a straight line in the month.
    ///
    /// # Source
    /// H. Hinnant, "chrono-compatible low-level date algorithms" (2013), `days_from_civil`.
    fn civil(year: i32, month: i32, day: i32) -> Self {
        let months_since_march = (month + 9) % 12;
        let year = if month <= 2 { year - 1 } else { year };
        let (cycle, year) = (year.div_euclid(400), year.rem_euclid(400));
        let days_before_month = (153 * months_since_march + 2) / 5;
        let days = year * 365 + year / 4 - year / 100 + days_before_month + day - 1;
        Self(cycle * DAYS_PER_CYCLE + days - MARCH_OF_YEAR_ZERO)
    }

    /// Reads `2031-03-12`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shape = |(i, b): (usize, u8)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        };
        if text.len() != 10 || !text.bytes().enumerate().all(shape) {
            return None;
        }
        let year = text[..4].parse().ok()?;
        Self::new(year, text[5..7].parse().ok()?, text[8..].parse().ok()?)
    }

    /// Year, month (1 to 12) and day of the month.
    ///
    /// # Source
    /// As [`Date::new`], `civil_from_days`.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let days = i64::from(self.0) + i64::from(MARCH_OF_YEAR_ZERO);
        let cycle = days.div_euclid(i64::from(DAYS_PER_CYCLE));
        let day = days.rem_euclid(i64::from(DAYS_PER_CYCLE));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let months_since_march = (5 * day_of_year + 2) / 153;
        let day_of_month = day_of_year - (153 * months_since_march + 2) / 5 + 1;
        let month = (months_since_march + 2) % 12 + 1;
        let year = cycle * 400 + year + i64::from(month <= 2);
        (year as i32, month as u32, day_of_month as u32)
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self(self.0 - (self.ymd().2 as i32 - 1))
    }

    /// The first day of the month after its own.
    #[must_use]
    pub fn next_month(self) -> Self {
        let (year, month, _) = self.ymd();
        Self(self.month_start().0 + days_in_month(year, month) as i32)
    }
}

impl fmt::Display for Date {
    /// `2031-03-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_have_their_numbers() {
        // Unix time of midnight, divided by 86400: 2001-09-09 is second 1e9, 2038-01-19 is 2^31.
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2001-09-09", 11_574),
            ("2038-01-19", 24_855),
            ("1858-11-17", -40_587), // the modified Julian date's origin
            ("1582-10-15", -141_427),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] {
            let date = Date::parse(text).unwrap();
            assert_eq!(date, Date(days), "{text}");
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn only_years_divisible_by_four_and_not_by_a_bare_hundred_have_a_leap_day() {
        for (year, leap) in [
            (2000, true),
            (2024, true),
            (1900, false),
            (2100, false),
            (2023, false),
        ] {
            assert_eq!(Date::new(year, 2, 29).is_some(), leap, "{year}");
            let days = Date::new(year + 1, 1, 1).unwrap().0 - Date::new(year, 1, 1).unwrap().0;
            assert_eq!(days, if leap { 366 } else { 365 });
        }
    }

    #[test]
    fn four_hundred_years_of_days_follow_one_another_and_come_back() {
        let (mut year, mut month, mut day) = (1800, 1, 1);
        let first = Date::new(year, month, day).unwrap();
        for number in first.0..first.0 + DAYS_PER_CYCLE {
            assert_eq!(Date(number).ymd(), (year, month, day));
            assert_eq!(Date::new(year, month, day), Some(Date(number)));
            if Date::new(year, month, day + 1).is_some() {
                day += 1;
            } else {
                (year, month, day) = if month == 12 {
                    (year + 1, 1, 1)
                } else {
                    (year, month + 1, 1)
                };
                assert_eq!(Date(number).next_month(), Date(number + 1));
                assert_eq!(Date(number + 1).month_start(), Date(number + 1));
            }
        }
        assert_eq!((year, month, day), (2200, 1, 1));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2031-3-12",
            "2031-03-32",
            "2031-13-01",
            "2031-00-10",
            "2031-04-31",
            "0000-01-01",
            "2031/03/12",
            " 2031-03-12",
            "2031-03-12T00:00",
            "+031-03-12",
            "２031-03-1",
            "12-03-2031",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert_eq!(Date::new(10_000, 1, 1), None);
        assert_eq!(Date::new(2031, 0, 1), None);
        assert_eq!(Date::new(2031, 1, 0), None);
    }

    #[test]
    fn extreme_day_numbers_do_not_overflow() {
        assert_eq!(Date(i32::MAX).ymd().0, 5_881_580);
        assert_eq!(Date(i32::MIN).ymd().0, -5_877_641);
    }
}
