# cmake -DWAY=find_package|add_subdirectory|project_include|pkg_config -DRUNTIME=... -DWORK=... -P consume.cmake
#
# Builds and runs the app in one of the ways a project can use the runtime, from a clean folder.
# Sanitizers are off: a consumer has none.

set(here ${CMAKE_CURRENT_LIST_DIR})
set(work ${WORK}/${WAY})
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})
set(launcher -DCMAKE_BUILD_TYPE=Debug)
foreach(language C CXX)
  if(LAUNCHER)
    list(APPEND launcher -DCMAKE_${language}_COMPILER_LAUNCHER=${LAUNCHER})
  endif()
endforeach()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    string(REPLACE ";" " " command "${ARGN}")
    message(FATAL_ERROR "${command}\n${output}")
  endif()
endfunction()

function(build source binary)
  run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${source} -B ${binary} ${launcher} ${ARGN})
  run(${CMAKE_COMMAND} --build ${binary} --parallel 2)
endfunction()

function(install_runtime)
  build(${RUNTIME} ${work}/runtime -DCMAKE_INSTALL_PREFIX=${work}/prefix)
  run(${CMAKE_COMMAND} --install ${work}/runtime)
endfunction()

if(WAY STREQUAL "find_package")
  install_runtime()
  build(${here}/by_find_package ${work}/app -DCMAKE_PREFIX_PATH=${work}/prefix)
  run(${work}/app/app_all ${work}/all.db)
  set(app ${work}/app/app)
elseif(WAY STREQUAL "add_subdirectory")
  # Only what `repool init` copies.
  file(COPY ${RUNTIME}/include ${RUNTIME}/src ${RUNTIME}/cmake ${RUNTIME}/CMakeLists.txt
    DESTINATION ${work}/copy)
  build(${here}/by_add_subdirectory ${work}/app -DRUNTIME=${work}/copy)
  set(app ${work}/app/app)
elseif(WAY STREQUAL "project_include")
  build(${here}/by_project_include ${work}/built
    -DCMAKE_PROJECT_INCLUDE=${RUNTIME}/cmake/RepoolAdopt.cmake -DREPOOL_ADOPT=sqlite)
  run(${work}/built/app ${work}/built.db)
  install_runtime()
  file(GLOB_RECURSE adopt ${work}/prefix/*/RepoolAdopt.cmake)
  build(${here}/by_project_include ${work}/app -DCMAKE_PROJECT_INCLUDE=${adopt})
  set(app ${work}/app/app)
else()
  install_runtime()
  file(GLOB_RECURSE pc ${work}/prefix/*/repool-sqlite.pc)
  cmake_path(GET pc PARENT_PATH folder)
  set(ENV{PKG_CONFIG_PATH} ${folder}:$ENV{PKG_CONFIG_PATH})
  set(app ${work}/app)
  run(sh ${here}/by_pkg_config/build.sh ${here}/app ${app})
endif()

run(${app} ${work}/app.db)
