#!/usr/bin/env bash
# Migrates a copy of this service, runs it before and after, and takes the migration back.
# ./dev demo runs it. REPOOL names another repool than the one built here; REQUESTS, THREADS the load.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$root/build/demo/guestbook
requests=${REQUESTS:-8000}
threads=${THREADS:-4}

run() {
  printf '+ %s\n' "$*" >&2
  "$@"
}

say() { printf '\n%s\n' "$*"; }

# The value of one line of guestbook's report.
value() { awk -v key="$2" '$1 == key { print $2 }' "$work-$1.txt"; }

build() {
  run cmake -S . -B "build" -G Ninja -DCMAKE_BUILD_TYPE=Release >"$work-build.log"
  run cmake --build build >>"$work-build.log" || { cat "$work-build.log" >&2; exit 1; }
}

load() {
  rm -f "$work-$1.db"*
  run "./build/guestbook" --requests "$requests" --threads "$threads" "$work-$1.db" >"$work-$1.txt"
}

if [[ -z ${REPOOL:-} ]]; then
  run cmake --preset release >/dev/null
  run cmake --build --preset release --target repool
  REPOOL=$root/build/release/tool/repool
fi

say "A copy of the example, as a repository of its own: build/demo/guestbook"
mkdir -p "$root/build"
exec 9>"$root/build/demo.lock"
flock 9 # one demo at a time
rm -rf "$root/build/demo"
mkdir -p "$work"
cp -r examples/guestbook/{CMakeLists.txt,.clang-format,src} "$work"
cd "$work"
echo build/ >.gitignore
git init -q
git add .
git -c user.name=demo -c user.email=demo@localhost commit -qm "The service as it is"

say "Before: every request opens its own connection"
build
load before

# scan and diff exit with 1 when there is something to do, which here is the point.
say "What repool sees, and what it would change"
run "$REPOOL" scan -p build || [[ $? -eq 1 ]]
run "$REPOOL" diff -p build || [[ $? -eq 1 ]]

say "The runtime comes into the source tree, the build learns of it, the code borrows"
run "$REPOOL" init third_party/repool
if ! grep -q third_party/repool CMakeLists.txt; then
  cat >>CMakeLists.txt <<'CMAKE'

add_subdirectory(third_party/repool)
target_link_libraries(guestbook PRIVATE repool::sqlite)
CMAKE
fi
run git --no-pager diff -- CMakeLists.txt
git add .
git -c user.name=demo -c user.email=demo@localhost commit -qm "Vendor repool's runtime"
build
run "$REPOOL" apply -p build
build
load after

say "$requests requests from $threads threads"
printf '%-22s %18s %18s\n' "" before after
for line in connections requests/s failures responses content; do
  printf '%-22s %18s %18s\n' "$line" "$(value before $line)" "$(value after $line)"
done
for line in responses content; do
  if [[ $(value before $line) != "$(value after $line)" ]]; then
    echo "demo: $line differ" >&2
    exit 1
  fi
done

say "Taken back"
run "$REPOOL" undo
run diff -r "$root/examples/guestbook/src" src
echo "every byte as before"
