#!/bin/bash
# Makes shard $1 of @PARTS@ on this machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
@ENVIRONMENT@cd @PROJECT@
exec @REPOOL@ scan@OPTIONS@@JOBS@ --shard "$1/@PARTS@" -o "$here/shards/$1"
