/* Counts visits of a book. */
#ifndef VISITS_H
#define VISITS_H

#ifdef __cplusplus
extern "C" {
#endif

/* The number of visits with this one, or -1. */
int count_visit(const char *database, int book);

#ifdef __cplusplus
}
#endif

#endif
