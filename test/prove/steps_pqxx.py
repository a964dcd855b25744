"""What requests do with a pqxx::connection: a row per kind of step, as in steps_sqlite.

`$db` is the connection; inside a step `transaction`, `$tx` is its transaction. Errors are exceptions,
and go as far as somebody catches them.
"""
import steps_postgres


def run(s, sql):
    if s.w.names.get("tx"):
        s.w.put(f'$tx.exec("{sql}");')
    else:
        s.run(sql)


def number(s, sql):
    if s.w.names.get("tx"):
        return f'$tx.exec1("{sql}")[0].as<int>(-1)'
    s.need("number")
    return f'number($db, "{sql}")'


def create(s, step):
    run(s, "CREATE TABLE IF NOT EXISTS t (n serial PRIMARY KEY, s text)")


def insert(s, step):
    way = step.choose("way", 3)
    if way == 0 or not s.w.names.get("tx"):
        run(s, "INSERT INTO t (s) VALUES ('plain')")
    elif way == 1:
        s.w.put('$tx.exec_params0("INSERT INTO t (s) VALUES ($$1)", $n);')
    else:
        s.w.put('$tx.exec("INSERT INTO t (s) VALUES (" + $tx.quote(std::to_string($n)) + ")");')


def update(s, step):
    run(s, ["UPDATE t SET s = s || '+' WHERE n = 1", "DELETE FROM t WHERE n % 5 = 4", "INSERT INTO missing VALUES (1)",
            "UPDATE t SET n = 1 WHERE n = 2", "SELECT 1/0", "UPDATE t SET s = 'x'"][step.choose("sql", 6)])


def count(s, step):
    sql = ["SELECT count(*) FROM t", "SELECT max(n) FROM t", "SELECT n FROM missing", "SELECT lastval()",
           "SELECT count(*) FROM pg_prepared_statements"][step.choose("sql", 5)]
    s.w.put(f"$result += {number(s, sql)};" if step.choose("into", 2) else f'say("count %d\\n", {number(s, sql)});')


def rows(s, step):
    with s.w.block("{"):
        if not s.w.names.get("tx"):
            s.w.put("pqxx::work reading($db);")
        tx = "$tx" if s.w.names.get("tx") else "reading"
        s.w.put(f'pqxx::result found = {tx}.exec("SELECT n, s FROM t ORDER BY n LIMIT 4");')
        with s.w.block("for (const auto &row : found) {"):
            s.w.put('say("row %d %s\\n", row[0].as<int>(), row[1].c_str());')
            if step.choose("leave", 3) == 1:
                with s.w.block("if (row[0].as<int>() == $n) {"):
                    s.leave("7", loops=1)
        if step.choose("read", 2):
            s.w.put("$result += static_cast<int>(found.size());")


def prepared(s, step):
    name = "statement" if step.choose("same", 2) else s.fresh("statement")
    s.w.put(f'$db.prepare("{name}", "INSERT INTO t (s) VALUES ($$1)");')
    if s.w.names.get("tx"):
        s.w.put(f'$tx.exec_prepared("{name}", $n);')
    else:
        with s.w.block("{"):
            s.w.put("pqxx::work using_it($db);", f'using_it.exec_prepared("{name}", $n);', "using_it.commit();")


def setting(s, step):
    run(s, "SET " + steps_postgres.SETTINGS[step.choose("which", len(steps_postgres.SETTINGS))])


def variable(s, step):
    if s.w.names.get("tx"):
        s.w.put('$tx.set_variable("work_mem", "\'2MB\'");')
    else:
        s.w.put('$db.set_variable("TimeZone", "\'Asia/Tokyo\'");')


def show(s, step):
    name = steps_postgres.SHOWN[step.choose("which", len(steps_postgres.SHOWN))]
    if s.w.names.get("tx"):
        s.w.put(f'say("{name} %s\\n", $tx.exec1("SHOW {name}")[0].c_str());')
    else:
        with s.w.block("{"):
            s.w.put("pqxx::nontransaction asking($db);", f'say("{name} %s\\n", asking.exec1("SHOW {name}")[0].c_str());')


def state(s, step):
    s.w.put(['say("open %d\\n", $db.is_open());', 'say("protocol %d\\n", $db.protocol_version());',
             'say("user %s\\n", $db.username());', 'say("backend %d\\n", $db.backendpid() > 0);'][step.choose("which", 4)])


def temporary(s, step):
    run(s, ["CREATE TEMP TABLE draft (n int)", "CREATE TEMP TABLE t (n int, s text)", "CREATE TEMP SEQUENCE counter"
            ][step.choose("which", 3)])


def transaction(s, step):
    """Committed, aborted, or neither. Inside another one it throws a usage error, before and after."""
    tx = s.fresh("tx")
    kind = ["pqxx::work", "pqxx::nontransaction", "pqxx::work", "pqxx::read_transaction"][step.choose("kind", 4)]
    with s.w.block("{"):
        s.w.put(f"{kind} {tx}($db);")
        with s.w.named(tx=tx):
            s.steps(step.inner)
        end = step.choose("end", 5)
        if end < 2:
            s.w.put(f"{tx}.commit();")
        elif end == 2:
            s.w.put(f"{tx}.abort();")
        elif end == 3:
            s.w.put("if ($n % 2)", f"  {tx}.commit();")


def caught(s, step):
    """An SQL error that stays inside."""
    with s.w.block("try {"):
        s.steps(step.inner)
        run(s, "SELEKT")
    with s.w.block("catch (const pqxx::sql_error &error) {"):
        s.w.put('say("sql error %s\\n", error.what());')
        if step.choose("leave", 3) == 1:
            s.leave("-8")


TABLE = {"create": (create, 10), "insert": (insert, 14), "update": (update, 6), "count": (count, 9), "rows": (rows, 7),
         "prepared": (prepared, 4), "setting": (setting, 6), "variable": (variable, 3), "show": (show, 8),
         "state": (state, 3), "temporary": (temporary, 3), "transaction": (transaction, 20), "caught": (caught, 4)}
HELPERS = {
    "run": """static void run(pqxx::connection &db, const char *sql)
{
  pqxx::nontransaction tx(db);
  tx.exec(sql);
}
""",
    "number": """static int number(pqxx::connection &db, const char *sql)
{
  pqxx::work tx(db);
  pqxx::result found = tx.exec(sql);
  return found.empty() ? -1 : found[0][0].as<int>(-2);
}
""",
}
