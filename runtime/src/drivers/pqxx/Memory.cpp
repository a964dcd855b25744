#include "Memory.h"

#include <pqxx/version>

#if PQXX_VERSION_MAJOR >= 7
#include <pqxx/errorhandler>
#include <pqxx/notification>
#include <pqxx/transaction_base>
#endif

namespace repool::detail {

#if PQXX_VERSION_MAJOR >= 7
using Object = ::pqxx::connection;
#else
using Object = ::pqxx::connection_base;
#endif

PGconn *handleIn(const Object &object);
bool hasHandlers(const Object &object);
bool hasReceivers(const Object &object);

/// Its instantiation below defines the functions of this namespace as friends; the members are
/// named where access is not checked.
template <auto Handle, auto Handlers, auto Receivers> struct Common {
  friend PGconn *handleIn(const Object &object) {
    return reinterpret_cast<PGconn *>(object.*Handle);
  }

  friend bool hasHandlers(const Object &object) { return !(object.*Handlers).empty(); }

  friend bool hasReceivers(const Object &object) { return !(object.*Receivers).empty(); }
};

template struct Common<&Object::m_conn, &Object::m_errorhandlers, &Object::m_receivers>;

#if PQXX_VERSION_MAJOR < 7
bool hasNames(const Object &object);
bool hasVariables(const Object &object);
bool hasSettings(const Object &object);
bool hasTransaction(const Object &object);

template <auto Names, auto Variables, auto Trace, auto Verbosity, auto Inhibits, auto Transaction>
struct Only6 {
  friend bool hasNames(const Object &object) { return !(object.*Names).empty(); }

  friend bool hasVariables(const Object &object) { return !(object.*Variables).empty(); }

  friend bool hasSettings(const Object &object) {
    return object.*Trace || object.*Verbosity != Object::normal || object.*Inhibits;
  }

  friend bool hasTransaction(const Object &object) { return (object.*Transaction).get(); }
};

template struct Only6<&Object::m_prepared, &Object::m_vars, &Object::m_trace, &Object::m_verbosity,
                      &Object::m_inhibit_reactivation, &Object::m_trans>;
#endif

PGconn *rawHandle(const ::pqxx::connection &conn) {
  return handleIn(conn);
}

bool remembersAnything(const ::pqxx::connection &conn) {
  if (hasHandlers(conn) || hasReceivers(conn))
    return true;
#if PQXX_VERSION_MAJOR < 7
  return hasNames(conn) || hasVariables(conn) || hasSettings(conn) || hasTransaction(conn);
#else
  return false;
#endif
}

} // namespace repool::detail
