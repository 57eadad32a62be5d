"""Runs a study in N parts on a Dask cluster, or on this machine, and merges them into the results directory OUT.

Usage: python launchers/dask/run.py FILE N OUT [--scheduler ADDRESS] [FLAGS...] [-- FLAGS OF RESULTS...]

FLAGS (--trials, --seed, --set...) go to all parts and to the merge, those OF RESULTS (--html, --locale...) to the merge.
Workers need a folder in common and `lichain` on their paths, or where LICHAIN says. A worker that is lost has its part
computed by another. The same command again computes what is missing of the parts in OUT.parts.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from distributed import Client, as_completed

LICHAIN = os.environ.get("LICHAIN", "lichain")


def compute(part, command):
    """Computes one part; tells what is wrong with the input, and raises, to be tried again, at any other fault."""
    done = subprocess.run([*command, "--part", part], check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 2, 4):
        raise RuntimeError(f"part {part} ended with {done.returncode}: {done.stderr}")
    return done.returncode and done.stderr


def main(words):
    at = words.index("--") if "--" in words else len(words)
    asks = argparse.ArgumentParser(usage=__doc__, allow_abbrev=False)
    asks.add_argument("file", type=Path)
    asks.add_argument("parts", type=int)
    asks.add_argument("out", type=Path)
    asks.add_argument("--scheduler", help="tcp://host:8786; without it this machine's cores")
    asks.add_argument("--threads", default="1", help="of each part")
    asked, flags = asks.parse_known_args(words[:at])
    file, out = asked.file.resolve(), asked.out.resolve()
    parts = f"{out}.parts"

    command = [LICHAIN, "shard", file, "--out", parts, "--threads", asked.threads, *flags]
    client = Client(asked.scheduler) if asked.scheduler else Client(threads_per_worker=1)
    names = [f"{part}/{asked.parts}" for part in range(asked.parts)]
    with client:
        for future in as_completed(client.map(compute, names, command=command, retries=3, pure=False)):
            if fault := future.result():
                print(fault, file=sys.stderr)
                sys.exit(2)
    os.execvp(LICHAIN, [LICHAIN, "merge", file, parts, "--out", out, *flags, *words[at + 1 :]])


if __name__ == "__main__":
    main(sys.argv[1:])
