/// \file
/// The published JSON, version 1 (docs/schema/scan-1.json). Texts that are not UTF-8 are mended
/// with U+FFFD; the plan file is the format that keeps every byte.
#include "llvm/Support/JSON.h"

#include "llvm/Support/raw_ostream.h"
#include "render/Render.h"
#include "render/Text.h"

namespace repool {

namespace {

namespace json = llvm::json;

void text(json::OStream &out, llvm::StringRef key, std::string_view value) {
  out.attribute(key, json::fixUTF8(value));
}

void site(json::OStream &out, const Plan &plan, const Decision &decision) {
  out.object([&] {
    text(out, "file", shownPath(plan.root, decision.place.file));
    out.attribute("line", decision.place.line);
    out.attribute("column", decision.place.column);
    text(out, "driver", decision.driver);
    text(out, "function", decision.function);
    text(out, "verdict", toString(decision.verdict));
    if (decision.strategy == Strategy::None)
      out.attribute("strategy", nullptr);
    else
      text(out, "strategy", toString(decision.strategy));
    text(out, "code", decision.code);
    text(out, "reason", decision.reason);
  });
}

void units(json::OStream &out, const Plan &plan) {
  out.attribute("parsed", plan.units.parsed);
  out.attribute("skipped", static_cast<std::int64_t>(plan.units.skipped.size()));
  out.attributeArray("failed", [&] {
    for (const FailedUnit &unit : plan.units.failed)
      out.object([&] {
        text(out, "file", shownPath(plan.root, unit.file));
        text(out, "message", unit.message);
      });
  });
}

} // namespace

std::string renderJson(const Plan &plan) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  json::OStream out(stream, 2);
  out.object([&] {
    out.attribute("version", 1);
    out.attributeArray("sites", [&] {
      for (const Decision &decision : plan.decisions)
        site(out, plan, decision);
    });
    out.attributeObject("units", [&] { units(out, plan); });
  });
  stream << '\n';
  stream.flush();
  return result;
}

} // namespace repool
