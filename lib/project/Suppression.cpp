#include "project/Suppression.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

namespace repool {

namespace {

enum class Marker { Line, NextLine, Begin, End };

/// One NOLINT of a line.
struct Comment {
  Marker marker;
  std::optional<std::string_view> list; ///< what stands in its parentheses
};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

bool matchesGlob(std::string_view glob, std::string_view text) {
  if (glob.empty())
    return text.empty();
  if (glob.front() == '*')
    return matchesGlob(glob.substr(1), text) ||
           (!text.empty() && matchesGlob(glob, text.substr(1)));
  return !text.empty() && glob.front() == text.front() &&
         matchesGlob(glob.substr(1), text.substr(1));
}

bool isReasonCode(std::string_view check) {
  constexpr std::string_view Prefix = "repool-rp";
  return check.starts_with(Prefix) && check.size() > Prefix.size() &&
         std::ranges::all_of(check.substr(Prefix.size()),
                             [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && blank(text.back()))
    text.remove_suffix(1);
  return text;
}

/// Whether the list of \p comment names one of our checks; as in clang-tidy the last match counts
/// and a leading '-' takes a check out again.
bool concerns(const Comment &comment, std::string_view driver) {
  if (!comment.list)
    return true;
  const std::string ours = "repool-" + lower(driver);
  bool concerned = false;
  for (std::string_view rest = *comment.list;;) {
    const std::size_t comma = rest.find(',');
    std::string_view entry = trimmed(rest.substr(0, comma));
    const bool negative = entry.starts_with('-');
    entry.remove_prefix(negative ? 1 : 0);
    const std::string check = lower(entry);
    if (matchesGlob(check, "repool") || matchesGlob(check, ours) || isReasonCode(check))
      concerned = !negative;
    if (comma == std::string_view::npos)
      return concerned;
    rest.remove_prefix(comma + 1);
  }
}

bool isWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Reads the marker whose "NOLINT" starts at \p at; nothing if the word goes on differently.
std::optional<Comment> readComment(std::string_view line, std::size_t at) {
  constexpr std::string_view Word = "NOLINT";
  if (at > 0 && isWord(line[at - 1]))
    return std::nullopt;
  std::string_view rest = line.substr(at + Word.size());
  Comment comment{Marker::Line, std::nullopt};
  for (const auto &[suffix, marker] : {std::pair{std::string_view("NEXTLINE"), Marker::NextLine},
                                       std::pair{std::string_view("BEGIN"), Marker::Begin},
                                       std::pair{std::string_view("END"), Marker::End}})
    if (rest.starts_with(suffix)) {
      comment.marker = marker;
      rest.remove_prefix(suffix.size());
      break;
    }
  if (!rest.empty() && isWord(rest.front()))
    return std::nullopt;
  if (rest.starts_with('('))
    if (const std::size_t close = rest.find(')'); close != std::string_view::npos)
      comment.list = rest.substr(1, close - 1);
  return comment;
}

std::vector<Comment> commentsOf(std::string_view line) {
  std::vector<Comment> comments;
  for (std::size_t at = line.find("NOLINT"); at != std::string_view::npos;
       at = line.find("NOLINT", at + 1))
    if (const auto comment = readComment(line, at))
      comments.push_back(*comment);
  return comments;
}

/// The BEGINs that are open; an END closes the latest one with the same list.
class OpenRanges {
public:
  void begin(const Comment &comment) { open_.push_back(comment); }

  void end(const Comment &comment) {
    const auto same = std::ranges::find_if(open_.rbegin(), open_.rend(), [&](const Comment &other) {
      return other.list == comment.list;
    });
    if (same != open_.rend())
      open_.erase(std::next(same).base());
  }

  [[nodiscard]] bool concern(std::string_view driver) const {
    return std::ranges::any_of(open_, [&](const Comment &c) { return concerns(c, driver); });
  }

private:
  std::vector<Comment> open_;
};

} // namespace

bool isSuppressed(std::string_view text, unsigned line, std::string_view driver) {
  OpenRanges ranges;
  bool fromLineBefore = false;
  std::string_view rest = text;
  for (unsigned number = 1; number <= line; ++number) {
    const std::size_t end = rest.find('\n');
    bool onThisLine = fromLineBefore;
    fromLineBefore = false;
    // A line holds the range it begins and the one it ends.
    onThisLine |= number == line && ranges.concern(driver);
    for (const Comment &comment : commentsOf(rest.substr(0, end))) {
      switch (comment.marker) {
      case Marker::Line:
        onThisLine |= concerns(comment, driver);
        break;
      case Marker::NextLine:
        fromLineBefore |= concerns(comment, driver);
        break;
      case Marker::Begin:
        ranges.begin(comment);
        break;
      case Marker::End:
        ranges.end(comment);
        break;
      }
    }
    if (number == line)
      return onThisLine || ranges.concern(driver);
    if (end == std::string_view::npos)
      return false; // the text has fewer lines
    rest.remove_prefix(end + 1);
  }
  return false;
}

} // namespace repool
