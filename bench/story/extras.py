"""What the authors recommended next: a replica and a kept result, for the page that may be old.

Which page that is only a person knows: may-be-stale.patch is the person's change of the migrated service.
"""
import subprocess
import pathlib

import pitches

from service import measure
from stage import MAX

PATCH = pathlib.Path(__file__).resolve().parent / "may-be-stale.patch"
CLIENTS = 200


def run(stage, source, work, seconds):
    pitches.run(["patch", "-p1", "-i", PATCH], source)
    pitches.run(["cmake", "--build", "after", "--target", "pitches"], source)
    binary = source / "after" / "pitches"
    rows = []
    with stage.standby() as replica:
        for what, environment in (("neither", {}), ("one replica", {"REPOOL_REPLICAS": "REPLICA"}),
                                  ("kept for 30 s", {"REPOOL_CACHE": "on"})):
            name = f"extra{len(rows)}"
            row = measure(stage, name, binary, work / "extras", CLIENTS, seconds, "trending.txt", None, 0,
                          REPOOL_MAX=str(MAX), REPLICA=replica(name), **environment)
            rows.append({**row, "what": what})
            print(f"{what:>22} trending: {row['throughput']:7.0f}/s, P95 {row['p95']:.0f} ms, {row['failed']} failed,"
                  f" {row['cpu_ms']:.2f} ms of the primary's CPU a request", flush=True)
    subprocess.run(["patch", "-R", "-p1", "-s", "-i", str(PATCH)], cwd=source, check=True)
    return rows
