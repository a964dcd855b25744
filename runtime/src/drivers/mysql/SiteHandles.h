/// \file
/// Which handle of a C caller belongs to which pooled handle: the caller made one with mysql_init
/// to hold its options, got another one from repool_mysql_open, and closes one of the two.
///
/// Usable in a child after fork. Closes nothing itself.

#ifndef REPOOL_SRC_DRIVERS_MYSQL_SITEHANDLES_H
#define REPOOL_SRC_DRIVERS_MYSQL_SITEHANDLES_H

#include <mysql.h>

namespace repool::detail {

struct SitePair {
  MYSQL *pooled = nullptr;
  MYSQL *site = nullptr;
};

void keepSite(MYSQL *pooled, MYSQL *site);

/// Forgets the pair that \p either is one of, and returns it; two nulls if there is none.
SitePair takeSite(MYSQL *either) noexcept;

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_MYSQL_SITEHANDLES_H
