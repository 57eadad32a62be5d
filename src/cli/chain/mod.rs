//! The chain that a model describes, in words: sites, routes, queues, hazards, demands; and what several of them
//! have in common, so that it is told once.

mod correlations;
mod demands;
mod hazards;
pub mod routes;
pub mod sites;
pub mod stops;

use std::collections::BTreeMap;

use crate::model::{Model, Modes};

/// A chain, part by part.
pub struct Chain {
    sites: Vec<Part>,
    routes: Vec<Part>,
    stops: Vec<Part>,
    hazards: Vec<Part>,
    demands: Vec<Part>,
    correlations: Vec<Part>,
}

/// A heading and what stands below it, each ready to be printed.
#[derive(Clone)]
pub struct Part {
    head: String,
    lines: Vec<String>,
}

impl Chain {
    /// Sites with their processes and stocks, routes with their legs, queues, hazards, demands by year,
    /// correlations of parameters.
    pub fn of(model: &Model, modes: &Modes) -> Self {
        Self {
            sites: sites::parts(model, modes),
            routes: routes::parts(model, modes),
            stops: stops::parts(model, modes),
            hazards: hazards::parts(model, modes),
            demands: demands::parts(model, modes),
            correlations: correlations::parts(model),
        }
    }

    /// What is the same in all of them.
    pub fn common(chains: &[Self]) -> Self {
        Self {
            sites: common(chains, |chain| &chain.sites),
            routes: common(chains, |chain| &chain.routes),
            stops: common(chains, |chain| &chain.stops),
            hazards: common(chains, |chain| &chain.hazards),
            demands: common(chains, |chain| &chain.demands),
            correlations: common(chains, |chain| &chain.correlations),
        }
    }

    /// What is not in another.
    pub fn less(&self, other: &Self) -> Self {
        Self {
            sites: less(&self.sites, &other.sites),
            routes: less(&self.routes, &other.routes),
            stops: less(&self.stops, &other.stops),
            hazards: less(&self.hazards, &other.hazards),
            demands: less(&self.demands, &other.demands),
            correlations: less(&self.correlations, &other.correlations),
        }
    }

    /// In words; nothing for a chain of nothing.
    pub fn told(&self) -> String {
        let sections = [
            ("sites", &self.sites),
            ("routes", &self.routes),
            ("queues in the year of highest demand", &self.stops),
            ("what goes wrong", &self.hazards),
            ("demand a year", &self.demands),
            ("parameters that move together", &self.correlations),
        ];
        let told = sections.iter().filter(|(_, parts)| !parts.is_empty());
        let texts = told.flat_map(|(name, parts)| {
            let heading = format!("\n{name}\n");
            [heading].into_iter().chain(parts.iter().map(Part::told))
        });
        texts.collect()
    }
}

impl Part {
    fn told(&self) -> String {
        self.head.clone() + &self.lines.concat()
    }

    /// Its lines that another part has too, or has not.
    fn lines(&self, other: &Self, shared: bool) -> Self {
        let lines = self.lines.iter();
        let kept = lines.filter(|line| other.lines.contains(line) == shared);
        Self {
            head: self.head.clone(),
            lines: kept.cloned().collect(),
        }
    }
}

/// Parts by their heads, the first where two are alike.
fn by_head(parts: &[Part]) -> BTreeMap<&str, &Part> {
    let parts = parts.iter().rev();
    parts.map(|part| (part.head.as_str(), part)).collect()
}

fn common(chains: &[Chain], parts: impl Fn(&Chain) -> &[Part]) -> Vec<Part> {
    let Some((first, others)) = chains.split_first() else {
        return Vec::new();
    };
    let others: Vec<_> = others.iter().map(|chain| by_head(parts(chain))).collect();
    let shared = |part: &Part| {
        let mut shared = part.clone();
        for other in &others {
            shared = shared.lines(other.get(part.head.as_str())?, true);
        }
        Some(shared).filter(|shared| part.lines.is_empty() || !shared.lines.is_empty())
    };
    parts(first).iter().filter_map(shared).collect()
}

fn less(parts: &[Part], common: &[Part]) -> Vec<Part> {
    let common = by_head(common);
    let rest = |part: &Part| match common.get(part.head.as_str()) {
        Some(told) => Some(part.lines(told, false)).filter(|rest| !rest.lines.is_empty()),
        None => Some(part.clone()),
    };
    parts.iter().filter_map(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(parts: &[(&str, &[&str])]) -> Chain {
        let part = |(head, lines): &(&str, &[&str])| Part {
            head: format!("{head}\n"),
            lines: lines.iter().map(|line| format!("  {line}\n")).collect(),
        };
        Chain {
            sites: parts.iter().map(part).collect(),
            routes: Vec::new(),
            stops: Vec::new(),
            hazards: Vec::new(),
            demands: Vec::new(),
            correlations: Vec::new(),
        }
    }

    #[test]
    fn what_chains_share_is_told_once_and_the_rest_under_its_own_heading() {
        let today = chain(&[("port", &[]), ("plant", &["line", "stock of 5 t"])]);
        let later = chain(&[
            ("mine", &["pit"]),
            ("port", &[]),
            ("plant", &["line", "stock of 9 t"]),
        ]);
        let both = [today, later];
        let common = Chain::common(&both);
        assert_eq!(common.told(), "\nsites\nport\nplant\n  line\n");
        let [today, later] = both.map(|chain| chain.less(&common).told());
        assert_eq!(today, "\nsites\nplant\n  stock of 5 t\n");
        assert_eq!(later, "\nsites\nmine\n  pit\nplant\n  stock of 9 t\n");
    }

    #[test]
    fn equal_chains_differ_in_nothing() {
        let both = [chain(&[("a", &["x"])]), chain(&[("a", &["x"])])];
        let common = Chain::common(&both);
        assert_eq!(common.told(), both[0].told());
        assert_eq!(both[1].less(&common).told(), "");
    }
}
