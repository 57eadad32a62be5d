//! What a trial measures: one table from which columns, dictionary and docs are made.

pub mod key;

/// Which tail of a measure is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Low values are good.
    Low,
    /// High values are good.
    High,
    /// Neither.
    None,
}

impl Better {
    /// As read in `columns.csv`.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        [Self::Low, Self::High]
            .into_iter()
            .find(|better| better.word() == word)
            .unwrap_or(Self::None)
    }

    /// As written in `columns.csv`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::High => "high",
            Self::None => "none",
        }
    }
}

/// How a measure is estimated over trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimand {
    /// By its mean and quantiles.
    Mean,
    /// 0 or 1 in a trial: by its probability.
    Probability,
}

/// One column of results.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Fixed name, with the instance after `@` or `.`: `delivered_cost`, `end_stock@plant.carbonate`.
    pub name: String,
    /// Unit as shown.
    pub unit: String,
    /// Which tail is bad.
    pub better: Better,
    /// How it is estimated.
    pub estimand: Estimand,
    /// A sentence.
    pub meaning: String,
}

/// What an instance of a measure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// The whole chain.
    Chain,
    /// A kind of cost: `NAME.CATEGORY`.
    Category,
    /// A site or a route: `NAME@STAGE`.
    Stage,
    /// A stock.
    Stock,
    /// A process.
    Process,
    /// A route.
    Route,
    /// A site or a route whose carbon is counted: `NAME@STAGE`.
    Emitter,
    /// A commodity on a route: `NAME@ROUTE`, or `NAME@ROUTE.COMMODITY` where it carries several.
    Carried,
    /// A demand.
    Demand,
    /// A party.
    Party,
    /// A leg or node at which cargo queues.
    Stop,
    /// A hazard.
    Hazard,
    /// A pair of countries: `NAME@FROM-INTO`.
    Border,
    /// A pair of countries in a calendar year: `NAME@FROM-INTO.YEAR`.
    BorderYear,
    /// An index that the scenario names.
    Index,
    /// A part of the books of an index with a mean that is known: `NAME@INDEX.PART`.
    IndexPart,
    /// A measure over another.
    Ratio,
}

/// Which chains a measure says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Every chain.
    Nothing,
    /// Some demand holds cells.
    Cells,
    /// Vehicles are demanded.
    Vehicles,
    /// Something holds lithium.
    Lithium,
    /// There is an automaker, and some demand holds cells.
    Automaker,
    /// The stock has a limit.
    Limit,
    /// The stock places orders.
    Orders,
    /// The process has outages by the clock.
    Outages,
    /// The process is a mine.
    Mine,
    /// The process's energy has carbon; for the chain, some process's or some way.
    Carbon,
    /// An outlet buys from the stock.
    Outlet,
    /// The demand falls back on a market.
    Fallback,
    /// Something is lost on the route.
    Losses,
    /// The party's cash is measured as an investment.
    Investor,
    /// Something is bought on a market.
    Market,
    /// Cargo queues somewhere.
    Stops,
    /// The ratio has a bound.
    Bound,
}

/// What is measured; the engine knows how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is described in the table below")]
pub enum What {
    DeliveredCost,
    ChainCost,
    FillRate,
    DaysShort,
    EverShort,
    VehiclesNotBuilt,
    VehiclesLost,
    DeliveredKwh,
    DeliveredVehicles,
    ChainTimeDays,
    TotalCostUsd,
    CostPerDayUsd,
    DemandCuts,
    DeliveredCostOf,
    ChainCostOf,
    ChainCostAt,
    CashUsd,
    TradeUsd,
    TradeUsdIn,
    NpvUsd,
    Irr,
    PaybackYears,
    Loss,
    FillRateAt,
    DaysShortAt,
    MarketFallback,
    EndBacklog,
    StockCostUsd,
    StockCostPerDayUsd,
    HoldingUnitDays,
    BacklogUnitDays,
    DoorUnitDays,
    MeanStock,
    EndStock,
    CoverDays,
    OrdersPlaced,
    OrdersArrived,
    OrderToArrivalDays,
    BoughtUnits,
    SoldUnits,
    SalesUsd,
    MadeUnits,
    Utilisation,
    DaysStopped,
    Availability,
    ReserveLeft,
    EmissionsOf,
    Emissions,
    EmissionsPerKwh,
    EmissionsPerKwhAt,
    DoorToDoorDays,
    UsdPerFeu,
    Feu,
    LostOnWay,
    WaitDays,
    QueueFeu,
    PassedFeu,
    Spells,
    SpellDays,
    StockValueUsd,
    LithiumInChain,
    CellsInStock,
    MarketUsd,
    QueueOfAll,
    IndexMean,
    Control,
    Ratio,
    Reaches,
}

/// A line of the table of measures.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// What is measured.
    pub what: What,
    /// Its fixed name, before `@` or `.`.
    pub name: &'static str,
    /// Its unit; `{unit}` stands for the unit of the stock's, process's or demand's commodity.
    pub unit: &'static str,
    /// Its instances.
    pub per: Per,
    /// Where it says something.
    pub needs: Needs,
    /// Which tail is bad.
    pub better: Better,
    /// How it is estimated.
    pub estimand: Estimand,
    /// Also taken by calendar month.
    pub monthly: bool,
    /// Not taken over the whole trial.
    pub only_monthly: bool,
    /// A sentence.
    pub meaning: &'static str,
}

const fn define(
    what: What,
    name: &'static str,
    unit: &'static str,
    per: Per,
    better: Better,
    meaning: &'static str,
) -> Definition {
    Definition {
        what,
        name,
        unit,
        per,
        needs: Needs::Nothing,
        better,
        estimand: Estimand::Mean,
        monthly: false,
        only_monthly: false,
        meaning,
    }
}

impl Definition {
    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }
    const fn monthly(self) -> Self {
        Self {
            monthly: true,
            ..self
        }
    }
    const fn only_monthly(self) -> Self {
        Self {
            monthly: true,
            only_monthly: true,
            ..self
        }
    }
    const fn probability(self) -> Self {
        Self {
            estimand: Estimand::Probability,
            ..self
        }
    }
}

/// True where a measure is a control: its mean is known to be 0.
#[must_use]
pub fn is_control(measure: &str) -> bool {
    measure.starts_with("control@")
}

/// True where a column of `trials.csv` is called as measures are, and not as parameters are.
#[must_use]
pub fn is_measure(column: &str) -> bool {
    let end = column.find(['@', '.']);
    let (name, whole) = (&column[..end.unwrap_or(column.len())], end.is_none());
    let mut taken = MEASURES.iter().filter(|d| !d.only_monthly);
    taken.any(|d| d.name == name && (d.per == Per::Chain) == whole)
}

/// Every measure, in the order of the columns.
#[rustfmt::skip]
pub static MEASURES: &[Definition] = {
    use Better::{High, Low, None};
    use Needs::{
        Automaker, Bound, Carbon, Cells, Fallback, Investor, Limit, Lithium, Losses, Market, Mine, Orders, Outages, Outlet,
        Stops, Vehicles,
    };
    use Per::{
        Border, BorderYear, Carried, Category, Chain, Demand, Emitter, Hazard, Index, IndexPart, Party, Process,
        Ratio, Route,
        Stage, Stock, Stop,
    };
    &[
        define(What::DeliveredCost, "delivered_cost", "USD/kWh", Chain, Low,
            "Present value of what the automaker owes and bears (purchases on the day title passes, own freight, carrying, shortage), less the change of its stocks at book cost, over the present value of the kWh delivered.").needs(Automaker),
        define(What::ChainCost, "chain_cost", "USD/kWh", Chain, Low,
            "Present value of all resources used (margins between parties netted out, capital annualised), less the change of stocks at cost, over the present value of the kWh delivered.").needs(Cells),
        define(What::FillRate, "fill_rate", "share", Chain, High,
            "Demand served from stock on its day over demand; in kWh of cells where all demand holds cells, else in units.").monthly(),
        define(What::DaysShort, "days_short", "d", Chain, Low,
            "Days on which some demand was not served in full from stock.").monthly(),
        define(What::EverShort, "ever_short", "share", Chain, Low,
            "Probability that there is a day on which some demand is not served in full from stock.").probability(),
        define(What::VehiclesNotBuilt, "vehicles_not_built", "vehicle", Chain, Low,
            "Vehicles demanded that could not be delivered on their day; late or lost, as the scenario says.").needs(Vehicles).monthly(),
        define(What::VehiclesLost, "vehicles_lost", "vehicle", Chain, Low,
            "Vehicles demanded that were lost, or still in the backlog at the end.").needs(Vehicles),
        define(What::DeliveredKwh, "delivered_kwh", "kWh", Chain, High,
            "kWh of cells in what demand was served, late or not.").needs(Cells).monthly(),
        define(What::DeliveredVehicles, "delivered_vehicles", "vehicle", Chain, High,
            "Vehicles that demand was served, late or not.").needs(Vehicles).monthly(),
        define(What::ChainTimeDays, "chain_time_days", "d", Chain, Low,
            "Mean time lithium spends in the chain, by Little's law: lithium in stock, in process and on the way over lithium delivered a day.").needs(Lithium),
        define(What::TotalCostUsd, "total_cost_usd", "USD", Chain, Low,
            "All resources used and imputed costs, not discounted, without change of stocks.").monthly(),
        define(What::CostPerDayUsd, "cost_per_day_usd", "USD/d", Chain, Low,
            "total_cost_usd for each day of the books."),
        define(What::DemandCuts, "demand_cuts", "draws", Chain, None,
            "Draws of demand that would have been negative and were held at 0."),
        define(What::StockValueUsd, "stock_value_usd", "USD", Chain, None,
            "Value in stock, in process and on the way on the last evening, at its owners' book cost.").only_monthly(),
        define(What::LithiumInChain, "lithium_in_chain_t", "t", Chain, None,
            "Mean lithium in stock, in process and on the way.").needs(Lithium).only_monthly(),
        define(What::CellsInStock, "cells_in_stock", "kWh", Chain, None,
            "kWh of cells on hand in the evening, on average, those in vehicles included; what is on the way is not.").needs(Cells).only_monthly(),
        define(What::MarketUsd, "market_usd", "USD", Chain, None,
            "Spent on markets, on the day of the order.").needs(Market).only_monthly(),
        define(What::QueueOfAll, "queue_feu", "FEU", Chain, Low,
            "Containers in the queues of all legs and nodes in the evening, on average, other traffic included.").needs(Stops).only_monthly(),
        define(What::IndexMean, "index", "{unit}", Index, None,
            "Mean of this index over the days.").only_monthly(),
        define(What::DeliveredCostOf, "delivered_cost", "USD/kWh", Category, Low,
            "Part of delivered_cost for this kind of cost; the parts add up to it.").needs(Automaker),
        define(What::ChainCostOf, "chain_cost", "USD/kWh", Category, Low,
            "Part of chain_cost for this kind of cost; the parts add up to it.").needs(Cells),
        define(What::ChainCostAt, "chain_cost", "USD/kWh", Stage, Low,
            "Part of chain_cost at this site or on this route; with the change of stocks the parts add up to it.").needs(Cells),
        define(What::CashUsd, "cash_usd", "USD", Party, High,
            "Received less paid in the years of the books, not discounted."),
        define(What::TradeUsd, "trade_usd", "USD", Border, None,
            "Value of the goods that arrived in one country from another, at the contract's price or the book cost on arrival, before duty."),
        define(What::TradeUsdIn, "trade_usd", "USD", BorderYear, None,
            "Part of trade_usd in this calendar year; the years add up to it."),
        define(What::NpvUsd, "npv_usd", "USD", Party, High,
            "Net present value of its yearly cash, received less paid, at its hurdle rate: the first year of the books as it is, each later one discounted by a year more.").needs(Investor),
        define(What::Irr, "irr", "1/yr", Party, High,
            "Yearly rate at which that value is zero; empty unless the yearly cash changes its sign exactly once.").needs(Investor),
        define(What::PaybackYears, "payback_years", "yr", Party, Low,
            "Years from the first outlay until its cash, added up and not discounted, is no longer negative to the end, in a straight line within a year; empty where that never comes.").needs(Investor),
        define(What::Loss, "loss", "share", Party, Low,
            "Probability that npv_usd is negative.").needs(Investor).probability(),
        define(What::FillRateAt, "fill_rate", "share", Demand, High,
            "This demand served from stock on its day over this demand."),
        define(What::DaysShortAt, "days_short", "d", Demand, Low,
            "Days on which this demand was not served in full from stock."),
        define(What::MarketFallback, "market_fallback", "{unit}", Demand, Low,
            "Bought on the market for customers who had waited; no part of fill_rate.").needs(Fallback),
        define(What::EndBacklog, "end_backlog", "{unit}", Demand, Low,
            "Demand still waiting on the last evening, what is on its way from a market to the customer included."),
        define(What::StockCostUsd, "total_cost_usd", "USD", Stock, Low,
            "Costs of filling and keeping this stock, not discounted: making, freight, market, orders, holding, carrying, backlog, lost sales."),
        define(What::StockCostPerDayUsd, "cost_per_day_usd", "USD/d", Stock, Low,
            "total_cost_usd of this stock for each day of the books."),
        define(What::HoldingUnitDays, "holding_unit_days", "{unit} d", Stock, None,
            "On hand in the evening, added up over days."),
        define(What::BacklogUnitDays, "backlog_unit_days", "{unit} d", Stock, Low,
            "Waiting in the evening (demand and orders of other stocks), added up over days."),
        define(What::DoorUnitDays, "door_unit_days", "{unit} d", Stock, Low,
            "Arrived but waiting for room, added up over days.").needs(Limit),
        define(What::MeanStock, "mean_stock", "{unit}", Stock, None,
            "On hand in the evening, on average."),
        define(What::EndStock, "end_stock", "{unit}", Stock, None,
            "On hand on the last evening."),
        define(What::CoverDays, "cover_days", "d", Stock, None,
            "Days of its mean outflow that the mean stock covers."),
        define(What::OrdersPlaced, "orders_placed", "orders", Stock, None,
            "Orders placed by this stock.").needs(Orders),
        define(What::OrdersArrived, "orders_arrived", "orders", Stock, None,
            "Orders of this stock that have arrived in full.").needs(Orders),
        define(What::OrderToArrivalDays, "order_to_arrival_days", "d", Stock, Low,
            "Days from the evening of an order to its morning in stock, by units arrived.").needs(Orders),
        define(What::BoughtUnits, "bought", "{unit}", Stock, None,
            "Bought on markets.").needs(Orders),
        define(What::SoldUnits, "sold", "{unit}", Stock, None,
            "Sold to outlets.").needs(Outlet),
        define(What::SalesUsd, "sales_usd", "USD", Stock, High,
            "Revenue from outlets, not discounted.").needs(Outlet),
        define(What::MadeUnits, "made", "{unit}", Process, High,
            "Good output of what was started."),
        define(What::Utilisation, "utilisation", "share", Process, None,
            "Units started over units that could have been started since production began."),
        define(What::DaysStopped, "days_stopped", "d", Process, Low,
            "Days on which it started less than it could and should have for want of an input."),
        define(What::Availability, "availability", "share", Process, High,
            "Share of the time since production began in which it was in order, outages by the clock alone.").needs(Outages),
        define(What::ReserveLeft, "reserve_left", "t", Process, High,
            "Ore left in the ground on the last evening.").needs(Mine),
        define(What::EmissionsOf, "emissions", "kg", Process, Low,
            "CO2e of what it started.").needs(Carbon),
        define(What::Emissions, "emissions", "kg", Chain, Low,
            "CO2e of what all processes started, of what left on the way to its route's end, and of what markets sold, as far as the scenario says.").needs(Carbon),
        define(What::EmissionsPerKwh, "emissions_per_kwh", "kg/kWh", Chain, Low,
            "emissions over the kWh delivered; goods made and not delivered are in it.").needs(Carbon),
        define(What::EmissionsPerKwhAt, "emissions_per_kwh", "kg/kWh", Emitter, Low,
            "Part of emissions_per_kwh at this site, on this route or from this market; the parts add up to it.").needs(Carbon),
        define(What::DoorToDoorDays, "door_to_door_days", "d", Route, Low,
            "Clock time from departure to arrival, by units arrived."),
        define(What::UsdPerFeu, "usd_per_feu", "USD/FEU", Route, Low,
            "Freight over containers."),
        define(What::Feu, "feu", "FEU", Route, None,
            "40-foot containers that left, parts of containers added up."),
        define(What::LostOnWay, "lost_on_way", "{unit}", Carried, Low,
            "Lost of what came to the end of this route; part of what left, not of what arrived.").needs(Losses),
        define(What::WaitDays, "wait_days", "d", Stop, Low,
            "Days in the queue of this leg or node, by containers of ours that passed."),
        define(What::QueueFeu, "queue_feu", "FEU", Stop, Low,
            "Containers in its queue in the evening, on average, other traffic included."),
        define(What::PassedFeu, "passed_feu", "FEU", Stop, None,
            "Containers of ours that passed it."),
        define(What::Spells, "spells", "spells", Hazard, Low,
            "Spells of this hazard that began in the days of the books."),
        define(What::SpellDays, "spell_days", "d", Hazard, Low,
            "Time within the days of the books in which it lasted; where spells overlap, once."),
        define(What::Control, "control", "{unit}", IndexPart, None,
            "Mean of this index over a third of the books (1 to 3), less what its law says to expect given the trial's parameters: 0 on average. Means are estimated with these (see `method` in summary.csv)."),
        // Last, so that all they can name stands before them.
        define(What::Ratio, "ratio", "{unit}", Ratio, None,
            "One measure over another of the same trial; empty where one is undefined or the other is 0."),
        define(What::Reaches, "reaches", "share", Ratio, None,
            "Probability that the ratio is at least its bound, among trials in which it is defined.").needs(Bound).probability(),
    ]
};
