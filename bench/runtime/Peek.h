/// \file
/// Whether the server has closed an idle connection, or said anything on it: one system call, no
/// round trip. The same look as the runtime's own, for the pools that it is compared with.

#ifndef REPOOL_BENCH_RUNTIME_PEEK_H
#define REPOOL_BENCH_RUNTIME_PEEK_H

#include <libpq-fe.h>

#include <cerrno>
#include <sys/socket.h>

namespace repool::bench {

inline bool isQuiet(int socket) {
  char byte = 0;
  const ssize_t got = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

inline bool isQuiet(PGconn *conn) {
  return PQstatus(conn) == CONNECTION_OK && isQuiet(PQsocket(conn));
}

} // namespace repool::bench

#endif // REPOOL_BENCH_RUNTIME_PEEK_H
