//! What must hold of a model before a trial runs.
