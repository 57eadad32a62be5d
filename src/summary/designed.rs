//! Estimates where parameters were drawn by a design: intervals by whole replicates.

use super::estimate::bad_tail;
use super::{CONFIDENCE, LEVEL_NAMES, LEVELS, WORST_SHARE};
use crate::measure::{Better, Estimand, Measure};
use crate::stats::{
    LEAST_REPLICATES, Ordered, Sample, in_whole_replicates, probability_by_replicates,
    quantile_by_replicates,
};
use crate::summary::SummaryRow;

/// The trials of a column that estimates are of: whole replicates, where there are enough.
pub(super) fn used(column: &[f64], size: usize) -> &[f64] {
    &column[..in_whole_replicates(column.len(), size).unwrap_or(column.len())]
}

/// A row with its intervals by replicates in the place of those of independent trials. `column` is
/// what [`used`] leaves.
pub(super) fn by_replicates(
    row: SummaryRow,
    measure: &Measure,
    column: &[f64],
    size: usize,
) -> SummaryRow {
    match measure.estimand {
        Estimand::Mean => by_mean(row, measure.better, column, size),
        Estimand::Probability => by_probability(row, column, size),
    }
}

/// The row has its mean, with an interval by replicates, and how that was made.
fn by_mean(mut row: SummaryRow, better: Better, column: &[f64], size: usize) -> SummaryRow {
    let sample = Sample::new(column);
    for (quantile, level) in row.quantiles.iter_mut().zip(LEVELS) {
        let interval = quantile_by_replicates(column, &sample, level, size, CONFIDENCE);
        (quantile.lo95, quantile.hi95) = interval.unzip();
    }
    let interval = bad_tail(better).and_then(|bad| {
        sample.tail_interval_by_replicates(bad, WORST_SHARE, (column, size), CONFIDENCE)
    });
    (row.cvar5.lo95, row.cvar5.hi95) = interval.unzip();
    let lacks = row.cvar5.value.is_some() && interval.is_none();
    row.method = format!("{} + Woodruff over replicates of {size} trials", row.method);
    let notes = [
        undefined(&row),
        missing(&row, column, size, lacks),
        constant(&sample),
    ];
    row.note = notes.into_iter().flatten().collect::<Vec<_>>().join(", ");
    row
}

fn by_probability(mut row: SummaryRow, column: &[f64], size: usize) -> SummaryRow {
    (row.lo95, row.hi95) = probability_by_replicates(column, size, CONFIDENCE).unzip();
    row.method = format!("t over replicates of {size} trials");
    let enough = in_whole_replicates(column.len(), size).is_some();
    let missing = match (row.lo95, enough) {
        (Some(_), _) => None,
        (None, false) => Some(too_few(column.len(), size)),
        (None, true) => Some("fewer than ten trials with or without it for an interval".to_owned()),
    };
    let notes = [undefined(&row), missing, constant(&Sample::new(column))];
    row.note = notes.into_iter().flatten().collect::<Vec<_>>().join(", ");
    row
}

fn undefined(row: &SummaryRow) -> Option<String> {
    let (n, defined) = (row.n, row.n_defined);
    (defined < n).then(|| format!("defined in {defined} of {n} trials"))
}

fn constant(sample: &Sample) -> Option<String> {
    sample.is_constant().then(|| "all values equal".to_owned())
}

fn too_few(trials: usize, size: usize) -> String {
    let whole = trials / size;
    format!(
        "no intervals: {whole} whole replicates of {size} trials and {LEAST_REPLICATES} are needed"
    )
}

fn missing(row: &SummaryRow, column: &[f64], size: usize, cvar: bool) -> Option<String> {
    if in_whole_replicates(column.len(), size).is_none() {
        return Some(too_few(column.len(), size));
    }
    let mean = row.lo95.is_none().then_some("mean");
    let quantiles = LEVEL_NAMES.iter().zip(&row.quantiles);
    let short = quantiles.filter(|(_, quantile)| quantile.lo95.is_none());
    let names: Vec<&str> = mean
        .into_iter()
        .chain(short.map(|(name, _)| *name))
        .chain(cvar.then_some("cvar5"))
        .collect();
    let told = || format!("too few trials for an interval of {}", names.join(" "));
    (!names.is_empty()).then(told)
}

#[cfg(test)]
mod tests {
    use super::super::Means;
    use super::super::estimate::row;
    use super::super::tests::measure;
    use super::*;
    use crate::stats::mean_by_replicates;

    fn means() -> Means {
        Means::new(Some(64), &[], &[])
    }

    fn column(trials: usize) -> Vec<f64> {
        (0..trials).map(|k| (k * 7919 % 1013) as f64).collect()
    }

    #[test]
    fn intervals_are_those_of_whole_replicates() {
        let found = row(
            "base",
            &measure("cost", Estimand::Mean),
            &column(1000),
            &means(),
        );
        let whole = &column(960);
        assert_eq!(found.n, 960);
        let interval = mean_by_replicates(whole, 64, 0.95);
        assert_eq!((found.lo95, found.hi95), interval.unzip());
        assert!(found.lo95 < found.mean && found.mean < found.hi95);
        let median = found.quantiles[3];
        assert!(median.lo95 < median.value && median.value < median.hi95);
        assert!(found.cvar5.lo95 < found.cvar5.value && found.cvar5.value < found.cvar5.hi95);
        let words = "t + Hall's t for cvar5 + Woodruff over replicates of 64 trials";
        assert_eq!((found.method.as_str(), found.note.as_str()), (words, ""));
    }

    #[test]
    fn below_eight_whole_replicates_there_are_estimates_without_intervals() {
        let found = row(
            "base",
            &measure("cost", Estimand::Mean),
            &column(511),
            &means(),
        );
        assert_eq!(
            (found.n, found.lo95, found.quantiles[3].lo95),
            (511, None, None)
        );
        assert!(found.mean.is_some() && found.quantiles[3].value.is_some());
        let words = "no intervals: 7 whole replicates of 64 trials and 8 are needed";
        assert!(found.note.starts_with(words), "{}", found.note);
    }

    #[test]
    fn a_probability_needs_ten_trials_of_each_kind() {
        let measure = measure("short", Estimand::Probability);
        let hits = |hits: usize| (0..512).map(move |k| f64::from(u8::from(k * 37 % 512 < hits)));
        let known = row("base", &measure, &hits(40).collect::<Vec<_>>(), &means());
        assert_eq!(known.method, "t over replicates of 64 trials");
        assert!(known.lo95 < known.mean && known.mean < known.hi95);
        let rare = row("base", &measure, &hits(3).collect::<Vec<_>>(), &means());
        assert_eq!((rare.mean, rare.lo95), (Some(3.0 / 512.0), None));
        assert!(rare.note.contains("fewer than ten trials"), "{}", rare.note);
    }
}
