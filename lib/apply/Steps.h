/// \file
/// A plan in several steps, each on top of those before it: what every file says after each.
///
///   Plan + steps -> for every edit the first step that has it -> text of a file after a step
///
/// An edit that many groups make, and an include that many want, comes with the first of them.
/// Groups of no step are never written. Pure.
#pragma once

#include "model/Plan.h"

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace repool {

/// Groups that are written together.
struct Step {
  std::string name;
  std::vector<std::size_t> groups; ///< indexes into Plan::groups
};

class StepTexts {
public:
  static constexpr std::size_t Never = std::numeric_limits<std::size_t>::max();

  StepTexts(const Plan &plan, const std::vector<Step> &steps);

  /// The files whose text step \p step changes, sorted.
  [[nodiscard]] const std::vector<std::string> &filesOf(std::size_t step) const {
    return files_[step];
  }

  /// \p old, the text of \p file before all steps, after \p step.
  [[nodiscard]] std::string after(std::size_t step, const std::string &file,
                                  std::string_view old) const;

  /// After \p step, \p file is as the whole plan has it.
  [[nodiscard]] bool isFinal(std::size_t step, const std::string &file) const;

private:
  struct Since {
    const Edit *edit;
    std::size_t step;
  };

  std::map<std::string, std::vector<Since>> edits_; ///< by file, in the order of the plan
  std::vector<std::vector<std::string>> files_;     ///< by step
};

} // namespace repool
