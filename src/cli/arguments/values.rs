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
    use super::whole;

    #[test]
    fn numbers_out_of_bounds_are_refused_with_the_bounds() {
        assert_eq!(whole::<1, 1024>("1024"), Ok(1024));
        for text in ["0", "1025", "-1", "many", "1.5", ""] {
            let told = whole::<1, 1024>(text).unwrap_err();
            assert!(told.contains("from 1 to 1024"), "{told}");
        }
    }
}
