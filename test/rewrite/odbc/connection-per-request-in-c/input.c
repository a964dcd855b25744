#include "sqlext.h"

static SQLHENV env;

struct context {
    SQLHDBC dbc;
};

int by_name(void)
{
    SQLHDBC dbc = NULL;
    SQLHSTMT stmt = NULL;
    SQLRETURN rc;
    SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc);
    rc = SQLConnect(dbc, (SQLCHAR *)"shop", SQL_NTS, (SQLCHAR *)"app", SQL_NTS,
                    (SQLCHAR *)"secret", SQL_NTS);
    if (SQL_SUCCEEDED(rc)) {
        SQLAllocHandle(SQL_HANDLE_STMT, dbc, &stmt);
        rc = SQLExecDirect(stmt, (SQLCHAR *)"DELETE FROM sessions", SQL_NTS);
        SQLFreeHandle(SQL_HANDLE_STMT, stmt);
        SQLDisconnect(dbc);
    }
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);
    return SQL_SUCCEEDED(rc);
}

int by_text(struct context *context, char *text)
{
    SQLAllocHandle(SQL_HANDLE_DBC, env, &context->dbc);
    return SQL_SUCCEEDED(SQLDriverConnect(context->dbc, NULL, (SQLCHAR *)text, SQL_NTS, NULL, 0,
                                          NULL, SQL_DRIVER_NOPROMPT));
}
