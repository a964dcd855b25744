#include "project/Prefilter.h"

#include "llvm/Support/Path.h"
#include "project/UnitMatcher.h"

#include <algorithm>
#include <map>

namespace repool {

namespace {

/// What decides which `#if` branches of a header a unit takes, as far as its command says.
std::string variantOf(const CompileUnit &unit) {
  std::string variant = llvm::sys::path::extension(unit.file).str();
  for (std::size_t i = 1; i < unit.arguments.size(); ++i) {
    const std::string &word = unit.arguments[i];
    for (const char *flag : {"-D", "-U", "-x", "-std", "-include", "-imacros", "-m"})
      if (word.starts_with(flag)) {
        variant += '\0' + word;
        if (word == flag && i + 1 < unit.arguments.size())
          variant += '\0' + unit.arguments[++i];
        break;
      }
  }
  return variant;
}

std::string languageOf(const CompileUnit &unit) {
  return llvm::sys::path::extension(unit.file) == ".c" ? "c" : "c++";
}

/// Sees to it that each matching header is parsed with some unit.
class HeaderCover {
public:
  HeaderCover(const std::vector<CompileUnit> &units, const IncludeGraph &graph,
              std::vector<UnitMatch> &matches)
      : units_(units), graph_(graph), matches_(matches) {
    for (std::size_t unit = 0; unit < matches.size(); ++unit)
      for (const NodeId header : matches[unit].headers)
        includers_[header].push_back(unit);
  }

  void run() {
    for (const auto &[header, includers] : includers_) {
      // C and C++ read a header differently; other flags may take other branches of it.
      const bool conditional = graph_.nodes()[header].facts.conditional;
      std::map<std::string, std::vector<std::size_t>> variants;
      for (const std::size_t unit : includers)
        variants[conditional ? variantOf(units_[unit]) : languageOf(units_[unit])].push_back(unit);
      for (const auto &[variant, members] : variants)
        cover(header, members);
    }
  }

private:
  void cover(NodeId header, const std::vector<std::size_t> &includers) {
    const auto surely = [&](std::size_t unit) {
      return std::ranges::binary_search(graph_.reaches()[unit].surelyRead, header);
    };
    if (std::ranges::any_of(
            includers, [&](std::size_t unit) { return matches_[unit].chosen && surely(unit); }))
      return;
    if (const auto first = std::ranges::find_if(includers, surely); first != includers.end()) {
      matches_[*first].chosen = true;
      return;
    }
    for (const std::size_t unit : includers)
      matches_[unit].chosen = true;
  }

  const std::vector<CompileUnit> &units_;
  const IncludeGraph &graph_;
  std::vector<UnitMatch> &matches_;
  std::map<NodeId, std::vector<std::size_t>> includers_; ///< of matching headers
};

std::string skipReason(const UnitMatch &match, const IncludeGraph &graph) {
  if (match.headers.empty())
    return "names no connection call";
  return "names no connection call; '" +
         llvm::sys::path::filename(graph.nodes()[match.headers.front()].path).str() +
         "', which does, is parsed with another unit";
}

} // namespace

PrefilterResult prefilter(const std::vector<CompileUnit> &units,
                          const std::vector<std::string> &tokens, const std::string &root,
                          SourceStore &sources) {
  const std::vector<Token> split = splitTokens(tokens);
  const IncludeGraph graph(units, root, sources);
  const TokenClosure closure(graph, split);
  UnitMatcher matcher(graph, closure, split);
  std::vector<UnitMatch> matches;
  for (const UnitReach &reach : graph.reaches())
    matches.push_back(matcher.match(reach));
  HeaderCover(units, graph, matches).run();

  PrefilterResult result;
  result.tokens = matcher.names(split);
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    if (matches[unit].chosen)
      result.parse.push_back(unit);
    else
      result.skipped.push_back({units[unit].file, skipReason(matches[unit], graph)});
  }
  return result;
}

std::vector<std::vector<std::size_t>> unitsThatMayInclude(const std::vector<CompileUnit> &units,
                                                          const std::vector<std::string> &headers,
                                                          const std::string &root,
                                                          SourceStore &sources) {
  const IncludeGraph graph(units, root, sources);
  std::map<std::string, std::vector<std::size_t>> asked; // one file may be asked for by two names
  for (std::size_t header = 0; header < headers.size(); ++header)
    asked[sources.canonical(headers[header])].push_back(header);
  std::vector<std::vector<std::size_t>> ofNode; // headers that a node is
  for (const IncludeNode &file : graph.nodes()) {
    const auto found = asked.find(file.path);
    ofNode.push_back(found == asked.end() ? std::vector<std::size_t>{} : found->second);
  }
  std::vector<std::vector<std::size_t>> result(headers.size());
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    const std::vector<NodeId> &mayRead = graph.reaches()[unit].mayRead;
    const bool mayReadAny = std::ranges::any_of(mayRead, [&](NodeId node) {
      return graph.nodes()[node].unknown || !graph.nodes()[node].readable;
    });
    for (NodeId node : mayRead)
      for (std::size_t header : ofNode[node])
        if (!mayReadAny)
          result[header].push_back(unit);
    if (mayReadAny)
      for (std::vector<std::size_t> &each : result)
        each.push_back(unit);
  }
  return result;
}

} // namespace repool
