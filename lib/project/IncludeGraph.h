/// \file
/// Which project files each unit may include, by name: the map that the prefilter searches.
///
///   units --> nodes (main files, headers, -include files, -D macros as text) and edges
///
/// An edge means "may include". Some are `certain`: no `#if` around the line and only one file it
/// can be, so that parsing the one surely parses the other. What a line names that no file or macro
/// explains makes the including node `unknown`. Reads every reachable file once, through the store.
#pragma once

#include "project/CompileDatabase.h"
#include "project/FileIndex.h"
#include "project/SourceStore.h"
#include "project/TextScan.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace repool {

using NodeId = std::uint32_t;

/// One line `#include "a.h"` and the files it may mean.
struct IncludeEdge {
  struct Target {
    NodeId node;
    std::string prefix; ///< the folder that, as -I, makes the line mean this file
  };

  std::vector<Target> targets;
  bool certain = false; ///< the line is taken; which target is another question
  bool beside = false;  ///< the first target is beside the includer, where quotes look first
};

struct IncludeNode {
  std::string path;        ///< canonical; "-DX=y" for a macro of the command line
  std::string commandText; ///< of such a macro: `#define X y`
  TextFacts facts;
  std::vector<IncludeEdge> edges;
  bool included = false; ///< by a file or a command line: its definitions are seen elsewhere
  bool isHeader = false; ///< a file that some file or command line includes
  bool readable = true;
  bool unknown = false; ///< includes something that cannot be told from the text
};

/// What one unit reaches.
struct UnitReach {
  NodeId main = 0;
  std::vector<NodeId> mayRead;    ///< sorted; main and command line included
  std::vector<NodeId> surelyRead; ///< sorted
};

class IncludeGraph {
public:
  IncludeGraph(const std::vector<CompileUnit> &units, const std::string &root,
               SourceStore &sources);

  [[nodiscard]] const std::vector<IncludeNode> &nodes() const { return nodes_; }

  [[nodiscard]] const std::vector<UnitReach> &reaches() const { return reaches_; }

  [[nodiscard]] const Words &words() const { return words_; }

  /// The text of \p node without escaped line ends, kept in \p storage if need be.
  [[nodiscard]] std::string_view textOf(const IncludeNode &node, std::string &storage) const;

  /// The files that \p node alone may include, itself among them; sorted.
  [[nodiscard]] std::vector<NodeId> reachOf(NodeId node) const;

private:
  struct Roots {
    NodeId main = 0;
    std::vector<NodeId> forced;
    std::vector<std::string> folders; ///< of -I and the like, canonical, sorted
  };

  NodeId addFile(const std::string &path);
  NodeId addMacro(const std::string &argument, std::string_view definition);
  Roots readArguments(const CompileUnit &unit);
  void connectAll();
  void connect(NodeId from, const IncludeLine &line);
  bool connectComputed(NodeId from, const IncludeLine &line);
  [[nodiscard]] UnitReach reachOf(const Roots &roots) const;

  SourceStore &sources_;
  FileIndex index_;
  Words words_;
  std::vector<IncludeNode> nodes_;
  std::map<std::string, NodeId> byPath_;
  std::map<std::string, std::vector<IncludeLine>> headerNames_; ///< by macro
  std::vector<std::pair<NodeId, IncludeLine>> computed_;        ///< not explained yet
  NodeId nextToConnect_ = 0;
  std::vector<UnitReach> reaches_;
};

} // namespace repool
