//! The chain in nexosim: a model for each stage, the source and the customer, orders and shipments
//! as messages, transit and breakdowns as scheduled events, one thread. Two seconds are a day:
//! goods arrive and stages change in the morning (even), orders and shipments follow in the
//! evening (odd).

#![allow(clippy::unused_async)] // nexosim wants its starts and replies asynchronous

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use peers::{
    BASE_STOCK, DAYS, HOLDING, INITIAL_STOCK, Price, ROOM, STAGES, Trial, Variates, report,
};
use serde::{Deserialize, Serialize};

const DAY_S: u64 = 2;
const DAY: Duration = Duration::from_secs(DAY_S);
const EVENING: Duration = Duration::from_secs(1);

/// The outside source: never short, paid when ordered.
#[derive(Serialize, Deserialize)]
struct Source {
    goods: Output<f64>,
    price: Price,
    variates: Variates,
    totals: Trial,
}
#[Model]
impl Source {
    async fn order(&mut self, quantity: f64) {
        self.totals.cost += quantity * self.price.per_unit();
        self.price.step(&mut self.variates);
        self.goods.send(quantity).await;
    }

    async fn totals(&mut self) -> Trial {
        self.totals
    }
}

#[derive(Serialize, Deserialize)]
struct Stage {
    /// To the stage before.
    orders: Output<f64>,
    /// To the stage after, or nobody: the customer is at the last stage's door.
    goods: Output<f64>,
    number: usize,
    on_hand: f64,
    on_order: f64,
    backlog: f64,
    is_broken: bool,
    variates: Variates,
    totals: Trial,
}
#[Model]
impl Stage {
    fn new(number: usize, seed: u64) -> Self {
        Self {
            orders: Output::default(),
            goods: Output::default(),
            number,
            on_hand: INITIAL_STOCK,
            on_order: 0.0,
            backlog: 0.0,
            is_broken: false,
            variates: Variates::new(seed),
            totals: Trial::default(),
        }
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.schedule_change(cx);
    }

    async fn order(&mut self, quantity: f64) {
        self.backlog += quantity;
        let position = self.on_hand + self.on_order - self.backlog;
        let order = (BASE_STOCK[self.number] - position).max(0.0);
        self.on_order += order;
        self.orders.send(order).await;
        self.dispatch().await;
    }

    async fn dispatch(&mut self) {
        let room = if self.is_broken { 0.0 } else { ROOM };
        let shipped = self.on_hand.min(self.backlog).min(room);
        self.on_hand -= shipped;
        self.backlog -= shipped;
        self.totals.cost += HOLDING[self.number] * self.on_hand;
        if self.number + 1 == STAGES {
            self.totals.delivered += shipped;
            self.totals.backlog += self.backlog;
        } else if shipped > 0.0 {
            self.totals.cost += shipped;
            self.goods.send(shipped).await;
        }
    }

    /// Goods set out for this stage.
    fn set_out(&mut self, quantity: f64, cx: &Context<Self>) {
        let days = self.variates.transit(self.number) as u64;
        let until_morning = Duration::from_secs(DAY_S * days - 1);
        cx.schedule_event(until_morning, schedulable!(Self::arrive), quantity)
            .expect("transit takes time");
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, quantity: f64) {
        self.on_hand += quantity;
        self.on_order -= quantity;
    }

    #[nexosim(schedulable)]
    fn change(&mut self, (): (), cx: &Context<Self>) {
        self.is_broken = !self.is_broken;
        self.schedule_change(cx);
    }

    fn schedule_change(&mut self, cx: &Context<Self>) {
        let days = self.variates.days_to_change(self.is_broken) as u32;
        cx.schedule_event(DAY * days, schedulable!(Self::change), ())
            .expect("a change takes time");
    }

    async fn totals(&mut self) -> Trial {
        self.totals
    }
}

#[derive(Serialize, Deserialize)]
struct Customer {
    orders: Output<f64>,
    variates: Variates,
}
#[Model]
impl Customer {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        cx.schedule_periodic_event(EVENING, DAY, schedulable!(Self::buy), ())
            .expect("the first evening is ahead");
    }

    #[nexosim(schedulable)]
    async fn buy(&mut self) {
        self.orders.send(self.variates.demand()).await;
    }
}

fn trial(seed: u64) -> Result<Trial, SimulationError> {
    let seed_of = |place: usize| seed * 8 + place as u64;
    let mut stages: Vec<Stage> = (0..STAGES).map(|s| Stage::new(s, seed_of(s))).collect();
    let mut source = Source {
        goods: Output::default(),
        price: Price::default(),
        variates: Variates::new(seed_of(6)),
        totals: Trial::default(),
    };
    let mut customer = Customer {
        orders: Output::default(),
        variates: Variates::new(seed_of(7)),
    };

    let (source_box, customer_box) = (Mailbox::new(), Mailbox::new());
    let boxes: Vec<Mailbox<Stage>> = stages.iter().map(|_| Mailbox::new()).collect();
    source.goods.connect(Stage::set_out, &boxes[0]);
    stages[0].orders.connect(Source::order, &source_box);
    for stage in 1..STAGES {
        stages[stage - 1]
            .goods
            .connect(Stage::set_out, &boxes[stage]);
        stages[stage]
            .orders
            .connect(Stage::order, &boxes[stage - 1]);
    }
    customer.orders.connect(Stage::order, &boxes[STAGES - 1]);

    let mut bench = SimInit::with_num_threads(1);
    let source_totals = QuerySource::new().connect(Source::totals, &source_box);
    let mut totals = vec![source_totals.register(&mut bench)];
    for stage in &boxes {
        let stage_totals = QuerySource::new().connect(Stage::totals, stage);
        totals.push(stage_totals.register(&mut bench));
    }
    for (stage, mailbox) in stages.into_iter().zip(boxes) {
        bench = bench.add_model(stage, mailbox, "stage");
    }
    let mut simulation = bench
        .add_model(source, source_box, "source")
        .add_model(customer, customer_box, "customer")
        .init(MonotonicTime::EPOCH)?;
    simulation.step_until(DAY * DAYS as u32)?;
    totals.iter().try_fold(Trial::default(), |sum, totals| {
        let part = simulation.process_query(totals, ())?;
        Ok(Trial {
            cost: sum.cost + part.cost,
            backlog: sum.backlog + part.backlog,
            delivered: sum.delivered + part.delivered,
        })
    })
}

fn main() {
    report(|seed| trial(seed).expect("the bench is sound"));
}
