/// \file
/// A file system that shows new contents for some files, whatever path they are opened by.
///
/// LLVM's in-memory overlay compares spellings; a header reached through a symlink would be read
/// from disk. This one compares canonical paths.
#pragma once

#include "llvm/Support/VirtualFileSystem.h"
#include "parse/Parse.h"

namespace repool {

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
overlayFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> base, const Overlay &overlay,
             SourceStore &sources);

} // namespace repool
