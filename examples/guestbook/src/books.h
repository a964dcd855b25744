// The books as a whole: their tables and what they hold.
#pragma once

#include "entries.h"

#include <cstdint>
#include <string>

bool createTables(const std::string &database);
Reply summary(const std::string &database, int book);

// Over all entries and visits, whatever the order they were written in.
std::uint64_t contentChecksum(const std::string &database);
