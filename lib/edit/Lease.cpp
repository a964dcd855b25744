/// \file
/// lease: two lines change, and the closes go.
///
///   PGconn *conn = PQconnectdb(url);  ->  auto connLease = repool::withDatabase(repool::pq(url));
///                                         PGconn *conn = connLease.get();
///   PQfinish(conn); return 0;         ->  return 0;
///   PQfinish(conn); return f();       ->  connLease.release(); return f();
///
/// A smart pointer becomes the lease itself, which is used alike; a shared one holds it:
///
///   std::unique_ptr<pqxx::connection> conn;         ->  repool::Lease<pqxx::connection> conn;
///   conn = std::make_unique<pqxx::connection>(url); ->  conn.borrow(repool::pqxx(url));
///   auto conn = std::make_shared<pqxx::connection>(url);
///                                            ->  auto conn =
///                                            repool::share(repool::withDatabase(...));
///
/// Where the handle is declared before it is opened and the two do not stand side by side, an empty
/// lease stands at the declaration and the open becomes an assignment.
#include "edit/Forms.h"

#include <algorithm>

namespace repool {

namespace {

class PointerLease {
public:
  explicit PointerLease(Writing &writing)
      : writing_(writing), handle_(writing.handle), layout_(writing.layout),
        lease_(writing.leaseName()) {}

  std::optional<Problem> run() {
    const bool declared = declaresEmpty();
    if (declared) {
      if (!layout_.startsLine(handle_.declaration.begin))
        return inTheMiddle(handle_.opens.front().place);
      writing_.insert(handle_.declaration.begin, "repool::Lease<" + writing_.driver.leaseType +
                                                     "> " + lease_ + ";" +
                                                     newLine(handle_.declaration));
    }
    for (const Open &open : handle_.opens)
      if (auto problem = this->open(open, declared))
        return problem;
    for (const Close &close : handle_.closes)
      this->close(close);
    return std::nullopt;
  }

private:
  static Problem inTheMiddle(const Place &place) {
    return {"RP305", "the statement stands in the middle of a line", "", place};
  }

  std::string newLine(Span statement) const {
    return layout_.lineEnd() + layout_.indent(statement.begin);
  }

  /// An `auto` at the open reads best, but its scope must be the handle's, and nothing may jump
  /// over it.
  bool declaresEmpty() const {
    const auto isDeclaration = [](const Open &o) { return o.form == OpenForm::Declaration; };
    if (std::any_of(handle_.opens.begin(), handle_.opens.end(), isDeclaration))
      return false;
    const Open &open = handle_.opens.front();
    return handle_.opens.size() > 1 || !open.sameBlock || handle_.functionJumps ||
           open.form == OpenForm::Nested;
  }

  std::optional<Problem> open(const Open &open, bool declared) {
    const bool byArgument = writing_.driver.opens[open.spec].by == OpenBy::OutArgument;
    const bool isAuto =
        open.form == OpenForm::Declaration || (!declared && handle_.opens.size() == 1);
    const std::string borrow = lease_ + " = repool::withDatabase(" + writing_.source(open) + ")";
    if (!open.inBlock || open.form == OpenForm::Nested) {
      writing_.replace(open.call, "(" + borrow + ").get()");
      return std::nullopt;
    }
    if (!layout_.startsLine(open.statement.begin))
      return inTheMiddle(open.place);
    const std::string line = newLine(open.statement);
    const std::string first = (isAuto ? "auto " : "") + borrow + ";" + line;
    if (!byArgument) {
      writing_.insert(open.statement.begin, first);
      writing_.replace(open.call, lease_ + ".get()");
      return std::nullopt;
    }
    const std::string second = handle_.name + " = " + lease_ + ".get();";
    if (open.form == OpenForm::Statement) {
      writing_.replace(open.statement, first + second);
    } else {
      writing_.insert(open.statement.begin, first + second + line);
      writing_.replace(open.call, lease_ + ".code()");
    }
    return std::nullopt;
  }

  /// The end of the scope gives the connection back; an explicit release only where it would come
  /// later than the close did.
  void close(const Close &close) {
    const bool mayGo = close.after != AfterClose::Code;
    const std::string release = lease_ + ".release();";
    if (mayGo && close.guard && close.guardInBlock)
      writing_.replace(layout_.removable(*close.guard), "");
    else if (mayGo && !close.guard && close.inBlock)
      writing_.replace(layout_.removable(close.statement), "");
    else
      writing_.replace(close.statement, release);
  }

  Writing &writing_;
  const Handle &handle_;
  const Layout &layout_;
  std::string lease_;
};

} // namespace

std::optional<Problem> writeLeaseOfPointer(Writing &writing) {
  return PointerLease(writing).run();
}

std::optional<Problem> writeLeaseOfOwner(Writing &writing) {
  const Handle &handle = writing.handle;
  const bool isShared = handle.shape == OwnerShape::Shared;
  if (!isShared && !handle.type.empty())
    writing.replace(handle.type, "repool::Lease<" + writing.driver.leaseType + ">");
  for (const Open &open : handle.opens) {
    if (!isShared && open.form == OpenForm::Statement) {
      writing.replace(open.statement, handle.name + ".borrow(" + writing.source(open) + ");");
      continue;
    }
    const std::string borrow = "repool::withDatabase(" + writing.source(open) + ")";
    writing.replace(open.call, isShared ? "repool::share(" + borrow + ")" : borrow);
  }
  return std::nullopt;
}

std::optional<Problem> Writing::leaseBeside(const std::string &lease, const std::string &from) {
  if (!layout.startsLine(handle.declaration.begin))
    return Problem{"RP305", "'" + handle.name + "' is declared in the middle of a line", "",
                   handle.opens.front().place};
  replace(handle.declaration, "auto " + lease + " = " + from + ";" + layout.lineEnd() +
                                  layout.indent(handle.declaration.begin) + handle.typeText + " &" +
                                  handle.name + " = *" + lease + ";");
  return std::nullopt;
}

std::optional<Problem> writeLeaseOfObject(Writing &writing) {
  return writing.leaseBeside(writing.leaseName(), "repool::withDatabase(" +
                                                      writing.source(writing.handle.opens.front()) +
                                                      ")");
}

} // namespace repool
