// A plugin with a runtime of its own inside, whose symbols nobody else sees.
#include "repool/sqlite.h"
#include "repool/stats.h"

extern "C" __attribute__((visibility("default"))) int borrow_in_plugin(const char *path) {
  return repool::withDatabase(repool::sqlite(path)).code();
}

extern "C" __attribute__((visibility("default"))) unsigned long long borrowed_says_plugin() {
  return repool::stats().borrowed;
}
