#include <libpq-fe.h>

struct context {
    const char *url;
    PGconn *conn;
};

static int begin(struct context *ctx)
{
    ctx->conn = PQconnectdb(ctx->url);
    return PQstatus(ctx->conn) == CONNECTION_OK;
}

static void end(struct context *ctx)
{
    PQfinish(ctx->conn);
    ctx->conn = 0;
}

int refresh(struct context *ctx)
{
    int ok = begin(ctx);

    if (ok)
        PQclear(PQexec(ctx->conn, "REFRESH MATERIALIZED VIEW summary"));
    end(ctx);
    return ok;
}
