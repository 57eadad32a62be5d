//! How far trials have come, on stderr: a bar in a terminal, elsewhere a line now and then.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::terminal;

/// Between lines where there is no terminal; runs that are shorter say nothing.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Narrower terminals have the name on a line of its own.
const WIDE_ENOUGH: usize = 60;

/// The bar on the screen, for whoever must print while it is there.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// What there is to do.
pub struct Work<'a> {
    /// The scenario's name.
    pub name: &'a str,
    /// What is counted: `trials`, or `runs`.
    pub what: &'a str,
    /// How many of it.
    pub total: u64,
    /// What counts as one: the variants that share a trial.
    pub each: u64,
    /// How many are done already.
    pub done: u64,
}

/// Tells of work as it is done, from any thread.
pub struct Watched {
    name: String,
    count: Arc<Count>,
    bar: Option<ProgressBar>,
    /// What else there is to tell.
    news: Mutex<String>,
    /// Lines so far.
    lines: AtomicU64,
}

/// How much is done of how much since when.
struct Count {
    what: String,
    total: u64,
    each: u64,
    before: u64,
    done: AtomicU64,
    begun: Instant,
}

impl Watched {
    /// Watches some work, of which `told` says in a few words what it is.
    pub fn new(work: &Work, told: String) -> Self {
        let each = work.each.max(1);
        let count = Arc::new(Count {
            what: work.what.to_owned(),
            total: work.total * each,
            each,
            before: work.done * each,
            done: AtomicU64::new(work.done * each),
            begun: Instant::now(),
        });
        let watched = Self {
            name: work.name.to_owned(),
            bar: is_lively().then(|| bar(work.name, &count)),
            count,
            news: Mutex::new(told),
            lines: AtomicU64::new(0),
        };
        if let Some(bar) = &watched.bar {
            bar.set_message(watched.message());
            *shown() = Some(bar.clone());
        }
        watched
    }

    /// So much more is done, each variant for itself.
    pub fn add(&self, done: u64) {
        let done = self.count.done.fetch_add(done, Ordering::Relaxed) + done;
        match &self.bar {
            Some(bar) => bar.set_position(done),
            None if done < self.count.total => self.line_if_due(),
            None => {}
        }
    }

    /// Something else to tell from here on.
    pub fn tell(&self, news: String) {
        *self.news.lock().unwrap_or_else(PoisonError::into_inner) = news;
        if let Some(bar) = &self.bar {
            bar.set_message(self.message());
        }
    }

    /// Since it began.
    pub fn elapsed(&self) -> Duration {
        self.count.begun.elapsed()
    }

    fn news(&self) -> String {
        let news = self.news.lock();
        news.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn message(&self) -> String {
        if is_wide() {
            self.news()
        } else {
            format!("{}: {}", self.name, self.news())
        }
    }

    /// One thread of those that find it due prints the line.
    fn line_if_due(&self) {
        let due = self.elapsed().as_secs() / BETWEEN_LINES.as_secs();
        let before = self.lines.fetch_max(due, Ordering::Relaxed);
        if due > before {
            let line = self.line();
            terminal::warn(&if io::stderr().is_terminal() {
                terminal::wrapped(&line, terminal::width_of_errors(), 2)
            } else {
                line
            });
        }
    }

    fn line(&self) -> String {
        let (count, news) = (&self.count, self.news());
        format!(
            "{}: {} % of {} {}, {}, {} left; {news}",
            self.name,
            count.percent(),
            count.total / count.each,
            count.what,
            count.rate(),
            count.left()
        )
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if self.bar.is_some() {
            clear();
        }
    }
}

impl Count {
    fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed).min(self.total)
    }

    fn percent(&self) -> u64 {
        100 * self.done() / self.total.max(1)
    }

    /// Each a second, of those that were done here.
    fn per_second(&self) -> f64 {
        (self.done() - self.before.min(self.done())) as f64
            / self.begun.elapsed().as_secs_f64().max(1e-3)
    }

    fn rate(&self) -> String {
        let rate = self.per_second() / self.each as f64;
        if rate == 0.0 {
            return format!("? {}/s", self.what);
        }
        let digits = usize::from(rate < 10.0);
        format!("{rate:.digits$} {}/s", self.what)
    }

    fn left(&self) -> String {
        match self.per_second() {
            rate if rate > 0.0 => duration((self.total - self.done()) as f64 / rate),
            _ => "?".to_owned(),
        }
    }
}

/// As people say it.
fn duration(seconds: f64) -> String {
    let seconds = libm::ceil(seconds) as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// A terminal that can move its cursor.
fn is_lively() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !is_dumb
}

fn is_wide() -> bool {
    terminal::width_of_errors() >= WIDE_ENOUGH
}

fn bar(name: &str, count: &Arc<Count>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(count.total), ProgressDrawTarget::stderr());
    let template = if is_wide() {
        "{prefix}  {wide_bar}  {share} %  {rate}  {left} left\n{wide_msg}"
    } else {
        "{wide_bar} {share} %  {left} left\n{wide_msg}"
    };
    // The template is ours: what is wrong with it shows at once.
    if let Ok(style) = ProgressStyle::with_template(template) {
        let told = |tell: fn(&Count) -> String| {
            let count = Arc::clone(count);
            move |_: &ProgressState, out: &mut dyn Write| {
                let _ = out.write_str(&tell(&count));
            }
        };
        let style = style
            .with_key("share", told(|count| count.percent().to_string()))
            .with_key("rate", told(Count::rate))
            .with_key("left", told(Count::left));
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_prefix(name.to_owned());
    bar.set_position(count.done());
    bar
}

fn shown() -> MutexGuard<'static, Option<ProgressBar>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Leaves the bar as it stands and says something below it. What a terminal echoes of Ctrl-C has moved the
/// cursor, so that the bar could not be found again.
pub fn leave(words: &str) {
    let below = match shown().take() {
        Some(bar) => {
            bar.set_draw_target(ProgressDrawTarget::hidden());
            "\n"
        }
        None => "",
    };
    let width = terminal::width_of_errors().min(terminal::LONGEST);
    terminal::warn(&format!("{below}{}", terminal::wrapped(words, width, 0)));
}

/// Takes the bar from the screen.
fn clear() {
    if let Some(bar) = shown().take() {
        bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_told_as_people_say_it() {
        for (seconds, words) in [
            (0.2, "1 s"),
            (59.0, "59 s"),
            (61.0, "2 min"),
            (3600.0, "1 h 0 min"),
            (7500.0, "2 h 5 min"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }

    #[test]
    fn what_was_done_before_is_no_sign_of_speed() {
        let count = |done: u64| Count {
            what: "trials".to_owned(),
            total: 4000,
            each: 4,
            before: 2000,
            done: AtomicU64::new(done),
            begun: Instant::now()
                .checked_sub(Duration::from_secs(10))
                .expect("the machine has run for so long"),
        };
        assert_eq!(count(2000).left(), "?");
        assert_eq!(count(2400).percent(), 60);
        let rate = count(2800).rate();
        assert!(
            ["19 trials/s", "20 trials/s"].contains(&rate.as_str()),
            "{rate}"
        );
        // 1600 at 40 a second.
        let left = count(2400).left();
        assert!(["40 s", "41 s"].contains(&left.as_str()), "{left}");
    }
}
