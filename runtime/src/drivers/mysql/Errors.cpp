#include "Errors.h"

#include <cstring>

namespace repool::detail {

namespace {

template <std::size_t N> void copy(char (&target)[N], const std::string &text) {
  std::strncpy(target, text.c_str(), N - 1);
  target[N - 1] = '\0';
}

} // namespace

// By number, because the names are spread over three headers that differ between the libraries.
Blame blameFor(unsigned code) {
  switch (code) {
  case 1040: // too many connections
  case 1041: // out of memory
  case 1135: // cannot create a thread
  case 1203: // too many user connections
  case 1226: // max_user_connections and the like
    return Blame::Overload;
  case 1042: // the server cannot resolve the client
  case 1043: // bad handshake
  case 1053: // shutting down
  case 1077: // normal shutdown
  case 1079: // shutdown complete
  case 1080: // forced close
  case 1129: // the server has blocked this host
  case 1152: // aborted connection
  case 1153: // packet too large or out of order
  case 1156:
  case 1158: // error while reading or writing
  case 1159:
  case 1160:
  case 1161:
  case 1184: // aborted connection
  case 1927: // killed
  case 3169: // killed
  case 4031: // disconnected for inactivity
    return Blame::Server;
  case 2000: // unknown error
  case 2007: // version of the protocol
  case 2019: // no such character set
  case 2034: // invalid parameter
  case 2036: // unsupported type
  case 2047: // unknown protocol
  case 2049: // old passwords
  case 2054: // not implemented
  case 2058: // connected already
  case 2059: // authentication plugin
  case 2061:
    return Blame::Caller;
  default:
    return code >= 2000 && code < 3000 ? Blame::Server : Blame::Caller;
  }
}

bool isLost(unsigned code) {
  switch (code) {
  case 1053: // shutting down
  case 1077:
  case 1079:
  case 1080:
  case 1927: // killed
  case 2006: // gone away
  case 2013: // lost during a query
  case 2055: // the same, with the system's words
  case 3169: // killed
  case 4031: // disconnected for inactivity
    return true;
  default:
    return false;
  }
}

Failure failureOf(MYSQL *mysql) {
  const unsigned code = mysql_errno(mysql);
  return {blameFor(code), static_cast<int>(code), mysql_sqlstate(mysql), mysql_error(mysql)};
}

void setError(MYSQL *mysql, unsigned code, const std::string &state, const std::string &message) {
  mysql->net.last_errno = code;
  copy(mysql->net.last_error, message);
  copy(mysql->net.sqlstate, state);
}

void clearError(MYSQL *mysql) {
  setError(mysql, 0, "00000", "");
}

} // namespace repool::detail
