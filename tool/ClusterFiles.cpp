#include "ClusterFiles.h"

#include "ClusterTemplates.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <cassert>
#include <iterator>
#include <map>

namespace repool::tool {

namespace {

/// What an engine has besides its templates.
struct Engine {
  const char *name;
  unsigned most; ///< shards that it runs; 0: no fixed number
  const char *next;
};

constexpr Engine engines[] = {
    {"slurm", 0, "{}/submit.sh, with options of sbatch if need be"},
    {"parallel", 0, "name the machines in {}/hosts, then run {}/run.sh"},
    {"kubernetes", 0, "make the claim 'repool', then run {}/submit.sh"},
    {"github", 256, "mend the step 'configure', and move {}/repool.yml to .github/workflows"},
    {"gitlab", 200,
     "mend 'before_script', and name {}/repool.gitlab-ci.yml under 'include: local:'"},
};

const Engine &engineOf(const std::string &name) {
  const auto *found = llvm::find_if(engines, [&](const Engine &each) { return each.name == name; });
  assert(found != std::end(engines) && "the command line takes only engines of the table");
  return *found;
}

std::string listTo(unsigned last) {
  std::string list = "1";
  for (unsigned k = 2; k <= last; ++k)
    list += ", " + std::to_string(k);
  return list;
}

/// Replaces each @NAME@; another @ is left alone.
std::string filled(llvm::StringRef text, const std::map<std::string, std::string> &values) {
  std::string result;
  while (!text.empty()) {
    const auto [before, rest] = text.split('@');
    result += before;
    if (before.size() == text.size())
      break;
    const auto [name, after] = rest.split('@');
    if (const auto found = values.find(name.str()); found != values.end()) {
      result += found->second;
      text = after;
    } else {
      result += '@';
      text = rest;
    }
  }
  return result;
}

} // namespace

std::string shellQuoted(const std::string &word) {
  const bool isPlain = !word.empty() && llvm::all_of(word, [](char c) {
    return llvm::isAlnum(c) || llvm::StringRef("_-./=:,+@%").contains(c);
  });
  if (isPlain)
    return word;
  std::string quoted = "'";
  for (const char c : word)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

llvm::Expected<std::vector<ClusterFile>> clusterFiles(const ClusterJob &job) {
  const Engine &engine = engineOf(job.engine);
  if (engine.most && job.parts > engine.most)
    return llvm::createStringError(std::errc::invalid_argument,
                                   "%s runs at most %u jobs of one kind; take -n %u or less",
                                   engine.name, engine.most, engine.most);
  std::string options;
  std::string exports;
  for (const std::string &option : job.options)
    options += " " + shellQuoted(option);
  if (options.find('\n') != std::string::npos) // would end the block of a YAML file
    return llvm::createStringError(std::errc::invalid_argument,
                                   "an option with a line break cannot be written into a job");
  for (const std::string &variable : job.environment) {
    const auto [name, value] = llvm::StringRef(variable).split('=');
    exports += "export " + name.str() + "=" + shellQuoted(value.str()) + "\n";
  }
  const std::map<std::string, std::string> values = {
      {"PARTS", std::to_string(job.parts)},
      {"LAST", std::to_string(job.parts - 1)},
      {"LIST", listTo(job.parts)},
      {"CPUS", std::to_string(job.cores ? job.cores : 4)},
      {"JOBS", job.cores ? " -j " + std::to_string(job.cores) : ""},
      {"PROJECT", shellQuoted(job.project)},
      {"REPOOL", shellQuoted(job.repool)},
      {"OPTIONS", options},
      {"ENVIRONMENT", exports},
      {"IMAGE", job.image},
  };
  std::vector<ClusterFile> files;
  for (const ClusterTemplate &each : clusterTemplates())
    if (job.engine == each.engine)
      files.push_back({.name = each.name,
                       .text = filled(each.text, values),
                       .isProgram = llvm::StringRef(each.name).ends_with(".sh")});
  return files;
}

std::string nextStep(const std::string &engine, const std::string &folder) {
  return llvm::join(llvm::split(llvm::StringRef(engineOf(engine).next), "{}"), folder);
}

} // namespace repool::tool
