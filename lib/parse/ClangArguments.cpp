/// \file
/// Compiler arguments as written for gcc or clang -> arguments that clang 19 parses without a word.
#include "clang/Driver/Options.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Path.h"
#include "parse/Parse.h"

namespace repool {

namespace {

bool isLauncher(llvm::StringRef program) {
  const llvm::StringRef name = llvm::sys::path::filename(program);
  return name == "ccache" || name == "sccache" || name == "distcc" || name == "icecc";
}

/// Flags that turn a warning into an error would make clang's own warnings stop the parse.
bool makesErrors(llvm::StringRef argument) {
  return argument == "-Werror" || argument.starts_with("-Werror=") ||
         argument == "-pedantic-errors" || argument == "-Wfatal-errors";
}

/// What gcc (to 13) compiles with a warning at most, and clang 19 by default does not compile:
/// old C calls what nobody declared. It stays a warning, so an edit that adds one is still seen.
constexpr const char *GccOnlyWarns[] = {"implicit-function-declaration",
                                        "implicit-int",
                                        "incompatible-function-pointer-types",
                                        "int-conversion",
                                        "narrowing",
                                        "register",
                                        "return-mismatch"};

std::vector<std::string> withoutUnknown(std::vector<std::string> arguments) {
  std::vector<const char *> raw;
  for (std::size_t i = 1; i < arguments.size(); ++i)
    raw.push_back(arguments[i].c_str());
  unsigned missingIndex = 0;
  unsigned missingCount = 0;
  const auto parsed = clang::driver::getDriverOptTable().ParseArgs(
      raw, missingIndex, missingCount, llvm::opt::Visibility(clang::driver::options::ClangOption));
  std::vector<bool> drop(arguments.size(), false);
  for (const llvm::opt::Arg *argument : parsed)
    if (argument->getOption().getKind() == llvm::opt::Option::UnknownClass)
      drop[argument->getIndex() + 1] = true;
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if (!drop[i])
      kept.push_back(std::move(arguments[i]));
  return kept;
}

} // namespace

std::vector<std::string> clangArguments(const CompileUnit &unit, const ParseOptions &options) {
  std::size_t first = 0;
  while (first + 1 < unit.arguments.size() && isLauncher(unit.arguments[first]))
    ++first;
  const std::string program = unit.arguments.empty() ? "cc" : unit.arguments[first];
  const llvm::StringRef name = llvm::sys::path::filename(program);
  const bool isCxx = name.contains("++");
  // The compiler's own folder must not be searched for clang's headers: it is often gcc's.
  std::vector<std::string> result = {isCxx ? "clang++" : "clang"};
  result.insert(result.end(), options.extraArgsBefore.begin(), options.extraArgsBefore.end());
  for (std::size_t i = first + 1; i < unit.arguments.size(); ++i)
    if (!makesErrors(unit.arguments[i]))
      result.push_back(unit.arguments[i]);
  result = withoutUnknown(std::move(result));
  result.insert(result.end(), options.extraArgs.begin(), options.extraArgs.end());
  if (!options.bundledRuntime.empty())
    // The dot tells the bundled copy from the same folder named by the unit's own flags.
    result.insert(result.end(), {"-idirafter", options.bundledRuntime + "/."});
  if (!name.contains("clang"))
    for (const char *warning : GccOnlyWarns)
      result.push_back(std::string("-Wno-error=") + warning);
  result.insert(result.end(), {"-fsyntax-only", "-Wno-unknown-warning-option",
                               "-Wno-ignored-optimization-argument", "-Qunused-arguments",
                               "-fno-caret-diagnostics", "-ferror-limit=0",
                               std::string("-resource-dir=") + REPOOL_CLANG_RESOURCE_DIR});
  return result;
}

} // namespace repool
