/// \file
/// BLAKE3 of bytes: what the cache compares. SHA-256 stays for what users are told (SourceStore).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace repool {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  /// The bytes, to be digested again.
  [[nodiscard]] std::string_view view() const;
  /// Lower-case hex.
  [[nodiscard]] std::string hex() const;

  auto operator<=>(const Digest &) const = default;
};

Digest digestOf(std::string_view bytes);

} // namespace repool
