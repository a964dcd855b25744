#include "ShardNumber.h"

#include "llvm/ADT/StringRef.h"

namespace repool::tool {

namespace {

/// How an engine numbers the copies of a job.
struct Engine {
  const char *index;
  const char *count;
  unsigned first;       ///< index of the first copy
  bool isArray = false; ///< may start elsewhere and have gaps
};

// Of an array.
constexpr const char *slurmMin = "SLURM_ARRAY_TASK_MIN";
constexpr const char *slurmMax = "SLURM_ARRAY_TASK_MAX";
constexpr Engine engines[] = {{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 1, true},
                              {"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0},
                              {"CI_NODE_INDEX", "CI_NODE_TOTAL", 1}};

llvm::Error unusable(const std::string &sentence) {
  return llvm::createStringError(std::errc::invalid_argument, "%s", sentence.c_str());
}

/// The number that a variable holds.
llvm::Expected<unsigned> numberIn(const char *name, const Environment &environment) {
  const auto text = environment(name);
  unsigned value = 0;
  if (!text)
    return unusable("--shard auto needs " + std::string(name) +
                    ", which is not set; say --shard auto/N or K/N");
  if (llvm::StringRef(*text).getAsInteger(10, value))
    return unusable(std::string(name) + " is '" + *text + "', which is no number");
  return value;
}

/// The engine that started this process. Two would have two opinions.
llvm::Expected<const Engine *> engineIn(const Environment &environment) {
  const Engine *found = nullptr;
  for (const Engine &engine : engines) {
    if (!environment(engine.index))
      continue;
    if (found)
      return unusable("--shard auto finds both " + std::string(found->index) + " and " +
                      engine.index + "; say --shard K/N");
    found = &engine;
  }
  if (!found)
    return unusable(
        "--shard auto needs SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX or CI_NODE_INDEX, "
        "and none is set; say --shard K/N");
  return found;
}

/// An array of other indices than 1 to N does not say which part each is, unless N is given and the
/// indices are the parts.
llvm::Expected<unsigned> firstOfArray(unsigned count, const Environment &environment) {
  auto least = numberIn(slurmMin, environment);
  if (!least)
    return least.takeError();
  auto most = numberIn(slurmMax, environment);
  if (!most)
    return most.takeError();
  if (*most < *least || *most - *least + 1 != count)
    return unusable("--shard auto needs an array without gaps, such as --array=1-8, but this one "
                    "has " +
                    std::to_string(count) + " tasks from " + std::to_string(*least) + " to " +
                    std::to_string(*most) + "; say --shard auto/N with tasks of 1 to N");
  return *least;
}

llvm::Expected<ShardNumber> fromEngine(unsigned given, const Environment &environment) {
  auto engine = engineIn(environment);
  if (!engine)
    return engine.takeError();
  auto index = numberIn((*engine)->index, environment);
  if (!index)
    return index.takeError();
  ShardNumber number{.parts = given, .variable = (*engine)->index};
  unsigned first = (*engine)->first;
  if (given == 0) {
    auto count = numberIn((*engine)->count, environment);
    if (!count)
      return count.takeError();
    if (*count < 1)
      return unusable(std::string((*engine)->count) + " is 0, but there is at least one shard");
    number.parts = *count;
    if ((*engine)->isArray) {
      auto least = firstOfArray(*count, environment);
      if (!least)
        return least.takeError();
      first = *least;
    }
  }
  if (*index < first || *index - first >= number.parts)
    return unusable(number.variable + " is " + std::to_string(*index) + ", but " +
                    std::to_string(number.parts) + " shards have the numbers " +
                    std::to_string(first) + " to " + std::to_string(first + number.parts - 1));
  number.part = *index - first + 1;
  return number;
}

} // namespace

llvm::Expected<ShardNumber> shardNumber(const std::string &text, const Environment &environment) {
  const auto [part, parts] = llvm::StringRef(text).split('/');
  ShardNumber number;
  if (text == "auto")
    return fromEngine(0, environment);
  if (parts.getAsInteger(10, number.parts) || number.parts < 1 ||
      (part != "auto" &&
       (part.getAsInteger(10, number.part) || number.part < 1 || number.part > number.parts)))
    return unusable("--shard needs K/N with 1 <= K <= N, such as 2/3, or auto or auto/N, not '" +
                    text + "'");
  if (part == "auto")
    return fromEngine(number.parts, environment);
  return number;
}

} // namespace repool::tool
