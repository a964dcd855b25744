#include "cache/ToolIdentity.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "project/Digest.h"

#include <link.h>

namespace repool {

namespace {

std::size_t padded(std::size_t size) {
  return (size + 3) & ~std::size_t{3};
}

/// The NT_GNU_BUILD_ID among the notes at \p notes; empty if there is none.
llvm::ArrayRef<std::uint8_t> buildIdIn(llvm::ArrayRef<std::uint8_t> notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    const auto *header = reinterpret_cast<const ElfW(Nhdr) *>(notes.data());
    const std::size_t name = sizeof(*header);
    const std::size_t text = name + padded(header->n_namesz);
    const std::size_t end = text + padded(header->n_descsz);
    if (end > notes.size())
      break;
    if (header->n_type == NT_GNU_BUILD_ID && header->n_namesz == 4 &&
        std::memcmp(notes.data() + name, "GNU", 4) == 0)
      return notes.slice(text, header->n_descsz);
    notes = notes.slice(end);
  }
  return {};
}

/// The loader names the executable "".
bool decides(llvm::StringRef name) {
  const llvm::StringRef file = llvm::sys::path::filename(name);
  return name.empty() || file.starts_with("libclang") || file.starts_with("libLLVM") ||
         file.starts_with("libpg_query");
}

std::string digestOfFile(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, false, false);
  return buffer ? digestOf(std::string_view((*buffer)->getBuffer())).hex() : path;
}

int addObject(dl_phdr_info *object, std::size_t, void *result) {
  const llvm::StringRef name(object->dlpi_name);
  if (!decides(name))
    return 0;
  std::string id;
  for (std::size_t i = 0; i < object->dlpi_phnum && id.empty(); ++i)
    if (const auto &segment = object->dlpi_phdr[i]; segment.p_type == PT_NOTE)
      id = llvm::toHex(
          // The loader tells where it put things as numbers.
          // NOLINTNEXTLINE(performance-no-int-to-ptr)
          buildIdIn({reinterpret_cast<const std::uint8_t *>(object->dlpi_addr + segment.p_vaddr),
                     static_cast<std::size_t>(segment.p_filesz)}),
          /*LowerCase=*/true);
  if (id.empty())
    id = digestOfFile(name.empty() ? "/proc/self/exe" : name.str());
  *static_cast<std::string *>(result) += id + " ";
  return 0;
}

} // namespace

const std::string &toolIdentity() {
  static const std::string identity = [] {
    std::string ids;
    dl_iterate_phdr(addObject, &ids);
    return ids;
  }();
  return identity;
}

} // namespace repool
