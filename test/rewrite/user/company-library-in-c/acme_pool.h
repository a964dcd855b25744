#ifndef ACME_POOL_H
#define ACME_POOL_H
#include "acme_db.h"
/* Lends a connection as acme_connect would open it; null where that would give null. */
acme_db *acme_borrow(const char *region, int shard);
/* Gives back what acme_borrow lent; disconnects anything else. */
void acme_give_back(acme_db *db);
#endif
