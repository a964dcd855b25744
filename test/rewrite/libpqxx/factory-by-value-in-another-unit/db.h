#pragma once

#include <pqxx/pqxx>

namespace shop {
/// The database of the shop.
pqxx::connection openDatabase();
} // namespace shop
