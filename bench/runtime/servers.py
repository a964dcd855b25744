"""Throw-away servers for the benchmark: PostgreSQL with pgbench's table, PgBouncer in front of it.

In a temporary folder, on loopback and a unix socket, gone with the benchmark however that ends. Started
by root they run as `postgres` or `nobody`, because both refuse root. Two users log in: `app` with a
password (SCRAM, as Debian sets it for TCP), `plain` without one.
"""
import contextlib
import ctypes
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PASSWORD = "secret"
PG_SETTINGS = {"fsync": "off", "max_connections": "100", "autovacuum": "off"}
PR_SET_PDEATHSIG = 1


def unprivileged():
    """The user to run servers as; None: ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def bin_dir():
    if given := os.environ.get("REPOOL_PG_BINDIR"):
        return pathlib.Path(given)
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise SystemExit("no PostgreSQL server found; set REPOOL_PG_BINDIR")
    return found[-1].parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Servers:
    """`with Servers([3, 10]) as servers:` starts both; one database of PgBouncer per pool size."""

    def __init__(self, pool_sizes):
        self.pool_sizes = pool_sizes
        self.bin = bin_dir()
        self.user = unprivileged()
        self.processes = []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="repool-bench-"))
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.port, self.bouncer_port = free_port(), free_port()
        try:
            self._start_postgres()
            self._start_pgbouncer()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process, way_out in reversed(list(zip(self.processes, [signal.SIGQUIT, signal.SIGTERM]))):
            process.send_signal(way_out)  # PgBouncer knows no SIGQUIT
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, user="app"):
        return self._url(user, self.port, "bench")

    def bouncer_url(self, pool_size, user="app"):
        return self._url(user, self.bouncer_port, f"bench{pool_size}")

    def socket_args(self):
        """For PostgreSQL's own programs."""
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "plain"]

    def _url(self, user, port, database):
        secret = f":{PASSWORD}" if user == "app" else ""
        return f"postgres://{user}{secret}@127.0.0.1:{port}/{database}?sslmode=disable"

    def _start_postgres(self):
        data = self.folder / "data"
        secret = self._write("password", PASSWORD)
        self._run("initdb", "-D", data, "-U", "app", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8",
                  "--locale=C", "--no-sync")
        self._write("data/pg_hba.conf", "local all all trust\nhost all plain 127.0.0.1/32 trust\n"
                                        "host all all 127.0.0.1/32 scram-sha-256\n")
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder, **PG_SETTINGS}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._launch([self.bin / "postgres", "-D", data, "-p", self.port, *words])
        psql = ["psql", "-h", self.folder, "-p", self.port, "-U", "app", "-q"]
        self._await([self.bin / "pg_isready", "-q", "-h", self.folder, "-p", self.port])
        self._run(*psql, "-d", "postgres", "-c", "CREATE ROLE plain LOGIN SUPERUSER", "-c", "CREATE DATABASE bench")
        self._run("pgbench", "-i", "-q", "-s", "1", *self.socket_args(), "bench")

    def _start_pgbouncer(self):
        databases = "\n".join(f"bench{n} = host=127.0.0.1 port={self.port} dbname=bench pool_size={n}"
                              for n in self.pool_sizes)
        # The server's own secret: PgBouncer need not derive it again at each login.
        secret = self._run("psql", "-h", self.folder, "-p", self.port, "-U", "app", "-d", "bench", "-At", "-c",
                           "SELECT rolpassword FROM pg_authid WHERE rolname = 'app'").strip()
        users = self._write("users.txt", f'"app" "{secret}"\n"plain" ""\n')
        hba = self._write("hba.conf", "host all plain 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        ini = self._write("pgbouncer.ini", f"""[databases]
{databases}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.bouncer_port}
unix_socket_dir =
auth_type = hba
auth_hba_file = {hba}
auth_file = {users}
pool_mode = transaction
max_client_conn = 4000
log_connections = 0
log_disconnections = 0
""")
        self._launch([shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin"), "-q", ini])
        for size in self.pool_sizes:
            self._await([self.bin / "psql", "-d", self.bouncer_url(size), "-c", "SELECT 1"])

    def _write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        path.chmod(0o600)
        return path

    def _run(self, program, *arguments):
        result = subprocess.run([str(w) for w in (self.bin / program, *arguments)], preexec_fn=self._become(),
                                cwd=self.folder, capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"{program}: {result.stderr}")
        return result.stdout

    def _launch(self, command):
        with open(self.folder / "log", "ab") as log:
            self.processes.append(subprocess.Popen([str(w) for w in command], preexec_fn=self._become(),
                                                   cwd=self.folder, stdout=log, stderr=log))

    def _await(self, probe):
        for _ in range(300):
            if subprocess.run([str(w) for w in probe], capture_output=True).returncode == 0:
                return
            if self.processes[-1].poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("a server did not start:\n" + (self.folder / "log").read_text())

    def _become(self):
        libc = ctypes.CDLL(None)

        def become():
            if self.user:
                os.setgroups([])
                os.setgid(self.user.pw_gid)
                os.setuid(self.user.pw_uid)
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # after setuid, which clears it

        return become
