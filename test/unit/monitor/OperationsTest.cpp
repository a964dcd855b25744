// What docs/ gives to Grafana and Prometheus, and tells the person on call, must exist.

#include "Checks.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "monitor/Exposition.h"
#include "repool/stats.h"

#include <gtest/gtest.h>
#include <regex>
#include <set>

namespace repool::monitor {

namespace {

std::string read(const std::string &name) {
  auto file = llvm::MemoryBuffer::getFile(REPOOL_DOCS "/" + name);
  EXPECT_TRUE(bool(file)) << name;
  return file ? (*file)->getBuffer().str() : "";
}

std::vector<std::string> matches(const std::string &text, const char *pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it)
    found.push_back((*it)[1]);
  return found;
}

/// Of every series that the runtime and the monitor write; both name them without a pool, too.
std::set<std::string> written() {
  const std::string text = prometheus() + exposition(Tally({}));
  std::set<std::string> names;
  for (const std::string &name : matches(text, "# TYPE (\\w+) "))
    names.insert(name);
  for (const std::string &name : matches(text, "# TYPE (\\w+) histogram"))
    for (const char *suffix : {"_bucket", "_sum", "_count"})
      names.insert(name + suffix);
  return names;
}

void expectWritten(const std::string &file) {
  const std::set<std::string> names = written();
  const std::vector<std::string> used = matches(read(file), "\\b(repool_\\w+)");
  EXPECT_FALSE(used.empty()) << file;
  for (const std::string &name : used)
    EXPECT_TRUE(names.count(name)) << file << ": nobody writes " << name;
}

TEST(Operations, TheDashboardShowsSeriesThatAreWritten) {
  expectWritten("grafana/repool.json");
}

TEST(Operations, TheAlertsAskForSeriesThatAreWritten) {
  expectWritten("alerts/repool.yml");
}

TEST(Operations, TheGuideNamesSeriesThatAreWritten) {
  expectWritten("operations.md");
}

TEST(Operations, TheDashboardIsOneThatGrafanaImports) {
  auto parsed = llvm::json::parse(read("grafana/repool.json"));
  ASSERT_TRUE(bool(parsed)) << llvm::toString(parsed.takeError());
  const llvm::json::Object *const dashboard = parsed->getAsObject();
  ASSERT_TRUE(dashboard);
  EXPECT_TRUE(dashboard->getString("title"));
  EXPECT_TRUE(dashboard->getInteger("schemaVersion"));
  const llvm::json::Array *const panels = dashboard->getArray("panels");
  ASSERT_TRUE(panels);
  std::set<std::int64_t> ids;
  for (const llvm::json::Value &value : *panels) {
    const llvm::json::Object &panel = *value.getAsObject();
    const std::string title = panel.getString("title").value_or("").str();
    EXPECT_FALSE(title.empty());
    EXPECT_TRUE(ids.insert(panel.getInteger("id").value_or(0)).second) << title;
    EXPECT_TRUE(panel.getObject("gridPos")) << title;
    const llvm::json::Array *const targets = panel.getArray("targets");
    ASSERT_TRUE(targets && !targets->empty()) << title;
    for (const llvm::json::Value &target : *targets)
      EXPECT_TRUE(target.getAsObject()->getString("expr")) << title;
  }
}

TEST(Operations, TheAlertsAreYamlAndEachHasWhatPrometheusWants) {
  const std::string text = read("alerts/repool.yml");
  llvm::SourceMgr sources;
  llvm::yaml::Stream stream(text, sources);
  EXPECT_TRUE(stream.validate());
  const std::size_t alerts = matches(text, "(?:^|\\n)\\s*- alert: (\\w+)").size();
  EXPECT_GE(alerts, 5U);
  for (const char *field : {"expr", "severity", "summary", "description"})
    EXPECT_EQ(matches(text, ("\\n\\s+(" + std::string(field) + "): ").c_str()).size(), alerts)
        << field;
}

TEST(Operations, TheGuideExplainsEveryAlert) {
  const std::string guide = read("operations.md");
  for (const std::string &alert : matches(read("alerts/repool.yml"), "- alert: (\\w+)"))
    EXPECT_NE(guide.find("`" + alert + "`"), std::string::npos) << alert;
}

} // namespace

} // namespace repool::monitor
