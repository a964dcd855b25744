#include "ClusterFiles.h"
#include "Commands.h"
#include "Session.h"
#include "apply/FileOps.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "parse/ParserEnvironment.h"

#include <filesystem>

namespace repool::tool {

namespace {

/// A file that is there was perhaps edited, so it is never replaced by other text.
llvm::Error writeNew(const std::string &path, const ClusterFile &file, FileOps &disk) {
  auto old = disk.read(path);
  if (!old) {
    llvm::consumeError(old.takeError());
    return disk.write(path, file.text, file.isProgram ? 0755 : 0644);
  }
  if (*old == file.text)
    return llvm::Error::success();
  return llvm::createStringError(std::errc::file_exists,
                                 "%s is there already, with other text; delete it, or name another "
                                 "folder with -o",
                                 path.c_str());
}

} // namespace

int runCluster(const Options &options) {
  const std::string &engine = options.positional.front();
  auto files = clusterFiles({.engine = engine,
                             .parts = options.cluster.parts,
                             .cores = options.jobs,
                             .project = std::filesystem::current_path().string(),
                             .repool = llvm::sys::fs::getMainExecutable(nullptr, nullptr),
                             .options = options.cluster.scanOptions,
                             .environment = parserEnvironment(),
                             .image = options.cluster.image});
  if (!files)
    return fail(files.takeError());
  const std::string folder = options.output.empty() ? "repool-" + engine : options.output;
  FileOps &disk = realFileOps();
  if (llvm::Error error = disk.makeDirectory(folder))
    return fail(std::move(error));
  for (const ClusterFile &file : *files)
    if (llvm::Error error = writeNew(folder + "/" + file.name, file, disk))
      return fail(std::move(error));
  if (!options.quiet)
    llvm::outs() << "Wrote the files for " << options.cluster.parts << " shards to " << folder
                 << ". Next: " << nextStep(engine, folder) << "\n";
  return toStatus(ExitCode::Clean);
}

} // namespace repool::tool
