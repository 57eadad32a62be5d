use proptest::prelude::*;

use super::{CHAIN, changed, load_with, models, only};

/// The chain with its legs in a table.
fn without_legs() -> String {
    let (before, rest) = CHAIN.split_once("[leg.track]").unwrap();
    let (_, after) = rest.split_once("[route.rail]").unwrap();
    format!("import.leg = \"legs.csv\"\n{before}[route.rail]{after}")
}

fn with_legs(legs: &str) -> Result<super::Scenario, super::Problems> {
    load_with(&without_legs(), &[("legs.csv", legs)], &[])
}

#[test]
fn legs_of_a_table_are_those_written_out_however_a_spreadsheet_saves_them() {
    let written_out = models(load_with(CHAIN, &[], &[]));
    for table in [
        "name,mode,transit,cost.per_feu,cost.per_shipment\n\
         track,rail,3 to 6 d,900 USD/FEU,\n\
         strait,sea,\"lognormal(mean $sea_days, cv 20 %)\",\"pert(700, 1100, 2600) USD/FEU\",150 USD\n",
        "\u{feff}name;mode;transit;cost.per_feu;cost.per_shipment [USD];\r\n\
         strait;sea;lognormal(mean $sea_days, cv 20 %);pert(700, 1100, 2600) USD/FEU;150,0;\r\n\
         ;;;;;\r\n\
         track;rail;3 to 6,0 d;900,0 USD/FEU;;\r\n",
        "name;cost;mode;transit\n\
         strait;{ per_feu = 'pert(700, 1100, 2600) USD/FEU', per_shipment = '150 USD' };sea;lognormal(mean $sea_days, cv 20 %)\n\
         track;\"{ per_feu = \"\"900 USD/FEU\"\" }\";rail;3 to 6 d\n",
    ] {
        assert_eq!(models(with_legs(table)), written_out, "{table}");
    }
}

#[test]
fn lists_flags_dates_numbers_and_titles_are_read_as_their_keys_want_them() {
    let out = "\
[site.mine]\nowner = \"investor\"\nplace = [49.7, 83.4]\ntitle = \"12\"\nin_use = false\n\
[site.mine.stock.concentrate]\npolicy.push = {}\nlimit = \"30.5 kt\"\n\
[site.mine.process.dig]\nmakes = \"concentrate\"\nstart = 2028-01-31\nscrap = 0.05\ncapacity = \"1 kt/yr\"\n\
cost.operating = \"450 USD/t\"\n";
    let (before, rest) = CHAIN.split_once("[site.mine]").unwrap();
    let (_, after) = rest.split_once("[site.plant]").unwrap();
    let after = after.replace("sources = [{ route = \"rail\" }, ", "sources = [");
    let (ways, routes) = after.split_once("[route.rail]").unwrap();
    let (_, others) = routes.split_once("[market.spot]").unwrap();
    let written_out = format!(
        "{before}{out}[site.plant]{ways}[route.sea]\nfrom = \"plant\"\nto = \"port\"\n\
         carries = [\"cell\"]\npath = [\"track\", \"border\", \"strait\"]\n[market.spot]{others}"
    );
    let table = "\
name;owner;place;title;in_use;stock.concentrate.policy;stock.concentrate.limit [kt];process.dig.makes;process.dig.start;process.dig.scrap;process.dig.capacity;process.dig.cost.operating [USD/t]\n\
mine;investor;49,7 83,4;12;ЛОЖЬ;{ push = {} };30,5;concentrate;31.01.2028;0,05;1 kt/yr;450\n";
    let routes = "name,from,to,carries,path\nsea,plant,port,cell,\"track, border strait\"\n";
    let imported = format!(
        "import = {{ site = [\"sites.csv\"], route = \"routes.csv\" }}\n{before}[site.plant]{ways}[market.spot]{others}"
    );
    let read = load_with(
        &imported,
        &[("sites.csv", table), ("routes.csv", routes)],
        &[],
    );
    assert_eq!(models(read), models(load_with(&written_out, &[], &[])));
}

#[test]
fn rows_are_changed_by_variants_and_the_command_line_as_other_tables_are() {
    let legs = "name,mode,transit\ntrack,rail,3 to 6 d\nstrait,sea,5 d\n";
    let other = "name,mode,transit\ntrack,rail,4 d\nstrait,sea,5 d\n";
    let load =
        |legs: &str, set: &[&str]| models(load_with(&without_legs(), &[("legs.csv", legs)], set));
    assert_eq!(load(legs, &["leg.track.transit=4 d"]), load(other, &[]));
    let refused = load_with(
        &without_legs(),
        &[("legs.csv", legs)],
        &["import.leg=x.csv"],
    );
    let (message, file, ..) = only(refused);
    assert_eq!(
        message,
        "import.leg: files are read before anything is changed"
    );
    assert_eq!(file, "--set");
}

/// What is replaced in a table, what with, the message, what it points at and where, and its help.
type Mistake = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (usize, usize),
    &'static str,
);

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    ("3 d", "3 t", "leg.track.transit: \"3 t\" is a mass; a time is wanted, such as \"18 d\"", "3 t", (2, 12), ""),
    ("3 d", "3", "leg.track.transit: is a whole number; a text with a unit, such as \"18 d\", is wanted", "3", (2, 12), ""),
    ("3 d", "\"pert(1, 2, x) d\"", "leg.track.transit: \"x\" is not a number, a $name or a distribution", "x", (2, 24), ""),
    ("3 d", "-1 d", "leg.track.transit: is -1 d; 0 or more is allowed", "-1 d", (2, 12), ""),
    ("3 d", "", "leg.track: key \"transit\" is missing", "track", (2, 1), "transit: "),
    ("3 d", "[1", "this is not a complete list or table", "[1", (2, 12), ""),
    ("rail", "train", "leg.track.mode: \"train\" is not known; one of ", "train", (2, 7), "did you mean"),
    ("track", "my track", "leg: \"my track\" has other characters in it than Latin letters", "my track", (2, 1), "a name begins"),
    ("track", "strait", "leg.strait is defined twice", "strait", (3, 1), "legs.csv, line 2"),
    ("track", "", "this row has no name in its first cell", "", (2, 1), ""),
    ("rail,3 d", "rail", "this row has 2 cells, but the headings are 3", "track", (2, 1), "a cell stays empty"),
    ("3 d", "pert(1, 2, 3) d", "this row has 5 cells, but the headings are 3", "2", (2, 20), "stands in quotes"),
    ("3 d", "\"3 d", "this quote is not closed: a cell in quotes ends with one", "\"", (2, 12), ""),
    ("transit", "transitt", "there is no key \"transitt\" in leg.NAME", "transitt", (1, 11), "did you mean \"transit\"?"),
    ("transit", "transit.", "\"transit.\" is not a heading such as \"cost.per_feu\"", "transit.", (1, 11), ""),
    ("transit", "transit [dd]", "no unit is called \"dd\"", "transit [dd]", (1, 11), ""),
    ("transit", "title [d]", "[d]: what stands here has no unit", "title [d]", (1, 11), ""),
    ("transit", "mode", "column \"mode\" and column \"mode\" give the same", "mode", (1, 11), ""),
    ("transit", "mode.x", "leg.NAME.mode is a value; there is nothing in it", "mode.x", (1, 11), ""),
    ("transit", "", "\"3 d\" stands below no heading", "3 d", (2, 12), ""),
    ("name", "leg", "the first column is headed \"leg\"", "leg", (1, 1), "headed \"name\""),
];

#[test]
fn every_mistake_of_a_table_is_told_at_its_cell() {
    let good = "name,mode,transit\ntrack,rail,3 d\nstrait,sea,5 d\n";
    assert!(with_legs(good).is_ok());
    for &(from, to, message, pointed, place, help) in MISTAKES {
        let table = good.replacen(from, to, 1);
        let table = match to {
            // Only one cell of the column without a heading is to be told.
            "" if from == "transit" => table.replace(",5 d", ","),
            _ => table,
        };
        let (told, file, found, at, helped) = only(with_legs(&table));
        assert!(told.starts_with(message), "{told}");
        assert_eq!((found.as_str(), at), (pointed, place), "{told}");
        assert!(helped.contains(help), "{helped}");
        assert_eq!(file, "legs.csv");
    }
}

#[test]
fn names_of_a_list_keep_their_own_places() {
    let (before, _) = CHAIN.split_once("[route.rail]").unwrap();
    let (_, after) = CHAIN.split_once("[market.spot]").unwrap();
    let text = format!("import.route = \"r.csv\"\n{before}[market.spot]{after}");
    let table = "name;from;to;carries;path\nrail;mine;plant;concentrate;track\nsea;plant;port;cell;track, bordr strait\n";
    let (message, _, pointed, place, help) = only(load_with(&text, &[("r.csv", table)], &[]));
    assert_eq!(message, "route.sea.path: no leg or node is named \"bordr\"");
    assert_eq!((pointed.as_str(), place), ("bordr", (3, 28)));
    assert_eq!(help, "did you mean \"border\"?");
}

#[test]
fn what_is_wrong_with_the_files_themselves_is_told_where_they_are_named() {
    for (import, message, help) in [
        (
            "import.leg = \"no.csv\"",
            "import.leg: no file is called ",
            "",
        ),
        (
            "import.leg = 7",
            "import.leg: is a whole number; the name of a CSV file or a list of them is wanted",
            "",
        ),
        (
            "import.leg = \"../legs.csv\"",
            "import.leg: \"../legs.csv\" leaves the scenario's folder",
            "below it",
        ),
        (
            "import.leg = \"empty.csv\"",
            "import.leg: the table has no rows below its headings",
            "",
        ),
        ("import.leg = \"cyrillic.csv\"", "import.leg: ", "UTF-8"),
        (
            "import.legs = \"legs.csv\"",
            "import: there is no table \"legs\" to be imported",
            "did you mean \"leg\"?",
        ),
        (
            "import.variant = \"legs.csv\"",
            "import: there is no table \"variant\" to be imported",
            "there are: ",
        ),
        (
            "import = \"legs.csv\"",
            "import: is a text; a table is wanted",
            "import.leg = ",
        ),
        (
            "import.leg = [\"legs.csv\", \"legs.csv\"]",
            "leg.track is defined twice",
            "line 2",
        ),
    ] {
        let text = without_legs().replacen("import.leg = \"legs.csv\"", import, 1);
        let legs = "name,mode,transit\ntrack,rail,3 d\n";
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [
            ("chain.toml", text.as_bytes()),
            ("legs.csv", legs.as_bytes()),
            ("empty.csv", b"name,mode\r\n"),
            ("cyrillic.csv", b"\xd6\xe5\xed\xe0"),
        ] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let (told, _, _, _, helped) = only(super::load(&folder.path().join("chain.toml"), &[]));
        assert!(told.starts_with(message), "{told}");
        assert!(helped.contains(help), "{helped}");
    }
}

#[test]
fn a_row_of_the_name_of_a_table_in_the_same_file_is_refused() {
    let text = format!("import.leg = \"legs.csv\"\n{CHAIN}");
    let legs = "name,mode,transit\ntrack,rail,3 d\n";
    let (message, file, .., help) = only(load_with(&text, &[("legs.csv", legs)], &[]));
    assert_eq!(
        (message.as_str(), file.as_str()),
        ("leg.track is defined twice", "legs.csv")
    );
    let line = text.lines().position(|line| line == "[leg.track]").unwrap() + 1;
    assert!(
        help.ends_with(&format!("chain.toml, line {line}")),
        "{help}"
    );
}

#[test]
fn parameters_and_prices_come_from_tables_too() {
    let (before, rest) = CHAIN.split_once("[parameter.rate]").unwrap();
    let (_, after) = rest.split_once("[party.investor]").unwrap();
    let table = "\
name;value;source;title;confidence\n\
rate;uniform(8, 14) %/yr;assumption;;\n\
sea_days;pert(5, 6, 9) d;;Days at sea;medium\n\
double;2 * $sea_days;;;\n\
mine_start;discrete(2027-06-01: 0.6, never: 0.4);;;\n";
    let text = format!("import.parameter = \"p.csv\"\n{before}[party.investor]{after}");
    let read = models(load_with(&text, &[("p.csv", table)], &[]));
    assert_eq!(read, models(load_with(CHAIN, &[], &[])));
    assert_ne!(
        read,
        models(load_with(&changed("pert(5, 6, 9) d", "6 d"), &[], &[]))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_the_reader_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "name", "mode", "transit", "cost.per_feu", " [d]", "track", "strait", "rail", "5 d",
                "pert(1, 2)", "$x", "[", "{", "}", "]", "'", "\"", ",", ",", ";", "\n", "\n", "\r\n", ".",
                "ы", " ", "1,5", "nan", "2031-01-01", "=",
            ]),
            0..60,
        ),
    ) {
        for start in ["", "name,mode,transit\ntrack,rail,5 d\n", "name;transit;cost\n"] {
            if let Err(problems) = with_legs(&[start, &parts.concat()].concat()) {
                prop_assert!(!problems.is_empty() && !problems.render(false).is_empty());
            }
        }
    }
}
