"""Holds `lichain analyze --design saltelli` to SALib on the same points.

Usage: salib.py LICHAIN
The total index is Jansen's in both: they agree to 1e-6. SALib's first index is another estimator
(Saltelli et al. 2010), so first indices are held to the closed form of the Ishigami function only.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as sampler
from SALib.test_functions import Ishigami, Sobol_G

CASES = {
    "ishigami": (
        {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3},
        Ishigami.evaluate,
        [0.3139, 0.4424, 0.0],
    ),
    "g": (
        {"num_vars": 8, "names": [f"x{k}" for k in range(1, 9)], "bounds": [[0, 1]] * 8},
        Sobol_G.evaluate,
        [0.7165, 0.1791, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001],
    ),
}


def indices(lichain, home, names):
    """What lichain prints of points.csv: {input: (first, total)}."""
    out = home / "indices.csv"
    subprocess.run(
        [lichain, "analyze", str(home / "points.csv"), "--inputs", ",".join(names)]
        + ["--output", "y", "--design", "saltelli", "--out", str(out), "--force"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["input"]: (float(row["sobol_first"]), float(row["sobol_total"])) for row in rows}


def main(lichain):
    for name, (problem, function, first) in CASES.items():
        points = sampler.sample(problem, 4096, calc_second_order=False, seed=1)
        values = function(points)
        expected = sobol.analyze(problem, values, calc_second_order=False, seed=1)
        with tempfile.TemporaryDirectory() as folder:
            home = pathlib.Path(folder)
            with (home / "points.csv").open("w", newline="") as file:
                table = csv.writer(file)
                table.writerow([*problem["names"], "y"])
                table.writerows([*map(repr, map(float, point)), repr(float(y))] for point, y in zip(points, values))
            found = indices(lichain, home, problem["names"])
        far = 0.0
        for at, input_name in enumerate(problem["names"]):
            ours = found[input_name]
            far = max(far, abs(ours[1] - expected["ST"][at]))
            assert abs(ours[1] - expected["ST"][at]) < 1e-6, (name, input_name, ours, expected["ST"][at])
            assert abs(ours[0] - first[at]) < 0.02, (name, input_name, ours, first[at])
        print(f"{name}: total indices of {len(found)} inputs agree with SALib to {far:.1e}")


if __name__ == "__main__":
    main(sys.argv[1])
