#!/usr/bin/env python3
"""Proves on generated programs that a rewrite changes nothing that can be seen.

    prove.py --build build/dev 2000 [SEED]

Each program is migrated by `repool apply`, compiled and run before and after. A difference is printed
with its seed, shrunk, and saved under --save as the input of a golden case. Exit 1 if there was one, 2 if
a batch could not be proved at all.
Clients: sqlite always; libpq and libpqxx with --client, where a PostgreSQL can be started.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import pathlib
import shutil
import sys
import tempfile
import threading
import time

from batch import Batch, Broken, REPO, Setting, build_common
from draw import draw
from shrink import shrink


class Totals:
    def __init__(self):
        self.programs = self.changed = self.endless = self.before = self.after = 0
        self.sites = collections.Counter()      # (verdict, strategy or code)
        self.shapes = collections.Counter()     # (shape, verdict)
        self.differences = []

    def add(self, outcome):
        self.programs += 1
        self.changed += outcome.changed and not outcome.endless
        self.endless += outcome.endless
        self.before += outcome.connections[0]
        self.after += outcome.connections[1]
        for site in outcome.sites:
            self.sites[site["verdict"], site["strategy"] if site["verdict"] == "rewritten" else site["code"]] += 1
        for request in outcome.program.requests:
            self.shapes[request.shape, "changed program" if outcome.changed else "as it was"] += 1

    def print(self, seconds):
        def rows(counter):
            return ", ".join(f"{' '.join(key)} {count}" for key, count in sorted(counter.items()))

        verdicts = collections.Counter()
        for (verdict, _), count in self.sites.items():
            verdicts[verdict] += count
        print(f"sites: {', '.join(f'{count} {verdict}' for verdict, count in sorted(verdicts.items()))}")
        print(f"  {rows(self.sites)}")
        print(f"connections of the changed programs: {self.before} before, {self.after} after")
        print(f"{self.programs} programs in {seconds:.0f} s, {self.changed} of them rewritten, "
              f"{self.endless} not compared because they take too long, {len(self.differences)} differ")


class Prover:
    def __init__(self, options, setting):
        self.options, self.setting = options, setting
        self.totals = Totals()
        self.broken = 0                 # batches that proved nothing
        self.lock = threading.Lock()

    def batch_or_why_not(self, number):
        """A mistake of the generator costs its batch, not the run."""
        try:
            self.batch(number)
        except Broken as error:
            with self.lock:
                self.broken += 1
            print(f"prove: {error}", file=sys.stderr, flush=True)

    def batch(self, number):
        first = self.options.seed + number * self.options.batch
        last = min(first + self.options.batch, self.options.seed + self.options.count)
        programs = [draw(seed, self.options.client) for seed in range(first, last)]
        folder = self.setting.work / f"batch-{number}"
        outcomes = Batch(programs, self.setting, folder).prove(thorough=number % 4 == 0)
        for outcome in outcomes:
            with self.lock:
                self.totals.add(outcome)
            if outcome.difference:
                self.report(outcome, number)
        if not self.options.keep:
            shutil.rmtree(folder, ignore_errors=True)

    def again(self, program, number):
        folder = self.setting.work / f"again-{number}"
        return Batch([program], self.setting, folder).prove(thorough=True)[0].difference

    def report(self, outcome, number):
        program, kind = outcome.program, outcome.difference.kind
        with self.lock:
            self.totals.differences.append((program.seed, kind))
            print(f"seed {program.seed}: {kind}\n{outcome.difference.text[:1500]}", flush=True)
            if len(self.totals.differences) > self.options.shrink:
                return

        def differs(candidate):
            with contextlib.suppress(Broken):
                difference = self.again(candidate, number)
                return difference is not None and difference.kind == kind
            return False

        if differs(program):
            program = shrink(program, differs)
        self.save(program, self.again(program, number), number)

    def save(self, program, difference, number):
        folder = self.options.save / f"{self.options.client}-{program.seed}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        batch = Batch([program], self.setting, self.setting.work / f"again-{number}")
        for name, text in Saved(batch).files():
            (folder / name).write_text(text, newline="")
        if difference:
            (folder / "difference.txt").write_text(f"{difference.kind}\n{difference.text}\n")
        (folder / "composition.txt").write_text(repr(program) + "\n")
        print(f"seed {program.seed}: shrunk to {folder}", flush=True)


class Saved:
    """The files of the last look at a shrunk program."""

    def __init__(self, batch):
        self.before, self.after = batch.before / "p0", batch.after / "p0"

    def files(self):
        for path in sorted(self.before.iterdir()):
            yield path.name, path.read_bytes().decode()
        for path in sorted(self.after.iterdir()):
            yield f"after.{path.name}", path.read_bytes().decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--build", type=pathlib.Path, default=REPO / "build" / "dev", help="build directory")
    parser.add_argument("--client", default="sqlite", choices=["sqlite", "libpq", "libpqxx"])
    parser.add_argument("--batch", type=int, default=25, help="programs per run of the tool")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--shrink", type=int, default=5, help="how many differences are shrunk")
    parser.add_argument("--save", type=pathlib.Path, help="where shrunk programs go (default: BUILD/prove)")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder")
    parser.add_argument("--link-flag", action="append", default=[], help="for linking with the runtime")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.save = options.save or options.build / "prove"
    started = time.monotonic()
    work = pathlib.Path(tempfile.mkdtemp(prefix="repool-prove-"))
    setting = Setting(options.build / "tool" / "repool", options.build / "runtime", work, link_flags=options.link_flag)
    prover = Prover(options, setting)
    servers = contextlib.ExitStack()
    try:
        build_common(setting, options.client)
        if options.client != "sqlite":
            from postgres import Postgres
            setting.servers = servers.enter_context(Postgres())
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            batches = -(-options.count // options.batch)
            for done in [pool.submit(prover.batch_or_why_not, number) for number in range(batches)]:
                done.result()
    except Broken as error:
        print(f"prove: {error}", file=sys.stderr)
        sys.exit(2)
    finally:
        servers.close()
        if options.keep:
            print(f"kept: {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    prover.totals.print(time.monotonic() - started)
    sys.exit(2 if prover.broken else 1 if prover.totals.differences else 0)


if __name__ == "__main__":
    main()
