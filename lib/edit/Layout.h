/// \file
/// How a text is laid out: its line ends, its indentation, where a line begins.
///
/// Answers for edits that must look as if a person of that file had made them. Pure.
#pragma once

#include "model/Span.h"

#include <string>
#include <string_view>
#include <vector>

namespace repool {

class Layout {
public:
  explicit Layout(std::string_view text);

  /// "\r\n" if most lines end so, else "\n".
  [[nodiscard]] const std::string &lineEnd() const { return lineEnd_; }

  /// One step of indentation: a tab, or the most usual number of blanks.
  [[nodiscard]] const std::string &step() const { return step_; }

  [[nodiscard]] std::uint32_t lineStart(std::uint32_t offset) const;
  /// Offset of the line end characters (or the end of the text).
  [[nodiscard]] std::uint32_t lineStop(std::uint32_t offset) const;
  /// Offset of the next line.
  [[nodiscard]] std::uint32_t nextLine(std::uint32_t offset) const;
  /// The blanks before the first word of the line.
  [[nodiscard]] std::string indent(std::uint32_t offset) const;
  /// Only blanks stand before \p offset on its line.
  [[nodiscard]] bool startsLine(std::uint32_t offset) const;
  /// Only blanks stand from \p offset to the end of its line.
  [[nodiscard]] bool endsLine(std::uint32_t offset) const;

  /// The whole lines of \p span if nothing else stands on them; else \p span and the blanks after
  /// it.
  [[nodiscard]] Span removable(Span span) const;

  /// Starts of the lines in (from, to] that may be indented: not blank, not inside a raw string or
  /// a continued line.
  [[nodiscard]] std::vector<std::uint32_t> indentable(std::uint32_t from, std::uint32_t to) const;

  [[nodiscard]] std::string_view text() const { return text_; }

private:
  std::string_view text_;
  std::string lineEnd_;
  std::string step_;
};

} // namespace repool
