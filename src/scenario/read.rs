//! Sections of the tree into a model.
