//! Boxes of inputs in which something happens often: patient rule induction.
//!
//! # Source
//! Friedman and Fisher (1999), Statistics and Computing 9, 123. Of the possible peels the one with the largest gain in
//! density for each row lost: Kwakkel and Jaxa-Rozen (2016), Environmental Modelling and Software 79, 311.

/// Share of a box's rows that is peeled off, or pasted on, at a time.
const PATIENCE: f64 = 0.05;

/// Sides of a box, one an input: the lowest and the highest value within it; without end where open.
pub type Sides = Vec<(f64, f64)>;

/// A box on the way from everything to the smallest.
#[derive(Clone, Debug, PartialEq)]
pub struct Peel {
    /// The input that was cut last; none at first.
    pub input: Option<usize>,
    /// Its sides.
    pub sides: Sides,
    /// Rows within.
    pub rows: usize,
    /// Rows of interest within.
    pub hits: usize,
}

impl Peel {
    /// Share of rows of interest within.
    #[must_use]
    pub fn density(&self) -> f64 {
        self.hits as f64 / self.rows.max(1) as f64
    }
}

/// Rows of a table: inputs by column, and which are of interest.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The inputs, one column each.
    pub inputs: &'a [&'a [f64]],
    /// Which rows are of interest.
    pub hits: &'a [bool],
}

impl Table<'_> {
    /// Whether a row is within some sides.
    #[must_use]
    pub fn is_within(&self, row: usize, sides: &Sides) -> bool {
        let mut all = self.inputs.iter().zip(sides);
        all.all(|(column, (low, high))| (*low..=*high).contains(&column[row]))
    }

    /// Boxes ever smaller, from all of `rows` down to the last with at least `least` of them.
    #[must_use]
    pub fn peel(&self, rows: &[usize], least: usize) -> Vec<Peel> {
        let mut within = rows.to_vec();
        let open = vec![(f64::NEG_INFINITY, f64::INFINITY); self.inputs.len()];
        let mut found = vec![self.measured(None, open, &within)];
        while let Some(cut) = self.best_cut(&within, least.max(1)) {
            let mut sides = found[found.len() - 1].sides.clone();
            let column = self.inputs[cut.input];
            within.retain(|&row| cut.keeps(column[row]));
            let kept = within.iter().map(|&row| column[row]);
            let side = &mut sides[cut.input];
            if cut.is_low {
                side.0 = kept.fold(f64::INFINITY, f64::min);
            } else {
                side.1 = kept.fold(f64::NEG_INFINITY, f64::max);
            }
            found.push(self.measured(Some(cut.input), sides, &within));
        }
        found
    }

    fn measured(&self, input: Option<usize>, sides: Sides, within: &[usize]) -> Peel {
        Peel {
            input,
            sides,
            rows: within.len(),
            hits: within.iter().filter(|&&row| self.hits[row]).count(),
        }
    }

    /// The cut with the largest gain in density for each row lost; none that leaves too few.
    fn best_cut(&self, within: &[usize], least: usize) -> Option<Cut> {
        let all = self.measured(None, Sides::new(), within);
        let mut best: Option<(f64, Cut)> = None;
        for input in 0..self.inputs.len() {
            for (cut, rows, hits) in self.cuts(within, input) {
                if rows < least || rows == all.rows {
                    continue;
                }
                let gain = hits as f64 / rows as f64 - all.density();
                let gain = gain / (all.rows - rows) as f64;
                if best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, cut));
                }
            }
        }
        best.map(|(_, cut)| cut)
    }

    /// The two cuts of an input, with the rows and hits that they leave. Equal values go together.
    fn cuts(&self, within: &[usize], input: usize) -> [(Cut, usize, usize); 2] {
        let column = self.inputs[input];
        let mut values: Vec<f64> = within.iter().map(|&row| column[row]).collect();
        let off = ((PATIENCE * values.len() as f64) as usize).max(1);
        let top = values.len() - off;
        let (_, low, _) = values.select_nth_unstable_by(off - 1, f64::total_cmp);
        let low = *low;
        let (_, high, _) = values.select_nth_unstable_by(top, f64::total_cmp);
        let high = *high;
        [(true, low), (false, high)].map(|(is_low, at)| {
            let cut = Cut { input, is_low, at };
            let kept = || within.iter().filter(|&&row| cut.keeps(column[row]));
            let hits = kept().filter(|&&row| self.hits[row]).count();
            (cut, kept().count(), hits)
        })
    }

    /// A box grown again where that makes it no less dense: side by side, a twentieth of its rows at a time.
    #[must_use]
    pub fn paste(&self, rows: &[usize], mut found: Peel) -> Peel {
        while let Some(wider) = self.wider(rows, &found) {
            found = wider;
        }
        found
    }

    fn wider(&self, rows: &[usize], from: &Peel) -> Option<Peel> {
        let step = ((PATIENCE * from.rows as f64) as usize).max(1);
        let sides = 0..self.inputs.len();
        let wider = sides.flat_map(|input| [true, false].map(|is_low| (input, is_low)));
        wider
            .filter_map(|(input, is_low)| self.opened(rows, from, (input, is_low), step))
            .filter(|wider| wider.density() >= from.density())
            .max_by(|a, b| a.density().total_cmp(&b.density()))
    }

    /// The box with one of its sides moved out by so many rows, or opened where there are no more.
    fn opened(
        &self,
        rows: &[usize],
        from: &Peel,
        (input, is_low): (usize, bool),
        step: usize,
    ) -> Option<Peel> {
        let (low, high) = from.sides[input];
        if (is_low && low == f64::NEG_INFINITY) || (!is_low && high == f64::INFINITY) {
            return None;
        }
        let mut sides = from.sides.clone();
        sides[input] = if is_low {
            (f64::NEG_INFINITY, high)
        } else {
            (low, f64::INFINITY)
        };
        let column = self.inputs[input];
        let is_beyond = |x: f64| if is_low { x < low } else { x > high };
        let beyond = rows.iter().filter(|&&row| is_beyond(column[row]));
        let mut beyond: Vec<f64> = beyond
            .filter(|&&row| self.is_within(row, &sides))
            .map(|&row| column[row])
            .collect();
        beyond.sort_by(f64::total_cmp);
        if is_low {
            beyond.reverse();
        }
        if let Some(&edge) = beyond.get(step - 1).filter(|_| beyond.len() > step) {
            let side = &mut sides[input];
            *(if is_low { &mut side.0 } else { &mut side.1 }) = edge;
        }
        let kept = rows.iter().copied();
        let within: Vec<usize> = kept.filter(|&row| self.is_within(row, &sides)).collect();
        Some(self.measured(from.input, sides, &within))
    }
}

/// What is taken off: values up to one, or from one on.
#[derive(Clone, Copy)]
struct Cut {
    input: usize,
    is_low: bool,
    at: f64,
}

impl Cut {
    fn keeps(&self, x: f64) -> bool {
        if self.is_low {
            x > self.at
        } else {
            x < self.at
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points spread evenly by multiples of irrational numbers.
    fn even(n: usize, step: f64) -> Vec<f64> {
        (1..=n).map(|k| (k as f64 * step).fract()).collect()
    }

    #[test]
    fn a_planted_box_is_found() {
        let columns = [
            even(2000, 0.618_034),
            even(2000, 0.414_214),
            even(2000, 0.732_051),
        ];
        let inputs: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let hits: Vec<bool> = (0..2000)
            .map(|k| inputs[0][k] > 0.7 && (0.2..0.6).contains(&inputs[1][k]))
            .collect();
        let table = Table {
            inputs: &inputs,
            hits: &hits,
        };
        let rows: Vec<usize> = (0..2000).collect();
        let path = table.peel(&rows, 100);
        assert!(path.windows(2).all(|pair| pair[1].rows < pair[0].rows));
        let whole = hits.iter().filter(|&&hit| hit).count();
        assert_eq!((path[0].rows, path[0].hits), (2000, whole));
        let f1 = |peel: &Peel| 2.0 * peel.hits as f64 / (peel.rows + whole) as f64;
        let best = path.iter().max_by(|a, b| f1(a).total_cmp(&f1(b))).unwrap();
        let best = table.paste(&rows, best.clone());
        let [a, b, c] = best.sides[..] else {
            panic!("three sides")
        };
        assert!((a.0 - 0.7).abs() < 0.03 && a.1 == f64::INFINITY, "{a:?}");
        assert!(
            (b.0 - 0.2).abs() < 0.03 && (b.1 - 0.6).abs() < 0.03,
            "{b:?}"
        );
        assert_eq!(c, (f64::NEG_INFINITY, f64::INFINITY));
        assert!(f1(&best) > 0.93, "{}", f1(&best));
    }

    #[test]
    fn levels_are_cut_whole_and_never_is_the_highest() {
        let level: Vec<f64> = (0..300).map(|k| [1.0, 2.0, f64::INFINITY][k % 3]).collect();
        let hits: Vec<bool> = level.iter().map(|x| x.is_infinite()).collect();
        let table = Table {
            inputs: &[&level],
            hits: &hits,
        };
        let rows: Vec<usize> = (0..300).collect();
        let path = table.peel(&rows, 10);
        let told: Vec<(usize, f64)> = path.iter().map(|p| (p.rows, p.sides[0].0)).collect();
        assert_eq!(
            told,
            [(300, f64::NEG_INFINITY), (200, 2.0), (100, f64::INFINITY)]
        );
        assert_eq!(path[2].hits, path[2].rows);
    }

    #[test]
    fn a_box_that_was_cut_too_far_grows_again() {
        let x = even(1000, 0.618_034);
        let hits: Vec<bool> = x.iter().map(|x| *x > 0.5).collect();
        let table = Table {
            inputs: &[&x],
            hits: &hits,
        };
        let rows: Vec<usize> = (0..1000).collect();
        let within = rows.iter().filter(|&&row| x[row] >= 0.8);
        let narrow = Peel {
            input: Some(0),
            sides: vec![(0.8, f64::INFINITY)],
            rows: within.clone().count(),
            hits: within.count(),
        };
        let grown = table.paste(&rows, narrow);
        assert!(
            grown.sides[0].0 > 0.5 && grown.sides[0].0 < 0.55,
            "{grown:?}"
        );
        assert_eq!(grown.hits, grown.rows);
    }
}
