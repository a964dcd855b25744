"""What requests do with a libpq connection: a row per kind of step, as in steps_sqlite."""

SETTINGS = ["statement_timeout = '4s'", "application_name = 'mine'", "TimeZone = 'Asia/Tokyo'", "DateStyle = 'German'",
            "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'", "search_path = pg_catalog",
            "work_mem = '1MB'", "client_encoding = 'LATIN1'", "standard_conforming_strings = off", "extra_float_digits = 0",
            "synchronous_commit = off", "SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "LOCAL work_mem = '2MB'",
            "my.setting = 'seen'", "constraint_exclusion = on", "ROLE app"]
SHOWN = ["statement_timeout", "application_name", "TimeZone", "DateStyle", "default_transaction_read_only",
         "default_transaction_isolation", "work_mem", "client_encoding", "standard_conforming_strings",
         "synchronous_commit", "transaction_isolation", "role"]


def create(s, step):
    s.run("CREATE TABLE IF NOT EXISTS t (n serial PRIMARY KEY, s text)")


def insert(s, step):
    way = step.choose("way", 5 if s.cxx else 4)
    if way == 0:
        s.run("INSERT INTO t (s) VALUES ('plain')")
    elif way == 1:
        s.w.put('PQclear(PQexec($db, "INSERT INTO t (s) VALUES (\'direct\')"));')
    elif way == 2:
        with s.w.block("{"):
            s.w.put("char sql[100];", 'snprintf(sql, sizeof sql, "INSERT INTO t (s) VALUES (\'%d\')", $n);')
            s.run_text("sql")
    elif way == 3:
        with s.w.block("{"):
            s.w.put("char text[20];", "const char *values[1] = {text};", "PGresult *done;",
                    'snprintf(text, sizeof text, "%d", $n);',
                    'done = PQexecParams($db, "INSERT INTO t (s) VALUES ($$1)", 1, $null, values, $null, $null, 0);',
                    'say("params %d\\n", PQresultStatus(done) == PGRES_COMMAND_OK);', "PQclear(done);")
    else:
        with s.w.block("{"):
            s.w.put('std::string sql = "INSERT INTO t (s) VALUES (\'" + std::to_string($n) + "\')";')
            s.run_text("sql.c_str()")


def update(s, step):
    s.run(["UPDATE t SET s = s || '+' WHERE n = 1", "DELETE FROM t WHERE n % 5 = 4", "INSERT INTO missing VALUES (1)",
           "UPDATE t SET n = 1 WHERE n = 2", "DROP TABLE IF EXISTS u; CREATE TABLE u AS SELECT * FROM t",
           "SELECT 1/0"][step.choose("sql", 6)])


def count(s, step):
    sql = ["SELECT count(*) FROM t", "SELECT max(n) FROM t", "SELECT n FROM missing", "SELECT lastval()",
           "SELECT currval('t_n_seq')", "SELECT count(*) FROM pg_prepared_statements", "SELECT count(*) FROM pg_cursors"
           ][step.choose("sql", 7)]
    s.need("number")
    if step.choose("into", 2):
        s.w.put(f'$result += number($db, "{sql}");')
    else:
        s.w.put(f'say("count %d\\n", number($db, "{sql}"));')


def rows(s, step):
    with s.w.block("{"):
        s.w.put('PGresult *found = PQexec($db, "SELECT n, s FROM t ORDER BY n LIMIT 4");', "int row;")
        with s.w.block("for (row = 0; row < PQntuples(found); ++row) {"):
            s.w.put('say("row %s %s\\n", PQgetvalue(found, row, 0), PQgetvalue(found, row, 1));')
            if step.choose("leave", 3) == 1:
                with s.w.block("if (row == $n) {"):
                    s.leave("7", first=["PQclear(found);"], loops=1)
        s.w.put("PQclear(found);")


def prepared(s, step):
    name = "statement" if step.choose("same", 2) else s.fresh("statement")
    with s.w.block("{"):
        s.w.put("char text[20];", "const char *values[1] = {text};", "PGresult *done;",
                'snprintf(text, sizeof text, "%d", $n);',
                f'done = PQprepare($db, "{name}", "INSERT INTO t (s) VALUES ($$1)", 0, $null);',
                'say("prepared %d\\n", PQresultStatus(done) == PGRES_COMMAND_OK);', "PQclear(done);",
                f'done = PQexecPrepared($db, "{name}", 1, values, $null, $null, 0);',
                'say("executed %d\\n", PQresultStatus(done) == PGRES_COMMAND_OK);', "PQclear(done);")


def message(s, step):
    way = step.choose("way", 3)
    if way == 0:
        s.w.put('PQclear(PQexec($db, "SELEKT"));', 'say("message %s\\n", PQerrorMessage($db));')
    elif way == 1:
        s.w.put('say("message [%s]\\n", PQerrorMessage($db));')
    else:
        with s.w.block("{"):
            s.w.put('PGresult *bad = PQexec($db, "INSERT INTO t VALUES (1, 2, 3)");')
            with s.w.block("if (PQresultStatus(bad) != PGRES_COMMAND_OK) {"):
                s.w.put('say("failed: %s\\n", PQresultErrorField(bad, PG_DIAG_SQLSTATE));', "PQclear(bad);")
                if step.choose("leave", 2):
                    s.leave("-5")
            with s.w.block("else {"):
                s.w.put("PQclear(bad);")


def setting(s, step):
    s.run("SET " + SETTINGS[step.choose("which", len(SETTINGS))])


def show(s, step):
    name = SHOWN[step.choose("which", len(SHOWN))]
    with s.w.block("{"):
        s.w.put(f'PGresult *shown = PQexec($db, "SHOW {name}");',
                f'say("{name} %s\\n", PQntuples(shown) ? PQgetvalue(shown, 0, 0) : "none");', "PQclear(shown);")


def state(s, step):
    s.w.put(['say("in transaction %d\\n", PQtransactionStatus($db));', 'say("good %d\\n", PQstatus($db) == CONNECTION_OK);',
             'say("encoding %d\\n", PQclientEncoding($db));', 'say("nonblocking %d\\n", PQisnonblocking($db));',
             'say("parameter %s\\n", PQparameterStatus($db, "TimeZone"));'][step.choose("which", 5)])


def changed(s, step):
    s.w.put(['PQsetClientEncoding($db, "LATIN1");', "PQsetErrorVerbosity($db, PQERRORS_TERSE);",
             "PQsetnonblocking($db, 1);", "PQsetErrorContextVisibility($db, PQSHOW_CONTEXT_ALWAYS);"
             ][step.choose("which", 4)])


def temporary(s, step):
    s.run(["CREATE TEMP TABLE draft (n int); INSERT INTO draft VALUES (1)", "CREATE TEMP TABLE t (n int, s text)",
           "CREATE TEMP VIEW seen AS SELECT 1 AS one", "CREATE TEMP SEQUENCE counter"][step.choose("which", 4)])
    s.need("number")
    s.w.put('say("draft %d\\n", number($db, "SELECT count(*) FROM draft"));')


def cursor(s, step):
    s.run("DECLARE held CURSOR WITH HOLD FOR SELECT n FROM t ORDER BY n")
    s.need("number")
    s.w.put('say("fetched %d\\n", number($db, "FETCH held"));')


def transaction(s, step):
    s.run(["BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE", "START TRANSACTION READ ONLY", "BEGIN; SAVEPOINT one"]
          [step.choose("begin", 4)])
    s.steps(step.inner)
    end = step.choose("end", 5)
    if end < 2:
        s.run("COMMIT")
    elif end == 2:
        s.run("ROLLBACK")
    elif end == 3:
        with s.w.block("if ($n % 2) {"):
            s.run("COMMIT")
        with s.w.block("else {"):
            s.run("ROLLBACK")


def lock(s, step):
    s.run(["SELECT pg_advisory_xact_lock(5)", "SELECT pg_advisory_lock(6)", "SELECT pg_try_advisory_lock(7)",
           "BEGIN; LOCK TABLE t IN EXCLUSIVE MODE; COMMIT"][step.choose("which", 4)])


def listen(s, step):
    s.run(["LISTEN news", "NOTIFY news, 'hello'", "UNLISTEN *"][step.choose("which", 3)])


def unread(s, step):
    """Sent, and its result never fetched, or only in part."""
    with s.w.block("{"):
        s.w.put('say("sent %d\\n", PQsendQuery($db, "SELECT n FROM t ORDER BY n"));')
        if step.choose("one", 2):
            s.w.put("PQclear(PQgetResult($db));")


def asynchronous(s, step):
    with s.w.block("{"):
        s.w.put("PGresult *part;", 'PQsendQuery($db, "SELECT s FROM t ORDER BY n LIMIT 2");')
        if step.choose("single", 2):
            s.w.put("PQsetSingleRowMode($db);")
        with s.w.block("while ((part = PQgetResult($db)) != $null) {"):
            s.w.put('say("part %d\\n", PQntuples(part));', "PQclear(part);")


def notices(s, step):
    s.need("notices")
    s.w.put("PQsetNoticeProcessor($db, on_notice, $null);")
    s.run("DROP TABLE IF EXISTS nowhere")


TABLE = {
    "create": (create, 12), "insert": (insert, 14), "update": (update, 8), "count": (count, 9), "rows": (rows, 7),
    "prepared": (prepared, 5), "message": (message, 4), "setting": (setting, 9), "show": (show, 9), "state": (state, 4),
    "changed": (changed, 2), "temporary": (temporary, 4), "cursor": (cursor, 2), "transaction": (transaction, 8),
    "lock": (lock, 2), "listen": (listen, 1), "unread": (unread, 1), "asynchronous": (asynchronous, 3),
    "notices": (notices, 1),
}
HOLDING = {"transaction", "lock", "unread", "temporary", "cursor"}
HELPERS = {
    "run": """static void run(PGconn *db, const char *sql)
{
  PGresult *done = PQexec(db, sql);
  if (PQresultStatus(done) != PGRES_COMMAND_OK && PQresultStatus(done) != PGRES_TUPLES_OK)
    say("error: %s\\n", PQerrorMessage(db));
  PQclear(done);
}
""",
    "number": """static int number(PGconn *db, const char *sql)
{
  PGresult *found = PQexec(db, sql);
  int value = PQntuples(found) > 0 ? atoi(PQgetvalue(found, 0, 0)) : -1;
  PQclear(found);
  return value;
}
""",
    "notices": """static UNUSED void on_notice(void *data, const char *text)
{
  (void)data;
  say("notice %s", text);
}
""",
}
