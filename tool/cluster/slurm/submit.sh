#!/bin/bash
# Queues what is missing of the @PARTS@ shards, as an array job, and the merge after it. Options are sbatch's, and
# go to both:
#
#   ./submit.sh --partition=long --cpus-per-task=16
#
# A shard that failed, or that the merge refuses: delete its file, if there is one, and run this again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/shards" "$here/log"
missing=()
for k in {1..@PARTS@}; do
  [[ -e $here/shards/$k ]] || missing+=("$k")
done
after=()
if ((${#missing[@]})); then
  job=$(sbatch --parsable --array="$(IFS=, && echo "${missing[*]}")" --output="$here/log/shard-%a.log" "$@" \
    "$here/shard.sbatch" "$here")
  job=${job%%;*}
  after=(--dependency="afterok:$job" --kill-on-invalid-dep=yes)
  echo "job $job: ${#missing[@]} of @PARTS@ shards"
fi
job=$(sbatch --parsable "${after[@]}" --output="$here/log/merge.log" "$@" "$here/merge.sbatch" "$here")
echo "job ${job%%;*}: the merge, into $here/plan.json"
