use super::{CHAIN, changed, load, load_with, models, only};

const EXTENDS: &str = "extends = \"base.toml\"\n";

/// A file upon the whole chain.
fn upon(text: &str) -> Result<super::Scenario, super::Problems> {
    load_with(&format!("{EXTENDS}{text}"), &[("base.toml", CHAIN)], &[])
}

#[test]
fn a_file_upon_another_is_the_same_as_the_change_within_it() {
    for (above, from, to) in [
        ("", "", ""),
        ("leg.track.transit = \"4 d\"", "3 to 6 d", "4 d"),
        (
            "route.sea.path = [\"strait\"]",
            "[\"track\", \"border\", \"strait\"]",
            "[\"strait\"]",
        ),
        (
            "site.port.stock.cell.policy = { base_stock = { level = \"9 MWh\" } }",
            "r_Q = { r = \"20 MWh\", Q = \"24 MWh\" }",
            "base_stock = { level = \"9 MWh\" }",
        ),
        (
            "contract.cells.cost_plus = \"5 %\"",
            "price = \"70 USD/kWh\"",
            "cost_plus = \"5 %\"",
        ),
        (
            "demand.buses.in_use = false",
            "noise = \"12 %\"",
            "noise = \"12 %\"\nin_use = false",
        ),
        (
            "[variant.as-is]\nin_use = false\n[scenario]\nreference = \"no-mine\"",
            "[variant.as-is]\ntitle = \"As it is\"\n",
            "",
        ),
    ] {
        let within = match from {
            "" => CHAIN.to_owned(),
            from => changed(from, to).replace(
                "reference = \"as-is\"\n",
                if to.is_empty() {
                    ""
                } else {
                    "reference = \"as-is\"\n"
                },
            ),
        };
        let within = models(load_with(&within, &[], &[]));
        assert_eq!(models(upon(above)), within, "{above}");
    }
}

#[test]
fn what_is_switched_off_is_gone_from_the_model() {
    let above = "\
market.spot.in_use = false\nvariant.no-mine.in_use = false\ncontract.cells.in_use = false\n\
contract.other = { seller = \"investor\", buyer = \"automaker\", of = \"cell\", cost_plus = \"5 %\" }\n";
    let scenario = upon(above).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let [model] = scenario.variants.as_slice() else {
        panic!("{} variants", scenario.variants.len())
    };
    let markets: Vec<&str> = model.markets.iter().map(|m| m.name.as_str()).collect();
    let contracts: Vec<&str> = model.contracts.iter().map(|c| c.name.as_str()).collect();
    assert_eq!((markets, contracts), (vec!["cells"], vec!["other"]));
    let plant = model.stocks.iter().find(|s| s.name == "plant.concentrate");
    assert_eq!(plant.unwrap().sources.len(), 1);
}

#[test]
fn files_build_on_files_in_folders_below_with_their_own_tables_beside_them() {
    let plan = "rate = \"1.5 GWh/yr\" }]";
    let with_plan = CHAIN
        .split_once("plan = [")
        .map(|(before, after)| {
            let (_, after) = after.split_once(plan).unwrap();
            format!("{before}plan = {{ csv = \"plan.csv\", column = \"bus\", unit = \"GWh/yr\" }}{after}")
        })
        .unwrap();
    let read = load_with(
        "extends = \"a/middle.toml\"\nscenario.trials = 7",
        &[
            (
                "a/middle.toml",
                "extends = \"b/../../a/b/base.toml\"\nimport.leg = \"../legs.csv\"",
            ),
            ("a/b/base.toml", &with_plan),
            ("a/b/plan.csv", "year,bus\n2027,1\n2029,1.5\n"),
            ("legs.csv", "name,mode,transit\nspare,road,1 d\n"),
        ],
        &[],
    );
    let scenario = read.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    assert_eq!(scenario.trials, 7);
    assert_eq!(scenario.title, "Тізбек");
    assert!(
        scenario.variants[0]
            .elements
            .iter()
            .any(|e| e.name == "spare")
    );
    let names = scenario
        .inputs
        .iter()
        .map(|(name, _)| name.rsplit('/').next().unwrap());
    let names: Vec<&str> = names.collect();
    assert_eq!(
        names,
        [
            "chain.toml",
            "middle.toml",
            "legs.csv",
            "base.toml",
            "plan.csv"
        ]
    );
}

#[test]
fn a_mistake_of_the_base_is_told_in_the_base_and_one_above_it_above() {
    let base = changed("transit = \"3 to 6 d\"", "transit = \"3 t\"");
    let (message, file, pointed, place, _) = only(load_with(EXTENDS, &[("base.toml", &base)], &[]));
    assert!(message.starts_with("leg.track.transit: "), "{message}");
    assert_eq!((file.as_str(), pointed.as_str()), ("base.toml", "3 t"));
    let line = base
        .lines()
        .position(|line| line.contains("\"3 t\""))
        .unwrap()
        + 1;
    assert_eq!(place, (line, 12));
    let (_, file, pointed, place, _) = only(upon("leg.track.transit = \"4 t\""));
    assert_eq!(
        (file.as_str(), pointed.as_str(), place),
        ("chain.toml", "4 t", (2, 22))
    );
}

#[test]
fn what_is_wrong_with_a_chain_of_files_is_told_where_it_is_named() {
    let circle = ("a.toml", "extends = \"chain.toml\"");
    for (name, tables, message, file) in [
        (
            "\"no.toml\"",
            &[][..],
            "extends: no file is called ",
            "chain.toml",
        ),
        (
            "\"a.toml\"",
            &[circle][..],
            "extends: \"chain.toml\" leads back to where it began",
            "a.toml",
        ),
        (
            "\"chain.toml\"",
            &[],
            "extends: \"chain.toml\" leads back to where it began",
            "chain.toml",
        ),
        (
            "\"../x.toml\"",
            &[],
            "extends: \"../x.toml\" leaves the scenario's folder",
            "chain.toml",
        ),
        (
            "\"/x.toml\"",
            &[],
            "extends: \"/x.toml\" leaves the scenario's folder",
            "chain.toml",
        ),
        (
            "[\"a.toml\"]",
            &[],
            "extends: is a list; the name of one file is wanted",
            "chain.toml",
        ),
        (
            "\"a.toml\"",
            &[("a.toml", "a = ")],
            "a value is missing after \"=\"",
            "a.toml",
        ),
    ] {
        let text = format!("extends = {name}\n{CHAIN}");
        let (told, found, ..) = only(load_with(&text, tables, &[]));
        assert!(told.starts_with(message), "{told}");
        assert_eq!(found, file);
    }
    let text = format!("extends = \"a.toml\"\n{CHAIN}");
    let (.., help) = only(load_with(&text, &[circle], &[]));
    assert_eq!(help.matches(" extends ").count(), 2, "{help}");
}

#[test]
fn sixteen_files_build_on_one_another_and_no_more() {
    let files: Vec<(String, String)> = (1..17)
        .map(|n| (format!("{n}.toml"), format!("extends = \"{}.toml\"", n + 1)))
        .collect();
    let load = |files: usize, all: &[(String, String)]| {
        let mut tables: Vec<(&str, &str)> = all
            .iter()
            .take(files)
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        let last = format!("{}.toml", files + 1);
        tables.push((&last, CHAIN));
        load_with("extends = \"1.toml\"", &tables, &[])
    };
    assert!(load(14, &files).is_ok());
    let (message, file, ..) = only(load(15, &files));
    assert_eq!(message, "extends: more than 16 files build on one another");
    assert_eq!(file, "15.toml");
}

#[test]
fn a_change_cannot_choose_files() {
    let (message, ..) = only(load_with(CHAIN, &[], &["extends=other.toml"]));
    assert_eq!(
        message,
        "extends: files are read before anything is changed"
    );
}

#[test]
fn what_belongs_above_all_tables_is_told_to() {
    let text = changed("trials = 200", "trials = 200\nextends = \"base.toml\"");
    let (message, .., help) = only(load_with(&text, &[("base.toml", CHAIN)], &[]));
    assert_eq!(message, "scenario: there is no key \"extends\" here");
    assert_eq!(help, "it stands at the top of the file, above all tables");
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_no_base() {
    let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let base = outside.path().join("base.toml");
    std::fs::write(&base, CHAIN).unwrap();
    std::os::unix::fs::symlink(&base, inside.path().join("base.toml")).unwrap();
    let path = inside.path().join("chain.toml");
    std::fs::write(&path, EXTENDS).unwrap();
    let (message, ..) = only(load(&path, &[]));
    assert_eq!(
        message,
        "extends: \"base.toml\" is a link that leaves the scenario's folder"
    );
}
