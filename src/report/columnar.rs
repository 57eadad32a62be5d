//! `trials.parquet`: the trials with types, for programs. Words are UTF-8, trials 64-bit integers, numbers the
//! doubles that `trials.csv` reads back as; what is an empty cell there is null here. A row group a variant.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result as Parquet;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use sha2::Digest;

use super::directory::Failure;
use super::manifest::{FileHash, hex};
use super::sheet::{Hashed, Sheet};
use super::trials::{Series, TrialsSheet};

const FILE: &str = "trials.parquet";

/// Writes the trials and returns the hash of the file.
pub(super) fn write(trials: &TrialsSheet, directory: &Path) -> Result<Vec<FileHash>, Failure> {
    let path = directory.join(FILE);
    let failed = |reason: &std::io::Error| Failure::machine("write", &path, reason);
    let file = File::create(&path).map_err(|reason| failed(&reason))?;
    let hash = write_to(trials, Hashed::new(BufWriter::new(file)))
        .map_err(|reason| failed(&std::io::Error::other(reason)))?;
    let file = FILE.to_owned();
    Ok(vec![FileHash { file, sha256: hash }])
}

fn write_to(trials: &TrialsSheet, out: Hashed<BufWriter<File>>) -> Parquet<String> {
    let names: Vec<String> = trials.columns().into_iter().map(|c| c.name).collect();
    let mut all = trials.series().peekable();
    let first = all.peek().map_or(&[][..], Vec::as_slice);
    let mut table = Columnar::new(&names, first, out)?;
    for variant in all {
        table.group(&variant)?;
    }
    table.finish()
}

/// A file of groups of rows.
pub(super) struct Columnar(SerializedFileWriter<Hashed<BufWriter<File>>>);

impl Columnar {
    /// Under these names, with the types of these series.
    pub fn new(names: &[String], like: &[Series], out: Hashed<BufWriter<File>>) -> Parquet<Self> {
        let fields = names.iter().zip(like);
        let fields = fields.map(|(name, series)| field(name, series));
        let schema = Type::group_type_builder("trials")
            .with_fields(fields.collect::<Parquet<_>>()?)
            .build()?;
        let properties = Arc::new(WriterProperties::builder().build());
        SerializedFileWriter::new(out, Arc::new(schema), properties).map(Self)
    }

    /// Adds rows.
    pub fn group(&mut self, columns: &[Series]) -> Parquet<()> {
        let mut rows = self.0.next_row_group()?;
        for series in columns {
            let column = rows.next_column()?;
            write_series(series, column.expect("a column for each series"))?;
        }
        rows.close().map(drop)
    }

    /// Ends the file and returns its hash.
    pub fn finish(self) -> Parquet<String> {
        let out = self.0.into_inner()?;
        Ok(hex(&out.finish()?.finalize()))
    }
}

fn field(name: &str, series: &Series) -> Parquet<TypePtr> {
    let (physical, repetition, logical) = match series {
        Series::Words(_) => (
            Physical::BYTE_ARRAY,
            Repetition::REQUIRED,
            Some(LogicalType::String),
        ),
        Series::Days(_) => (
            Physical::BYTE_ARRAY,
            Repetition::OPTIONAL,
            Some(LogicalType::String),
        ),
        Series::Counts(_) => (Physical::INT64, Repetition::REQUIRED, None),
        Series::Numbers(_) => (Physical::DOUBLE, Repetition::OPTIONAL, None),
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    Ok(Arc::new(field.build()?))
}

fn write_series(series: &Series, mut column: SerializedColumnWriter) -> Parquet<()> {
    let bytes = |words: &String| ByteArray::from(words.as_str());
    match series {
        Series::Words(words) => {
            let words: Vec<ByteArray> = words.iter().map(bytes).collect();
            let writer = column.typed::<ByteArrayType>();
            writer.write_batch(&words, None, None)?;
        }
        Series::Days(days) => {
            let known: Vec<ByteArray> = days.iter().flatten().map(bytes).collect();
            let writer = column.typed::<ByteArrayType>();
            writer.write_batch(&known, Some(&levels(days)), None)?;
        }
        Series::Counts(counts) => {
            let writer = column.typed::<Int64Type>();
            writer.write_batch(counts, None, None)?;
        }
        Series::Numbers(numbers) => {
            let known: Vec<f64> = numbers.iter().flatten().copied().collect();
            let writer = column.typed::<DoubleType>();
            writer.write_batch(&known, Some(&levels(numbers)), None)?;
        }
    }
    column.close()
}

/// 1 where there is a value, 0 where there is none.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect()
}
