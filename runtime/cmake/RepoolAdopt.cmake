# Adds the runtime to a project whose build files nobody wants to touch:
#
#   cmake -DCMAKE_PROJECT_INCLUDE=<this folder>/RepoolAdopt.cmake -DREPOOL_ADOPT=pq ...
#
# REPOOL_ADOPT lists the components that every target then links (default: all there are). An
# installed runtime is taken where this file is installed beside it, else the sources above this
# folder are built along. Read by CMake at the end of each project(); acts at the first.
if(NOT TARGET repool::core AND NOT REPOOL_IS_BEING_ADOPTED AND NOT PROJECT_NAME STREQUAL
    "repool_runtime")
  set(REPOOL_IS_BEING_ADOPTED TRUE)
  enable_language(CXX) # the library is C++; a C program may use it
  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/repoolConfig.cmake)
    find_package(repool REQUIRED PATHS ${CMAKE_CURRENT_LIST_DIR} NO_DEFAULT_PATH)
  else()
    add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/.. ${CMAKE_BINARY_DIR}/repool EXCLUDE_FROM_ALL)
  endif()
  set(REPOOL_ADOPT "repool" CACHE STRING "Components of the runtime that every target links")
  foreach(component ${REPOOL_ADOPT})
    if(NOT TARGET repool::${component})
      message(FATAL_ERROR "REPOOL_ADOPT: there is no repool::${component}; is the client library's "
        "development package installed?")
    endif()
    link_libraries(repool::${component})
  endforeach()
  unset(REPOOL_IS_BEING_ADOPTED)
endif()
