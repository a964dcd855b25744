/// \file
/// What apply, undo and recover said, as one string: tests compare sentences.
#pragma once

#include "Sandbox.h"
#include "apply/Apply.h"

namespace repool {

/// The paths below the sandbox as `ROOT/...`, so that messages can be compared.
inline std::string said(const Sandbox &box, std::string text) {
  for (std::size_t at; (at = text.find(box.root())) != std::string::npos;)
    text.replace(at, box.root().size(), "ROOT");
  return text;
}

/// "0001: a.cpp b.cpp", with the note behind it; or the error.
inline std::string outcome(const Sandbox &box, llvm::Expected<ApplyResult> result) {
  if (!result)
    return said(box, llvm::toString(result.takeError()));
  std::string text = result->run + ":";
  for (const std::string &file : result->files)
    text += " " + std::filesystem::relative(file, box.root()).string();
  return text + (result->note.empty() ? "" : " (" + said(box, result->note) + ")");
}

inline std::string apply(const Sandbox &box, const Plan &plan, const ApplyOptions &options = {}) {
  return outcome(box, applyPlan(plan, options, realFileOps()));
}

inline std::string undo(const Sandbox &box) {
  return outcome(box, undoLast(box.root(), {}, realFileOps()));
}

inline std::string recovered(const Sandbox &box) {
  llvm::Expected<std::string> result = recover(box.root(), {}, realFileOps());
  return said(box, result ? *result : llvm::toString(result.takeError()));
}

} // namespace repool
