#!/usr/bin/env python3
"""The runtime against what one would use instead: all contenders in one run, in turn, several rounds.

    bench/runtime/run.py [--build build/bench] [--rounds 5] [--seconds 3] [--only borrow|load] [--docs FILE]

Starts throw-away servers, runs every contender once a round (the order rotates), and prints medians,
spread, and each bar as met or not. Raw figures go to BUILD/runtime.json, the tables to BUILD/runtime.md
and, with --docs, between the markers of FILE. Fails if something does not run, not if a bar is missed.
"""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import report
from servers import Servers

SETTINGS = [(16, 3), (16, 10), (1500, 3)]
POOLS = ["soci", "mutex", "fifo", "repool", "repool-reset", "repool-unreserved", "repool-reset-unreserved"]
FEW = ["direct", "direct-trust", "pgbouncer", "pgbouncer-trust", *POOLS, "mutex-discard", "fifo-discard", "kept",
       "pgbench", "pgbench-discard"]
MANY = [*POOLS, "mutex-discard", "fifo-discard"]

SELECT = "\\set aid random(1, 100000)\nSELECT abalance FROM pgbench_accounts WHERE aid = :aid;\n"


def output(command, **environment):
    result = subprocess.run([str(w) for w in command], capture_output=True, text=True, timeout=900,
                            env={**os.environ, **environment})
    if result.returncode:
        sys.exit(f"{' '.join(str(w) for w in command)}\n{result.stdout}{result.stderr}")
    return result.stdout


class Bench:
    def __init__(self, options, servers, scripts):
        self.options, self.servers, self.scripts = options, servers, scripts

    def load(self, name, threads, connections):
        if name.startswith("pgbench"):
            return self.pgbench(name, connections)
        kind = name.removesuffix("-trust").removesuffix("-unreserved")
        user = "plain" if name.endswith("-trust") else "app"
        reserve = {"REPOOL_RESERVE": "0"} if name.endswith("-unreserved") else {}
        url = self.servers.url(user)
        if kind == "pgbouncer":
            kind, url = "direct", self.servers.bouncer_url(connections, user)
        if kind == "kept":
            threads = connections
        return json.loads(output([self.options.build / "bench/runtime/repool_bench_load", kind, url, threads,
                                  connections, self.options.seconds], **reserve))

    def pgbench(self, name, connections):
        script = self.scripts / name
        script.write_text(SELECT + ("DISCARD ALL;\n" if name == "pgbench-discard" else ""))
        text = output([self.servers.bin / "pgbench", "-n", "-M", "simple", "-f", script, "-c", connections,
                       "-j", min(connections, os.cpu_count()), "-T", max(1, round(self.options.seconds)),
                       *self.servers.socket_args(), "bench"])
        return {"throughput": float(re.search(r"tps = ([\d.]+)", text)[1]), "errors": 0}

    def round(self, number):
        """Every contender once; the order starts elsewhere each time."""
        jobs = [(threads, connections, name) for threads, connections in SETTINGS
                for name in (FEW if threads < 100 else MANY)]
        start = number * len(jobs) // self.options.rounds
        for threads, connections, name in jobs[start:] + jobs[:start]:
            result = self.load(name, threads, connections)
            yield {"round": number, "threads": threads, "connections": connections, "contender": name, **result}

    def borrow(self):
        """One thread in many short repetitions, since the machine changes from second to second; several in
        longer ones, or a thread would be done with its share before the next one has begun."""
        yield from self._borrow("1", ".", 3 * self.options.rounds, self.options.seconds / 40)
        yield from self._borrow("2,16,1500", "threads:(2|16|1500)$", self.options.rounds, self.options.seconds / 5)

    def _borrow(self, threads, pattern, repetitions, seconds):
        text = output([self.options.build / "bench/runtime/repool_bench_borrow", f"--url={self.servers.url()}",
                       f"--threads={threads}", f"--benchmark_filter={pattern}", "--benchmark_format=json",
                       f"--benchmark_repetitions={repetitions}", f"--benchmark_min_time={seconds}",
                       "--benchmark_enable_random_interleaving=true"])
        for run in json.loads(text)["benchmarks"]:
            if run["run_type"] == "iteration":
                yield {"round": run["repetition_index"], "name": run["run_name"].split("/real_time")[0],
                       "threads": run["threads"], "ns": 1e9 / run["items_per_second"], "cpu_ns": run["cpu_time"]}


def machine(servers):
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return {"cores": os.cpu_count(), "cpu": cpu[1] if cpu else "unknown", "kernel": os.uname().release,
            "postgresql": output([servers.bin / "postgres", "--version"]).split()[2],
            "pgbouncer": output(["/usr/sbin/pgbouncer", "--version"]).split()[1],
            "packages": output(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", "libpq5", "libsoci-core4.0",
                                "libbenchmark1debian"]).splitlines()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", choices=["borrow", "load"])
    parser.add_argument("--docs", type=pathlib.Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers and their folder go
    data = {"rounds": options.rounds, "seconds": options.seconds, "borrow": [], "load": [],
            "load_average": [os.getloadavg()[0]]}
    sizes = sorted({connections for _, connections in SETTINGS})
    with Servers(sizes) as servers, tempfile.TemporaryDirectory() as scripts:
        bench = Bench(options, servers, pathlib.Path(scripts))
        data["machine"] = machine(servers)
        if options.only != "load":
            print("borrow and return ...", file=sys.stderr)
            data["borrow"] = list(bench.borrow())
        for number in range(options.rounds if options.only != "borrow" else 0):
            print(f"load, round {number + 1} of {options.rounds} ...", file=sys.stderr)
            data["load"] += bench.round(number)
            data["load_average"].append(os.getloadavg()[0])
    data["date"] = time.strftime("%Y-%m-%d")
    data["bars"] = [bar._asdict() for bar in report.bars(data)]
    text = report.markdown(data)
    (options.build / "runtime.json").write_text(json.dumps(data, indent=1) + "\n")
    (options.build / "runtime.md").write_text(text)
    if options.docs:
        report.insert(options.docs, text)
    print(text)


if __name__ == "__main__":
    main()
