#include "render/Position.h"

#include <algorithm>

namespace repool {

Positions::Positions(std::string_view text) : text_(text), lines_{0} {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n')
      lines_.push_back(i + 1);
}

unsigned Positions::codePoints(std::size_t begin, std::size_t end) const {
  if (begin == 0 && text_.starts_with("\xef\xbb\xbf"))
    begin = std::min<std::size_t>(3, end);
  auto isFirstByte = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; };
  auto line = text_.substr(begin, end - begin);
  return static_cast<unsigned>(std::count_if(line.begin(), line.end(), isFirstByte));
}

Position Positions::of(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
  auto line = static_cast<unsigned>(next - lines_.begin());
  return {line, codePoints(lines_[line - 1], offset) + 1};
}

unsigned Positions::column(unsigned line, unsigned byteColumn) const {
  if (line == 0 || line > lines_.size() || byteColumn == 0)
    return std::max(byteColumn, 1U);
  std::size_t begin = lines_[line - 1];
  std::size_t end = begin + byteColumn - 1;
  return end > text_.size() ? byteColumn : codePoints(begin, end) + 1;
}

} // namespace repool
