#include "sql/Statements.h"

#include "gtest/gtest.h"

using namespace repool;

namespace {

/// Everything that counts, in one line per statement: "SELECT reads", "SET leaves a setting",
/// "text unknown".
std::string said(Dialect dialect, std::string_view text, const Schema &schema) {
  std::string result;
  for (const Statement &statement : readStatements(dialect, text, schema)) {
    result += (result.empty() ? "" : "; ") + statement.kind;
    if (!statement.unknown.empty()) {
      result += " unknown";
      continue;
    }
    for (const std::string &state : statement.state)
      result += " " + state;
    if (statement.state.empty())
      result += statement.writes ? " writes" : " reads";
  }
  return result;
}

const Schema &shop() {
  static const Schema schema = [] {
    Schema s;
    EXPECT_EQ(s.add(Dialect::PostgreSql, R"(
      CREATE TABLE book (id int PRIMARY KEY, title text, price numeric CHECK (round(price) > 0));
      CREATE TABLE app.note (id serial, text text);
      CREATE TABLE tag (id int DEFAULT nextval('tags'), name text);
      CREATE TABLE event (id int GENERATED ALWAYS AS IDENTITY);
      CREATE TABLE late (id int);
      ALTER TABLE ONLY late ALTER COLUMN id SET DEFAULT nextval('late_id_seq'::regclass);
      CREATE TABLE checked (id int CHECK (audit(id)));
      CREATE VIEW latest AS SELECT * FROM book;
      CREATE TABLE secret (id int);
      CREATE POLICY mine ON secret USING (true);
      CREATE TABLE ruled (id int);
      CREATE RULE r AS ON INSERT TO ruled DO INSTEAD NOTHING;
      CREATE FUNCTION audit(int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE FUNCTION lower(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FOREIGN TABLE far (id int) SERVER s;
    )"),
              "");
    return s;
  }();
  return schema;
}

std::string postgres(std::string_view text) {
  return said(Dialect::PostgreSql, text, shop());
}

std::string bare(std::string_view text) {
  return said(Dialect::PostgreSql, text, {});
}

TEST(PostgresStatements, ReadsOfPlainTables) {
  EXPECT_EQ(postgres("SELECT title FROM book WHERE id = $1"), "SELECT reads");
  EXPECT_EQ(
      postgres("SELECT b.title, count(*) FROM book b JOIN app.note n ON n.id = b.id GROUP BY 1"),
      "SELECT reads");
  EXPECT_EQ(postgres("WITH x AS (SELECT * FROM book) SELECT * FROM x"), "SELECT reads");
  EXPECT_EQ(
      postgres("WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT * FROM x"),
      "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM book UNION SELECT * FROM book ORDER BY 1 LIMIT 3"),
            "SELECT reads");
  EXPECT_EQ(
      postgres("SELECT now(), upper($1), '{}'::jsonb -> 'a', EXTRACT(year FROM current_date)"),
      "SELECT reads");
  EXPECT_EQ(postgres("SELECT relname FROM pg_class"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM information_schema.tables"), "SELECT reads");
  EXPECT_EQ(postgres("SHOW server_version"), "SHOW reads");
  EXPECT_EQ(postgres("VALUES (1), (2)"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM generate_series(1, 3)"), "SELECT reads");
}

TEST(PostgresStatements, WhatMayBeAViewIsUnknown) {
  EXPECT_EQ(bare("SELECT title FROM book"), "SELECT unknown");
  EXPECT_EQ(bare("SELECT 1"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM latest"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM nowhere"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM other.book"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM public.book"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM secret"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM far"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM pg_temp.book"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT (SELECT max(id) FROM latest)"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM \"Book\""), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM \"book\""), "SELECT reads");
  // The inner name is not visible outside.
  EXPECT_EQ(postgres("SELECT * FROM (WITH latest AS (SELECT 1) SELECT * FROM latest) x, latest"),
            "SELECT unknown");
  EXPECT_EQ(postgres("WITH latest AS (SELECT * FROM latest) SELECT * FROM latest"),
            "SELECT unknown");
}

TEST(PostgresStatements, FunctionsWithEffects) {
  EXPECT_EQ(postgres("SELECT set_config('a.b', 'c', false)"), "SELECT leaves a setting");
  EXPECT_EQ(postgres("SELECT pg_catalog.set_config('a.b', 'c', false)"), "SELECT leaves a setting");
  EXPECT_EQ(postgres("SELECT set_config('a.b', 'c', $1)"), "SELECT leaves a setting");
  EXPECT_EQ(postgres("SELECT set_config('a.b', 'c', true)"), "SELECT writes");
  EXPECT_EQ(postgres("SELECT nextval('s')"), "SELECT leaves the last value of a sequence");
  EXPECT_EQ(postgres("SELECT currval('s')"), "SELECT needs the last value of a sequence");
  EXPECT_EQ(postgres("SELECT lastval()"), "SELECT needs the last value of a sequence");
  EXPECT_EQ(postgres("SELECT pg_advisory_lock(1)"), "SELECT leaves an advisory lock");
  EXPECT_EQ(postgres("SELECT pg_advisory_xact_lock(1)"), "SELECT writes");
  EXPECT_EQ(postgres("SELECT pg_backend_pid()"),
            "SELECT needs the server process of its own session");
  EXPECT_EQ(postgres("SELECT setseed(0.5)"), "SELECT leaves a seed of random numbers");
  EXPECT_EQ(postgres("SELECT random()"), "SELECT writes");
  EXPECT_EQ(postgres("SELECT 1 WHERE EXISTS (SELECT \"set_config\"('a','b',false))"),
            "SELECT leaves a setting");
}

TEST(PostgresStatements, UnknownFunctions) {
  EXPECT_EQ(postgres("SELECT audit(1)"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT app.now()"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT lower($1)"), "SELECT unknown"); // the schema has one of that name
  EXPECT_EQ(bare("SELECT lower($1)"),
            "SELECT unknown"); // the program may have one that fits better
  EXPECT_EQ(bare("SELECT pg_catalog.lower($1), now(), count(*)"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT pg_catalog.lower($1)"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT book.audit FROM book"), "SELECT unknown"); // audit(book)
  EXPECT_EQ(postgres("SELECT (book).audit FROM book"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM audit(1)"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT 1 OPERATOR(app.+) 2"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT query_to_xml('SELECT 1', true, true, '')"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT table_to_xml('latest', true, true, '')"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT lo_import('/tmp/x')"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT dblink_connect('x')"), "SELECT unknown");
}

TEST(PostgresStatements, Types) {
  EXPECT_EQ(bare("SELECT 'x'::text, '1'::int4[], CAST('2' AS double precision)"), "SELECT reads");
  EXPECT_EQ(bare("SELECT '1'::pg_catalog.regclass"), "SELECT reads");
  EXPECT_EQ(bare("SELECT 'x'::mood"), "SELECT unknown"); // a domain may call anything
  EXPECT_EQ(bare("SELECT 'x'::app.text"), "SELECT unknown");
  EXPECT_EQ(bare("SELECT '(1)'::pg_class"), "SELECT unknown");
}

TEST(PostgresStatements, Writes) {
  EXPECT_EQ(postgres("INSERT INTO book (id) VALUES ($1)"), "INSERT writes");
  EXPECT_EQ(postgres("UPDATE book SET title = $2 WHERE id = $1 RETURNING id"), "UPDATE writes");
  EXPECT_EQ(postgres("DELETE FROM book WHERE id = $1"), "DELETE writes");
  EXPECT_EQ(bare("INSERT INTO book (id) VALUES ($1)"), "INSERT unknown");
  EXPECT_EQ(postgres("INSERT INTO app.note (text) VALUES ($1)"),
            "INSERT leaves the last value of a sequence");
  EXPECT_EQ(postgres("INSERT INTO tag (name) VALUES ($1)"),
            "INSERT leaves the last value of a sequence");
  EXPECT_EQ(postgres("INSERT INTO event DEFAULT VALUES"),
            "INSERT leaves the last value of a sequence");
  EXPECT_EQ(postgres("INSERT INTO late DEFAULT VALUES"),
            "INSERT leaves the last value of a sequence");
  EXPECT_EQ(postgres("UPDATE tag SET name = $1"), "UPDATE writes");
  EXPECT_EQ(postgres("UPDATE tag SET id = DEFAULT"), "UPDATE leaves the last value of a sequence");
  EXPECT_EQ(postgres("INSERT INTO checked VALUES (1)"), "INSERT unknown");
  EXPECT_EQ(postgres("INSERT INTO ruled VALUES (1)"), "INSERT unknown");
  EXPECT_EQ(postgres("INSERT INTO book SELECT * FROM latest"), "INSERT unknown");
  EXPECT_EQ(postgres("WITH gone AS (DELETE FROM book RETURNING *) SELECT * FROM gone"),
            "SELECT writes");
  EXPECT_EQ(postgres("WITH gone AS (DELETE FROM nowhere RETURNING *) SELECT 1"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * FROM book FOR UPDATE"), "SELECT writes");
  EXPECT_EQ(postgres("SELECT * FROM book FOR KEY SHARE OF book"), "SELECT writes");
  EXPECT_EQ(postgres("SELECT * INTO copy FROM book"), "SELECT unknown");
  EXPECT_EQ(postgres("SELECT * INTO TEMP copy FROM book"), "SELECT leaves a temporary table");
  EXPECT_EQ(postgres("SELECT * INTO pg_temp.copy FROM book"), "SELECT leaves a temporary table");
}

TEST(PostgresStatements, AWithNameIsNoTableToWrite) {
  EXPECT_EQ(postgres("WITH nowhere AS (SELECT 1) DELETE FROM nowhere"), "DELETE unknown");
}

TEST(PostgresStatements, WhatStaysOnTheSession) {
  EXPECT_EQ(postgres("SET search_path = app"), "SET leaves a setting");
  EXPECT_EQ(postgres("SET LOCAL search_path = app"), "SET writes");
  EXPECT_EQ(postgres("SET TRANSACTION READ ONLY"), "SET writes");
  EXPECT_EQ(postgres("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"),
            "SET leaves a setting");
  EXPECT_EQ(postgres("RESET ALL"), "SET leaves a setting");
  EXPECT_EQ(postgres("SET ROLE app"), "SET leaves a setting");
  EXPECT_EQ(postgres("PREPARE p AS SELECT 1"), "PREPARE leaves a prepared statement");
  EXPECT_EQ(postgres("EXECUTE p"), "EXECUTE needs a prepared statement");
  EXPECT_EQ(postgres("DEALLOCATE ALL"), "DEALLOCATE needs a prepared statement");
  EXPECT_EQ(postgres("LISTEN x"), "LISTEN leaves a subscription to notifications");
  EXPECT_EQ(postgres("LOAD 'auto_explain'"), "LOAD leaves a library in the session");
  EXPECT_EQ(postgres("DISCARD ALL"), "DISCARD needs the session's state, to discard it");
  EXPECT_EQ(postgres("CREATE TEMP TABLE x (id int)"), "CREATE TABLE leaves a temporary table");
  EXPECT_EQ(postgres("CREATE TABLE pg_temp.x (id int)"), "CREATE TABLE leaves a temporary table");
  EXPECT_EQ(postgres("CREATE TEMP VIEW x AS SELECT 1"), "CREATE VIEW leaves a temporary table");
  EXPECT_EQ(postgres("CREATE TEMP TABLE x AS SELECT 1"),
            "CREATE TABLE AS leaves a temporary table");
  EXPECT_EQ(postgres("DECLARE c CURSOR WITH HOLD FOR SELECT 1"), "DECLARE leaves a cursor");
  EXPECT_EQ(postgres("DECLARE c CURSOR FOR SELECT * FROM book"), "DECLARE writes");
  EXPECT_EQ(postgres("NOTIFY x"), "NOTIFY writes");
}

TEST(PostgresStatements, Transactions) {
  EXPECT_EQ(postgres("BEGIN; INSERT INTO book VALUES (1); COMMIT"),
            "transaction reads; INSERT writes; transaction reads");
  EXPECT_EQ(postgres("SAVEPOINT a"), "transaction reads");
  EXPECT_EQ(postgres("PREPARE TRANSACTION 'x'"), "transaction unknown");
}

TEST(PostgresStatements, WithoutARowIsUnknown) {
  for (const char *text :
       {"DO $$ BEGIN SET a.b = 1; END $$", "CALL work()", "COPY book TO STDOUT",
        "CREATE TABLE x (id int)", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "VACUUM", "ALTER ROLE app SET a.b = 1", "EXPLAIN EXECUTE p"})
    EXPECT_NE(postgres(text).find("unknown"), std::string::npos) << text;
}

TEST(PostgresStatements, ExplainIsWhatItExplains) {
  EXPECT_EQ(postgres("EXPLAIN SELECT * FROM book"), "EXPLAIN reads");
  EXPECT_EQ(postgres("EXPLAIN (ANALYZE) DELETE FROM book"), "EXPLAIN writes");
  EXPECT_EQ(postgres("EXPLAIN ANALYZE SELECT nextval('s')"),
            "EXPLAIN leaves the last value of a sequence");
}

TEST(PostgresStatements, EveryStatementOfAText) {
  EXPECT_EQ(postgres("SELECT 1; SET a.b = 1"), "SELECT reads; SET leaves a setting");
  EXPECT_EQ(postgres("SELECT ';SET a.b = 1' /* ;SET a.b = 1 */ -- ;SET a.b = 1"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT $x$ ;SET a.b = 1 $x$"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT 1 /* /* */ ; SET a.b = 1 */"), "SELECT reads"); // comments nest
  EXPECT_EQ(postgres("SELECT 1 --\n; SET a.b = 1"), "SELECT reads; SET leaves a setting");
  EXPECT_EQ(postgres(""), "");
  EXPECT_EQ(postgres(" -- nothing"), "");
}

TEST(PostgresStatements, WhatDoesNotParseOrDependsOnSettings) {
  EXPECT_EQ(postgres("SELEC 1"), "text unknown");
  EXPECT_EQ(postgres("SELECT 'a"), "text unknown");
  EXPECT_EQ(postgres("SELECT '\\'; SET a.b = 1; --'"), "text unknown");
  EXPECT_EQ(postgres("SELECT E'a\\'; SET a.b = 1 --'"), "text unknown");
  EXPECT_EQ(postgres("SELECT U&\"\\006eextval\"('s')"), "text unknown");
  EXPECT_EQ(postgres(std::string_view("SELECT 1\0; SET a.b = 1", 23)), "text unknown");
  EXPECT_EQ(postgres("SELECT '\xff'"), "text unknown");
  std::string deep = "SELECT true";
  for (int i = 0; i < 2000; ++i)
    deep += " = NOT true";
  EXPECT_NE(postgres(deep).find("unknown"), std::string::npos);
  EXPECT_EQ(postgres("SELECT " + std::string(60000, '(')), "text unknown");
  std::string sum = "SELECT 1";
  for (int i = 0; i < 30000; ++i)
    sum += "+1";
  EXPECT_EQ(postgres(sum), "text unknown");
  EXPECT_EQ(postgres("SELECT '" + std::string(100000, 'a') + "'"), "text unknown");
  EXPECT_EQ(postgres("SELECT * FROM book WHERE id = ?"), "text unknown");
}

TEST(PostgresSchema, TriggersTakeTheProofFromWrites) {
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql,
                       "CREATE TABLE a (id int); CREATE TABLE b (id int);"
                       "CREATE TRIGGER t AFTER INSERT ON b EXECUTE FUNCTION f()"),
            "");
  EXPECT_EQ(said(Dialect::PostgreSql, "INSERT INTO a VALUES (1)", schema), "INSERT unknown");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT * FROM a", schema), "SELECT reads");
}

TEST(PostgresSchema, OperatorsOfItsOwnTakeAllProof) {
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql,
                       "CREATE TABLE a (id int);"
                       "CREATE OPERATOR = (leftarg = a, rightarg = a, function = f)"),
            "");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT * FROM a", schema), "SELECT unknown");
}

TEST(PostgresSchema, APartitionsChecksAreItsParents) {
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql,
                       "CREATE TABLE a (id int) PARTITION BY LIST (id);"
                       "CREATE TABLE b PARTITION OF a (CHECK (audit(id))) FOR VALUES IN (1)"),
            "");
  EXPECT_EQ(said(Dialect::PostgreSql, "INSERT INTO a VALUES (1)", schema), "INSERT unknown");
}

TEST(PostgresSchema, AttachedPartitionsAreTheirParents) {
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql,
                       "CREATE TABLE a (id int) PARTITION BY LIST (id);"
                       "CREATE TABLE b (id int CHECK (audit(id)));"
                       "ALTER TABLE ONLY a ATTACH PARTITION b FOR VALUES IN (1);"
                       "CREATE TABLE c (id int); CREATE FOREIGN TABLE d (id int) SERVER s;"
                       "ALTER TABLE d INHERIT c"),
            "");
  EXPECT_EQ(said(Dialect::PostgreSql, "INSERT INTO a VALUES (1)", schema), "INSERT unknown");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT * FROM a", schema), "SELECT reads");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT * FROM c", schema), "SELECT unknown");
}

TEST(PostgresSchema, AForeignKeyThatSetsColumnsRunsTheChecksOfTheOther) {
  const std::string tables = "CREATE TABLE a (id int PRIMARY KEY);"
                             "CREATE TABLE b (a int REFERENCES a ON DELETE SET NULL";
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql, tables + ")"), "");
  EXPECT_EQ(said(Dialect::PostgreSql, "DELETE FROM a", schema), "DELETE writes");
  Schema checked;
  EXPECT_EQ(checked.add(Dialect::PostgreSql, tables + " CHECK (audit(a)))"), "");
  EXPECT_EQ(said(Dialect::PostgreSql, "DELETE FROM a", checked), "DELETE unknown");
}

TEST(PostgresSchema, WhatADumpHoldsAndWhatItMayNot) {
  const std::string dump =
      "\\restrict abc\nSELECT pg_catalog.set_config('search_path', '', false);\n"
      "CREATE EXTENSION IF NOT EXISTS citext;\nCREATE TABLE a (id int);\n";
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::PostgreSql, dump + "\\unrestrict abc"), "");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT lower('A') FROM a", schema), "SELECT reads");
  Schema timed;
  EXPECT_EQ(timed.add(Dialect::PostgreSql, dump + "SELECT create_hypertable('a', 'id');"), "");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT * FROM a", timed), "SELECT unknown");
  Schema other;
  EXPECT_EQ(other.add(Dialect::PostgreSql, dump + "CREATE EXTENSION magic;"), "");
  EXPECT_EQ(said(Dialect::PostgreSql, "SELECT 1", other), "SELECT unknown");
}

TEST(PostgresSchema, SaysWhyItDoesNotParse) {
  EXPECT_NE(Schema().add(Dialect::PostgreSql, "CREATE TABEL a"), "");
}

TEST(Holes, ANumberStandsAlone) {
  EXPECT_EQ(postgres("SELECT * FROM book WHERE id = \x01"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM book WHERE id IN (\x01,\x01)"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM book WHERE title = '\x01'"), "SELECT reads");
  EXPECT_EQ(postgres("SELECT * FROM book\x01"), "text unknown"); // book7 may be a view
  EXPECT_EQ(postgres("SELECT 5 -\x01"), "text unknown");         // 5 --3 is a comment
  EXPECT_EQ(postgres("SELECT $\x01"), "text unknown");
  EXPECT_EQ(postgres("SELECT \"\x01\""), "text unknown");
}

// SQLite.

std::string sqlite(std::string_view text) {
  return said(Dialect::Sqlite, text, {});
}

TEST(SqliteStatements, QueriesAndWrites) {
  EXPECT_EQ(sqlite("SELECT count(*) FROM page WHERE n = ?1"), "SELECT reads");
  EXPECT_EQ(sqlite("INSERT INTO page (n) VALUES (:n) ON CONFLICT (n) DO NOTHING"), "INSERT writes");
  EXPECT_EQ(sqlite("INSERT INTO main.page (n) VALUES (last_insert_rowid())"), "INSERT writes");
  EXPECT_EQ(sqlite("WITH x(a, b) AS (SELECT 1, 2) SELECT a FROM x"), "WITH writes");
  EXPECT_EQ(sqlite("REPLACE INTO page VALUES (1)"), "REPLACE writes");
  EXPECT_EQ(sqlite("CREATE TABLE IF NOT EXISTS page (n VARCHAR(10) DEFAULT (f(1)))"),
            "CREATE TABLE writes");
  EXPECT_EQ(sqlite("CREATE UNIQUE INDEX i ON page(n)"), "CREATE INDEX writes");
  EXPECT_EQ(sqlite("BEGIN IMMEDIATE; DELETE FROM page; COMMIT;"),
            "BEGIN reads; DELETE writes; COMMIT reads");
  EXPECT_EQ(sqlite("SELECT ';PRAGMA foreign_keys=1', [a;b], \"c\", `d` -- ;PRAGMA x=1"),
            "SELECT reads");
}

TEST(SqliteStatements, WhatStays) {
  EXPECT_EQ(sqlite("PRAGMA foreign_keys = ON"), "PRAGMA FOREIGN_KEYS leaves a pragma");
  EXPECT_EQ(sqlite("PRAGMA foreign_keys(1)"), "PRAGMA FOREIGN_KEYS leaves a pragma");
  EXPECT_EQ(sqlite("PRAGMA foreign_keys"), "PRAGMA FOREIGN_KEYS reads");
  EXPECT_EQ(sqlite("PRAGMA main.user_version = 3"), "PRAGMA USER_VERSION writes");
  EXPECT_EQ(sqlite("PRAGMA table_info('page')"), "PRAGMA TABLE_INFO reads");
  EXPECT_EQ(sqlite("PRAGMA case_sensitive_like = 1"), "PRAGMA CASE_SENSITIVE_LIKE leaves a pragma");
  EXPECT_EQ(sqlite("ATTACH 'x' AS y"), "ATTACH leaves another database attached or detached");
  EXPECT_EQ(sqlite("CREATE TEMP TABLE x (a)"), "CREATE leaves a temporary object");
  EXPECT_EQ(sqlite("CREATE TABLE temp.x (a)"), "CREATE TABLE leaves a temporary object");
  EXPECT_EQ(sqlite("CREATE TABLE [TeMp] . x (a)"), "CREATE TABLE leaves a temporary object");
  EXPECT_EQ(sqlite("create /**/ temporary view x AS SELECT 1"), "CREATE leaves a temporary object");
  EXPECT_EQ(sqlite("SELECT total_changes()"),
            "SELECT needs the changes since the connection was opened");
  EXPECT_EQ(sqlite("SELECT \"total_changes\" ()"),
            "SELECT needs the changes since the connection was opened");
}

TEST(SqliteStatements, Unknown) {
  EXPECT_EQ(sqlite("SELECT 1 FROM t WHERE a REGEXP 'x'"), "SELECT unknown");
  EXPECT_EQ(sqlite("SELECT * FROM 'module'(1)"), "SELECT unknown");
  EXPECT_EQ(sqlite("CREATE TABLE 'temp'.x (n INT)"), "CREATE TABLE unknown");
  EXPECT_EQ(sqlite("INSERT INTO 'page'(n) VALUES (1)"), "INSERT writes");
  EXPECT_EQ(sqlite("SELECT load_extension('x')"), "SELECT unknown");
  EXPECT_EQ(sqlite("SELECT \"load_extension\"('x')"), "SELECT unknown");
  EXPECT_EQ(sqlite("SELECT [load_extension] /* */ ('x')"), "SELECT unknown");
  EXPECT_EQ(sqlite("CREATE TABLE x AS SELECT mine(1)"), "CREATE TABLE unknown");
  EXPECT_EQ(sqlite("CREATE TRIGGER t AFTER INSERT ON page BEGIN SELECT 1; END"), "CREATE unknown");
  EXPECT_EQ(sqlite("CREATE VIRTUAL TABLE x USING mine(1)"), "CREATE unknown");
  EXPECT_EQ(sqlite("EXPLAIN PRAGMA foreign_keys = ON"), "EXPLAIN unknown");
  EXPECT_EQ(sqlite("VACUUM INTO 'x'"), "VACUUM unknown");
  EXPECT_EQ(sqlite("SELECT 'a"), "text unknown");
  EXPECT_EQ(sqlite("SELECT * FROM mine(1)"), "SELECT unknown");
}

// MySQL.

std::string mysql(std::string_view text) {
  static const Schema schema = [] {
    Schema s;
    EXPECT_EQ(s.add(Dialect::MySql, "CREATE TABLE `book` (id INT, title TEXT);"
                                    "CREATE TABLE IF NOT EXISTS shop.note (id INT AUTO_INCREMENT);"
                                    "CREATE ALGORITHM=MERGE VIEW latest AS SELECT * FROM book;"),
              "");
    return s;
  }();
  return said(Dialect::MySql, text, schema);
}

TEST(MySqlStatements, QueriesAndWrites) {
  EXPECT_EQ(mysql("SELECT title, COUNT(*) FROM book WHERE id = ? GROUP BY title"), "SELECT reads");
  EXPECT_EQ(mysql("SELECT * FROM book b JOIN shop.note n USING (id), book c"), "SELECT reads");
  EXPECT_EQ(mysql("SELECT * FROM (SELECT id FROM book) x LEFT JOIN note ON (x.id = note.id)"),
            "SELECT reads");
  EXPECT_EQ(mysql("SELECT * FROM book FOR UPDATE"), "SELECT writes");
  EXPECT_EQ(mysql("SELECT * FROM book LOCK IN SHARE MODE"), "SELECT writes");
  EXPECT_EQ(mysql("INSERT INTO book (id) VALUES (?), (?)"), "INSERT writes");
  EXPECT_EQ(mysql("INSERT INTO note (id) VALUES (NULL)"), "INSERT leaves the last insert id");
  EXPECT_EQ(mysql("UPDATE book SET title = ? WHERE id = 1"), "UPDATE writes");
  EXPECT_EQ(mysql("DELETE FROM book WHERE id = 1"), "DELETE writes");
  EXPECT_EQ(mysql("START TRANSACTION; COMMIT"), "START reads; COMMIT reads");
}

TEST(MySqlStatements, WhatStays) {
  EXPECT_EQ(mysql("SELECT @x := 1"), "SELECT leaves or needs a variable of the session");
  EXPECT_EQ(mysql("SELECT id FROM book WHERE id = @x"),
            "SELECT leaves or needs a variable of the session");
  EXPECT_EQ(mysql("SET @x = 1"), "SET leaves a setting");
  EXPECT_EQ(mysql("SET NAMES utf8mb4"), "SET leaves a setting");
  EXPECT_EQ(mysql("LOCK TABLES book READ"), "LOCK leaves locked tables");
  EXPECT_EQ(mysql("UNLOCK TABLES"), "UNLOCK needs locked tables");
  EXPECT_EQ(mysql("SELECT GET_LOCK('a', 1)"), "SELECT leaves a lock by name");
  EXPECT_EQ(mysql("SELECT last_insert_id ()"), "SELECT needs the last insert id");
  EXPECT_EQ(mysql("SELECT SQL_CALC_FOUND_ROWS id FROM book"),
            "SELECT leaves the number of found rows");
  EXPECT_EQ(mysql("CREATE TEMPORARY TABLE x (id INT)"), "CREATE leaves a temporary table");
  EXPECT_EQ(mysql("CREATE OR REPLACE TEMPORARY TABLE x (id INT)"),
            "CREATE leaves a temporary table");
  EXPECT_EQ(mysql("USE other"), "USE leaves another database selected");
  EXPECT_EQ(mysql("PREPARE p FROM 'SELECT 1'"), "PREPARE leaves a prepared statement");
}

TEST(MySqlStatements, Unknown) {
  EXPECT_EQ(mysql("SELECT * FROM latest"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT * FROM book, nowhere"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT * FROM book JOIN (book, nowhere)"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT * FROM other.note"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT audit(1)"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT `audit`(1)"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT shop.now()"), "SELECT unknown");
  EXPECT_EQ(mysql("SELECT 1 /*! ; SET @x = 1 */"), "text unknown");
  EXPECT_EQ(mysql("SELECT '\\'; SET @x = 1; -- '"), "text unknown");
  EXPECT_EQ(mysql("CALL work()"), "CALL unknown");
  EXPECT_EQ(mysql("SELECT * INTO OUTFILE '/tmp/x' FROM book"), "SELECT unknown");
  EXPECT_EQ(mysql("SHOW WARNINGS"), "SHOW unknown");
  EXPECT_EQ(mysql("LOAD DATA INFILE 'x' INTO TABLE book"), "LOAD unknown");
}

TEST(MySqlSchema, ReadsTheCommentsOfADump) {
  Schema schema;
  EXPECT_EQ(schema.add(Dialect::MySql,
                       "/*!40101 SET NAMES utf8 */; CREATE TABLE `book` (`id` int NOT NULL);"
                       "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`b` */"
                       " /*!50001 VIEW `latest` AS select 1 */;"),
            "");
  EXPECT_EQ(said(Dialect::MySql, "UPDATE book SET id = 1", schema), "UPDATE writes");
  EXPECT_EQ(said(Dialect::MySql, "SELECT * FROM latest", schema), "SELECT unknown");
  EXPECT_EQ(schema.add(Dialect::MySql, "/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON book "
                                       "FOR EACH ROW SET @x = 1 */;"),
            "");
  EXPECT_EQ(said(Dialect::MySql, "UPDATE book SET id = 1", schema), "UPDATE unknown");
}

TEST(MySqlStatements, TwoMinusSignsAreNoComment) {
  EXPECT_EQ(mysql("SELECT 5--1; SET @x = 1"), "SELECT reads; SET leaves a setting");
  EXPECT_EQ(mysql("SELECT 5 -- 1; SET @x = 1"), "SELECT reads");
  EXPECT_EQ(mysql("SELECT 5 # 1; SET @x = 1"), "SELECT reads");
}

TEST(Statements, AnUnknownLanguageProvesNothing) {
  EXPECT_EQ(said(Dialect::Unknown, "SELECT 1", {}), "text unknown");
}

} // namespace
