#include "store.h"

int add_second(const char *path) { return store_add(path, "second"); }
