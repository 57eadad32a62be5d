//! Parties whose cash is measured as an investment, and what they are taxed on.

use super::accounts::{Account, AccountId, Chart, Kind};
use crate::id::{PartyId, ProcessId};
use crate::model::{Investor, Model, Process, Scalar, Tax};

/// Accounts with what a dollar on each is to a party: 1 received, -1 paid.
pub type Signed = Vec<(AccountId, f64)>;

/// A party whose cash is measured as an investment.
#[derive(Clone, Debug)]
pub struct InvestorPlan {
    /// Who.
    pub party: PartyId,
    /// Rate at which its yearly cash is discounted [1/day].
    pub hurdle: Scalar,
    /// Its cash.
    pub accounts: Signed,
    /// What it has left at the end; nothing where that does not count.
    pub residual: Option<ResidualPlan>,
}

/// What a party has left at the end.
#[derive(Clone, Debug)]
pub struct ResidualPlan {
    /// Processes whose capital it paid.
    pub plants: Vec<ProcessId>,
    /// Days over which that is written off, by process.
    pub written_off_days: Vec<Scalar>,
}

/// A party's corporate tax.
#[derive(Clone, Debug)]
pub struct TaxPlan {
    /// As in the model.
    pub terms: Tax,
    /// From the party to the state.
    pub account: AccountId,
    /// Its revenue and costs.
    pub accounts: Signed,
    /// Processes whose capital it writes off.
    pub plants: Vec<ProcessId>,
}

/// All investors and their taxes; to be called when all other accounts are open.
pub fn compile(model: &Model, chart: &mut Chart) -> (Vec<InvestorPlan>, Vec<TaxPlan>) {
    let mut taxed: Vec<(PartyId, Tax, AccountId)> = Vec::new();
    for (id, party) in model.parties.enumerate() {
        if let Some(tax) = party.investor.as_ref().and_then(|i| i.tax.clone()) {
            let account = chart.account((id, tax.to), Kind::Transfer, "tax", &party.name, None);
            taxed.push((id, tax, account));
        }
    }
    let investors = model.parties.enumerate().filter_map(|(id, party)| {
        let hurdle = party.investor.as_ref()?.hurdle.clone();
        Some(InvestorPlan {
            party: id,
            hurdle: hurdle.unwrap_or_else(|| model.discount.clone()),
            accounts: signed(chart, id, |_, account| account.kind.is_cash()),
            residual: residual(model, id, party.investor.as_ref()?),
        })
    });
    let investors = investors.collect();
    let taxes = taxed.into_iter().map(|(id, terms, own)| TaxPlan {
        terms,
        account: own,
        accounts: signed(chart, id, |at, account| is_taxed(account) && at != own),
        plants: owned(model, id).map(|(plant, _)| plant).collect(),
    });
    (investors, taxes.collect())
}

/// Processes of a party that have capital.
fn owned(model: &Model, party: PartyId) -> impl Iterator<Item = (ProcessId, &Process)> {
    let capital = |p: &Process| p.capex.is_some() || !p.extras.phases.is_empty();
    let plants = model.processes.enumerate();
    plants.filter(move |(_, p)| model.sites[p.site].owner == party && capital(p))
}

/// Capital is written off as for the tax, or over the plant's life.
fn residual(model: &Model, party: PartyId, terms: &Investor) -> Option<ResidualPlan> {
    let by_tax = terms.tax.as_ref().map(|tax| &tax.depreciation_days);
    let days = |(_, plant): (_, &Process)| by_tax.unwrap_or(&plant.life_days).clone();
    terms.keeps_residual.then(|| ResidualPlan {
        plants: owned(model, party).map(|(id, _)| id).collect(),
        written_off_days: owned(model, party).map(days).collect(),
    })
}

/// What is revenue or a cost at once; capital is written off instead.
fn is_taxed(account: &Account) -> bool {
    account.kind.is_cash() && account.kind != Kind::Investment
}

/// A party's accounts of a kind, but for what it pays itself.
fn signed(chart: &Chart, party: PartyId, counts: impl Fn(AccountId, &Account) -> bool) -> Signed {
    let sign = |account: &Account| match (account.payee == party, account.payer == party) {
        (true, false) => Some(1.0),
        (false, true) => Some(-1.0),
        _ => None,
    };
    let accounts = chart.accounts.enumerate();
    accounts
        .filter(|(id, account)| counts(*id, account))
        .filter_map(|(id, account)| Some((id, sign(account)?)))
        .collect()
}
