"""Prints the answers of other programs that `lichain selftest` is held to (src/validation/peers.rs).

Usage: truths.py [--check]
Needs numpy 2.4.6, scipy 1.17.1, SALib 1.6.0, stockpyl 1.0.2 (pip); run by hand, as these numbers never change.
With --check it compares them with what stands there and exits with 1 where one differs.
"""

import math
import pathlib
import re
import sys
import warnings

import numpy as np
import SALib
import scipy
import statistics
import stockpyl
from importlib.metadata import version
from SALib.analyze import sobol
from scipy import stats
from stockpyl import eoq, helpers, newsvendor, ss, ssm_serial

warnings.simplefilter("ignore")
LEVELS = (0.05, 0.5, 0.95)


def log_normal(mean, cv):
    sigma = math.sqrt(math.log1p(cv * cv))
    return stats.lognorm(sigma, scale=mean / math.sqrt(1 + cv * cv))


def beta(a, b):
    return stats.beta(a, b)


def pert(low, mode, high):
    a = 1 + 4 * (mode - low) / (high - low)
    b = 1 + 4 * (high - mode) / (high - low)
    return stats.beta(a, b, loc=low, scale=high - low)


LAWS = {
    "UNIFORM": stats.uniform(2, 6),
    "TRIANGULAR": stats.triang(2 / 7, loc=5, scale=7),
    "PERT": pert(400, 600, 900),
    "NORMAL": stats.norm(50, 8),
    "LOG_NORMAL": log_normal(20, 0.3),
    "EXPONENTIAL": stats.expon(scale=100),
    "GAMMA": stats.gamma(4, scale=5),
    "WEIBULL": stats.weibull_min(1.5, scale=30),
    "BETA": beta(2, 5),
    "TRUNCATED": stats.truncnorm((45 - 50) / 8, (60 - 50) / 8, loc=50, scale=8),
    "POISSON": stats.poisson(6),
}

# 16 numbers without order, so that any rule of interpolation shows.
SAMPLE = [17.3, 2.9, 41.0, 8.8, 23.5, 5.1, 30.2, 11.7, 3.3, 26.4, 19.9, 14.2, 6.6, 37.5, 9.4, 21.1]
OTHER = [3.1, 0.4, 9.9, 2.2, 2.0, 1.1, 6.4, 3.0, 0.9, 7.7, 2.8, 4.4, 1.9, 5.3, 1.2, 6.0]


def saltelli():
    """A, AB and B of 64 base points of three inputs, from the fractional parts of multiples of irrationals."""
    roots = [2, 3, 5, 7, 11, 13]
    points, values = [], []
    for k in range(1, 65):
        a, b = ([math.modf(k * math.sqrt(r))[0] for r in half] for half in (roots[:3], roots[3:]))
        rows = [a] + [a[:i] + [b[i]] + a[i + 1:] for i in range(3)] + [b]
        points += rows
    for x in points:
        x = [math.pi * (2 * u - 1) for u in x]
        values.append(math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0]))
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    return sobol.analyze(problem, np.array(values), calc_second_order=False, seed=1)["ST"]


class AsNumpyWas:
    """NumPy with copy=False as before version 2, which stockpyl counts on."""

    def __getattr__(self, name):
        return getattr(np, name)

    def array(self, values, copy=True, **more):
        return np.array(values, copy=copy or None, **more)


def serial():
    """Snyder and Shen, Example 6.1."""
    helpers.np = AsNumpyWas()
    found = helpers.find_nearest
    ssm_serial.find_nearest = lambda *asked: np.squeeze(found(*asked))[()]
    _, cost = ssm_serial.optimize_base_stock_levels(
        num_nodes=3, echelon_holding_cost=[2, 2, 3], lead_time=[2, 1, 1],
        stockout_cost=37.12, demand_mean=5, demand_standard_deviation=1,
    )
    return cost


def truths():
    for name, law in LAWS.items():
        yield name, f"scipy {scipy.__version__}", [law.ppf(p) for p in LEVELS]
    yield "TYPE_7", f"numpy {np.__version__}", [np.quantile(SAMPLE, p) for p in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)]
    quartiles = statistics.quantiles(SAMPLE, n=4, method="inclusive")
    yield "QUARTILES", "Python statistics", quartiles
    yield "STUDENT", f"scipy {scipy.__version__}", [stats.t.ppf(0.975, n) for n in (1, 7, 15, 99, 1023)]
    intervals = [stats.binomtest(k, n).proportion_ci(0.95, "wilson") for k, n in ((0, 10), (7, 100), (950, 1000))]
    yield "WILSON", f"scipy {scipy.__version__}", [end for i in intervals for end in (i.low, i.high)]
    yield "SPEARMAN", f"scipy {scipy.__version__}", [stats.spearmanr(SAMPLE, OTHER).statistic]
    yield "MEAN_INTERVAL", f"scipy {scipy.__version__}", list(
        stats.t.interval(0.95, len(SAMPLE) - 1, np.mean(SAMPLE), stats.sem(SAMPLE)))
    yield "SOBOL_TOTAL", f"SALib {version('SALib')}", list(saltelli())
    level, cost = newsvendor.newsvendor_normal(0.18, 0.70, 50, 8)
    yield "NEWSVENDOR", f"stockpyl {version('stockpyl')}", [level, cost]
    yield "SERIAL", f"stockpyl {version('stockpyl')}", [serial()]
    # Both (s, S) = (4, 10) and what orders only below 4 pays.
    yield "S_S", f"stockpyl {version('stockpyl')}", [
        ss.s_s_cost_discrete(s, 10, 1, 4, 5, True, 6) for s in (4, 3)]
    quantity, least = eoq.economic_order_quantity(50, 1, 1)
    yield "EOQ", f"stockpyl {version('stockpyl')}", [quantity, least]


def main():
    written = pathlib.Path("src/validation/peers/printed.rs")
    lines = [
        "//! What other programs print, as `.ci/truths.py` wrote it down.",
        '#![allow(clippy::unreadable_literal, clippy::doc_markdown, reason = "numbers and names as they were printed")]',
        "",
    ]
    for name, source, values in truths():
        values = [float(value) for value in values]
        texts = [re.sub(r"^(-?\d+)$", r"\1.0", repr(value)) for value in values]
        lines.append(f"/// {source}.")
        lines.append(f"pub const {name}: [f64; {len(values)}] = [{', '.join(texts)}];")
    text = "\n".join(lines) + "\n"
    if "--check" not in sys.argv:
        print(text, end="")
        return
    numbers = lambda text: [float(x) for x in re.findall(r"-?\d[\d_]*\.\d[\d_]*(?:e-?\d+)?", text.replace("_", ""))]
    there, here = numbers(written.read_text().split("\n\n", 1)[1]), numbers(text.split("\n\n", 1)[1])
    far = max(abs(a - b) / max(1, abs(b)) for a, b in zip(there, here))
    if len(there) != len(here) or far > 1e-9:
        sys.exit(f"{written} is not what these programs print: {far}")
    print(f"{len(here)} numbers are what they were, to {far:.1e}")


if __name__ == "__main__":
    main()
