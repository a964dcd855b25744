# One INTERFACE target carries the warnings and sanitizers of our own code, so that nothing leaks
# into global flags.
add_library(repool_flags INTERFACE)
target_compile_options(repool_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wno-unused-parameter -Wno-missing-field-initializers
  $<$<BOOL:${REPOOL_WERROR}>:-Werror>)
if(REPOOL_SANITIZE)
  target_compile_options(repool_flags INTERFACE -fsanitize=${REPOOL_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(repool_flags INTERFACE -fsanitize=${REPOOL_SANITIZE})
endif()

# repool_library(NAME SOURCES a.cpp ... DEPENDS repool_model ...): one folder of lib/, one target.
# A wrong include between folders does not link, and test/arch says which arrow is missing.
function(repool_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
  target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE repool_flags ${arg_PRIVATE_DEPENDS})
endfunction()
