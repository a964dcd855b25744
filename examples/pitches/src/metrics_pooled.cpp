#include "metrics.h"

#include <repool/stats.h>

void writeDatabaseMetrics(std::ostream &out) { repool::writePrometheus(out); }
