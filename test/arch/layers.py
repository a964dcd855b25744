#!/usr/bin/env python3
"""Checks the rules of ARCHITECTURE.md that a compiler does not see. Prints one line per violation.

A new arrow between folders is a row of INCLUDES and a word in ARCHITECTURE.md, in one commit.
"""

import pathlib
import re
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]

# folder of lib/ -> folders of lib/ whose headers it may include
INCLUDES = {
    "model": [],
    "drivers": ["model"],
    "sql": ["model"],
    "project": ["model", "drivers"],
    "parse": ["model", "project"],
    "find": ["model", "drivers", "project", "parse"],
    "analyze": ["model", "drivers", "project", "parse", "find", "sql"],
    "decide": ["model", "drivers", "sql"],
    "edit": ["model", "drivers"],
    "format": ["model"],
    "verify": ["model", "parse", "project"],
    "cache": ["model", "drivers", "project", "parse"],
    "merge": ["model", "drivers", "edit"],
    "plan": ["model"],
    "render": ["model"],
    "apply": ["model", "plan"],
    "pipeline": ["model", "drivers", "sql", "project", "parse", "find", "analyze", "decide", "edit", "format",
                 "verify", "cache", "merge", "plan", "render", "apply"],
    "monitor": ["render"],
}
KNOWS_CLANG = {"parse", "find", "analyze", "verify", "format"}
READS_FILES = {"project", "apply", "cache"}  # cache: its own entries, no file of the user
WRITES_FILES = {"apply", "cache"}
WRITES_JSON = {"plan/", "render/Json", "render/Sarif", "monitor/CheckLog"}
READS_TREES = {"sql/Postgres"}  # libpg_query gives its parse tree as JSON
OPENS_OWN = {"monitor/Chain", "monitor/CheckLog"}  # the runtime's settings file; the log that the user asks for
PURE = {"model", "drivers", "decide", "edit", "merge", "sql"}

CLANG = re.compile(r'#\s*include\s+["<](clang|clang-c)/')
LLVM = re.compile(r'#\s*include\s+["<](llvm|clang|clang-c|llvm-c)/')
LLVM_IO = re.compile(r'#\s*include\s+["<]llvm/Support/(FileSystem|MemoryBuffer|VirtualFileSystem|raw_ostream|Process|Program)\.h')
# Clang reads through its own file system in parse; these are the ways around it.
READ = re.compile(r"\b(ifstream|fopen|MemoryBuffer::getFile\w*|getFileOrSTDIN|fs::openFileForRead\w*)\b")
WRITE = re.compile(r"\b(ofstream|fopen|raw_fd_ostream|raw_fd_stream|fs::openFileForWrite\w*|ToolOutputFile|writeToOutput)\b")
JSON = re.compile(r'#\s*include\s+["<]llvm/Support/JSON\.h|\bjson::(Object|Value|OStream)\b')
CLIENT = re.compile(r'#\s*include\s+["<](libpq-fe|pqxx|sqlite3|mysql|mariadb|hiredis)')
COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/|("(?:\\.|[^"\\\n])*")', re.S)

violations = []


def report(path, line, text):
    violations.append(f"{path.relative_to(REPO)}:{line}: {text}")


def code(path):
    """Lines without comments; a file's length and line numbers stay."""
    def blank(match):
        return match.group(1) or re.sub(r"[^\n]", " ", match.group(0))

    return COMMENT.sub(blank, path.read_text(encoding="utf-8")).splitlines()


def sources(folder):
    return sorted(p for p in (REPO / folder).rglob("*") if p.suffix in {".h", ".c", ".cpp"})


def forbid(path, pattern, text):
    for number, line in enumerate(code(path), 1):
        if match := pattern.search(line):
            report(path, number, f"{text} ({match.group(0).strip()})")


def check_lib():
    for path in sources("lib"):
        inside = path.relative_to(REPO / "lib").as_posix()
        folder = inside.split("/")[0]
        if folder not in INCLUDES:
            report(path, 1, f"lib/{folder} has no row in test/arch/layers.py")
            continue
        for number, line in enumerate(code(path), 1):
            match = re.match(r'\s*#\s*include\s+"(\w+)/', line)
            if match and match.group(1) in INCLUDES and match.group(1) not in [folder, *INCLUDES[folder]]:
                report(path, number, f"{folder} must not know {match.group(1)}")
        if folder not in KNOWS_CLANG:
            forbid(path, CLANG, f"{folder} must not know clang; only {', '.join(sorted(KNOWS_CLANG))} do")
        is_own = any(inside.startswith(place) for place in OPENS_OWN)
        if folder not in READS_FILES and not is_own:
            forbid(path, READ, "only project reads user files (and apply, to compare)")
        if folder not in WRITES_FILES and not is_own:
            forbid(path, WRITE, "only apply writes user files")
        if folder in PURE:
            forbid(path, LLVM_IO, f"{folder} is pure: no input or output")
        if folder == "model":
            forbid(path, LLVM, "model is std only")
        if not any(inside.startswith(place) for place in WRITES_JSON | READS_TREES):
            # compile_commands.json is read by project; what repool publishes is written by few.
            if folder != "project":
                forbid(path, JSON, "only plan and render/Json, render/Sarif know JSON")


def check_tool():
    for path in sources("tool"):
        forbid(path, CLANG, "tool is thin: no clang")


def check_runtime():
    for path in sources("runtime"):
        forbid(path, LLVM, "the runtime knows no LLVM")
        inside = path.relative_to(REPO / "runtime").as_posix()
        if inside.startswith("src/") and not inside.startswith("src/drivers/"):
            forbid(path, CLIENT, "the core names no database; client libraries belong in src/drivers")
        if re.search(r"include/repool/(cache|lease|redis|runtime|stats|version)\.h$", inside):
            forbid(path, CLIENT, "only a driver's own header names its client library")


def check_documents():
    architecture = REPO / "ARCHITECTURE.md"
    if architecture.exists():
        count = len(architecture.read_text(encoding="utf-8").splitlines())
        if count > 200:
            report(architecture, count, f"{count} lines; the limit is 200")
    table = REPO / "lib/model/Reasons.cpp"
    for code_ in re.findall(r'Reason\{"(RP\d+)"', table.read_text(encoding="utf-8")):
        if not (REPO / f"docs/problems/{code_}.md").exists():
            report(table, 1, f"{code_} has no page docs/problems/{code_}.md")


check_lib()
check_tool()
check_runtime()
check_documents()
for violation in violations:
    print(violation)
sys.exit(1 if violations else 0)
