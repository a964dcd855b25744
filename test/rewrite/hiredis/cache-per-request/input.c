#include "hiredis.h"

static redisContext *shared;

int start(void)
{
    shared = redisConnect("127.0.0.1", 6379);
    return shared && !shared->err;
}

int remember(const char *key, const char *value)
{
    redisContext *c = redisConnect("127.0.0.1", 6379);
    if (!c || c->err) {
        redisFree(c);
        return 0;
    }
    freeReplyObject(redisCommand(c, "SET %s %s", key, value));
    redisFree(c);
    return 1;
}

redisContext *lend(void)
{
    return redisConnect("127.0.0.1", 6379);
}
