/// \file
/// pair: the names of the open and of every close change, nothing else.
///
///   conn = PQconnectdb(dsn);   ->  conn = repool_pq_open(dsn);
///   PQfinish(conn);            ->  repool_pq_close(conn);
///
/// An open that connects a handle in place may give another one, so it takes the variable:
///
///   if (!mysql_real_connect(conn, host, ...))  ->  if (!repool_mysql_open_in(&conn, host, ...))
///
/// An object on the heap is borrowed from its source and given back by a call:
///
///   conn_ = new pqxx::connection(url);  ->  conn_ = repool::borrow(repool::pqxx(url));
///   delete conn_;                       ->  repool::giveBack(conn_);
///
/// A variable that is the handle itself becomes a pointer:
///
///   MYSQL m;                    ->  MYSQL *m;
///   mysql_init(&m);             ->  m = mysql_init(NULL);
///   mysql_query(&m, sql);       ->  mysql_query(m, sql);
#include "edit/Forms.h"

#include <algorithm>

namespace repool {

namespace {

/// The callee's name inside a call, a leading `::` left alone.
std::optional<Span> nameIn(std::string_view text, Span call, std::string_view name) {
  const std::string_view spelled = text.substr(call.begin, call.size());
  const std::size_t skip = spelled.starts_with("::") ? 2 : 0;
  if (spelled.substr(skip, name.size()) != name)
    return std::nullopt;
  const auto begin = static_cast<std::uint32_t>(call.begin + skip);
  return Span{begin, static_cast<std::uint32_t>(begin + name.size())};
}

Problem notSpelled(const std::string &name, const Place &place) {
  return {"RP401", "'" + name + "' is not spelled where it is called", "", place};
}

/// `PQfinish` -> `repool_pq_close`; `delete conn` -> `repool::giveBack(conn)`.
Edit renamed(const std::string &file, std::string_view text, Span name, Span argument,
             const CloseSpec &spec) {
  if (argument.empty())
    return {file, name, spec.pairName};
  return {file,
          {name.begin, argument.end},
          spec.pairName + "(" + std::string(text.substr(argument.begin, argument.size())) + ")"};
}

std::optional<Problem> renameClose(const Close &close, const DriverSpec &driver,
                                   const std::string &file, std::string_view text,
                                   std::vector<Edit> &edits) {
  if (close.inMacro)
    return notSpelled(close.closer, close.place);
  for (const CloseSpec &spec : driver.closes) {
    if (spec.name != close.closer)
      continue;
    const auto span = nameIn(text, close.call, close.closer);
    if (!span)
      return notSpelled(close.closer, close.place);
    edits.push_back(renamed(file, text, *span, close.argument, spec));
  }
  return std::nullopt;
}

void makePointer(Writing &writing, const ValueHandle &value) {
  const std::string null = writing.handle.language == Language::C ? "NULL" : "nullptr";
  writing.insert(value.name.begin, "*");
  for (const Span address : value.addresses)
    writing.replace(address, writing.handle.name);
  for (const ValueHandle::Maker &maker : value.makers) {
    writing.replace(maker.address, null);
    writing.insert(maker.call.begin, (maker.isTested ? "(" : "") + writing.handle.name + " = ");
    if (maker.isTested)
      writing.insert(maker.call.end, ")");
  }
}

} // namespace

std::optional<Problem> writePair(Writing &writing) {
  if (writing.handle.value)
    makePointer(writing, *writing.handle.value);
  const std::string_view text = writing.layout.text();
  for (const Open &open : writing.handle.opens) {
    const OpenSpec &spec = writing.driver.opens[open.spec];
    if (spec.by == OpenBy::New) {
      writing.replace(open.call, spec.pairName + "(" + writing.source(open) + ")");
      continue;
    }
    const auto span = nameIn(text, open.call, open.opener);
    if (!span)
      return notSpelled(open.opener, open.place);
    writing.replace(*span, open.inPlace ? spec.pairInName : spec.pairName);
    if (open.inPlace && !writing.handle.value)
      writing.insert(open.args[static_cast<std::size_t>(spec.handleArgument)].begin, "&");
  }
  for (const Close &close : writing.handle.closes)
    if (auto problem = renameClose(close, writing.driver, writing.handle.file, text, writing.edits))
      return problem;
  return std::nullopt;
}

std::optional<Problem> addHelper(EditGroup &group, const ParameterFact &helper,
                                 const DriverSpec &driver, std::string_view text) {
  for (const Close &close : helper.closes)
    if (auto problem = renameClose(close, driver, helper.file, text, group.edits))
      return problem;
  group.includes.push_back({helper.file, driver.header});
  return std::nullopt;
}

std::optional<Problem> addClose(EditGroup &group, const CloseMention &close,
                                const DriverSpec &driver, std::string_view text) {
  if (text.substr(close.name.begin, close.name.size()) != close.closer)
    return notSpelled(close.closer, close.place);
  for (const CloseSpec &spec : driver.closes)
    if (spec.name == close.closer)
      addOnce(group, renamed(close.place.file, text, close.name, close.argument, spec));
  addOnce(group, IncludeEdit{close.place.file, driver.header});
  return std::nullopt;
}

} // namespace repool
