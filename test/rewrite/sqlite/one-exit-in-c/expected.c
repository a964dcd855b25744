#include <repool/sqlite.h>
#include <sqlite3.h>
#include <stdio.h>

static int print_row(void *prefix, int count, char **values, char **names)
{
    int i;

    for (i = 0; i < count; i++)
        printf("%s%s=%s\n", (const char *)prefix, names[i], values[i] ? values[i] : "NULL");
    return 0;
}

void show(const char *path)
{
    sqlite3 *db;
    char prefix[] = "- ";

    repool_sqlite_open(path, &db);
    sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS word (word TEXT)", 0, 0, 0);
    sqlite3_exec(db, "INSERT INTO word VALUES ('yes'), (NULL)", 0, 0, 0);
    sqlite3_exec(db, "SELECT word, count(*) AS n FROM word GROUP BY word", print_row, prefix, 0);
    repool_sqlite_close(db);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    show(argv[1]);
    show(argv[1]);
    return 0;
}
