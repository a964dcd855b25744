#include "parse/ParserEnvironment.h"

#include <cstdlib>

namespace repool {

namespace {

/// Of clang's driver and preprocessor; those of its code generation and linking are left out.
constexpr const char *Names[] = {"CCC_OVERRIDE_OPTIONS",
                                 "CLANG_MODULE_CACHE_PATH",
                                 "CLANG_NO_DEFAULT_CONFIG",
                                 "COMPILER_PATH",
                                 "CPATH",
                                 "CPLUS_INCLUDE_PATH",
                                 "C_INCLUDE_PATH",
                                 "DRIVERKIT_DEPLOYMENT_TARGET",
                                 "EXTERNAL_INCLUDE",
                                 "GCC_EXEC_PREFIX",
                                 "HIP_DEVICE_LIB_PATH",
                                 "HIP_PATH",
                                 "INCLUDE",
                                 "IPHONEOS_DEPLOYMENT_TARGET",
                                 "LIBRARY_PATH",
                                 "MACOSX_DEPLOYMENT_TARGET",
                                 "OBJCPLUS_INCLUDE_PATH",
                                 "OBJC_INCLUDE_PATH",
                                 "ROCM_PATH",
                                 "SDKROOT",
                                 "SOURCE_DATE_EPOCH",
                                 "TVOS_DEPLOYMENT_TARGET",
                                 "WATCHOS_DEPLOYMENT_TARGET",
                                 "XROS_DEPLOYMENT_TARGET"};

} // namespace

std::vector<std::string> parserEnvironment() {
  std::vector<std::string> result;
  for (const char *name : Names)
    if (const char *value = std::getenv(name))
      result.push_back(std::string(name) + "=" + value);
  return result;
}

} // namespace repool
