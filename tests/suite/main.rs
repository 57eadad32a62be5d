//! All tests that use lichain as others do, in one program: each program of tests links the library anew, and compiles
//! anew what of the engine it calls. One file's tests alone: `cargo test --test suite NAME::`.
//!
//! Apart are tests of the allocator, which a program has one of, of Ctrl-C, which comes after a share of the time that
//! a run takes, and of a build with Parquet.

#[path = "../common/mod.rs"]
mod common;

mod all_trials;
mod analyze;
mod architecture;
mod back_test;
mod behaviour;
mod boxes;
mod broken;
mod by_hand;
mod carriage;
mod citations;
mod command_line;
mod compare;
mod cookbook;
mod correlations;
mod deposits;
mod designs;
mod determinism;
mod eastward;
mod faults;
mod fit;
mod graph;
mod instructions;
mod invariants;
mod killed;
mod lessons;
mod locales;
mod money;
mod newcomer;
mod noise;
mod optimize;
mod package;
mod page;
mod pinned;
mod plants;
mod precision;
mod properties;
mod ratios;
mod readme;
mod report;
mod resume;
mod routes;
mod running;
mod schema;
mod screening;
mod selftest;
mod shard;
mod shells;
mod sourcing;
mod spreadsheet;
mod stages;
mod starters;
mod stores;
mod streamed;
mod stress;
mod textbook;
mod timeline;
mod transport;
mod tutorial;
mod verify;
mod vocabulary;
mod why;
mod why_told;
mod workbook;
