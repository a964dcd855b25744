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

# What the smallest hosted plans allow, three of them for administrators. Debian's default is 100.
servers.PG_SETTINGS["max_connections"] = "25"


class Stage(database.Postgres):
    """One PostgreSQL; `create()` makes the service's database anew, `pooled_url()` leads to it through PgBouncer."""

    def __enter__(self):
        super().__enter__()
        self.bouncer = None
        self.postgres = self.processes[0]
        time.sleep(0.5)
        self.others = len(self._children(self.postgres.pid))  # checkpointer, writers, launchers
        return self

    def __exit__(self, *args):
        self.kill_bouncer()
        super().__exit__(*args)

    def create(self, name):
        url = super().create(name)
        self.psql("bench", "-c", f"ALTER DATABASE {name} RESET log_statement")
        return url

    def start_bouncer(self):
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
pool_mode = session
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

    def await_quiet(self):
        """Until no connection of an earlier measurement is left."""
        for _ in range(100):
            if self.backends() == 0:
                return
            time.sleep(0.1)

    def pooled_url(self, name):
        return self._url("app", self.bouncer_port, name)

    def restart_postgres(self):
        """As `pg_ctl restart -m immediate` does it."""
        self.postgres.send_signal(signal.SIGQUIT)
        self.postgres.wait()
        at = self.processes.index(self.postgres)
        for _ in range(100):  # until the last of its old processes has let go of the shared memory
            self._launch(self.postgres.args)
            self.postgres = self.processes[at] = self.processes.pop()
            time.sleep(0.2)
            if self.postgres.poll() is None:
                break
        self._await_port(self.port)

    @contextlib.contextmanager
    def standby(self):
        """A streaming replica of the server, for as long as the block; gives its URL by a database's name."""
        hba = self.folder / "data" / "pg_hba.conf"
        hba.write_text("local replication all trust\n" + hba.read_text())
        self.postgres.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        port = servers.free_port()
        self._run("pg_basebackup", "-h", self.folder, "-p", str(self.port), "-U", "plain", "-D", self.folder / "standby",
                  "-R", "-c", "fast")
        at = len(self.processes)
        self._launch([*self.postgres.args[:1], "-D", self.folder / "standby", "-p", str(port), *self.postgres.args[5:]])
        process = self.processes.pop(at)
        self._await_port(port)
        try:
            yield lambda name: self._url("app", port, name)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()

    def _await_port(self, port):
        self._await([self.bin / "pg_isready", "-q", "-h", self.folder, "-p", str(port)])

    def cpu(self):
        """Seconds of the server so far, those of its ended children included."""
        ticks = 0
        for pid in [self.postgres.pid, *self._children(self.postgres.pid)]:
            with contextlib.suppress(OSError):
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += sum(map(int, fields[11:15] if pid == self.postgres.pid else fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def backends(self):
        """Processes of the server that serve or are to serve a connection, in whatever state."""
        return len(self._children(self.postgres.pid)) - self.others

    def psql(self, database, *words):
        """Waits for a place: a storm of connections leaves none even for administrators."""
        for _ in range(50):
            try:
                return super().psql(database, *words)
            except SystemExit as problem:
                if "too many clients" not in str(problem):
                    raise
                time.sleep(0.2)
        return super().psql(database, *words)

    def opened(self, name):
        """Connections made to the database since it is there."""
        return int(self.psql("bench", "-c", f"SELECT sessions FROM pg_stat_database WHERE datname = '{name}'"))

    @staticmethod
    def _children(pid):
        with contextlib.suppress(OSError):
            return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return []
