# Installing: headers, one library, one export set and one pkg-config file per component, and the
# package file that find_package(repool) reads.

set(REPOOL_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR})
set(REPOOL_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/repool)

# What a pkg-config file of a component requires.
set(REPOOL_PC_REQUIRES_core "")
set(REPOOL_PC_REQUIRES_pq "repool-core libpq")
set(REPOOL_PC_REQUIRES_pqxx "repool-pq libpqxx")
set(REPOOL_PC_REQUIRES_sqlite "repool-core sqlite3")
set(REPOOL_PC_REQUIRES_redis "repool-core hiredis")
if(REPOOL_MYSQL_LIBRARY MATCHES "mysqlclient")
  set(REPOOL_PC_REQUIRES_mysql "repool-core mysqlclient")
else()
  set(REPOOL_PC_REQUIRES_mysql "repool-core libmariadb")
endif()

# Installed next to other programs' files, so only if this is the project or the project asks.
if(CMAKE_SOURCE_DIR STREQUAL PROJECT_SOURCE_DIR OR CMAKE_PROJECT_NAME STREQUAL "repool")
  set(REPOOL_INSTALL_DEFAULT ON)
else()
  set(REPOOL_INSTALL_DEFAULT OFF)
endif()
option(REPOOL_INSTALL "Install the runtime" ${REPOOL_INSTALL_DEFAULT})

function(repool_install_component name)
  if(NOT REPOOL_INSTALL)
    return()
  endif()
  install(TARGETS repool_${name} EXPORT repool-${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT repool-${name} NAMESPACE repool:: FILE repool-${name}.cmake
    DESTINATION ${REPOOL_PACKAGE_DIR})
  set(REPOOL_PC_NAME ${name})
  set(REPOOL_PC_REQUIRES "${REPOOL_PC_REQUIRES_${name}}")
  set(REPOOL_PC_LIBS "-lrepool_${name}")
  if(name STREQUAL "core")
    # A static C++ library that a C compiler may link.
    string(APPEND REPOOL_PC_LIBS " -lstdc++ -pthread")
  endif()
  set(REPOOL_PC_CFLAGS "")
  if(name STREQUAL "mysql" AND REPOOL_MYSQL_STRUCT_LINE)
    set(REPOOL_PC_CFLAGS " -DREPOOL_MYSQL_STRUCT=MYSQL")
  endif()
  configure_file(${REPOOL_CMAKE_DIR}/repool.pc.in
    ${PROJECT_BINARY_DIR}/repool-${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/repool-${name}.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

function(repool_install_package)
  if(NOT REPOOL_INSTALL)
    return()
  endif()
  include(CMakePackageConfigHelpers)
  configure_package_config_file(${REPOOL_CMAKE_DIR}/repoolConfig.cmake.in
    ${PROJECT_BINARY_DIR}/repoolConfig.cmake INSTALL_DESTINATION ${REPOOL_PACKAGE_DIR})
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/repoolConfigVersion.cmake
    VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/repoolConfig.cmake
    ${PROJECT_BINARY_DIR}/repoolConfigVersion.cmake ${REPOOL_CMAKE_DIR}/RepoolClients.cmake
    ${REPOOL_CMAKE_DIR}/RepoolAdopt.cmake
    DESTINATION ${REPOOL_PACKAGE_DIR})
  foreach(component ${REPOOL_COMPONENTS})
    if(NOT component STREQUAL "core")
      install(FILES ${PROJECT_SOURCE_DIR}/include/repool/${component}.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/repool)
    endif()
  endforeach()
  foreach(header cache events lease runtime stats version)
    install(FILES ${PROJECT_SOURCE_DIR}/include/repool/${header}.h
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/repool)
  endforeach()
endfunction()
