#!/usr/bin/env python3
"""repool scan against what one would use instead, all contenders in one run, in turn.

    bench/scan/run.py [--build build/release] [--units 2000 | --database FILE] [--rounds 3] [--sample 10] [-j 2] [--only NAME...]

Measured on a tree that make_tree.py makes, or on the project of a compile_commands.json. Prints seconds of wall-clock
time (median, lowest, highest), the most memory of one process, and ratios, each taken within a round. Those that look
at each unit by itself, whatever it holds (the compiler, clang-tidy, clang-query, spatch), are given every SAMPLE-th
unit, and their time is multiplied: the table says so. Fails if a contender does not run, or if ours finds no site.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from cost import cost

HERE = pathlib.Path(__file__).resolve().parent
CALLS = ["PQconnectdb", "PQconnectdbParams", "PQsetdbLogin", "sqlite3_open", "sqlite3_open_v2", "pqxx::connection", "mysql_real_connect"]
QUERY = 'match callExpr(callee(functionDecl(hasAnyName("PQconnectdb", "sqlite3_open", "mysql_real_connect"))))'
SPATCH = """@@ expression E; @@
* PQconnectdb(E)
"""


class Contest:
    def __init__(self, options, database, scratch, words):
        self.options, self.jobs, self.scratch = options, options.jobs, scratch
        self.database, self.words = database, words
        self.repool = options.build.resolve() / "tool" / "repool"
        self.cache = scratch / "cache"
        self.plan = scratch / "plan.json"
        self.commands = {}
        for entry in json.loads(database.read_text()):
            self.commands.setdefault(str(pathlib.Path(entry["directory"], entry["file"]).resolve()), entry)
        self.units = list(self.commands)
        self.sample = self.units[::options.sample]
        self.rule = scratch / "rule.cocci"
        self.rule.write_text(SPATCH)

    def prepare(self):
        """What the contenders are given, not timed: the plan, and the units that see a file that it edits."""
        self.ours("scan", "-o", self.plan)
        plan = json.loads(self.plan.read_text())
        self.root = pathlib.Path(plan["root"])
        self.sites = [self.root / decision["file"] for decision in plan["decisions"]]
        if not self.sites:
            raise SystemExit("no site was found")
        edited = {str(self.root / edit["file"]) for group in plan["groups"] for edit in group["edits"]}
        with concurrent.futures.ThreadPoolExecutor(int(self.jobs)) as pool:
            seen = list(pool.map(self.files_of, self.units))
        self.seeing = [unit for unit, files in zip(self.units, seen) if files & edited]
        headers = {file: sum(file in files for files in seen) for file in edited}
        widest = max(headers, key=headers.get, default=None)
        print(f"{len(self.units)} units, {len(self.sites)} sites, {len(edited)} edited files, seen by {len(self.seeing)} units; "
              f"{pathlib.Path(widest).name} alone by {headers[widest]}" if widest else f"{len(self.units)} units, nothing to edit")

    def files_of(self, unit):
        folder = pathlib.Path(self.commands[unit]["directory"])
        out = subprocess.run(self.clang(unit, "-MM"), cwd=folder, capture_output=True, text=True).stdout
        return {os.path.realpath(folder / word) for word in out.replace("\\\n", " ").split()[1:]}

    def timed(self, command, codes=(0,)):
        """Seconds, and the memory of its largest process in MiB."""
        used = cost(command, codes, self.scratch)
        return used.wall, used.mib

    def ours(self, verb, *words):
        """Exit 0 and 3: a project may have nothing to migrate, or units that do not parse here."""
        return self.timed([self.repool, verb, "-p", self.database, "-j", self.jobs, "--quiet", "--cache", self.cache, *words],
                          codes=(0, 1, 3))

    def cold(self, verb, *words):
        shutil.rmtree(self.cache, ignore_errors=True)
        return self.ours(verb, *words)

    def scan(self):
        return self.cold("scan", "--no-verify")

    def scan_warm(self):
        return self.ours("scan", "--no-verify")

    def diff(self):
        return self.cold("diff")

    def warm(self):
        return self.ours("diff")

    def changed(self):
        """The last unit with a site gets one more comment."""
        path = sorted(site for site in self.sites if str(site) in self.commands)[-1]
        old = path.read_bytes()
        path.write_bytes(old + b"// changed\n")
        try:
            return self.ours("diff")
        finally:
            path.write_bytes(old)

    def with_sites(self):
        found = subprocess.run(["grep", "-rlE", "|".join(rf"\b{word}\b" for word in self.words),
                                *(f"--include=*.{end}" for end in ("c", "cc", "cpp", "cxx", "h", "hh", "hpp")), self.root],
                               capture_output=True, text=True).stdout.split("\n")
        return [file for file in found if file in self.commands]

    def clang(self, unit, flag):
        """Clang with the unit's own words; it makes no object."""
        entry = self.commands[unit]
        words = entry.get("arguments") or shlex.split(entry["command"])
        kept = [w for i, w in enumerate(words[1:], 1) if w not in ("-c", "-o") and words[i - 1] != "-o"]
        return ["clang++-19" if unit.endswith(("cc", "cpp", "cxx")) else "clang-19", flag, "-w", *kept]

    def syntax(self, units):
        """clang -fsyntax-only of each unit, as many at a time."""
        script = self.scratch / "syntax.sh"
        lines = [f"cd {self.commands[unit]['directory']} && {shlex.join(self.clang(unit, '-fsyntax-only'))} || true"
                 for unit in units]
        script.write_text("\n".join(lines) + "\n")
        return self.timed(["sh", "-c", f"xargs -P {self.jobs} -d '\\n' -n 1 sh -c < {script}"])

    def floor(self):
        began = time.monotonic()
        units = self.with_sites()
        _, most = self.syntax(units)
        return time.monotonic() - began, most

    def seen(self):
        return self.syntax(self.seeing)

    def of_sample(self, figures):
        seconds, most = figures
        return seconds * len(self.units) / len(self.sample), most

    def syntax_of_all(self):
        return self.of_sample(self.syntax(self.sample))

    def tidy(self):
        database = self.scratch / "sample"
        database.mkdir(exist_ok=True)
        (database / "compile_commands.json").write_text(json.dumps([self.commands[unit] for unit in self.sample]))
        return self.of_sample(self.timed(["run-clang-tidy-19", "-p", database, "-j", self.jobs, "-quiet",
                                          "-checks=-*,cert-env33-c"], codes=(0, 1)))

    def query(self):
        return self.of_sample(self.timed(["sh", "-c", f"printf '%s\\n' {shlex.join(self.sample)} | xargs -P {self.jobs} -n 25 "
                                          f"clang-query-19 -p {self.database} -c '{QUERY}' > query.out"], codes=(0, 123)))

    def spatch(self):
        return self.of_sample(self.timed(["spatch", "--sp-file", self.rule, "--c++=17", "-j", self.jobs, "--very-quiet",
                                          *self.sample]))


FAST = {"floor": "grep + `clang -fsyntax-only` of the units that name a connection call (the floor)",
        "seen": "`clang -fsyntax-only` of the units that see an edited file",
        "scan": "`repool scan --no-verify`, cold", "scan_warm": "the same, nothing changed",
        "diff": "`repool diff` or `scan`, cold: with its verification", "warm": "the same, nothing changed",
        "changed": "the same, one unit changed"}
SLOW = {"syntax_of_all": "`clang -fsyntax-only` of all units", "tidy": "`run-clang-tidy-19`, one check of calls",
        "query": "`clang-query-19`, a matcher of calls", "spatch": "Coccinelle's `spatch`, no headers and no types"}
CONTENDERS = FAST | SLOW
RATIOS = [("scan", ("floor",), "<= 1"), ("diff", ("floor", "seen"), "<= 1"), ("scan_warm", ("scan",), "<= 0.03"),
          ("warm", ("diff",), "<= 0.03"), ("changed", ("diff",), ""), ("scan", ("tidy",), "<= 0.1"), ("diff", ("tidy",), "<= 0.1"),
          ("scan", ("query",), ""), ("scan", ("syntax_of_all",), ""), ("scan", ("spatch",), ""), ("warm", ("spatch",), "< 1")]


def spread(values, digits):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} .. {max(values):.{digits}f})"


def report(figures, sample):
    print("\n| | seconds | most memory of one process, MiB |\n|---|---|---|")
    for name, all_of in figures.items():
        note = f" (every {sample}th unit, times {sample})" if name in SLOW and sample > 1 else ""
        print(f"| {CONTENDERS[name]}{note} | {spread([s for s, _ in all_of], 1)} | {max(m for _, m in all_of):.0f} |")
    print("\n| ratio | wanted | measured |\n|---|---|---|")
    for name, others, wanted in RATIOS:
        if name in figures and all(other in figures for other in others):
            values = [figures[name][i][0] / sum(figures[other][i][0] for other in others) for i in range(len(figures[name]))]
            print(f"| {name} / {' + '.join(others)} | {wanted} | {spread(values, 3)} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--database", type=pathlib.Path, help="measure on this project instead; its files are changed for a moment")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sample", type=int, default=10)
    parser.add_argument("-j", "--jobs", default=str(os.cpu_count()))
    parser.add_argument("--only", nargs="*", choices=CONTENDERS)
    options = parser.parse_args()
    wanted = [name for name in CONTENDERS if not options.only or name in options.only]
    if "spatch" in wanted and not shutil.which("spatch"):
        print("spatch is not installed (coccinelle); left out", file=sys.stderr)
        wanted.remove("spatch")
    figures = {name: [] for name in wanted}
    with tempfile.TemporaryDirectory(prefix="repool-scan-") as folder:
        scratch = pathlib.Path(folder).resolve()
        words, database = CALLS, options.database
        if database is None:
            database = scratch / "tree" / "compile_commands.json"
            subprocess.run([sys.executable, HERE / "make_tree.py", database.parent, "--units", str(options.units)], check=True)
            words = CALLS + ["open_database", "count_rows"]  # what opens a connection for its callers
        contest = Contest(options, database.resolve(), scratch, words)
        contest.prepare()
        for number in range(options.rounds):
            for name in wanted:
                seconds, most = getattr(contest, name)()
                figures[name].append((seconds, most))
                print(f"round {number + 1}: {name} {seconds:.1f} s, {most:.0f} MiB", file=sys.stderr, flush=True)
    report(figures, options.sample)


main()
