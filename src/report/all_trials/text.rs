//! Trials as lines of text, plain or compressed.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use sha2::Digest;

use super::{Form, Stretch, Table};
use crate::report::line::Line;
use crate::report::manifest::hex;
use crate::report::sheet::{Hashed, headings};

/// Lines that a thread writes at a time.
const LINES: usize = 64;

/// Bytes that are compressed at a time.
const PIECE: usize = 1 << 16;

type Out = Hashed<BufWriter<File>>;

/// A file of text.
pub(super) enum Text {
    Plain(Out),
    /// Its header names no file and no time.
    Packed(Box<Even<GzEncoder<Out>>>),
}

impl Text {
    /// Writes the mark and the headings.
    pub fn new(table: &Table, out: Out) -> io::Result<Self> {
        let mut text = match table.form {
            Form::Gzip => {
                let packed = Even::new(GzEncoder::new(out, Compression::default()));
                Self::Packed(Box::new(packed))
            }
            Form::Csv | Form::Parquet => Self::Plain(out),
        };
        let mut bytes = Vec::new();
        let mut writer = table.dialect.writer(&mut bytes)?;
        writer.write_record(headings(&table.described, table.dialect))?;
        drop(writer);
        text.write(&bytes)?;
        Ok(text)
    }

    /// Adds the lines of some trials.
    pub fn add(&mut self, table: &Table, some: &Stretch) -> io::Result<()> {
        let firsts = (some.first..).step_by(LINES);
        let chunks: Vec<_> = firsts.zip(some.rows.chunks(LINES)).collect();
        let written = chunks.into_par_iter().map(|(first, rows)| {
            let of = Stretch {
                first,
                rows,
                ..*some
            };
            lines(table, &of)
        });
        let written: Vec<Vec<u8>> = written.collect::<io::Result<_>>()?;
        written.iter().try_for_each(|bytes| self.write(bytes))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Packed(out) => out.write_all(bytes),
        }
    }

    /// Ends the file and returns its hash.
    pub fn finish(self) -> io::Result<String> {
        let out = match self {
            Self::Plain(out) => out,
            Self::Packed(even) => even.finish()?.finish()?,
        };
        Ok(hex(&out.finish()?.finalize()))
    }
}

/// The lines of some trials.
fn lines(table: &Table, some: &Stretch) -> io::Result<Vec<u8>> {
    let (variant, places) = some.variant;
    let mut bytes = Vec::new();
    let mut line = Line::new(table.dialect, &table.described);
    let mut writer = table.dialect.unmarked(&mut bytes);
    for (trial, row) in (some.first..).zip(some.rows) {
        let measure = |at: usize| row.measures[at];
        let parameter = |at: usize| row.parameters[at];
        let of = (variant, trial);
        table
            .columns
            .write(places, of, &mut line, measure, parameter);
        writer.write_record(line.cells())?;
        line.clear();
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// Hands on what it gets in pieces of one length, so that what is made of them does not depend on how it came.
pub(super) struct Even<W> {
    out: W,
    waiting: Vec<u8>,
}

impl<W: Write> Even<W> {
    const fn new(out: W) -> Self {
        Self {
            out,
            waiting: Vec::new(),
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        let whole = self.waiting.len() / PIECE * PIECE;
        for piece in self.waiting[..whole].chunks(PIECE) {
            self.out.write_all(piece)?;
        }
        self.waiting.drain(..whole);
        Ok(())
    }

    /// What it handed everything on to.
    fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.waiting)?;
        Ok(self.out)
    }
}
