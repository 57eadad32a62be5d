#!/usr/bin/env bash
#SBATCH --job-name=lichain-merge --requeue --open-mode=append --cpus-per-task=1
# The job after the array: LICHAIN FILE PARTS OUT [FLAGS...]. It runs however the parts ended, and names what is missing.
set -euo pipefail

"$1" merge "$2" "$3" --out "$4" "${@:5}"
