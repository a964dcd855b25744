/* Linked into every generated program, before and after: counts the connections it makes, at the
   edge to the operating system, so that neither the client library nor the runtime can tell.

   SQLite: each connection opens the database file once. PostgreSQL: each connects a socket once.
   Written to the file `connections` when the program ends. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int made;

static int counts(const char *path) {
  const size_t length = strlen(path);
  return length > 3 && !strcmp(path + length - 3, ".db");
}

int open64(const char *path, int flags, ...) {
  static int (*real)(const char *, int, ...);
  va_list list;
  int mode, result;
  if (!real)
    real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
  va_start(list, flags);
  mode = flags & O_CREAT ? va_arg(list, int) : 0;
  va_end(list);
  result = real(path, flags, mode);
  if (result >= 0 && counts(path))
    __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
  return result;
}

int connect(int file, const struct sockaddr *address, socklen_t length) {
  static int (*real)(int, const struct sockaddr *, socklen_t);
  int result;
  if (!real)
    real = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
  result = real(file, address, length);
  if (result == 0 || errno == EINPROGRESS)
    __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
  return result;
}

__attribute__((destructor)) static void tell(void) {
  FILE *out = fopen("connections", "w");
  if (out) {
    fprintf(out, "%d\n", __atomic_load_n(&made, __ATOMIC_RELAXED));
    fclose(out);
  }
}
