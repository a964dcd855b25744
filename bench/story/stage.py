"""The servers of the story: PostgreSQL as Debian sets it up, PgBouncer before it, both to be broken and mended."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPO / "bench" / "runtime"), str(REPO / "test" / "e2e")]
import database  # noqa: E402
import servers  # noqa: E402

MAX = 3  # connections of the migrated service, and of PgBouncer to the server


class Stage(database.Postgres):
    """One PostgreSQL; `create()` makes the service's database anew, `pooled_url()` leads to it through PgBouncer."""

    def __enter__(self):
        super().__enter__()
        self.bouncer = None
        self.postgres = self.processes[0]
        return self

    def __exit__(self, *args):
        self.kill_bouncer()
        super().__exit__(*args)

    def create(self, name):
        url = super().create(name)
        self.psql("bench", "-c", f"ALTER DATABASE {name} RESET log_statement")
        return url

    def start_bouncer(self, mode="session"):
        """Sessions are what the service needs: it sets, locks and prepares. Any database, MAX connections each."""
        secret = self.psql("bench", "-c", "SELECT rolpassword FROM pg_authid WHERE rolname = 'app'").strip()
        users = self._write("story-users.txt", f'"app" "{secret}"\n')
        ini = self._write("story.ini", f"""[databases]
* = host=127.0.0.1 port={self.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.bouncer_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = {mode}
default_pool_size = {MAX}
max_client_conn = 4000
log_connections = 0
log_disconnections = 0
""")
        # More sockets than the usual 1024.
        program = shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin")
        with open(self.folder / "bouncer.log", "ab") as log:
            self.bouncer = subprocess.Popen(["sh", "-c", f"ulimit -n 8192; exec {program} -q {ini}"],
                                            preexec_fn=self._become(), cwd=self.folder, stdout=log, stderr=log)
        time.sleep(0.5)

    def kill_bouncer(self):
        if self.bouncer:
            self.bouncer.kill()
            self.bouncer.wait()
            self.bouncer = None

    def pooled_url(self, name):
        return self._url("app", self.bouncer_port, name)

    def restart_postgres(self):
        """As `pg_ctl restart -m immediate` does it; how long nobody could connect."""
        began = time.monotonic()
        self.postgres.send_signal(signal.SIGQUIT)
        self.postgres.wait()
        at = self.processes.index(self.postgres)
        command = self.postgres.args
        self._launch(command)
        self.postgres = self.processes[at] = self.processes.pop()
        self._await([self.bin / "pg_isready", "-q", "-h", self.folder, "-p", str(self.port)])
        return time.monotonic() - began

    def cpu(self):
        """Seconds of the server so far, those of its ended children included."""
        ticks = 0
        for pid in [self.postgres.pid, *self._children(self.postgres.pid)]:
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15] if pid == self.postgres.pid else fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def sessions(self, name):
        """Connections of the service to the database at this moment."""
        return int(self.psql("bench", "-c", "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'"
                                            f" AND datname = '{name}'"))

    def opened(self, name):
        """Connections made to the database since it is there."""
        return int(self.psql("bench", "-c", f"SELECT sessions FROM pg_stat_database WHERE datname = '{name}'"))

    @staticmethod
    def _children(pid):
        with contextlib.suppress(OSError):
            return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return []
