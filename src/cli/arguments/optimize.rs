//! What `optimize` can be asked for.

use clap::Args;

use super::shared::{Cores, OneScenario};
use super::values::whole;

/// Search the levers of a scenario for the best policy that keeps its constraints.
///
/// [optimize] in the scenario says what is to be as low or as high as possible and what must hold,
/// [lever.NAME] what may be set within which bounds. All policies are tried on the same luck; finalists
/// are compared on another, and what the winner comes to is told from a third. Writes optimize.csv
/// (everything that was tried) and the winner as a scenario that runs.
#[derive(Debug, Args)]
#[command(
    after_help = OPTIMIZE_EXAMPLES,
    mut_arg("out", |out| out.help("Directory for the results [default: results/NAME-optimize, or the next free name]"))
)]
pub struct Optimize {
    /// Policies that the search tries [default: what the scenario says, else 200]
    #[arg(long, value_name = "N", value_parser = whole::<1, 1_000_000>, allow_hyphen_values = true)]
    pub evaluations: Option<u64>,
    /// Trials of each [default: what the scenario says, else 256]
    #[arg(long, value_name = "N", value_parser = whole::<64, 100_000_000>, allow_hyphen_values = true)]
    pub trials: Option<u64>,
    /// Trials of finalists and winner [default: what the scenario says, in proportion to --trials]
    #[arg(long, value_name = "N", value_parser = whole::<64, 100_000_000>, allow_hyphen_values = true)]
    pub final_trials: Option<u64>,
    /// Seed of the search; the two after it are those of the finalists and of the last estimate
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole::<0, { u64::MAX }>,
          allow_hyphen_values = true)]
    pub seed: u64,
    #[command(flatten)]
    pub cores: Cores,
    /// Move the levers of this variant [default: what the scenario says, else the reference]
    #[arg(long, value_name = "VARIANT")]
    pub only: Option<String>,
    #[command(flatten)]
    pub scenario: OneScenario,
}

const OPTIMIZE_EXAMPLES: &str = "\
Examples:
  lichain optimize scenarios/lessons/optimize.toml
      Stock and way of a small chain; a minute's reading.
  lichain optimize FILE --evaluations 400 --trials 512
      Looks longer. The scenario's own budget is in [optimize].
  lichain run OUT/winner/winner.toml
      The winner beside the scenario as it is, with all measures.

Exit code 1 where no policy was found that keeps every constraint.";
