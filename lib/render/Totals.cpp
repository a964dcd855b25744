#include "render/Render.h"
#include "render/Text.h"

#include <algorithm>
#include <set>

namespace repool {

Totals countTotals(const Plan &plan) {
  Totals totals;
  std::set<std::string_view> files;
  for (const Decision &decision : plan.decisions) {
    files.insert(decision.place.file);
    ++totals.sites;
    switch (decision.verdict) {
    case Verdict::Rewritten:
      ++totals.rewritten;
      break;
    case Verdict::Review:
      ++totals.review;
      break;
    case Verdict::Kept:
      ++totals.kept;
      break;
    case Verdict::Suppressed:
      ++totals.suppressed;
      break;
    }
  }
  totals.files = static_cast<unsigned>(files.size());
  return totals;
}

namespace {

std::string rewritable(const RenderOptions &options) {
  if (options.command == "apply")
    return "rewritten";
  if (!options.isVerified)
    return "could be rewritten (not verified)";
  return options.command == "diff" ? "would be rewritten" : "can be rewritten";
}

/// "88 can be rewritten, 5 need review, 3 kept"; what is zero is left out.
std::string verdicts(const Totals &totals, const RenderOptions &options) {
  std::string result;
  auto add = [&](unsigned count, std::string_view words) {
    if (count > 0)
      result += (result.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(words);
  };
  add(totals.rewritten, rewritable(options));
  add(totals.review, totals.review == 1 ? "needs review" : "need review");
  add(totals.kept, "kept");
  add(totals.suppressed, "suppressed");
  return result;
}

/// After apply --check: the tests have run.
std::string nextChecked(const Plan &plan, const Totals &totals) {
  const bool isLeftOut =
      std::any_of(plan.decisions.begin(), plan.decisions.end(),
                  [](const Decision &decision) { return decision.code == "RP604"; });
  if (totals.rewritten == 0)
    return isLeftOut ? "No file was changed. Next: repool explain RP604" : "";
  return std::string("The check passed with what was rewritten. Next: ") +
         (isLeftOut ? "repool explain RP604; " : "commit; ") + "repool undo restores the old code.";
}

/// What to type next; empty where nothing is left to do.
std::string nextStep(const Plan &plan, const Totals &totals, const RenderOptions &options) {
  const std::string &command = options.command;
  if (options.isChecked)
    if (std::string next = nextChecked(plan, totals); !next.empty())
      return next;
  if (totals.rewritten > 0) {
    if (command == "apply")
      return "Next: run your tests; " + options.takeBack + ".";
    return command == "diff" ? "Next: repool apply" : "Next: repool diff";
  }
  auto isReview = [](const Decision &decision) { return decision.verdict == Verdict::Review; };
  auto site = std::find_if(plan.decisions.begin(), plan.decisions.end(), isReview);
  if (site == plan.decisions.end() && !plan.units.failed.empty())
    return "Next: make what did not parse parse; it may hold sites.";
  if (site == plan.decisions.end())
    return "Nothing to do.";
  return "Next: repool explain " + printable(shownPath(plan.root, site->place.file)) + ":" +
         std::to_string(site->place.line);
}

} // namespace

std::string renderLastLine(const Plan &plan, const RenderOptions &options) {
  Totals totals = countTotals(plan);
  auto failed = static_cast<unsigned>(plan.units.failed.size());
  unsigned units = plan.units.parsed + static_cast<unsigned>(plan.units.skipped.size()) + failed;
  std::string line = counted(units, "unit", "units") + ": ";
  if (totals.sites == 0)
    line += "no sites.";
  else
    line += counted(totals.sites, "site", "sites") + " in " +
            counted(totals.files, "file", "files") + ": " + verdicts(totals, options) + ".";
  if (failed > 0)
    line += " " + counted(failed, "unit", "units") + " did not parse.";
  if (options.left > 0)
    line += " " + counted(static_cast<unsigned>(options.left), "rewrite is", "rewrites are") +
            " left by --limit: commit, then the same command again goes on.";
  return line + " " + nextStep(plan, totals, options) + "\n";
}

} // namespace repool
