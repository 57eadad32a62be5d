//! What a stress test came to.

/// A variant with something down for a while, against the same trials undisturbed.
#[derive(Clone, Debug, PartialEq)]
pub struct Struck {
    /// The variant.
    pub variant: String,
    /// What was down, as the language names it: `node.khorgos`, `leg.sea`, `site.plant`.
    pub hit: String,
    /// For how many days.
    pub down_days: u32,
    /// Days from the first day down until more demand is unserved than undisturbed, one a trial;
    /// infinite where that never comes.
    pub survive: Vec<f64>,
    /// Days from the first day down until service is as undisturbed for 30 days; 0 where nothing ever
    /// differed, infinite where it did not come before the horizon's end.
    pub recover: Vec<f64>,
    /// Demand not served on its day because of it, in mean days' demand, one a trial.
    pub unserved_days: Vec<f64>,
}

/// Stocks' cover in the undisturbed run.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// The variant.
    pub variant: String,
    /// The stock.
    pub stock: String,
    /// Days of its mean outflow that the mean stock covers, one a trial.
    pub days: Vec<f64>,
}

/// A stress test of some variants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stress {
    /// Each variant, thing hit and time down.
    pub struck: Vec<Struck>,
    /// Each variant and stock.
    pub cover: Vec<Cover>,
}
