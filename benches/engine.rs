//! What a trial costs: the shipped scenarios and a network of 1,000 sites in site-days, then what a
//! site-day, a cargo event and a posting cost each, by differences between chains that differ in
//! nothing else.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group};
use lichain::engine::{Happening, Instructions, SIDE_BY_SIDE, Scratch, Silent, Watch, simulate};
use lichain::outcome::Row;
use lichain::plan::Plan;
use lichain::random::{Stream, exponentials, normal_quantiles};
use lichain::scenario;

/// A plan with all that trials of it write.
struct Bench {
    plan: Plan,
    scratch: Scratch<SIDE_BY_SIDE>,
    alone: Scratch<1>,
    results: Vec<Results>,
}

/// What a trial leaves.
struct Results {
    measures: Vec<f64>,
    parameters: Vec<f64>,
    monthly: Vec<f64>,
    ledger: Vec<f64>,
}

impl Results {
    fn new(plan: &Plan) -> Self {
        let layout = &plan.layout;
        Self {
            measures: vec![0.0; layout.measures.len()],
            parameters: vec![0.0; layout.parameters.len()],
            monthly: vec![0.0; layout.monthly.len() * layout.months.len()],
            ledger: vec![0.0; layout.ledger.len() * layout.years.len()],
        }
    }

    fn row(&mut self) -> Row<'_> {
        Row {
            measures: &mut self.measures,
            parameters: &mut self.parameters,
            monthly: &mut self.monthly,
            ledger: &mut self.ledger,
        }
    }
}

impl Bench {
    fn new(path: &Path) -> Self {
        let scenario = scenario::load(path, &[]).unwrap_or_else(|p| panic!("{}", p.render(false)));
        let model = scenario.variants.last().expect("a variant");
        let plan = Plan::compile(model);
        let results = (0..SIDE_BY_SIDE).map(|_| Results::new(&plan)).collect();
        Self {
            plan,
            scratch: Scratch::default(),
            alone: Scratch::default(),
            results,
        }
    }

    fn generated(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("generated.toml");
        std::fs::write(&path, text).expect("written");
        Self::new(&path)
    }

    /// Trials side by side.
    fn trials(&mut self, first: u64) {
        let mut rows: Vec<Row> = self.results.iter_mut().map(Results::row).collect();
        let scratch = &mut self.scratch;
        let broken = simulate(&self.plan, 1, first, scratch, &mut rows, &mut Silent);
        assert_eq!(broken, None);
    }

    /// Stocks times days: what a site-day is here.
    fn site_days(&self) -> u64 {
        self.plan.stocks.len() as u64 * u64::from(self.plan.days)
    }

    /// Nanoseconds a trial: the least of several rounds, which noise only lengthens.
    fn nanoseconds(&mut self) -> f64 {
        let mut least = f64::INFINITY;
        for round in 0..7 {
            let began = Instant::now();
            self.trials(1 + round * SIDE_BY_SIDE as u64);
            least = least.min(began.elapsed().as_nanos() as f64 / SIDE_BY_SIDE as f64);
        }
        least
    }

    fn events(&mut self) -> Events {
        let mut events = Events::default();
        let rows = &mut [self.results[0].row()];
        let broken = simulate(&self.plan, 1, 1, &mut self.alone, rows, &mut events);
        assert_eq!(broken, None);
        events
    }
}

/// What happened in a trial.
#[derive(Default)]
struct Events {
    cargo: f64,
}

impl Watch for Events {
    const LOOKS: bool = true;
    fn see(&mut self, _day: u32, happening: Happening) {
        match happening {
            Happening::Departed { .. } | Happening::Arrived { .. } => self.cargo += 1.0,
            _ => (),
        }
    }
}

/// A hub that a market fills, and so many sites around it with a customer each who draws every so
/// many days; every stock costs `holding` a unit-day.
fn star(sites: usize, every: u32, holding: &str) -> String {
    let mut text = format!(
        r#"scenario = {{ name = "star", start = 2027-01-01, end = 2030-01-01 }}
party.firm = {{}}
commodity.x = {{ unit = "unit", per_feu = "10 unit" }}
market.m = {{ of = "x", price = "1 USD/unit", lead_time = "5 d" }}
leg.l = {{ mode = "road", transit = "lognormal(mean 3, cv 30 %) d" }}
site.hub = {{ owner = "firm", stock.x = {{ initial = "{0} unit", holding = "{holding}", policy = {{ base_stock = {{ level = "{0} unit" }} }}, sources = [{{ market = "m" }}] }} }}
"#,
        200 * sites
    );
    for i in 0..sites {
        let _ = write!(
            text,
            r#"site.s{i} = {{ owner = "firm", stock.x = {{ initial = "100 unit", holding = "{holding}", policy = {{ base_stock = {{ level = "100 unit" }} }}, sources = [{{ route = "r{i}" }}] }} }}
route.r{i} = {{ from = "hub", to = "s{i}", carries = ["x"], path = ["l"] }}
demand.d{i} = {{ at = "s{i}", of = "x", daily = "uniform(1, 5) unit", every = "{every} d" }}
"#
        );
    }
    text
}

fn trials(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("eight trials");
    group.sample_size(20);
    let plans = vec![
        (
            "kazakhstan-vietnam",
            Bench::new(Path::new("scenarios/kazakhstan-vietnam.toml")),
        ),
        (
            "six-stage",
            Bench::new(Path::new("scenarios/six-stage.toml")),
        ),
        (
            "1000-sites",
            Bench::generated(&star(1000, 7, "0.01 USD/unit/d")),
        ),
    ];
    for (name, mut bench) in plans {
        let side_by_side = SIDE_BY_SIDE as u64;
        group.throughput(Throughput::Elements(bench.site_days() * side_by_side));
        let mut first = 1;
        group.bench_function(name, |b| {
            b.iter(|| {
                first += side_by_side;
                bench.trials(black_box(first));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, trials);

/// What one of each costs, by differences.
fn each() {
    let sites = 50;
    let never = 50_000;
    let mut idle = Bench::generated(&star(sites, never, "0 USD/unit/d"));
    let mut busy = Bench::generated(&star(sites, 1, "0 USD/unit/d"));
    let mut held = Bench::generated(&star(sites, never, "0.01 USD/unit/d"));
    let (idle_ns, busy_ns, held_ns) = (idle.nanoseconds(), busy.nanoseconds(), held.nanoseconds());
    let cargo = busy.events().cargo - idle.events().cargo;
    println!(
        "\na chain of {sites} sites, by differences between chains that differ in nothing else:"
    );
    println!(
        "  {:7.1} ns a site-day on which nothing happens",
        idle_ns / idle.site_days() as f64
    );
    println!(
        "  {:7.1} ns a cargo event (departure or arrival, with its order and the draw before it)",
        (busy_ns - idle_ns) / cargo
    );
    println!(
        "  {:7.1} ns a posting",
        (held_ns - idle_ns) / held.site_days() as f64
    );
    let mut main = Bench::new(Path::new("scenarios/kazakhstan-vietnam.toml"));
    let ns = main.nanoseconds();
    println!(
        "  {:7.1} ns a site-day of the main scenario, all included",
        ns / main.site_days() as f64
    );
}

/// A program that only draws what a trial draws: every source that is read by day, every day.
fn draw(plan: &Plan, trial: u64, space: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    let mut all = |key, turn: &dyn Fn(&mut [f64])| {
        Stream::new(1, trial, key).fill(0, space);
        turn(space);
        sum += space.iter().sum::<f64>();
    };
    let elements = plan.elements.iter().map(|element| &element.days);
    let markets = plan.markets.iter().map(|market| &market.lead_time);
    for source in elements.chain(markets) {
        let sampler = source.sampler.as_ref().expect("no parameters");
        if sampler.constant().is_none() {
            all(source.key, &|u| sampler.quantiles(u));
        }
    }
    for demand in &plan.demands {
        let sampler = demand.sampler.as_ref().expect("no parameters");
        all(demand.key, &|u| sampler.quantiles(u));
    }
    for index in &plan.indices {
        all(index.key, &|u| {
            normal_quantiles(u);
            exponentials(u);
        });
    }
    sum
}

/// What a trial of the six-stage chain costs, and what its draws alone do.
fn floor() {
    let mut chain = Bench::new(Path::new("scenarios/six-stage.toml"));
    let mut space = vec![0.0; chain.plan.days as usize];
    let mut least = [f64::INFINITY; 2];
    for round in 0..15 {
        let began = Instant::now();
        for trial in 1..=SIDE_BY_SIDE as u64 {
            black_box(draw(&chain.plan, round * 100 + trial, &mut space));
        }
        let drawn = began.elapsed().as_secs_f64();
        chain.trials(round * 100 + 1);
        let both = began.elapsed().as_secs_f64();
        let ms = [drawn, both - drawn].map(|s| s * 1e3 / SIDE_BY_SIDE as f64);
        least = [least[0].min(ms[0]), least[1].min(ms[1])];
    }
    let [drawn, whole] = least;
    let draws = 8.0 * f64::from(chain.plan.days);
    println!(
        "\nthe six-stage chain, one thread, {:?}:",
        Instructions::widest()
    );
    println!(
        "  {whole:7.3} ms a trial, {:.0} trials a second",
        1e3 / whole
    );
    println!(
        "  {drawn:7.3} ms its {draws} draws alone, {:.1} million draws a second",
        draws / drawn / 1e3
    );
    println!(
        "  {:7.2} the trial to its draws: the floor is 1",
        whole / drawn
    );
}

/// From the scenario file to the first trial.
fn start() {
    let path = Path::new("scenarios/kazakhstan-vietnam.toml");
    let mut least = f64::INFINITY;
    for _ in 0..5 {
        let began = Instant::now();
        let scenario = scenario::load(path, &[]).unwrap_or_else(|p| panic!("{}", p.render(false)));
        let plans: Vec<Plan> = scenario.variants.iter().map(Plan::compile).collect();
        black_box(plans);
        least = least.min(began.elapsed().as_secs_f64());
    }
    println!(
        "\n  {:7.1} ms from the main scenario's file to its first trial",
        least * 1e3
    );
}

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    if !std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        each();
        floor();
        start();
    }
}
