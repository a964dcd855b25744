"""Edits a project at random; after each edit a scan that knows the past, one that does not, and now and then one in
shards must give the same plan and say the same: cache_random.py DIR SEED STEPS REPOOL"""

import difflib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

base, seed, steps, repool = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random.seed(seed)
shutil.rmtree(base, ignore_errors=True)
tree = base / "tree"
(tree / "early").mkdir(parents=True)
(tree / "late").mkdir()
UNITS = 5
HEADERS = 3
HEAD = "#pragma once\n#include <sqlite3.h>\nvoid shut(sqlite3 *db);\n"


def site(name, close):
    return f"""int {name}(const char *path) {{
  sqlite3 *db;
  int rc = sqlite3_open(path, &db);
  if (rc == SQLITE_OK)
    sqlite3_exec(db, "DELETE FROM t", 0, 0, 0);
  {close}(db);
  return rc;
}}
"""


for i in range(UNITS):
    (tree / f"u{i}.c").write_text(f'#include "h{i % HEADERS}.h"\n#if __has_include("opt{i}.h")\n#include "opt{i}.h"\n#endif\n'
                                  + site(f"f{i}", random.choice(["sqlite3_close", "shut"])))
for i in range(HEADERS):
    (tree / "late" / f"h{i}.h").write_text(HEAD)
(tree / "helper.c").write_text('#include "h0.h"\nvoid shut(sqlite3 *db) { sqlite3_close(db); }\n')
(tree / "compile_commands.json").write_text(json.dumps([
    {"file": name, "directory": str(tree), "arguments": ["cc", "-Iearly", "-Ilate", "-c", name]}
    for name in [*(f"u{i}.c" for i in range(UNITS)), "helper.c"]]))


def toggle(path, make):
    if path.exists() or path.is_symlink():
        path.unlink()
    else:
        make()


def swap(path, one, other):
    text = path.read_text()
    path.write_text(text.replace(one, other, 1) if one in text else text.replace(other, one, 1))


def edit():
    i = random.randrange(HEADERS)
    unit = tree / f"u{random.randrange(UNITS)}.c"
    header, shadow = tree / "late" / f"h{i}.h", tree / "early" / f"h{i}.h"
    other = tree / "late" / f"h{(i + 1) % HEADERS}.h"
    optional = tree / unit.name.replace("u", "opt").replace(".c", ".h")
    random.choice([
        lambda: unit.write_text(unit.read_text() + "// a word\n"),
        lambda: unit.write_text(unit.read_text().removesuffix("broken;\n") if unit.read_text().endswith("broken;\n")
                                else unit.read_text() + "broken;\n"),
        lambda: swap(unit, "sqlite3 *db;\n", "sqlite3 *db; // NOLINTNEXTLINE\n"),
        lambda: header.write_text(header.read_text() + "// a word\n"),
        lambda: header.write_text(header.read_text() + "static " + site(f"g{random.randrange(10**6)}", "sqlite3_close")),
        lambda: toggle(shadow, lambda: shadow.write_text(HEAD + "static " + site("shadow", "sqlite3_close"))),
        lambda: toggle(shadow, lambda: shadow.symlink_to(other)),
        lambda: toggle(shadow, lambda: os.link(other, shadow)),
        lambda: toggle(optional, lambda: optional.write_text("static " + site("optional", "shut"))),
        lambda: swap(tree / "helper.c", "{ sqlite3_close(db); }", "{ if (db) sqlite3_close(db); }"),
    ])()


def run(*words):
    plan = base / "plan.json"
    result = subprocess.run([repool, words[0], "-p", str(tree), f"-j{random.choice([1, 3])}", "-o", str(plan), *words[1:]],
                            capture_output=True, text=True)
    return result.returncode, result.stdout, result.stderr, plan.read_text()


for step in range(steps):
    edit()
    wanted = run("scan", "--no-cache")
    ways = {"cache": run("scan", "--cache", str(base / "cache"))}
    if step % 8 == 0:
        parts = random.randrange(1, 4)
        shards = [str(base / f"shard-{k}") for k in range(1, parts + 1)]
        for k, shard in enumerate(shards, 1):
            subprocess.run([repool, "scan", "-p", str(tree), "--shard", f"{k}/{parts}", "-o", shard,
                            *random.choice([["--no-cache"], ["--cache", str(base / "cache")]])],
                           check=True, stdout=subprocess.DEVNULL)
        ways["shards"] = run("merge", "--no-cache", *shards)
    for way, got in ways.items():
        if got != wanted:
            diff = difflib.unified_diff(wanted[3].splitlines(), got[3].splitlines(), "scan", way, lineterm="")
            sys.exit("\n".join([f"step {step}: {way} differs", *map(str, wanted[:3]), *map(str, got[:3]), *diff]))
