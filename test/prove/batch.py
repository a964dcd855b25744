"""Programs through the tool and the compiler: what they did before, what they do after.

One batch is one project with one compile_commands.json, so that the tool starts once for many programs:

    batch/before/p7/input.c      as generated
    batch/after/p7/input.c       what `repool apply` made of it
    batch/run/p7-before/ ...     where each was run: its databases

A program differs if it no longer compiles, compiles with a new warning, prints, stores or returns
something else, or opens more connections than before.
"""
import collections
import dataclasses
import difflib
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess

from render import render

REPO = pathlib.Path(__file__).resolve().parents[2]


STOPPED = "exit -99\n"


class Broken(Exception):
    """The proof itself cannot go on: the tool or a compiler is not there, or a program is no program."""


@dataclasses.dataclass
class Setting:
    tool: pathlib.Path
    libraries: pathlib.Path         # where librepool_core.a is
    work: pathlib.Path              # a folder for temporary files
    servers: object = None          # a PostgreSQL, if one is needed
    link_flags: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Difference:
    kind: str                       # "compile", "warning", "output", "connections", "second", "undo", "tool"
    text: str


@dataclasses.dataclass
class Outcome:
    program: object
    changed: bool = False
    endless: bool = False           # takes too long as generated, so that it proves nothing
    difference: Difference = None
    connections: tuple = (0, 0)
    sites: list = dataclasses.field(default_factory=list)


def execute(command, cwd, timeout=120, environment=None):
    """Runs a program; one that does not end is stopped with everything it started."""
    process = subprocess.Popen([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True,
                               env={**os.environ, **(environment or {})})
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return subprocess.CompletedProcess(command, -99, out, err + f"\nstopped after {timeout} s")
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def words(program, unit):
    """The compile command of a unit without its compiler."""
    return ["-std=c++17" if program.cxx else "-std=gnu11", "-Wall", "-Wextra", "-I/usr/include/postgresql",
            f"-I{REPO}/runtime/include", unit]


def compiler(program):
    return "g++" if program.cxx else "gcc"


class Batch:
    def __init__(self, programs, setting, folder):
        self.programs = programs
        self.setting = setting
        self.folder = folder
        self.before, self.after = folder / "before", folder / "after"
        self.files = {}                 # program's place -> {name: text}

    def place(self, program):
        return f"p{self.programs.index(program)}"

    def write(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        entries = []
        for program in self.programs:
            place = self.place(program)
            self.files[place] = render(program)
            for root in (self.before, self.after):
                (root / place).mkdir(parents=True)
                for name, text in self.files[place].items():
                    (root / place / name).write_text(text, newline="")
            for name in self.units(program):
                entries.append({"directory": str(self.after / place), "file": name,
                                "arguments": [f"/usr/bin/{compiler(program)}", *words(program, name)[:-1], "-c", name]})
        (self.after / "compile_commands.json").write_text(json.dumps(entries, indent=1))

    def seeds(self):
        return f"seeds {self.programs[0].seed} to {self.programs[-1].seed}"

    def units(self, program):
        return [name for name in self.files[self.place(program)] if not name.endswith(".h")]

    def repool(self, *arguments):
        return execute([self.setting.tool, *arguments], self.after, timeout=300)

    def text_after(self, program):
        place = self.place(program)
        return {name: (self.after / place / name).read_bytes().decode() for name in self.files[place]}

    # The tool.

    def apply(self, outcomes):
        result = self.repool("apply", "-p", ".", "-j", "1", "--format", "json")
        if result.returncode == 3:
            failed = json.loads(result.stdout)["units"]["failed"]
            raise Broken(f"{self.seeds()}: clang does not parse a program as generated: {failed[0]['message']}")
        if result.returncode != 0:
            return Difference("tool", f"apply: exit {result.returncode}\n{result.stdout[-1500:]}{result.stderr[-1500:]}")
        found = json.loads(result.stdout)
        for site in found["sites"]:
            place = site["file"].split("/")[-2]
            outcomes[int(place[1:])].sites.append(site)
        return None

    def apply_again(self):
        """Nothing may be left to do, and nothing may be written."""
        result = self.repool("scan", "-p", ".", "-j", "1", "--format", "json")
        left = [s for s in json.loads(result.stdout)["sites"] if s["verdict"] == "rewritten"]
        if left:
            return Difference("second", f"a second plan would rewrite {left[0]}")
        return None

    def undo(self):
        result = self.repool("undo")
        if result.returncode != 0:
            return Difference("undo", f"undo: exit {result.returncode}\n{result.stderr}")
        for program in self.programs:
            if self.text_after(program) != self.files[self.place(program)]:
                return Difference("undo", f"undo did not restore {self.place(program)}")
        return None

    # The programs.

    def build(self, program, root, into):
        """Compiles and links; the multiset of warnings, and an error or None."""
        warnings = collections.Counter()
        into.mkdir(parents=True)
        objects = []
        for unit in self.units(program):
            objects.append(into / (unit + ".o"))
            early = ["-include", self.setting.work / f"{program.client}.h"] if program.cxx else []
            result = execute([compiler(program), "-O0", *early, *words(program, unit), "-c", "-o", objects[-1]],
                             root / self.place(program))
            if result.returncode:
                return warnings, f"{unit} does not compile\n{result.stderr[:3000]}"
            warnings.update(re.sub(r"\d+", "#", line) for line in
                            re.findall(r"^\S+:\d+:\d+: (warning: .*)$", result.stderr, re.M))
        runtime = [] if root == self.before else [
            self.setting.libraries / f"librepool_{name}.a" for name in program.runtime()]
        result = execute(["g++", "-fuse-ld=lld", *objects, self.setting.work / "connections.o", *runtime,
                          *program.libraries(), "-pthread", "-ldl", *self.setting.link_flags, "-o", into / "program"], into)
        if result.returncode:
            return warnings, f"does not link\n{result.stderr[:3000]}"
        return warnings, None

    def run(self, program, into, seconds=60):
        """What can be seen of a run, and how many connections it made."""
        servers = self.setting.servers
        name = servers.fresh() if servers else ""
        arguments = [servers.conninfo(name), name] if servers else ["test.db"]
        result = execute(["./program", *arguments], into, timeout=seconds)
        content = []
        if program.client == "sqlite":
            for path in sorted(into.rglob("*.db")):
                connection = sqlite3.connect(path)
                try:
                    content += [f"-- {path.name}", *connection.iterdump()]
                except sqlite3.Error as error:
                    content.append(f"-- {path.name}: {error}")
                connection.close()
        else:
            content = [servers.dump(name)]
        made = into / "connections"
        # The runtime's own notes, that an endpoint is down, are not the program's.
        errors = re.sub(r"^repool: .*\n(?:[\t ].*\n|\n)*", "", result.stderr, flags=re.M)
        if program.threads:
            errors = "\n".join(sorted(errors.splitlines()))
        seen = f"exit {result.returncode}\n{result.stdout}\nstderr: {errors}\n" + "\n".join(content) + "\n"
        if name:
            seen = seen.replace(name, "SCHEMA")
        return seen, int(made.read_text()) if made.exists() else -1

    def compare(self, outcome):
        program = outcome.program
        place = self.place(program)
        runs = self.folder / "run"
        outcome.changed = self.text_after(program) != self.files[place]
        old_warnings, error = self.build(program, self.before, runs / f"{place}-before")
        if error:
            raise Broken(f"seed {program.seed}: the program as generated {error}")
        if not outcome.changed:
            return None
        new_warnings, error = self.build(program, self.after, runs / f"{place}-after")
        if error:
            return Difference("compile", error)
        if added := new_warnings - old_warnings:
            return Difference("warning", "\n".join(sorted(added)))
        seen, opened = self.run(program, runs / f"{place}-before", seconds=20)
        if seen.startswith(STOPPED):
            outcome.endless = True
            return None
        now, opened_now = self.run(program, runs / f"{place}-after")
        outcome.connections = (opened, opened_now)
        if seen != now:
            lines = difflib.unified_diff(seen.splitlines(), now.splitlines(), "before", "after", lineterm="")
            return Difference("output", "\n".join(lines))
        if opened_now > opened:
            return Difference("connections", f"{opened} connections before, {opened_now} after")
        return None

    def prove(self, thorough=False):
        """An Outcome per program. `thorough` looks at a second plan and at undo, too."""
        self.write()
        outcomes = [Outcome(program) for program in self.programs]
        failure = self.apply(outcomes)
        if not failure:
            for outcome in outcomes:
                outcome.difference = self.compare(outcome)
            if thorough and any(o.changed for o in outcomes):
                failure = self.apply_again() or self.undo()
        if failure:
            outcomes[0].difference = outcomes[0].difference or failure
        return outcomes


STANDARD = ["functional", "memory", "stdexcept", "string", "type_traits", "utility", "stdarg.h", "stdio.h", "stdlib.h",
            "pthread.h"]


def build_common(setting, client):
    """What all programs share: the counter, and the standard headers compiled once, which halves the time."""
    def build(*command):
        result = execute(command, setting.work)
        if result.returncode:
            raise Broken(f"{command[0]}: {result.stderr}")

    source = pathlib.Path(__file__).parent / "connections.c"
    build("gcc", "-O1", "-Wall", "-fPIC", "-c", source, "-o", setting.work / "connections.o")
    for name in (["pqxx/pqxx"] if client == "libpqxx" else []) + STANDARD:
        with open(setting.work / f"{client}.h", "a") as header:
            header.write(f"#include <{name}>\n")
    build("g++", "-O0", "-std=c++17", "-Wall", "-Wextra", "-x", "c++-header", f"{client}.h", "-o", f"{client}.h.gch")
