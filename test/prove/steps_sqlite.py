"""What requests do with an SQLite connection: a row per kind of step, with how often it is drawn.

A step writes statements that print what they see. It stands in a Scope: `$db` is the handle, `$n` the
request's number, `$null` the null pointer, `$result` what the request will return.
"""

PRAGMAS = ["foreign_keys", "synchronous", "cache_size", "recursive_triggers", "temp_store", "case_sensitive_like",
           "busy_timeout", "query_only", "defer_foreign_keys", "ignore_check_constraints", "read_uncommitted",
           "reverse_unordered_selects", "automatic_index", "secure_delete", "cache_spill", "cell_size_check",
           "writable_schema", "trusted_schema", "legacy_alter_table", "wal_autocheckpoint", "journal_size_limit",
           "full_column_names", "short_column_names", "count_changes", "mmap_size", "threads", "analysis_limit",
           "max_page_count", "checkpoint_fullfsync", "fullfsync", "page_size", "auto_vacuum", "locking_mode",
           "journal_mode", "encoding", "empty_result_callbacks", "user_version", "application_id"]
VALUES = {"temp_store": "2", "busy_timeout": "77", "cache_size": "55", "synchronous": "0", "mmap_size": "65536",
          "max_page_count": "5000", "page_size": "8192", "auto_vacuum": "1", "locking_mode": "EXCLUSIVE",
          "journal_mode": "WAL", "encoding": "'UTF-16'", "journal_size_limit": "4096", "user_version": "7",
          "analysis_limit": "9", "secure_delete": "1", "wal_autocheckpoint": "3", "threads": "2"}
READ_BACK = [p for p in PRAGMAS if p not in ("encoding", "locking_mode", "journal_mode", "case_sensitive_like")]


def create(s, step):
    s.run("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, s TEXT)")


def insert(s, step):
    way = step.choose("way", 5 if s.cxx else 4)
    if way == 0:
        s.run("INSERT INTO t (s) VALUES ('plain')")
    elif way == 1:
        s.w.put('sqlite3_exec($db, "INSERT INTO t (s) VALUES (\'direct\')", $null, $null, $null);')
    elif way == 2:
        with s.w.block("{"):
            s.w.put("char sql[100];", 'snprintf(sql, sizeof sql, "INSERT INTO t (s) VALUES (\'%d\')", $n);')
            s.run_text("sql")
    elif way == 3:
        bound(s, step)
    else:
        with s.w.block("{"):
            s.w.put('std::string sql = "INSERT INTO t (s) VALUES (\'" + std::to_string($n) + "\')";')
            s.run_text("sql.c_str()")


def bound(s, step):
    with s.w.block("{"):
        s.w.put("sqlite3_stmt *statement;")
        with s.w.block('if (sqlite3_prepare_v2($db, "INSERT INTO t (s) VALUES (?)", -1, &statement, $null) == SQLITE_OK) {'):
            s.w.put("sqlite3_bind_int(statement, 1, $n);")
            s.w.put('say("step %d\\n", sqlite3_step(statement));')
            if step.choose("again", 2):
                s.w.put("sqlite3_reset(statement);", "sqlite3_step(statement);")
            s.w.put("sqlite3_finalize(statement);")


def update(s, step):
    s.run(["UPDATE t SET s = s || '+' WHERE n = 1", "DELETE FROM t WHERE n % 5 = 4",
           "INSERT OR REPLACE INTO t (n, s) VALUES (2, 'two')", "INSERT INTO missing VALUES (1)",
           "UPDATE t SET n = 1 WHERE n = 2", "DROP TABLE IF EXISTS u; CREATE TABLE u AS SELECT * FROM t"]
          [step.choose("sql", 6)])
    if step.choose("changes", 2):
        s.w.put('say("changes %d\\n", sqlite3_changes($db));')


def count(s, step):
    sql = ["SELECT count(*) FROM t", "SELECT max(n) FROM t", "SELECT count(*) FROM sqlite_master",
           "SELECT 'a' LIKE 'A'", "SELECT n FROM missing"][step.choose("sql", 5)]
    if step.choose("into", 2):
        s.w.put(f'$result += number($db, "{sql}");')
    else:
        s.w.put(f'say("count %d\\n", number($db, "{sql}"));')
    s.need("number")


def rows(s, step):
    """Reads row by row; may leave the request in the middle, after ending the statement."""
    with s.w.block("{"):
        s.w.put("sqlite3_stmt *statement = $null;", "int rc;",
                'rc = sqlite3_prepare_v2($db, "SELECT n, s FROM t ORDER BY n LIMIT 4", -1, &statement, $null);')
        with s.w.block("if (rc == SQLITE_OK) {"):
            with s.w.block("while (sqlite3_step(statement) == SQLITE_ROW) {"):
                s.w.put('const char *text = (const char *)sqlite3_column_text(statement, 1);',
                        'say("row %d %s\\n", sqlite3_column_int(statement, 0), text ? text : "NULL");')
                if step.choose("leave", 3) == 1:
                    with s.w.block("if (sqlite3_column_int(statement, 0) == $n) {"):
                        s.leave("7", first=["sqlite3_finalize(statement);"], loops=1)
        s.w.put("sqlite3_finalize(statement);")


def unended(s, step):
    """A statement that has run to its end and is never finalized."""
    with s.w.block("{"):
        s.w.put("sqlite3_stmt *statement = $null;",
                'sqlite3_prepare_v2($db, "SELECT n FROM t", -1, &statement, $null);')
        s.w.put("while (sqlite3_step(statement) == SQLITE_ROW)", '  say("left %d\\n", sqlite3_column_int(statement, 0));')
        # The connection then cannot be closed; a lock that it keeps is kept for ever.
        if s.request.kinds() & (HOLDING - {"unended"}):
            s.w.put("sqlite3_finalize(statement);")


def callback(s, step):
    way = step.choose("way", 3 if s.cxx else 2)
    if way == 2:
        with s.w.block("{"):
            s.w.put("int seen = 0;",
                    'sqlite3_exec($db, "SELECT n FROM t", [](void *to, int, char **, char **) { ++*static_cast<int *>(to); return 0; }, &seen, nullptr);',
                    'say("seen %d\\n", seen);')
    elif way == 1:
        with s.w.block("{"):
            s.w.put("char **table = $null;", "int count = 0, columns = 0;")
            with s.w.block('if (sqlite3_get_table($db, "SELECT s FROM t", &table, &count, &columns, $null) == SQLITE_OK) {'):
                s.w.put('say("table %d %d\\n", count, columns);', "sqlite3_free_table(table);")
    else:
        s.need("show")
        s.w.put('sqlite3_exec($db, "SELECT n, s FROM t ORDER BY n DESC LIMIT 2", show, $null, $null);')


def message(s, step):
    way = step.choose("way", 4)
    if way == 0:
        s.w.put('sqlite3_exec($db, "SELEKT", $null, $null, $null);', 'say("message %s\\n", sqlite3_errmsg($db));')
    elif way == 1:
        s.w.put('say("message %d %s\\n", sqlite3_errcode($db), sqlite3_errmsg($db));')
    elif way == 2:
        with s.w.block("{"):
            s.w.put("char *text = $null;")
            with s.w.block('if (sqlite3_exec($db, "INSERT INTO t VALUES (1, 2, 3)", $null, $null, &text) != SQLITE_OK) {'):
                s.w.put('say("failed: %s\\n", text);', "sqlite3_free(text);")
                if step.choose("leave", 2):
                    s.leave("-5")
    else:
        s.w.put('say("extended %d\\n", sqlite3_extended_errcode($db));')


def counters(s, step):
    s.w.put(['say("changes %d\\n", sqlite3_changes($db));', 'say("rowid %d\\n", (int)sqlite3_last_insert_rowid($db));',
             'say("autocommit %d\\n", sqlite3_get_autocommit($db));', 'say("rowid %d\\n", number($db, "SELECT last_insert_rowid()"));',
             'say("changes %d\\n", number($db, "SELECT changes()"));',
             'say("readonly %d\\n", sqlite3_db_readonly($db, "main"));'][step.choose("which", 6)])
    s.need("number")


def total(s, step):
    s.w.put('say("total %d\\n", sqlite3_total_changes($db));')


def pragma(s, step):
    name = PRAGMAS[step.choose("name", len(PRAGMAS))]
    if name == "locking_mode" and "nested" in s.request.kinds():
        name = "user_version"       # see BEGIN EXCLUSIVE below
    s.run(f"PRAGMA {name} = {VALUES.get(name, '1')}")


def read_pragma(s, step):
    name = READ_BACK[step.choose("name", len(READ_BACK))]
    s.need("number")
    s.w.put(f'say("{name} %d\\n", number($db, "PRAGMA {name}"));')


def temporary(s, step):
    s.run("CREATE TEMP TABLE draft (n INT); INSERT INTO draft VALUES (1)")
    s.need("number")
    s.w.put('say("draft %d\\n", number($db, "SELECT count(*) FROM draft"));')


def temporary_object(s, step):
    s.run(["CREATE TEMP VIEW seen AS SELECT 1 AS one", "CREATE TEMP TABLE t (n INT, s TEXT)",
           "CREATE TEMP TRIGGER twice AFTER INSERT ON t BEGIN UPDATE t SET s = 'trigger' WHERE n = new.n; END"]
          [step.choose("which", 3)])


def attach(s, step):
    """Another file, or memory. Not with a path of several threads in one folder: a file of its own."""
    if step.choose("which", 2) or s.threads:
        s.run("ATTACH ':memory:' AS other; CREATE TABLE other.t2 (n INT); INSERT INTO other.t2 VALUES (1)")
    else:
        s.run("ATTACH 'attached.db' AS other; CREATE TABLE IF NOT EXISTS other.t2 (n INT); INSERT INTO other.t2 VALUES (1)")
    s.need("number")
    s.w.put('say("attached %d\\n", number($db, "SELECT count(*) FROM other.t2"));')
    if step.choose("detach", 2):
        s.run("DETACH other")


def transaction(s, step):
    # Behind a lock that nobody may read through, a new connection fails what needs the schema; a kept one knows it
    # (docs/runtime.md). So no request runs inside such a lock.
    alone = "nested" not in s.request.kinds()
    s.run(["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE" if alone else "BEGIN IMMEDIATE", "SAVEPOINT one"]
          [step.choose("begin", 4)])
    s.steps(step.inner)
    end = step.choose("end", 5)
    if end < 2:
        s.run("COMMIT" if step.choose("begin", 4) != 3 else "RELEASE one")
    elif end == 2:
        s.run("ROLLBACK")
    elif end == 3:
        with s.w.block("if ($n % 2) {"):
            s.run("COMMIT")
        with s.w.block("else {"):
            s.run("ROLLBACK")


def function(s, step):
    s.need("twice")
    pointer = "$null" if step.choose("local", 2) == 0 else "&$result"
    s.w.put(f'sqlite3_create_function($db, "twice", 1, SQLITE_UTF8, {pointer}, twice, $null, $null);')
    s.need("number")
    s.w.put('say("twice %d\\n", number($db, "SELECT twice(21)"));')


def uses_function(s, step):
    """Finds a function only if an earlier borrower left one behind."""
    s.need("number")
    s.w.put('say("twice %d\\n", number($db, "SELECT twice(4)"));')


def hook(s, step):
    s.need("hooks")
    s.w.put(["sqlite3_update_hook($db, on_update, $null);", "sqlite3_busy_handler($db, on_busy, $null);",
             "sqlite3_limit($db, SQLITE_LIMIT_COLUMN, 3);", "sqlite3_set_authorizer($db, on_ask, $null);",
             "sqlite3_commit_hook($db, on_commit, $null);"][step.choose("which", 5)])


def timeout(s, step):
    s.w.put("sqlite3_busy_timeout($db, 40);")


def interior(s, step):
    s.w.put('say("open %d\\n", sqlite3_db_filename($db, "main") != $null);')


TABLE = {
    "create": (create, 12), "insert": (insert, 14), "update": (update, 8), "count": (count, 9), "rows": (rows, 7),
    "unended": (unended, 1), "callback": (callback, 4), "message": (message, 4), "counters": (counters, 7),
    "total": (total, 1), "pragma": (pragma, 9), "read-pragma": (read_pragma, 8), "temporary": (temporary, 3),
    "temporary-object": (temporary_object, 2), "attach": (attach, 3), "transaction": (transaction, 8),
    "function": (function, 1), "uses-function": (uses_function, 1), "hook": (hook, 1), "timeout": (timeout, 2),
    "interior": (interior, 1),
}

# Steps after which a connection that is never closed would still hold a lock.
HOLDING = {"transaction", "pragma", "unended", "attach"}

HELPERS = {
    "run": """static void run(sqlite3 *db, const char *sql)
{
  char *text = 0;
  if (sqlite3_exec(db, sql, 0, 0, &text) != SQLITE_OK) {
    say("error: %s\\n", text ? text : "no text");
    sqlite3_free(text);
  }
}
""",
    "number": """static int number(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = 0;
  int value;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, 0) != SQLITE_OK)
    return -1;
  /* A lock that is met before the schema is known fails the prepare, after that the step. */
  value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_finalize(statement);
  return value;
}
""",
    "show": """static int show(void *unused, int count, char **texts, char **names)
{
  int i;
  (void)unused;
  for (i = 0; i < count; ++i)
    say("%s=%s ", names[i], texts[i] ? texts[i] : "NULL");
  say("\\n");
  return 0;
}
""",
    "twice": """static void twice(sqlite3_context *context, int count, sqlite3_value **values)
{
  (void)count;
  sqlite3_result_int(context, 2 * sqlite3_value_int(values[0]));
}
""",
    "hooks": """static UNUSED void on_update(void *data, int what, const char *database, const char *table, sqlite3_int64 row)
{
  (void)data; (void)database; (void)row;
  say("updated %d %s\\n", what, table);
}
static UNUSED int on_busy(void *data, int times)
{
  (void)data;
  say("busy %d\\n", times);
  return 0;
}
static UNUSED int on_ask(void *data, int what, const char *a, const char *b, const char *c, const char *d)
{
  (void)data; (void)a; (void)b; (void)c; (void)d;
  return what == SQLITE_DELETE ? SQLITE_DENY : SQLITE_OK;
}
static UNUSED int on_commit(void *data)
{
  (void)data;
  say("committed\\n");
  return 0;
}
""",
}
