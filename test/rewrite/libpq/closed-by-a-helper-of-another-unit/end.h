#ifndef END_H
#define END_H

#include <libpq-fe.h>

int end(PGconn *conn, int code);

#endif
