#include "acme_db.h"
#include <acme_pool.h>
#include <stdio.h>

int rename_user(const char *region, int id, const char *name)
{
    char sql[128];
    acme_db *db = acme_borrow(region, id % 16);
    if (!db)
        return -1;
    snprintf(sql, sizeof sql, "UPDATE users SET name = '%s' WHERE id = %d", name, id);
    if (acme_run(db, sql)) {
        fprintf(stderr, "%s\n", acme_error(db));
        acme_give_back(db);
        return -1;
    }
    acme_give_back(db);
    return 0;
}

void print(const char *text)
{
    puts(text);
}

int listening(const char *region)
{
    int failed;
    acme_db *db = acme_connect(region, 0);
    acme_on_notice(db, print);
    failed = acme_run(db, "CALL nightly()");
    acme_disconnect(db);
    return failed;
}
