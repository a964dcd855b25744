#include <libpq-fe.h>

PGconn *connect(const char *url) { return PQconnectdb(url); }
