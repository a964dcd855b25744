#include "shared.h"

int add_from_c(const char *path) { return shared_add(path, 1); }
