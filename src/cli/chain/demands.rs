//! Demand by calendar year, as tables.

use super::Part;
use crate::cli::balance::demand_by_year;
use crate::cli::quantity::short;
use crate::cli::table::{self, Align};
use crate::model::{Demand, Model, Modes};

/// Demands that fit side by side.
const BESIDE: usize = 5;

/// All demands, as one part.
pub fn parts(model: &Model, modes: &Modes) -> Vec<Part> {
    let demands: Vec<&Demand> = model.demands.iter().collect();
    let blocks = demands
        .chunks(BESIDE)
        .map(|some| by_year(model, modes, some));
    let table = blocks.collect::<Vec<_>>().join("\n");
    let part = Part {
        head: table,
        lines: Vec::new(),
    };
    vec![part]
}

/// Years as rows, demands as columns.
fn by_year(model: &Model, modes: &Modes, demands: &[&Demand]) -> String {
    let years = demands.iter().map(|d| demand_by_year(model, modes, d));
    let columns: Vec<Vec<(i32, f64)>> = years.collect();
    let heads = demands.iter().map(|demand| {
        let stock = &model.stocks[demand.stock];
        let unit = model.commodities[stock.commodity].unit.symbol();
        let site = &model.sites[stock.site].name;
        format!("{}\nat {site}\n[{unit}]", demand.name)
    });
    let heading: Vec<String> = [String::new()].into_iter().chain(heads).collect();
    let years = columns.first().map_or(&[][..], Vec::as_slice).iter();
    let rows: Vec<Vec<String>> = years
        .enumerate()
        .map(|(row, (year, _))| {
            let amounts = columns.iter().map(|column| short(column[row].1));
            [year.to_string()].into_iter().chain(amounts).collect()
        })
        .collect();
    table::aligned(&heading, &rows, &[Align::Left], 2)
}
