"""From raw figures to tables and bars. Every ratio is taken within a round, where both sides saw the
same machine, and then the median of the rounds with the lowest and highest.
"""
import collections
import re
import statistics

Bar = collections.namedtuple("Bar", "what wanted median low high met")

LABELS = {
    "direct": "connection per request", "direct-trust": "the same, login without password",
    "pgbouncer": "connection per request, PgBouncer", "pgbouncer-trust": "the same, login without password",
    "soci": "SOCI connection_pool", "mutex": "mutex and condition variable, unfair",
    "fifo": "the same, first come first served", "repool": "repool, `.stateless()`",
    "repool-reset": "repool, full reset", "repool-unreserved": "repool, `.stateless()`, `REPOOL_RESERVE=0`",
    "repool-reset-unreserved": "repool, full reset, `REPOOL_RESERVE=0`",
    "mutex-discard": "mutex and condition variable + `DISCARD ALL`",
    "fifo-discard": "first come first served + `DISCARD ALL`",
    "kept": "a thread per connection, no pool", "pgbench": "pgbench", "pgbench-discard": "pgbench + `DISCARD ALL`",
}


def spread(values):
    return statistics.median(values), min(values), max(values)


def by_round(rows, value, **where):
    return {row["round"]: value(row) for row in rows if all(row[k] == v for k, v in where.items())}


def ratios(above, below):
    return [above[r] / below[r] for r in above if below.get(r)]


def bar(what, wanted, values, met):
    if not values:
        return []
    median, low, high = spread(values)
    return [Bar(what, wanted, median, low, high, met(median))]


def at_least(limit):
    return lambda value: value >= limit


def at_most(limit):
    return lambda value: value <= limit


def borrow_bars(rows):
    # Of one thread the CPU time: what another process took meanwhile is not a cost of borrowing.
    def ns(name):
        return by_round(rows, lambda row: row["cpu_ns"], name=name, threads=1)

    ours = ns("repool/lease")
    return (bar("borrow+return, uncontended / two lock pairs + two clock reads + peek", "<= 1.5",
                ratios(ours, ns("parts/sum")), at_most(1.5))
            + bar("borrow+return, uncontended / SOCI's with a peek (`lease()`)", "< 1",
                  ratios(ours, ns("soci/lease-peek")), lambda value: value < 1)
            + bar("borrow+return, uncontended / SOCI's with a peek (`soci::session`)", "< 1",
                  ratios(ours, ns("soci/session-peek")), lambda value: value < 1))


def load_bars(rows):
    found = []
    for threads, connections in sorted({(row["threads"], row["connections"]) for row in rows}):
        def of(name, key="throughput"):
            return by_round(rows, lambda row: row[key], contender=name, threads=threads, connections=connections)

        at = f"{threads} threads, {connections} connections: "
        ours = of("repool")
        if threads >= 100:
            found += bar(at + "errors", "0", list(of("repool", "errors").values()), at_most(0))
            worst = by_round(rows, lambda row: row["p99_ms"] / (2000 * threads / row["throughput"]),
                             contender="repool", threads=threads, connections=connections)
            found += bar(at + "P99 / (2 x threads / throughput)", "<= 1", list(worst.values()), at_most(1))
            found += bar(at + "throughput / unfair mutex pool", ">= 0.75", ratios(ours, of("mutex")), at_least(0.75))
            continue
        found += bar(at + "stateless / pgbench", ">= 0.90", ratios(ours, of("pgbench")), at_least(0.9))
        found += bar(at + "full reset / pgbench with DISCARD ALL", ">= 0.85",
                     ratios(of("repool-reset"), of("pgbench-discard")), at_least(0.85))
        for name, limit in (("direct", 50), ("direct-trust", 50), ("pgbouncer", 4), ("pgbouncer-trust", 4)):
            found += bar(at + "stateless / " + LABELS[name.removesuffix("-trust")]
                         + (", no password" if name.endswith("-trust") else ""), f">= {limit}",
                         ratios(ours, of(name)), at_least(limit))
    return found


def bars(data):
    return borrow_bars(data["borrow"]) + load_bars(data["load"])


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def ranged(values, digits=0):
    if not values:
        return "-"
    median, low, high = spread(values)
    return f"{median:,.{digits}f} ({low:,.{digits}f} .. {high:,.{digits}f})"


def borrow_table(rows):
    threads = sorted({row["threads"] for row in rows})
    names = list(dict.fromkeys(row["name"] for row in rows))
    body = []
    for name in sorted(names, key=lambda n: (n.split("/")[0] != "parts", n)):
        cells = [list(by_round(rows, lambda row: row["cpu_ns"], name=name, threads=1).values())]
        cells += [list(by_round(rows, lambda row: row["ns"], name=name, threads=n).values()) for n in threads]
        body.append([f"`{name}`", *(ranged(cell) for cell in cells)])
    return table(["ns per borrow+return, process-wide", "1 thread, CPU time",
                  *(f"{n} thread{'s' * (n > 1)}" for n in threads)], body)


def load_table(rows, threads, connections):
    here = [row for row in rows if row["threads"] == threads and row["connections"] == connections]
    body = []
    for name in dict.fromkeys(LABELS):
        mine = [row for row in here if row["contender"] == name]
        if not mine:
            continue

        def column(key, digits):
            return ranged([row[key] for row in mine if key in row], digits)

        per_pgbench = ratios(by_round(here, lambda row: row["throughput"], contender=name),
                             by_round(here, lambda row: row["throughput"], contender="pgbench"))
        medians = [f"{statistics.median(row[key] for row in mine):.1f}" if key in mine[0] else "-"
                   for key in ("client_cpu_us", "switches")]
        body.append([LABELS[name], column("throughput", 0), ranged(per_pgbench, 2), column("p50_ms", 2),
                     column("p99_ms", 2), str(sum(row["errors"] for row in mine)), *medians])
    return table(["contender", "requests/s", "of pgbench", "P50 ms", "P99 ms", "errors", "client CPU us",
                  "client switches"], body)


def markdown(data):
    machine = data["machine"]
    parts = [f"{data['date']}: {machine['cores']} cores ({machine['cpu']}), Linux {machine['kernel']}, PostgreSQL "
             f"{machine['postgresql']}, PgBouncer {machine['pgbouncer']}, {', '.join(machine['packages'])}. "
             f"{data['rounds']} rounds, {data['seconds']:g} s a contender; load average before the first and after "
             f"each round: {', '.join(f'{x:.1f}' for x in data['load_average'])}. Cells: median (lowest .. highest).\n"]
    parts.append("### Bars\n\n" + table(
        ["", "wanted", "median", "lowest .. highest", ""],
        [[b["what"], b["wanted"], f"{b['median']:.2f}", f"{b['low']:.2f} .. {b['high']:.2f}",
          "met" if b["met"] else "**falls short**"] for b in data["bars"]]))
    if data["borrow"]:
        parts.append("### Borrow and return\n\n" + borrow_table(data["borrow"]))
    for threads, connections in sorted({(row["threads"], row["connections"]) for row in data["load"]}):
        parts.append(f"### SELECT by key, {threads} threads on {connections} connections\n\n"
                     + load_table(data["load"], threads, connections))
    return "\n".join(parts)


def insert(path, text):
    """Replaces what stands between the markers of \\p path."""
    old = path.read_text()
    new = re.sub(r"(<!-- figures -->\n).*(<!-- /figures -->)", lambda m: f"{m[1]}{text}{m[2]}", old, flags=re.S)
    if new == old and text not in old:
        raise SystemExit(f"{path}: no place for figures")
    path.write_text(new)
