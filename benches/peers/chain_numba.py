"""The chain in Numba: the plain scalar loop, compiled."""

import math

import numba
import numpy as np

from chain import *

RING = 64


@numba.njit
def trial(rng):
    on_hand = np.full(STAGES, INITIAL_STOCK)
    on_order = np.zeros(STAGES)
    backlog = np.zeros(STAGES)
    broken = np.zeros(STAGES, dtype=np.bool_)
    due = np.zeros((STAGES, RING))
    price = PRICE_START
    cost = backlog_days = delivered = 0.0

    for day in range(DAYS):
        today = day % RING
        order = max(DEMAND_MEAN + DEMAND_SD * rng.standard_normal(), 0.0)
        for stage in range(STAGES - 1, -1, -1):
            arrived = due[stage, today]
            due[stage, today] = 0.0
            on_hand[stage] += arrived
            on_order[stage] -= arrived
            backlog[stage] += order

            position = on_hand[stage] + on_order[stage] - backlog[stage]
            order = max(BASE_STOCK[stage] - position, 0.0)
            on_order[stage] += order

            room = 0.0 if broken[stage] else ROOM
            shipped = min(on_hand[stage], backlog[stage], room)
            on_hand[stage] -= shipped
            backlog[stage] -= shipped
            if stage == STAGES - 1:
                delivered += shipped
            elif shipped > 0.0:
                due[stage + 1, slot(day, stage + 1, rng)] += shipped
                cost += shipped
            cost += HOLDING[stage] * on_hand[stage]
            if rng.random() < (REPAIR if broken[stage] else BREAKDOWN):
                broken[stage] = not broken[stage]
        if order > 0.0:
            due[0, slot(day, 0, rng)] += order
            cost += order * math.exp(price) * PRICE_SHARE
        backlog_days += backlog[STAGES - 1]
        noise = PRICE_SD * rng.standard_normal()
        price = PRICE_LEVEL + (price - PRICE_LEVEL) * PRICE_KEEP + noise
    return cost, backlog_days, delivered


@numba.njit
def slot(day, stage, rng):
    days = int(math.exp(TRANSIT_MU[stage] + TRANSIT_SIGMA * rng.standard_normal()))
    return (day + min(max(days, 1), LONGEST_TRANSIT)) % RING


def run(trials, seed):
    rng = np.random.default_rng(seed)
    return [trial(rng) for _ in range(trials)]


trial(np.random.default_rng(0))  # compiling is not timed
report(run)
