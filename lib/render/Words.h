/// \file
/// What a decision says in the two formats for people, table and explain.
#pragma once

#include "model/Plan.h"
#include "render/Text.h"

#include <string>

namespace repool {

/// "rewrite" before it is done, "rewritten" after; else the verdict's own word.
inline std::string verdictWord(const Decision &decision, const std::string &command) {
  if (decision.verdict == Verdict::Rewritten && command != "apply")
    return "rewrite";
  return std::string(toString(decision.verdict));
}

inline Style verdictStyle(Verdict verdict) {
  switch (verdict) {
  case Verdict::Rewritten:
    return Style::Green;
  case Verdict::Review:
    return Style::Yellow;
  case Verdict::Kept:
  case Verdict::Suppressed:
    return Style::Dim;
  }
  return Style::Plain;
}

/// The decision's reason, or the title of its code.
inline std::string reasonOf(const Decision &decision) {
  if (!decision.reason.empty())
    return printable(decision.reason);
  const Reason *row = findReason(decision.code);
  return row ? std::string(row->title) : "";
}

/// The decision's hint, or that of its code.
inline std::string hintOf(const Decision &decision) {
  if (!decision.hint.empty())
    return printable(decision.hint);
  const Reason *row = findReason(decision.code);
  return row ? std::string(row->hint) : "";
}

/// "libpq in app::title".
inline std::string driverAndFunction(const Decision &decision) {
  std::string result = printable(decision.driver);
  if (!decision.function.empty())
    result += " in " + printable(decision.function);
  return result;
}

} // namespace repool
