"""What differs by client library: its shapes and steps, how it is opened, tested and closed, as text."""
import shapes_c_handle
import shapes_cxx_handle
import shapes_pqxx
import steps_control
import steps_postgres
import steps_pqxx
import steps_sqlite


HANDLE_SHAPES = shapes_c_handle.TABLE, shapes_cxx_handle.TABLE
CONTROL = steps_control.BOTH, steps_control.CXX
# What needs a pointer to be copied, or an empty one.
NOT_FOR_OBJECTS = {"stored", "address"}


class Sqlite:
    shapes = HANDLE_SHAPES          # those of C and C++, those of C++ only
    control = CONTROL
    name = "sqlite"
    handle = "sqlite3 *"
    close = "sqlite3_close"
    header = "sqlite3.h"
    literal = '"literal.db"'
    has_literal = True
    steps = steps_sqlite.TABLE
    helpers = steps_sqlite.HELPERS
    holding = steps_sqlite.HOLDING
    executed = ["CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, s TEXT)", "INSERT INTO t (s) VALUES ('one')",
                "INSERT INTO missing VALUES (1)"]
    unreachable = "/no/such/folder/x.db"
    thread_path = '"%d-%s", i, argv[1]'

    @staticmethod
    def call(h, db, path):
        """sqlite3_open(path, &db), or the same with flags."""
        target = f"&{db}"
        way = h.choose("flags", 5)
        if way == 3:
            return f"sqlite3_open_v2({path}, {target}, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, {h.null})"
        if way == 4 and h.choose("readonly", 3) == 1:
            return f"sqlite3_open_v2({path}, {target}, SQLITE_OPEN_READONLY, {h.null})"
        return f"sqlite3_open({path}, {target})"

    @classmethod
    def statement(cls, h, db, path):
        return cls.call(h, db, path) + ";"

    @classmethod
    def open_and_test(cls, h, db, path, way):
        """Writes an open; returns the head of an `if` for its failure."""
        call = cls.call(h, db, path)
        if way == 0 or way == 4:
            return f"if ({call} != SQLITE_OK) {{"
        if way == 1:
            return f"if ({call}) {{"
        if way == 2:
            code = h.fresh("rc")
            h.w.put(f"int {code} = {call};")
            return f"if ({code} != SQLITE_OK) {{"
        if way == 3:
            code = h.fresh("rc")
            h.w.put(f"int {code};", f"{code} = {call};")
            return f"if ({code}) {{"
        code = h.fresh("rc")
        h.w.put(f"int {code};")
        return f"if (({code} = {call}) != SQLITE_OK) {{"

    @classmethod
    def open_and_good(cls, h, db, path, way):
        call = cls.call(h, db, path)
        if way == 0:
            return f"if ({call} == SQLITE_OK) {{"
        if way == 1:
            return f"if (!{call}) {{"
        code = h.fresh("rc")
        h.w.put(f"int {code} = {call};")
        return f"if ({code} == SQLITE_OK) {{" if way == 2 else f"if (SQLITE_OK == {code}) {{"

    @classmethod
    def if_init(cls, h, db, path):
        return f"if (int rc = {cls.call(h, db, path)}; rc != SQLITE_OK) {{"

    @staticmethod
    def failure_text(db):
        return f"sqlite3_errmsg({db})"

    @staticmethod
    def one_time_work(h):
        h.source.need("run")
        h.w.put(["run(db, \"CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, s TEXT)\");",
                 "run(db, \"PRAGMA foreign_keys = ON\");", "sqlite3_busy_timeout(db, 50);",
                 "run(db, \"PRAGMA recursive_triggers = ON; BEGIN\");",
                 "sqlite3_extended_result_codes(db, 1);"][h.choose("once", 5)])

    @staticmethod
    def other_path(h):
        h.w.put('snprintf(other, sizeof other, "%s.other.db", path);')


class Libpq:
    shapes = HANDLE_SHAPES
    control = CONTROL
    name = "libpq"
    handle = "PGconn *"
    close = "PQfinish"
    header = "libpq-fe.h"
    literal = ""
    has_literal = False             # the server's port is another one each time
    steps = steps_postgres.TABLE
    helpers = steps_postgres.HELPERS
    holding = steps_postgres.HOLDING
    executed = ["CREATE TABLE IF NOT EXISTS t (n serial PRIMARY KEY, s text)", "INSERT INTO t (s) VALUES ('one')",
                "INSERT INTO missing VALUES (1)"]
    unreachable = "host=/no/such/folder dbname=none"
    thread_path = "\"%s options='-c lock_timeout=300 -c search_path=%s_%d'\", argv[1], argv[2], i"

    @staticmethod
    def handle_of(path):
        """The open as a value."""
        return f"PQconnectdb({path})"

    @classmethod
    def call(cls, h, db, path):
        return f"{db} = {cls.handle_of(path)}"

    @classmethod
    def statement(cls, h, db, path):
        return cls.call(h, db, path) + ";"

    @classmethod
    def open_and_test(cls, h, db, path, way):
        if way == 5 and h.choose("inside", 2):
            return f"if (PQstatus({cls.call(h, db, path)}) != CONNECTION_OK) {{"
        h.w.put(cls.statement(h, db, path))
        return [f"if (PQstatus({db}) != CONNECTION_OK) {{", f"if (PQstatus({db}) == CONNECTION_BAD) {{",
                f"if (!{db} || PQstatus({db}) != CONNECTION_OK) {{"][way % 3]

    @classmethod
    def open_and_good(cls, h, db, path, way):
        h.w.put(cls.statement(h, db, path))
        return f"if (PQstatus({db}) == CONNECTION_OK) {{"

    @classmethod
    def if_init(cls, h, db, path):
        return f"if ({cls.call(h, db, path)}; PQstatus({db}) != CONNECTION_OK) {{"

    @staticmethod
    def failure_text(db):
        """The pool's message for a failed borrow is its own: whether there is one is all that can be compared."""
        return f"PQerrorMessage({db})[0] ? \"message\" : \"none\""

    @staticmethod
    def one_time_work(h):
        h.source.need("run")
        h.w.put(["run(db, \"CREATE TABLE IF NOT EXISTS t (n serial PRIMARY KEY, s text)\");", "run(db, \"SET work_mem = '3MB'\");",
                 "run(db, \"BEGIN\");", "PQsetErrorVerbosity(db, PQERRORS_VERBOSE);"][h.choose("once", 4)])

    @staticmethod
    def other_path(h):
        h.w.put('snprintf(other, sizeof other, "%s connect_timeout=9", path);')


class Libpqxx(Libpq):
    name = "libpqxx"
    shapes = {}, shapes_pqxx.TABLE
    control = {k: row for k, row in steps_control.BOTH.items() if k not in NOT_FOR_OBJECTS}, steps_control.CXX
    handle = "pqxx::connection &"
    close = None
    header = "pqxx/pqxx"
    steps = steps_pqxx.TABLE
    helpers = steps_pqxx.HELPERS
    holding = set()


CLIENTS = {"libpqxx": Libpqxx, "libpq": Libpq, "sqlite": Sqlite}
