//! `chain.json`: the chain of each variant and the inputs of the scenario, as far as a page tells of them, so
//! that finished results can be shown without the scenario.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::directory::{Directory, Failure};
use super::manifest::{FileHash, hashed};
use crate::id::SiteId;
use crate::model::{ElementKind, Mode, Model, Supply};
use crate::scenario::{Input, Standing};

/// Its name.
pub(super) const FILE: &str = "chain.json";

/// What was run, drawn in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Each variant's chain, in the order of the results.
    pub variants: Vec<Network>,
    /// Every input that names its source, and every parameter.
    pub inputs: Vec<Assumption>,
}

/// A variant's sites and routes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// The variant.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// Its sites.
    pub sites: Vec<Place>,
    /// Its routes.
    pub routes: Vec<Way>,
}

/// A site.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// ISO 3166 code, or empty.
    pub country: String,
    /// Latitude and longitude in degrees.
    pub at: Option<[f64; 2]>,
    /// What its processes make.
    pub makes: Vec<String>,
    /// What it buys on markets.
    pub buys: Vec<String>,
}

/// A route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// Its id.
    pub name: String,
    /// In the user's words.
    pub title: String,
    /// Id of its first site.
    pub from: String,
    /// Id of its last site.
    pub to: String,
    /// Commodities.
    pub carries: Vec<String>,
    /// Legs and nodes in order of travel.
    pub path: Vec<Stop>,
}

/// A leg or a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// In the user's words.
    pub title: String,
    /// How cargo moves on a leg; empty for a node.
    pub mode: String,
    /// Latitude and longitude of a node in degrees.
    pub place: Option<[f64; 2]>,
}

/// An input as it is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// Where it stands.
    pub path: String,
    /// As it is written.
    pub value: String,
    /// cited, assumed or unsaid.
    pub standing: String,
    /// Where it comes from.
    pub source: String,
    /// high, medium, low or empty.
    pub confidence: String,
    /// What a reader should know.
    pub note: String,
    /// Keys in which a parameter is used; of other inputs their own. Not there in results of an earlier version.
    #[serde(default)]
    pub used: Vec<String>,
}

impl Chain {
    /// The chain of some variants with the inputs of their scenario.
    #[must_use]
    pub fn of(models: &[Model], inputs: &[Input]) -> Self {
        Self {
            variants: models.iter().map(network).collect(),
            inputs: inputs.iter().map(assumption).collect(),
        }
    }

    /// Writes it beside the results.
    ///
    /// # Errors
    /// What the machine refused.
    pub fn keep(&self, directory: &Directory) -> Result<FileHash, Failure> {
        let path = directory.open()?.join(FILE);
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::from);
        let written = text.and_then(|text| {
            let text = text + "\n";
            fs::write(&path, &text)?;
            Ok(hashed(&(FILE.to_owned(), text.into_bytes())))
        });
        written.map_err(|reason| Failure::machine("write", &path, &reason))
    }

    /// Reads it from a directory of results; nothing where an earlier version wrote them.
    ///
    /// # Errors
    /// What is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Option<Self>, Failure> {
        let path = directory.join(FILE);
        let Ok(bytes) = fs::read(&path) else {
            return Ok(None);
        };
        let chain = serde_json::from_slice(&bytes);
        chain
            .map(Some)
            .map_err(|reason| Failure::Refused(format!("{}: {reason}", path.display())))
    }
}

fn assumption(input: &Input) -> Assumption {
    let standing = match input.standing() {
        Standing::Cited => "cited",
        Standing::Assumed => "assumed",
        Standing::Unsaid => "unsaid",
    };
    Assumption {
        path: input.path.clone(),
        value: input.value.clone(),
        standing: standing.to_owned(),
        source: input.source.clone(),
        confidence: input.confidence.clone(),
        note: input.note.clone(),
        used: input.used.clone(),
    }
}

fn network(model: &Model) -> Network {
    Network {
        name: model.variant.clone(),
        title: model.title.clone(),
        sites: places(model),
        routes: ways(model),
    }
}

fn places(model: &Model) -> Vec<Place> {
    let titled = |commodity| {
        let commodity: &crate::model::Commodity = &model.commodities[commodity];
        or_name(&commodity.title, &commodity.name)
    };
    let on_market = |stock: &&crate::model::Stock| {
        let mut sources = stock.sources.iter();
        sources.any(|s| matches!(s.supply, Supply::Market(_)))
    };
    let mut made: BTreeMap<SiteId, Vec<String>> = BTreeMap::new();
    for process in &model.processes {
        let product = titled(model.stocks[process.makes].commodity);
        made.entry(process.site).or_default().push(product);
    }
    let mut bought: BTreeMap<SiteId, Vec<String>> = BTreeMap::new();
    for stock in model.stocks.iter().filter(on_market) {
        let commodity = titled(stock.commodity);
        bought.entry(stock.site).or_default().push(commodity);
    }
    let sites = model.sites.enumerate();
    let mut place = |(id, site): (SiteId, &crate::model::Site)| {
        let [makes, buys] = [&mut made, &mut bought].map(|all| all.remove(&id).unwrap_or_default());
        Place {
            name: site.name.clone(),
            title: or_name(&site.title, &site.name),
            country: site.country.clone(),
            at: site.place,
            makes: unique(makes.into_iter()),
            buys: unique(buys.into_iter()),
        }
    };
    sites.map(&mut place).collect()
}

fn ways(model: &Model) -> Vec<Way> {
    let routes = model.routes.iter().map(|route| Way {
        name: route.name.clone(),
        title: or_name(&route.title, &route.name),
        from: model.sites[route.from].name.clone(),
        to: model.sites[route.to].name.clone(),
        carries: unique(route.carries.iter().map(|&commodity| {
            let commodity = &model.commodities[commodity];
            or_name(&commodity.title, &commodity.name)
        })),
        path: route
            .path
            .iter()
            .map(|&id| stop(&model.elements[id]))
            .collect(),
    });
    routes.collect()
}

fn stop(element: &crate::model::Element) -> Stop {
    let (mode, place) = match &element.kind {
        ElementKind::Leg { mode, .. } => (word(*mode), None),
        ElementKind::Node { place, .. } => ("", *place),
    };
    Stop {
        title: or_name(&element.title, &element.name),
        mode: mode.to_owned(),
        place,
    }
}

/// As scenarios write it.
fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Rail => "rail",
        Mode::Sea => "sea",
        Mode::Road => "road",
        Mode::Air => "air",
        Mode::PassengerAir => "passenger_air",
        Mode::Ferry => "ferry",
    }
}

fn or_name(title: &str, name: &str) -> String {
    let words = if title.is_empty() { name } else { title };
    words.to_owned()
}

fn unique(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}
