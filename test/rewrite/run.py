#!/usr/bin/env python3
"""Runs golden folders: what the tool makes of a piece of code, and that it still means the same.

    test/rewrite/<driver>/<sentence>/
        input.cpp, *.h, more units   the code before; each .c and .cpp is a unit
        .repool.yaml, *.sql          configuration and schema, where the case has them
        expected.cpp                 input.cpp after apply; `expected.db.h` for a file `db.h`;
                                     a file without one must not change
        report.txt                   verdict of each site, from `scan --format json`
        flags                        compile flags (default -std=c++17, or -std=gnu11 for C)

Each folder is copied to a temporary directory and goes through scan, apply, a second apply (nothing
may be left to do), gcc (no new warning; clang is asked by apply), and undo (every byte as before). In the
sqlite and mysql folders, input with a `main` is a program: if it changes, it is run before and after
in a fresh directory and database, with a path or socket as its argument (see databases.py); output,
exit code and database content must be the same. Such a program serves no clients: the tool is told
--assume=server, unless a .repool.yaml says `assume:`. Without a MariaDB, those of mysql do not run.
--bless writes expected.* and report.txt, and makes the other checks all the same.
"""

import argparse
import collections
import difflib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from databases import DATABASES

REPO = pathlib.Path(__file__).resolve().parents[2]
SOURCE = {".c", ".cpp"}
HEADER = {".h", ".hpp", ".inc"}


class Failure(Exception):
    pass


def execute(command, cwd):
    return subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, errors="replace", timeout=120)


def is_input(path):
    return path.suffix in SOURCE | HEADER and not path.name.startswith("expected.") \
        or path.suffix == ".sql" or path.name in (".repool.yaml", ".clang-format")


def golden_of(folder, name):
    """input.cpp -> expected.cpp, db.h -> expected.db.h"""
    stem = name.removeprefix("input.")
    return folder / f"expected.{stem}"


def difference(before, after, name):
    def lines(data):
        return data.decode("utf-8", "backslashreplace").splitlines(keepends=True)

    text = "".join(line if line.endswith("\n") else line + "\n"
                   for line in difflib.unified_diff(lines(before), lines(after), f"{name} (expected)", name))
    return text if text.strip() else f"{name}: differs in line ends only\n"


class Case:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.driver = folder.parent.name
        self.tool = options.build / "tool" / "repool"
        self.inputs = {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if is_input(p)}
        self.units = [name for name in self.inputs if pathlib.Path(name).suffix in SOURCE]
        if not self.units:
            raise Failure("no input: a folder needs an input.cpp or input.c")
        flags = folder / "flags"
        self.flags = flags.read_text().split() if flags.exists() else []
        self.problems = []
        self.temporary = pathlib.Path(tempfile.mkdtemp(prefix="repool-"))
        self.work = self.temporary / "work"          # what the tool changes
        self.original = self.temporary / "original"  # the same, left alone
        self.work.mkdir()
        self.original.mkdir()

    def fail(self, text):
        self.problems.append(text.rstrip("\n"))

    # The tool.

    def repool(self, *arguments, accept):
        configured = b"assume:" in self.inputs.get(".repool.yaml", b"")
        if self.is_program() and arguments[0] != "undo" and not configured:
            arguments = [*arguments, "--assume=server"]
        result = execute([self.tool, *arguments], self.work)
        if result.returncode not in accept:
            raise Failure(f"repool {' '.join(arguments)}: exit {result.returncode}, expected one of "
                          f"{sorted(accept)}\n{result.stdout}{result.stderr}")
        return result

    def scan(self):
        result = self.repool("scan", "-p", ".", "--format", "json", accept={0, 1, 3})
        try:
            found = json.loads(result.stdout)
        except json.JSONDecodeError as error:
            raise Failure(f"scan --format json: {error}\n{result.stdout}")
        failed = found["units"]["failed"]
        pending = any(site["verdict"] in ("rewritten", "review") for site in found["sites"])
        if result.returncode != (3 if failed else 1 if pending else 0):
            self.fail(f"scan: exit {result.returncode} does not fit what it reported")
        return found

    def report(self, found):
        lines = []
        for site in found["sites"]:
            what = site["strategy"] if site["verdict"] == "rewritten" else site["code"]
            why = f": {site['reason']}" if site["verdict"] != "rewritten" else ""
            lines.append(f"{site['file']}:{site['line']}:{site['column']} {site['driver']} "
                         f"{site['function'] or '-'}: {site['verdict']} {what}{why}")
        for unit in found["units"]["failed"]:
            lines.append(f"{unit['file']}: did not parse: {unit['message']}")
        text = "\n".join(lines or ["no sites"]) + "\n"
        return text.replace(str(self.work) + "/", "").encode()

    # Files.

    def write_inputs(self, directory):
        for name, data in self.inputs.items():
            (directory / name).write_bytes(data)

    def files(self):
        return {p.name: p.read_bytes() for p in sorted(self.work.iterdir()) if p.is_file() and is_input(p)}

    def times(self):
        return {name: (self.work / name).stat().st_mtime_ns for name in self.inputs}

    def compile_flags(self, unit):
        standard = [] if any(f.startswith("-std=") for f in self.flags) else \
            ["-std=gnu11" if unit.endswith(".c") else "-std=c++17"]
        return [*standard, "-I/usr/include/postgresql", f"-I{REPO}/runtime/include", "-I.", *self.flags]

    def write_database(self):
        entries = []
        for unit in self.units:
            compiler = "/usr/bin/cc" if unit.endswith(".c") else "/usr/bin/c++"
            entries.append({"directory": str(self.work), "file": unit,
                            "arguments": [compiler, *self.compile_flags(unit), "-c", unit, "-o", unit + ".o"]})
        (self.work / "compile_commands.json").write_text(json.dumps(entries, indent=1))

    # Compilers.

    def messages(self, place):
        """gcc's warnings and errors of every unit in `place`, without their positions. clang's are
        compared by the tool itself, before it writes."""
        found = collections.Counter()
        for unit in self.units:
            compiler = "gcc" if unit.endswith(".c") else "g++"
            result = execute([compiler, "-fsyntax-only", "-Wall", "-Wextra", *self.compile_flags(unit), unit],
                             place)
            lines = re.findall(r"^\S+:\d+:\d+: ((?:fatal error|error|warning): .*)$", result.stderr, re.M)
            if result.returncode and not any("error: " in line for line in lines):
                lines.append(f"error: {result.stderr}")
            found.update(f"{compiler} {unit}: {line}" for line in lines)
        return found

    def new_messages(self):
        """Those that the unmigrated code does not have; it is asked only where there are any."""
        now = self.messages(self.work)
        if not now:
            return now
        old = self.work / "unmigrated"
        old.mkdir()
        self.write_inputs(old)
        before = self.messages(old)
        shutil.rmtree(old)
        return now - before

    def is_program(self):
        return self.driver in DATABASES and any(re.search(rb"^int main\(", self.inputs[u], re.M)
                                                for u in self.units)

    def runtime_libraries(self):
        found = []
        for name in DATABASES[self.driver].runtime:
            paths = sorted(self.options.build.glob(f"runtime/**/{name}"))
            if not paths:
                raise Failure(f"{name} is not under {self.options.build}/runtime; build the runtime first")
            found.append(paths[0])
        return found

    def run_program(self, directory, database, libraries):
        """Builds and runs the units of a directory; returns what can be seen of it."""
        stage = "before" if directory == self.original else "after"
        place = self.temporary / stage
        place.mkdir()
        objects = []
        for unit in self.units:
            objects.append(place / (unit + ".o"))
            compiler = "gcc" if unit.endswith(".c") else "g++"
            result = execute([compiler, *self.compile_flags(unit), "-O1", "-c", unit, "-o", objects[-1]],
                             directory)
            if result.returncode:
                raise Failure(f"{stage}: {unit} does not compile\n{result.stderr}")
        result = execute(["g++", *objects, *libraries, *database.libraries, "-pthread", *self.options.link_flag,
                          "-o", place / "program"], self.work)
        if result.returncode:
            raise Failure(f"{stage}: does not link\n{result.stderr}")
        result = execute(["./program", database.fresh(place)], place)
        errors = f"stderr:\n{result.stderr}" if result.returncode else ""
        return f"exit {result.returncode}\n{result.stdout}{errors}" + database.content(place) + "\n"

    # The whole.

    def compare(self, path, actual):
        """Against a golden file; None: there must be none."""
        if self.options.bless:
            if actual is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(actual)
            return
        expected = path.read_bytes() if path.exists() else None
        if expected == actual:
            return
        if expected is None:
            self.fail(f"{path.name} is missing; read this and, if it is right, ./dev bless\n"
                      + actual.decode("utf-8", "backslashreplace"))
        elif actual is None:
            self.fail(f"{path.name} is there, but the tool changes nothing in that file")
        else:
            self.fail(difference(expected, actual, path.name))

    def run(self):
        self.write_inputs(self.original)
        if self.options.inputs_only:
            self.check_inputs()
            return
        self.write_inputs(self.work)
        self.write_database()

        self.compare(self.folder / "report.txt", self.report(self.scan()))
        if self.files() != self.inputs:
            raise Failure("scan wrote a file")

        self.repool("apply", "-p", ".", accept={0})
        after = self.files()
        if set(after) != set(self.inputs):
            self.fail(f"apply made or removed files: {sorted(set(after) ^ set(self.inputs))}")
        changed = {name for name in after if after[name] != self.inputs.get(name)}
        for name in self.inputs:
            self.compare(golden_of(self.folder, name), after[name] if name in changed else None)
        if changed:
            self.check_meaning()
            self.check_second_run(after)
            self.check_undo()

    def check_inputs(self):
        if broken := [m for m in self.messages(self.original) if "error: " in m]:
            raise Failure("the input does not compile\n" + "\n".join(broken))
        if self.is_program() and DATABASES[self.driver].is_there():
            with DATABASES[self.driver]() as database:
                seen = self.run_program(self.original, database, [])
            print(seen if self.options.verbose else "", end="")

    def check_meaning(self):
        before = self.messages(self.original)
        if broken := [m for m in before if "error: " in m]:
            raise Failure("the input does not compile\n" + "\n".join(broken))
        if new := self.messages(self.work) - before:
            self.fail("new compiler messages:\n" + "\n".join(sorted(new)))
        elif self.is_program() and DATABASES[self.driver].is_there():
            with DATABASES[self.driver]() as database:
                seen = self.run_program(self.original, database, [])
                now = self.run_program(self.work, database, self.runtime_libraries())
            if now != seen:
                self.fail("the program behaves differently:\n"
                          + difference(seen.encode(), now.encode(), "run"))

    def check_second_run(self, after):
        if left := [s for s in self.scan()["sites"] if s["verdict"] == "rewritten"]:
            self.fail(f"a second scan would rewrite migrated code: {left}")
        times = self.times()
        self.repool("apply", "-p", ".", accept={0})
        if self.files() != after or self.times() != times:
            self.fail("a second apply wrote files")

    def check_undo(self):
        self.repool("undo", accept={0})
        for name, data in self.files().items():
            if data != self.inputs.get(name):
                self.fail("undo did not restore\n" + difference(self.inputs.get(name, b""), data, name))


def run_case(folder, options):
    """True if all is well."""
    case = None
    try:
        case = Case(folder, options)
        case.run()
        problems = case.problems
    except (Failure, OSError, subprocess.TimeoutExpired) as error:
        problems = [*(case.problems if case else []), str(error)]
    finally:
        if case and options.keep:
            print(f"kept: {case.temporary}")
        elif case:
            shutil.rmtree(case.temporary)
    name = f"{folder.parent.name}/{folder.name}"
    print(f"{'FAIL' if problems else 'ok  '} {name}")
    for problem in problems:
        print("  " + problem.replace("\n", "\n  "))
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=REPO / "build" / "dev", help="build directory")
    parser.add_argument("--bless", action="store_true", help="write expected.* and report.txt")
    parser.add_argument("--keep", action="store_true", help="keep the temporary directories")
    parser.add_argument("--link-flag", action="append", default=[], help="for linking with the runtime")
    parser.add_argument("--inputs-only", action="store_true", help="only compile and run the inputs")
    parser.add_argument("--verbose", action="store_true", help="with --inputs-only: print what programs do")
    options = parser.parse_args()
    options.build = options.build.resolve()
    results = [run_case(folder.resolve(), options) for folder in options.folders]
    if len(results) > 1:
        print(f"{results.count(True)} ok, {results.count(False)} failed")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
