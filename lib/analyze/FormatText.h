/// \file
/// What printf and fmt::format make of a format and of what is known of its arguments.
///
/// Knows no clang. Anything but plain numbers and texts is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace repool {

inline constexpr char FormatHole = '\x01'; ///< NumberHole of sql/Statements.h

enum class FormatStyle { Printf, Braces };

struct FormatArgument {
  bool isInteger = false;
  std::optional<std::string> text;
};

/// Nothing, with \p why, where the text is not known or may not fit into \p room bytes (with the
/// zero at its end; 0: no limit).
std::optional<std::string> formatText(std::string_view format,
                                      const std::vector<FormatArgument> &arguments,
                                      FormatStyle style, std::size_t room, std::string &why);

} // namespace repool
