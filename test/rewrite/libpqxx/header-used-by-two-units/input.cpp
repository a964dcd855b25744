#include "directory.h"

std::string reception(const std::string &url) { return phone(url, "reception"); }
