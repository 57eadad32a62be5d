"""The six-stage chain of scenarios/six-stage.toml as numbers, and how a peer reports."""

import json
import math
import statistics
import sys
import time

DAYS = 3650
STAGES = 6
# From source to customer, as all lists of stages.
BASE_STOCK = (2500.0, 2500.0, 2200.0, 2600.0, 2400.0, 2300.0)
INITIAL_STOCK = 2000.0
ROOM = 130.0
BREAKDOWN, REPAIR = 0.003, 0.08
TRANSIT_MU = (2.0, 2.0, 2.5, 2.7, 2.2, 2.9)  # to each stage; the first is the source's
TRANSIT_SIGMA = 0.2
LONGEST_TRANSIT = 63
HOLDING = (0.01, 0.02, 0.03, 0.05, 0.05, 0.06)  # USD/unit/d
DEMAND_MEAN, DEMAND_SD = 100.0, 20.0
PRICE_SHARE = 1e-4
# The log of the price: the exact daily step of an Ornstein-Uhlenbeck process.
PRICE_START, PRICE_LEVEL = math.log(15_000.0), 9.6
PRICE_KEEP = math.exp(-0.002)
PRICE_SD = 0.02 * math.sqrt(-math.expm1(-0.004) / 0.004)


def report(run):
    """Calls run(trials, seed), which gives (cost, backlog, delivered) of each trial, as the
    command line `PEER TRIALS SEED` asks, and prints one line of JSON. Time is the processor's."""
    trials, seed = int(sys.argv[1]), int(sys.argv[2])
    start = time.process_time()
    results = run(trials, seed)
    ms = (time.process_time() - start) * 1e3 / trials
    columns = zip(("cost", "backlog", "delivered"), zip(*results))
    print(json.dumps({"ms": ms, "trials": trials, **{name: moments(c) for name, c in columns}}))


def moments(values):
    """Mean and sum of squared deviations."""
    mean = statistics.fmean(values)
    return [mean, math.fsum((v - mean) ** 2 for v in values)]
