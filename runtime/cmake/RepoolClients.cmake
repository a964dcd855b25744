# Finds the client libraries: repool_client::pq, ::pqxx and ::sqlite, each only if it is there. Used
# when building and, installed, by find_package(repool). Asks for nothing but header and library, so
# that it needs no server packages.

function(repool_find_client name header library)
  if(TARGET repool_client::${name})
    return()
  endif()
  string(TOUPPER ${name} upper)
  find_path(REPOOL_${upper}_INCLUDE_DIR ${header} PATH_SUFFIXES postgresql pgsql)
  find_library(REPOOL_${upper}_LIBRARY ${library})
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
