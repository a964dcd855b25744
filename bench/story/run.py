#!/usr/bin/env python3
"""The story of examples/pitches on real servers: the outage, the migration, the quiet afterwards.

    bench/story/run.py --build build/dev [--seconds 8] [--docs docs]

Throw-away PostgreSQL and PgBouncer; one load generator, one server setting, one mix of requests for every
contender. Prints a table, writes BUILD/story.json, and with --docs the table and the picture. Fails if
something does not run or a promise is broken, not if a figure falls short: that is written down.
"""
import argparse
import difflib
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import drills
import extras
import figures
import report  # of bench/runtime
from service import measure
from stage import MAX, REPO, Stage

sys.path.insert(0, str(REPO / "test" / "e2e"))
import pitches  # noqa: E402

# As its authors would ship it.
SHIPPED = ("-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS=", "-DCMAKE_C_FLAGS=")
POOLED = {"REPOOL_MAX": str(MAX)}


def build_tools():
    here = pathlib.Path(__file__).resolve().parent
    pitches.run(["cmake", "-S", here, "-B", REPO / "build" / "story", "-G", "Ninja"], here)
    pitches.run(["cmake", "--build", REPO / "build" / "story"], here)


def migrate(repool, work):
    """The migrated binary, and what the migration was."""
    old = pitches.sources(work)
    said, took = pitches.apply(repool, work, *SHIPPED)
    new = pitches.sources(work)
    lines = [line for path in old for line in difflib.ndiff(old[path].decode().splitlines(), new[path].decode().splitlines())]
    return pitches.build(work, "after", "-DPITCHES_POOLED=ON", *SHIPPED), {
        "said": said, "seconds": took, "files": sum(old[p] != new[p] for p in old),
        "added": sum(line.startswith("+ ") for line in lines), "removed": sum(line.startswith("- ") for line in lines)}


class Story:
    def __init__(self, options, stage, work):
        self.options, self.stage, self.work, self.rows, self.round = options, stage, work, [], 0

    def load(self, contender, binary, clients, mix, url=None, rate=0, **environment):
        self.round += 1
        name = f"pitches{self.round}"
        row = measure(self.stage, name, binary, self.work / "service", clients, self.options.seconds, mix,
                      url and url(name), rate, **environment)
        row.update(contender=contender, mix=mix)
        self.rows.append(row)
        print(f"{contender:>22} {mix:>9} {clients:5} clients: {row['throughput']:7.0f}/s, P95 {row['p95']:7.0f} ms, "
              f"{row['failed']} failed, {row['refused']} refused by the server, {row['opened']} opened, "
              f"at most {row['most']}", flush=True)
        return row


def tell(options, stage, work):
    shutil.copytree(pitches.EXAMPLE, work / "pitches")
    source = work / "pitches"
    unmigrated = pitches.sources(source)
    before = pitches.build(source, "before", *SHIPPED)
    story = Story(options, stage, work)

    print("Before: a connection per request.")
    for mix, levels in (("pages.txt", (50, 100, 200)), ("short.txt", (50, 100, 200))):
        for clients in levels:
            story.load("before", before, clients, mix)
    print(f"PgBouncer alone, sessions, {MAX} connections to the server; no change of code.")
    for mix, levels in (("pages.txt", (50, 200, 1500)), ("short.txt", (50, 200, 1500))):
        for clients in levels:
            stage.kill_bouncer()
            stage.start_bouncer()
            story.load("PgBouncer alone", before, clients, mix, stage.pooled_url)
    stage.kill_bouncer()

    print("The migration.")
    after, migration = migrate(options.build.resolve() / "tool" / "repool", source)
    print(f"{migration['said']} {migration['seconds']:.1f} s, {migration['files']} files,"
          f" +{migration['added']} -{migration['removed']} lines.")

    print(f"After: at most {MAX} connections.")
    for mix, levels in (("pages.txt", (50, 100, 200, 1000, 1500)), ("short.txt", (50, 100, 200, 1000, 1500))):
        for clients in levels:
            story.load("after", after, clients, mix, **POOLED)
    capacity = story.rows[-1]["throughput"]
    story.load("after, open loop", after, 1500, "short.txt", rate=0.7 * capacity, **POOLED)

    broken = drills.run(stage, after, work, min(0.4 * capacity, 400))
    more = extras.run(stage, source, work, options.seconds)
    undone = undo(options, source, unmigrated)
    return {"rows": story.rows, "migration": migration, "drills": broken, "extras": more, "undone": undone,
            "capacity": capacity, "seconds": options.seconds, "date": time.strftime("%Y-%m-%d"),
            "machine": figures.machine()}


def undo(options, source, unmigrated):
    pitches.run([options.build.resolve() / "tool" / "repool", "undo"], source)
    is_back = pitches.sources(source) == unmigrated
    print("undo: " + ("every byte as before" if is_back else "THE SOURCES DIFFER"))
    return is_back


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=REPO / "build" / "dev")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--docs", type=pathlib.Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers and their folder go
    build_tools()
    with tempfile.TemporaryDirectory(prefix="repool-story-") as folder, Stage() as stage:
        told = tell(options, stage, pathlib.Path(folder))
    (REPO / "build" / "story" / "story.json").write_text(json.dumps(told, indent=1) + "\n")
    text = figures.markdown(told)
    print("\n" + text)
    if options.docs:
        report.insert(options.docs / "story.md", text)
        (options.docs / "story.svg").write_text(figures.picture(told))
    return 1 if figures.broken(told) else 0


if __name__ == "__main__":
    sys.exit(main())
