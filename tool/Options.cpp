#include "Options.h"

#include "ExitCode.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <numeric>

namespace repool::tool {

namespace {

unsigned distance(const std::string &a, const std::string &b) {
  std::vector<unsigned> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    unsigned diagonal = row[0]++;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const unsigned above = row[k];
      row[k] = std::min({above + 1, row[k - 1] + 1, diagonal + (a[i - 1] == b[k - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::vector<std::string> knownWords(const CLI::App &app) {
  std::vector<std::string> words;
  for (const CLI::Option *option : app.get_options())
    for (const std::string &name : option->get_lnames())
      words.push_back("--" + name);
  for (const CLI::App *sub : app.get_subcommands({}))
    words.push_back(sub->get_name());
  return words;
}

/// "; did you mean '--style'?", or nothing where no word is near.
std::string suggestion(const CLI::App &app, const std::string &word) {
  const std::string given = word.substr(0, word.find('='));
  std::string best;
  unsigned least = static_cast<unsigned>(given.size()) / 2 + 1;
  for (const std::string &known : knownWords(app))
    if (const unsigned d = distance(given, known); d < least)
      least = d, best = known;
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

void addCommon(CLI::App &app, Options &o) {
  app.add_option("-p,--database", o.database, "compile_commands.json, or the folder that holds it");
  app.add_option("--root", o.root, "the project's folder; edits stay below it");
  app.add_option("--style", o.style, "auto, wrap, lease or pair")
      ->check(CLI::IsMember({"auto", "wrap", "lease", "pair"}));
  app.add_option("--assume", o.assume,
                 "auto, or server: what main calls is a request, though nothing waits for clients")
      ->check(CLI::IsMember({"auto", "server"}));
  app.add_option("--config", o.config, "use this file, not the nearest .repool.yaml");
  app.add_option("--extra-arg", o.extraArgs, "add to every compile command")
      ->allow_extra_args(false);
  app.add_option("--extra-arg-before", o.extraArgsBefore, "put first in every compile command")
      ->allow_extra_args(false);
  app.add_option("-j,--jobs", o.jobs, "units parsed at once (default: all cores)");
  app.add_flag("--quiet", o.quiet, "no progress, no notes");
  app.add_flag("--no-prefilter", o.noPrefilter, "parse every unit, whatever its text says");
  app.add_flag("--explain-skips", o.explainSkips, "say why each unit was not parsed");
  app.add_flag("--no-cache", o.noCache, "use no results of earlier runs and keep none");
  app.add_option("--cache", o.cache,
                 "folder for results (default: repool in $XDG_CACHE_HOME or ~/.cache)");
  app.add_option("--color", o.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("--allow-generated", o.allowGenerated, "edit generated files too");
  app.add_flag("--allow-vendored", o.allowVendored, "edit vendored files too");
}

void addFormat(CLI::App &app, Options &o, std::set<std::string> formats) {
  app.add_option("--format", o.format, "form of the output")
      ->check(CLI::IsMember(std::move(formats)));
  app.add_option("--export-fixes", o.exportFixes,
                 "write clang-apply-replacements YAML to this file");
}

void addPaths(CLI::App &app, Options &o, const char *what) {
  app.add_option("paths", o.positional, what);
}

void addOnly(CLI::App &app, Options &o) {
  app.add_option("--only", o.only,
                 "only sites with this reason code, of this driver, or below this path;\nmay be "
                 "repeated: several of a kind widen, different kinds narrow")
      ->allow_extra_args(false);
}

void addApply(CLI::App &app, Options &o) {
  addCommon(app, o);
  addFormat(app, o, {"table", "json", "sarif", "github", "yaml"});
  app.add_option("--check", o.check,
                 "run this command in the project's folder and keep only what passes it")
      ->check(CLI::Validator(
          [](const std::string &text) {
            return text.find_first_not_of(" \t\n") == std::string::npos ? "names no command" : "";
          },
          "COMMAND"));
  app.add_option("--limit", o.limit, "write at most so many rewrites, the first of the report")
      ->check(CLI::Range(std::size_t(1), std::size_t(1) << 31));
  CLI::Option *split =
      app.add_option("--split-by", o.splitBy,
                     "one git commit per directory, per owner in CODEOWNERS, or per site")
          ->check(CLI::IsMember({"directory", "codeowners", "site"}));
  split->excludes("--check");
  app.add_flag("--allow-dirty", o.allowDirty, "write files with uncommitted changes too")
      ->excludes(split);
  app.add_flag("--allow-read-only", o.allowReadOnly, "write files without write permission too");
  addOnly(app, o);
  addPaths(app, o, "only sites below these; or one saved plan (*.json)");
}

void addMerge(CLI::App &app, Options &o) {
  addCommon(app, o);
  addFormat(app, o, {"table", "json", "sarif", "github", "yaml"});
  app.add_option("-o,--output", o.output, "write the plan to this file");
  app.add_option("shards", o.positional, "what 'scan --shard' wrote, all of it")->required();
}

void addUndo(CLI::App &app, Options &o) {
  app.add_option("--root", o.root, "the project's folder");
  app.add_option("-p,--database", o.database, "compile_commands.json, or the folder that holds it");
  app.add_flag("--quiet", o.quiet, "no notes");
}

void addInit(CLI::App &app, Options &o) {
  app.add_option("--root", o.root, "the project's folder");
  app.add_flag("--installed", o.installed,
               "copy nothing: print the lines for an installed runtime");
  app.add_option("dir", o.positional, "folder for the runtime (default: third_party/repool)");
}

void addMonitor(CLI::App &app, Options &o) {
  MonitorOptions &m = o.monitor;
  app.add_option("--endpoint", m.endpoints,
                 "probe this URL or libpq text; may be repeated, best first\n(default: as the "
                 "service, REPOOL_CHAIN: REPOOL_POOLER_URL DATABASE_URL)")
      ->allow_extra_args(false);
  app.add_option("--url", m.url, "the service's health page, one that asks its database; or none")
      ->capture_default_str();
  app.add_option("--metrics-url", m.metricsUrl,
                 "the service's metrics (default: /metrics of --url's server), or none");
  app.add_option("--interval", m.interval, "from one check to the next")->capture_default_str();
  app.add_option("--timeout", m.timeout, "of each probe")->capture_default_str();
  app.add_option("--for", m.length, "end after this long, e.g. 24h (default: Ctrl-C ends it)");
  app.add_option("--count", m.checks, "end after so many checks")
      ->check(CLI::Range(std::uint64_t(1), std::uint64_t(1) << 53));
  app.add_option("--max-failures", m.maxFailures,
                 "end with exit 1 once more checks than this failed (default: go on to the\nend, "
                 "and exit 1 "
                 "if any failed)")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--max-errors", m.maxErrors, "the same of connection errors (default: any number)")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--log", m.log, "append a JSON line per check to this file");
  app.add_option("--listen", m.listen, "serve Prometheus text there, or none")
      ->capture_default_str();
  app.add_flag("--quiet", o.quiet, "the summary only");
  app.add_option("--color", o.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.footer("Exit codes: 0 within the threshold, 1 threshold broken, 2 usage or internal error.\n"
             "docs/operations.md says what the figures mean and what to do.");
}

void addCluster(CLI::App &app, Options &o) {
  addCommon(app, o);
  app.add_option("engine", o.positional, "slurm, parallel, kubernetes, github or gitlab")
      ->required()
      ->expected(1)
      ->check(CLI::IsMember({"slurm", "parallel", "kubernetes", "github", "gitlab"}));
  app.add_option("-n,--shards", o.cluster.parts, "shards, as many as machines or a few times that")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  app.add_option("-o,--output", o.output, "folder for the files (default: repool-ENGINE)");
  app.get_option("--jobs")->description(
      "cores per shard (default: 4 where they must be asked for, else all)");
  app.add_option("--image", o.cluster.image, "of containers: holds repool and the project's tools")
      ->capture_default_str();
}

/// The options of \p app that were given and that scan has too, as words; -j is the engine's.
std::vector<std::string> givenOf(const CLI::App &app, const CLI::App &scan) {
  std::vector<std::string> words;
  for (const CLI::Option *option : app.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty())
      continue;
    std::string name = "--";
    name += option->get_lnames().front();
    if (name == "--output" || name == "--jobs" || name == "--quiet" ||
        !scan.get_option_no_throw(name))
      continue;
    const bool isFlag = option->get_items_expected_max() == 0;
    for (const std::string &value : option->results()) {
      words.push_back(name);
      if (!isFlag)
        words.back().append("=").append(value);
    }
  }
  return words;
}

Parsed sayUnknown(const CLI::App &app) {
  const CLI::App *used = app.get_subcommands().empty() ? &app : app.get_subcommands().front();
  const std::vector<std::string> extra = app.remaining(true);
  const std::string word = extra.empty() ? "" : extra.front();
  std::cerr << "repool: unknown " << (word.starts_with("-") ? "option '" : "word '") << word << "'"
            << suggestion(*used, word) << "\n";
  return {.done = true, .status = toStatus(ExitCode::Usage)};
}

/// LLVM's tools take their long options with one dash as well.
std::vector<std::string> withTwoDashes(int argc, char **argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  for (std::string &argument : arguments)
    if (argument.size() > 3 && argument[0] == '-' && argument[1] != '-' && argument[1] != 'j' &&
        argument[1] != 'p' && argument[1] != 'o' &&
        (argument[1] != 'n' || std::isdigit(static_cast<unsigned char>(argument[2])) == 0))
      argument.insert(0, "-");
  return arguments;
}

} // namespace

Parsed parseOptions(int argc, char **argv) {
  Parsed parsed;
  Options &o = parsed.options;
  CLI::App app("Finds per-request database connections and rewrites them to borrow from a pool.",
               "repool");
  app.set_version_flag("--version", "repool " REPOOL_VERSION_STRING);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 nothing left to do, 1 findings or pending changes, 2 usage or internal "
             "error,\n"
             "3 finished, but some units did not parse.");
  std::map<const CLI::App *, Command> commands;
  auto command = [&](Command value, const char *name, const char *help) {
    CLI::App *sub = app.add_subcommand(name, help);
    commands[sub] = value;
    return sub;
  };
  CLI::App *scan = command(Command::Scan, "scan", "sites, verdicts, reasons; writes nothing");
  addCommon(*scan, o);
  addFormat(*scan, o, {"table", "json", "sarif", "github", "yaml"});
  scan->add_option("-o,--output", o.output, "write the plan to this file");
  scan->add_option("--shard", o.shard,
                   "only part K of N of the units, as K/N; -o names the file\n(auto, auto/N: K as "
                   "Slurm, Kubernetes or GitLab numbered this job)")
      ->needs("--output");
  CLI::Option *noVerify = scan->add_flag(
      "--no-verify", o.noVerify, "decide only: leave the proof that the rewrites compile to diff");
  for (const char *kept : {"--output", "--shard", "--format", "--export-fixes"})
    noVerify->excludes(scan->get_option(kept)); // what a program reads is proved
  addOnly(*scan, o);
  addPaths(*scan, o, "only sites below these");
  CLI::App *merge =
      command(Command::Merge, "merge", "shards of one scan -> its plan, as one scan would make it");
  addMerge(*merge, o);
  CLI::App *diff = command(Command::Diff, "diff", "unified diff of what apply would do");
  addCommon(*diff, o);
  addFormat(*diff, o, {"diff", "json", "sarif", "github", "yaml"});
  diff->add_option("-o,--output", o.output, "write the plan to this file");
  addOnly(*diff, o);
  addPaths(*diff, o, "only sites below these");
  CLI::App *apply = command(Command::Apply, "apply", "verify, journal, write");
  addApply(*apply, o);
  CLI::App *undo = command(Command::Undo, "undo", "restores the last apply");
  addUndo(*undo, o);
  CLI::App *check =
      command(Command::Check, "check", "for CI: exit 1 if a per-request connection is left");
  addCommon(*check, o);
  addFormat(*check, o, {"table", "json", "sarif", "github", "yaml"});
  check->add_flag("--allow-review", o.allowReview, "sites that need review are no failure");
  addOnly(*check, o);
  addPaths(*check, o, "only sites below these");
  CLI::App *explain =
      command(Command::Explain, "explain", "facts and reasons of FILE:LINE, or the page of a code");
  addCommon(*explain, o);
  explain->add_option("what", o.positional, "FILE:LINE or a reason code (RP201)")->required();
  CLI::App *init = command(Command::Init, "init", "vendors the runtime and prints the build lines");
  addInit(*init, o);

  CLI::App *monitor =
      command(Command::Monitor, "monitor", "probes the chain and shows the health dashboard");
  addMonitor(*monitor, o);

  CLI::App *cluster = command(Command::Cluster, "cluster",
                              "writes the files that run a scan in shards: jobs of an engine");
  addCluster(*cluster, o);

  std::vector<std::string> arguments = withTwoDashes(argc, argv);
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ExtrasError &) {
    return sayUnknown(app);
  } catch (const CLI::ParseError &error) {
    if (error.get_exit_code() == 0)
      return {.done = true, .status = app.exit(error, std::cout, std::cerr)};
    const bool unknown = argc > 1 && app.get_subcommands().empty() && argv[1][0] != '-';
    if (unknown)
      std::cerr << "repool: unknown command '" << argv[1] << "'" << suggestion(app, argv[1])
                << "\n";
    else
      std::cerr << "repool: " << error.what() << "; see 'repool --help'\n";
    return {.done = true, .status = toStatus(ExitCode::Usage)};
  }
  o.command = commands.at(app.get_subcommands().front());
  o.cluster.scanOptions = givenOf(*cluster, *scan);
  return parsed;
}

} // namespace repool::tool
