//! One line of the scenario language: a quantity, a sum with names in it, or a distribution.
//!
//! ```text
//! value   = law [unit] | sum | low "to" high [unit]
//! law     = name "(" argument {"," argument} ")"      clip(floor(lognormal(mu 2, sigma 0.2)), 1, 63) d
//! argument= [label] (law | sum | text)                       mean $sea_days, cv 20 %, 2031-06-01: 0.3
//! sum     = product {("+" | "-") product}             31 USD/kWh + 0.58 kg/kWh * $lce
//! product = factor {"*" factor}
//! factor  = number [unit] | "$" name | date | "never"
//! text    = in single or double quotes               'durations.csv'
//! unit    = as in [`crate::units`]; "%" is one
//! ```
//! `syntax` reads what is written (with `cursor`), `lower` turns it into a law in base units and
//! checks dimensions, `laws` is the table of laws with their arguments.

mod cursor;
mod laws;
mod lower;
mod sums;
mod syntax;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use laws::{LawEntry, order as law_order, table as law_table};

use super::problem::{self, nearest};
use crate::random::Law;
use crate::units::{Currency, Dimension, Unit};

/// A factor times named numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedProduct {
    /// In base units of the whole over base units of the names.
    pub factor: f64,
    /// Names without `$`, multiplied together, each with where it stands in the text.
    pub names: Vec<(String, Range<usize>)>,
}

/// A constant plus products, in base units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// In base units.
    pub constant: f64,
    /// Added to the constant.
    pub products: Vec<NamedProduct>,
}

/// What is wrong in an expression, and where in its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Bytes of the expression's text.
    pub range: Range<usize>,
    /// As [`super::Problem::message`].
    pub message: String,
    /// As [`super::Problem::help`].
    pub help: Option<String>,
}

/// Why the numbers of a column cannot be had.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread {
    /// What is wrong with the file, in words for the user, and what helps.
    File(String, Option<String>),
    /// What is wrong with the column, and what helps.
    Column(String, String),
    /// What is wrong in the table, told of already where it stands there.
    Cells,
}

/// What an expression must know of its surroundings.
pub trait Surroundings {
    /// What a named number measures; nothing where there is no such name.
    fn dimension(&self, name: &str) -> Option<Dimension>;
    /// The nearest existing name, for a message.
    fn nearest(&self, name: &str) -> Option<String>;
    /// The numbers in the column of that heading of a table beside the file the expression stands in,
    /// row by row.
    ///
    /// # Errors
    /// Why there are none.
    fn observations(&self, file: &str, column: &str) -> Result<Vec<f64>, Unread>;
    /// Days from the scenario's start to a date, for discrete laws of dates.
    fn days(&self, date: crate::calendar::Date) -> f64;
    /// Whether an amount of a currency may stand for one of USD; where it may, the sum gets the
    /// factor [`rate_name`].
    fn rate(&self, currency: Currency) -> Rate {
        let _ = currency;
        Rate::NotHere
    }
}

/// What there is of an exchange rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// It is declared.
    Known,
    /// It is not.
    Undeclared,
    /// What moves from day to day cannot stand here.
    NotHere,
}

/// The name that stands for USD per unit of a currency among the names of a product; no user's name
/// has a slash.
pub fn rate_name(currency: Currency) -> String {
    format!("USD/{}", currency.code())
}

/// An expression that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// The law; [`Law::Constant`] where nothing is drawn.
    pub law: Law<Sum>,
    /// What it measures; a law may be of a currency where its like in USD was wanted.
    pub dimension: Dimension,
    /// The unit it was written in and base units in one of it, for showing results; base units
    /// where several or none were written.
    pub unit: (String, f64),
    /// A law of dates (`discrete(2030-06-01: 0.3, never: 0.7)`), in days since the start.
    pub is_date: bool,
    /// The largest of its amounts that is written without % and without a name, in base units; 0
    /// where there is none.
    pub without_percent: f64,
}

/// Reads an expression. With `wanted`, the dimension must be that one (a bare number is accepted
/// only where [`Dimension::NONE`] is wanted); without, it is what is written. `dates` says that a
/// date or a law of dates is wanted; a `$name` of a time passes for a date then, and the caller
/// knows whether it is one. Where neither is given, a date is understood too. Arguments are not
/// checked for order and sign: that is [`Law::fault`], once they are plain numbers.
///
/// # Errors
/// Every fault found, each with its place in the text; none where [`Unread::Cells`] is all.
pub fn parse(
    text: &str,
    wanted: Option<Dimension>,
    dates: bool,
    surroundings: &dyn Surroundings,
) -> Result<Expression, Vec<Fault>> {
    let value = syntax::read(text, surroundings)?;
    lower::lower(text, &value, wanted, dates, surroundings)
}

/// Reads a unit alone, such as that of a table's column.
///
/// # Errors
/// What is wrong, with the nearest known symbol.
pub fn parse_unit(text: &str) -> Result<Unit, Fault> {
    syntax::read_unit(text)
}

fn did_you_mean<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, names).map(|near| problem::did_you_mean(name, near))
}
