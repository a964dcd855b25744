#pragma once

#include <pqxx/pqxx>

using Conn = pqxx::connection;

inline const char *databaseUrl() { return "dbname=shop"; }
