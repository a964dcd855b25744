/// \file
/// One function per strategy, and what they share. Private to edit/.
#pragma once

#include "edit/Layout.h"
#include "edit/MakeEdits.h"

namespace repool {

/// What every form needs to know while it writes.
struct Writing {
  const Handle &handle;
  const DriverSpec &driver;
  const Layout &layout;
  std::string_view marks; ///< ".stateless().readOnly()": what is proved of the region
  std::vector<Edit> edits;

  void replace(Span span, std::string text);

  void insert(std::uint32_t at, std::string text) { replace({at, at}, std::move(text)); }

  [[nodiscard]] std::string_view text(Span span) const;

  /// `repool::pq(url)`: the open's arguments without the handle's own.
  [[nodiscard]] std::string source(const Open &open) const;

  /// A name like `connLease` that the file does not use yet.
  [[nodiscard]] std::string leaseName() const;

  /// `T conn(...);` -> `auto lease = from;` and `T &conn = *lease;`.
  std::optional<Problem> leaseBeside(const std::string &lease, const std::string &from);
};

std::optional<Problem> writeWrap(Writing &writing);
std::optional<Problem> writeLeaseOfObject(Writing &writing);
std::optional<Problem> writeLeaseOfPointer(Writing &writing);
std::optional<Problem> writeLeaseOfOwner(Writing &writing);
std::optional<Problem> writePair(Writing &writing);
std::optional<Problem> writeOwner(Writing &writing);

} // namespace repool
