#!/bin/bash
# Makes what is missing of the @PARTS@ shards on the machines of the file `hosts`, one at a time on each, then merges.
# A shard whose machine is lost is tried on another. Options are GNU parallel's:
#
#   ./run.sh --bar
#
# A shard that failed, or that the merge refuses: delete its file, if there is one, and run this again.
# The exit code is that of `repool merge`; 2 if a shard was not made.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/shards"
missing=()
for k in {1..@PARTS@}; do
  [[ -e $here/shards/$k ]] || missing+=("$k")
done
if ((${#missing[@]})); then
  parallel -q --sshloginfile "$here/hosts" --jobs 1 --retries 3 --joblog "$here/joblog" "$@" \
    "$here/shard.sh" ::: "${missing[@]}" || {
    echo "Not all shards were made; $here/joblog says which. Run this again to make them." >&2
    exit 2
  }
fi
@ENVIRONMENT@cd @PROJECT@
exec @REPOOL@ merge@OPTIONS@@JOBS@ "$here"/shards/{1..@PARTS@} -o "$here/plan.json"
