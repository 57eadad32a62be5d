use super::{CHAIN, changed, load_with};

/// What is replaced in the chain, what with, and the message; « » stand around the place it points
/// at.
type Mistake = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    ("name = \"small-chain\"", "name = «\"small chain\"»", "scenario.name: \"small chain\" has other characters in it than Latin letters, digits, - and _; it also names the folder of the results"),
    ("end = 2032-01-01", "end = «2227-01-03»", "scenario.end: is 2227-01-03, more than 200 years after the start 2027-01-01"),
    ("warmup = \"30 d\"", "warmup = «\"1826 d\"»", "scenario.warmup: is 1826 d and the horizon 1826 d; it must be shorter"),
    ("trials = 200", "trials = «\"200\"»", "scenario.trials: is a text; a whole number is wanted"),
    ("trials = 200", "trials = «100000001»", "scenario.trials: is 100000001; 1 to 100000000 is allowed"),
    ("reference = \"as-is\"", "reference = «\"as-was\"»", "scenario.reference: no variant is named \"as-was\""),
    ("discount = \"$rate\"", "discount = \"«12 %»\"", "scenario.discount: \"12 %\" is a number or share; a number per time is wanted, such as \"8 %/yr\""),
    ("value = \"2 * $sea_days\"", "value = \"«$lce» + 1 d\"", "parameter.double.value: $lce is an index and moves from day to day; a parameter is drawn once a trial"),
    ("value = \"2 * $sea_days\"", "value = «\"2 * $double\"»", "parameter.double.value: needs itself: $double -> $double"),
    ("[parameter.double]", "[parameter.«lce»]", "parameter.lce: is also the name of an index; parameters and indices share their names"),
    ("confidence = \"medium\"", "confidence = «\"middling\"»", "parameter.sea_days.confidence: \"middling\" is not known; one of high, medium, low is wanted"),
    ("[party.budget]", "[party.«outside»]\n[party.budget]", "party.outside: is the rest of the world, which is always there; take another name"),
    ("[party.budget]", "[party.«\"2-b\"»]\n[party.budget]", "party: \"2-b\" does not begin with a Latin letter"),
    ("country = \"KZ\"", "country = «\"kz\"»", "party.investor.country: \"kz\" is not a two-letter code"),
    ("title = \"Автозавод\"", "title = «\"@work\"»", "party.automaker.title: begins with \"@\""),
    ("title = \"Автозавод\"", "title = «\"a\\tb\"»", "party.automaker.title: has a line break or another control character in it"),
    ("cell = { unit = \"kWh\", lithium = \"0.103 kg/kWh\"", "cell = { unit = \"kWh\", lithium = «\"pert(0.1, 0.103, 0.11) kg/kWh\"»", "commodity.cell.lithium: is uncertain; a fixed number is wanted here"),
    ("per_feu = \"25 t\"", "per_feu = «\"0 t\"»", "commodity.concentrate.per_feu: is 0 t; more than 0 is allowed"),
    ("[index.lce]", "[index.«lce»]\nconstant = \"1 USD/t\"", "index.lce: needs exactly one of constant, log_ou, gbm, path, bootstrap, regimes"),
    ("half_life = \"3 yr\"", "half_life = \"«3 kg»\"", "index.lce.log_ou.half_life: \"3 kg\" is a mass; a time is wanted, such as \"18 d\""),
    ("level = \"pert(9, 14, 22) kUSD/t\"", "level = \"«pert(9, 14, 22) kUSD/kWh»\"", "index.lce.log_ou.level: \"pert(9, 14, 22) kUSD/kWh\" is money per energy; money per mass is wanted, such as \"450 USD/t\""),
    ("place = [49.7, 83.4]", "place = [«149.7», 83.4]", "site.mine.place: 149.7 is outside of -90 to 90"),
    ("place = [49.7, 83.4]", "place = «[49.7]»", "site.mine.place: has 1 entry; a list of 2 numbers is wanted"),
    ("limit = \"30 kt\"", "«lmit» = \"30 kt\"", "site.mine.stock.concentrate: there is no key \"lmit\" here"),
    ("capacity = \"pert(100, 120, 130) kt/yr\"", "capacity = «\"pert(-100, 120, 130) kt/yr\"»", "site.mine.process.dig.capacity: can be -100 kt/yr; 0 or more is allowed"),
    ("start = \"$mine_start\"", "start = \"«$sea_days»\"", "site.mine.process.dig.start: $sea_days is not a date"),
    ("cost.operating = { amount = \"450 USD/t\", to = \"budget\" }", "cost.operating = { amount = \"450 USD/t\", to = «\"budgt\"» }", "site.mine.process.dig.cost.operating.to: no party is named \"budgt\""),
    ("recovers = { concentrate = \"85 %\" }", "recovers = { concentrate = «\"105 %\"» }", "site.plant.process.refine.recovers.concentrate: is 105 %; more than 0 and at most 1 (100 %) is allowed"),
    ("recovers = { concentrate = \"85 %\" }", "recovers = «{ concentrate = \"85 %\" }»\nuses = { concentrate = \"7 t/t\" }", "site.plant.process.refine.recovers: names a commodity that is also in \"uses\""),
    ("uses = { carbonate = \"0.6 kg/kWh\" }", "uses = { «carbonat» = \"0.6 kg/kWh\" }", "site.plant.process.cells.uses.carbonat: no commodity is named \"carbonat\""),
    ("cost.energy = \"0.1 * $lce + 20 USD/t\"", "cost.energy = \"0.1 * $lce + «20 USD/kWh»\"", "site.plant.process.refine.cost.energy: \"20 USD/kWh\" is money per energy; money per mass is wanted, such as \"450 USD/t\""),
    ("sources = [{ route = \"rail\" }, { market = \"spot\", after = \"10 d\" }]", "sources = «[{ route = \"rail\", priority = 2 }, { market = \"spot\" }]»", "site.plant.stock.concentrate.sources: has two sources of priority 2"),
    ("{ market = \"cells\", share = \"20 %\" }", "{ market = «\"spot\"», share = \"20 %\" }", "site.port.stock.cell.sources: market \"spot\" sells \"concentrate\", not \"cell\""),
    ("{ market = \"cells\", share = \"20 %\" }", "«{ market = \"cells\", share = \"20 %\", priority = 1 }»", "site.port.stock.cell.sources.2: takes only one of \"priority\", \"share\" and \"after\""),
    ("policy = { r_Q = { r = \"20 MWh\", Q = \"24 MWh\" } }", "policy = { r_Q = { r = \"20 MWh\", Q = «\"0 kWh\"» } }", "site.port.stock.cell.policy.r_Q.Q: is 0 kWh; more than 0 is allowed"),
    ("policy = { r_Q = { r = \"20 MWh\", Q = \"24 MWh\" } }", "policy = { s_S = { s = \"20 MWh\", S = «\"15 MWh\"» } }", "site.port.stock.cell.policy.s_S.S: is never above \"s\"; nothing would be ordered"),
    ("mode = \"sea\"", "mode = «\"boat\"»", "leg.strait.mode: \"boat\" is not known; one of rail, sea, road, air, passenger_air, ferry is wanted"),
    ("transit = \"3 to 6 d\"", "transit = «\"6 to 3 d\"»", "leg.track.transit: low 6 is above high 3"),
    ("path = [\"track\", \"border\", \"strait\"]", "path = [\"track\", «\"bordr\"», \"strait\"]", "route.sea.path: no leg or node is named \"bordr\""),
    ("path = [\"track\", \"border\", \"strait\"]", "path = «[]»", "route.sea.path: is empty; a list of names, each of a leg or node, is wanted"),
    ("from = \"plant\"", "from = «\"plnt\"»", "route.sea.from: no site is named \"plnt\""),
    ("premium = \"5 %\"", "premium = «\"-150 %\"»", "market.cells.premium: is -150 %; -1 (-100 %) or more is allowed"),
    ("price = \"70 USD/kWh\"", "price = \"70 USD/kWh\"\ntitle = «\"port\"»", "contract.cells.title: \"port\" is not known; one of origin, destination is wanted"),
    ("buyer = \"automaker\"", "buyer = «\"investor\"»", "contract.cells.buyer: is the seller; a contract needs two parties"),
    ("sources = [{ route = \"sea\", share = \"80 %\" }, { market = \"cells\", share = \"20 %\" }]", "sources = [{ route = «\"sea\"», share = \"80 %\" }, { market = \"cells\", share = \"20 %\" }]\n[contract.more]\nseller = \"investor\"\nbuyer = \"automaker\"\nof = \"cell\"\ncost_plus = \"5 %\"", "site.port.stock.cell.sources: \"cell\" passes from party \"investor\" to party \"automaker\" by 2 contracts (cells, more); one is wanted"),
    ("[demand.buses]", "[demand.«buses»]\ndaily = \"1 MWh\"", "demand.buses: needs exactly one of \"daily\" and \"plan\""),
    ("rate = \"1.5 GWh/yr\" }]", "rate = «\"-1.5 GWh/yr\"» }]", "demand.buses.plan.2.rate: is -1.5 GWh/yr; 0 or more is allowed"),
    ("noise = \"12 %\"", "every = «\"0 d\"»", "demand.buses.every: is 0 d; a whole number of days from 1 to 73000 is wanted"),
    ("\"site.mine.in_use\" = false", "«\"site.mines.in_use\"» = false", "site.mines.in_use: there is no name \"mines\" in site"),
    ("\"site.mine.in_use\" = false", "«\"site..in_use\"» = false", "\"site..in_use\" is not a path such as \"site.mine.in_use\""),
    ("\"site.mine.in_use\" = false", "\"site.mine.in_use\" = «\"no\"»", "site.mine.in_use: is a text; true or false is wanted"),
];

/// The text without marks, line and column of the first, and what stands between the two.
fn unmarked(text: &str) -> (String, (usize, usize), String) {
    let (before, rest) = text.split_once('«').unwrap();
    let (pointed, after) = rest.split_once('»').unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let text = format!("{before}{pointed}{after}");
    (text, (line, column), pointed.to_owned())
}

/// What is wrong with how a mistake is told, or nothing.
fn told_wrongly((from, to, message): &Mistake) -> Option<String> {
    let (text, place, pointed) = unmarked(&changed(from, to));
    let Err(problems) = load_with(&text, &[], &[]) else {
        return Some(format!("{to} is no mistake"));
    };
    let list = problems.sorted();
    let all = || {
        Some(format!(
            "{message}\nis not alone in\n{}",
            problems.render(false)
        ))
    };
    let [problem] = list.as_slice() else {
        return all();
    };
    let source = &problems.sources.text(problem.span?.source).text;
    let marked = &source[problem.span?.start..problem.span?.end];
    let right = problem.message == *message
        && marked == pointed
        && problems.sources.line_column(problem.span?) == place;
    if right { None } else { all() }
}

#[test]
fn every_mistake_is_told_alone_at_its_line_and_column() {
    let wrong: Vec<String> = MISTAKES.iter().filter_map(told_wrongly).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_mistake_on_the_command_line_is_told_there() {
    for (set, message) in [
        (
            "site.plant.process.cells.capcity=1 GWh/yr",
            "site.plant.process.cells.capcity: there is no key \"capcity\" in site.plant.process.cells",
        ),
        (
            "site.plant.process.cells.scrap=2",
            "site.plant.process.cells.scrap: is 2; 0 or more and less than 1 (100 %) is allowed",
        ),
        (
            "site.plnt.in_use=false",
            "site.plnt.in_use: there is no name \"plnt\" in site",
        ),
    ] {
        let problems = load_with(CHAIN, &[], &[set]).unwrap_err();
        let list = problems.sorted();
        assert_eq!(list.len(), 1, "{}", problems.render(false));
        assert_eq!(
            (list[0].message.as_str(), &list[0].variant),
            (message, &None)
        );
        let span = list[0].span.unwrap();
        assert_eq!(problems.sources.text(span.source).name, "--set");
    }
}

#[test]
fn a_mistake_of_one_variant_names_it_and_one_of_all_does_not() {
    let text = changed("[variant.no-mine]", "[variant.third]\n[variant.no-mine]")
        .replace(
            "uses.carbonate\" = \"0.58 kg/kWh\"",
            "uses.carbonate\" = \"0.3 kg/kWh\"",
        )
        .replace("inside = \"18 d\"", "inside = \"18\"");
    let problems = load_with(&text, &[], &[]).unwrap_err().sorted();
    let variants: Vec<_> = problems
        .iter()
        .map(|problem| problem.variant.as_deref())
        .collect();
    assert_eq!(variants, [None, Some("no-mine")]);
}

#[test]
fn a_missing_file_is_told_by_its_name() {
    let problems = super::load(std::path::Path::new("no/such.toml"), &[]).unwrap_err();
    assert!(problems.sorted()[0].message.contains("no/such.toml"));
}
