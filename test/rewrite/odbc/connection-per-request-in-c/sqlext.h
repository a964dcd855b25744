/* What this case needs of ODBC. */
#ifndef SQLEXT_H
#define SQLEXT_H
#include <stddef.h>
typedef void *SQLHANDLE;
typedef SQLHANDLE SQLHENV;
typedef SQLHANDLE SQLHDBC;
typedef SQLHANDLE SQLHSTMT;
typedef short SQLSMALLINT;
typedef short SQLRETURN;
typedef unsigned char SQLCHAR;
typedef void *SQLHWND;
#define SQL_NTS (-3)
#define SQL_HANDLE_DBC 2
#define SQL_HANDLE_STMT 3
#define SQL_SUCCEEDED(rc) (((rc) & (~1)) == 0)
#define SQL_DRIVER_NOPROMPT 0
SQLRETURN SQLAllocHandle(SQLSMALLINT type, SQLHANDLE input, SQLHANDLE *output);
SQLRETURN SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle);
SQLRETURN SQLConnect(SQLHDBC dbc, SQLCHAR *dsn, SQLSMALLINT n1, SQLCHAR *user, SQLSMALLINT n2,
                     SQLCHAR *password, SQLSMALLINT n3);
SQLRETURN SQLDriverConnect(SQLHDBC dbc, SQLHWND window, SQLCHAR *in, SQLSMALLINT n, SQLCHAR *out,
                           SQLSMALLINT size, SQLSMALLINT *length, unsigned short completion);
SQLRETURN SQLDisconnect(SQLHDBC dbc);
SQLRETURN SQLExecDirect(SQLHSTMT stmt, SQLCHAR *sql, int n);
#endif
