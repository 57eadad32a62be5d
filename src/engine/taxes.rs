//! Corporate tax: on the last evening of a year, on what accrued in it less depreciation, after losses
//! of earlier years.

use super::day::Today;
use super::scratch::Scratch;
use super::watch::Watch;
use super::wide::Wide;
use crate::calendar::DAYS_PER_YEAR;
use crate::id::Id;
use crate::plan::{Plan, TaxPlan};

/// A party's tax.
#[derive(Clone, Debug, Default)]
pub struct TaxState<const N: usize> {
    /// Revenue less costs since the books opened, on the last year's last evening [USD].
    accrued: Wide<N>,
    /// Profit after depreciation of each year of the books [USD].
    pub profits: Vec<Wide<N>>,
    /// Losses of each year that are still to be set off [USD].
    losses: Vec<Wide<N>>,
}

impl<const N: usize> TaxState<N> {
    fn reset(&mut self, years: usize) {
        self.accrued = Wide::ZERO;
        for list in [&mut self.profits, &mut self.losses] {
            list.clear();
            list.resize(years, Wide::ZERO);
        }
    }

    /// What is taxed of a year's profit after losses of so many years before, the oldest first.
    fn taxable(&mut self, year: usize, carried: Wide<N>) -> Wide<N> {
        let profit = self.profits[year];
        let mut base = profit.or_zero();
        for (past, loss) in self.losses[..year].iter_mut().enumerate() {
            let still_counts = Wide::all((year - past) as f64).at_most(carried);
            let set_off = still_counts.of(*loss).min(base);
            *loss -= set_off;
            base -= set_off;
        }
        self.losses[year] = (Wide::ZERO - profit).or_zero();
        base
    }
}

impl<const N: usize> Scratch<N> {
    /// Nothing is owed when the books open.
    pub(super) fn set_taxes(&mut self, plan: &Plan) {
        self.taxes.resize_with(plan.taxes.len(), TaxState::default);
        for tax in &mut self.taxes {
            tax.reset(plan.calendar.book_years);
        }
    }

    /// What capital loses in value over some days, in a straight line [USD].
    fn depreciation(&self, plan: &Plan, tax: &TaxPlan, (from, to): (u32, u32)) -> Wide<N> {
        let over = self.scalar(&tax.terms.depreciation_days);
        let (from, to) = (Wide::all(f64::from(from)), Wide::all(f64::from(to)));
        let mut usd = Wide::ZERO;
        for &plant in &tax.plants {
            self.for_capital(plan, plant, |first, capex_usd| {
                let days = ((first + over).min(to) - first.max(from)).or_zero();
                usd += capex_usd * days / over;
            });
        }
        usd
    }

    fn taxes_of(&mut self, at: usize, tax: &TaxPlan, year: usize) -> Wide<N> {
        let days = self.scalar(&tax.terms.losses_days);
        let whole_years = |k| libm::floor(days[k] / DAYS_PER_YEAR + 1e-9);
        let rate = self.scalar(&tax.terms.rate);
        self.taxes[at].taxable(year, Wide::from_fn(whole_years)) * rate
    }

    /// What tax must come to, from the profits of the years, added to what accounts must come to;
    /// and whether profits are what accounts must come to [USD]: pairs that must be equal.
    pub(super) fn expected_taxes(
        &mut self,
        plan: &Plan,
        expected: &mut [Wide<N>],
        mut same: impl FnMut(&mut Self, Wide<N>, Wide<N>),
    ) {
        for (at, tax) in plan.taxes.iter().enumerate() {
            let mut earned = Wide::ZERO;
            for &(account, sign) in &tax.accounts {
                earned += expected[account.position()] * sign;
            }
            let mut profits = self.depreciation(plan, tax, (plan.warmup, plan.days));
            for &profit in &self.taxes[at].profits {
                profits += profit;
            }
            same(self, profits, earned);
            self.taxes[at].losses.fill(Wide::ZERO);
            for year in 0..plan.calendar.book_years {
                expected[tax.account.position()] += self.taxes_of(at, tax, year);
            }
        }
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// The taxes of the year that ends tonight, on its days in the books.
    pub(super) fn pay_taxes(&mut self, days: (u32, u32)) {
        let year = self.plan.calendar.book_year[self.day as usize] as usize;
        for (at, tax) in self.plan.taxes.iter().enumerate() {
            let mut accrued = Wide::ZERO;
            for &(account, sign) in &tax.accounts {
                accrued += self.s.ledger.accrued[account.position()] * sign;
            }
            let depreciation = self.s.depreciation(self.plan, tax, days);
            let state = &mut self.s.taxes[at];
            state.profits[year] = accrued - state.accrued - depreciation;
            state.accrued = accrued;
            let usd = self.s.taxes_of(at, tax, year);
            self.post(tax.account, usd);
        }
    }
}
