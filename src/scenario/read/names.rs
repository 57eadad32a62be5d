//! What an expression can name: numbers by `$name`, and tables as seen from the file it stands in.

use super::desk::Desk;
use super::observations;
use crate::calendar::Date;
use crate::scenario::expression::{Surroundings, Unread};
use crate::scenario::text::SourceId;
use crate::units::Dimension;

/// The names of the desk in one file.
pub(super) struct Names<'a> {
    pub desk: &'a Desk<'a>,
    /// Where the expression stands.
    pub source: SourceId,
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
}
