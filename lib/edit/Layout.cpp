#include "edit/Layout.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

std::string lineEndOf(std::string_view text) {
  std::size_t crlf = 0;
  std::size_t lf = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    ++(at > 0 && text[at - 1] == '\r' ? crlf : lf);
  return crlf > lf ? "\r\n" : "\n";
}

/// The most usual difference between a line's indentation and the next deeper one.
std::string stepOf(std::string_view text) {
  std::array<unsigned, 9> votes{};
  unsigned tabs = 0;
  std::size_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::size_t word = std::min(text.find_first_not_of(" \t", at), stop);
    if (word < stop && text[word] != '\r' && text[word] != '*') {
      const std::size_t depth = word - at;
      if (depth > 0 && text[at] == '\t')
        ++tabs;
      else if (depth > previous && depth - previous <= 8)
        ++votes[depth - previous];
      previous = depth;
    }
    at = stop + 1;
  }
  const auto best = std::max_element(votes.begin() + 1, votes.end());
  if (tabs > *best)
    return "\t";
  return std::string(*best == 0 ? 2 : static_cast<std::size_t>(best - votes.begin()), ' ');
}

} // namespace

Layout::Layout(std::string_view text)
    : text_(text), lineEnd_(lineEndOf(text)), step_(stepOf(text)) {}

std::uint32_t Layout::lineStart(std::uint32_t offset) const {
  const std::size_t before = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
}

std::uint32_t Layout::lineStop(std::uint32_t offset) const {
  std::size_t stop = std::min(text_.find('\n', offset), text_.size());
  if (stop > offset && stop < text_.size() && text_[stop - 1] == '\r')
    --stop;
  return static_cast<std::uint32_t>(stop);
}

std::uint32_t Layout::nextLine(std::uint32_t offset) const {
  const std::size_t stop = text_.find('\n', offset);
  return static_cast<std::uint32_t>(stop == std::string_view::npos ? text_.size() : stop + 1);
}

std::string Layout::indent(std::uint32_t offset) const {
  const std::uint32_t start = lineStart(offset);
  const std::size_t word = std::min(text_.find_first_not_of(" \t", start), text_.size());
  return std::string(text_.substr(start, word - start));
}

bool Layout::startsLine(std::uint32_t offset) const {
  const std::uint32_t start = lineStart(offset);
  return text_.substr(start, offset - start).find_first_not_of(" \t") == std::string_view::npos;
}

bool Layout::endsLine(std::uint32_t offset) const {
  return text_.substr(offset, lineStop(offset) - offset).find_first_not_of(" \t") ==
         std::string_view::npos;
}

Span Layout::removable(Span span) const {
  if (startsLine(span.begin) && endsLine(span.end))
    return {lineStart(span.begin), nextLine(span.end)};
  while (span.end < text_.size() && (text_[span.end] == ' ' || text_[span.end] == '\t'))
    ++span.end;
  return span;
}

std::vector<std::uint32_t> Layout::indentable(std::uint32_t from, std::uint32_t to) const {
  std::vector<std::uint32_t> starts;
  std::string rawEnd; // `)delimiter"` while inside a raw string
  for (std::uint32_t line = lineStart(from); line < to; line = nextLine(line)) {
    const bool inside = !rawEnd.empty();
    const bool continued =
        line >= 2 && (text_[line - 2] == '\\' ||
                      (line >= 3 && text_[line - 2] == '\r' && text_[line - 3] == '\\'));
    if (line > from && !inside && !continued && lineStop(line) > line && !endsLine(line))
      starts.push_back(line);
    const std::string_view content = text_.substr(line, lineStop(line) - line);
    std::size_t at = 0;
    while (at < content.size()) {
      if (!rawEnd.empty()) {
        const std::size_t end = content.find(rawEnd, at);
        if (end == std::string_view::npos)
          break;
        at = end + rawEnd.size();
        rawEnd.clear();
      } else {
        const std::size_t open = content.find("R\"", at);
        const std::size_t paren = open == std::string_view::npos ? open : content.find('(', open);
        if (paren == std::string_view::npos)
          break;
        rawEnd = ")" + std::string(content.substr(open + 2, paren - open - 2)) + "\"";
        at = paren + 1;
      }
    }
    if (nextLine(line) <= line)
      break;
  }
  return starts;
}

} // namespace repool
