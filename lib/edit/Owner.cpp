/// \file
/// pair, where objects own the connection: what fills them borrows, and their types become leases.
///
///   pqxx::connection open() {                  ->  repool::Lease<pqxx::connection> open() {
///     return pqxx::connection(url);            ->    return
///     repool::withDatabase(repool::pqxx(url));
///   }
///   auto conn = open();                        ->  auto connLease = open();
///                                                  auto &conn = *connLease;
///   pqxx::connection conn_;                    ->  repool::Lease<pqxx::connection> connLease_;
///                                                  pqxx::connection &conn_;
///   Store(...) : conn_(url) {}                 ->  Store(...) : connLease_(...),
///   conn_(*connLease_) {} std::unique_ptr<pqxx::connection> conn_;   ->
///   repool::Lease<pqxx::connection> conn_;
///
/// A shared pointer keeps its type and holds the lease behind it.
#include "edit/Forms.h"

#include <algorithm>

namespace repool {

namespace {

/// "conn_" -> "connLease_", "m_conn" -> "m_connLease".
std::string leaseField(const std::string &field) {
  const std::size_t end = field.find_last_not_of('_');
  return field.substr(0, end + 1) + "Lease" + field.substr(end + 1);
}

class Owner {
public:
  explicit Owner(Writing &writing) : writing_(writing), handle_(writing.handle) {}

  std::optional<Problem> run() {
    if (handle_.kind == HandleKind::LocalObject)
      return localObject();
    if (handle_.kind == HandleKind::LocalOwner && handle_.shape == OwnerShape::Unique &&
        !handle_.type.empty())
      writing_.replace(handle_.type, "repool::Lease<" + writing_.driver.leaseType + ">");
    const bool isField = handle_.kind == HandleKind::Member && handle_.shape == OwnerShape::Value;
    for (std::size_t i = 0; i < handle_.opens.size(); ++i)
      if (isField)
        initialise(handle_.opens[i], isReceived(i));
      else if (!isReceived(i))
        writing_.replace(handle_.opens[i].call, borrowed(handle_.opens[i]));
    return std::nullopt;
  }

private:
  bool isReceived(std::size_t i) const {
    return i < handle_.sources.size() && !handle_.sources[i].empty();
  }

  std::string borrowed(const Open &open) const {
    const std::string borrow = "repool::withDatabase(" + writing_.source(open) + ")";
    return handle_.shape == OwnerShape::Shared ? "repool::share(" + borrow + ")" : borrow;
  }

  /// The lease stands beside the variable, which becomes a reference; the lease is handed over.
  std::optional<Problem> localObject() {
    const std::string lease = writing_.leaseName();
    const Open &open = handle_.opens.front();
    const std::string from = isReceived(0) ? std::string(writing_.text(open.call)) : borrowed(open);
    if (auto problem = writing_.leaseBeside(lease, from))
      return problem;
    for (const HandOver &to : handle_.handOvers)
      writing_.replace(to.expr, lease);
    return std::nullopt;
  }

  void initialise(const Open &open, bool isReceived) {
    const std::string_view spelled = writing_.text(open.call); // `conn_(url)`, `conn_{url}`
    const std::string field(spelled.substr(0, spelled.find_first_of("({ \t\r\n")));
    const std::string lease = leaseField(field);
    std::string from = borrowed(open);
    if (isReceived) {
      const std::size_t begin = spelled.find_first_of("({") + 1;
      from = spelled.substr(begin, spelled.size() - begin - 1);
    }
    writing_.replace(open.call, lease + "(" + from + "), " + field + "(*" + lease + ")");
  }

  Writing &writing_;
  const Handle &handle_;
};

} // namespace

std::optional<Problem> writeOwner(Writing &writing) {
  return Owner(writing).run();
}

std::optional<Problem> addRetyped(EditGroup &group, const OwnerDecl &decl, const DriverSpec &driver,
                                  std::string_view text) {
  auto add = [&](Span span, std::string written) {
    addOnce(group, Edit{decl.place.file, span, std::move(written)});
  };
  const std::string lease = "repool::Lease<" + driver.leaseType + ">";
  if (decl.isField && decl.shape == OwnerShape::Value) {
    const std::string_view declaration = text.substr(decl.statement.begin, decl.statement.size());
    const std::string type(text.substr(decl.type.begin, decl.type.size()));
    if (!declaration.ends_with(decl.name))
      return Problem{"RP227", "'" + decl.name + "' is not declared plainly", "", decl.place};
    const Layout layout(text);
    add(decl.statement, lease + " " + leaseField(decl.name) + ";" + layout.lineEnd() +
                            layout.indent(decl.statement.begin) + type + " &" + decl.name);
  } else if (!decl.type.empty()) {
    add(decl.type, lease);
  }
  addOnce(group, IncludeEdit{decl.place.file, driver.header});
  return std::nullopt;
}

} // namespace repool
