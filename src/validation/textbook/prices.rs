//! Prices that move, and parameters that move together.

use crate::stats::sensitivity::spearman;
use crate::validation::bench::{Mean, run};
use crate::validation::truth::log_ou;
use crate::validation::{Case, Effort, Row};

pub const CASES: &[Case] = &[
    Case {
        name: "price that returns (log-OU)",
        source: "Ornstein and Uhlenbeck (1930): mean and variance of the logarithm",
        run: returning,
    },
    Case {
        name: "price that wanders (GBM)",
        source: "mean start x exp(drift x time)",
        run: wandering,
    },
    Case {
        name: "correlated parameters",
        source: "Spearman's rank correlation as asked for",
        run: correlated,
    },
];

/// The price of a unit that is bought on a day, the first of the books.
fn prices(index: &str, (day, end): (u32, &str), trials: u64) -> Result<Vec<f64>, String> {
    let text = format!(
        r#"
[scenario]
name   = "prices"
start  = 2027-01-01
end    = {end}
warmup = "{day} d"
[party.buyer]
[commodity]
salt = {{ unit = "unit" }}
[index.salt.{index}
[market.exchange]
of        = "salt"
price     = "$salt"
lead_time = "1 d"
[site.yard]
owner = "buyer"
[site.yard.stock.salt]
policy  = {{ base_stock = {{ level = "0 unit" }} }}
sources = [{{ market = "exchange" }}]
[demand.use]
at    = "yard"
of    = "salt"
daily = "1 unit"
every = "365 d"
"#
    );
    let ran = run(&text, &[], trials)?;
    Ok(ran.column(0, "total_cost_usd")?.to_vec())
}

const YEARS: [(f64, (u32, &str)); 3] = [
    (1.0, (365, "2028-01-02")),
    (5.0, (1825, "2032-01-01")),
    (10.0, (3650, "2036-12-30")),
];

fn returning(effort: Effort) -> Result<Vec<Row>, String> {
    let index = "log_ou]\nstart = \"26000 USD/unit\"\nlevel = \"14000 USD/unit\"\nhalf_life = \"2.3 yr\"\nvolatility = \"55 %/yr^0.5\"";
    let mut rows = Vec::new();
    for (years, day) in YEARS {
        let prices = prices(index, day, effort.of(10_000, 100_000))?;
        let (mean, variance) = log_ou((26_000.0, 14_000.0), 2.3, 0.55, years);
        let logs: Vec<f64> = prices.iter().map(|&price| libm::log(price)).collect();
        let squares: Vec<f64> = logs.iter().map(|log| (log - mean) * (log - mean)).collect();
        rows.push(
            Row::mean_within(
                format!("mean of its log, {years} yr"),
                Mean::of(&logs)?,
                mean,
                0.01,
            )
            .not(libm::log(26_000.0), "no return to the level"),
        );
        rows.push(
            Row::mean_within(
                format!("variance of its log, {years} yr"),
                Mean::of(&squares)?,
                variance,
                0.1,
            )
            .not(0.55 * 0.55 * years, "no return to the level"),
        );
    }
    Ok(rows)
}

fn wandering(effort: Effort) -> Result<Vec<Row>, String> {
    let index =
        "gbm]\nstart = \"12000 USD/unit\"\ndrift = \"2 %/yr\"\nvolatility = \"42 %/yr^0.5\"";
    let years = 5.0;
    let prices = prices(index, YEARS[1].1, effort.of(20_000, 200_000))?;
    let logs: Vec<f64> = prices
        .iter()
        .map(|price| libm::log(price / 12_000.0))
        .collect();
    let median = (0.02 - 0.5 * 0.42 * 0.42) * years;
    let truth = 12_000.0 * libm::exp(0.02 * years);
    Ok(vec![
        Row::mean_within("mean after 5 yr [USD]", Mean::of(&prices)?, truth, 0.06)
            .not(12_000.0 * libm::exp(median), "the median's drift"),
        Row::mean_within("mean of its log", Mean::of(&logs)?, median, 0.12)
            .not(0.02 * years, "the mean's drift"),
    ])
}

/// Two numbers that nobody knows, on a day without anything else.
const PAIR: &str = r#"
[scenario]
name  = "pair"
start = 2027-01-01
end   = 2027-01-02
sampling = "plain"
[parameter]
capex     = { value = "pert(60, 120, 300) unit", source = "assumption" }
operating = { value = "lognormal(mean 46, cv 30 %) unit", source = "assumption" }
[[correlation]]
between = ["parameter.capex", "parameter.operating"]
rho     = 0.8
[party.maker]
[commodity]
cell = { unit = "unit" }
[site.depot]
owner = "maker"
[site.depot.stock.cell]
initial = "$capex"
[demand.customers]
at    = "depot"
of    = "cell"
daily = "$operating"
unmet = "lost"
"#;

fn correlated(effort: Effort) -> Result<Vec<Row>, String> {
    // Of the normal scores behind: 2 sin(pi / 6 x 0.8).
    let scores = 2.0 * libm::sin(std::f64::consts::PI / 6.0 * 0.8);
    let row = |what, asked: f64, rival, mistake| -> Result<Row, String> {
        let rho = format!(
            "correlation=[{{ between = [\"parameter.capex\", \"parameter.operating\"], rho = {asked} }}]"
        );
        let ran = run(PAIR, &[&rho], effort.of(60_000, 200_000))?;
        let [first, second] = &ran.outcomes.variants[0].parameters[..] else {
            return Err("not two parameters".to_owned());
        };
        let found = spearman(first, second);
        let (value, (low, high)) = found.value.zip(found.interval).ok_or("no correlation")?;
        // From 95 % to 99 %.
        let half = 0.5 * (high - low) * 2.576 / 1.96;
        let found = Mean { value, half };
        Ok(Row::mean_within(what, found, asked, 0.05).not(rival, mistake))
    };
    Ok(vec![
        row("rank correlation", 0.8, scores, "that of the normal scores")?,
        row("rank correlation, falling", -0.5, 0.5, "its sign")?,
    ])
}
