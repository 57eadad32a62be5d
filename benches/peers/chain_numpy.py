"""The chain in NumPy: one array operation for all trials of a batch at once."""

import numpy as np

from chain import *

RING = 64
BATCH = 500  # small enough for the cache, large enough to hide the interpreter


def batch(trials, rng):
    each = np.arange(trials)
    on_hand = np.full((STAGES, trials), INITIAL_STOCK)
    on_order = np.zeros((STAGES, trials))
    backlog = np.zeros((STAGES, trials))
    broken = np.zeros((STAGES, trials), dtype=bool)
    due = np.zeros((STAGES, RING, trials))
    price = np.full(trials, PRICE_START)
    cost, backlog_days, delivered = np.zeros((3, trials))
    holding = np.array(HOLDING)
    mu = np.array(TRANSIT_MU)[:, None]

    for day in range(DAYS):
        today = day % RING
        normals = rng.standard_normal((STAGES + 2, trials))
        days = np.exp(mu + TRANSIT_SIGMA * normals[:STAGES]).astype(np.int64)
        slots = (day + np.clip(days, 1, LONGEST_TRANSIT)) % RING
        room = np.where(broken, 0.0, ROOM)

        on_hand += due[:, today]
        on_order -= due[:, today]
        due[:, today] = 0.0
        order = np.maximum(DEMAND_MEAN + DEMAND_SD * normals[STAGES], 0.0)
        for stage in reversed(range(STAGES)):
            backlog[stage] += order
            position = on_hand[stage] + on_order[stage] - backlog[stage]
            order = np.maximum(BASE_STOCK[stage] - position, 0.0)
            on_order[stage] += order
            shipped = np.minimum(np.minimum(on_hand[stage], backlog[stage]), room[stage])
            on_hand[stage] -= shipped
            backlog[stage] -= shipped
            if stage == STAGES - 1:
                delivered += shipped
            else:
                due[stage + 1, slots[stage + 1], each] += shipped
                cost += shipped
        due[0, slots[0], each] += order
        cost += order * np.exp(price) * PRICE_SHARE
        cost += holding @ on_hand
        backlog_days += backlog[-1]

        chance = np.where(broken, REPAIR, BREAKDOWN)
        broken ^= rng.random((STAGES, trials)) < chance
        price = PRICE_LEVEL + (price - PRICE_LEVEL) * PRICE_KEEP + PRICE_SD * normals[STAGES + 1]
    return zip(cost, backlog_days, delivered)


def run(trials, seed):
    rng = np.random.default_rng(seed)
    sizes = [min(BATCH, trials - first) for first in range(0, trials, BATCH)]
    return [trial for size in sizes for trial in batch(size, rng)]


report(run)
