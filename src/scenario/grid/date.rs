//! Dates as spreadsheets save them. With slashes the day comes first in one country and the month in another:
//! they are dates only where no more than one of the two is a day.

use crate::calendar::Date;

/// A day: `2027-01-31`, `31.01.2027`, or `31/01/2027` where it can only be one.
pub(in crate::scenario) fn day(text: &str) -> Option<Date> {
    let with_slashes = || match slashed(text)? {
        [Some(one), Some(other)] if one != other => None,
        [one, other] => one.or(other),
    };
    Date::parse(text)
        .or_else(|| day_month_year(text, '.'))
        .or_else(with_slashes)
}

/// True for a date with slashes that could be either of two days.
pub(in crate::scenario) fn is_either(text: &str) -> bool {
    day(text).is_none() && slashed(text).is_some_and(|days| days.iter().all(Option::is_some))
}

/// What to do about a text that is no date.
pub(in crate::scenario) fn help(text: &str) -> String {
    match slashed(text) {
        Some([Some(one), Some(other)]) => format!(
            "it may be {one} or {other}: format the column as yyyy-mm-dd (or dd.mm.yyyy) and save it again"
        ),
        _ => "a day is written 2027-01-31 or 31.01.2027, a month 2027-01, a quarter 2027-Q1, a year 2027".to_owned(),
    }
}

/// Both readings of a date with slashes: day or month first.
fn slashed(text: &str) -> Option<[Option<Date>; 2]> {
    let (first, rest) = text.split_once('/')?;
    let (second, year) = rest.split_once('/')?;
    let swapped = format!("{second}/{first}/{year}");
    Some([text, &swapped].map(|text| day_month_year(text, '/')))
}

/// The first day of what is written: a day, a month `2027-01`, a quarter `2027-Q1` or a year `2027`.
pub(in crate::scenario) fn first_day(text: &str) -> Option<Date> {
    day(text).or_else(|| {
        let year = digits(text.get(..4)?)?;
        Date::new(year, month(&text[4..])?, 1)
    })
}

/// The first month of a part of a year, by what follows the year.
fn month(rest: &str) -> Option<u32> {
    let part = rest.trim_start_matches(['-', ' ']);
    if let Some(quarter) = part.strip_prefix(['Q', 'q']) {
        let quarter = digits(quarter).filter(|quarter| (1..=4).contains(quarter))?;
        return Some(3 * quarter as u32 - 2);
    }
    match rest.strip_prefix('-') {
        Some(month) if month.len() == 2 => Some(digits(month)? as u32),
        _ => rest.is_empty().then_some(1),
    }
}

fn day_month_year(text: &str, between: char) -> Option<Date> {
    let mut parts = text.split(between);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
        return None;
    }
    Date::new(digits(year)?, digits(month)? as u32, digits(day)? as u32)
}

/// A whole number without a sign.
fn digits(text: &str) -> Option<i32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_could_be_two_days_is_told_with_both() {
        assert!(is_either("01/03/2031") && !is_either("31/03/2031") && !is_either("1/2"));
        let told = help("01/03/2031");
        assert!(told.contains("2031-03-01 or 2031-01-03"), "{told}");
        assert!(help("31/31/2031").contains("31.01.2027"));
    }

    #[test]
    fn dates_of_spreadsheets_are_read_and_what_could_be_two_days_is_none() {
        for (text, first) in [
            ("2031-03-01", Some((2031, 3, 1))),
            ("01.03.2031", Some((2031, 3, 1))),
            ("1.3.2031", Some((2031, 3, 1))),
            ("2031-03", Some((2031, 3, 1))),
            ("2031-Q2", Some((2031, 4, 1))),
            ("2031q4", Some((2031, 10, 1))),
            ("2031 Q1", Some((2031, 1, 1))),
            ("2031", Some((2031, 1, 1))),
            ("203103", None),
            ("2031-", None),
            ("2031-3", None),
            ("2031-13", None),
            ("2031-Q5", None),
            ("2031-Q0", None),
            ("2031-+3", None),
            ("01/03/2031", None),
            ("31/03/2031", Some((2031, 3, 31))),
            ("03/31/2031", Some((2031, 3, 31))),
            ("3/3/2031", Some((2031, 3, 3))),
            ("31/31/2031", None),
            ("31/03/31", None),
            ("01.03.31", None),
            ("30.02.2031", None),
            ("001.3.2031", None),
            ("март 2031", None),
            ("203", None),
            ("20313", None),
            ("", None),
        ] {
            let expected = first.map(|(y, m, d)| Date::new(y, m, d).unwrap());
            assert_eq!(first_day(text), expected, "{text}");
            let is_day = text.len() > 7 && expected.is_some();
            assert_eq!(day(text), expected.filter(|_| is_day), "{text}");
        }
    }
}
