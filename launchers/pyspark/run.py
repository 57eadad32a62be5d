"""Runs a study in N parts as a Spark job and merges them into the results directory OUT.

Usage: spark-submit launchers/pyspark/run.py FILE N OUT [--ship] [FLAGS...] [-- FLAGS OF RESULTS...]

FLAGS (--trials, --seed, --set...) go to all parts and to the merge, those OF RESULTS (--html, --locale...) to the merge.
Executors need no folder in common with the driver: parts come as rows (part, bytes), and --ship takes the scenario's
folder along. They need pyarrow and pandas, and `lichain` on their paths or where their LICHAIN says. A part whose process
fails yields nothing and is tried again by Spark. The same command again computes what is missing of OUT.parts.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pyarrow
from pyspark import SparkFiles
from pyspark.sql import SparkSession


def lichain():
    """The binary, as whichever machine this runs on names it."""
    return os.environ.get("LICHAIN", "lichain")


# Spark has no unsigned types.
ROW = "part bigint, bytes binary, fault string"
SCHEMA = pyarrow.schema([("part", pyarrow.int64()), ("bytes", pyarrow.binary()), ("fault", pyarrow.string())])


def computing(file, shipped, flags, missing, of):
    """What Spark calls with batches of places in `missing`; gives a row for each."""

    def compute(batches):
        root = SparkFiles.get(shipped) if shipped else "."
        for part in (missing[at] for batch in batches for at in batch.column(0).to_pylist()):
            command = [lichain(), "shard", os.path.join(root, file), "--part", f"{part}/{of}", "--out", "-", *flags]
            done = subprocess.run(command, check=False, capture_output=True)
            told = done.stderr.decode(errors="replace")
            # Bytes count only with the word of the process that they are all.
            if done.returncode not in (0, 2, 4):
                raise RuntimeError(f"part {part} ended with {done.returncode} after {len(done.stdout)} bytes: {told}")
            row = {"part": part, "bytes": done.stdout, "fault": told if done.returncode else None}
            yield pyarrow.RecordBatch.from_pylist([row], schema=SCHEMA)

    return compute


def write(path, content):
    """Writes under another name and renames: nobody sees half a part."""
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


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
    folder.mkdir(parents=True, exist_ok=True)

    spark = SparkSession.builder.appName(f"lichain {asked.file.name}").getOrCreate()
    file, shipped = asked.file.resolve(), None
    if asked.ship:
        spark.sparkContext.addFile(str(file.parent), recursive=True)
        file, shipped = file.name, file.parent.name
    command = ["--threads", asked.threads, *flags]
    digits = max(4, len(str(asked.parts)))
    paths = [folder / f"part-{part:0{digits}}-of-{asked.parts:0{digits}}.bin" for part in range(asked.parts)]
    missing = [part for part, path in enumerate(paths) if not path.exists()]
    # By waves: what the driver holds at a time, and what is lost if it ends.
    wave = 8 * spark.sparkContext.defaultParallelism
    for now in (missing[first : first + wave] for first in range(0, len(missing), wave)):
        compute = computing(str(file), shipped, command, now, asked.parts)
        for row in spark.range(0, len(now), 1, len(now)).mapInArrow(compute, ROW).collect():
            if row.fault:
                print(row.fault, file=sys.stderr)
                sys.exit(2)
            write(paths[row.part], bytes(row.bytes))
    spark.stop()
    os.execvp(lichain(), [lichain(), "merge", asked.file, folder, "--out", asked.out, *flags, *words[at + 1 :]])


if __name__ == "__main__":
    main(sys.argv[1:])
