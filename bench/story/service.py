"""The service of examples/pitches under load, and what is measured of it."""
import json
import pathlib
import re
import subprocess
import time

from stage import REPO, servers
import replay

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = REPO / "build" / "story"
REFUSED = re.compile(r"too many clients|remaining connection slots|could not connect|connection to server|"
                     r"no more connections")


class Service(replay.Service):
    """With the clock in libpq's connect; what it writes to stderr goes to a file."""

    def __init__(self, binary, url, port, folder, **environment):
        super().__init__(binary, url, port, THREADS="1600", LD_PRELOAD=str(TOOLS / "libconnect_time.so"),
                         CONNECT_TIME=str(folder / "connect-time"), **environment)
        self.folder = folder

    def start(self):
        self.told = open(self.folder / "stderr", "wb")
        return subprocess.Popen(["sh", "-c", 'ulimit -n 16384; exec "$0"', *self.command], env=self.environment,
                                stdout=subprocess.DEVNULL, stderr=self.told)

    def said(self):
        return (self.folder / "stderr").read_text(errors="replace")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=90)  # clients that keep their connection are waited for
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.told.close()

    def begin(self, clients, seconds, requests, rate=0):
        return subprocess.Popen([str(TOOLS / "load"), str(self.port), str(clients), str(seconds), str(rate),
                                 str(HERE / requests)], stdout=subprocess.PIPE, text=True)

    @staticmethod
    def end(load):
        out = load.communicate()[0]
        if load.returncode:
            raise SystemExit(f"load: exit {load.returncode}")
        return json.loads(out)

    def connect_time(self):
        """Connects, and seconds in them. Only after the end."""
        try:
            count, nanoseconds = (self.folder / "connect-time").read_text().split()
            return int(count), int(nanoseconds) / 1e9
        except OSError:
            return 0, 0.0


def measure(stage, name, binary, folder, clients, seconds, requests, url=None, rate=0, **environment):
    """One service, one load. What the clients saw, what the server did, what was spent in connects."""
    folder.mkdir(parents=True, exist_ok=True)
    direct = stage.create(name)
    stage.await_quiet()
    opened, cpu = stage.opened(name), stage.cpu()
    with Service(binary, url or direct, servers.free_port(), folder, **environment) as service:
        load = service.begin(clients, seconds, requests, rate)
        most = 0
        while load.poll() is None:
            most = max(most, stage.backends())
            time.sleep(0.02)
        seen = service.end(load)
    asked = seen["ok"] + seen["failed"]
    spent_cpu = stage.cpu() - cpu
    connects, spent = service.connect_time()
    refused = len([line for line in service.said().splitlines() if REFUSED.search(line)])
    return {**seen, "name": name, "connects": connects, "connect_ms": 1000 * spent / max(1, asked),
            "opened": stage.opened(name) - opened, "most": most, "refused": refused,
            "cpu_ms": 1000 * spent_cpu / max(1, seen["ok"])}
