#include "apply/Vendor.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace repool {

namespace fs = std::filesystem;

namespace {

bool isRuntimeFile(const fs::path &path) {
  const std::string extension = path.extension().string();
  return extension == ".h" || extension == ".cpp" || extension == ".cmake" || extension == ".in" ||
         path.filename() == "CMakeLists.txt";
}

/// Relative path -> bytes.
llvm::Expected<std::map<std::string, std::string>> runtimeFiles(const std::string &from,
                                                                FileOps &ops) {
  std::map<std::string, std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(from, error), end; !error && it != end;
       it.increment(error)) {
    if (!it->is_regular_file() || !isRuntimeFile(it->path()))
      continue;
    auto bytes = ops.read(it->path().string());
    if (!bytes)
      return bytes.takeError();
    files[fs::relative(it->path(), from).string()] = std::move(*bytes);
  }
  if (error || files.empty())
    return llvm::createStringError(std::errc::no_such_file_or_directory,
                                   "%s: the runtime that belongs to this repool is not there",
                                   from.c_str());
  return files;
}

llvm::Error makeFolders(const fs::path &folder, FileOps &ops) {
  if (folder.empty() || fs::is_directory(folder))
    return llvm::Error::success();
  if (llvm::Error error = makeFolders(folder.parent_path(), ops))
    return error;
  return ops.makeDirectory(folder.string());
}

} // namespace

llvm::Expected<unsigned> vendorRuntime(const std::string &from, const std::string &to,
                                       FileOps &ops) {
  auto files = runtimeFiles(from, ops);
  if (!files)
    return files.takeError();
  unsigned missing = 0;
  for (const auto &[name, bytes] : *files) {
    const std::string path = (fs::path(to) / name).string();
    if (!fs::exists(path)) {
      ++missing;
      continue;
    }
    auto old = ops.read(path);
    if (!old)
      return old.takeError();
    if (*old != bytes)
      return llvm::createStringError(
          std::errc::file_exists,
          "%s differs from the runtime of this repool; move the folder away to replace it",
          path.c_str());
  }
  if (missing == 0)
    return 0;
  if (fs::exists(to) && missing == files->size() && !fs::is_empty(to))
    return llvm::createStringError(std::errc::file_exists,
                                   "%s holds something else; name another folder", to.c_str());
  for (const auto &[name, bytes] : *files) {
    const fs::path path = fs::path(to) / name;
    if (llvm::Error error = makeFolders(path.parent_path(), ops))
      return error;
    if (llvm::Error error = ops.write(path.string(), bytes, 0644))
      return error;
  }
  return static_cast<unsigned>(files->size());
}

} // namespace repool
