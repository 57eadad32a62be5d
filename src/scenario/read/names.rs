//! What an expression can name: numbers by `$name`, and tables as seen from the file it stands in.

use super::desk::Desk;
use super::observations;
use crate::calendar::Date;
use crate::scenario::expression::{Rate, Surroundings, Unread};
use crate::scenario::text::SourceId;
use crate::units::{Currency, Dimension};

/// The names of the desk in one file.
pub(super) struct Names<'a> {
    pub desk: &'a Desk<'a>,
    /// Where the expression stands.
    pub source: SourceId,
    /// A price, in which amounts of currencies may stand at the rate of the day.
    pub may_move: bool,
}

impl Surroundings for Names<'_> {
    fn dimension(&self, name: &str) -> Option<Dimension> {
        self.desk.dimension(name)
    }

    fn nearest(&self, name: &str) -> Option<String> {
        self.desk.nearest(name)
    }

    fn observations(&self, file: &str, column: &str) -> Result<Vec<f64>, Unread> {
        observations::read(self.desk, self.source, file, column)
    }

    fn days(&self, date: Date) -> f64 {
        self.desk.days(date)
    }

    fn rate(&self, currency: Currency) -> Rate {
        match self.desk.rates.borrow().contains_key(&currency) {
            _ if !self.may_move => Rate::NotHere,
            true => Rate::Known,
            false => Rate::Undeclared,
        }
    }
}
