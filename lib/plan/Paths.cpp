#include "plan/Paths.h"

namespace repool {

namespace {

/// "/" for "/", "/home/me/" for "/home/me".
std::string asFolder(std::string_view root) {
  std::string folder(root);
  if (!folder.ends_with('/'))
    folder += '/';
  return folder;
}

bool isNormal(std::string_view path) {
  std::size_t begin = path.starts_with('/') ? 1 : 0;
  while (true) {
    std::size_t end = path.find('/', begin);
    std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..")
      return false;
    if (end == std::string_view::npos)
      return true;
    begin = end + 1;
  }
}

} // namespace

std::string relativeToRoot(std::string_view root, std::string_view path) {
  std::string folder = asFolder(root);
  if (!path.starts_with(folder))
    return std::string(path);
  std::string_view inside = path.substr(folder.size());
  return std::string(isNormal(inside) && !inside.starts_with('/') ? inside : path);
}

std::optional<std::string> absoluteFromRoot(std::string_view root, std::string_view path) {
  if (!isNormal(path))
    return std::nullopt;
  return path.starts_with('/') ? std::string(path) : asFolder(root) + std::string(path);
}

} // namespace repool
