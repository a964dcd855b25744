/// \file
/// The table of sites, grouped by file:
///
///   src/a.cpp
///     12:13  rewrite  lease         libpq in app::title
///     40:5   review          RP202  'conn' is stored in 'Cache::db'
///                                   hint: decide how long the object lives
///
/// A terminal's width wraps the last column; nothing is cut off. Units that did not parse and notes
/// follow. Totals and the next step are renderLastLine's.
#include "render/Render.h"
#include "render/Words.h"

#include <algorithm>

namespace repool {

namespace {

/// The fixed columns, as wide as their widest cell.
struct Columns {
  unsigned place = 0, verdict = 0, strategy = 0, code = 0;

  void fit(const Decision &decision, const std::string &command);

  /// Where the last column begins.
  unsigned indent() const {
    unsigned result = 2;
    for (unsigned width : {place, verdict, strategy, code})
      result += width == 0 ? 0 : width + 2;
    return result;
  }
};

std::string lineAndColumn(const Decision &decision) {
  return std::to_string(decision.place.line) + ":" + std::to_string(decision.place.column);
}

void Columns::fit(const Decision &decision, const std::string &command) {
  place = std::max(place, columns(lineAndColumn(decision)));
  verdict = std::max(verdict, columns(verdictWord(decision, command)));
  strategy = std::max(strategy, columns(toString(decision.strategy)));
  code = std::max(code, columns(printable(decision.code)));
}

/// Writes rows; a column without any cell is left out.
class TableWriter {
public:
  TableWriter(const Plan &plan, const RenderOptions &options) : plan_(plan), options_(options) {
    for (const Decision &decision : plan.decisions)
      columns_.fit(decision, options.command);
  }

  std::string write();

private:
  void cell(std::string_view text, unsigned width, Style style) {
    if (width == 0)
      return;
    out_ += styled(text, style, options_.color);
    out_ += std::string(width - columns(text) + 2, ' ');
  }

  /// The last column; lines after the first begin under it.
  void lastCell(const std::string &text, unsigned indent, Style style);
  void row(const Decision &decision);
  void sites();
  void failedUnits();
  void notes();

  const Plan &plan_;
  const RenderOptions &options_;
  Columns columns_;
  std::string out_;
};

void TableWriter::lastCell(const std::string &text, unsigned indent, Style style) {
  constexpr unsigned Least = 24; // below that, wrapping makes a ribbon nobody can read
  unsigned width = options_.width == 0 ? 0 : std::max(options_.width, indent + Least) - indent;
  bool isFirst = true;
  for (const std::string &line : wrapWords(text, width)) {
    if (!isFirst)
      out_ += std::string(indent, ' ');
    out_ += styled(line, style, options_.color) + "\n";
    isFirst = false;
  }
}

void TableWriter::row(const Decision &decision) {
  Style style = verdictStyle(decision.verdict);
  bool isRewritten = decision.verdict == Verdict::Rewritten;
  out_ += "  ";
  cell(lineAndColumn(decision), columns_.place, Style::Plain);
  cell(verdictWord(decision, options_.command), columns_.verdict, style);
  cell(toString(decision.strategy), columns_.strategy, Style::Plain);
  cell(printable(decision.code), columns_.code, style);
  lastCell(isRewritten ? driverAndFunction(decision) : reasonOf(decision), columns_.indent(),
           style == Style::Dim ? Style::Dim : Style::Plain);
  std::string hint = hintOf(decision);
  if (decision.verdict != Verdict::Review || hint.empty())
    return;
  out_ += std::string(columns_.indent(), ' ') + styled("hint: ", Style::Cyan, options_.color);
  lastCell(hint, columns_.indent() + 6, Style::Plain);
}

void TableWriter::sites() {
  std::string_view file;
  for (const Decision &decision : plan_.decisions) {
    if (decision.place.file != file || file.empty()) {
      file = decision.place.file;
      out_ += out_.empty() ? "" : "\n";
      out_ += styled(printable(shownPath(plan_.root, file)), Style::Bold, options_.color) + "\n";
    }
    row(decision);
  }
}

void TableWriter::failedUnits() {
  if (plan_.units.failed.empty())
    return;
  out_ += out_.empty() ? "" : "\n";
  out_ += styled("did not parse", Style::Red, options_.color) + "\n";
  for (const FailedUnit &unit : plan_.units.failed) {
    out_ += "  ";
    // Mostly the message names the place, in this file or in one that it includes.
    const std::string file = shownPath(plan_.root, unit.file);
    const std::string message = shownPath(plan_.root, unit.message);
    const bool namesFile = message.starts_with(file + ":");
    lastCell(printable(namesFile ? message : file + ": " + message), 4, Style::Plain);
  }
}

void TableWriter::notes() {
  if (!plan_.notes.empty() && !out_.empty())
    out_ += "\n";
  for (const std::string &note : plan_.notes) {
    out_ += styled("note: ", Style::Cyan, options_.color);
    lastCell(printable(note), 6, Style::Plain);
  }
}

std::string TableWriter::write() {
  sites();
  failedUnits();
  notes();
  if (!out_.empty())
    out_ += "\n";
  return std::move(out_);
}

} // namespace

std::string renderTable(const Plan &plan, const RenderOptions &options) {
  return TableWriter(plan, options).write();
}

} // namespace repool
