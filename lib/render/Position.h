/// \file
/// Byte offsets -> lines and columns of a text, as SARIF counts them: from 1, columns in code
/// points, a BOM not counted.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace repool {

struct Position {
  unsigned line = 1;
  unsigned column = 1;
};

/// Finds lines in one text, which must outlive it.
class Positions {
public:
  explicit Positions(std::string_view text);

  Position of(std::size_t offset) const;

  /// The column in code points of a byte column; the byte column itself if the line is not there.
  unsigned column(unsigned line, unsigned byteColumn) const;

private:
  unsigned codePoints(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::vector<std::size_t> lines_; ///< offset of the first byte of each line
};

} // namespace repool
