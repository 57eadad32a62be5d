//! Ctrl-C, and whatever else asks the process to end: a run keeps what is finished, everything else ends at
//! once and leaves nothing half written.

use std::process;
use std::sync::atomic::{AtomicU8, Ordering};

use super::{failure, progress};
use crate::report;

/// Ends at once.
const AT_ONCE: u8 = 0;
/// Trials are at work that can be kept.
const KEEPS: u8 = 1;
/// They were asked to stop.
const STOPS: u8 = 2;

static STATE: AtomicU8 = AtomicU8::new(AT_ONCE);

/// Listens from here on. What the shell lets pass by, as `nohup` does, passes by.
pub fn listen() {
    let _ = ctrlc::try_set_handler(obey);
}

fn obey() {
    let first = STATE.compare_exchange(KEEPS, STOPS, Ordering::Relaxed, Ordering::Relaxed);
    if first.is_ok() {
        progress::leave(
            "stopping: what is finished will be kept; Ctrl-C once more ends at once without it",
        );
        return;
    }
    report::give_up();
    progress::leave("interrupted: nothing unfinished was kept");
    process::exit(failure::INTERRUPTED.into());
}

/// While there, what is finished is kept.
pub struct Keeping(());

/// Lets whoever interrupts have what is finished.
pub fn keep() -> Keeping {
    STATE.store(KEEPS, Ordering::Relaxed);
    Keeping(())
}

impl Drop for Keeping {
    fn drop(&mut self) {
        STATE.store(AT_ONCE, Ordering::Relaxed);
    }
}

/// True where trials were asked to stop.
pub fn is_asked() -> bool {
    STATE.load(Ordering::Relaxed) == STOPS
}
