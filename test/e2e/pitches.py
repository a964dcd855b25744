#!/usr/bin/env python3
"""Migrates examples/pitches and holds that it answers and stores the same as before.

A copy of the service is built as it is, migrated by `repool apply` and built again, each without a warning.
Both answer the recorded requests, on a database of their own. A second apply must find nothing to do, and
undo restore every byte.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import database
import replay

EXAMPLE = database.REPO / "examples" / "pitches"
sys.path.insert(0, str(EXAMPLE))
import queries  # noqa: E402

QUERIES = 114
MAX = 3  # connections of the migrated service


def run(command, cwd, accept=(0,)):
    result = subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                            text=True)
    if result.returncode not in accept:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout + result.stderr


def build(work, name, *options):
    """The binary. -O1 is enough for its warnings."""
    folder = work / name
    launcher = [f"-DCMAKE_{x}_COMPILER_LAUNCHER=ccache" for x in ("C", "CXX")] if shutil.which("ccache") else []
    run(["cmake", "-S", ".", "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1",
         "-DCMAKE_C_FLAGS=-O1", *launcher, *options], work)
    output = run(["cmake", "--build", folder], work)
    if "warning" in output:
        raise SystemExit(f"{name} has warnings:\n{output}")
    return folder / "pitches"


def sources(work):
    return {path.relative_to(work): path.read_bytes() for path in sorted((work / "src").rglob("*")) if path.is_file()}


def migrate(repool, work):
    """The migrated binary, and a function that takes the migration back."""
    before = sources(work)
    run([repool, "init", "third_party/repool"], work)
    run(["cmake", "-S", ".", "-B", "after", "-G", "Ninja", "-DPITCHES_POOLED=ON"], work)
    print(run([repool, "apply", "-p", "after", "--quiet"], work).splitlines()[-1])
    binary = build(work, "after", "-DPITCHES_POOLED=ON")

    def take_back():
        again = run([repool, "apply", "-p", "after"], work)
        run([repool, "check", "-p", "after"], work)
        migrated = sources(work)
        run([repool, "undo"], work)
        return again, migrated, sources(work) == before

    return binary, take_back


def compare(requests, before, after):
    """Prints what differs; how many answers do."""
    different = 0
    for request, old, new in zip(requests, before, after):
        if old != new:
            different += 1
            print(f"{request['send']}\n--- before\n{old}\n--- after\n{new}")
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
        binaries = {"before": build(work, "before")}
        binaries["after"], take_back = migrate(repool, work)

        answers, contents, connections, logged = {}, {}, {}, 0
        for name, binary in binaries.items():
            url = postgres.create(name)
            made = postgres.connections(name)
            with replay.Service(binary, url, database.servers.free_port(), REPOOL_MAX=str(MAX)) as service:
                answers[name] = replay.replay(service, requests)
            connections[name] = postgres.connections(name) - made
            contents[name] = sorted(map(replay.normal, postgres.contents(name)))
            log, logged = postgres.log()[logged:], len(postgres.log())
            unseen = [text for text in texts if " ".join(text.split("%d")[0].split()) not in log]
            hold(not unseen, f"{name}: {len(unseen)} queries were never executed: {unseen}")
            hold(service.process.returncode == 0, f"{name}: the service ended with {service.process.returncode}\n"
                                                  f"{service.errors}")
            print(f"{name}: {len(answers[name])} requests, {connections[name]} connections,"
                  f" {len(contents[name])} rows afterwards")

        for request, answer in zip(requests, answers["before"]):
            hold(answer.startswith(f"{request['status']}\n"),
                 f"{request['send']}: {answer.splitlines()[0]}, recorded is {request['status']}")
        different = compare(requests, answers["before"], answers["after"])
        hold(different == 0, f"{different} answers differ")
        rows = set(contents["before"]) ^ set(contents["after"])
        hold(contents["before"] == contents["after"], "the databases differ:\n" + "\n".join(sorted(rows)))

        again, migrated, restored = take_back()
        hold("0 files" in again or "nothing" in again.lower(), f"a second apply found something:\n{again}")
        hold(restored, "undo did not restore every byte")
    for problem in problems:
        print(f"FAILED: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
