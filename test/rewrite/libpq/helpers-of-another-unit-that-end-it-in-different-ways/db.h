#ifndef DB_H
#define DB_H

#include <libpq-fe.h>

PGconn *db_open(void);
void db_check(PGconn *conn, PGresult *res);
void db_die(PGconn *conn);
void db_done(PGconn *conn);

#endif
