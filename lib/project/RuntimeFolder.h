/// \file
/// Whether a file is repool's own runtime, vendored into the project by `repool init`.
///
/// The runtime opens connections for a living: it is neither scanned nor reported. It is known by
/// its version header, whatever folder it was put into.
#pragma once

#include <map>
#include <string>

namespace repool {

class RuntimeFolder {
public:
  /// \p file is canonical.
  bool holds(const std::string &file);

private:
  bool isInside(const std::string &folder);

  std::map<std::string, bool> known_; ///< by folder
};

} // namespace repool
