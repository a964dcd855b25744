#ifndef DB_H
#define DB_H

#include <libpq-fe.h>

int db_try(PGconn *conn, const char *sql);

#endif
