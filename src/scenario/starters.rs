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
    /// The file, its scenario called so where the language takes it for a name, and the file itself
    /// in the commands it tells.
    #[must_use]
    pub fn named(&self, name: &str) -> String {
        if id_fault(name).is_some() {
            return self.text.to_owned();
        }
        let line = |name: &str| format!("\nname      = \"{name}\"");
        let file = |name: &str| format!(" {name}.toml");
        let old = line(self.name);
        // What is said behind it keeps its column.
        let new = format!("{:<1$}", line(name), old.len());
        let text = self.text.replacen(&old, &new, 1);
        text.replace(&file(self.name), &file(name))
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
