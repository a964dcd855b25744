// What the owner of a book may do with its entries.
#pragma once

#include "entries.h"

#include <string>

Reply removeEntry(const std::string &database, int book, int number);
