//! Money: every posting names an account, which names payer, payee, category and stage. Totals are
//! kept once as they accrue (for measures) and once as cash moves (for the yearly ledger); what a
//! plan's charges say they must come to is added up apart, from physical counters.

use super::day::Today;
use super::pipe::entry_day;
use super::watch::{Happening, Watch};
use super::wide::Wide;
use crate::id::Id;
use crate::plan::{AccountId, Plan};

/// The books.
#[derive(Clone, Debug, Default)]
pub struct Ledger<const N: usize> {
    /// Accrued since the books opened, by account [USD].
    pub accrued: Vec<Wide<N>>,
    /// The same, discounted to the opening of the books.
    pub discounted: Vec<Wide<N>>,
    /// Cash moved, by account and year: `account * years + year`.
    pub cash: Vec<Wide<N>>,
    /// Accrued and due after the horizon, by account.
    pub outstanding: Vec<Wide<N>>,
    /// Counter times tariff of the charges whose tariff moves, by charge.
    pub expected: Vec<Wide<N>>,
    /// Counter of those charges on the last evening.
    pub counted: Vec<Wide<N>>,
    /// What every account must come to, worked out at the end.
    pub expected_of: Vec<Wide<N>>,
    /// Factor by which today is discounted.
    pub discount: Wide<N>,
    /// Factor from one day to the next.
    pub discount_a_day: Wide<N>,
    /// Everything that moved, for relative errors.
    pub turnover: Wide<N>,
}

impl<const N: usize> Ledger<N> {
    /// Empties the books of a plan.
    pub fn reset(&mut self, plan: &Plan, discount_a_day: Wide<N>) {
        let accounts = plan.accounts.len();
        for (list, length) in [
            (&mut self.accrued, accounts),
            (&mut self.discounted, accounts),
            (&mut self.outstanding, accounts),
            (&mut self.cash, accounts * plan.calendar.book_years),
            (&mut self.expected, plan.charges.len()),
            (&mut self.counted, plan.charges.len()),
        ] {
            list.clear();
            list.resize(length, Wide::ZERO);
        }
        self.discount = Wide::all(1.0);
        self.discount_a_day = discount_a_day;
        self.turnover = Wide::ZERO;
    }
}

impl<W: Watch, const N: usize> Today<'_, W, N> {
    /// Posts an amount that is paid today.
    #[inline(always)]
    pub(super) fn post(&mut self, account: AccountId, usd: Wide<N>) {
        if !self.books {
            return;
        }
        self.accrue(account, usd);
        if self.plan.accounts[account].kind.is_cash() {
            let year = self.plan.calendar.book_year[self.day as usize];
            let at = account.position() * self.plan.calendar.book_years + year as usize;
            self.s.ledger.turnover += usd.abs();
            self.s.ledger.cash[at] += usd;
            let day = self.day;
            self.tell(usd.abs().is_positive(), |k| Happening::Posted {
                account,
                day,
                usd: usd[k],
            });
        }
    }

    /// Posts an amount that is paid so many days later.
    pub(super) fn post_due(&mut self, account: AccountId, usd: Wide<N>, days: Wide<N>) {
        if !self.books {
            return;
        }
        self.accrue(account, usd);
        for k in usd.abs().is_positive().trials() {
            let due = entry_day(f64::from(self.day) + days[k]);
            self.pay(account, k, usd[k], due);
        }
    }

    #[inline(always)]
    fn accrue(&mut self, account: AccountId, usd: Wide<N>) {
        let at = account.position();
        self.s.ledger.accrued[at] += usd;
        self.s.ledger.discounted[at] += usd * self.s.ledger.discount;
        if self.plan.accounts[account].kind.is_resource() {
            self.s.month.cost_usd += usd;
        }
    }

    /// One trial pays on a day.
    fn pay(&mut self, account: AccountId, k: usize, usd: f64, day: u32) {
        let ledger = &mut self.s.ledger;
        ledger.turnover[k] += usd.abs();
        let at = account.position();
        let Some(&year) = self.plan.calendar.book_year.get(day as usize) else {
            ledger.outstanding[at][k] += usd;
            return;
        };
        ledger.cash[at * self.plan.calendar.book_years + year as usize][k] += usd;
        if W::LOOKS {
            self.watch
                .see(self.day, Happening::Posted { account, day, usd });
        }
    }
}
