//! Why somebody went short in a trial: a tree of causes, each with its day, its place, how much, and the
//! line of the trace it rests on.

/// What a day's shortages come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Why {
    /// The day that was asked about, counted from 0.
    pub day: u32,
    /// Shortages of that day, the largest first; only that one has causes.
    pub shortages: Vec<Step>,
    /// The last day before it and the first after it on which somebody went short.
    pub nearest: [Option<u32>; 2],
}

/// A cause, with what causes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The day, counted from 0.
    pub day: u32,
    /// The stock, process, demand, route, market, leg, node or hazard.
    pub place: String,
    /// What it was.
    pub cause: Cause,
    /// How much, NaN where nothing is counted.
    pub quantity: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The line of the trace it rests on.
    pub line: Option<Line>,
    /// False for what was so at the same time and of which the record cannot tell that it mattered.
    pub certain: bool,
    /// What it comes from.
    pub because: Vec<Step>,
}

/// A line of a file of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file's name without its ending.
    pub file: &'static str,
    /// As a spreadsheet counts: the heading is line 1.
    pub number: usize,
}

/// What went wrong. Days are counted from 0, times are real numbers on the same clock; quantities in the
/// unit of the step unless said. A cause that is called a root has nothing before it.
#[allow(missing_docs, reason = "fields are what they are called")]
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Of a demand so much was asked for and served.
    Unserved { asked: f64, served: f64 },
    /// A line stood for want of an input.
    Stood { wanted: f64 },
    /// Orders waited for a stock that was out.
    Unfilled,
    /// A stock was out, with the deliveries before and after.
    RanOut {
        commodity: String,
        last: Option<u32>,
        next: Option<u32>,
    },
    /// It is told further up.
    Told,
    /// What should have been there by then came later, or never in the horizon.
    Late {
        to: String,
        ordered: u32,
        usual_days: f64,
        arrives: Option<u32>,
    },
    /// Cargo waited at its supplier.
    WaitedForGoods {
        commodity: String,
        from: u32,
        until: Option<u32>,
    },
    /// Cargo waited where something was shut.
    Held { from: f64, until: f64 },
    /// Root: nothing could be made before the day, and this was on hand at first.
    FirstDays { next: Option<u32> },
    /// Cargo came to a leg after its departure.
    Missed { left: u32, came: u32, next: u32 },
    /// Root: cargo came between departures.
    BetweenDepartures { came: u32, next: u32 },
    /// A departure had no room for all that waited [FEU].
    NoRoom { queue: f64, came: u32, passed: u32 },
    /// Root: too little waited for a departure.
    TooLittle { came: u32, passed: u32 },
    /// A node had more before it than it lets pass; others' traffic in it [FEU].
    Queue {
        queue: f64,
        others: f64,
        came: u32,
        passed: u32,
    },
    /// A hazard left so much of a place; a root unless another set it off.
    Struck {
        hazard: String,
        from: f64,
        until: f64,
        leaves: f64,
    },
    /// A hazard set off another.
    SetOff,
    /// Root: the way took longer than it does on average.
    Slow { days: f64, usual_days: f64 },
    /// Root: a part was lost on the way.
    Lost,
    /// Root: what was on hand and on its way would not last until what is ordered comes.
    Cover {
        policy: &'static str,
        from: u32,
        days: u32,
        needed: f64,
        review_days: u32,
    },
    /// Root: more was asked for than planned.
    AbovePlan { days: u32, planned: f64 },
    /// Root: nothing fills the stock.
    NoSource,
    /// A line made less than was wanted of it.
    MadeLittle { from: u32, wanted: f64 },
    /// Root: a line, or what leaves a stock, was broken down.
    Down { from: u32, until: Option<u32> },
    /// Root: production has not begun.
    NotStarted { first: Option<u32> },
    /// Root: a line is below full capacity by its ramp or season.
    Ramping { nameplate: f64 },
    /// Root: the ore is used up.
    MinedOut,
    /// An input of a line was missing.
    InputMissing { of: String },
    /// Root: capacity is below what is asked for; both a day.
    Capacity { nameplate: f64, asked: f64 },
    /// Root: the stock's policy asked for no more, though the line could.
    PolicyLow { policy: &'static str, could: f64 },
    /// Root: goods were there, but no more might leave, by room or whole containers.
    HeldBack { from: u32, until: u32 },
    /// The record does not tell.
    Unknown,
}

impl Cause {
    /// As `why.csv` calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unserved { .. } => "unserved",
            Self::Stood { .. } => "line_stood",
            Self::Unfilled => "orders_waited",
            Self::RanOut { .. } => "ran_out",
            Self::Told => "told_above",
            Self::Late { .. } => "late",
            Self::WaitedForGoods { .. } => "waited_for_goods",
            Self::Held { .. } => "held",
            Self::FirstDays { .. } => "first_days",
            Self::Missed { .. } => "missed_departure",
            Self::BetweenDepartures { .. } => "between_departures",
            Self::NoRoom { .. } => "no_room",
            Self::TooLittle { .. } => "too_little_to_leave",
            Self::Queue { .. } => "queue",
            Self::Struck { .. } => "hazard",
            Self::SetOff => "set_off_by",
            Self::Slow { .. } => "slow",
            Self::Lost => "lost",
            Self::Cover { .. } => "cover",
            Self::AbovePlan { .. } => "demand_above_plan",
            Self::NoSource => "no_source",
            Self::MadeLittle { .. } => "made_little",
            Self::Down { .. } => "down",
            Self::NotStarted { .. } => "not_started",
            Self::Ramping { .. } => "ramp_or_season",
            Self::MinedOut => "mined_out",
            Self::InputMissing { .. } => "input_missing",
            Self::Capacity { .. } => "capacity",
            Self::PolicyLow { .. } => "policy",
            Self::HeldBack { .. } => "held_back",
            Self::Unknown => "unknown",
        }
    }
}

impl Step {
    /// All steps in the order in which they are told, with how deep each stands.
    #[must_use]
    pub fn told(&self) -> Vec<(usize, &Self)> {
        let mut all = Vec::new();
        self.tell(0, &mut all);
        all
    }

    fn tell<'a>(&'a self, depth: usize, all: &mut Vec<(usize, &'a Self)>) {
        all.push((depth, self));
        for step in &self.because {
            step.tell(depth + 1, all);
        }
    }
}
