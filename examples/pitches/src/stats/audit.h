#ifndef PITCHES_STATS_AUDIT_H
#define PITCHES_STATS_AUDIT_H

#ifdef __cplusplus
extern "C" {
#endif

/* What administrators did. All return -1 if the database does not answer. */

int audit_write(const char *url, int actor, const char *action, const char *subject);

typedef void (*audit_reader)(void *context, int actor, const char *action, const char *subject);

/* The newest entries, newest first; how many there were. */
int audit_read(const char *url, int limit, audit_reader reader, void *context);

#ifdef __cplusplus
}
#endif

#endif
