"""Holds launchers/kubernetes to the schema of Kubernetes, and runs the containers of its Jobs as a node would.

Usage: kubernetes.py LICHAIN FOLDER FILE [FLAGS...]: 5 parts of FILE with FLAGS in place of the manifest's own, and
results in FOLDER/parts/results. No cluster is here: what Jobs do when a pod fails is not tried.
"""

import copy
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import yaml

VERSION = "1.33"  # the first with all of this in its final form
PARTS = 5


def documents(name):
    return list(yaml.safe_load_all(Path("launchers/kubernetes", name).read_text()))


def is_valid(document):
    try:
        kubernetes_validate.validate(document, VERSION, strict=True)
    except kubernetes_validate.ValidationError as error:
        return print(f"refused: {error.message}")
    return True


def misspelt(job):
    """The same job with one field of its specification misspelt, for each of them."""
    for key in job["spec"]:
        wrong = copy.deepcopy(job)
        wrong["spec"][key[:-1]] = wrong["spec"].pop(key)
        yield wrong


def run(job, given, folder, lichain, flags):
    """Runs a Job's container as the kubelet would: variables expanded, volumes in FOLDER."""
    container = job["spec"]["template"]["spec"]["containers"][0]
    limits = container["resources"]["limits"]
    known = dict(given)
    for variable in container.get("env", []):
        known[variable["name"]] = variable.get("value") or limits["cpu"]
    words = [re.sub(r"\$\((\w+)\)", lambda name: known[name[1]], word) for word in container["args"]]
    for mount in container["volumeMounts"]:
        words = [
            re.sub(f"(^|=){mount['mountPath']}(/|$)", rf"\1{folder}{mount['mountPath']}\2", word) for word in words
        ]
    words = [word for word in words if not word.startswith("--trials=")]
    subprocess.run([lichain, *words, *(flags if words[0] == "shard" else [])], check=True, stdout=subprocess.DEVNULL)


def main(lichain, folder, file, *flags):
    *others, parts = documents("parts.yaml")
    (merge,) = documents("merge.yaml")
    if not all(map(is_valid, [*others, parts, merge])):
        sys.exit("the manifests are not what Kubernetes takes")
    wrong = list(misspelt(parts))
    if any(map(is_valid, wrong)) or len(wrong) < 5:
        sys.exit("a manifest with a misspelt field was taken")
    named = {variable["name"]: variable for variable in parts["spec"]["template"]["spec"]["containers"][0]["env"]}
    if named["PARTS"]["value"] != str(parts["spec"]["completions"]):
        sys.exit("completions and PARTS differ")

    named["PARTS"]["value"] = str(PARTS)
    Path(folder, "study").mkdir(parents=True)
    Path(folder, "parts").mkdir()
    shutil.copy(file, Path(folder, "study/study.toml"))
    for index in range(PARTS):
        run(parts, {"JOB_COMPLETION_INDEX": str(index)}, folder, lichain, flags)
    run(merge, {}, folder, lichain, flags)


main(*sys.argv[1:])
