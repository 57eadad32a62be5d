//! The command `lichain`.

fn main() {}
