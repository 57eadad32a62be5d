"""Reads trials.parquet with PyArrow and holds it to trials.csv: types, and every value bit for bit.

Usage: parquet.py LICHAIN [PLAIN], a binary built with `--features parquet` and one without; of both the same
trials.csv is wanted.
"""

import csv
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

SCENARIO = "scenarios/kazakhstan-vietnam.toml"


def run(binary, out, *more):
    subprocess.run(
        [binary, "run", SCENARIO, "--set", "scenario.sampling=plain", "--trials", "64", "--out", out, *more],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return (out / "trials.csv").read_bytes()


def bits(number):
    return struct.pack("<d", number)


def same(cell, value):
    if value is None:
        return cell == ""
    if isinstance(value, float):
        return cell != "" and bits(float(cell)) == bits(value)
    return cell == str(value)


def main():
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        text = run(sys.argv[1], home / "with", "--parquet").decode()
        if len(sys.argv) > 2 and run(sys.argv[2], home / "without").decode() != text:
            sys.exit("builds with and without Parquet draw other numbers")
        table = pq.read_table(home / "with" / "trials.parquet")
        if run(sys.argv[1], home / "all", "--all-trials", "parquet").decode() != text:
            sys.exit("--all-trials changes trials.csv")
        every = pq.read_table(home / "all" / "all-trials").sort_by([("variant", "ascending"), ("trial", "ascending")])
        if not every.equals(table.sort_by([("variant", "ascending"), ("trial", "ascending")])):
            sys.exit("all-trials/*.parquet are not trials.parquet")
    rows = list(csv.reader(text.splitlines()))
    if table.column_names != rows[0] or table.num_rows != len(rows) - 1:
        sys.exit("trials.parquet has other columns or rows than trials.csv")
    kinds = {}
    for at, name in enumerate(rows[0]):
        kind = str(table.schema.field(name).type)
        kinds[kind] = kinds.get(kind, 0) + 1
        for row, value in zip(rows[1:], table.column(name).to_pylist()):
            if not same(row[at], value):
                sys.exit(f"{name}: {value!r} for {row[at]!r}")
    if set(kinds) != {"string", "int64", "double"}:
        sys.exit(f"other types than were wanted: {kinds}")
    print(f"{table.num_rows} rows the same bit for bit; columns by type: {kinds}")


main()
