//! Monte Carlo simulation of lithium battery supply chains.

pub mod calendar;
pub mod cli;
pub mod engine;
pub mod id;
pub mod measure;
pub mod model;
pub mod outcome;
pub mod plan;
pub mod random;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod summary;
pub mod units;
