//! Printing: plain where it is no terminal, and a reader who has gone is no failure.

use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size_of};

use super::failure::Failure;

/// Columns that text is laid out for.
pub const WIDTH: usize = 80;

/// Lines of prose are no longer, however wide the terminal is.
pub const LONGEST: usize = 100;

/// Columns of the terminal that results are printed on; [`WIDTH`] where they go elsewhere.
pub fn width() -> usize {
    columns(terminal_size_of(io::stdout()))
}

/// Columns of the terminal that progress is told on.
pub fn width_of_errors() -> usize {
    columns(terminal_size_of(io::stderr()))
}

/// Columns for prose and for what is told in it.
pub fn prose() -> usize {
    width().min(LONGEST)
}

fn columns(size: Option<(Width, terminal_size::Height)>) -> usize {
    // A terminal that does not know its size says 0.
    let known = size.map(|(Width(columns), _)| usize::from(columns));
    known.filter(|columns| *columns > 0).unwrap_or(WIDTH)
}

/// True while what is run was told before.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Tells nothing of what is done meanwhile but how far it is.
pub fn quietly<R>(done: impl FnOnce() -> R) -> R {
    QUIET.store(true, Ordering::Relaxed);
    let result = done();
    QUIET.store(false, Ordering::Relaxed);
    result
}

/// Prints what was asked for.
pub fn print(text: &str) -> Result<(), Failure> {
    if QUIET.load(Ordering::Relaxed) {
        return Ok(());
    }
    let mut stdout = anstream::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(reason) if reason.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Machine(format!("cannot print: {reason}")))
        }
        _ => Ok(()),
    }
}

/// Tells what else there is to know; there is nobody left to tell where that fails.
pub fn warn(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", text.trim_end());
}

/// Tells it in lines of the terminal's width, those after the first indented.
pub fn warn_wrapped(text: &str) {
    if QUIET.load(Ordering::Relaxed) {
        return;
    }
    warn(&wrapped(text, width_of_errors().min(LONGEST), 2));
}

/// True where messages may be in colour.
pub fn colour() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Text in lines of at most `width` characters where its words allow it, every line but the first
/// indented.
pub fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut whole = String::new();
    let mut used = 0;
    for word in text.split_ascii_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            whole.push('\n');
            whole.extend(std::iter::repeat_n(' ', indent));
            used = indent;
        } else if used > 0 {
            whole.push(' ');
            used += 1;
        }
        whole.push_str(word);
        used += length;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_indented() {
        assert_eq!(
            wrapped("one two three four", 9, 2),
            "one two\n  three\n  four"
        );
        assert_eq!(wrapped("incomprehensible", 4, 2), "incomprehensible");
        assert_eq!(wrapped("of 36\u{a0}500 t", 7, 0), "of\n36\u{a0}500\nt");
    }
}
