#include "metrics.h"

#include <ostream>

void writeDatabaseMetrics(std::ostream &out) {
  out << "# no pool: each query opens its own connection\n";
}
