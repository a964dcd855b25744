/// \file
/// GitHub workflow commands: the ten worst sites, review before rewritable, and one line that
/// counts the rest. GitHub shows ten warnings per step and drops the others without a word.
///
/// Everything is escaped as the runner unescapes it, so that no text of the user's code can end a
/// command or begin one.
#include "render/Render.h"
#include "render/Words.h"

#include <algorithm>

namespace repool {

namespace {

/// After `::`. printable() has removed \r and \n; `%` would else start an escape.
std::string escapedMessage(std::string_view text) {
  std::string result;
  for (char c : printable(text))
    if (c == '%')
      result += "%25";
    else
      result += c;
  return result;
}

/// A property such as `file=`: in a path every byte counts, line breaks included.
std::string escapedProperty(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
    case '%':
      result += "%25";
      break;
    case '\r':
      result += "%0D";
      break;
    case '\n':
      result += "%0A";
      break;
    case ':':
      result += "%3A";
      break;
    case ',':
      result += "%2C";
      break;
    default:
      result += c;
    }
  }
  return result;
}

std::string message(const Decision &decision) {
  if (decision.verdict == Verdict::Rewritten)
    return driverAndFunction(decision) +
           " opens its own connection; repool diff shows how it would borrow one";
  std::string hint = hintOf(decision);
  return reasonOf(decision) + (hint.empty() ? "" : "; " + hint);
}

std::string annotation(const Plan &plan, const Decision &decision) {
  std::string title = "repool";
  if (!decision.code.empty())
    title += " " + decision.code;
  return "::warning file=" + escapedProperty(shownPath(plan.root, decision.place.file)) +
         ",line=" + std::to_string(decision.place.line) +
         ",col=" + std::to_string(decision.place.column) + ",title=" + escapedProperty(title) +
         "::" + escapedMessage(message(decision)) + "\n";
}

} // namespace

std::string renderGithub(const Plan &plan) {
  constexpr std::size_t Most = 10;
  std::vector<const Decision *> worst;
  for (Verdict verdict : {Verdict::Review, Verdict::Rewritten})
    for (const Decision &decision : plan.decisions)
      if (decision.verdict == verdict)
        worst.push_back(&decision);
  std::string result;
  for (std::size_t i = 0; i < std::min(Most, worst.size()); ++i)
    result += annotation(plan, *worst[i]);
  std::string rest;
  if (worst.size() > Most)
    rest = counted(static_cast<unsigned>(worst.size() - Most), "more site", "more sites");
  if (auto failed = static_cast<unsigned>(plan.units.failed.size()); failed > 0)
    rest += (rest.empty() ? "" : ", ") + counted(failed, "unit", "units") + " did not parse";
  if (!rest.empty())
    result += "::notice title=repool::" + rest + "; repool scan lists all\n";
  return result;
}

} // namespace repool
