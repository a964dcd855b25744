// From a line of text to a reply, as a request handler does it.
#pragma once

#include "entries.h"

#include <string>

// SIGN book author text | LATEST book | SHOW book number | AUTHOR book author |
// SUMMARY book | REMOVE book number | VISIT book
Reply handle(const std::string &database, const std::string &request);
