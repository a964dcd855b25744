#ifndef PITCHES_METRICS_H
#define PITCHES_METRICS_H

#include <iosfwd>

/// Prometheus text of what the service knows besides its own requests. metrics.cpp or
/// metrics_pooled.cpp, as the build says.
void writeDatabaseMetrics(std::ostream &out);

#endif
