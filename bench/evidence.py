#!/usr/bin/env python3
"""What repool makes of a real code base: the figures of docs/evidence.md, one line per run.

    bench/evidence.py --repool build/dev/tool/repool --runtime runtime/include DATABASE [TRUTH.tsv]

Scans, applies, compiles every unit that sees an edited file with the compiler and flags of its own
command (syntax only; what failed before is not held against us), runs again (nothing may be planned),
undoes, and compares every byte with git. The tree must be a clean git checkout and is one again
afterwards. TRUTH.tsv has the columns file, line, driver, expected, reason, kind: what a person read.
"""
import argparse
import collections
import csv
import json
import pathlib
import shlex
import subprocess
import sys


def run(command, cwd=None):
    return subprocess.run([str(w) for w in command], cwd=cwd, capture_output=True, text=True, errors="replace")


def tool(options, verb, *more):
    flags = [] if verb == "undo" else [f"--extra-arg=-I{options.runtime}"]
    return run([options.repool, verb, "-p", options.database, *flags,
                *(["--root", options.root] if options.root else []), *more])


def undo(options):
    result = tool(options, "undo")
    if result.returncode:
        print(f"undo: {result.stderr}", file=sys.stderr)


def sites(options, verb="scan", *more):
    result = tool(options, verb, "--format", "json", *more)
    if result.returncode == 2:
        sys.exit(f"{verb}: {result.stderr}")
    return json.loads(result.stdout)


def syntax(entry, runtime):
    words = entry.get("arguments") or shlex.split(entry["command"])
    keep, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-c",):
            continue
        elif word == "-o":
            skip = True
        else:
            keep.append(word)
    return run([*keep, "-fsyntax-only", f"-I{runtime}"], entry["directory"])


def messages(result):
    lines = [l.split(": ", 1)[1] for l in result.stderr.splitlines() if ": warning: " in l or ": error: " in l]
    return collections.Counter(lines)


def truth_of(path):
    rows = []
    with open(path) as f:
        for row in csv.DictReader(f, delimiter="\t"):
            if row.get("kind", "construction") == "construction":
                rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repool", required=True)
    parser.add_argument("--runtime", required=True)
    parser.add_argument("--root")
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("truth", nargs="?")
    options = parser.parse_args()
    options.runtime = pathlib.Path(options.runtime).resolve()
    options.repool = pathlib.Path(options.repool).resolve()

    found = sites(options)
    verdicts = collections.Counter(s["verdict"] for s in found["sites"])
    codes = collections.Counter(s["code"] for s in found["sites"] if s["code"])
    strategies = collections.Counter(s["strategy"] for s in found["sites"] if s["strategy"])
    report = {"parsed": found["units"]["parsed"], "failed": len(found["units"]["failed"]),
              "sites": len(found["sites"]), **verdicts, "codes": dict(sorted(codes.items())),
              "strategies": dict(sorted(strategies.items()))}

    if options.truth:
        rows = truth_of(options.truth)
        ours = {(s["file"], s["line"]): s for s in found["sites"]}
        missed = [r for r in rows if (r["file"], int(r["line"])) not in ours]
        extra = set(ours) - {(r["file"], int(r["line"])) for r in rows}
        wrong = [(r["file"], r["line"], r["expected"], ours[(r["file"], int(r["line"]))]["verdict"])
                 for r in rows if (r["file"], int(r["line"])) in ours
                 and ours[(r["file"], int(r["line"]))]["verdict"] not in
                 {r["expected"], *(r.get("alt_acceptable") or "").replace("/", ",").replace(" ", "").split(",")}]
        report.update(truth=len(rows), missed=[(r["file"], r["line"]) for r in missed], extra=sorted(extra),
                      differs=wrong)

    result = tool(options, "apply")
    if result.returncode not in (0, 3):
        sys.exit(f"apply: {result.stdout}{result.stderr}")
    again = sites(options)
    report["second run plans"] = sum(s["verdict"] == "rewritten" for s in again["sites"])
    if not options.no_compile:
        entries = json.load(open(options.database if options.database.is_file()
                                 else options.database / "compile_commands.json"))
        bad = []
        compiled = 0
        after = {}
        for i, entry in enumerate(entries):
            after[i] = syntax(entry, options.runtime)
        undo(options)
        for i, entry in enumerate(entries):
            compiled += after[i].returncode == 0
            if not messages(after[i]):
                continue
            new = messages(after[i]) - messages(syntax(entry, options.runtime))
            if new:
                bad.append((entry["file"], sorted(new)[:3]))
        report["units that compile after"] = compiled
        report["units with new messages"] = bad
    else:
        undo(options)
    root = options.root or run(["git", "rev-parse", "--show-toplevel"],
                               cwd=pathlib.Path(json.load(open(options.database / "compile_commands.json"
                                                                if options.database.is_dir() else options.database))[0]["directory"])).stdout.strip()
    status = run(["git", "status", "--porcelain", "--untracked-files=no"], cwd=root).stdout.strip()
    report["as before after undo"] = not status
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
