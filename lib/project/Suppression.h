/// \file
/// NOLINT comments: `// NOLINT`, `// NOLINT(repool-*)`, NOLINTNEXTLINE, NOLINTBEGIN / NOLINTEND.
///
/// Reads text only. A list names clang-tidy-like checks; `repool`, `repool-*`, `repool-<driver>`,
/// `repool-rp201` and `*` concern us. An unterminated BEGIN holds to the end of the file.
#pragma once

#include <string_view>
#include <vector>

namespace repool {

/// Whether line \p line (1-based) of \p text suppresses \p driver's sites.
bool isSuppressed(std::string_view text, unsigned line, std::string_view driver);

} // namespace repool
