#include "project/IncludeGraph.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "project/TextLexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace repool {

namespace path = llvm::sys::path;

namespace {

constexpr std::array FolderFlags = {"-I", "-isystem", "-iquote", "-idirafter"};
constexpr std::array ForcedFlags = {"-include", "-imacros", "-include-pch", "--include"};

std::string absolute(const std::string &directory, std::string_view name) {
  llvm::SmallString<256> result(name);
  llvm::sys::fs::make_absolute(directory, result);
  return result.str().str();
}

/// The value of \p flag at \p i, joined ("-Iinc") or as the next word, past which it moves \p i.
std::optional<std::string> valueOf(std::string_view flag, const std::vector<std::string> &words,
                                   std::size_t &i) {
  const std::string &word = words[i];
  if (word == flag)
    return i + 1 < words.size() ? std::optional(words[++i]) : std::nullopt;
  if (word.starts_with(flag))
    return word.substr(flag.size());
  return std::nullopt;
}

/// "X=y" -> "#define X y", as -D means it.
std::string defineText(std::string_view definition) {
  const std::size_t equals = definition.find('=');
  std::string text = "#define " + std::string(definition.substr(0, equals)) + " ";
  text += equals == std::string_view::npos ? "1" : definition.substr(equals + 1);
  return text + "\n";
}

} // namespace

IncludeGraph::IncludeGraph(const std::vector<CompileUnit> &units, const std::string &root,
                           SourceStore &sources)
    : sources_(sources), index_(root, sources) {
  std::vector<Roots> roots;
  for (const CompileUnit &unit : units)
    roots.push_back(readArguments(unit));
  connectAll();
  for (const Roots &unit : roots)
    reaches_.push_back(reachOf(unit));
}

std::string_view IncludeGraph::textOf(const IncludeNode &node, std::string &storage) const {
  if (!node.commandText.empty())
    return node.commandText;
  auto source = sources_.read(node.path);
  if (!source) {
    llvm::consumeError(source.takeError());
    return {};
  }
  return spliceLines(source->text, storage);
}

std::vector<NodeId> IncludeGraph::reachOf(NodeId node) const {
  Roots alone;
  alone.main = node;
  return reachOf(alone).mayRead;
}

NodeId IncludeGraph::addFile(const std::string &file) {
  const std::string name = sources_.canonical(file);
  const auto [known, isNew] = byPath_.try_emplace(name, static_cast<NodeId>(nodes_.size()));
  if (!isNew)
    return known->second;
  IncludeNode node;
  node.path = name;
  auto source = sources_.read(name);
  node.readable = static_cast<bool>(source);
  if (source)
    node.facts = scanText(source->text, words_);
  else
    llvm::consumeError(source.takeError());
  nodes_.push_back(std::move(node));
  return known->second;
}

NodeId IncludeGraph::addMacro(const std::string &argument, std::string_view definition) {
  const auto [known, isNew] = byPath_.try_emplace(argument, static_cast<NodeId>(nodes_.size()));
  if (!isNew)
    return known->second;
  IncludeNode node;
  node.path = argument;
  node.commandText = defineText(definition);
  node.facts = scanText(node.commandText, words_);
  node.included = true;
  nodes_.push_back(std::move(node));
  return known->second;
}

IncludeGraph::Roots IncludeGraph::readArguments(const CompileUnit &unit) {
  Roots roots;
  roots.main = addFile(unit.file);
  const std::vector<std::string> &words = unit.arguments;
  for (std::size_t i = 1; i < words.size(); ++i) {
    // -include before -I: the longer names first, as they begin alike.
    const auto forced = std::ranges::find(ForcedFlags, words[i]);
    if (forced != ForcedFlags.end() && i + 1 < words.size()) {
      const std::string &name = words[++i];
      if (const std::string file = absolute(unit.directory, name);
          llvm::sys::fs::is_regular_file(file) && *forced != std::string_view("-include-pch"))
        roots.forced.push_back(addFile(file));
      else
        for (const std::string &candidate : index_.endingIn(name))
          roots.forced.push_back(addFile(candidate));
      continue;
    }
    if (const auto definition = valueOf("-D", words, i); definition && !definition->empty()) {
      roots.forced.push_back(addMacro("-D" + *definition, *definition));
      continue;
    }
    for (const char *flag : FolderFlags)
      if (const auto folder = valueOf(flag, words, i)) {
        roots.folders.push_back(sources_.canonical(absolute(unit.directory, *folder)));
        break;
      }
  }
  for (const NodeId node : roots.forced) {
    nodes_[node].included = true;
    nodes_[node].isHeader = nodes_[node].commandText.empty();
  }
  std::ranges::sort(roots.folders);
  return roots;
}

void IncludeGraph::connectAll() {
  while (true) {
    for (; nextToConnect_ < nodes_.size(); ++nextToConnect_) {
      // A copy: connecting adds nodes.
      const std::vector<IncludeLine> includes = nodes_[nextToConnect_].facts.includes;
      for (const HeaderName &name : nodes_[nextToConnect_].facts.headerNames)
        headerNames_[name.macro].push_back(name.include);
      for (const IncludeLine &line : includes) {
        if (line.computed)
          computed_.emplace_back(nextToConnect_, line);
        else
          connect(nextToConnect_, line);
      }
    }
    // All of a macro's definitions are followed, also ones that only a later file brings.
    for (const auto &[from, line] : computed_)
      connectComputed(from, line);
    if (nextToConnect_ == nodes_.size())
      break;
  }
  for (const auto &[from, line] : computed_)
    if (!headerNames_.contains(line.name) && !line.doubtful) // "#include from detail.hpp" is prose
      nodes_[from].unknown = true;
}

bool IncludeGraph::connectComputed(NodeId from, const IncludeLine &line) {
  std::vector<std::string> pending = {line.name};
  std::set<std::string> done;
  while (!pending.empty()) {
    const std::string macro = pending.back();
    pending.pop_back();
    const auto known = headerNames_.find(macro);
    if (known == headerNames_.end() || !done.insert(macro).second)
      continue;
    for (const IncludeLine &value : known->second) {
      if (value.computed) {
        pending.push_back(value.name);
        if (!headerNames_.contains(value.name))
          nodes_[from].unknown = true;
      } else {
        connect(from, value);
      }
    }
  }
  return !done.empty();
}

void IncludeGraph::connect(NodeId from, const IncludeLine &line) {
  IncludeEdge edge;
  edge.certain = line.certain && !line.computed;
  const std::string includer = nodes_[from].path;
  llvm::SmallString<256> beside(path::parent_path(includer));
  path::append(beside, line.name);
  path::remove_dots(beside, /*remove_dot_dot=*/true);
  const bool isAbsolute = path::is_absolute(line.name);
  std::vector<std::string> candidates = index_.endingIn(line.name);
  if (isAbsolute)
    std::erase_if(candidates, [&](const std::string &candidate) {
      return sources_.canonical(candidate) != sources_.canonical(line.name);
    });
  if (line.quoted)
    if (const auto local = std::ranges::find(candidates, beside.str().str());
        local != candidates.end()) {
      edge.beside = true;
      std::rotate(candidates.begin(), local, local + 1);
    }
  for (const std::string &candidate : candidates) {
    const NodeId to = addFile(candidate);
    nodes_[to].included = nodes_[to].isHeader = true;
    std::string prefix;
    if (candidate.ends_with("/" + line.name))
      prefix = candidate.substr(0, candidate.size() - line.name.size() - 1);
    edge.targets.push_back({to, std::move(prefix)});
  }
  if (!edge.targets.empty())
    nodes_[from].edges.push_back(std::move(edge));
}

UnitReach IncludeGraph::reachOf(const Roots &roots) const {
  const auto isSure = [&](const IncludeEdge::Target &target) {
    return std::ranges::binary_search(roots.folders, target.prefix);
  };
  /// The one file that the line is sure to mean in this unit.
  const auto sureTarget = [&](const IncludeEdge &edge) -> std::optional<NodeId> {
    if (!edge.certain)
      return std::nullopt;
    if (edge.beside)
      return edge.targets.front().node;
    if (std::ranges::count_if(edge.targets, isSure) != 1)
      return std::nullopt;
    return std::ranges::find_if(edge.targets, isSure)->node;
  };
  const auto follow = [&](const auto &addTargets) {
    std::set<NodeId> seen(roots.forced.begin(), roots.forced.end());
    seen.insert(roots.main);
    std::vector<NodeId> pending(seen.begin(), seen.end());
    while (!pending.empty()) {
      const NodeId at = pending.back();
      pending.pop_back();
      for (const IncludeEdge &edge : nodes_[at].edges)
        addTargets(edge, [&](NodeId to) {
          if (seen.insert(to).second)
            pending.push_back(to);
        });
    }
    return std::vector<NodeId>(seen.begin(), seen.end());
  };
  UnitReach reach;
  reach.main = roots.main;
  reach.mayRead = follow([](const IncludeEdge &edge, const auto &visit) {
    for (const IncludeEdge::Target &target : edge.targets)
      visit(target.node);
  });
  reach.surelyRead = follow([&](const IncludeEdge &edge, const auto &visit) {
    if (const auto target = sureTarget(edge))
      visit(*target);
  });
  return reach;
}

} // namespace repool
