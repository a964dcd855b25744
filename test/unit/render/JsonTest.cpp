#include "llvm/Support/JSON.h"

#include "SamplePlan.h"
#include "llvm/Support/MemoryBuffer.h"
#include "render/Render.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

namespace json = llvm::json;

json::Value parsed(const std::string &text) {
  llvm::Expected<json::Value> value = json::parse(text);
  if (!value) {
    ADD_FAILURE() << llvm::toString(value.takeError()) << "\n" << text;
    return nullptr;
  }
  return std::move(*value);
}

TEST(Json, IsExactlyThePublishedForm) {
  Plan plan = samplePlan();
  plan.decisions.resize(2);
  EXPECT_EQ(renderJson(plan), R"({
  "version": 1,
  "sites": [
    {
      "file": "src/a.cpp",
      "line": 2,
      "column": 3,
      "driver": "libpq",
      "function": "app::title",
      "verdict": "rewritten",
      "strategy": "lease",
      "code": "",
      "reason": ""
    },
    {
      "file": "src/a.cpp",
      "line": 40,
      "column": 3,
      "driver": "libpq",
      "function": "app::title",
      "verdict": "review",
      "strategy": null,
      "code": "RP202",
      "reason": "'conn' is stored in 'Cache::db'"
    }
  ],
  "units": {
    "parsed": 3,
    "skipped": 1,
    "failed": [
      {
        "file": "src/d.cpp",
        "message": "'missing.h' file not found"
      }
    ]
  }
}
)");
}

TEST(Json, EmptyPlan) {
  json::Value value = parsed(renderJson({}));
  EXPECT_TRUE(value.getAsObject()->getArray("sites")->empty());
}

TEST(Json, BytesThatAreNotUtf8AreMended) {
  Plan plan = samplePlan();
  for (Decision &each : plan.decisions) {
    each.reason = "caf\xe9 \xff";
    each.place.file = "/app/\xff.c";
  }
  plan.units.failed[0].message = "\xff";
  std::string text = renderJson(plan);
  EXPECT_TRUE(json::isUTF8(text));
  parsed(text);
}

/// The keys that \p schema requires are those that it describes and those that \p value has.
void expectKeys(const json::Object &schema, const json::Object &value) {
  std::vector<std::string> required, described, present;
  for (const json::Value &key : *schema.getArray("required"))
    required.push_back(key.getAsString()->str());
  for (const auto &entry : *schema.getObject("properties"))
    described.push_back(llvm::StringRef(entry.first).str());
  for (const auto &entry : value)
    present.push_back(llvm::StringRef(entry.first).str());
  std::sort(required.begin(), required.end());
  std::sort(described.begin(), described.end());
  std::sort(present.begin(), present.end());
  EXPECT_EQ(required, described);
  EXPECT_EQ(required, present);
}

TEST(Json, HasTheKeysOfTheSchema) {
  auto file = llvm::MemoryBuffer::getFile(REPOOL_SCHEMA);
  ASSERT_TRUE(static_cast<bool>(file));
  json::Value schema = parsed((*file)->getBuffer().str());
  json::Value value = parsed(renderJson(samplePlan()));
  const json::Object &top = *schema.getAsObject();
  const json::Object &properties = *top.getObject("properties");
  const json::Object &units = *properties.getObject("units");
  expectKeys(top, *value.getAsObject());
  expectKeys(*properties.getObject("sites")->getObject("items"),
             *(*value.getAsObject()->getArray("sites"))[0].getAsObject());
  expectKeys(units, *value.getAsObject()->getObject("units"));
  expectKeys(*units.getObject("properties")->getObject("failed")->getObject("items"),
             *(*value.getAsObject()->getObject("units")->getArray("failed"))[0].getAsObject());
}

} // namespace
} // namespace repool
