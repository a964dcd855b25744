# Finds the client libraries: repool_client::pq, ::pqxx, ::sqlite, ::mysql and ::redis, each only if
# it is there. Used when building and, installed, by find_package(repool). Asks for nothing but header and
# library, so that it needs no server packages.

# repool_find_client(pq libpq-fe.h pq): several library names are tried in order.
function(repool_find_client name header)
  if(TARGET repool_client::${name})
    return()
  endif()
  string(TOUPPER ${name} upper)
  find_path(REPOOL_${upper}_INCLUDE_DIR ${header} PATH_SUFFIXES postgresql pgsql mariadb mysql)
  find_library(REPOOL_${upper}_LIBRARY NAMES ${ARGN} PATH_SUFFIXES mariadb mysql)
  mark_as_advanced(REPOOL_${upper}_INCLUDE_DIR REPOOL_${upper}_LIBRARY)
  if(NOT REPOOL_${upper}_INCLUDE_DIR OR NOT REPOOL_${upper}_LIBRARY)
    return()
  endif()
  add_library(repool_client::${name} INTERFACE IMPORTED GLOBAL)
  set_target_properties(repool_client::${name} PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${REPOOL_${upper}_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${REPOOL_${upper}_LIBRARY}")
endfunction()

repool_find_client(pq libpq-fe.h pq)
repool_find_client(pqxx pqxx/connection pqxx)
repool_find_client(sqlite sqlite3.h sqlite3)
repool_find_client(mysql mysql.h mariadb mysqlclient)
repool_find_client(redis hiredis/hiredis.h hiredis)

# libmysqlclient has another name for the struct behind MYSQL from 8.0 on.
if(TARGET repool_client::mysql)
  file(STRINGS "${REPOOL_MYSQL_INCLUDE_DIR}/mysql.h" REPOOL_MYSQL_STRUCT_LINE
    REGEX "^typedef struct MYSQL {")
  if(REPOOL_MYSQL_STRUCT_LINE)
    set_target_properties(repool_client::mysql PROPERTIES
      INTERFACE_COMPILE_DEFINITIONS REPOOL_MYSQL_STRUCT=MYSQL)
  endif()
endif()
