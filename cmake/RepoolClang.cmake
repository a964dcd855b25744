# LLVM and Clang as two INTERFACE targets with SYSTEM headers: repool_llvm for the folders that use
# only LLVM's support library, repool_clang for those that parse.
set(LLVM_DIR "/usr/lib/llvm-19/lib/cmake/llvm" CACHE PATH "Where LLVMConfig.cmake is")
set(Clang_DIR "/usr/lib/llvm-19/lib/cmake/clang" CACHE PATH "Where ClangConfig.cmake is")
find_package(LLVM REQUIRED CONFIG)
find_package(Clang REQUIRED CONFIG)
if(NOT LLVM_VERSION_MAJOR MATCHES "^(16|19)$")
  message(FATAL_ERROR "repool builds with LLVM 19 (or 16); LLVM_DIR names ${LLVM_PACKAGE_VERSION}. "
    "Install clang-19 libclang-19-dev libclang-cpp19-dev llvm-19-dev.")
endif()

add_library(repool_llvm INTERFACE)
target_include_directories(repool_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_options(repool_llvm INTERFACE $<$<NOT:$<BOOL:${LLVM_ENABLE_RTTI}>>:-fno-rtti>)
target_link_libraries(repool_llvm INTERFACE LLVM)

add_library(repool_clang INTERFACE)
target_include_directories(repool_clang SYSTEM INTERFACE ${CLANG_INCLUDE_DIRS})
target_link_libraries(repool_clang INTERFACE clang-cpp repool_llvm)

# Clang's own headers (stddef.h ...), which every parse needs.
set(REPOOL_CLANG_RESOURCE_DIR
  "${LLVM_INSTALL_PREFIX}/lib/clang/${LLVM_VERSION_MAJOR}" CACHE PATH "Clang's resource directory")
