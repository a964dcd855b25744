#ifndef PITCHES_STATS_STORE_H
#define PITCHES_STATS_STORE_H

#include <libpq-fe.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection for one operation, or NULL; give it back with store_close. */
PGconn *store_open(const char *url);
void store_close(PGconn *conn);

#ifdef __cplusplus
}
#endif

#endif
