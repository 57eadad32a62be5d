//! Values of flags, and what is wanted in words where they are wrong.

use crate::calendar::Date;
use crate::scenario::Filter;

/// A date.
pub fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date such as 2031-03-12 is wanted".to_owned())
}

/// What a row must say in a column.
pub fn filter(text: &str) -> Result<Filter, String> {
    let form = "COLUMN=VALUE or COLUMN~PART is wanted, such as place~Dostyk";
    Filter::parse(text).ok_or_else(|| form.to_owned())
}

/// A name and what is in it.
pub fn group(text: &str) -> Result<(String, Vec<String>), String> {
    let form = || "NAME=A,B,C is wanted, such as tariffs=kz_tariff,vn_tariff".to_owned();
    let (name, all) = text.split_once('=').ok_or_else(form)?;
    let all: Vec<String> = all.split(',').map(|one| one.trim().to_owned()).collect();
    if name.trim().is_empty() || all.iter().any(String::is_empty) {
        return Err(form());
    }
    Ok((name.trim().to_owned(), all))
}

/// Which part of how many, as in 3/16, counted from 0.
pub fn part(text: &str) -> Result<(u64, u64), String> {
    let form = "K/N is wanted: the part, counted from 0, of how many, such as 0/16, 1/16 … 15/16";
    let (part, parts) = text.split_once('/').ok_or(form)?;
    let number = |text: &str| text.parse::<u64>().map_err(|_| form.to_owned());
    let (part, parts) = (number(part)?, number(parts)?);
    match parts.checked_sub(1) {
        None => Err("there is at least one part: 0/1 is all of it".to_owned()),
        Some(last) if part > last => Err(format!(
            "parts are counted from 0: 0/{parts} to {last}/{parts} is wanted"
        )),
        Some(_) => Ok((part, parts)),
    }
}

/// Refuses what only a run can be asked for.
pub fn only_of_a_run(_: &str) -> Result<String, String> {
    let words = "a part must know how many trials there are, and a precision is only known when all \
                 are there; say --trials, or ask `lichain run` for a precision";
    Err(words.to_owned())
}

/// A share strictly between 0 and 1.
pub fn share(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    let within = number.filter(|share| (0.0..1.0).contains(share) && *share > 0.0);
    within.ok_or_else(|| "a number between 0 and 1 is wanted, such as 0.05".to_owned())
}

/// A whole number within bounds, in words that say so.
pub fn whole<const LOW: u64, const HIGH: u64>(text: &str) -> Result<u64, String> {
    let number = text.parse().ok();
    let within = number.filter(|number| (LOW..=HIGH).contains(number));
    within.ok_or_else(|| match HIGH {
        u64::MAX => format!("a whole number of at least {LOW} is wanted"),
        _ => format!("a whole number from {LOW} to {HIGH} is wanted"),
    })
}

#[cfg(test)]
mod tests {
    use super::{part, whole};

    #[test]
    fn a_part_is_one_of_so_many_counted_from_0() {
        assert_eq!(part("3/16"), Ok((3, 16)));
        assert_eq!(part("0/1"), Ok((0, 1)));
        for (text, words) in [
            ("16/16", "0/16 to 15/16"),
            ("1/0", "at least one part"),
            ("3", "K/N is wanted"),
            ("-1/4", "K/N is wanted"),
            ("a/b", "K/N is wanted"),
            ("1/2/3", "K/N is wanted"),
            ("99999999999999999999/4", "K/N is wanted"),
        ] {
            let told = part(text).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
    }

    #[test]
    fn numbers_out_of_bounds_are_refused_with_the_bounds() {
        assert_eq!(whole::<1, 1024>("1024"), Ok(1024));
        for text in ["0", "1025", "-1", "many", "1.5", ""] {
            let told = whole::<1, 1024>(text).unwrap_err();
            assert!(told.contains("from 1 to 1024"), "{told}");
        }
    }
}
