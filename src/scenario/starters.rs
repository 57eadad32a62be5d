//! Scenarios to begin with: whole files that run, each key explained. They lie in
//! `scenarios/starters` and are part of the program.

use super::read::references::id_fault;

/// A file to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// What it is asked for by; also the name of the scenario in it.
    pub name: &'static str,
    /// What it is about, in a few words without a capital.
    pub about: &'static str,
    text: &'static str,
}

impl Starter {
    /// The file, its scenario called so where the language takes it for a name.
    #[must_use]
    pub fn named(&self, name: &str) -> String {
        let line = |name: &str| format!("\nname      = \"{name}\"");
        match id_fault(name) {
            None => self.text.replacen(&line(self.name), &line(name), 1),
            Some(_) => self.text.to_owned(),
        }
    }
}

/// All of them; the first is what one gets without asking.
pub const STARTERS: &[Starter] = &[
    Starter {
        name: "chain",
        about: "from ore to cars: mine, refinery, cell plant, a ship, an automaker",
        text: include_str!("../../scenarios/starters/chain.toml"),
    },
    Starter {
        name: "kazakhstan-vietnam",
        about: "lithium from Kazakhstan, cells there or in Vietnam, with sources",
        text: include_str!("../../scenarios/starters/kazakhstan-vietnam.toml"),
    },
    Starter {
        name: "import",
        about: "no plants: what to order from whom, by ship or by train, and what to store",
        text: include_str!("../../scenarios/starters/import.toml"),
    },
    Starter {
        name: "disruptions",
        about: "what goes wrong on the way, and which of five answers helps",
        text: include_str!("../../scenarios/starters/disruptions.toml"),
    },
];
