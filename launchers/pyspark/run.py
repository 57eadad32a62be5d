"""Runs a study in N parts as a Spark job and merges them into the results directory OUT.

Usage: spark-submit launchers/pyspark/run.py FILE N OUT [--ship] [FLAGS OF shard...] [-- FLAGS OF merge...]

Executors need no folder in common with the driver: parts come as rows (part, bytes), and --ship takes the scenario's
folder along. They need pyarrow, and `lichain` on their paths or where LICHAIN says. A part whose process fails yields
nothing and is tried again by Spark. The same command again computes what is missing of the parts in OUT.parts.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pyarrow
from pyspark import SparkFiles
from pyspark.sql import SparkSession

LICHAIN = os.environ.get("LICHAIN", "lichain")
# Spark has no unsigned types.
ROW = "part bigint, bytes binary, fault string"


def computing(file, shipped, flags, missing, of):
    """What Spark calls with batches of places in `missing`; gives a row for each."""

    def compute(batches):
        root = SparkFiles.get(shipped) if shipped else "."
        for part in (missing[at] for batch in batches for at in batch.column(0).to_pylist()):
            command = [LICHAIN, "shard", os.path.join(root, file), "--part", f"{part}/{of}", "--out", "-", *flags]
            done = subprocess.run(command, check=False, capture_output=True)
            told = done.stderr.decode(errors="replace")
            # Bytes count only with the word of the process that they are all.
            if done.returncode not in (0, 2, 4):
                raise RuntimeError(f"part {part} ended with {done.returncode} after {len(done.stdout)} bytes: {told}")
            row = {"part": part, "bytes": done.stdout, "fault": told if done.returncode else None}
            yield pyarrow.RecordBatch.from_pylist([row], schema=SCHEMA)

    return compute


SCHEMA = pyarrow.schema([("part", pyarrow.int64()), ("bytes", pyarrow.binary()), ("fault", pyarrow.string())])


def write(path, content):
    """Writes under another name and renames: nobody sees half a part."""
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


def begin(parts, asked):
    """Makes the folder for parts, which holds those of one command alone."""
    parts.mkdir(parents=True, exist_ok=True)
    told = parts / "command.txt"
    if told.exists() and told.read_text() != asked:
        sys.exit(f"{parts} holds parts of another command:\n  {told.read_text()}\nGive another OUT, or take it away.")
    write(told, asked.encode())


def main(words):
    at = words.index("--") if "--" in words else len(words)
    asks = argparse.ArgumentParser(usage=__doc__, allow_abbrev=False)
    asks.add_argument("file", type=Path)
    asks.add_argument("parts", type=int)
    asks.add_argument("out", type=Path)
    asks.add_argument("--ship", action="store_true")
    asks.add_argument("--threads", default="1", help="of each part")
    asked, flags = asks.parse_known_args(words[:at])
    folder = Path(f"{asked.out}.parts")
    begin(folder, " ".join([str(asked.file), str(asked.parts), *flags]))

    spark = SparkSession.builder.appName(f"lichain {asked.file.name}").getOrCreate()
    file, home = asked.file.resolve(), asked.file.resolve().parent
    if asked.ship:
        spark.sparkContext.addFile(str(home), recursive=True)
        file = file.name
    paths = {part: folder / f"part-{part:04}-of-{asked.parts:04}.bin" for part in range(asked.parts)}
    missing = [part for part, path in paths.items() if not path.exists()]
    # By waves: what the driver holds at a time, and what is lost if it ends.
    wave = 8 * spark.sparkContext.defaultParallelism
    flags = ["--threads", asked.threads, *flags]
    for now in (missing[first : first + wave] for first in range(0, len(missing), wave)):
        compute = computing(str(file), home.name if asked.ship else None, flags, now, asked.parts)
        for row in spark.range(0, len(now), 1, len(now)).mapInArrow(compute, ROW).collect():
            if row.fault:
                print(row.fault, file=sys.stderr)
                sys.exit(2)
            write(paths[row.part], bytes(row.bytes))
    spark.stop()
    os.execvp(LICHAIN, [LICHAIN, "merge", asked.file, folder, "--out", asked.out, *words[at + 1 :]])


if __name__ == "__main__":
    main(sys.argv[1:])
