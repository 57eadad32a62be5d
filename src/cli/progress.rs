//! A bar on stderr while trials run, where stderr is a terminal.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A bar for so many trials of each of some variants, told by trials of a variant; silent where
/// nobody watches.
pub fn bar(scenario: &str, trials: u64, variants: usize) -> ProgressBar {
    let target = if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(trials * variants as u64), target);
    let template = "{prefix}  {wide_bar}  {percent} %  {rate} trials/s  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        let style = style.with_key("rate", move |state: &ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{:.0}", state.per_sec() / variants as f64);
        });
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_prefix(scenario.to_owned());
    bar
}
