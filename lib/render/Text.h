/// \file
/// Text for people: what every renderer needs to say a path, a count or a sentence.
///
/// Reasons and names hold the user's code, so `printable` comes before everything that goes to a
/// terminal or a log: no escape sequence and no line break of a source file gets through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace repool {

/// \p path below \p root without the root; any other path unchanged.
std::string shownPath(std::string_view root, std::string_view path);

/// \p text in one line: control characters and bytes that are not UTF-8 become `?` or a space.
std::string printable(std::string_view text);

/// "1 site", "2 sites".
std::string counted(unsigned count, std::string_view one, std::string_view many);

/// Columns of a terminal that \p text takes.
unsigned columns(std::string_view text);

/// \p text broken at spaces so that no line is wider than \p width (0: one line). A word that is
/// wider has a line of its own.
std::vector<std::string> wrapWords(std::string_view text, unsigned width);

/// The styles of our output.
enum class Style { Plain, Bold, Dim, Red, Green, Yellow, Cyan };

/// \p text in \p style where \p color is true, else \p text.
std::string styled(std::string_view text, Style style, bool color);

} // namespace repool
