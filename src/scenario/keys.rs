//! The scenario language as a table: every key, what it takes, whether it is drawn once a trial or
//! each time, and what it means. The reader refuses keys that are not here, takes dimensions from
//! here, and `lichain keys` and docs/language.md are printed from here.

use crate::model::Danger;
use crate::units::Dimension;

/// What a quantity measures; `Unit` is the unit of the section's commodity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measures {
    /// A share or a factor.
    Number,
    /// A dimension that does not depend on the commodity.
    Fixed(Dimension),
    /// An amount of the commodity.
    Amount,
    /// An amount a day.
    AmountPerTime,
    /// USD for a unit.
    MoneyPerAmount,
    /// USD for a unit and day.
    MoneyPerAmountTime,
    /// USD for a unit a day of capacity.
    MoneyPerCapacity,
    /// A unit of the commodity for a unit of another (recipes).
    PerOther,
    /// kWh for a unit.
    EnergyPerAmount,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text in any script.
    Text,
    /// The id of something of this kind.
    Name(&'static str),
    /// A list of ids.
    Names(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number.
    Count,
    /// true or false.
    Flag,
    /// A date.
    Date,
    /// A whole number of days, fixed.
    Days,
    /// A list of so many plain numbers.
    Numbers(usize),
    /// A quantity; a distribution in it is drawn once a trial.
    Once(Measures),
    /// A date; a distribution in it is drawn once a trial.
    OnceDate,
    /// A price; as `Once`, and an index may be in it, which moves from day to day.
    Price(Measures),
    /// A quantity; a distribution in it is drawn each time.
    Each(Measures),
    /// A table with these keys (the section of that name in this table).
    Table(&'static str),
    /// A list of tables with these keys.
    Tables(&'static str),
    /// A table from names of this kind to tables with these keys.
    Map(&'static str),
    /// One-key table that chooses a section of that prefix: `policy = { base_stock = { … } }`.
    Choice(&'static str),
    /// What the key's meaning says.
    Special,
}

/// A key of the language.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The section it belongs to: `site.process`, `leg`, …
    pub section: &'static str,
    /// Its name; `*` for a name of the user's own.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Must be there.
    pub required: bool,
    /// What holds without it; empty where nothing needs saying.
    pub default: &'static str,
    /// One sentence.
    pub meaning: &'static str,
}

/// The keys of a section.
pub fn of(section: &str) -> impl Iterator<Item = &'static Key> + use<'_> {
    KEYS.iter().filter(move |key| key.section == section)
}

/// Where a section stands in a file: `site.NAME.process.NAME`; nothing for the top.
#[must_use]
pub fn place(section: &str) -> Option<String> {
    if section.is_empty() {
        return Some(String::new());
    }
    let inner = |key: &&Key| match key.takes {
        Takes::Table(inner) | Takes::Tables(inner) | Takes::Map(inner) => inner == section,
        Takes::Choice(prefix) => prefix == section,
        _ => false,
    };
    let key = KEYS
        .iter()
        .filter(|key| key.section != section)
        .find(inner)?;
    let name = match key.takes {
        Takes::Map(_) => format!("{}.NAME", key.name),
        _ => key.name.to_owned(),
    };
    let above = place(key.section)?;
    Some(format!("{above}.{name}").trim_start_matches('.').to_owned())
}

const fn key(
    section: &'static str,
    name: &'static str,
    takes: Takes,
    required: bool,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key {
        section,
        name,
        takes,
        required,
        default,
        meaning,
    }
}

const USD_PER_FEU: Measures = Measures::Fixed(Dimension::MONEY.per(Dimension::FEU));
const USD_PER_FEU_TIME: Measures =
    Measures::Fixed(Dimension::MONEY.per(Dimension::FEU).per(Dimension::TIME));
const FEU: Measures = Measures::Fixed(Dimension::FEU);
const FEU_PER_TIME: Measures = Measures::Fixed(Dimension::FEU.per(Dimension::TIME));
const USD: Measures = Measures::Fixed(Dimension::MONEY);
const DURATION: Measures = Measures::Fixed(Dimension::TIME);
const RATE: Measures = Measures::Fixed(Dimension::NONE.per(Dimension::TIME));
/// One over the square root of a time, as a volatility is.
const PER_ROOT_TIME: Measures = Measures::Fixed(Dimension::TIME.root().inverse());
const USD_PER_KWH: Measures = Measures::Fixed(Dimension::MONEY.per(Dimension::ENERGY));
const CARBON: Measures = Measures::Fixed(Dimension::MASS.per(Dimension::ENERGY));
/// Mass of carbon dioxide equivalents per mass and distance.
const CARBON_PER_TKM: Measures = Measures::Fixed(Dimension::LENGTH.inverse());
const TONNES: Measures = Measures::Fixed(Dimension::MASS);
const DISTANCE: Measures = Measures::Fixed(Dimension::LENGTH);

use Measures::{
    Amount, AmountPerTime, MoneyPerAmount, MoneyPerAmountTime, MoneyPerCapacity, Number, PerOther,
};
use Takes::{
    Choice, Count, Date, Days, Each, Flag, Map, Name, Names, Numbers, Once, OnceDate, Price,
    Special, Table, Tables, Text, Word,
};

/// The language.
#[rustfmt::skip]
pub static KEYS: &[Key] = &[
    key("", "extends", Text, false, "", "A scenario file that this one builds on: see above."),
    key("", "import", Table("import"), false, "", "Tables of this file that are rows of CSV files, as spreadsheets save them: see above."),
    key("", "scenario", Table("scenario"), true, "", "The frame: name, horizon, rates."),
    key("", "parameter", Map("parameter"), false, "", "Named uncertain numbers, drawn once a trial; `$NAME` anywhere a number may be."),
    key("", "party", Map("party"), false, "", "Whose money. `outside`, the rest of the world, is always there."),
    key("", "commodity", Map("commodity"), true, "", "What flows."),
    key("", "index", Map("index"), false, "", "Prices that move from day to day; `$NAME` in a price."),
    key("", "correlation", Tables("correlation"), false, "none", "Correlations of indices or of parameters: [[correlation]] with `between` and `rho`."),
    key("", "currency", Map("currency"), false, "", "Exchange rates of the currencies in which prices are written: KZT, CNY, VND, EUR. An amount is converted at the rate of the day of posting."),
    key("", "site", Map("site"), true, "", "Places with their stocks and processes."),
    key("", "node", Map("node"), false, "", "Borders, ports, dry ports and terminals on a route."),
    key("", "leg", Map("leg"), false, "", "What is travelled between them."),
    key("", "route", Map("route"), false, "", "Ordered ways between two sites."),
    key("", "market", Map("market"), false, "", "Outside supply at a price."),
    key("", "outlet", Map("outlet"), false, "", "Outside demand at a price for what a stock has to spare."),
    key("", "duty", Map("duty"), false, "", "What states take of imports: duty and value added tax."),
    key("", "contract", Map("contract"), false, "", "Terms on which a commodity changes party."),
    key("", "demand", Map("demand"), false, "", "Customers' draws on stocks."),
    key("", "hazard", Map("hazard"), false, "", "What goes wrong: outages, closures, storms."),
    key("", "ratio", Map("ratio"), false, "", "Measures over others, trial by trial."),
    key("", "variant", Map("variant"), false, "one variant, `base`", "Named sets of changes; variants are what is compared."),

    key("", "lever", Map("lever"), false, "", "What `lichain optimize` may set, and within which bounds."),
    key("", "optimize", Table("optimize"), false, "", "What `lichain optimize` is to reach, and what must hold."),

    // Headings are paths in the section of the same name.
    key("import", "parameter", Special, false, "", "Parameters from a CSV file, or from a list of them."),
    key("import", "party", Special, false, "", "Parties from a CSV file, or from a list of them."),
    key("import", "commodity", Special, false, "", "Commodities from a CSV file, or from a list of them."),
    key("import", "index", Special, false, "", "Indices from a CSV file, or from a list of them."),
    key("import", "currency", Special, false, "", "Exchange rates from a CSV file, or from a list of them: `name`, `rate`."),
    key("import", "site", Special, false, "", "Sites from a CSV file, or from a list of them."),
    key("import", "node", Special, false, "", "Nodes from a CSV file, or from a list of them."),
    key("import", "leg", Special, false, "", "Legs from a CSV file, or from a list of them. Headings such as `name`, `mode`, `transit [d]`, `cost.per_feu`."),
    key("import", "route", Special, false, "", "Routes from a CSV file, or from a list of them."),
    key("import", "market", Special, false, "", "Markets from a CSV file, or from a list of them."),
    key("import", "outlet", Special, false, "", "Outlets from a CSV file, or from a list of them."),
    key("import", "duty", Special, false, "", "Duties from a CSV file, or from a list of them."),
    key("import", "contract", Special, false, "", "Contracts from a CSV file, or from a list of them."),
    key("import", "demand", Special, false, "", "Demands from a CSV file, or from a list of them."),

    key("scenario", "name", Text, true, "", "Name of the scenario and of its results; an id."),
    key("scenario", "title", Text, false, "the name", "The scenario in words."),
    key("scenario", "start", Date, true, "", "First day."),
    key("scenario", "end", Date, true, "", "The day after the last."),
    key("scenario", "base_year", Count, false, "the year of `start`", "All money is in real USD of this year."),
    key("scenario", "discount", Once(RATE), false, "0 %/yr", "Real yearly rate at which costs and kWh are discounted to the first day of the books."),
    key("scenario", "capital_rate", Once(RATE), false, "`discount`", "Real yearly rate at which capital expenditure is annualised."),
    key("scenario", "carrying", Once(RATE), false, "0 %/yr", "Yearly cost of value in stock, in process and on the way, as a share of its book cost."),
    key("scenario", "warmup", Days, false, "0 d", "Days before measures and books begin."),
    key("scenario", "trials", Count, false, "1024", "Trials to run unless `--trials` says otherwise; 2048 without it where `sampling` is \"sobol\"."),
    key("scenario", "sampling", Word(&["plain", "antithetic", "lhs", "sobol"]), false, "lhs", "How parameters are drawn: each trial by itself, in pairs that mirror each other, by Latin hypercubes of 64 trials or by scrambled Sobol nets of 256. Where no parameter is uncertain it makes no difference."),
    key("scenario", "noise_replicates", Count, false, "1", "Trials that share a draw of the parameters, each with noise of its own: variance.csv then tells how much of the spread the parameters make."),
    key("scenario", "reference", Name("variant"), false, "the first by name", "The variant the others are compared with."),
    key("scenario", "automaker", Name("party"), false, "the owner of the sites with demand, where it is one", "The party whose payments make `delivered_cost`."),

    key("parameter", "value", Special, true, "", "A quantity, a distribution or a law of dates; drawn once a trial, the same in every variant."),
    key("parameter", "title", Text, false, "", "In words."),
    key("parameter", "source", Text, false, "", "Where the number comes from: a citation, or \"assumption\"."),
    key("parameter", "confidence", Word(&["high", "medium", "low"]), false, "", "How far to trust it."),
    key("parameter", "note", Text, false, "", "What a reader should know."),

    // Any quantity may be written as a table with these keys instead of a line of text.
    key("quantity", "value", Special, true, "", "The quantity itself."),
    key("quantity", "source", Text, false, "", "Where the number comes from: a citation, or \"assumption\"."),
    key("quantity", "confidence", Word(&["high", "medium", "low"]), false, "", "How far to trust it."),
    key("quantity", "note", Text, false, "", "What a reader should know."),

    key("party", "title", Text, false, "the id", "In words."),
    key("party", "country", Text, false, "", "Two-letter code."),
    key("party", "kind", Word(&["company", "investor", "state"]), false, "company", "A state budget, a company, or one whose cash is measured as an investment: `npv_usd`, `irr`, `payback_years`, `loss`."),
    key("party", "hurdle", Once(RATE), false, "`discount`", "Real yearly rate at which its yearly cash is discounted; makes it an investor."),
    key("party", "tax", Table("party.tax"), false, "none", "Corporate tax, paid on the last day of each year; makes it an investor."),
    key("party", "residual", Word(&["none", "book"]), false, "none", "What is left when the horizon ends: nothing, or plants at what of their capital is not written off, stocks at book cost and what is still owed, added to the last year's cash of `npv_usd`, `irr` and `payback_years`; makes it an investor."),
    key("party.tax", "rate", Once(Number), true, "", "Share of revenue less costs, depreciation and losses carried forward."),
    key("party.tax", "to", Name("party"), true, "", "Who is paid."),
    key("party.tax", "depreciation", Once(DURATION), true, "", "Time from the first day of production over which capital is written off in a straight line."),
    key("party.tax", "losses", Once(DURATION), false, "0 yr", "How many later years a loss may be set off in; the oldest first."),

    key("commodity", "title", Text, false, "the id", "In words."),
    key("commodity", "unit", Word(&["t", "kWh", "vehicle", "unit"]), true, "", "What it is counted in."),
    key("commodity", "lithium", Special, false, "0 kg", "Lithium in a unit, such as \"188 kg/t\"; fixed."),
    key("commodity", "energy", Special, false, "1 kWh for cells in kWh, else 0", "kWh of cells in a unit, such as \"37.2 kWh/vehicle\"; fixed."),
    key("commodity", "mass", Special, false, "1 t/t for what is counted in t", "What a unit weighs with its packing, such as \"7 kg/kWh\", for emissions on the way; drawn once a trial."),
    key("commodity", "danger", Word(&Danger::CODES), false, "none", "Its class of dangerous goods by UN number: lithium ion cells by themselves, with or in equipment, lithium metal cells likewise, battery-powered vehicles and those of lithium ion."),
    key("commodity", "charge", Once(Number), false, "", "State of charge at which it travels: \"30 %\"; to be said of UN3480 by air."),
    key("commodity", "per_feu", Special, false, "never travels by container", "Units in a 40-foot container, such as \"24 t\" or \"2400 kWh\"; drawn once a trial."),

    key("index", "constant", Special, false, "", "A price that does not move; drawn once a trial."),
    key("index", "log_ou", Table("index.log_ou"), false, "", "A price whose logarithm returns to a level (Ornstein-Uhlenbeck)."),
    key("index", "gbm", Table("index.gbm"), false, "", "A price that wanders without a level to return to (geometric Brownian motion)."),
    key("index", "path", Table("index.path"), false, "", "A price that follows a table, the same in every trial."),
    key("index", "bootstrap", Table("index.bootstrap"), false, "", "A price that moves as a history did: its daily returns, drawn again in blocks."),
    key("index", "regimes", Map("regime"), false, "", "Regimes that take turns: [index.NAME.regimes.REGIME], two or more. On leaving one, each other is as likely to follow."),
    key("index", "begins", Name("regime"), false, "", "With `regimes`: that of the first day; required there."),
    key("index", "start", Special, false, "the value or the level of the regime of the first day", "With `regimes`: price on the first day; drawn once a trial."),
    key("index.log_ou", "start", Special, true, "", "Price on the first day; drawn once a trial."),
    key("index.log_ou", "level", Special, true, "", "Median price in the long run; drawn once a trial."),
    key("index.log_ou", "half_life", Once(DURATION), false, "", "Time in which half of a deviation of the logarithm is gone; this or `speed`."),
    key("index.log_ou", "speed", Once(RATE), false, "", "Speed of return, ln 2 / half-life; this or `half_life`."),
    key("index.log_ou", "volatility", Special, true, "", "Volatility of the logarithm, such as \"45 %/yr^0.5\"; drawn once a trial."),
    key("index.log_ou", "jumps", Table("jumps"), false, "none", "Jumps on top; they fade as all deviations do."),
    key("index.gbm", "start", Special, true, "", "Price on the first day; drawn once a trial."),
    key("index.gbm", "drift", Once(RATE), false, "0 %/yr", "Growth of the mean, without jumps: after t it is start x e^(drift t). The median grows by drift - volatility^2 / 2."),
    key("index.gbm", "volatility", Once(PER_ROOT_TIME), true, "", "Volatility of the logarithm, such as \"11 %/yr^0.5\"."),
    key("index.gbm", "jumps", Table("jumps"), false, "none", "Jumps on top; they stay."),
    key("jumps", "rate", Once(RATE), true, "", "Jumps per time, at most one a day on average: \"0.5 /yr\"."),
    key("jumps", "size", Each(Number), false, "", "What a jump adds to the logarithm: \"normal(-10 %, 20 %)\"; this or `factor`."),
    key("jumps", "factor", Each(Number), false, "", "What a jump multiplies the price by: \"uniform(1.5, 3)\"; this or `size`. Jumps are not made up for in the drift or the level."),
    key("index.path", "csv", Text, true, "", "A file beside the one that names it, or below, with dates in its first column, as in `demand.plan`."),
    key("index.path", "column", Text, true, "", "The heading of the column to take."),
    key("index.path", "unit", Text, true, "", "What its numbers are in, such as \"USD/t\"."),
    key("index.path", "between", Word(&["step", "linear"]), false, "step", "Between two dates: the last number holds, or a straight line."),
    key("index.path", "ends", Word(&["refused", "held"]), false, "refused", "What days before the first date and after the last are: a mistake, or days on which the nearest number holds."),
    key("index.path", "factor", Once(Number), false, "1", "What the numbers are multiplied by."),
    key("index.bootstrap", "csv", Text, true, "", "A file beside the one that names it, or below, with dates in its first column, as in `demand.plan`. Between two dates the price holds, so any gaps will do: weekends, months."),
    key("index.bootstrap", "column", Text, true, "", "The heading of the column to take, with prices in any unit: only their ratios count."),
    key("index.bootstrap", "start", Special, true, "", "Price on the first day; drawn once a trial."),
    key("index.bootstrap", "block", Once(DURATION), true, "", "Mean length of a block, 1 d or more (stationary bootstrap: the length is geometric, the history wraps around)."),
    key("index.bootstrap", "trend", Word(&["kept", "removed"]), false, "kept", "The history's mean return: kept, or taken out of every day."),
    key("regime", "duration", Once(DURATION), true, "", "Mean stay, 1 d or more; the stay is geometric, in whole days."),
    key("regime", "value", Special, false, "", "The price while it lasts; drawn once a trial. This, `log_ou` or `gbm`."),
    key("regime", "log_ou", Table("regime.log_ou"), false, "", "From the price at hand, its logarithm returns to a level."),
    key("regime", "gbm", Table("regime.gbm"), false, "", "From the price at hand, it wanders."),
    key("regime.log_ou", "level", Special, true, "", "Median price to which it returns; drawn once a trial."),
    key("regime.log_ou", "half_life", Once(DURATION), false, "", "As in `index.log_ou`; this or `speed`."),
    key("regime.log_ou", "speed", Once(RATE), false, "", "As in `index.log_ou`; this or `half_life`."),
    key("regime.log_ou", "volatility", Once(PER_ROOT_TIME), true, "", "Volatility of the logarithm."),
    key("regime.gbm", "drift", Once(RATE), false, "0 %/yr", "Growth of the mean."),
    key("regime.gbm", "volatility", Once(PER_ROOT_TIME), true, "", "Volatility of the logarithm."),

    key("correlation", "between", Special, true, "", "Two indices that normal draws drive (`log_ou`, `gbm`, or `regimes` of them): [\"index.lce\", \"index.vnd\"]; or two parameters that are drawn: [\"parameter.capex\", \"parameter.delay\"]."),
    key("correlation", "rho", Special, true, "", "Of indices the correlation of their daily normal innovations, of parameters Spearman's rank correlation over the trials; from -1 to 1, both left out; fixed. Pairs that are not written have 0."),

    key("currency", "rate", Special, true, "", "The index that is its rate: \"$NAME\", in the currency per USD (25000 VND/USD) or in USD per unit of the currency."),

    key("site", "title", Text, false, "the id", "In words."),
    key("site", "country", Text, false, "", "Two-letter code."),
    key("site", "place", Numbers(2), false, "", "Latitude and longitude in degrees."),
    key("site", "owner", Name("party"), true, "", "Whose stocks and processes these are."),
    key("site", "in_use", Flag, false, "true", "A site that is not in use costs nothing and is not checked for reach."),
    key("site", "stock", Map("site.stock"), false, "", "Stocks at the site, by commodity."),
    key("site", "process", Map("site.process"), false, "", "Processes at the site."),

    key("site.stock", "in_use", Flag, false, "true", "As for the site."),
    key("site.stock", "initial", Once(Amount), false, "0", "On hand on the first morning."),
    key("site.stock", "initial_cost", Once(MoneyPerAmount), false, "0", "Book cost of the initial stock."),
    key("site.stock", "limit", Once(Amount), false, "boundless", "Room; production stops at it, cargo waits at the door."),
    key("site.stock", "policy", Choice("policy"), false, "never replenished", "When the stock is replenished and by how much."),
    key("site.stock", "sources", Tables("source"), false, "the processes at the site that make it", "Where its orders go."),
    key("site.stock", "sources_by", Word(&["priority", "share", "least_cost"]), false, "share where sources have one, else priority", "How an order is split among sources. least_cost: all of it goes where goods are expected to cost least on arrival, by tonight's prices: price or book cost, freight, duty and tax that is not paid back, capital and holding on the way."),
    key("site.stock", "order_cost", Once(USD), false, "0", "Cost of an order, whatever its size."),
    key("site.stock", "holding", Once(MoneyPerAmountTime), false, "0", "Cost of a unit on hand in the evening; imputed, not cash."),
    key("site.stock", "holding_in_transit", Once(MoneyPerAmountTime), false, "`holding`", "Cost of a unit on its way from this stock, each evening; imputed, not cash."),
    key("site.stock", "dispatch", Table("dispatch"), false, "boundless", "Limits on what leaves the stock as orders."),

    key("dispatch", "room", Once(AmountPerTime), false, "boundless", "Most that leaves in a day."),
    key("dispatch", "breakdown", Table("breakdown"), false, "never", "Days on which nothing leaves."),
    key("breakdown", "chance", Once(Number), true, "", "Probability that what works breaks in a day."),
    key("breakdown", "repair", Once(Number), true, "", "Probability that what is broken is repaired in a day."),

    key("policy", "push", Table("policy.push"), false, "", "The processes make all they can."),
    key("policy", "base_stock", Table("policy.base_stock"), false, "", "Order up to a level whenever the inventory position is below it."),
    key("policy", "echelon_base_stock", Table("policy.echelon_base_stock"), false, "", "The same on the echelon position: own and everything downstream, less the end customers' backlog."),
    key("policy", "s_S", Table("policy.s_S"), false, "", "At a position of s or below, order up to S."),
    key("policy", "r_Q", Table("policy.r_Q"), false, "", "At a position of r or below, order Q."),
    key("policy", "fixed_interval", Table("policy.fixed_interval"), false, "", "Every so many days, order up to a level."),
    key("policy", "days_of_cover", Table("policy.days_of_cover"), false, "", "Order up to so many days of expected use."),
    key("policy.base_stock", "level", Once(Amount), true, "", "Level of the inventory position."),
    key("policy.base_stock", "review", Days, false, "1 d", "Days between reviews, the first on day 0."),
    key("policy.echelon_base_stock", "level", Once(Amount), true, "", "Level of the echelon position."),
    key("policy.echelon_base_stock", "review", Days, false, "1 d", "Days between reviews, the first on day 0."),
    key("policy.s_S", "s", Once(Amount), true, "", "Position at or below which is ordered."),
    key("policy.s_S", "S", Once(Amount), true, "", "Position up to which is ordered."),
    key("policy.s_S", "review", Days, false, "1 d", "Days between reviews, the first on day 0."),
    key("policy.r_Q", "r", Once(Amount), true, "", "Position at or below which is ordered."),
    key("policy.r_Q", "Q", Once(Amount), true, "", "Quantity of an order."),
    key("policy.r_Q", "multiples", Flag, false, "false", "As many Q at once as lift the position above r."),
    key("policy.r_Q", "review", Days, false, "1 d", "Days between reviews, the first on day 0."),
    key("policy.fixed_interval", "every", Days, true, "", "Days between orders, the first on day 0."),
    key("policy.fixed_interval", "up_to", Once(Amount), true, "", "Position up to which is ordered."),
    key("policy.days_of_cover", "cover", Once(DURATION), true, "", "Days of expected use that the position should cover."),
    key("policy.days_of_cover", "review", Days, false, "1 d", "Days between reviews, the first on day 0."),

    key("source", "route", Name("route"), false, "", "From the stock of the same commodity where this route begins; this or `market`."),
    key("source", "or", Names("route"), false, "none", "Other routes from the same site that its cargo may take; one is chosen each evening for all that leaves, by what is known then."),
    key("source", "choose", Word(&["first_open", "least_time", "least_cost"]), false, "first_open", "With `or`: among routes on which nothing is shut, the first, the one of least expected time (queues included), or of least freight. Where all are shut, the first."),
    key("source", "wait_over", Once(DURATION), false, "boundless", "With `or`: a route whose expected wait (queue over today's capacity) is beyond this is passed over as if it were shut. By least_cost a source is, if that wait and the time in which its supplier's plants catch up with what is ordered are beyond this."),
    key("source", "market", Name("market"), false, "", "From outside; this or `route`."),
    key("source", "priority", Count, false, "its place in the list", "Sources are asked in this order, each as far as it can fill tonight; the rest waits at the first. Not by least_cost."),
    key("source", "share", Once(Number), false, "", "Share of every order; all sources of the stock then have one, adding up to 1."),
    key("source", "after", Days, false, "", "Makes a market one that is asked only for what is short after so many days in a row; it may stand beside processes."),

    key("site.process", "in_use", Flag, false, "true", "As for the site."),
    key("site.process", "title", Text, false, "the id", "In words."),
    key("site.process", "makes", Name("commodity"), true, "", "Its product; enters the stock of that commodity at the site."),
    key("site.process", "uses", Special, false, "", "Input per unit started, by commodity: { carbonate = \"0.58 kg/kWh\" }; drawn once a trial."),
    key("site.process", "recovers", Special, false, "", "Share of an input's lithium that is in what is started, by commodity: { concentrate = \"88 %\" }; the need follows from the lithium contents. One commodity at most, and not one in `uses`."),
    key("site.process", "capacity", Once(AmountPerTime), false, "that of its phases", "Units started a day at full capacity, scrap included; required without `phase`."),
    key("site.process", "start", OnceDate, false, "the first day", "First day of production; a distribution of dates may hold \"never\"."),
    key("site.process", "ramp", Choice("ramp"), false, "full from the first day", "Rise to full capacity."),
    key("ramp", "linear", Table("ramp.linear"), false, "", "In a straight line."),
    key("ramp.linear", "from", Once(Number), false, "0 %", "Share of capacity on the first day."),
    key("ramp.linear", "over", Once(DURATION), true, "", "Time from the first day to full capacity."),
    key("ramp.linear", "ceiling", Once(Number), false, "100 %", "Share of capacity that is never passed."),
    key("ramp", "mcnulty", Table("ramp.mcnulty"), false, "", "By the class of the technology (McNulty, 2004)."),
    key("ramp.mcnulty", "class", Count, true, "", "1 (known technology, known suppliers) to 4 (much that is new, little tested): see docs/model.md."),
    key("ramp.mcnulty", "to_nameplate", Once(DURATION), false, "365 d", "Time in which a plant of class 1 is at nameplate; stretches the curve of every class."),
    key("ramp.mcnulty", "ceiling", Once(Number), false, "100 %", "Share of capacity that is never passed, whatever the class says."),
    key("site.process", "phase", Map("phase"), false, "one piece", "Phases that add up: [site.SITE.process.NAME.phase.PHASE]. Then `capacity`, `start` and `capex` are theirs, not the process's."),
    key("phase", "capacity", Once(AmountPerTime), true, "", "Units started a day at full capacity, scrap included."),
    key("phase", "start", OnceDate, false, "the first day", "First day as planned; a distribution of dates may hold \"never\"."),
    key("phase", "delay", Once(DURATION), false, "0 d", "Time by which it opens later than planned."),
    key("phase", "ramp", Choice("ramp"), false, "that of the process", "Rise to full capacity, from its own first day."),
    key("phase", "capex", Once(MoneyPerCapacity), false, "0", "Planned capital expenditure per capacity, spent on its first day."),
    key("phase", "overrun", Once(Number), false, "1", "What `capex` is multiplied by: \"pert(90, 115, 170) %\"."),
    key("phase", "when", Table("phase.when"), false, "on its date", "Opens when what is open is in full use, rather than on a date; one such phase at a time, in order of name."),
    key("phase.when", "utilisation", Once(Number), true, "", "Units started over units that could have been started, by all that is open: \"85 %\" or more."),
    key("phase.when", "for", Special, true, "", "Time over which that is taken, all of it since the last phase opened: \"6 mo\"; fixed."),
    key("phase.when", "build", Once(DURATION), false, "0 d", "Time from the evening on which it is decided to the first day."),
    key("site.process", "season", Numbers(12), false, "1 in every month", "Factor on capacity by month, January first."),
    key("site.process", "scrap", Once(Number), false, "0 %", "Share of what is started that is lost; or { first, mature, at }: it falls with good output."),
    key("scrap", "first", Once(Number), true, "", "Share lost at first."),
    key("scrap", "mature", Once(Number), true, "", "Share lost in the end."),
    key("scrap", "at", Once(Amount), true, "", "Good output by which 95 % of the way from `first` to `mature` is gone."),
    key("site.process", "inside", Once(DURATION), false, "0 d", "Time from start to good output."),
    key("site.process", "cost", Map("cost"), false, "", "Costs per unit started, by category of your own naming: cost.energy = \"2 USD/kWh\" or { amount, to }."),
    key("cost", "amount", Price(MoneyPerAmount), true, "", "USD for a unit started."),
    key("cost", "to", Name("party"), false, "outside", "Who is paid."),
    key("cost", "source", Text, false, "", "Where the number comes from: a citation, or \"assumption\"."),
    key("cost", "confidence", Word(&["high", "medium", "low"]), false, "", "How far to trust it."),
    key("cost", "note", Text, false, "", "What a reader should know."),
    key("site.process", "capex", Once(MoneyPerCapacity), false, "0", "Capital expenditure per capacity, spent on the first day of production: \"85 MUSD/(GWh/yr)\"."),
    key("site.process", "life", Once(DURATION), false, "20 yr", "Time over which capital is annualised."),
    key("site.process", "breakdown", Table("breakdown"), false, "never", "Days on which nothing is started."),
    key("site.process", "available", Table("available"), false, "always", "In order and out of order in turns, by the clock rather than by the day: a day has the open part of its capacity."),
    key("available", "mtbf", Each(DURATION), true, "", "Time from the end of an outage (at first, from the first day of production) to the next: \"exponential(90) d\"; held at a minute or more."),
    key("available", "mttr", Each(DURATION), true, "", "Time that an outage lasts: \"lognormal(mean 3, cv 80 %) d\"."),
    key("site.process", "mine", Table("mine"), false, "boundless", "Ore in the ground, for a process without inputs: when it is used up, production ends."),
    key("mine", "reserve", Once(TONNES), true, "", "Ore that can be mined."),
    key("mine", "grade", Once(Number), true, "", "Share of the ore that is Li2O (or whatever the grade is of)."),
    key("mine", "recovery", Once(Number), true, "", "Share of it that ends in concentrate."),
    key("mine", "concentrate_grade", Once(Number), true, "", "Share of the concentrate that is it: \"6 %\"."),
    key("site.process", "royalty", Table("royalty"), false, "none", "A share of the value of good output, due when it is started; a transfer, no cost of the chain."),
    key("royalty", "rate", Once(Number), true, "", "The share."),
    key("royalty", "of", Price(MoneyPerAmount), true, "", "Value of a unit, at the price of the day."),
    key("royalty", "to", Name("party"), true, "", "Who is paid."),
    key("royalty", "holiday", Once(DURATION), false, "0 d", "Time from the first day of production without royalty."),
    key("site.process", "emissions", Special, false, "0", "CO2e for a unit started beyond that of `energy`: fuel, the process itself, materials that are bought, such as \"40 kg/kWh\"; drawn once a trial."),
    key("site.process", "energy", Table("energy"), false, "none", "Energy of what is started: a cost of the kind `energy`, and its carbon."),
    key("energy", "per_unit", Once(Measures::EnergyPerAmount), true, "", "kWh for a unit started: \"40 kWh/kWh\"."),
    key("energy", "price", Price(USD_PER_KWH), false, "0", "USD for a kWh."),
    key("energy", "to", Name("party"), false, "outside", "Who is paid."),
    key("energy", "carbon", Once(CARBON), false, "0", "CO2e for a kWh: \"0.6 kg/kWh\"."),

    key("node", "title", Text, false, "the id", "In words."),
    key("node", "kind", Word(&["border", "gauge_change", "port", "dry_port", "terminal"]), false, "", "What it is: shown by `check`; a change of gauge stands between legs by rail."),
    key("node", "country", Text, false, "", "Two-letter code."),
    key("node", "place", Numbers(2), false, "", "Latitude and longitude in degrees."),
    key("node", "dwell", Each(DURATION), false, "0 d", "Observed time at the node, waiting included; drawn for each day of entry and shared by all that enters on it."),
    key("node", "throughput", Once(FEU_PER_TIME), false, "boundless", "FEU that pass in a day, other traffic included; what is more waits, first in first out."),
    key("node", "background", Each(FEU_PER_TIME), false, "0 FEU/d", "Other traffic that comes each day and queues like ours; drawn each day."),
    key("node", "handling", Each(DURATION), false, "0 d", "Time from passing to going on, with or without `throughput`; not with `dwell`."),
    key("node", "demurrage", Once(USD_PER_FEU_TIME), false, "0 USD/FEU/d", "What waiting costs, each evening, to the carrier."),
    key("node", "cost", Table("freight"), false, "0", "What passing costs."),
    key("node", "carrier", Name("party"), false, "outside", "Who is paid."),
    key("node", "bans", Special, false, "none", "Dangerous goods that do not pass: [\"UN3480\"]."),
    key("node", "dangerous_surcharge", Price(USD_PER_FEU), false, "0", "USD for a container of a commodity with a `danger`, on top of the cost."),
    key("node", "loss", Once(Number), false, "0 %", "Share of the cargo that is lost there; what is lost is missing on arrival at the route's end."),
    key("leg", "title", Text, false, "the id", "In words."),
    key("leg", "mode", Word(&["rail", "sea", "road", "air", "passenger_air", "ferry"]), true, "", "How cargo moves; `air` is a cargo aircraft, `passenger_air` the hold of a passenger aircraft."),
    key("leg", "distance", Once(DISTANCE), false, "", "Length."),
    key("leg", "transit", Each(DURATION), true, "", "Time on the way; drawn for each day of departure and shared by all on board."),
    key("leg", "departs", Table("departs"), false, "whenever cargo comes", "A timetable."),
    key("leg", "demurrage", Once(USD_PER_FEU_TIME), false, "0 USD/FEU/d", "What waiting for a departure costs, each evening, to the carrier."),
    key("departs", "weekly", Special, false, "", "Days of the week: [\"Tue\", \"Fri\"]; this or `every`."),
    key("departs", "every", Days, false, "", "Days between departures; this or `weekly`."),
    key("departs", "first", Days, false, "0 d", "With `every`: days from the scenario's first day to the first departure."),
    key("departs", "room", Once(FEU), false, "boundless", "Most that a departure takes; the rest waits for the next."),
    key("departs", "at_least", Once(FEU), false, "0 FEU", "Without so much there is no departure."),
    key("leg", "cost", Table("freight"), false, "0", "What travelling costs."),
    key("leg", "carrier", Name("party"), false, "outside", "Who is paid."),
    key("leg", "emissions", Once(CARBON_PER_TKM), false, "0", "CO2e for a tonne of cargo, packing included, and kilometre of `distance`: \"22 g/t/km\"."),
    key("leg", "bans", Special, false, "none", "Dangerous goods that do not travel on it: [\"UN3480\"]."),
    key("leg", "dangerous_surcharge", Price(USD_PER_FEU), false, "0", "USD for a container of a commodity with a `danger`, on top of the cost."),
    key("leg", "loss", Once(Number), false, "0 %", "Share of the cargo that is lost on it; what is lost is missing on arrival at the route's end."),
    key("freight", "per_feu", Price(USD_PER_FEU), false, "0", "USD for a 40-foot container; part of a container pays its part."),
    key("freight", "per_shipment", Once(USD), false, "0", "USD for each cargo on each day."),

    key("hazard", "title", Text, false, "the id", "In words."),
    key("hazard", "in_use", Flag, false, "true", "A hazard that is not in use never happens."),
    key("hazard", "rate", Once(RATE), false, "", "Spells per time, whatever happens meanwhile; those that overlap are one (Poisson). This, `every` or `dates`, or none for what only others set off."),
    key("hazard", "every", Each(DURATION), false, "", "Time from the end of a spell to the next, and from the first day to the first (renewal): \"exponential(90) d\"."),
    key("hazard", "dates", Special, false, "", "First and last days of spells: [[2031-02-01, 2031-02-20]]; `lasts` then stays unused."),
    key("hazard", "season", Numbers(12), false, "1 in every month", "With `rate`: factor on it by month, January first."),
    key("hazard", "lasts", Each(DURATION), false, "", "How long a spell lasts; required but with `dates`."),
    key("hazard", "leaves", Each(Number), false, "0 %", "Share of capacity left while it lasts; what is left 0 of is shut."),
    key("hazard", "recovery", Once(DURATION), false, "0 d", "Time after a spell in which capacity rises in a straight line back to full."),
    key("hazard", "hits", Special, true, "", "What it hits at once: [\"site.mine\", \"site.plant.process.cells\", \"node.khorgos\", \"leg.khorgos-xian\"]. Of a site, its processes."),
    key("hazard", "stops_dispatch", Flag, false, "false", "Nothing leaves the stocks of the sites it hits on days on which nothing is left."),
    key("hazard", "sets_off", Special, false, "none", "Hazards of which a spell begins with one of this, each with its chance: { port_jam = \"20 %\" }."),

    key("route", "title", Text, false, "the id", "In words."),
    key("route", "from", Name("site"), true, "", "Where it begins."),
    key("route", "to", Name("site"), true, "", "Where it ends."),
    key("route", "carries", Names("commodity"), true, "", "What may travel on it."),
    key("route", "path", Names("leg or node"), true, "", "Legs and nodes in order of travel."),
    key("route", "published", Special, false, "", "Mean time from door to door as others tell it, a fixed number: \"39.2 d\". `check` prints beside it the mean of the model, queues and hazards apart; nothing else uses it."),
    key("route", "in_use", Flag, false, "true", "A route that is not in use, or one of whose ends is not, drops out of the sources that name it."),
    key("route", "whole_feu", Flag, false, "false", "What leaves on it in an evening is a whole number of containers; orders for less wait until others fill them."),
    key("route", "insurance", Once(Number), false, "none", "Share of the cargo's book cost at departure, freight of the route excluded: \"0.7 %\"; paid by its owner."),
    key("route", "insurer", Name("party"), false, "outside", "With `insurance`: who is paid."),

    key("market", "of", Name("commodity"), true, "", "What it sells."),
    key("market", "price", Price(MoneyPerAmount), true, "", "USD for a unit, on the day of the order."),
    key("market", "premium", Once(Number), false, "0 %", "Share added to the price."),
    key("market", "lead_time", Each(DURATION), true, "", "Time from the evening of the order to arrival; drawn for each day on which is ordered."),
    key("market", "seller", Name("party"), false, "outside", "Who is paid."),
    key("market", "country", Text, false, "", "Two-letter code of where its goods come from."),
    key("market", "emissions", Special, false, "none counted", "CO2e that a unit brings with it, made and delivered elsewhere, such as \"12 t/t\" or \"60 kg/kWh\"; drawn once a trial."),
    key("market", "in_use", Flag, false, "true", "A market that is not in use drops out of the sources that name it."),

    key("outlet", "at", Name("site"), true, "", "Where it buys."),
    key("outlet", "of", Name("commodity"), true, "", "What it buys; from the stock of it at the site, each evening after orders are filled."),
    key("outlet", "price", Price(MoneyPerAmount), true, "", "USD for a unit on the day of the sale, paid at once by `outside` to the owner of the site."),
    key("outlet", "above", Once(Amount), false, "0", "What stays on hand: only what is above it, and not owed to orders and demand that wait, is sold."),
    key("outlet", "room", Once(AmountPerTime), false, "boundless", "Most that is sold in a day."),
    key("outlet", "in_use", Flag, false, "true", "An outlet that is not in use, or whose site is not, is as if it were not there."),

    key("duty", "of", Name("commodity"), true, "", "On what."),
    key("duty", "from", Text, false, "any other country", "Two-letter code of the country of the route's beginning, or of the market; a duty that names it goes before one that does not."),
    key("duty", "into", Text, true, "", "Two-letter code of the country of the route's end."),
    key("duty", "rate", Once(Number), false, "0 %", "Share of the customs value: what the goods cost their owner on arrival, the contract's price or with all freight."),
    key("duty", "vat", Once(Number), false, "0 %", "Value added tax, as a share of customs value and duty."),
    key("duty", "vat_back", Once(DURATION), false, "never: the tax is a cost", "Time after which value added tax is paid back."),
    key("duty", "to", Name("party"), true, "", "Who is paid, by the owner of the site of arrival, on arrival."),
    key("duty", "in_use", Flag, false, "true", "A duty that is not in use is as if it were not there."),

    key("contract", "seller", Name("party"), true, "", "Who is paid."),
    key("contract", "buyer", Name("party"), true, "", "Who pays."),
    key("contract", "of", Name("commodity"), true, "", "What is sold."),
    key("contract", "price", Price(MoneyPerAmount), false, "", "USD for a unit on the day title passes: \"52 USD/kWh\", \"1.05 * $cell + 2 USD/kWh\"; this or `cost_plus`."),
    key("contract", "cost_plus", Once(Number), false, "", "Margin on the seller's book cost of the cargo; this or `price`."),
    key("contract", "floor", Once(MoneyPerAmount), false, "none", "The price does not fall below it."),
    key("contract", "cap", Once(MoneyPerAmount), false, "none", "The price does not rise above it."),
    key("contract", "take_or_pay", Table("contract.take_or_pay"), false, "nothing", "What the buyer pays for whether it takes it or not."),
    key("contract.take_or_pay", "quantity", Once(AmountPerTime), true, "", "What is agreed: \"100 MWh/yr\"."),
    key("contract.take_or_pay", "share", Once(Number), false, "100 %", "Share of it that is paid in any case: what is missing at the end of a calendar year is paid that day, at its price."),
    key("contract", "title", Word(&["origin", "destination"]), false, "destination", "Where title passes; the party that owns the cargo on the way pays the freight."),
    key("contract", "payment", Once(DURATION), false, "0 d", "Time from title to payment."),
    key("contract", "in_use", Flag, false, "true", "A contract that is not in use is as if it were not there."),

    key("demand", "title", Text, false, "the id", "In words."),
    key("demand", "at", Name("site"), true, "", "Where."),
    key("demand", "of", Name("commodity"), true, "", "Of what."),
    key("demand", "daily", Each(Amount), false, "", "Demand of a day, drawn for each day of demand and held at 0 or above; this or `plan`."),
    key("demand", "every", Days, false, "1 d", "Days between demands, the first on day 0."),
    key("demand", "plan", Special, false, "", "Planned rate: \"200000 vehicle/yr\", a list [{ from = 2027-01-01, rate = \"…\" }], or { csv = \"plan.csv\", column = \"vf5\", unit = \"vehicle/yr\" } with dates in its first column (2027-01-31, 31.01.2027, 2027-01, 2027-Q1, 2027), each rate from its date to the next; 0 before the first date; drawn once a trial; this or `daily`."),
    key("plan", "from", Date, true, "", "First day of this rate."),
    key("plan", "rate", Once(AmountPerTime), true, "", "Planned rate."),
    key("plan.csv", "csv", Text, true, "", "A file beside the one that names it, or below."),
    key("plan.csv", "column", Text, true, "", "The heading of the column to take."),
    key("plan.csv", "unit", Text, true, "", "What its numbers are in, such as \"vehicle/mo\"."),
    key("demand", "growth", Once(RATE), false, "0 %/yr", "Yearly growth on top of the plan, from the first day."),
    key("demand", "season", Numbers(12), false, "1 in every month", "Factor on the plan by month, January first."),
    key("demand", "noise", Once(Number), false, "0 %", "Coefficient of variation of a normal factor on the plan, held at 0 or above; the factor is drawn each time."),
    key("demand", "noise_each", Word(&["day", "month"]), false, "day", "How often a new factor is drawn."),
    key("demand", "unmet", Word(&["backlog", "lost", "market"]), false, "backlog", "What happens to what is not served on its day: it waits, is lost, or waits until it is bought on `market` for the customer."),
    key("demand", "market", Name("market"), false, "", "With unmet = \"market\", and required there: where that is bought, at the price of the evening; served when its lead time is over."),
    key("demand", "after", Days, false, "1 d", "With unmet = \"market\": days in a row on which some of it waits after which all that waits is bought, that evening and on each such evening after it."),
    key("demand", "forecast", Table("demand.forecast"), false, "the plan itself", "How far policies that look ahead (days_of_cover) are wrong about this demand; the demand itself is the same."),
    key("demand.forecast", "bias", Once(Number), false, "0 %", "How much too high the forecast is on average; negative for too low."),
    key("demand.forecast", "cv", Once(Number), false, "0 %", "Coefficient of variation of a log-normal factor on the plan, one for each calendar month; drawn each time."),
    key("demand.forecast", "half_life", Once(DURATION), false, "0 d: each month anew", "Time in which half of the logarithm of an error is gone."),
    key("demand", "backlog_cost", Once(MoneyPerAmountTime), false, "0", "Cost of a unit waiting in the evening; imputed, not cash."),
    key("demand", "in_use", Flag, false, "true", "A demand that is not in use is as if it were not there."),
    key("demand", "lost_cost", Once(MoneyPerAmount), false, "0", "Cost of a unit lost; imputed, not cash."),

    key("ratio", "title", Text, false, "the id", "In words."),
    key("ratio", "of", Text, true, "", "A measure as it is named in results: \"door_to_door_days@sea\"."),
    key("ratio", "over", Text, true, "", "The measure of the same trial by which it is divided: `ratio@NAME`; empty where one is undefined or this is 0."),
    key("ratio", "at_least", Once(Number), false, "", "With it, `reaches@NAME` is the probability that the ratio is at least so much."),
    key("ratio", "in_use", Flag, false, "true", "A ratio that is not in use is as if it were not there."),

    key("variant", "title", Text, false, "the id", "In words."),
    key("variant", "in_use", Flag, false, "true", "A variant that is not in use is not run: for those of a file that is extended."),
    key("variant", "set", Special, false, "", "Changes: \"path.to.key\" = value, with the paths of `--set`. Lists are replaced whole; names and most of [scenario] stay as they are."),

    key("optimize", "objective", Text, true, "", "The measure whose mean is to be as good as possible, named as in summary.csv: \"delivered_cost\"."),
    key("optimize", "aim", Word(&["low", "high"]), false, "what is good for the measure", "Whether low or high values are wanted."),
    key("optimize", "variant", Name("variant"), false, "the reference", "The variant whose levers are moved."),
    key("optimize", "constraints", Special, false, "none", "What must hold, each a measure, a statistic over trials (mean, probability, sd, p5, p10, p25, p50, p75, p90, p95, cvar5) and a bound: [\"fill_rate p10 >= 95 %\", \"days_short mean <= 3 d\"]."),
    key("optimize", "evaluations", Count, false, "200", "Policies that the search tries; `--evaluations` says otherwise."),
    key("optimize", "trials", Count, false, "256", "Trials of each; `--trials` says otherwise."),
    key("optimize", "finalists", Count, false, "6", "Policies that are compared with more trials at the end."),
    key("optimize", "final_trials", Count, false, "eight times `trials`", "Trials of each finalist at most, and of the winner on fresh luck."),
    key("optimize", "indifference", Special, false, "0.1 %", "Share of the objective below which a difference does not matter."),

    key("lever", "title", Text, false, "the id", "In words."),
    key("lever", "set", Special, false, "", "The key it sets, as for `--set`: \"site.plant.stock.cell.policy.base_stock.level\"; or a list of keys that are all set to its value. Required but with `shares`."),
    key("lever", "low", Special, false, "", "Lowest value, with its unit: \"20 d\", 3, or a date. With `high`; or `choices`; or `shares`."),
    key("lever", "high", Special, false, "", "Highest value, in the unit of `low`."),
    key("lever", "step", Special, false, "a thousandth of the range or less; 1 for whole numbers, a day for dates", "From one value to the next, in the unit of `low`; of shares \"1 %\"."),
    key("lever", "choices", Special, false, "", "Values of any kind, one of which is set: [\"1 d\", \"7 d\"], or with names: { by_rail = [{ route = \"rail\" }], by_sea = [{ route = \"sea\" }] }."),
    key("lever", "shares", Special, false, "", "Keys set to shares that add up to one: [\"parameter.by_rail.value\", \"parameter.by_sea.value\"]. Sources in a list take them as share = \"$by_rail\"."),
    key("lever", "in_use", Flag, false, "true", "A lever that is not in use is not moved."),
];

/// The dimension a key's quantity must have, given the unit of its section's commodity and, for
/// recipes, that of the product.
#[must_use]
pub fn dimension(measures: Measures, of: Dimension, product: Dimension) -> Dimension {
    match measures {
        Number => Dimension::NONE,
        Measures::Fixed(dimension) => dimension,
        Amount => of,
        AmountPerTime => of.per(Dimension::TIME),
        MoneyPerAmount => Dimension::MONEY.per(of),
        MoneyPerAmountTime => Dimension::MONEY.per(of).per(Dimension::TIME),
        MoneyPerCapacity => Dimension::MONEY.per(of.per(Dimension::TIME)),
        PerOther => of.per(product),
        Measures::EnergyPerAmount => Dimension::ENERGY.per(of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_section(name: &str) -> bool {
        of(name).next().is_some()
    }

    #[test]
    fn every_section_that_a_key_leads_to_is_in_the_language() {
        // Without keys of its own.
        let bare = ["policy.push"];
        for key in KEYS {
            let (Table(section) | Tables(section) | Map(section) | Choice(section)) = key.takes
            else {
                continue;
            };
            assert!(is_section(section) || bare.contains(&section), "{section}");
        }
    }

    #[test]
    fn no_key_is_there_twice() {
        for (position, key) in KEYS.iter().enumerate() {
            let mut others = KEYS[..position].iter();
            assert!(!others.any(|other| (other.section, other.name) == (key.section, key.name)));
        }
    }

    #[test]
    fn every_meaning_is_a_sentence_and_no_required_key_has_a_default() {
        for key in KEYS {
            assert!(key.meaning.ends_with(['.', '"']), "{}", key.meaning);
            assert!(!key.required || key.default.is_empty(), "{}", key.name);
        }
    }
}
