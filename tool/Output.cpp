#include "Output.h"

#include "Terminal.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include "render/Render.h"

namespace repool::tool {

void print(const Plan &plan, const Options &options, const char *command, SourceStore &sources,
           const Outcome &outcome) {
  const RenderOptions rendering{.color = wantsColor(options),
                                .width = terminalWidth(),
                                .command = command,
                                .takeBack = outcome.takeBack,
                                .left = outcome.left,
                                .isChecked = !options.check.empty(),
                                .isVerified = !options.noVerify};
  const TextOf textOf = [&](const std::string &file) -> std::string {
    auto source = sources.read(file);
    if (source)
      return source->text;
    llvm::consumeError(source.takeError());
    return "";
  };
  const std::string format =
      options.format.empty() ? (std::string(command) == "diff" ? "diff" : "table") : options.format;
  if (format == "json")
    llvm::outs() << renderJson(plan);
  else if (format == "sarif")
    llvm::outs() << renderSarif(plan, textOf);
  else if (format == "github")
    llvm::outs() << renderGithub(plan);
  else if (format == "yaml")
    llvm::outs() << renderFixesYaml(plan);
  else if (format == "diff") {
    llvm::outs() << renderDiff(plan, textOf, rendering);
    llvm::outs().flush();
    if (!options.quiet) // a diff is data: what it means goes to stderr
      llvm::errs() << renderLastLine(plan, rendering);
  } else
    llvm::outs() << renderTable(plan, rendering) << renderLastLine(plan, rendering);
  llvm::outs().flush();
}

} // namespace repool::tool
