#include "edit/Includes.h"

#include "edit/Layout.h"

#include <algorithm>

namespace repool {

namespace {

struct IncludeLine {
  std::uint32_t start = 0; ///< of its line
  std::uint32_t next = 0;  ///< of the next line
  std::string name;        ///< between the brackets or quotes
  bool angled = false;
  unsigned group = 0; ///< includes without another line between them
};

struct Scan {
  std::vector<IncludeLine> includes; ///< outside conditionals
  std::uint32_t top = 0;             ///< where an include may go if there is none
  bool alreadyThere = false;
};

std::string_view word(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.substr(0, std::min(line.find_first_of(" \t\r(<\""), line.size()));
}

/// Reads the directives of a file line by line, comments passed over.
class DirectiveScan {
public:
  DirectiveScan(std::string_view text, const std::string &header)
      : text_(text), layout_(text), header_(header) {}

  Scan run() {
    std::uint32_t line = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    result_.top = line;
    for (; line < text_.size(); line = layout_.nextLine(line)) {
      read(line, text_.substr(line, layout_.lineStop(line) - line));
      if (layout_.nextLine(line) <= line)
        break;
    }
    return std::move(result_);
  }

private:
  void read(std::uint32_t start, std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    const bool wasComment = inComment_;
    followComment(line);
    if (wasComment || first == std::string_view::npos || line.substr(first, 2) == "//" ||
        line.substr(first, 2) == "/*") {
      if (first == std::string_view::npos)
        groupEnded_ = true;
      if (!seenCode_ && (wasComment || first != std::string_view::npos))
        result_.top = layout_.nextLine(start);
      return;
    }
    if (line[first] != '#') {
      seenCode_ = true;
      groupEnded_ = true;
      return;
    }
    directive(start, line.substr(first + 1));
  }

  void directive(std::uint32_t start, std::string_view rest) {
    const std::string_view name = word(rest);
    rest.remove_prefix(static_cast<std::size_t>(name.data() + name.size() - rest.data()));
    if (name == "if" || name == "ifdef" || name == "ifndef") {
      // The first #ifndef before any code is the include guard.
      if (name == "ifndef" && !seenCode_ && depth_ == 0 && result_.includes.empty() && !guarded_)
        guarded_ = true, guardDepth_ = 1;
      ++depth_;
    } else if (name == "endif") {
      --depth_;
    } else if (name == "include") {
      include(start, rest);
      return;
    }
    if (!seenCode_ && (name == "pragma" || name == "define") && depth_ <= guardDepth_)
      result_.top = layout_.nextLine(start);
    groupEnded_ = true;
  }

  void include(std::uint32_t start, std::string_view rest) {
    const std::size_t open = rest.find_first_of("<\"");
    if (open == std::string_view::npos)
      return;
    const char stop = rest[open] == '<' ? '>' : '"';
    const std::size_t close = rest.find(stop, open + 1);
    if (close == std::string_view::npos)
      return;
    const std::string name(rest.substr(open + 1, close - open - 1));
    if (depth_ > guardDepth_)
      return;
    if (name == header_)
      result_.alreadyThere = true;
    if (groupEnded_)
      ++group_;
    groupEnded_ = false;
    result_.includes.push_back({start, layout_.nextLine(start), name, stop == '>', group_});
  }

  void followComment(std::string_view line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      const std::string_view two = line.substr(i, 2);
      if (inComment_ && two == "*/")
        inComment_ = false, ++i;
      else if (!inComment_ && two == "//")
        return;
      else if (!inComment_ && two == "/*")
        inComment_ = true, ++i;
    }
  }

  std::string_view text_;
  Layout layout_;
  const std::string &header_;
  Scan result_;
  int depth_ = 0;
  int guardDepth_ = 0;
  unsigned group_ = 0;
  bool guarded_ = false;
  bool groupEnded_ = true;
  bool inComment_ = false;
  bool seenCode_ = false;
};

/// In a sorted group the new line keeps it sorted; in another it goes behind \p anchor.
std::uint32_t placeIn(const std::vector<IncludeLine> &includes, const IncludeLine &anchor,
                      bool anchorIsClient, const std::string &header) {
  std::vector<const IncludeLine *> group;
  for (const IncludeLine &line : includes)
    if (line.group == anchor.group && line.angled == anchor.angled)
      group.push_back(&line);
  // One line alone is no order, but a stranger's header has no claim to come first.
  const bool sorted = (group.size() > 1 || !anchorIsClient) &&
                      std::is_sorted(group.begin(), group.end(), [](const auto *a, const auto *b) {
                        return a->name < b->name;
                      });
  if (!sorted)
    return anchor.next;
  for (const IncludeLine *line : group)
    if (header < line->name)
      return line->start;
  return group.back()->next;
}

} // namespace

std::optional<Edit> includeEdit(const std::string &file, std::string_view text,
                                const std::string &header,
                                const std::vector<std::string> &clientHeaders) {
  const Scan scan = DirectiveScan(text, header).run();
  if (scan.alreadyThere)
    return std::nullopt;
  const Layout layout(text);
  const std::string line = "#include <" + header + ">";
  const auto isClient = [&](const IncludeLine &include) {
    return std::find(clientHeaders.begin(), clientHeaders.end(), include.name) !=
           clientHeaders.end();
  };
  const auto last = [&](auto matches) -> const IncludeLine * {
    for (auto it = scan.includes.rbegin(); it != scan.includes.rend(); ++it)
      if (matches(*it))
        return &*it;
    return nullptr;
  };
  const IncludeLine *anchor = last(isClient);
  if (!anchor || !anchor->angled)
    if (const IncludeLine *angled = last([](const IncludeLine &i) { return i.angled; }))
      anchor = angled;
  if (!anchor && !scan.includes.empty())
    anchor = &scan.includes.back();
  if (!anchor)
    return Edit{file, {scan.top, scan.top}, line + layout.lineEnd() + layout.lineEnd()};
  const std::uint32_t at = placeIn(scan.includes, *anchor, isClient(*anchor), header);
  // A last line without an end gets one first.
  const bool unfinished = at == text.size() && !text.empty() && text.back() != '\n';
  return Edit{file, {at, at}, unfinished ? layout.lineEnd() + line : line + layout.lineEnd()};
}

} // namespace repool
