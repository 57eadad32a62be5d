//! Money: every posting names an account, which names payer, payee, category and stage. Totals are
//! kept once as they accrue (for measures) and once as cash moves (for the yearly ledger); what a
//! plan's charges say they must come to is added up apart, from physical counters.

use super::day::Today;
use super::watch::{Happening, Watch};
use crate::plan::{AccountId, Plan};

/// The books of a trial.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Accrued since the books opened, by account [USD].
    pub accrued: Vec<f64>,
    /// The same, discounted to the opening of the books.
    pub discounted: Vec<f64>,
    /// Cash moved, by account and year: `account * years + year`.
    pub cash: Vec<f64>,
    /// Accrued and due after the horizon, by account.
    pub outstanding: Vec<f64>,
    /// Counter times tariff of the charges whose tariff moves, by charge.
    pub expected: Vec<f64>,
    /// Counter of those charges on the last evening.
    pub counted: Vec<f64>,
    /// What every account must come to, worked out at the end.
    pub expected_of: Vec<f64>,
    /// Factor by which today is discounted.
    pub discount: f64,
    /// Factor from one day to the next.
    pub discount_a_day: f64,
    /// Everything that moved, for relative errors.
    pub turnover: f64,
}

impl Ledger {
    /// Empties the books of a plan.
    pub fn reset(&mut self, plan: &Plan, discount_a_day: f64) {
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
            list.resize(length, 0.0);
        }
        self.discount = 1.0;
        self.discount_a_day = discount_a_day;
        self.turnover = 0.0;
    }
}

impl<W: Watch> Today<'_, W> {
    /// Posts an amount that is paid today.
    pub(super) fn post(&mut self, account: AccountId, usd: f64) {
        self.accrue(account, usd);
        if self.plan.accounts[account].kind.is_cash() {
            self.pay(account, usd, self.day);
        }
    }

    /// Posts an amount that is paid so many days later.
    pub(super) fn post_due(&mut self, account: AccountId, usd: f64, days: f64) {
        self.accrue(account, usd);
        self.pay(
            account,
            usd,
            super::dispatch::entry_day(f64::from(self.day) + days),
        );
    }

    fn accrue(&mut self, account: AccountId, usd: f64) {
        if !self.books {
            return;
        }
        let at = crate::id::Id::position(account);
        self.s.ledger.accrued[at] += usd;
        self.s.ledger.discounted[at] += usd * self.s.ledger.discount;
        if self.plan.accounts[account].kind.is_resource() {
            self.s.month.cost_usd += usd;
        }
    }

    fn pay(&mut self, account: AccountId, usd: f64, day: u32) {
        if !self.books {
            return;
        }
        self.s.ledger.turnover += usd.abs();
        let at = crate::id::Id::position(account);
        match self.plan.calendar.book_year.get(day as usize) {
            Some(&year) => {
                self.s.ledger.cash[at * self.plan.calendar.book_years + year as usize] += usd;
                if W::LOOKS {
                    self.watch
                        .see(self.day, Happening::Posted { account, day, usd });
                }
            }
            None => self.s.ledger.outstanding[at] += usd,
        }
    }
}
