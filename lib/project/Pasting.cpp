#include "project/Pasting.h"

#include "project/TextLexer.h"

#include <algorithm>

namespace repool {

namespace {

/// A pasted operand as a pattern: a parameter can be anything.
std::string operand(const TextToken &token, const TextMacro &macro) {
  if (!token.isWord || std::ranges::find(macro.parameters, token.text) != macro.parameters.end())
    return "*";
  return std::string(token.text);
}

/// The patterns of one macro body: each chain `a ## b ## c`.
std::vector<std::string> patternsOf(const TextMacro &macro) {
  const std::vector<TextToken> tokens = lexTokens(macro.body);
  std::vector<std::string> patterns;
  bool chained = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text != "##")
      continue;
    // A number is no token here, so an operand may be missing: it can be anything.
    const std::string left = i > 0 ? operand(tokens[i - 1], macro) : "*";
    const std::string right = i + 1 < tokens.size() ? operand(tokens[i + 1], macro) : "*";
    if (chained)
      patterns.back() += right;
    else
      patterns.push_back(left + right);
    chained = i + 2 < tokens.size() && tokens[i + 2].text == "##";
  }
  return patterns;
}

bool isAnything(std::string_view pattern) {
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

} // namespace

Pastings findPastings(std::string_view text) {
  Pastings result;
  for (const TextMacro &macro : lexText(text).macros)
    for (const std::string &pattern : patternsOf(macro)) {
      if (isAnything(pattern))
        result.joiners.emplace(macro.name);
      else
        result.patterns.insert(pattern);
    }
  return result;
}

bool addJoinersOf(std::string_view text, std::set<std::string> &joiners) {
  bool added = false;
  for (const TextMacro &macro : lexText(text).macros)
    for (const TextToken &token : lexTokens(macro.body))
      if (token.isWord && joiners.contains(std::string(token.text)))
        added |= joiners.emplace(macro.name).second;
  return added;
}

bool canMake(std::string_view pattern, std::string_view name) {
  if (pattern.empty())
    return name.empty();
  if (pattern.front() == '*')
    return canMake(pattern.substr(1), name) || (!name.empty() && canMake(pattern, name.substr(1)));
  return !name.empty() && pattern.front() == name.front() &&
         canMake(pattern.substr(1), name.substr(1));
}

bool joinsFragment(std::string_view text, const std::set<std::string> &joiners,
                   const std::function<bool(std::string_view)> &isFragment) {
  // Calls in macro bodies count as well: each body is looked at like the code itself.
  const auto inTokens = [&](const std::vector<TextToken> &tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (tokens[i + 1].text != "(" || !joiners.contains(std::string(tokens[i].text)))
        continue;
      int depth = 0;
      for (std::size_t j = i + 1; j < tokens.size(); ++j) {
        depth += tokens[j].text == "(" ? 1 : tokens[j].text == ")" ? -1 : 0;
        if (depth == 0)
          break;
        if (tokens[j].isWord && isFragment(tokens[j].text))
          return true;
      }
    }
    return false;
  };
  const LexedText lexed = lexText(text);
  return inTokens(lexed.tokens) || std::ranges::any_of(lexed.macros, [&](const TextMacro &macro) {
           return inTokens(lexTokens(macro.body));
         });
}

} // namespace repool
