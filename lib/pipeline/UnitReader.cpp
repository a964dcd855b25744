#include "pipeline/UnitReader.h"

#include "analyze/AnalyzeUnit.h"
#include "cache/FactFields.h"
#include "cache/KeyFields.h"
#include "cache/ToolIdentity.h"
#include "parse/ParserEnvironment.h"

namespace repool {

REPOOL_FIELDS(Messages, diagnostics, usedBundledRuntime)

namespace {

/// All that decides, besides the files, what a parse for \p purpose comes to.
Digest questionFor(const std::string &purpose, const CompileUnit &unit, const ParseOptions &parsing,
                   const std::vector<DriverSpec> &drivers) {
  static const std::vector<std::string> environment = parserEnvironment();
  return digestOf(cache::Writer()
                      .put(toolIdentity())
                      .put(environment)
                      .put(purpose)
                      .put(unit)
                      .put(parsing)
                      .put(drivers)
                      .bytes());
}

/// The cached answer to \p question, else a new one, which is kept if it depends on \p seen only.
template <class Answer, class Parse>
Answer answerTo(const Digest &question, const Overlay &overlay, UnitCache &cache, Parse parse,
                std::atomic<unsigned> &parsed, std::atomic<unsigned> &known) {
  if (const auto found = cache.find(question, overlay)) {
    Answer answer;
    if (cache::Reader reader(found->bytes); reader.get(answer) && reader.isAtEnd()) {
      ++known;
      return answer;
    }
  }
  ++parsed;
  auto [answer, seen] = parse();
  if (seen)
    cache.keep(question, overlay, *seen, cache::Writer().put(answer).bytes());
  return answer;
}

} // namespace

UnitReader::UnitReader(const PipelineOptions &options, const std::vector<DriverSpec> &drivers,
                       SourceStore &sources)
    : options_(options), drivers_(drivers), sources_(sources),
      parsing_{.root = options.root,
               .extraArgs = options.extraArgs,
               .extraArgsBefore = options.extraArgsBefore,
               .bundledRuntime = options.bundledRuntime,
               .skipSystemBodies = true,
               .record = options.cache != nullptr} {}

Digest UnitReader::question(const CompileUnit &unit) const {
  return questionFor("facts", unit, parsing_, drivers_);
}

TuFacts UnitReader::facts(const CompileUnit &unit) {
  auto parse = [&] {
    TuFacts result;
    ParseOutcome outcome =
        parseUnit(unit, {}, parsing_, sources_,
                  [&](clang::CompilerInstance &compiler, const ParseOutcome &sofar) {
                    result =
                        analyzeUnit(compiler, sofar, unit.file, drivers_, options_.root, sources_);
                  });
    result.unit = unit.file;
    result.files = std::move(outcome.files);
    result.diagnostics = std::move(outcome.diagnostics);
    result.failure = std::move(outcome.failure);
    return std::pair(std::move(result), std::move(outcome.seen));
  };
  if (!options_.cache)
    return parse().first;
  return answerTo<TuFacts>(question(unit), {}, options_.cache->units, parse,
                           options_.cache->factsParsed, options_.cache->factsKnown);
}

Messages UnitReader::messages(const CompileUnit &unit, const Overlay &overlay,
                              const ParseOptions &parsing) const {
  auto parse = [&] {
    ParseOutcome outcome = parseUnit(unit, overlay, parsing, sources_, {});
    return std::pair(Messages{std::move(outcome.diagnostics), outcome.usedBundledRuntime},
                     std::move(outcome.seen));
  };
  if (!options_.cache)
    return parse().first;
  // Which edits there are is not asked: the cache compares the texts that the parse reads.
  return answerTo<Messages>(questionFor("messages", unit, parsing, {}), overlay,
                            options_.cache->units, parse, options_.cache->checksParsed,
                            options_.cache->checksKnown);
}

} // namespace repool
