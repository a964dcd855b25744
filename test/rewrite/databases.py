"""What programs of golden folders run on: a file of SQLite, or a MariaDB made for one of them.

A database gives the program its argument, and afterwards says what the program left in it. It names
what the program is linked with, and what a migrated one is linked with in addition.
"""

import os
import pathlib
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time


class Sqlite:
    """The argument is a path where there is no file yet."""
    libraries = ["-lsqlite3"]
    runtime = ["librepool_sqlite.a", "librepool_core.a"]

    @staticmethod
    def is_there():
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def fresh(self, place):
        return "test.db"

    def content(self, place):
        content = []
        for database in sorted(place.glob("*.db")):
            connection = sqlite3.connect(database)
            content += [f"-- {database.name}", *connection.iterdump()]
            connection.close()
        return "\n".join(content)


class MariaDb:
    """The argument is the socket of a server with an empty database `test`; user `app`, no password.
    The server lives in a temporary folder and keeps nothing safe from a crash."""
    libraries = ["-lmariadb"]
    runtime = ["librepool_mysql.a", "librepool_core.a"]

    @staticmethod
    def is_there():
        return all(shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin")
                   for program in ("mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump"))

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="repool-maria-"))
        self.server = None
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.kill()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self):
        # MariaDB refuses root. A test that is killed takes the server along.
        become = []
        if os.geteuid() == 0:
            user = next(u for u in pwd.getpwall() if u.pw_name in ("mysql", "nobody"))
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            become = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        become = ["setpriv", *become, "--pdeathsig=KILL"]
        common = ["--no-defaults", f"--datadir={self.folder}/data", "--skip-name-resolve",
                  "--innodb-log-file-size=8M", "--innodb-buffer-pool-size=16M",
                  "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-use-native-aio=0"]
        subprocess.run([*become, "mariadb-install-db", *common, "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, capture_output=True, cwd=self.folder)
        with open(self.folder / "log", "wb") as log:
            self.server = subprocess.Popen(
                [*become, "mariadbd", *common, f"--socket={self.folder}/socket", "--skip-networking",
                 "--character-set-server=utf8mb4", f"--pid-file={self.folder}/pid"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 60
        while self._ask("CREATE USER app@localhost; GRANT ALL ON *.* TO app@localhost").returncode:
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise OSError("MariaDB does not start\n" + (self.folder / "log").read_text(errors="replace"))
            time.sleep(0.2)

    def _client(self, program, *words):
        return subprocess.run([program, "--no-defaults", f"--socket={self.folder}/socket", "--user=root", *words],
                              capture_output=True, text=True, timeout=60)

    def _ask(self, sql):
        return self._client("mariadb", "--execute", sql)

    def fresh(self, place):
        self._ask("DROP DATABASE IF EXISTS test; CREATE DATABASE test").check_returncode()
        return str(self.folder / "socket")

    def content(self, place):
        dump = self._client("mariadb-dump", "--skip-comments", "--compact", "test")
        return dump.stdout + dump.stderr


DATABASES = {"sqlite": Sqlite, "mysql": MariaDb}
