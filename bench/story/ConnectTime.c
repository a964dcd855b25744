/* Preloaded into the service, before and after: how often libpq connects, and how long callers wait
   in it.

   PQconnectdb blocks: its own time. PQconnectStart and PQconnectStartParams: from there until
   PQconnectPoll has an end. At the end of the process both go to the file that CONNECT_TIME names:
   "COUNT NANOSECONDS". */
#define _GNU_SOURCE
#include <libpq-fe.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { Places = 4096 };

static long count, nanoseconds;
static __thread int isInside; /* PQconnectdb, which may come by here again */

static struct {
  PGconn *connection;
  long since;
} begun[Places];

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void add(long since) {
  __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&nanoseconds, now() - since, __ATOMIC_RELAXED);
}

PGconn *PQconnectdb(const char *words) {
  static PGconn *(*real)(const char *);
  long since = now();
  PGconn *connection;
  if (!real)
    real = (PGconn * (*)(const char *)) dlsym(RTLD_NEXT, "PQconnectdb");
  isInside = 1;
  connection = real(words);
  isInside = 0;
  add(since);
  return connection;
}

static PGconn *begin(PGconn *connection, long since) {
  int i;
  for (i = 0; !isInside && connection && i < Places; ++i) {
    PGconn *none = NULL;
    if (!__atomic_compare_exchange_n(&begun[i].connection, &none, connection, 0, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST))
      continue;
    begun[i].since = since;
    break;
  }
  return connection;
}

PGconn *PQconnectStart(const char *words) {
  static PGconn *(*real)(const char *);
  if (!real)
    real = (PGconn * (*)(const char *)) dlsym(RTLD_NEXT, "PQconnectStart");
  return begin(real(words), now());
}

PGconn *PQconnectStartParams(const char *const *names, const char *const *values, int expand) {
  static PGconn *(*real)(const char *const *, const char *const *, int);
  long since = now();
  if (!real)
    real = (PGconn * (*)(const char *const *, const char *const *, int))
        dlsym(RTLD_NEXT, "PQconnectStartParams");
  return begin(real(names, values, expand), since);
}

PostgresPollingStatusType PQconnectPoll(PGconn *connection) {
  static PostgresPollingStatusType (*real)(PGconn *);
  PostgresPollingStatusType status;
  int i;
  if (!real)
    real = (PostgresPollingStatusType(*)(PGconn *))dlsym(RTLD_NEXT, "PQconnectPoll");
  status = real(connection);
  if (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED)
    return status;
  for (i = 0; i < Places; ++i)
    if (__atomic_load_n(&begun[i].connection, __ATOMIC_SEQ_CST) == connection) {
      add(begun[i].since);
      __atomic_store_n(&begun[i].connection, NULL, __ATOMIC_SEQ_CST);
      break;
    }
  return status;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("CONNECT_TIME");
  FILE *out = path ? fopen(path, "w") : NULL;
  if (out) {
    fprintf(out, "%ld %ld\n", __atomic_load_n(&count, __ATOMIC_RELAXED),
            __atomic_load_n(&nanoseconds, __ATOMIC_RELAXED));
    fclose(out);
  }
}
