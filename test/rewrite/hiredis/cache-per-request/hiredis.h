/* What this case needs of hiredis. */
#ifndef HIREDIS_H
#define HIREDIS_H
typedef struct redisContext {
    int err;
    char errstr[128];
} redisContext;
redisContext *redisConnect(const char *ip, int port);
void *redisCommand(redisContext *c, const char *format, ...);
void freeReplyObject(void *reply);
void redisFree(redisContext *c);
#endif
