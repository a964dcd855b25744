/// \file
/// Where something stands in a source file: byte offsets for edits, lines for people.
///
/// Offsets count bytes of the file as it is on disk (a BOM included), half-open: [begin, end).
/// Files are named by their canonical path, so that one header seen through two spellings or a
/// symlink is one file. Never holds text; never reads a file.
#pragma once

#include <cassert>
#include <compare>
#include <cstdint>
#include <string>

namespace repool {

/// A half-open byte range [begin, end).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const {
    assert(end >= begin && "spans are half-open");
    return end - begin;
  }

  [[nodiscard]] bool empty() const { return begin == end; }

  [[nodiscard]] bool contains(Span inner) const { return begin <= inner.begin && inner.end <= end; }

  /// Two empty spans at one offset do not overlap; the caller orders them.
  [[nodiscard]] bool overlaps(Span other) const { return begin < other.end && other.begin < end; }

  auto operator<=>(const Span &) const = default;
};

/// A position for people: 1-based line and byte column.
struct Place {
  std::string file; ///< canonical absolute path
  unsigned line = 0;
  unsigned column = 0;

  auto operator<=>(const Place &) const = default;
};

} // namespace repool
