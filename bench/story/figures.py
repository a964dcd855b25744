"""From what was measured to the tables and the picture; and which promises were broken."""
import os
import pathlib
import re
import subprocess

from stage import MAX, servers
from report import table  # of bench/runtime

TITLES = {"pages.txt": "Pages as visitors ask for them", "short.txt": "Short queries"}
COLOURS = {"before": "#c0392b", "PgBouncer alone": "#b7950b", "after": "#1e8449"}


def machine():
    def version(*command):
        return re.search(r"\d+[.\d]*", subprocess.run(command, capture_output=True, text=True).stdout)[0]

    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {"cores": os.cpu_count(), "cpu": cpu[1] if cpu else "unknown",
            "postgresql": version(servers.bin_dir() / "postgres", "--version"),
            "pgbouncer": version("/usr/sbin/pgbouncer", "--version")}


def find(told, contender, mix, clients):
    return next(r for r in told["rows"] if (r["contender"], r["mix"], r["clients"]) == (contender, mix, clients))


def bars(told):
    """What was wanted, what came out, whether it was reached."""
    after, before = find(told, "after", "short.txt", 200), find(told, "before", "short.txt", 200)
    bouncer = find(told, "PgBouncer alone", "short.txt", 200)
    opened = next(r for r in told["rows"] if r["contender"] == "after, open loop")
    all_after = [r for r in told["rows"] if r["contender"].startswith("after")]
    refused = sum(r["refused"] for r in all_after)
    failed = sum(r["failed"] for r in all_after)
    most = max(r["most"] for r in all_after)
    less = 1 - after["connect_ms"] / before["connect_ms"]
    kill = told["drills"][0]
    return [
        ("requests that failed after the migration, 50 to 1500 clients", "0", f"{failed}", failed == 0),
        ("of them for want of a connection", "0", f"{refused}", refused == 0),
        ("processes of the server for it at any instant, one that is closing included", f"<= {MAX + 1}", f"{most}",
         most <= MAX + 1),
        ("time in connect a request, less by", ">= 95 %", f"{100 * less:.1f} %", less >= 0.95),
        ("throughput, short queries, 200 clients / before", ">= 10", f"{after['throughput'] / before['throughput']:.1f}",
         after["throughput"] >= 10 * before["throughput"]),
        ("the same / PgBouncer alone", "> 1", f"{after['throughput'] / bouncer['throughput']:.1f}",
         after["throughput"] > bouncer["throughput"]),
        ("P95, 1500 clients, open loop at 70 % of capacity", "< 500 ms", f"{opened['p95']:.0f} ms", opened["p95"] < 500),
        ("failed when PgBouncer is killed", f"<= {MAX}", f"{kill['failed']}", kill["failed"] <= MAX),
        ("every byte as before after `repool undo`", "yes", "yes" if told["undone"] else "no", told["undone"])]


def broken(told):
    """Promises, not figures that depend on the machine."""
    return [what for what, _, _, met in bars(told)[:3] + bars(told)[-2:] if not met]


def load_table(rows):
    return table(["", "clients", "requests/s", "P50 ms", "P95 ms", "P99 ms", "failed", "refused by the server",
                  "connections opened", "at most", "ms in connect a request", "server CPU, ms a request"],
                 [[r["contender"], f"{r['clients']}", f"{r['throughput']:,.0f}", f"{r['p50']:,.0f}", f"{r['p95']:,.0f}",
                   f"{r['p99']:,.0f}", f"{r['failed']}", f"{r['refused']}", f"{r['opened']:,}", f"{r['most']}",
                   f"{r['connect_ms']:.2f}", f"{r['cpu_ms']:.2f}"] for r in rows])


def markdown(told):
    m, migration = told["machine"], told["migration"]
    text = (f"{told['date']}: {m['cores']} cores ({m['cpu']}) for everything, PostgreSQL {m['postgresql']} with "
            f"`max_connections = 25`, PgBouncer {m['pgbouncer']} in session mode with {MAX} connections to the server, "
            f"{told['seconds']:g} s a measurement.\n\n")
    text += "### What was wanted\n\n" + table(
        ["", "wanted", "measured", ""], [[*row[:3], "met" if row[3] else "**falls short**"] for row in bars(told)])
    for mix, title in TITLES.items():
        text += f"\n### {title}\n\n" + load_table([r for r in told["rows"] if r["mix"] == mix])
    text += (f"\n### The migration\n\n`repool apply`: {migration['said']} {migration['seconds']:.1f} s,"
             f" {migration['files']} files, +{migration['added']} -{migration['removed']} lines.\n")
    text += f"\n### Broken under load\n\n{told['drills'][0]['clients']} clients, {told['drills'][0]['rate']:.0f} requests a second, short queries.\n\n"
    text += table(["", "answered", "failed", "last failure after", "P95 ms", "slowest ms", "lent through the pooler",
                   "connections opened", "breaker opened"],
                  [[d["what"], f"{d['ok']:,}", f"{d['failed']}", f"{d['until']:.2f} s" if d["failed"] else "-", f"{d['p95']:.0f}",
                    f"{d['max']:.0f}", f"{d['lent to the pooler']:,.0f} of {d['lent']:,.0f}", str(d["opened"]) if d["opened"] >= 0 else "-",
                    f"{d['breaker']:.0f}"] for d in told["drills"]])
    text += "\n### A replica and a kept result\n\n`/api/pitches/trending`, 200 clients without a pause.\n\n"
    text += table(["", "requests/s", "P95 ms", "failed", "CPU of the primary, ms a request"],
                  [[e["what"], f"{e['throughput']:,.0f}", f"{e['p95']:.0f}", f"{e['failed']}", f"{e['cpu_ms']:.2f}"]
                   for e in told["extras"]])
    return text


# The picture.

WIDTH, LEFT, BAR = 900, 210, 16


def line(x, y, text, size=12, anchor="start", colour="#222", weight="normal"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" '
            f'font-weight="{weight}">{text}</text>')


def bars_of(rows, key, title, unit, top):
    """Horizontal bars: one a contender and number of clients."""
    out = [line(20, top, title, 14, weight="bold")]
    most = max(r[key] for r in rows) or 1
    y = top + 12
    for r in rows:
        width = (WIDTH - LEFT - 150) * r[key] / most
        note = f"{r[key]:,.0f} {unit}" + (f", {r['failed']} failed" if r["failed"] else "")
        out += [line(LEFT - 8, y + 12, f"{r['contender']}, {r['clients']}", 11, "end"),
                f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR - 4}" fill="{COLOURS[r["contender"]]}"/>',
                line(LEFT + width + 6, y + 11, note, 11)]
        y += BAR
    return out, y + 24


def timeline(drill, top):
    out = [line(20, top, f"{drill['what']}: answers every {drill['slice']:g} s, failed ones red", 13, weight="bold")]
    slices, height = drill["timeline"], 44
    most = max(ok + failed for ok, failed, _ in slices) or 1
    step = (WIDTH - 60) / len(slices)
    for i, (ok, failed, _) in enumerate(slices):
        tall, bad = height * ok / most, height * failed / most
        base = top + 10 + height
        out.append(f'<rect x="{30 + i * step:.1f}" y="{base - tall:.1f}" width="{step - 1:.1f}" height="{tall:.1f}" fill="#1e8449"/>')
        if failed:
            out.append(f'<rect x="{30 + i * step:.1f}" y="{base - tall - max(bad, 2):.1f}" width="{step - 1:.1f}" '
                       f'height="{max(bad, 2):.1f}" fill="#c0392b"/>')
    x = 30 + step * drill["at"] / drill["slice"]
    out.append(f'<line x1="{x:.1f}" y1="{top + 6}" x2="{x:.1f}" y2="{top + 12 + height}" stroke="#222" stroke-dasharray="3,3"/>')
    return out, top + height + 38


def picture(told):
    body, y = [line(20, 26, "pitches: 114 queries, before and after repool apply", 17, weight="bold")], 56
    shown = [r for r in told["rows"] if r["contender"] in COLOURS]
    for mix in TITLES:
        rows = [r for r in shown if r["mix"] == mix]
        part, y = bars_of(rows, "throughput", f"{TITLES[mix]}: requests a second (contender, clients)", "/s", y)
        body += part
    part, y = bars_of([r for r in shown if r["mix"] == "short.txt"], "p95", "Short queries: P95, closed loop", "ms", y)
    body += part
    for drill in told["drills"]:
        part, y = timeline(drill, y)
        body += part
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif">\n'
            f'<rect width="{WIDTH}" height="{y}" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n")
