#pragma once

#include <pqxx/pqxx>
#include <repool/pqxx.h>

namespace shop {
/// The database of the shop.
repool::Lease<pqxx::connection> openDatabase();
} // namespace shop
