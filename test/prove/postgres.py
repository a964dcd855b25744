"""A throw-away PostgreSQL, as the benchmarks start one; a schema for each run of a program."""
import itertools
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "runtime"))
import servers  # noqa: E402

THREADS = 3
DUMP = """SELECT format('-- %s.%s', table_schema, table_name), query_to_xml(format('SELECT * FROM %I.%I ORDER BY 1',
table_schema, table_name), true, true, '') FROM information_schema.tables WHERE table_schema LIKE '{name}%' ORDER BY 1"""


class Postgres(servers.Servers):
    def __init__(self):
        super().__init__([])
        self.numbers = itertools.count(1)

    def _start_pgbouncer(self):
        pass

    def psql(self, *statements):
        words = [word for statement in statements for word in ("-c", statement)]
        result = subprocess.run([str(self.bin / "psql"), "-h", str(self.folder), "-p", str(self.port), "-U", "plain", "-d",
                                 "bench", "-AtqX", *words], capture_output=True, text=True)
        return result.stdout + result.stderr

    def fresh(self):
        """An empty schema, and one for each thread; its name. All names are equally long."""
        name = f"s{next(self.numbers):08d}"
        self.psql(*[f"CREATE SCHEMA {name}{end}; GRANT ALL ON SCHEMA {name}{end} TO app"
                    for end in ["", *[f"_{i}" for i in range(THREADS)]]])
        return name

    def conninfo(self, name):
        """Locks are waited for only shortly: some programs lock themselves out."""
        return (f"host={self.folder} port={self.port} dbname=bench user=plain "
                f"options='-c lock_timeout=300 -c search_path={name}'")

    def dump(self, name):
        """What the run left; its schemas are dropped."""
        ends = ["", *[f"_{i}" for i in range(THREADS)]]
        return self.psql(DUMP.format(name=name), "SET client_min_messages = error",
                         "DROP SCHEMA " + ", ".join(name + end for end in ends) + " CASCADE")
