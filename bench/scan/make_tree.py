#!/usr/bin/env python3
"""Makes a C++ project to measure `repool scan` on: many units, few of which open a connection.

    bench/scan/make_tree.py DIR --units 300 [--sites 5] [--seed 1]

Libraries of about 20 units each include heavy standard headers and the headers of two others, in layers that
grow with the logarithm of their number, as those of a project with base libraries do. SITES percent of the
units open a connection, with libpq, libpqxx or SQLite, in one of several shapes; some do so in an inline
function of a header, some by a function of another library that hands the handle out or closes it. The header
of that function and of the inline one is included by the headers of some libraries, so that a tenth of all units see it.
DIR/compile_commands.json names gcc; nothing has to be built. The same arguments make the same bytes.
"""
import argparse
import json
import pathlib
import random
import shutil
import subprocess

PER_LIBRARY = 20
HEAVY = ["algorithm", "chrono", "functional", "future", "iostream", "map", "memory", "mutex", "optional", "random",
         "regex", "set", "sstream", "string", "thread", "tuple", "unordered_map", "variant", "vector"]

WRAPPERS_H = """#pragma once
#include <libpq-fe.h>
#include <string>
namespace store {
PGconn *open_database(const std::string &where);
void close_database(PGconn *conn);
inline long count_rows(const char *where, const char *table) {
  PGconn *conn = PQconnectdb(where);
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return -1;
  }
  PGresult *result = PQexec(conn, "SELECT count(*) FROM items");
  const long count = PQntuples(result) == 1 ? std::stol(PQgetvalue(result, 0, 0)) : 0;
  PQclear(result);
  PQfinish(conn);
  return table ? count : 0;
}
} // namespace store
"""
WRAPPERS_CPP = """#include "store/wrappers.h"
namespace store {
PGconn *open_database(const std::string &where) {
  PGconn *conn = PQconnectdb(where.c_str());
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return nullptr;
  }
  return conn;
}
void close_database(PGconn *conn) { PQfinish(conn); }
} // namespace store
"""
SITES = [
    ('#include <libpq-fe.h>', """bool {f}_save(const std::string &name) {{
  PGconn *conn = PQconnectdb("host=db.example dbname=items");
  if (PQstatus(conn) != CONNECTION_OK) {{
    PQfinish(conn);
    return false;
  }}
  const char *values[] = {{name.c_str()}};
  PGresult *result = PQexecParams(conn, "INSERT INTO items(name) VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0);
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  PQfinish(conn);
  return ok;
}}
""", "save(items.at(0).name)"),
    ('#include <pqxx/pqxx>', """int {f}_count(const std::string &where) {{
  pqxx::connection conn(where);
  pqxx::work tx(conn);
  const auto row = tx.exec1("SELECT count(*) FROM items");
  return row[0].as<int>();
}}
""", "count(items.at(0).name)"),
    ('#include <sqlite3.h>', """int {f}_clear(const char *path) {{
  sqlite3 *db;
  if (sqlite3_open(path, &db) != SQLITE_OK) {{
    sqlite3_close(db);
    return -1;
  }}
  sqlite3_exec(db, "DELETE FROM items WHERE stale", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  return 0;
}}
""", "clear(items.at(0).name.c_str())"),
    ('#include "store/wrappers.h"', """long {f}_rows(const std::string &where) {{
  PGconn *conn = store::open_database(where);
  if (!conn)
    return -1;
  PGresult *result = PQexec(conn, "SELECT id FROM items");
  const long rows = PQntuples(result);
  PQclear(result);
  store::close_database(conn);
  return rows;
}}
""", "rows(items.at(0).name)"),
    ('#include "store/wrappers.h"', """long {f}_header(const std::string &where) {{
  return store::count_rows(where.c_str(), "items");
}}
""", "header(items.at(0).name)"),
]


def include_flags(package):
    if not shutil.which("pkg-config"):
        return []
    return subprocess.run(["pkg-config", "--cflags", package], capture_output=True, text=True).stdout.split()


def header(library, others):
    lines = ["#pragma once", *(f"#include <{h}>" for h in random.sample(HEAVY, 6)), "#include <string>", "#include <vector>"]
    lines += [f'#include "{o}"' for o in others]
    lines += [f"namespace {library} {{",
              "struct Item { std::string name; std::vector<int> values; double weight = 0; };",
              "template <class Map> double total(const Map &map) {",
              "  double sum = 0;", "  for (const auto &[key, value] : map)", "    sum += value;", "  return sum;", "}"]
    return lines


def below(libraries, i):
    """What the header of the I-th library includes. A fifth of those that nothing includes, about a tenth of
    all, hand out connections."""
    others = sorted({(i - 1) // 2, (i - 1) // 3}) if i else []
    names = [f"{libraries[k]}/{libraries[k]}.h" for k in others]
    if i > len(libraries) // 2 and i % 5 == 0:
        names.append("store/wrappers.h")
    return names


def unit(library, name, site):
    """The text of one unit, and the function it is called by."""
    heavy = random.sample(HEAVY, 8)
    lines = [*(f"#include <{h}>" for h in heavy), "#include <map>", "#include <numeric>", "#include <algorithm>",
             f'#include "{library}/{library}.h"']
    if site:
        lines.append(site[0])
    lines += [f"namespace {library} {{", "namespace {"]
    for i in range(random.randint(4, 12)):
        lines.append(f"double step{i}(std::vector<Item> &items, double scale) {{\n"
                     f"  std::sort(items.begin(), items.end(), [](const Item &a, const Item &b) {{ return a.weight < b.weight; }});\n"
                     f"  std::map<std::string, double> sums;\n"
                     f"  for (const Item &item : items)\n"
                     f"    sums[item.name] += std::accumulate(item.values.begin(), item.values.end(), 0.0) * scale;\n"
                     f"  return total(sums) + {i};\n}}")
    steps = i + 1
    lines.append("} // namespace")
    if site:
        lines.append(site[1].format(f=name))
    lines.append(f"double {name}(std::vector<Item> items) {{")
    lines.append("  double result = 0;")
    lines += [f"  result += step{k}(items, {k}.5);" for k in range(steps)]
    if site:
        lines.append(f"  result += {name}_{site[2]};")
    lines += ["  return result;", "}", f"}} // namespace {library}", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--sites", type=float, default=5, help="percent of the units that open a connection")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    folder = options.folder.resolve()
    flags = ["g++", "-std=c++17", "-O2", "-Wall", *(f for p in ("libpq", "libpqxx", "sqlite3") for f in include_flags(p)), "-I."]
    flags = list(dict.fromkeys(flags))
    database = []

    def write(name, text):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if name.endswith(".cpp"):
            database.append({"file": name, "directory": str(folder), "arguments": [*flags, "-c", name, "-o", name + ".o"]})

    write("store/wrappers.h", WRAPPERS_H)
    write("store/wrappers.cpp", WRAPPERS_CPP)
    libraries = [f"lib{i}" for i in range(max(1, (options.units - 2) // PER_LIBRARY))]
    with_sites = set(random.sample(range(options.units - 2), round((options.units - 2) * options.sites / 100)))
    shapes = 0
    declared = {library: header(library, below(libraries, i)) for i, library in enumerate(libraries)}
    calls = []
    for i in range(options.units - 2):
        library = libraries[min(i // PER_LIBRARY, len(libraries) - 1)]
        site = None
        if i in with_sites:
            site = SITES[shapes % len(SITES)]
            shapes += 1
        name = f"work{i}"
        write(f"{library}/{name}.cpp", unit(library, name, site))
        declared[library].append(f"double {name}(std::vector<Item> items);")
        calls.append((library, name))
    for library, lines in declared.items():
        write(f"{library}/{library}.h", "\n".join([*lines, f"}} // namespace {library}", ""]))
    main_text = [f'#include "{library}/{library}.h"' for library in libraries]
    main_text += ["#include <sys/socket.h>", "#include <unistd.h>", "int main() {",
                  "  for (int client; (client = accept(0, nullptr, nullptr)) >= 0; close(client)) {", "    double sum = 0;"]
    main_text += [f"    sum += {library}::{name}({{}});" for library, name in calls]
    write("main.cpp", "\n".join([*main_text, "    write(client, &sum, sizeof sum);", "  }", "}", ""]))
    (folder / "compile_commands.json").write_text(json.dumps(database, indent=1))


main()
