//! From files to models: read, layer, resolve and check, with every mistake reported at once at
//! its place. The scenario language is the table in [`keys`]; `study` and `cli` call this room.

mod check;
mod expression;
pub mod keys;
mod problem;
mod read;
mod text;
mod tree;

pub use problem::{Problem, Problems};
pub use text::{Sources, Span};

use crate::model::Model;

/// A scenario as the user typed it, every variant of it understood.
#[derive(Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// One model a variant, in order of name.
    pub variants: Vec<Model>,
    /// Position in `variants` of the one the others are compared with.
    pub reference: usize,
    /// Trials to run unless the command line says otherwise.
    pub trials: u64,
    /// Every file that was read: name as shown to the user, and bytes (for the manifest's hashes).
    pub inputs: Vec<(String, Vec<u8>)>,
}

/// Reads a scenario file with changes from the command line (`path=value`, as in `--set`).
///
/// # Errors
/// All problems found, in file order, with the texts they point into. Problems that are about the
/// machine (no such file, no permission) are told by [`Problems::machine`].
pub fn load(path: &std::path::Path, set: &[String]) -> Result<Scenario, Problems> {
    let _ = (path, set);
    todo!()
}
