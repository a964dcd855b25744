/// \file
/// Paths as plans and people see them: relative to the project's root.
///
///   /home/me/app + /home/me/app/src/a.cpp  <->  src/a.cpp
///
/// Works on text; never asks the file system. A path outside the root stays as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace repool {

/// \p path below \p root without the root; any other path unchanged.
std::string relativeToRoot(std::string_view root, std::string_view path);

/// The opposite. Nothing for a path with an empty, `.` or `..` part: it could leave the root, and
/// no canonical path has one.
std::optional<std::string> absoluteFromRoot(std::string_view root, std::string_view path);

} // namespace repool
