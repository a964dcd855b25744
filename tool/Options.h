/// \file
/// The command line as one plain value. Parsed once in main, passed down; nothing else reads argv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace repool::tool {

enum class Command { Scan, Diff, Apply, Undo, Check, Explain, Init, Monitor, Merge, Cluster };

/// Of `monitor`, as they were typed; it reads them itself.
struct MonitorOptions {
  std::vector<std::string> endpoints; ///< --endpoint; empty: the environment's chain
  std::string url = "http://127.0.0.1:8080/api/db-test";
  std::string metricsUrl; ///< --metrics-url; empty: /metrics of the URL's server
  std::string interval = "10s";
  std::string timeout = "5s";
  std::string length; ///< --for; empty: until the user ends it
  std::string listen = "127.0.0.1:9464";
  std::string log;
  std::optional<std::uint64_t> checks; ///< --count
  std::optional<std::uint64_t> maxFailures;
  std::optional<std::uint64_t> maxErrors;
};

/// Of `cluster`.
struct ClusterOptions {
  unsigned parts = 8;
  std::string image = "repool";
  std::vector<std::string> scanOptions; ///< the others, as scan and merge take them
};

struct Options {
  Command command = Command::Scan;
  std::string database;                ///< -p: compile_commands.json or its folder
  std::vector<std::string> positional; ///< paths, a plan, FILE:LINE, a code, a folder
  std::string root;                    ///< --root
  std::string style;                   ///< --style; empty: the configuration's
  std::string assume;                  ///< --assume; empty: the configuration's
  std::string config;                  ///< --config: a file instead of the nearest .repool.yaml
  std::string format;                  ///< --format; empty: the command's own
  std::string output;                  ///< -o: write the plan
  std::string exportFixes;             ///< --export-fixes
  std::vector<std::string> extraArgs;
  std::vector<std::string> extraArgsBefore;
  unsigned jobs = 0; ///< -j; 0: all cores
  bool quiet = false;
  bool noPrefilter = false;
  bool explainSkips = false;
  bool noCache = false;
  bool noVerify = false;            ///< scan: decide only
  std::string shard;                ///< --shard: "2/3", "auto", "auto/3"
  std::string cache;                ///< --cache: its folder; empty: the user's own
  bool allowReview = false;         ///< check
  std::vector<std::string> only;    ///< --only: codes, drivers, paths, as typed
  std::optional<std::size_t> limit; ///< apply --limit
  std::string splitBy; ///< apply --split-by: directory, codeowners or site; empty: no commits
  std::string check;   ///< apply --check: the user's command; empty: none
  bool allowDirty = false;
  bool allowReadOnly = false;
  bool allowGenerated = false;
  bool allowVendored = false;
  bool installed = false; ///< init
  std::string color = "auto";
  MonitorOptions monitor;
  ClusterOptions cluster;
};

/// What parsing the command line came to.
struct Parsed {
  Options options;
  bool done = false; ///< help or version was printed; exit with `status`
  int status = 0;
};

Parsed parseOptions(int argc, char **argv);

} // namespace repool::tool
