#include "Config.h"

#include "Fork.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string_view>

namespace repool::detail {

namespace {

constexpr long Day = 86400000;
constexpr std::size_t MostReplicas = 16;

struct NumberRow {
  const char *name;
  long least;
  long most;
  void (*set)(Config &config, long value);
};

constexpr NumberRow Numbers[] = {
    {"REPOOL_MAX", 1, 10000,
     [](Config &config, long value) { config.limits.max = static_cast<std::size_t>(value); }},
    {"REPOOL_RESERVE", 0, 100,
     [](Config &config, long value) { config.limits.reserve = static_cast<std::size_t>(value); }},
    {"REPOOL_MIN", 0, 10000,
     [](Config &config, long value) { config.least = static_cast<std::size_t>(value); }},
    {"REPOOL_MAX_WAITERS", 0, 1000000,
     [](Config &config, long value) {
       config.limits.maxWaiters = static_cast<std::size_t>(value);
     }},
    {"REPOOL_DEADLINE_MS", 1, Day,
     [](Config &config, long value) { config.deadline = Milliseconds(value); }},
    {"REPOOL_IDLE_MS", 1, Day * 365,
     [](Config &config, long value) { config.idle = Milliseconds(value); }},
    {"REPOOL_LIFETIME_MS", 1, Day * 365,
     [](Config &config, long value) { config.lifetime = Milliseconds(value); }},
    {"REPOOL_PING_MS", 0, Day * 365,
     [](Config &config, long value) { config.pingAfter = Milliseconds(value); }},
    {"REPOOL_LEAK_MS", 0, Day * 365,
     [](Config &config, long value) { config.leakAfter = Milliseconds(value); }},
    {"REPOOL_REPLICA_MAX_LAG_MS", 100, Day * 365,
     [](Config &config, long value) { config.replicaMaxLag = Milliseconds(value); }},
    {"REPOOL_CACHE_BYTES", 1, 1L << 40,
     [](Config &config, long value) { config.cache.bytes = static_cast<std::size_t>(value); }},
    {"REPOOL_CACHE_ENTRIES", 1, 100000000,
     [](Config &config, long value) { config.cache.entries = static_cast<std::size_t>(value); }},
    {"REPOOL_CACHE_LOCAL_MS", 0, Day,
     [](Config &config, long value) { config.cache.local = Milliseconds(value); }},
    {"REPOOL_CACHE_DEADLINE_MS", 1, 60000,
     [](Config &config, long value) { config.cache.shared.deadline = Milliseconds(value); }},
};

struct WordRow {
  const char *name;
  const char *yes;
  const char *no;
  bool &(*field)(Config &config);
};

constexpr WordRow Words[] = {
    {"REPOOL_MODE", "direct", "pool", [](Config &config) -> bool & { return config.isDirect; }},
    {"REPOOL_CACHE", "on", "off", [](Config &config) -> bool & { return config.cache.isOn; }},
    {"REPOOL_RESET", "full", "light", [](Config &config) -> bool & { return config.resetsFully; }},
    {"REPOOL_SAME_DATABASE", "1", "0",
     [](Config &config) -> bool & { return config.isSameDatabase; }},
    {"REPOOL_POOLER_MODE", "session", "transaction",
     [](Config &config) -> bool & { return config.isPoolerPerSession; }},
};
constexpr std::size_t LeverRows = 2; ///< the first ones

constexpr const char *Texts[] = {"REPOOL_CHAIN",    "REPOOL_POOLER_URL", "DATABASE_URL",
                                 "REPOOL_REPLICAS", "REPOOL_CACHE_URL",  "REPOOL_CACHE_PREFIX"};

bool isKnown(std::string_view name) {
  const auto isRow = [&](const auto &row) { return name == row.name; };
  return std::any_of(std::begin(Numbers), std::end(Numbers), isRow) ||
         std::any_of(std::begin(Words), std::end(Words), isRow) ||
         std::any_of(std::begin(Texts), std::end(Texts),
                     [&](const char *text) { return name == text; });
}

std::string trimmed(const std::string &text) {
  const auto first = text.find_first_not_of(" \t\r");
  const auto last = text.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// What the file and the environment say, by name.
class Settings {
public:
  explicit Settings(const std::string &file) {
    if (!file.empty())
      read(file);
  }

  std::optional<std::string> valueOf(const std::string &name) const {
    if (const char *const text = std::getenv(name.c_str()); text && *text)
      return std::string(text);
    const auto found = values_.find(name);
    return found != values_.end() ? std::optional<std::string>(found->second) : std::nullopt;
  }

private:
  void read(const std::string &file) {
    std::ifstream in(file);
    if (!in)
      return reportOnce("REPOOL_CONFIG: " + file + " cannot be read, ignored");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      line = trimmed(line);
      if (line.empty() || line.front() == '#')
        continue;
      const auto equals = line.find('=');
      const std::string where = file + ":" + std::to_string(number) + ": ignored: ";
      if (equals == std::string::npos) {
        reportOnce(where + "not NAME=VALUE"); // not quoted: it may hold a secret
        continue;
      }
      const std::string name = trimmed(line.substr(0, equals));
      if (!isKnown(name))
        reportOnce(std::string(where).append("'").append(name).append(
            "' is no setting; repool/runtime.h lists them"));
      else
        values_[name] = trimmed(line.substr(equals + 1));
    }
  }

  std::map<std::string, std::string> values_;
};

void setNumber(Config &config, const NumberRow &row, const Settings &settings) {
  const auto text = settings.valueOf(row.name);
  if (!text)
    return;
  long value = 0;
  const char *const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, value);
  if (parsed.ec == std::errc() && parsed.ptr == end && value >= row.least && value <= row.most)
    return row.set(config, value);
  reportOnce(std::string(row.name) + "='" + *text + "' ignored: not a number from " +
             std::to_string(row.least) + " to " + std::to_string(row.most));
}

void setWord(Config &config, const WordRow &row, const Settings &settings) {
  const auto text = settings.valueOf(row.name);
  if (!text)
    return;
  if (*text == row.yes || *text == row.no)
    row.field(config) = *text == row.yes;
  else
    reportOnce(std::string(row.name) + "='" + *text + "' ignored: neither '" + row.yes + "' nor '" +
               row.no + "'");
}

bool isUrl(const std::string &word) {
  return word.find("://") != std::string::npos || word.find('=') != std::string::npos;
}

// A word of the chain without a value is a link that this installation does not have.
std::vector<LinkSetting> linksOf(const std::string &chain, const Settings &settings) {
  std::vector<LinkSetting> links;
  std::istringstream words(chain);
  for (std::string word; words >> word;) {
    if (word == "own")
      links.push_back({});
    else if (isUrl(word))
      links.push_back({word, false});
    else if (const auto url = settings.valueOf(word))
      links.push_back({*url, word == "REPOOL_POOLER_URL"});
  }
  const bool hasOwn = std::any_of(links.begin(), links.end(),
                                  [](const LinkSetting &link) { return link.url.empty(); });
  if (!hasOwn)
    links.push_back({});
  return links;
}

std::vector<std::string> replicasOf(const std::string &text, const Settings &settings) {
  std::vector<std::string> urls;
  std::istringstream words(text);
  int number = 0;
  for (std::string word; words >> word;) {
    ++number;
    const auto url = isUrl(word) ? word : settings.valueOf(word);
    if (url && urls.size() < MostReplicas)
      urls.push_back(*url);
    else if (url)
      reportOnce("REPOOL_REPLICAS: more than " + std::to_string(MostReplicas) +
                 ", the rest is ignored");
    else
      reportOnce("REPOOL_REPLICAS: word " +
                 std::to_string(number) + // not quoted: a secret, perhaps
                 " ignored: neither a URL nor the name of a variable that holds one");
  }
  return urls;
}

struct Reported {
  std::mutex mutex;
  std::set<std::string> texts; ///< guarded by mutex
};

Reported &reported() {
  static Reported *const reported = new Reported;
  return *reported;
}

[[maybe_unused]] const bool isHeld = holdAcrossFork(reported().mutex);

std::string fileOf(const Config &config) {
  const char *const file = std::getenv("REPOOL_CONFIG");
  return file && *file ? file : config.file;
}

} // namespace

void reportOnce(const std::string &text) {
  const std::lock_guard<std::mutex> lock(reported().mutex);
  if (reported().texts.insert(text).second)
    std::fprintf(stderr, "repool: %s\n", text.c_str());
}

Config withEnvironment(Config base) {
  base.file = fileOf(base);
  const Settings settings(base.file);
  for (const NumberRow &row : Numbers)
    setNumber(base, row, settings);
  for (const WordRow &row : Words)
    setWord(base, row, settings);
  base.limits.reserve = std::min(base.limits.reserve, base.limits.max - 1);
  base.least = std::min(base.least, base.limits.max);
  base.chain = settings.valueOf("REPOOL_CHAIN").value_or(base.chain);
  base.links = linksOf(base.chain, settings);
  base.replicas = settings.valueOf("REPOOL_REPLICAS").value_or(base.replicas);
  base.cache.shared.url = settings.valueOf("REPOOL_CACHE_URL").value_or(base.cache.shared.url);
  base.cache.shared.prefix =
      settings.valueOf("REPOOL_CACHE_PREFIX").value_or(base.cache.shared.prefix);
  base.replicaUrls = replicasOf(base.replicas, settings);
  return base;
}

Levers leversNow(const Config &base) {
  Config now = base;
  const Settings settings(fileOf(base));
  for (std::size_t i = 0; i < LeverRows; ++i)
    setWord(now, Words[i], settings);
  return {now.isDirect, now.cache.isOn};
}

} // namespace repool::detail
