//! What a trial measures: one table from which columns, dictionary and docs are made.

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
