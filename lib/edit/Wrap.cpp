/// \file
/// wrap: the region becomes a callback.
///
///   pqxx::connection conn(url);   ->  return repool::withDatabase(repool::pqxx(url),
///   [&](pqxx::connection &conn) { pqxx::work tx(conn);          ->    pqxx::work tx(conn); return
///   f(tx);                 ->    return f(tx);
///                                     });
#include "edit/Forms.h"

namespace repool {

std::optional<Problem> writeWrap(Writing &writing) {
  const Handle &handle = writing.handle;
  const Layout &layout = writing.layout;
  assert(handle.region && "wrap is decided only where there is a region");
  const Region &region = *handle.region;
  const Open &open = handle.opens.front();
  if (!layout.startsLine(handle.declaration.begin))
    return Problem{"RP305", "'" + handle.name + "' is declared in the middle of a line", "",
                   open.place};
  const std::string type = handle.typeText.find("auto") == std::string::npos
                               ? handle.typeText
                               : writing.driver.leaseType;
  const std::string arrow = region.returnType ? "-> " + *region.returnType + " " : "";
  writing.replace(handle.declaration, std::string(region.returns ? "return " : "") +
                                          "repool::withDatabase(" + writing.source(open) +
                                          ", [&](" + type + " &" + handle.name + ") " + arrow +
                                          "{");
  for (const std::uint32_t line : layout.indentable(handle.declaration.end, region.span.end))
    writing.insert(line, layout.step());
  // A comment behind the last statement stays behind it.
  const std::uint32_t stop = layout.lineStop(region.span.end);
  const std::string_view rest = layout.text().substr(region.span.end, stop - region.span.end);
  const bool lineIsOurs =
      rest.find('}') == std::string_view::npos && rest.find(';') == std::string_view::npos;
  const std::uint32_t end = lineIsOurs ? stop : region.span.end;
  writing.insert(end, layout.lineEnd() + layout.indent(handle.declaration.begin) + "});");
  return std::nullopt;
}

} // namespace repool
