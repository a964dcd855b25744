/// \file
/// SHA-256, for the secrets in the key of a pool: a key may end up in a core dump or a debugger,
/// a password must not.

#ifndef REPOOL_SRC_SHA256_H
#define REPOOL_SRC_SHA256_H

#include <string>
#include <string_view>

namespace repool::detail {

/// 64 hexadecimal digits.
std::string sha256(std::string_view text);

} // namespace repool::detail

#endif // REPOOL_SRC_SHA256_H
