/// \file
/// The version of the runtime that a program was compiled against, and of the one it is linked to.
///
/// The repool tool reads REPOOL_VERSION_* to know what the runtime of a project understands; a
/// program can compare REPOOL_VERSION with repool_version() to find a stale library.
/// C99 and C++11. Includes nothing.

#ifndef REPOOL_VERSION_H
#define REPOOL_VERSION_H

#define REPOOL_VERSION_MAJOR 0
#define REPOOL_VERSION_MINOR 1
#define REPOOL_VERSION_PATCH 0
#define REPOOL_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/// The version of the linked library, for example "0.1.0". Never null.
const char *repool_version(void);

#ifdef __cplusplus
}
#endif

#endif // REPOOL_VERSION_H
