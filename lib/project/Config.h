/// \file
/// `.repool.yaml`: found upwards from the project's root like .clang-tidy, read into a plain
/// struct.
///
/// An unknown key, a wrong type or an unknown value is an error with file, line, column and the
/// nearest known word. Options of the command line win over the file; merging is the tool's work.
#pragma once

#include "drivers/Driver.h"
#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <vector>

namespace repool {

struct Config {
  std::string path;                    ///< the file read; empty: none found, all defaults
  std::string style = "auto";          ///< style: auto | wrap | lease | pair
  std::vector<std::string> exclude;    ///< exclude: [globs relative to the file's folder]
  std::vector<std::string> vendored;   ///< vendored: [folder names], added to the built-in ones
  std::vector<std::string> keep;       ///< keep: [functions, file:globs, driver:names] -> RP702
  std::vector<std::string> perRequest; ///< per-request: the same, for what is opened per request
  std::string assume = "auto";         ///< assume: auto | server
  std::vector<std::string> drivers;    ///< drivers: [libpq, ...]; empty: all
  std::vector<DriverSpec> own;         ///< driver: [{name: acme, ...}], beside the built-in ones
  std::vector<std::string> schema;     ///< schema: [files with CREATE TABLE]; absolute
};

llvm::Expected<Config> loadConfig(const std::string &path);

/// The nearest `.repool.yaml` at or above \p directory; empty if none.
std::string findConfig(const std::string &directory);

} // namespace repool
