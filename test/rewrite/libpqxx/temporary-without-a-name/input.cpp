#include <pqxx/pqxx>

#include <string>

int serverVersion(const std::string &url) { return pqxx::connection(url).server_version(); }
