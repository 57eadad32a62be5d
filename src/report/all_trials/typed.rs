//! Trials with types, in groups of rows that are the same in every run.

use std::fs::File;
use std::io::{self, BufWriter};

use super::{Stretch, Table};
use crate::report::columnar::Columnar;
use crate::report::sheet::Hashed;
use crate::report::trials::Places;

/// Rows of a group at most.
const MOST_ROWS: usize = 1 << 16;
/// Numbers of a group at most, as far as it has more than 64 rows.
const MOST_NUMBERS: usize = 1 << 21;

/// A file of columns, and the rows that wait for their group to be whole.
pub(super) struct Typed {
    /// Before its first group nobody knows the types.
    out: Out,
    first: u64,
    rows: usize,
    measures: Vec<Vec<f64>>,
    parameters: Vec<Vec<f64>>,
    rows_a_group: usize,
}

enum Out {
    Empty(Hashed<BufWriter<File>>),
    Begun(Box<Columnar>),
    /// While it changes.
    Between,
}

impl Typed {
    pub fn new(table: &Table, out: Hashed<BufWriter<File>>) -> Self {
        Self {
            out: Out::Empty(out),
            first: 0,
            rows: 0,
            measures: Vec::new(),
            parameters: Vec::new(),
            rows_a_group: rows_a_group(table.described.len()),
        }
    }

    pub fn add(&mut self, table: &Table, some: &Stretch) -> io::Result<()> {
        let (mut first, mut rows) = (some.first, some.rows);
        while !rows.is_empty() {
            let room = (self.rows_a_group - self.rows).min(rows.len());
            let (own, rest) = rows.split_at(room);
            if self.rows == 0 {
                self.first = first;
            }
            self.rows += room;
            transpose(&mut self.measures, own.len(), |at| own[at].measures);
            transpose(&mut self.parameters, own.len(), |at| own[at].parameters);
            if self.rows == self.rows_a_group {
                self.end_group(table, some.variant)?;
            }
            (first, rows) = (first + room as u64, rest);
        }
        Ok(())
    }

    fn end_group(&mut self, table: &Table, (variant, places): (&str, &Places)) -> io::Result<()> {
        let of = (variant, self.first, self.rows);
        let columns = table
            .columns
            .series(places, of, &self.measures, &self.parameters);
        let mut begun = match std::mem::replace(&mut self.out, Out::Between) {
            Out::Empty(out) => {
                let names = table.described.iter().map(|column| column.name.clone());
                let names: Vec<String> = names.collect();
                Box::new(Columnar::new(&names, &columns, out)?)
            }
            Out::Begun(begun) => begun,
            Out::Between => return Err(io::Error::other("a group failed before")),
        };
        begun.group(&columns)?;
        self.out = Out::Begun(begun);
        let all = self.measures.iter_mut().chain(&mut self.parameters);
        all.for_each(Vec::clear);
        self.rows = 0;
        Ok(())
    }

    /// Ends the file and returns its hash.
    pub fn finish(mut self, table: &Table, variant: (&str, &Places)) -> io::Result<String> {
        if self.rows > 0 {
            self.end_group(table, variant)?;
        }
        match self.out {
            Out::Begun(begun) => Ok(begun.finish()?),
            Out::Empty(_) | Out::Between => Err(io::Error::other("no trial came")),
        }
    }
}

/// Rows put behind what stands in columns.
fn transpose<'r>(columns: &mut Vec<Vec<f64>>, rows: usize, row: impl Fn(usize) -> &'r [f64]) {
    columns.resize_with(row(0).len(), Vec::new);
    for (at, column) in columns.iter_mut().enumerate() {
        column.extend((0..rows).map(|trial| row(trial)[at]));
    }
}

/// As many as memory has room for, by the width of the results alone.
fn rows_a_group(width: usize) -> usize {
    let halved = std::iter::successors(Some(MOST_ROWS), |rows| Some(rows / 2));
    let mut fitting = halved.take_while(|rows| *rows > 64);
    fitting
        .find(|rows| rows * width <= MOST_NUMBERS)
        .unwrap_or(64)
}
