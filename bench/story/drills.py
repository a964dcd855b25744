"""What is broken while clients are served: each drill is one load in an open loop with an event in it."""
import time

from service import Service
from stage import MAX, servers

CLIENTS = 200
SECONDS = 8


def run(stage, binary, work, rate):
    """Pooler first, then the database itself; both lead to the same one."""
    folder = work / "drills"
    folder.mkdir()
    name = "drills"
    direct = stage.create(name)
    stage.start_bouncer()
    switch = folder / "repool.conf"
    switch.write_text("")
    found = []
    environment = {"REPOOL_MAX": str(MAX), "REPOOL_POOLER_URL": stage.pooled_url(name),
                   "REPOOL_POOLER_MODE": "session", "REPOOL_CONFIG": str(switch)}
    with Service(binary, direct, servers.free_port(), folder, **environment) as service:
        service.end(service.begin(CLIENTS, 2, "short.txt", rate))  # so that everything is proved and open
        for what, event, seconds in (("PgBouncer killed", stage.kill_bouncer, SECONDS),
                                     ("PgBouncer back", stage.start_bouncer, 4 * SECONDS),
                                     ("REPOOL_MODE=direct", lambda: switch.write_text("REPOOL_MODE=direct\n"), SECONDS),
                                     ("pooled again", lambda: switch.write_text(""), SECONDS),
                                     ("database restarted", stage.restart_postgres, 2 * SECONDS)):
            found.append(drill(stage, service, name, what, event, rate, seconds))
    return found


def drill(stage, service, name, what, event, rate, seconds):
    before = counters(service)
    opened = stage.opened(name)
    load = service.begin(CLIENTS, seconds, "short.txt", rate)
    # In this thread: a server ends with the thread that has started it.
    time.sleep(1 + SECONDS / 4)
    at = 1 + SECONDS / 4
    event()
    seen = service.end(load)
    after = counters(service)
    bad = [i for i, (_, failed, _) in enumerate(seen["timeline"]) if failed]
    row = {**seen, "what": what, "at": at, "opened": stage.opened(name) - opened,
           "until": max(0, (bad[-1] + 1) * seen["slice"] - at) if bad else 0,
           **{key: after[key] - before[key] for key in before}}
    print(f"{what:>22} {rate:5.0f}/s: {row['failed']} failed of {row['ok'] + row['failed']}, the last one "
          f"{row['until']:.1f} s after; P95 {row['p95']:.0f} ms, {row['lent to the pooler']:.0f} lent through the pooler,"
          f" breaker opened {row['breaker']:.0f} times, {row['opened']} connections opened", flush=True)
    return row


def counters(service):
    text = service.ask("GET", "/metrics")[2]
    values = {"breaker": 0.0, "lent": 0.0, "lent to the pooler": 0.0}
    pooler = service.environment["REPOOL_POOLER_URL"].split("@")[1].split("/")[0]
    for line in text.splitlines():
        if line.startswith("repool_breaker_opened_total"):
            values["breaker"] += float(line.split()[-1])
        if line.startswith("repool_borrowed_total"):
            values["lent"] += float(line.split()[-1])
            values["lent to the pooler"] += float(line.split()[-1]) if pooler in line else 0
    return values
