"""As much of the chain as stockpyl can express (docs/performance.md says what it cannot): transit
times fixed at their medians rounded down, no room limits, nothing paid to the source.

A breakdown is a shipment-pausing disruption of the stage after it; the customer is therefore a node
of its own with a base stock of 0."""

import math

import numpy as np
from stockpyl.disruption_process import DisruptionProcess
from stockpyl.sim import simulation
from stockpyl.supply_chain_network import serial_system

from chain import *

NODES = STAGES + 1


def breakdown():
    return DisruptionProcess(
        random_process_type="M",
        disruption_type="SP",
        disruption_probability=BREAKDOWN,
        recovery_probability=REPAIR,
    )


def network():
    return serial_system(
        NODES,
        local_holding_cost=[*HOLDING, 0.0],
        in_transit_holding_cost=0.0,
        stockout_cost=0.0,
        demand_type="N",
        mean=DEMAND_MEAN,
        standard_deviation=DEMAND_SD,
        policy_type="BS",
        base_stock_level=[*BASE_STOCK, 0.0],
        initial_inventory_level=[INITIAL_STOCK] * STAGES + [0.0],
        shipment_lead_time=[int(math.exp(mu)) for mu in TRANSIT_MU] + [1],
        # The source never fails.
        disruption_process=[None] + [breakdown() for _ in range(STAGES)],
    )


def figures(chain, days, seed):
    holding = simulation(chain, days, rand_seed=seed, progress_bar=False, consistency_checks="N")
    shipped = [total(chain, stage, days, "outbound_shipment") for stage in range(STAGES)]
    waiting = total(chain, STAGES - 1, days, "backorders_by_successor")
    # What is ready but held up by a breakdown is kept apart.
    waiting += total(chain, STAGES - 1, days, "outbound_disrupted_items")
    return holding + sum(shipped[:-1]), waiting, shipped[-1]


def total(chain, stage, days, variable):
    """The sum over all days of what concerns the next node."""
    states = chain.nodes_by_index[stage].state_vars[:days]
    return float(sum(sum(getattr(state, variable)[stage + 1].values()) for state in states))


def run(trials, seed):
    return [figures(network(), DAYS, seed * 1000 + k) for k in range(trials)]


if __name__ == "__main__":
    report(run)
