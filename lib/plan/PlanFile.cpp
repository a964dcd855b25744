#include "plan/PlanFile.h"

#include "llvm/Support/Base64.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include "plan/Paths.h"

namespace repool {

namespace {

using llvm::json::OStream;

/// Writes one plan; keeps the stream and the root in reach of every helper.
class Writer {
public:
  Writer(OStream &json, const Plan &plan) : json_(json), plan_(plan) {}

  void write();

private:
  /// A JSON string, or base64 where the bytes are no UTF-8 and would not survive.
  void text(llvm::StringRef key, const std::string &value) {
    json_.attributeBegin(key);
    bareText(value);
    json_.attributeEnd();
  }

  void bareText(const std::string &value) {
    if (llvm::json::isUTF8(value))
      return json_.value(value);
    json_.object([&] { json_.attribute("base64", llvm::encodeBase64(value)); });
  }

  void path(llvm::StringRef key, const std::string &value) {
    text(key, relativeToRoot(plan_.root, value));
  }

  template <class Range, class Write>
  void list(llvm::StringRef key, const Range &range, Write write) {
    json_.attributeArray(key, [&] {
      for (const auto &element : range)
        write(element);
    });
  }

  void texts(llvm::StringRef key, const std::vector<std::string> &values) {
    list(key, values, [&](const std::string &value) { bareText(value); });
  }

  void edit(const Edit &edit) {
    json_.attribute("begin", edit.span.begin);
    json_.attribute("end", edit.span.end);
    text("text", edit.text);
  }

  void decision(const Decision &decision);
  void group(const EditGroup &group);
  void units();

  OStream &json_;
  const Plan &plan_;
};

void Writer::decision(const Decision &decision) {
  json_.object([&] {
    path("file", decision.place.file);
    json_.attribute("line", decision.place.line);
    json_.attribute("column", decision.place.column);
    text("driver", decision.driver);
    text("function", decision.function);
    json_.attribute("verdict", llvm::StringRef(toString(decision.verdict)));
    if (decision.strategy == Strategy::None)
      json_.attribute("strategy", nullptr);
    else
      json_.attribute("strategy", llvm::StringRef(toString(decision.strategy)));
    text("code", decision.code);
    text("reason", decision.reason);
    text("hint", decision.hint);
    text("group", decision.group);
    texts("facts", decision.facts);
  });
}

void Writer::group(const EditGroup &group) {
  json_.object([&] {
    text("id", group.id);
    list("edits", group.edits, [&](const Edit &each) {
      json_.object([&] {
        path("file", each.file);
        edit(each);
      });
    });
    list("includes", group.includes, [&](const IncludeEdit &include) {
      json_.object([&] {
        path("file", include.file);
        text("header", include.header);
      });
    });
  });
}

void Writer::units() {
  json_.attributeObject("units", [&] {
    json_.attribute("parsed", plan_.units.parsed);
    list("skipped", plan_.units.skipped, [&](const SkippedUnit &unit) {
      json_.object([&] {
        path("file", unit.file);
        text("reason", unit.reason);
      });
    });
    list("failed", plan_.units.failed, [&](const FailedUnit &unit) {
      json_.object([&] {
        path("file", unit.file);
        text("message", unit.message);
      });
    });
  });
}

void Writer::write() {
  json_.object([&] {
    json_.attribute("version", 1);
    text("tool", plan_.toolVersion);
    text("root", plan_.root);
    list("decisions", plan_.decisions, [&](const Decision &each) { decision(each); });
    list("groups", plan_.groups, [&](const EditGroup &each) { group(each); });
    list("edits", plan_.edits, [&](const auto &entry) {
      json_.object([&] {
        path("file", entry.first);
        list("edits", entry.second, [&](const Edit &each) { json_.object([&] { edit(each); }); });
      });
    });
    list("files", plan_.files, [&](const PlannedFile &file) {
      json_.object([&] {
        path("file", file.path);
        text("sha256", file.sha256);
        json_.attribute("size", file.size);
      });
    });
    texts("notes", plan_.notes);
    json_.attribute("bundledRuntime", plan_.bundledRuntime);
    units();
  });
}

} // namespace

std::string writePlan(const Plan &plan) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  OStream json(stream, 1);
  Writer(json, plan).write();
  stream << '\n';
  stream.flush();
  return result;
}

} // namespace repool
