//! Boxes of the inputs in which something happens often.

use super::Asked;
use crate::cli::failure::Failure;

/// Finds boxes.
pub(super) fn discover(asked: &Asked) -> Result<(), Failure> {
    Err(Failure::Input(format!(
        "{}: not built yet",
        asked.file.display()
    )))
}
