"""What the tests of the cluster files share: a project, its plan by one machine, servers that end with the test."""

import argparse
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def build_folder():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True)
    return parser.parse_args().build.resolve()


def need(*programs):
    """Ends the test as skipped where a program is missing: (name, Debian package)."""
    for name, package in programs:
        if not shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin"):
            print(f"skipped: {name} is not there; apt-get install {package}")
            sys.exit(SKIPPED)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_for(what, ready, seconds=90):
    """The first true value of ready()."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := ready():
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class Scene:
    """A folder of its own, removed at the end; servers, killed at the end."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="repool-cluster-"))
        self.servers = []
        return self

    def __exit__(self, kind, value, trace):
        for server in reversed(self.servers):
            if server.poll() is None:
                server.terminate()
                try:
                    server.wait(5)
                except subprocess.TimeoutExpired:
                    server.kill()
        if kind:
            for log in sorted(self.folder.rglob("*log*")):
                if log.is_file():
                    print(f"--- {log.relative_to(self.folder)}\n{log.read_text(errors='replace')[-3000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def serve(self, name, *command, **keywords):
        """Starts a server that stays in the foreground; its output is NAME.log."""
        with open(self.folder / f"{name}.log", "a") as log:
            server = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, stdin=subprocess.DEVNULL, **keywords)
        self.servers.append(server)
        return server

    def project(self, repool, units=16, *options):
        """A project, and the plan that one machine makes of it."""
        tree = self.folder / "tree"
        subprocess.run([sys.executable, REPO / "bench/scan/make_tree.py", tree, "--units", str(units), "--sites", "50"],
                       check=True)
        plan = self.folder / "one-machine.json"
        status = subprocess.run([repool, "scan", "--quiet", *options, "-o", plan], cwd=tree, stdout=subprocess.DEVNULL).returncode
        assert status == 1, f"a project with sites, but scan exits {status}"
        return tree, plan.read_bytes()


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ctest's end of time: tidy up
