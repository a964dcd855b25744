#!/bin/bash
# Runs the shards, waits for all of them, then runs the merge. Options are kubectl's: ./submit.sh --namespace=ci
# A job that is there already is not run again: kubectl delete job repool-shards repool-merge
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kubectl "$@" apply -f "$here/shards.yaml"
kubectl "$@" wait --for=condition=complete --timeout=24h job/repool-shards
kubectl "$@" apply -f "$here/merge.yaml"
kubectl "$@" wait --for=condition=complete --timeout=24h job/repool-merge
echo "The plan is plan.json of the claim repool."
