//! Dates in the order and with the signs of other countries.

use crate::calendar::Date;

/// What a text that looks like a date was meant to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// What is wrong, without the text itself: "is not a date", "is not a day of the calendar".
    pub fault: &'static str,
    /// What to write.
    pub help: String,
}

/// What was meant by three groups of digits with the same sign between them (`31.12.2030`,
/// `12/31/2030`, `2030-1-5`); nothing for other texts, and for a date as it is written here.
pub fn date_meant(text: &str) -> Option<Meant> {
    let text = text.trim();
    let sign = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(sign, '.' | '/' | '-') || Date::parse(text).is_some() {
        return None;
    }
    let groups: Vec<&str> = text.split(sign).collect();
    let [a, b, c] = groups[..] else { return None };
    let numbers = [number(a)?, number(b)?, number(c)?];
    let readings = if a.len() == 4 {
        year_first(numbers)?
    } else {
        year_last(numbers, c.len(), sign)?
    };
    Some(match readings[..] {
        [] => no_day(a.len() == 4, numbers),
        [one] => Meant {
            fault: "is not a date in the form that is used here",
            help: format!("write year-month-day: {one}"),
        },
        [one, other, ..] => Meant {
            fault: "can be two dates",
            help: format!("write year-month-day: {one} or {other}"),
        },
    })
}

/// At most four digits.
fn number(text: &str) -> Option<i32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year, month as u32, day as u32)
}

fn year_first([year, month, of_month]: [i32; 3]) -> Option<Vec<Date>> {
    (month < 100 && of_month < 100).then(|| day(year, month, of_month).into_iter().collect())
}

/// With points the day comes first; with other signs it may be the month.
fn year_last([first, second, year]: [i32; 3], length: usize, sign: char) -> Option<Vec<Date>> {
    let year = match length {
        4 => year,
        // `5-3-20` is a sum.
        2 if sign != '-' => 2000 + year,
        _ => return None,
    };
    if first >= 100 || second >= 100 {
        return None;
    }
    let mut readings: Vec<Date> = day(year, second, first).into_iter().collect();
    if sign != '.' {
        readings.extend(day(year, first, second).filter(|_| first != second));
    }
    Some(readings)
}

fn no_day(year_first: bool, [year, month, _]: [i32; 3]) -> Meant {
    let first = day(year, month, 1).filter(|_| year_first);
    let help = match first {
        Some(first) => format!(
            "the last day of that month is {}",
            Date(first.next_month().0 - 1)
        ),
        None => "write year-month-day, such as 2031-03-12".to_owned(),
    };
    Meant {
        fault: "is not a day of the calendar",
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_countries_are_turned_into_ours() {
        for (text, help) in [
            ("31.12.2030", Some("write year-month-day: 2030-12-31")),
            ("1.3.2031", Some("write year-month-day: 2031-03-01")),
            ("31.12.30", Some("write year-month-day: 2030-12-31")),
            ("2030/12/31", Some("write year-month-day: 2030-12-31")),
            ("2037-1-1", Some("write year-month-day: 2037-01-01")),
            ("12/31/2030", Some("write year-month-day: 2030-12-31")),
            ("31/12/2030", Some("write year-month-day: 2030-12-31")),
            (
                "03/04/2030",
                Some("write year-month-day: 2030-04-03 or 2030-03-04"),
            ),
            ("04/04/2030", Some("write year-month-day: 2030-04-04")),
            (
                "2030-02-30",
                Some("the last day of that month is 2030-02-28"),
            ),
            (
                "2030-13-01",
                Some("write year-month-day, such as 2031-03-12"),
            ),
            (
                "30.02.2030",
                Some("write year-month-day, such as 2031-03-12"),
            ),
            ("2030-12-31", None),
            ("1.2.3", None),
            ("1200.50", None),
            ("9-16", None),
            ("5-3-20", None),
            ("12/31/2030/4", None),
            ("", None),
        ] {
            let found = date_meant(text).map(|meant| meant.help);
            assert_eq!(found.as_deref(), help, "{text}");
        }
    }
}
