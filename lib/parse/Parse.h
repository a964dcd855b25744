/// \file
/// One unit through Clang: arguments made fit, files overlaid, messages collected.
///
///   CompileUnit + overlay -> AST (lent to a callback) + ParseOutcome
///
/// Used by find/analyze on the code as it is, and by verify on the code as it would be. Drops the
/// flags that clang does not know and those that turn warnings into errors, so that the unit is
/// read as its own compiler reads it. Never writes. A unit that cannot be parsed is an outcome with
/// `failure`, not an error; a crash of the parser is not caught here.
#pragma once

#include "model/Facts.h"
#include "project/CompileDatabase.h"
#include "project/FileView.h"
#include "project/SourceStore.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace clang {
class CompilerInstance;
}

namespace repool {

/// New contents of files, by canonical path. Seen through every spelling and symlink.
using Overlay = std::map<std::string, std::string>;

struct ParseOptions {
  std::string root;                         ///< canonical; bounds `files`
  std::vector<std::string> extraArgs;       ///< --extra-arg
  std::vector<std::string> extraArgsBefore; ///< --extra-arg-before
  std::string
      bundledRuntime; ///< include folder of the bundled runtime; empty: the unit's own flags only
  bool skipSystemBodies = true; ///< function bodies in system headers are not parsed
  bool record = false;          ///< fill in `ParseOutcome::seen`
};

struct ParseOutcome {
  std::vector<Diagnostic> diagnostics; ///< warnings and errors, in order
  std::vector<std::string> files;      ///< files read below the root, canonical, sorted
  std::vector<InactiveMention>
      skipped; ///< ranges of project files the preprocessor left out; token empty
  bool usedBundledRuntime = false;    ///< some <repool/...> came from the bundled copy
  std::optional<std::string> failure; ///< "a.cpp:3:10: 'x.h' file not found"
  /// Every file and folder that the parse asked for, there or not. Nothing where that is not all
  /// that it depended on: precompiled headers and modules are judged by times, plugins by nobody.
  std::optional<std::vector<Seen>> seen;
};

/// Called with the finished AST if there was no error. Nothing of clang may outlive the call.
using WithAst = std::function<void(clang::CompilerInstance &, const ParseOutcome &)>;

/// Thread-safe for distinct calls.
ParseOutcome parseUnit(const CompileUnit &unit, const Overlay &overlay, const ParseOptions &options,
                       SourceStore &sources, const WithAst &withAst);

/// \p arguments as clang should see them (see above); exposed for tests and `--dump=units`.
std::vector<std::string> clangArguments(const CompileUnit &unit, const ParseOptions &options);

} // namespace repool
