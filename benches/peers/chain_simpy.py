"""The chain in SimPy: shipments, breakdowns and the customer are processes. Goods arrive and
stages change in the morning (whole days), orders and shipments follow in the evening (half days)."""

import math
import random

import simpy

from chain import *

EVENING = 0.5


class Source:
    """Never short, paid when ordered."""

    def __init__(self, env, rng):
        self.rng, self.price = rng, PRICE_START
        self.cost = 0.0

    def order(self, quantity):
        self.cost += quantity * math.exp(self.price) * PRICE_SHARE
        noise = PRICE_SD * self.rng.gauss(0.0, 1.0)
        self.price = PRICE_LEVEL + (self.price - PRICE_LEVEL) * PRICE_KEEP + noise
        self.customer.expect(quantity)


class Stage:
    def __init__(self, env, rng, number, supplier):
        self.env, self.rng, self.number = env, rng, number
        self.supplier, self.customer = supplier, None
        supplier.customer = self
        self.on_hand, self.on_order, self.backlog = INITIAL_STOCK, 0.0, 0.0
        self.broken = False
        self.cost = self.backlog_days = self.shipped = 0.0
        env.process(self.breakdowns())

    def breakdowns(self):
        while True:
            chance = REPAIR if self.broken else BREAKDOWN
            wait = math.log(1.0 - self.rng.random()) / math.log1p(-chance)
            yield self.env.timeout(1 + int(wait))
            self.broken = not self.broken

    def order(self, quantity):
        self.backlog += quantity
        position = self.on_hand + self.on_order - self.backlog
        order = max(BASE_STOCK[self.number] - position, 0.0)
        self.on_order += order
        self.supplier.order(order)
        self.dispatch()

    def dispatch(self):
        shipped = min(self.on_hand, self.backlog, 0.0 if self.broken else ROOM)
        self.on_hand -= shipped
        self.backlog -= shipped
        self.shipped += shipped
        self.backlog_days += self.backlog
        self.cost += HOLDING[self.number] * self.on_hand
        if self.customer and shipped > 0.0:
            self.cost += shipped
            self.customer.expect(shipped)

    def expect(self, quantity):
        self.env.process(self.transit(quantity))

    def transit(self, quantity):
        days = int(self.rng.lognormvariate(TRANSIT_MU[self.number], TRANSIT_SIGMA))
        yield self.env.timeout(min(max(days, 1), LONGEST_TRANSIT) - EVENING)
        self.on_hand += quantity
        self.on_order -= quantity


def demand(env, rng, last):
    yield env.timeout(EVENING)
    while True:
        last.order(max(rng.gauss(DEMAND_MEAN, DEMAND_SD), 0.0))
        yield env.timeout(1)


def trial(rng):
    env = simpy.Environment()
    chain = [Source(env, rng)]
    for number in range(STAGES):
        chain.append(Stage(env, rng, number, chain[-1]))
    last = chain[-1]
    env.process(demand(env, rng, last))
    env.run(until=DAYS)
    return sum(place.cost for place in chain), last.backlog_days, last.shipped


def run(trials, seed):
    rng = random.Random(seed)
    return [trial(rng) for _ in range(trials)]


report(run)
