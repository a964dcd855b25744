#ifndef DB_H
#define DB_H

#include <libpq-fe.h>

PGconn *db_open(void);
void db_fail(PGconn *conn);
void db_done(PGconn *conn);

#endif
