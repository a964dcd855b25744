#!/usr/bin/env python3
"""Migrates examples/pitches and holds that it answers and stores the same as before.

A copy of the service is built as it is, migrated by `repool apply` and built again, each without a warning.
Both answer the recorded requests, each on a database of its own; so does the migrated one with its pool
switched off. A second apply must find nothing to do, and undo restore every byte.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import database
import replay

EXAMPLE = database.REPO / "examples" / "pitches"
sys.path.insert(0, str(EXAMPLE))
import queries  # noqa: E402

QUERIES = 114
MAX = 3  # connections of the migrated service


def run(command, cwd):
    environment = {**os.environ, "CCACHE_BASEDIR": str(cwd)}  # each run has another folder
    result = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                            capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def build(work, name, *options):
    """The binary. -O1 is enough for its warnings."""
    launcher = [f"-DCMAKE_{x}_COMPILER_LAUNCHER=ccache" for x in ("C", "CXX")] if shutil.which("ccache") else []
    run(["cmake", "-S", ".", "-B", name, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1",
         "-DCMAKE_C_FLAGS=-O1", *launcher, *options], work)
    output = run(["cmake", "--build", name, "--target", "pitches"], work)
    if "warning" in output:
        raise SystemExit(f"{name} has warnings:\n{output}")
    return work / name / "pitches"


def sources(work):
    return {path.relative_to(work): path.read_bytes() for path in sorted((work / "src").rglob("*")) if path.is_file()}


def apply(repool, work, *options):
    """The last line of what `repool apply` says, and the seconds it takes."""
    run([repool, "init", "third_party/repool"], work)
    run(["cmake", "-S", ".", "-B", "after", "-G", "Ninja", "-DPITCHES_POOLED=ON", *options], work)
    began = time.monotonic()
    said = run([repool, "apply", "-p", "after", "--quiet"], work).splitlines()[-1]
    return said, time.monotonic() - began


def migrate(repool, work):
    """The migrated binary."""
    print(apply(repool, work)[0])
    return build(work, "after", "-DPITCHES_POOLED=ON")


def compare(requests, before, after):
    """Prints what differs; how many answers do."""
    different = 0
    for request, old, new in zip(requests, before, after):
        if old != new:
            different += 1
            print(f"{request['send']}\n--- before\n{old}\n--- now\n{new}")
    return different


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True, help="where repool was built")
    options = parser.parse_args()
    repool = options.build.resolve() / "tool" / "repool"
    requests = json.loads((EXAMPLE / "requests.json").read_text())
    texts = [text for _, _, text in queries.queries()]
    problems = []

    def hold(condition, sentence):
        if not condition:
            problems.append(sentence)

    hold(len(texts) == QUERIES, f"the service has {len(texts)} queries, not {QUERIES}")
    with tempfile.TemporaryDirectory(prefix="repool-e2e-") as folder, database.Postgres() as postgres:
        work = pathlib.Path(folder) / "pitches"
        shutil.copytree(EXAMPLE, work)
        unmigrated = sources(work)
        before, after = build(work, "before"), migrate(repool, work)

        answers, contents, connections, logged = {}, {}, {}, 0
        for name, binary, environment in (("before", before, {}), ("after", after, {"REPOOL_MAX": str(MAX)}),
                                          ("direct", after, {"REPOOL_MODE": "direct"})):
            url = postgres.create(name)
            made = postgres.connections(name)
            with replay.Service(binary, url, database.servers.free_port(), **environment) as service:
                answers[name] = replay.replay(service, requests)
                metrics = service.ask("GET", "/metrics")[2]
            connections[name] = postgres.connections(name) - made
            contents[name] = sorted(map(replay.normal, postgres.contents(name)))
            log, logged = postgres.log()[logged:], len(postgres.log())
            unseen = [text for text in texts if " ".join(text.split("%d")[0].split()) not in log]
            hold(not unseen, f"{name}: {len(unseen)} queries were never executed: {unseen}")
            hold(("repool_" in metrics) == (binary == after), f"{name}: /metrics says\n{metrics}")
            hold(service.process.returncode == 0, f"{name}: the service ended with {service.process.returncode}\n"
                                                  f"{service.errors}")
            print(f"{name}: {len(answers[name])} requests, {connections[name]} connections,"
                  f" {len(contents[name])} rows afterwards")

        for request, answer in zip(requests, answers["before"]):
            hold(answer.startswith(f"{request['status']}\n"),
                 f"{request['send']}: {answer.splitlines()[0]}, recorded is {request['status']}")
        for name in ("after", "direct"):
            different = compare(requests, answers["before"], answers[name])
            hold(different == 0, f"{name}: {different} answers differ")
            rows = set(contents["before"]) ^ set(contents[name])
            hold(contents["before"] == contents[name], f"{name}: the database differs:\n" + "\n".join(sorted(rows)))
        hold(connections["after"] <= 3 * MAX, "the pool makes too many connections")
        hold(connections["direct"] == connections["before"], "without pool there are not as many connections as before")

        again = run([repool, "apply", "-p", "after"], work)
        hold("Nothing to do" in again, f"a second apply found something:\n{again}")
        run([repool, "undo"], work)
        hold(sources(work) == unmigrated, "undo did not restore every byte")
    for problem in problems:
        print(f"FAILED: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
