//! Columns in a file: many measures are one number in all trials, or whole numbers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A column as it is kept; each kind gives back the same bits.
#[derive(Serialize, Deserialize)]
enum Kept {
    Same(f64, usize),
    Whole(Vec<i32>),
    Each(Vec<f64>),
}

impl Kept {
    fn of(column: &[f64]) -> Self {
        let same = |x: &f64| x.to_bits() == column[0].to_bits();
        if !column.is_empty() && column.iter().all(same) {
            return Self::Same(column[0], column.len());
        }
        let whole: Option<Vec<i32>> = column.iter().map(|x| whole(*x)).collect();
        whole.map_or_else(|| Self::Each(column.to_vec()), Self::Whole)
    }

    fn column(self) -> Vec<f64> {
        match self {
            Self::Same(value, length) => vec![value; length],
            Self::Whole(values) => values.into_iter().map(f64::from).collect(),
            Self::Each(values) => values,
        }
    }
}

/// The number as a whole one, where it is one to the bit: minus zero is not.
fn whole(x: f64) -> Option<i32> {
    let whole = x as i32;
    (f64::from(whole).to_bits() == x.to_bits()).then_some(whole)
}

pub(super) fn serialize<S: Serializer>(columns: &[Vec<f64>], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(columns.iter().map(|column| Kept::of(column)))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<f64>>, D::Error> {
    let kept: Vec<Kept> = Vec::deserialize(from)?;
    Ok(kept.into_iter().map(Kept::column).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_given_back_to_the_bit_and_most_are_small() {
        for (column, bytes) in [
            (vec![], 2),
            (vec![0.1; 1000], 11),
            (vec![f64::NAN; 1000], 11),
            ((0..1000).map(|k| f64::from(k % 30)).collect(), 1003),
            (vec![0.0, -0.0], 18),
            (vec![1.0, f64::NAN, f64::INFINITY, 1e300, 0.5], 42),
        ] {
            let kept = postcard::to_stdvec(&Kept::of(&column)).unwrap();
            assert_eq!(kept.len(), bytes, "{column:?}");
            let read: Kept = postcard::from_bytes(&kept).unwrap();
            let bits = |x: &[f64]| -> Vec<u64> { x.iter().map(|x| x.to_bits()).collect() };
            assert_eq!(bits(&read.column()), bits(&column));
        }
    }
}
