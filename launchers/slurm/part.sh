#!/usr/bin/env bash
#SBATCH --job-name=lichain-part --requeue --open-mode=append --cpus-per-task=1
# One task of the array that submit makes: LICHAIN FILE N PARTS [FLAGS...].
#
# N is told: SLURM_ARRAY_TASK_COUNT counts one submission, which may be of a few parts of them. A lost node queues its
# task again by itself; a part that failed is queued again here, on whatever node is free.
set -uo pipefail

lichain=$1 file=$2 part=$SLURM_ARRAY_TASK_ID/$3 parts=$4
"$lichain" shard "$file" --part "$part" --out "$parts" --threads "$SLURM_CPUS_PER_TASK" "${@:5}"
code=$?
began=$((${SLURM_RESTART_COUNT:-0} + 1))
case $code in
  0 | 130) ;; # 130: somebody ended it, or its time was up
  2 | 4)
    echo "part $part ended with $code, as it would again: the others are cancelled" >&2
    scancel "$SLURM_ARRAY_JOB_ID"
    ;;
  *)
    echo "part $part ended with $code on $SLURMD_NODENAME the ${began}. time of 4" >&2
    [ "$began" -ge 4 ] || scontrol requeue "$SLURM_JOB_ID"
    ;;
esac
exit "$code"
