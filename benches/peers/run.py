#!/usr/bin/env python3
"""Runs the six-stage chain in lichain and its peers, in turn on one core, and prints the table of
docs/performance.md. Times are the processor's, as others may share it.
Needs Linux, Python 3.11 or later, cargo, and a network the first time.

    benches/peers/run.py [--repetitions 5] [--core 0] [--without stockpyl]
"""

import argparse
import csv
import datetime
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = HERE / ".venv"
FIGURES = ("cost", "backlog", "delivered")
LICHAIN = "lichain"
FLOORS = ("bare draws of the plain loop", "bare draws of lichain")
# Name, trials in a repetition, program and environment; the first is what all are compared with.
RUST, PYTHON = "rust", "python"
PEERS = [
    ("plain Rust", 1000, (RUST, "plain"), {}),
    (LICHAIN, 500, (LICHAIN, None), {}),
    ("Numba", 1000, (PYTHON, "chain_numba.py"), {}),
    ("NumPy", 1000, (PYTHON, "chain_numpy.py"), {}),
    ("nexosim", 100, (RUST, "nexosim"), {}),
    ("SimPy", 10, (PYTHON, "chain_simpy.py"), {}),
    ("stockpyl, reduced chain", 1, (PYTHON, "chain_stockpyl.py"), {}),
    ("plain Rust, reduced chain", 1000, (RUST, "plain"), {"REDUCED": "1"}),
    (FLOORS[0], 1000, (RUST, "draws"), {}),
    (FLOORS[1], 600, (RUST, "lichain-draws"), {}),
]
# Runs that are only there to take start-up and the writing of files away.
FEW_TRIALS = 100
# Below this many trials intervals of skewed figures say too little.
JUDGED_FROM = 30


def main():
    options = arguments()
    peers = [p for p in PEERS if not any(word in p[0] for word in options.without)]
    programs = build()
    if any("stockpyl" in name for name, *_ in peers):
        print(output(programs[PYTHON]("same_luck_stockpyl.py"), {}).decode().strip())
    runs = {name: [] for name, *_ in peers}
    for seed in range(1, options.repetitions + 1):
        for name, trials, (kind, program), env in peers:
            print(f"repetition {seed}: {name}", file=sys.stderr)
            pin = ["taskset", "-c", str(options.core)]
            if kind == LICHAIN:
                result = run_lichain(pin, programs[LICHAIN], trials, seed)
            else:
                command = [*programs[kind](program), str(trials), str(seed)]
                result = json.loads(output(pin + command, env))
            runs[name].append(result)
    print_table(runs, options)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--without", action="append", default=[], metavar="PEER")
    return parser.parse_args()


# ── Building and running ─────────────────────────────────────────────────────────────────────────


def build():
    """How to call each kind of program."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
    lichain, rust = cargo_build(ROOT), cargo_build(HERE / "rust")
    return {
        LICHAIN: lichain / "lichain",
        RUST: lambda name: [str(rust / name)],
        PYTHON: lambda name: [str(python), str(HERE / name)],
    }


def cargo_build(project):
    """The directory of the project's release binaries."""
    subprocess.run(["cargo", "build", "--release", "--bins"], cwd=project, check=True)
    query = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    metadata = json.loads(subprocess.check_output(query, cwd=project))
    return Path(metadata["target_directory"]) / "release"


def output(command, env):
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.check_output(command, env={**os.environ, **one_thread, **env}, cwd=HERE)


def run_lichain(pin, binary, trials, seed):
    """A trial's time is what more trials take, divided by how many more they are."""
    with tempfile.TemporaryDirectory() as directory:

        def seconds(trials):
            scenario = ROOT / "scenarios" / "six-stage.toml"
            command = [binary, "run", scenario, "--trials", trials, "--seed", seed]
            command += ["--threads", 1, "--force", "--out", directory]
            before = processor_seconds()
            output([*pin, *map(str, command)], {})
            return processor_seconds() - before

        few = seconds(FEW_TRIALS)
        ms = (seconds(trials) - few) * 1e3 / (trials - FEW_TRIALS)
        figures = lichain_figures(Path(directory) / "trials.csv")
    return {"ms": ms, "trials": trials, **figures}


def processor_seconds():
    """Of all programs that were run and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def lichain_figures(path):
    # The last way carries one unit in a container, so its containers are what was delivered.
    columns = ("total_cost_usd", "backlog_unit_days@six.goods", "feu@six-customer")
    with open(path, newline="") as file:
        rows = [[float(row[c]) for c in columns] for row in csv.DictReader(file)]
    return {name: moments(values) for name, values in zip(FIGURES, zip(*rows))}


def moments(values):
    """Mean and sum of squared deviations."""
    mean = statistics.fmean(values)
    return [mean, math.fsum((v - mean) ** 2 for v in values)]


# ── The table ────────────────────────────────────────────────────────────────────────────────────


def print_table(runs, options):
    plain, lichain = runs["plain Rust"], runs.get(LICHAIN, [])
    print(f"\n{datetime.date.today()}, {processor()}, core {options.core}, ", end="")
    print(f"{options.repetitions} repetitions in turn, ", end="")
    print("load {:.1f} at the end\n".format(os.getloadavg()[0]))
    head = ["", "ms a trial", "to plain Rust", "to lichain", "trials"]
    print_row(head + ["cost [million]", "backlog-days [million]", "delivered"])
    print_row(["---"] + ["---:"] * 7)
    for name, results in runs.items():
        trials = sum(r["trials"] for r in results)
        row = [name, spread(results), ratio(results, plain), ratio(results, lichain), f"{trials:,}"]
        if name in FLOORS:
            print_row(row + ["", "", ""])
            continue
        reduced = "plain Rust, reduced chain"
        reference = runs.get(reduced, results) if "reduced" in name else plain
        print_row(row + [figure(results, reference, f) for f in FIGURES])
    print("\n≠: the 95 % interval does not meet that of the plain loop of the same chain", end="")
    print(f" (not judged below {JUDGED_FROM} trials).")
    for name, floor in (("plain Rust", FLOORS[0]), (LICHAIN, FLOORS[1]), (LICHAIN, FLOORS[0])):
        if name in runs and floor in runs:
            print(f"{name} to {floor}: {ratio(runs[name], runs[floor])}")


def print_row(cells):
    print("| " + " | ".join(cells) + " |")


def spread(results):
    times = sorted(r["ms"] for r in results)
    return f"{rounded(statistics.median(times))} ({rounded(times[0])}–{rounded(times[-1])})"


def ratio(results, others):
    """The median of the ratios within a repetition."""
    ratios = [a["ms"] / b["ms"] for a, b in zip(results, others)]
    return rounded(statistics.median(ratios)) if ratios else ""


def rounded(value):
    """Three digits."""
    digits = max(0, 2 - math.floor(math.log10(value)))
    return f"{value:,.{digits}f}"


def figure(results, reference, name):
    mean, half = interval(results, name)
    other_mean, other_half = interval(reference, name)
    apart = abs(mean - other_mean) > half + other_half
    judged = sum(r["trials"] for r in results) >= JUDGED_FROM
    mark = " ≠" if apart and judged else ""
    if name == "delivered":
        return f"{mean:,.0f} ± {half:,.0f}{mark}"
    return f"{mean / 1e6:.4f} ± {half / 1e6:.4f}{mark}"


def interval(results, name):
    """Mean over all repetitions and half of its 95 % interval."""
    count = sum(r["trials"] for r in results)
    mean = sum(r["trials"] * r[name][0] for r in results) / count
    squares = sum(r[name][1] + r["trials"] * (r[name][0] - mean) ** 2 for r in results)
    # Student's t at 97.5 %, to 1 % from 5 trials on.
    degrees = max(count - 1, 1)
    student = 1.96 + 2.37 / degrees + 2.8 / degrees**2
    return mean, student * math.sqrt(squares / degrees / count)


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), "?")


main()
