"""stockpyl is too slow for means that say much, so it is also fed with the same demand and the same
breakdowns as the plain loop of the reduced chain: all figures must agree to rounding."""

import math
import random

from stockpyl.demand_source import DemandSource
from stockpyl.disruption_process import DisruptionProcess

import chain_stockpyl
from chain import *

SHORT = 1000  # days
RING = 64


def luck(seed):
    rng = random.Random(seed)
    demand = [max(rng.gauss(DEMAND_MEAN, DEMAND_SD), 0.0) for _ in range(SHORT)]
    return demand, [breakdowns(rng) for _ in range(STAGES)]


def breakdowns(rng):
    broken, days = False, []
    for _ in range(SHORT):
        days.append(broken)
        broken ^= rng.random() < (REPAIR if broken else BREAKDOWN)
    return days


def plain(demand, broken):
    on_hand, on_order, backlog = [INITIAL_STOCK] * STAGES, [0.0] * STAGES, [0.0] * STAGES
    due = [[0.0] * RING for _ in range(STAGES)]
    cost = waiting = delivered = 0.0
    for day, order in enumerate(demand):
        for stage in reversed(range(STAGES)):
            arrived, due[stage][day % RING] = due[stage][day % RING], 0.0
            on_hand[stage] += arrived
            on_order[stage] -= arrived
            backlog[stage] += order
            order = max(BASE_STOCK[stage] - on_hand[stage] - on_order[stage] + backlog[stage], 0.0)
            on_order[stage] += order
            shipped = 0.0 if broken[stage][day] else min(on_hand[stage], backlog[stage])
            on_hand[stage] -= shipped
            backlog[stage] -= shipped
            if stage == STAGES - 1:
                delivered += shipped
            else:
                due[stage + 1][(day + transit(stage + 1)) % RING] += shipped
                cost += shipped
            cost += HOLDING[stage] * on_hand[stage]
        due[0][(day + transit(0)) % RING] += order
        waiting += backlog[-1]
    return cost, waiting, delivered


def transit(stage):
    return int(math.exp(TRANSIT_MU[stage]))


def stockpyl(demand, broken):
    network = chain_stockpyl.network()
    nodes = network.nodes_by_index
    nodes[STAGES].demand_source = DemandSource(type="D", demand_list=demand)
    for stage in range(STAGES):
        nodes[stage + 1].disruption_process = DisruptionProcess(
            random_process_type="E", disruption_type="SP", disruption_state_list=broken[stage]
        )
    return chain_stockpyl.figures(network, SHORT, 1)


given = luck(5)
ours, theirs = plain(*given), stockpyl(*given)
assert ours[1] > 0.0, "nobody waited: the luck says nothing"
assert all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(ours, theirs)), (ours, theirs)
print("stockpyl and the plain loop of the reduced chain agree on the same luck")
