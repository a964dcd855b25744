// FNV-1a of a text. Sums of it do not depend on the order of the texts.
#pragma once

#include <cstdint>
#include <string>

inline std::uint64_t checksum(const std::string &text) {
  std::uint64_t value = 14695981039346656037u;
  for (unsigned char c : text)
    value = (value ^ c) * 1099511628211u;
  return value;
}
