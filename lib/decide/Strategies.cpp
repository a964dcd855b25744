#include "decide/Strategies.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

Problem refuse(const Handle &handle, const char *code, std::string message) {
  return {code, std::move(message), "", handle.opens.front().place};
}

std::string quoted(const Handle &handle) {
  return "'" + handle.name + "'";
}

std::optional<Problem> againstDeclaration(const Handle &handle) {
  if (!handle.declaredInBlock)
    return refuse(handle, "RP409", quoted(handle) + " is not declared by a statement of a block");
  if (handle.kind == HandleKind::LocalObject && !handle.soleDeclarator)
    return refuse(handle, "RP409", quoted(handle) + " is declared together with other names");
  return std::nullopt;
}

/// Lambda: RAII objects whose region leaves in one way and is short.
std::optional<Problem> againstWrap(const Handle &handle, const DriverSpec &,
                                   const DecideOptions &options) {
  if (handle.language == Language::C)
    return refuse(handle, "RP308", "C has no lambdas");
  if (handle.kind != HandleKind::LocalObject || handle.opens.size() != 1)
    return refuse(handle, "RP308", quoted(handle) + " is a pointer; wrap takes objects");
  if (auto problem = againstDeclaration(handle))
    return problem;
  if (!handle.region)
    return refuse(handle, "RP305", "nothing follows " + quoted(handle) + " in its block");
  if (!handle.againstWrap.empty())
    return handle.againstWrap.front();
  if (options.style == Style::Auto && handle.region->lines > options.wrapLines)
    return refuse(handle, "RP305", "the region is long: a lease changes two lines");
  return std::nullopt;
}

std::optional<Problem> againstLeaseOfPointer(const Handle &handle, const DriverSpec &driver) {
  for (const Open &open : handle.opens) {
    if (driver.opens[open.spec].by == OpenBy::Handle)
      return refuse(handle, "RP308",
                    "'" + open.opener + "' takes a handle that was made before; pair keeps it");
    const bool byArgument = driver.opens[open.spec].by == OpenBy::OutArgument;
    const bool ownStatement = open.form != OpenForm::Nested && open.inBlock;
    if (byArgument && !ownStatement)
      return refuse(handle, "RP305",
                    "the open of " + quoted(handle) + " is part of a larger expression");
    if (open.form == OpenForm::Declaration && !handle.firstDeclarator)
      return refuse(handle, "RP409", quoted(handle) + " is declared together with other names");
  }
  for (const Close &close : handle.closes)
    if (!close.isStatement)
      return Problem{"RP307", "the result of '" + close.closer + "' is used", "", close.place};
  return std::nullopt;
}

/// The type of one variable changes, so it must be that of no other.
std::optional<Problem> againstLeaseOfOwner(const Handle &handle) {
  if (handle.shape == OwnerShape::Unique && !handle.type.empty() && !handle.soleDeclarator)
    return refuse(handle, "RP409", quoted(handle) + " is declared together with other names");
  return std::nullopt;
}

std::optional<Problem> againstLease(const Handle &handle, const DriverSpec &driver,
                                    const DecideOptions &) {
  if (handle.language == Language::C)
    return refuse(handle, "RP308", "C has no destructors to end a lease");
  if (handle.kind == HandleKind::LocalOwner)
    return againstLeaseOfOwner(handle);
  if (auto problem = againstDeclaration(handle))
    return problem;
  if (!handle.againstLease.empty())
    return handle.againstLease.front();
  for (const Close &close : handle.closes)
    if (close.inMacro && !close.wholeMacro)
      return Problem{"RP401", quoted(handle) + " is closed inside a macro", "", close.place};
  return handle.kind == HandleKind::LocalPointer ? againstLeaseOfPointer(handle, driver)
                                                 : std::nullopt;
}

std::optional<Problem> againstPair(const Handle &handle, const DriverSpec &driver,
                                   const DecideOptions &) {
  if (handle.kind != HandleKind::LocalPointer)
    return refuse(handle, "RP308", quoted(handle) + " is an object; pair takes C handles");
  if (!handle.againstPair.empty())
    return handle.againstPair.front();
  for (const Open &open : handle.opens)
    if (!hasPair(open, driver))
      return refuse(handle, "RP213", "'" + open.opener + "' has no pooled form in C");
  for (const Close &close : handle.closes)
    if (close.inMacro)
      return Problem{"RP401", quoted(handle) + " is closed inside a macro", "", close.place};
  return std::nullopt;
}

constexpr std::array Table = {
    StrategyRow{Strategy::Wrap, Style::Wrap, againstWrap},
    StrategyRow{Strategy::Lease, Style::Lease, againstLease},
    StrategyRow{Strategy::Pair, Style::Pair, againstPair},
};

} // namespace

bool hasPair(const Open &open, const DriverSpec &driver) {
  const OpenSpec &spec = driver.opens[open.spec];
  return !(open.inPlace ? spec.pairInName : spec.pairName).empty();
}

std::span<const StrategyRow> strategyTable() {
  return Table;
}

} // namespace repool
