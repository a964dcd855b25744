#include "edit/MakeEdits.h"

#include "edit/Forms.h"

#include <algorithm>

namespace repool {

namespace {

bool isIdentifierByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool usesName(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !isIdentifierByte(text[at - 1])) &&
        (end == text.size() || !isIdentifierByte(text[end])))
      return true;
  }
  return false;
}

std::optional<Problem> write(Writing &writing, Strategy strategy) {
  switch (strategy) {
  case Strategy::Wrap:
    return writeWrap(writing);
  case Strategy::Lease:
    return writing.handle.kind == HandleKind::LocalObject  ? writeLeaseOfObject(writing)
           : writing.handle.kind == HandleKind::LocalOwner ? writeLeaseOfOwner(writing)
                                                           : writeLeaseOfPointer(writing);
  case Strategy::Pair:
    return isEndedByCalls(writing.handle.shape) ? writePair(writing) : writeOwner(writing);
  case Strategy::None:
    break;
  }
  assert(false && "only decided strategies are written");
  return std::nullopt;
}

} // namespace

void Writing::replace(Span span, std::string newText) {
  edits.push_back({handle.file, span, std::move(newText)});
}

std::string_view Writing::text(Span span) const {
  return layout.text().substr(span.begin, span.size());
}

std::string Writing::source(const Open &open) const {
  const OpenSpec &spec = driver.opens[open.spec];
  std::string result = spec.source + "(";
  bool first = true;
  for (std::size_t i = 0; i < open.args.size(); ++i) {
    if (static_cast<int>(i) == spec.handleArgument)
      continue;
    result += (first ? "" : ", ") + std::string(text(open.args[i]));
    first = false;
  }
  return result + ")" + std::string(marks);
}

std::string Writing::leaseName() const {
  const std::string base = handle.name + "Lease";
  std::string name = base;
  const std::string_view function = text(handle.functionSpan);
  for (int n = 2; usesName(function, name); ++n)
    name = base + std::to_string(n);
  return name;
}

std::variant<EditGroup, Problem> makeEdits(const Handle &handle, Strategy strategy,
                                           const DriverSpec &driver, std::string_view text,
                                           const std::string &id, std::string_view marks) {
  const Layout layout(text);
  Writing writing{
      .handle = handle, .driver = driver, .layout = layout, .marks = marks, .edits = {}};
  if (auto problem = write(writing, strategy))
    return *problem;
  std::stable_sort(writing.edits.begin(), writing.edits.end(),
                   [](const Edit &a, const Edit &b) { return a.span < b.span; });
  for (std::size_t i = 1; i < writing.edits.size(); ++i)
    if (writing.edits[i].span.begin < writing.edits[i - 1].span.end)
      return Problem{"RP602", "the edits of '" + handle.name + "' overlap each other", "",
                     handle.opens.front().place};
  EditGroup group{.id = id, .edits = std::move(writing.edits)};
  group.includes.push_back({handle.file, driver.header});
  return group;
}

} // namespace repool
