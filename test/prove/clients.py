"""What the shapes ask of a client library of C: how it is opened, tested and closed, as text."""
import steps_sqlite


class Sqlite:
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
    libraries = ["-lsqlite3"]
    runtime = "sqlite"

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


CLIENTS = {"sqlite": Sqlite}
