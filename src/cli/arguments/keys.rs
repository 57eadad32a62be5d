//! What `keys` can be asked for.

use clap::Args;

/// Print the scenario language: every key, what it takes and what it means.
#[derive(Debug, Args)]
pub struct Keys {
    /// Only this section and those within it, such as `site.process`; `laws` for the distributions
    #[arg(value_name = "SECTION")]
    pub section: Option<String>,
    /// As the page docs/language.md
    #[arg(long)]
    pub markdown: bool,
}
