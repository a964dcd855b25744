#!/usr/bin/env python3
"""Watches a PostgreSQL with `repool monitor` while it is killed and comes back.

On a terminal of its own the dashboard must be drawn over itself; the JSON lines, the Prometheus text, the
summary and the exit status must say the same, and the password must be nowhere.
"""
import argparse
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import database

PATIENCE = 120  # seconds until something that must happen is given up


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        if time.monotonic() > end:
            raise SystemExit(f"FAILED: {what} did not happen")
        time.sleep(0.05)
    return result


class Monitor:
    """The command on a pseudo terminal; what it shows and says is collected by two threads."""

    def __init__(self, repool, url, log, *words):
        self.log, self.shown, self.said = log, "", ""
        ours, theirs = pty.openpty()
        environment = {**os.environ, "DATABASE_URL": url, "TERM": "xterm"}
        for name in ("REPOOL_CHAIN", "REPOOL_POOLER_URL", "REPOOL_CONFIG", "NO_COLOR"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [str(repool), "monitor", "--url", "none", "--interval", "100ms", "--timeout", "2s", "--log", str(log),
             "--listen", "127.0.0.1:0", *words], env=environment, stdout=theirs, stderr=subprocess.PIPE, text=True)
        os.close(theirs)
        self.readers = [threading.Thread(target=self._show, args=[ours]), threading.Thread(target=self._say)]
        for reader in self.readers:
            reader.start()

    def _show(self, terminal):
        with os.fdopen(terminal, "rb", buffering=0) as stream:
            try:
                while text := stream.read(4096):
                    self.shown += text.decode(errors="replace")
            except OSError:  # how Linux says that the other end is closed
                pass

    def _say(self):
        for line in self.process.stderr:
            self.said += line

    def checks(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def scrape(self):
        """name -> value of the Prometheus text."""
        address = until(lambda: re.search(r"metrics on (\S+)", self.said), "a note of the address")[1]
        text = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        self.scraped = text
        return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}

    def end(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=PATIENCE)
        for reader in self.readers:
            reader.join()
        self.process.stderr.close()
        return status


def kill(postgres):
    """The postmaster without a word; its children notice and end."""
    server = postgres.processes[0]
    server.kill()
    server.wait()
    return server.args


def come_back(postgres, command):
    """Until the last of the old children has let go of the memory a start fails."""
    postgres.processes.clear()

    def start():
        postgres._launch(command)
        probe = [str(postgres.bin / "pg_isready"), "-q", "-h", str(postgres.folder), "-p", str(postgres.port)]
        while postgres.processes[-1].poll() is None:
            if subprocess.run(probe, capture_output=True).returncode == 0:
                return True
            time.sleep(0.05)
        postgres.processes.clear()
        return False

    until(start, "another start of the server")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, required=True, help="where repool was built")
    repool = parser.parse_args().build.resolve() / "tool" / "repool"
    problems = []

    def hold(condition, sentence):
        if not condition:
            problems.append(sentence)

    with tempfile.TemporaryDirectory(prefix="repool-e2e-") as folder, database.Postgres() as postgres:
        place = f"app@127.0.0.1:{postgres.port}/bench"
        monitor = Monitor(repool, postgres.url(), pathlib.Path(folder) / "log")
        try:
            until(lambda: len(monitor.checks()) >= 3, "three checks")
            up = monitor.scrape()
            command = kill(postgres)
            until(lambda: sum(not check["ok"] for check in monitor.checks()) >= 3, "three failed checks")
            down = monitor.scrape()
            come_back(postgres, command)
            until(lambda: monitor.checks()[-1]["ok"], "a good check after the failed ones")
        finally:
            status = monitor.end()
        checks = monitor.checks()

    hold(up[f'repool_monitor_endpoint_up{{endpoint="{place}"}}'] == 1, "the scraper was not told that it is up")
    hold(up["repool_monitor_checks_failed_total"] == 0, "a check failed before the server did")
    hold(down[f'repool_monitor_endpoint_up{{endpoint="{place}"}}'] == 0, "the scraper was not told that it is down")
    hold(down["repool_monitor_checks_failed_total"] >= 3, "the scraper was not told of failed checks")

    failed = [check for check in checks if not check["ok"]]
    hold([check["check"] for check in checks] == list(range(1, len(checks) + 1)), "the log has gaps")
    hold(all(check["endpoints"][0]["endpoint"] == place for check in checks), "the log names another endpoint")
    hold(all(check["endpoints"][0].get("problem") for check in failed), "a failure has no reason")

    hold(status == 1, f"exit {status}, not 1")
    hold(monitor.process.stderr.closed and monitor.said.count("\n") == 1, f"stderr says\n{monitor.said}")
    hold(monitor.shown.count("repool monitor") == len(checks), "there is not a dashboard per check")
    hold(re.search(r"\x1b\[\d+F\x1b\[J", monitor.shown), "the dashboard is not drawn over itself")
    summary = re.sub(r"\x1b\[[0-9;]*m", "", monitor.shown.split("\x1b[J")[-1])
    hold(f"{len(checks)} total, {len(checks) - len(failed)} successful, {len(failed)} failed" in summary,
         f"the summary does not say what the log says:\n{summary}")
    hold(f"Threshold broken: {len(failed)} check" in summary.splitlines()[-1], f"the last line is\n{summary}")
    for text in (monitor.shown, monitor.said, monitor.scraped, json.dumps(checks)):
        hold(database.servers.PASSWORD not in text, "the password is shown")

    print(f"{len(checks)} checks, {len(failed)} failed: {sorted({c['endpoints'][0]['problem'] for c in failed})}")
    print(summary)
    for problem in problems:
        print(f"FAILED: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
