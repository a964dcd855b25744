/// \file
/// Any bytes as source text, through parse, find, analyze, decide and edit, as one unit.
///
/// The first byte says C or C++. Most inputs have errors: facts are gathered from what is left, and
/// nothing may crash, hang or edit outside the text.
#include "OnDisk.h"
#include "analyze/AnalyzeUnit.h"
#include "decide/Decide.h"
#include "edit/MakeEdits.h"

#include <algorithm>

namespace repool {

namespace {

TuFacts factsOf(const std::string &file, const std::string &folder, bool isCxx) {
  const CompileUnit unit{file,
                         folder,
                         {isCxx ? "c++" : "cc", isCxx ? "-std=c++20" : "-std=gnu11",
                          "-I/usr/include/postgresql", "-w", file}};
  SourceStore sources;
  TuFacts facts;
  const ParseOutcome outcome =
      parseUnit(unit, {}, {.root = folder}, sources,
                [&](clang::CompilerInstance &compiler, const ParseOutcome &sofar) {
                  facts = analyzeUnit(compiler, sofar, file, builtinDrivers(), folder, sources);
                });
  facts.unit = file;
  facts.failure = outcome.failure;
  return facts;
}

void judge(std::string_view text, const TuFacts &facts) {
  const ProgramFacts program = gather({facts});
  for (const Handle &handle : program.handles) {
    const auto driver = std::ranges::find(builtinDrivers(), handle.driver, &DriverSpec::name);
    for (const Style style : {Style::Auto, Style::Wrap, Style::Lease}) {
      const Ruling ruling = decide(handle, *driver, program, {.style = style}, {}, {});
      if (ruling.verdict != Verdict::Rewritten) {
        if (ruling.reason.code.empty())
          __builtin_trap(); // refused without a reason
        continue;
      }
      const auto edits = makeEdits(handle, ruling.strategy, *driver, text, "a:1:1");
      if (const auto *group = std::get_if<EditGroup>(&edits))
        for (const Edit &edit : group->edits)
          if (edit.file == handle.file && edit.span.end > text.size())
            __builtin_trap(); // an edit outside the text
    }
  }
}

} // namespace

} // namespace repool

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  static const repool::fuzz::OnDisk c("a.c");
  static const repool::fuzz::OnDisk cxx("a.cpp");
  if (size == 0)
    return 0;
  const bool isCxx = data[0] % 2 == 0;
  const repool::fuzz::OnDisk &file = isCxx ? cxx : c;
  const std::string_view text = repool::fuzz::text(data + 1, size - 1);
  file.write(text);
  repool::judge(text, repool::factsOf(file.path(), file.folder(), isCxx));
  return 0;
}
