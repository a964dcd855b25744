#include "Commands.h"
#include "Session.h"
#include "Terminal.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include "model/Reasons.h"
#include "render/Render.h"

#include <filesystem>

namespace repool::tool {

namespace {

llvm::Error badTarget(const std::string &what) {
  return llvm::createStringError(std::errc::invalid_argument,
                                 "'%s' is neither FILE:LINE nor a reason code like RP201",
                                 what.c_str());
}

/// The page of a code: title and hint from the table, the long text from docs where it is
/// installed.
int explainCode(const std::string &code) {
  const Reason *row = findReason(code);
  if (!row)
    return fail(llvm::createStringError(std::errc::invalid_argument,
                                        "there is no reason code '%s'; the codes run from %s to %s",
                                        code.c_str(), std::string(reasons().front().code).c_str(),
                                        std::string(reasons().back().code).c_str()));
  const std::filesystem::path page =
      std::filesystem::path(bundledRuntime()) / ".." / "docs" / "problems" / (code + ".md");
  SourceStore sources;
  if (auto text = sources.read(page.string())) {
    llvm::outs() << text->text;
    return 0;
  } else {
    llvm::consumeError(text.takeError());
  }
  llvm::outs() << row->code << ": " << row->title << " (" << toString(row->verdict) << ")\n\n"
               << row->hint << "\n";
  return 0;
}

} // namespace

int runExplain(const Options &options) {
  const std::string &what = options.positional.front();
  if (llvm::StringRef(what).starts_with_insensitive("RP") && what.find(':') == std::string::npos)
    return explainCode(llvm::StringRef(what).upper());
  const std::size_t colon = what.rfind(':');
  unsigned line = 0;
  if (colon == std::string::npos || llvm::StringRef(what).substr(colon + 1).getAsInteger(10, line))
    return fail(badTarget(what));
  SourceStore sources;
  const std::string file =
      sources.canonical(std::filesystem::absolute(what.substr(0, colon)).string());
  auto plan = planFor(options, sources);
  if (!plan)
    return fail(plan.takeError());
  printNotes(*plan, options);
  const std::string text =
      renderExplain(*plan, file, line, {.color = wantsColor(options), .width = terminalWidth()});
  if (!hasSite(*plan, file, line)) {
    llvm::errs() << "repool: " << text;
    return toStatus(ExitCode::Usage);
  }
  llvm::outs() << text;
  return toStatus(ExitCode::Clean);
}

} // namespace repool::tool
