//! Monte Carlo simulation of lithium battery supply chains: mining, refining, cell production and
//! shipment, to the gate of the automaker.
//!
//! One flow, one noun a step, nothing flows back:
//!
//! > scenario file → [`scenario::Scenario`] → [`model::Model`] → [`plan::Plan`] →
//! > [`outcome::Outcomes`] → [`summary::Summary`] → files
//!
//! A scenario is what the user typed; a model is what they meant, one a variant; a plan is what the
//! machine needs; outcomes are what trials came to; a summary is what can be said of them. Failure
//! lives at the two ends: reading tells every problem at once, writing may find the disk full, and
//! nothing between returns an error, because building a model refused everything impossible. A rule
//! of the model that does not hold is a fault of ours and a value: [`outcome::Breach`].
//!
//! The order of a day is the list at the top of `engine/day.rs`. A new measure is a line in
//! [`measure::MEASURES`], a new key of the language a line in [`scenario::keys::KEYS`], a new output
//! format a file in [`report`].
//!
//! # Glossary
//! *site* a place; *stock* one commodity at one site; *process* a recipe at a site; *route* legs and
//! nodes in order of travel; *lane* one source of one stock: a route from a supplier's stock, or a
//! market; *index* a price that moves; *parameter* an uncertain number, drawn once a trial; *variant*
//! a named set of changes; *trial* one run of the horizon with one draw of everything; *measure* one
//! number a trial gives; *posting* money that moves from a payer to a payee; *stage* a site or route
//! as a place of cost.
//!
//! # Example
//! ```
//! use lichain::{scenario, study, summary};
//!
//! let path = std::path::Path::new("scenarios/textbook/by-hand.toml");
//! let scenario = scenario::load(path, &[]).map_err(|problems| problems.render(false))?;
//! let settings = study::Settings::new(4, 1);
//! let outcomes = study::run(&scenario.variants, scenario.reference, &settings, &|_| ())
//!     .map_err(|breach| breach.rule)?;
//! let summary = summary::summarise(&outcomes);
//! let cost = summary.rows.iter().find(|row| row.measure == "delivered_cost");
//! // Worked out by hand in docs/model.md.
//! assert!((cost.and_then(|row| row.mean).unwrap_or(0.0) - 50.4543).abs() < 1e-4);
//! # Ok::<(), String>(())
//! ```

pub mod analysis;
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
pub mod validation;
