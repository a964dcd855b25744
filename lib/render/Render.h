/// \file
/// Plan -> text, one file per format. Renderers read the plan (and, for diffs, the old text that
/// `texts` gives them); none recomputes anything, reads a file or decides a colour by itself.
#pragma once

#include "model/Plan.h"

#include <functional>
#include <string>

namespace repool {

struct RenderOptions {
  bool color = false;
  unsigned width = 0;           ///< of the terminal; 0: do not shorten
  std::string command = "scan"; ///< for the last line's "next" hint: scan, diff, apply, check
  /// apply: what to say of a way back.
  std::string takeBack = "repool undo restores the old code";
  std::size_t left = 0;   ///< apply: rewrites that --limit left for later
  bool isChecked = false; ///< apply: the user's command has passed with what was rewritten
  bool isVerified = true; ///< scan: each rewrite is proved to compile
};

/// Old text of a canonical path.
using TextOf = std::function<std::string(const std::string &file)>;

/// The table of sites, grouped by file, with verdict, strategy, code and reason.
std::string renderTable(const Plan &plan, const RenderOptions &options);

/// Unified diff, git style (`git apply` and `patch -p1` take it), paths relative to the root.
std::string renderDiff(const Plan &plan, const TextOf &texts, const RenderOptions &options);

/// DESIGN's JSON, version 1; schema in docs/schema/scan-1.json.
std::string renderJson(const Plan &plan);

/// SARIF 2.1.0, every reason code a rule, fixes included.
std::string renderSarif(const Plan &plan, const TextOf &texts);

/// clang-apply-replacements YAML (TranslationUnitDiagnostics / Replacements).
std::string renderFixesYaml(const Plan &plan);

/// GitHub workflow annotations, the ten worst.
std::string renderGithub(const Plan &plan);

/// Some site stands on line \p line of \p file.
bool hasSite(const Plan &plan, const std::string &file, unsigned line);

/// Facts, decision and reasons of the sites on one line; where there is none, the lines that have
/// some.
std::string renderExplain(const Plan &plan, const std::string &file, unsigned line,
                          const RenderOptions &options);

struct Totals {
  unsigned sites = 0, files = 0, rewritten = 0, review = 0, kept = 0, suppressed = 0;
};

Totals countTotals(const Plan &plan);

/// The one last line: what happened and what to type next.
std::string renderLastLine(const Plan &plan, const RenderOptions &options);

} // namespace repool
