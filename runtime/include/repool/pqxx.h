/// \file
/// Borrowing libpqxx connections.
///
///   pqxx::connection conn(url);          ->  auto lease = repool::withDatabase(repool::pqxx(url));
///                                            pqxx::connection &conn = *lease;
///                                        or  repool::withDatabase(repool::pqxx(url),
///                                                                 [&](pqxx::connection &conn) {
///                                                                 });
///
/// A connection that cannot be had is `pqxx::broken_connection` with a message that says why. Works
/// with libpqxx 6.4 and 7. The header is C++11 where libpqxx is.

#ifndef REPOOL_PQXX_H
#define REPOOL_PQXX_H

#include "repool/lease.h"
#include "repool/runtime.h"

#include <pqxx/connection>
#include <pqxx/except>

#include <string>

namespace repool {
namespace detail {

template <> struct Passed<::pqxx::connection> {
  typedef ::pqxx::connection &Type;

  static Type from(::pqxx::connection *handle) noexcept { return *handle; }

  /// A COMMIT whose answer got lost.
  static bool isInDoubt() noexcept {
    try {
      throw;
    } catch (const ::pqxx::in_doubt_error &) {
      return true;
    } catch (...) {
      return false;
    }
  }
};

} // namespace detail

/// What the constructor of pqxx::connection takes: PostgreSQL's connection text, or nothing.
Source<::pqxx::connection> pqxx();
Source<::pqxx::connection> pqxx(const char *options);
Source<::pqxx::connection> pqxx(const std::string &options);

} // namespace repool

#endif // REPOOL_PQXX_H
