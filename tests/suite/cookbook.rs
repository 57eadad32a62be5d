//! Every recipe of the cookbook is written into the project's folder as it is printed, and runs.

use crate::common::page::{Block, blocks, commands, project, succeeds};

const PAGE: &str = "docs/cookbook.md";

fn written_in<'a>(blocks: &'a [Block], language: &str) -> Vec<&'a Block> {
    let of = |block: &&Block| block.language == language;
    blocks.iter().filter(of).collect()
}

#[test]
fn every_command_of_the_cookbook_runs() {
    let blocks = blocks(PAGE);
    let home = project(&blocks);
    let commands = commands(&blocks);
    assert!(commands.len() >= 15, "only {commands:?}");
    for command in commands {
        succeeds(home.path(), &command);
    }
}

#[test]
fn every_scenario_of_the_cookbook_has_a_name_and_is_run_by_a_command() {
    let blocks = blocks(PAGE);
    let words: Vec<String> = commands(&blocks).concat();
    let recipes = written_in(&blocks, "toml");
    assert!(recipes.len() >= 10, "only {}", recipes.len());
    for recipe in recipes {
        let name = recipe.file.as_ref();
        let name = name.unwrap_or_else(|| panic!("without a name: {}", recipe.text));
        assert!(words.contains(name), "no command names {name}");
    }
}

#[test]
fn every_table_of_the_cookbook_has_a_name_and_is_read_by_a_scenario() {
    let blocks = blocks(PAGE);
    let recipes = written_in(&blocks, "toml");
    let tables = written_in(&blocks, "csv");
    assert!(tables.len() >= 2, "only {}", tables.len());
    for table in tables {
        let name = table.file.as_ref();
        let name = name.unwrap_or_else(|| panic!("without a name: {}", table.text));
        let read = |recipe: &&Block| recipe.text.contains(&format!("\"{name}\""));
        assert!(recipes.iter().any(read), "no scenario reads {name}");
    }
}
