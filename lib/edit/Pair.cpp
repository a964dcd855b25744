/// \file
/// pair: the names of the open and of every close change, nothing else.
///
///   conn = PQconnectdb(dsn);   ->  conn = repool_pq_open(dsn);
///   PQfinish(conn);            ->  repool_pq_close(conn);
#include "edit/Forms.h"

namespace repool {

namespace {

/// The callee's name inside a call, a leading `::` left alone.
std::optional<Span> nameIn(const Writing &writing, Span call, std::string_view name) {
  std::string_view text = writing.text(call);
  const std::size_t skip = text.starts_with("::") ? 2 : 0;
  if (text.substr(skip, name.size()) != name)
    return std::nullopt;
  const auto begin = static_cast<std::uint32_t>(call.begin + skip);
  return Span{begin, static_cast<std::uint32_t>(begin + name.size())};
}

} // namespace

std::optional<Problem> writePair(Writing &writing) {
  auto rename = [&](Span call, const std::string &from, const std::string &to) {
    const auto span = nameIn(writing, call, from);
    if (span)
      writing.replace(*span, to);
    return span.has_value();
  };
  for (const Open &open : writing.handle.opens)
    if (!rename(open.call, open.opener, writing.driver.opens[open.spec].pairName))
      return Problem{"RP401", "'" + open.opener + "' is not spelled where it is called", "", open.place};
  for (const Close &close : writing.handle.closes)
    for (const CloseSpec &spec : writing.driver.closes)
      if (spec.name == close.closer && !rename(close.call, close.closer, spec.pairName))
        return Problem{"RP401", "'" + close.closer + "' is not spelled where it is called", "", close.place};
  return std::nullopt;
}

} // namespace repool
