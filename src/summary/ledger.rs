//! Money by party, category and year.

use super::CONFIDENCE;
use crate::outcome::VariantOutcomes;

/// What a party received less what it paid in a category and year, over all trials of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerRow {
    /// Id of the variant.
    pub variant: String,
    /// Whose money.
    pub party: String,
    /// What it was for.
    pub category: String,
    /// Calendar year.
    pub year: i32,
    /// Mean [USD].
    pub mean_usd: Option<f64>,
    /// Lower end of its 95 % interval, by Student's t, over replicates where there are any [USD].
    pub lo95: Option<f64>,
    /// Upper end of its 95 % interval [USD].
    pub hi95: Option<f64>,
}

/// The rows of a variant: year by year, line after line.
pub(super) fn rows(outcomes: &VariantOutcomes) -> Vec<LedgerRow> {
    let layout = &outcomes.layout;
    let lines = layout.ledger.iter();
    let heads = lines.flat_map(|line| layout.years.iter().map(move |&year| (line, year)));
    let replicates = outcomes.replicates.iter().skip(outcomes.monthly.len());
    let replicates = replicates.map(Some).chain(std::iter::repeat(None));
    heads
        .zip(&outcomes.ledger)
        .zip(replicates)
        .map(|((((party, category), year), sums), replicates)| {
            let (mean_usd, interval) = match replicates {
                None => (sums.mean(), sums.t_interval(CONFIDENCE)),
                Some(replicates) => match replicates.estimate(CONFIDENCE) {
                    Some((mean, interval)) => (Some(mean), Some(interval)),
                    None => (sums.mean(), None),
                },
            };
            let (lo95, hi95) = interval.unzip();
            LedgerRow {
                variant: outcomes.variant.clone(),
                party: party.clone(),
                category: category.clone(),
                year,
                mean_usd,
                lo95,
                hi95,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::variant;
    use super::*;
    use crate::outcome::Layout;
    use crate::stats::Moments;

    #[test]
    fn rows_go_year_by_year_within_a_line() {
        let line = |party: &str, category: &str| (party.to_owned(), category.to_owned());
        let layout = Layout {
            ledger: vec![line("mine", "royalty"), line("state", "royalty")],
            years: vec![2031, 2032],
            ..Layout::default()
        };
        let mut outcomes = variant("base", layout);
        outcomes.ledger = vec![Moments::default(); 4];
        outcomes.ledger[1].push_block(&[-3.0, -5.0]);
        outcomes.ledger[3].push_block(&[4.0]);
        let rows = rows(&outcomes);
        let heads: Vec<(&str, i32)> = rows
            .iter()
            .map(|row| (row.party.as_str(), row.year))
            .collect();
        let expected = [
            ("mine", 2031),
            ("mine", 2032),
            ("state", 2031),
            ("state", 2032),
        ];
        assert_eq!(heads, expected);
        let means: Vec<Option<f64>> = rows.iter().map(|row| row.mean_usd).collect();
        assert_eq!(means, [None, Some(-4.0), None, Some(4.0)]);
        // sd √2, t(1) = 12.706205.
        assert!((rows[1].hi95.unwrap() + 4.0 - 12.706_204_736).abs() < 1e-6);
        assert_eq!(rows[3].lo95, None);
        assert_eq!(rows[3].category, "royalty");
    }
}
