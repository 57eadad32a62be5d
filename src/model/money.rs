//! Parties, contracts and markets.

use super::{Price, Scalar};
use crate::id::{CommodityId, PartyId, StockId};
use crate::random::Law;

/// Whose money.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// ISO 3166 code, or empty.
    pub country: String,
    /// A state budget rather than a company.
    pub state: bool,
    /// On what terms its cash is an investment; nothing where it is not looked at as one.
    pub investor: Option<Investor>,
}

/// On what terms a party's cash is an investment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Investor {
    /// Rate at which its yearly cash is discounted [1/day]; the scenario's without.
    pub hurdle: Option<Scalar>,
    /// Corporate tax.
    pub tax: Option<Tax>,
    /// What is left at the end counts at its book value.
    pub keeps_residual: bool,
}

/// Corporate tax on what is left of revenue after costs and depreciation.
#[derive(Clone, Debug, PartialEq)]
pub struct Tax {
    /// Share of the profit.
    pub rate: Scalar,
    /// Who is paid.
    pub to: PartyId,
    /// Days from the first of production over which capital is written off; > 0.
    pub depreciation_days: Scalar,
    /// Days over which a loss may be set off against later profits, whole years of them.
    pub losses_days: Scalar,
}

/// Outside supply of a commodity at a price.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Its id.
    pub name: String,
    /// What it sells.
    pub commodity: CommodityId,
    /// USD per unit of the commodity, on the day of the order.
    pub price: Price,
    /// Share added to the price.
    pub premium: Scalar,
    /// Days from the evening of the order to arrival; drawn for each day on which is ordered.
    pub lead_time: Law<Scalar>,
    /// Who is paid.
    pub seller: PartyId,
    /// ISO 3166 code of where its goods come from, or empty.
    pub country: String,
    /// Tonnes of carbon dioxide equivalents that a unit brings with it.
    pub emissions_t: Option<Scalar>,
}

/// What a state takes of a commodity that enters its country.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// Its id.
    pub name: String,
    /// On what.
    pub commodity: CommodityId,
    /// ISO 3166 code of where it comes from; any other country without.
    pub from: Option<String>,
    /// ISO 3166 code of where it enters.
    pub into: String,
    /// Share of the customs value.
    pub rate: Scalar,
    /// Share of customs value and duty.
    pub vat: Scalar,
    /// Days after which value added tax is paid back; it is a cost without.
    pub vat_back_days: Option<Scalar>,
    /// Who is paid.
    pub to: PartyId,
}

/// Outside demand that takes what a stock has to spare.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Its id.
    pub name: String,
    /// What is sold, and where.
    pub stock: StockId,
    /// USD per unit of the commodity, on the day of the sale.
    pub price: Price,
    /// What stays on hand [unit]; ≥ 0.
    pub above: Scalar,
    /// Most that is sold in a day [unit/day]; boundless without.
    pub room_per_day: Option<Scalar>,
}

/// Where title to a cargo passes from seller to buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitlePasses {
    /// On the evening of dispatch; the buyer pays the freight.
    Origin,
    /// On arrival in the buyer's stock; the seller pays the freight.
    Destination,
}

/// Terms between two parties for a commodity.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// Its id.
    pub name: String,
    /// Who is paid.
    pub seller: PartyId,
    /// Who pays.
    pub buyer: PartyId,
    /// What is sold.
    pub commodity: CommodityId,
    /// How dear a unit is on the day on which title passes.
    pub price: ContractPrice,
    /// USD per unit below which a stated price does not fall, and above which it does not rise.
    pub bounds: PriceBounds,
    /// What the buyer pays for whether it takes it or not.
    pub take_or_pay: Option<TakeOrPay>,
    /// Where title passes.
    pub title_passes: TitlePasses,
    /// Days from title to payment.
    pub payment_days: Scalar,
}

/// Between which a stated price stays [USD/unit]; where the floor is above the cap, the cap holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceBounds {
    /// It does not fall below.
    pub floor: Option<Scalar>,
    /// It does not rise above.
    pub cap: Option<Scalar>,
}

/// What a buyer pays for whether it takes it or not.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeOrPay {
    /// What is agreed [unit/day].
    pub quantity_per_day: Scalar,
    /// Share of it that is paid in any case.
    pub share: Scalar,
}

/// How a contract's price is made.
#[derive(Clone, Debug, PartialEq)]
pub enum ContractPrice {
    /// USD per unit: fixed, or on indices.
    Stated(Price),
    /// The seller's book cost of the cargo times one plus this margin (a share).
    CostPlus(Scalar),
}
