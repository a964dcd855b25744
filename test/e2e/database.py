"""A throw-away PostgreSQL, as the benchmarks start one, with the database of examples/pitches."""
import pathlib
import re
import subprocess
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "bench" / "runtime"))
import servers  # noqa: E402

SQL = REPO / "examples" / "pitches" / "db"


class Postgres(servers.Servers):
    def __init__(self):
        super().__init__([])

    def _start_pgbouncer(self):
        pass

    def create(self, name):
        """A database with schema and seed; its URL. Its statements are logged."""
        self.psql("bench", "-c", f"CREATE DATABASE {name}")
        for file in ("schema.sql", "seed.sql"):
            self.psql(name, "-v", "ON_ERROR_STOP=1", "-f", str(SQL / file))
        self.psql("bench", "-c", f"ALTER DATABASE {name} SET log_statement = 'all'")
        return self._url("app", self.port, name)

    def psql(self, database, *words):
        """As a user of its own, `plain`, so that it can be told from the service."""
        result = subprocess.run([str(self.bin / "psql"), "-h", str(self.folder), "-p", str(self.port), "-U", "plain",
                                 "-d", database, "-AtqX", *words], capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(f"psql {' '.join(words)}: {result.stderr}")
        return result.stdout

    def connections(self, database):
        """How many were made to it since it is there, those of this object included."""
        return int(self.psql("bench", "-c", f"SELECT sessions FROM pg_stat_database WHERE datname = '{database}'"))

    def contents(self, database):
        """Every row of every table, as text, in the order of that text."""
        tables = self.psql(database, "-c", "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").split()
        selects = [f"SELECT '{table}', t::text FROM {table} t" for table in tables]
        rows = self.psql(database, "-c", "SET TIME ZONE 'UTC'", "-c", " UNION ALL ".join(selects)).splitlines()
        sequences = self.psql(database, "-c", "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return rows + sequences.splitlines()

    def log(self):
        """What the server has logged so far, blanks made one."""
        return re.sub(r"\s+", " ", (self.folder / "log").read_text(errors="replace"))
