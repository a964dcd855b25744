/// \file
/// CODEOWNERS: who reviews a file.
///
///   text -> rules;  path -> the owners of the last rule that matches it, "" if it has none
///
/// Patterns as GitHub and GitLab read them: like .gitignore, without negation; `dir/*` means what
/// is directly in dir; a name without a slash matches at any depth; what matches a folder matches
/// all below it. A rule without owners takes a path away from everybody. Section headings of GitLab
/// are skipped. Pure but for `readCodeOwners`.
#pragma once

#include "apply/FileOps.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

class CodeOwners {
public:
  explicit CodeOwners(std::string_view text);

  /// \p path relative to the work tree. "@org/db @ann", as the rule has them.
  [[nodiscard]] std::string ownersOf(std::string_view path) const;

private:
  struct Rule {
    std::vector<std::string> segments; ///< of the pattern; "**" is any number of folders
    std::string owners;
  };

  static bool matches(const Rule &rule, const std::vector<std::string> &path);

  std::vector<Rule> rules_;
};

/// The first of .github/CODEOWNERS, CODEOWNERS and docs/CODEOWNERS below \p tree. An error if there
/// is none.
llvm::Expected<CodeOwners> readCodeOwners(const std::string &tree, FileOps &ops);

} // namespace repool
