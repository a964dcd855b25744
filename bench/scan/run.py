#!/usr/bin/env python3
"""repool scan against what one would use instead, on one generated tree: all contenders in one run, in turn.

    bench/scan/run.py [--build build/dev] [--units 2000] [--rounds 3] [-j 2] [--only NAME...]

Prints seconds of wall-clock time (median, lowest, highest), the most memory of one process, and the ratios to
the floor, taken within a round. Fails if a contender does not run, or if ours does not find the sites.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
QUERY = 'match callExpr(callee(functionDecl(hasAnyName("PQconnectdb", "sqlite3_open"))))'
SPATCH = """@@ expression E; @@
* PQconnectdb(E)
"""


class Contest:
    def __init__(self, options, tree):
        self.options, self.tree, self.jobs = options, tree, options.jobs
        self.repool = options.build.resolve() / "tool" / "repool"
        self.cache = tree / ".cache"
        self.commands = {entry["file"]: entry for entry in json.loads((tree / "compile_commands.json").read_text())}
        self.units = list(self.commands)
        self.rule = tree / "rule.cocci"
        self.rule.write_text(SPATCH)

    def timed(self, command, codes=(0,)):
        """Seconds, and the memory of its largest process in MiB."""
        began = time.monotonic()
        process = subprocess.Popen([str(w) for w in command], cwd=self.tree, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, errors="replace")
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            raise SystemExit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{out[-2000:]}")
        return time.monotonic() - began, usage.ru_maxrss / 1024

    def ours(self, verb, *words):
        return self.timed([self.repool, verb, "-p", ".", "-j", self.jobs, "--quiet", "--cache", self.cache,
                           "-o", "out.json", *words], codes=(1,))

    def cold(self, verb="scan"):
        shutil.rmtree(self.cache, ignore_errors=True)
        return self.ours(verb)

    def cold_diff(self):
        return self.cold("diff")

    def warm(self):
        return self.ours("scan")

    def changed(self):
        """The last unit with a site gets one more comment."""
        sites = sorted({site["file"] for site in json.loads((self.tree / "out.json").read_text())["decisions"]})
        path = self.tree / [s for s in sites if s.endswith(".cpp")][-1]
        old = path.read_bytes()
        path.write_bytes(old + b"// changed\n")
        try:
            return self.ours("scan")
        finally:
            path.write_bytes(old)

    def with_sites(self):
        words = ["PQconnectdb", "sqlite3_open", "pqxx::connection", "open_database", "count_rows"]
        found = subprocess.run(["grep", "-rlE", "|".join(words), "--include=*.cpp", "--include=*.h", "."], cwd=self.tree,
                               capture_output=True, text=True).stdout.split()
        names = {pathlib.Path(f).name for f in found}
        return [u for u in self.units if pathlib.Path(u).name in names]

    def syntax(self, units):
        """clang -fsyntax-only with each unit's own words, as many at a time."""
        script = self.tree / "syntax.sh"
        lines = []
        for unit in units:
            entry = self.commands[unit]
            words = entry.get("arguments") or entry["command"].split()
            kept = [w for i, w in enumerate(words[1:], 1) if w not in ("-c", "-o") and words[i - 1] != "-o"]
            lines.append(f"cd {entry['directory']} && clang++-19 -fsyntax-only -w {' '.join(kept)}")
        script.write_text("\n".join(lines) + "\n")
        return self.timed(["sh", "-c", f"xargs -P {self.jobs} -d '\\n' -n 1 sh -c < {script}"])

    def floor(self):
        began = time.monotonic()
        units = self.with_sites()
        _, most = self.syntax(units)
        return time.monotonic() - began, most

    def syntax_of_all(self):
        return self.syntax(self.units)

    def tidy(self):
        return self.timed(["run-clang-tidy-19", "-p", ".", "-j", self.jobs, "-quiet", "-checks=-*,cert-env33-c"])

    def query(self):
        return self.timed(["sh", "-c", f"printf '%s\\n' {' '.join(self.units)} | xargs -P {self.jobs} -n 25 "
                                       f"clang-query-19 -p . -c '{QUERY}' > query.out"])

    def spatch(self):
        return self.timed(["spatch", "--sp-file", self.rule, "--c++=17", "-j", self.jobs, "--very-quiet", *self.units])


CONTENDERS = {"floor": "grep + `clang -fsyntax-only` of the units with sites (the floor)", "cold": "`repool scan`, cold",
              "cold_diff": "`repool diff`, cold: with its verification", "warm": "`repool scan`, warm",
              "changed": "`repool scan`, one unit changed", "syntax_of_all": "`clang -fsyntax-only` of all units",
              "tidy": "`run-clang-tidy-19`, one check of calls", "query": "`clang-query-19`", "spatch": "Coccinelle's `spatch`"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/dev"))
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("-j", "--jobs", default=str(os.cpu_count()))
    parser.add_argument("--only", nargs="*", choices=CONTENDERS)
    options = parser.parse_args()
    wanted = [name for name in CONTENDERS if not options.only or name in options.only]
    if "spatch" in wanted and not shutil.which("spatch"):
        print("spatch is not installed (coccinelle); left out", file=sys.stderr)
        wanted.remove("spatch")
    figures = {name: [] for name in wanted}
    with tempfile.TemporaryDirectory(prefix="repool-scan-") as folder:
        tree = pathlib.Path(folder).resolve()
        subprocess.run([sys.executable, HERE / "make_tree.py", tree, "--units", str(options.units)], check=True)
        contest = Contest(options, tree)
        for number in range(options.rounds):
            for name in wanted:
                seconds, most = getattr(contest, name)()
                figures[name].append((seconds, most))
                print(f"round {number + 1}: {name} {seconds:.1f} s, {most:.0f} MiB", file=sys.stderr, flush=True)
        sites = len(json.loads((tree / "out.json").read_text())["decisions"]) if (tree / "out.json").exists() else 0
    print(f"{options.units} units, {sites} sites, -j {options.jobs}, {options.rounds} rounds\n")
    print("| | seconds | of the floor | most memory of one process, MiB |\n|---|---|---|---|")
    for name in wanted:
        seconds = [s for s, _ in figures[name]]
        ratio = [s / f for (s, _), (f, _) in zip(figures[name], figures["floor"])] if "floor" in figures else []
        print(f"| {CONTENDERS[name]} | {statistics.median(seconds):.1f} ({min(seconds):.1f} .. {max(seconds):.1f}) | "
              f"{statistics.median(ratio):.2f} | {max(m for _, m in figures[name]):.0f} |" if ratio else
              f"| {CONTENDERS[name]} | {statistics.median(seconds):.1f} | | {max(m for _, m in figures[name]):.0f} |")


if __name__ == "__main__":
    main()
