#pragma once

#include <pqxx/pqxx>

pqxx::connection *openStore(const char *url);
void closeStore(pqxx::connection *conn);
