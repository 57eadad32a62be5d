//! Accounts: who pays whom for what, on which stage. Every posting the engine can make has its
//! account before the first day, so that a day only adds.

use std::collections::BTreeMap;

use crate::id::{Id, OutletId, PartyId, ProcessId, StockId, Table};
use crate::model::Price;

use super::{CallId, LaneId};

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId(u32);

/// A price that postings use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TariffId(u32);

impl Id for AccountId {
    fn new(position: usize) -> Self {
        Self(position as u32)
    }
    fn position(self) -> usize {
        self.0 as usize
    }
}

impl Id for TariffId {
    fn new(position: usize) -> Self {
        Self(position as u32)
    }
    fn position(self) -> usize {
        self.0 as usize
    }
}

/// What a posting is in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Cash for a real resource: part of the chain's cost.
    Resource,
    /// Cash between parties for what is already counted: no cost of the chain.
    Transfer,
    /// No cash, but a cost of the chain.
    Imputed,
    /// Cash whose cost is counted as annualised capital instead.
    Investment,
    /// Cash from outside for what the chain has to spare: less cost of the chain.
    Sale,
}

impl Kind {
    /// Moves money.
    #[must_use]
    pub fn is_cash(self) -> bool {
        self != Self::Imputed
    }

    /// Is part of the chain's cost.
    #[must_use]
    pub fn is_resource(self) -> bool {
        matches!(self, Self::Resource | Self::Imputed)
    }

    /// What a dollar on it adds to the chain's cost.
    #[must_use]
    pub fn cost_of_the_chain(self) -> f64 {
        match self {
            Self::Resource | Self::Imputed => 1.0,
            Self::Sale => -1.0,
            Self::Transfer | Self::Investment => 0.0,
        }
    }
}

/// Who pays whom for what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account {
    /// Who pays or bears.
    pub payer: PartyId,
    /// Who is paid; the payer itself where nothing is paid.
    pub payee: PartyId,
    /// Position among the categories.
    pub category: usize,
    /// Position among the stages: sites and routes.
    pub stage: usize,
    /// The stock it belongs to, if to one.
    pub stock: Option<StockId>,
    /// What it is in the books.
    pub kind: Kind,
}

/// A price that postings use.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// Its settled and its moving part.
    pub price: Price,
    /// Share on top.
    pub premium: crate::model::Scalar,
    /// Between which it stays; nothing where it is free to move.
    pub bounds: Option<crate::model::PriceBounds>,
}

/// A physical counter that a tariff multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// Units a process started.
    Started(ProcessId),
    /// Good units of a plant on which royalty is due, by its position.
    Royal(usize),
    /// FEU that left on a lane.
    Feu(LaneId),
    /// Shipments that left on a lane.
    Shipments(LaneId),
    /// Units bought on a market lane.
    Bought(LaneId),
    /// Units whose title passed on a lane.
    Titled(LaneId),
    /// FEU-days in the queue of a call.
    Waited(CallId),
    /// Orders a stock placed.
    Orders(StockId),
    /// Customs value that landed on a lane [USD].
    Landed(LaneId),
    /// Customs value and duty that landed on a lane [USD].
    Dutied(LaneId),
    /// Book cost of what left on a lane and was insured [USD].
    Insured(LaneId),
    /// Units an outlet bought.
    Sold(OutletId),
    /// Units paid for and not taken, by position among those that are to be taken or paid.
    NotTaken(usize),
}

/// What an account must come to: counter times tariff.
#[derive(Clone, Copy, Debug)]
pub struct Charge {
    /// The counter.
    pub driver: Driver,
    /// The price.
    pub tariff: TariffId,
    /// Where it was posted.
    pub account: AccountId,
    /// The tariff moves from day to day.
    pub moves: bool,
}

/// Accounts, tariffs and names of categories and stages while a plan is built.
#[derive(Debug, Default)]
pub struct Chart {
    /// The accounts so far.
    pub accounts: Table<AccountId, Account>,
    /// The tariffs so far.
    pub tariffs: Table<TariffId, Tariff>,
    /// The charges so far.
    pub charges: Vec<Charge>,
    /// Names of the categories so far.
    pub categories: Vec<String>,
    /// Names of the stages so far.
    pub stages: Vec<String>,
    /// Pairs of countries between which goods pass so far, such as `KZ-VN`.
    pub borders: Vec<String>,
    known: BTreeMap<Account, AccountId>,
    places: BTreeMap<(bool, String), usize>,
}

impl Chart {
    /// The position of a name among stages or categories, added where new.
    fn position(&mut self, is_stage: bool, name: &str) -> usize {
        let names = if is_stage {
            &mut self.stages
        } else {
            &mut self.categories
        };
        *self
            .places
            .entry((is_stage, name.to_owned()))
            .or_insert_with(|| {
                names.push(name.to_owned());
                names.len() - 1
            })
    }

    /// The account with these terms.
    pub fn account(
        &mut self,
        (payer, payee): (PartyId, PartyId),
        kind: Kind,
        category: &str,
        stage: &str,
        stock: Option<StockId>,
    ) -> AccountId {
        let category = self.position(false, category);
        let stage = self.position(true, stage);
        let account = Account {
            payer,
            payee,
            category,
            stage,
            stock,
            kind,
        };
        *self
            .known
            .entry(account.clone())
            .or_insert_with(|| self.accounts.push(account))
    }

    /// Keeps a tariff between bounds, where there are any.
    pub fn bound(&mut self, tariff: TariffId, bounds: &crate::model::PriceBounds) -> TariffId {
        if *bounds != crate::model::PriceBounds::default() {
            self.tariffs[tariff].bounds = Some(bounds.clone());
        }
        tariff
    }

    /// A tariff with a premium, and the charge that ties it to a counter and an account.
    pub fn charge(
        &mut self,
        driver: Driver,
        price: &Price,
        premium: &crate::model::Scalar,
        account: AccountId,
    ) -> TariffId {
        let tariff = self.tariffs.push(Tariff {
            price: price.clone(),
            premium: premium.clone(),
            bounds: None,
        });
        self.charges.push(Charge {
            driver,
            tariff,
            account,
            moves: !price.moving.is_empty(),
        });
        tariff
    }
}
