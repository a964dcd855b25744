#ifndef ACME_DB_H
#define ACME_DB_H
typedef struct acme_db acme_db;
acme_db *acme_connect(const char *region, int shard);
void acme_disconnect(acme_db *db);
const char *acme_error(acme_db *db);
int acme_run(acme_db *db, const char *sql);
void acme_on_notice(acme_db *db, void (*callback)(const char *text));
#endif
