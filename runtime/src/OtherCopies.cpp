#include "OtherCopies.h"

#include "repool/version.h"

#include <cstring>

#if defined(__linux__) && defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__))
#define REPOOL_HAS_NOTES 1
#include <elf.h>
#include <link.h>
#endif

namespace repool::detail {

/// What a copy shows to the others. The layout up to `version` never changes.
struct Anchor {
  char magic[8];
  char version[16];
  std::atomic<Registry *> registry;
};

} // namespace repool::detail

extern "C" {
// Found through the note below, by address; not by name.
__attribute__((visibility("hidden"), used)) repool::detail::Anchor repool_anchor_of_this_copy = {
    {'r', 'e', 'p', 'o', 'o', 'l', 'A', '1'}, REPOOL_VERSION, {nullptr}};
}

namespace repool::detail {

#ifdef REPOOL_HAS_NOTES

// Name "repool", type 1, four bytes: the distance from themselves to the anchor.
__asm__(".pushsection .note.repool,\"a\",%note\n"
        ".balign 4\n"
        ".long 7\n"
        ".long 4\n"
        ".long 1\n"
        ".asciz \"repool\"\n"
        ".balign 4\n"
        ".Lrepool_note_distance:\n"
        ".long repool_anchor_of_this_copy - .Lrepool_note_distance\n"
        ".balign 4\n"
        ".popsection\n");

namespace {

Anchor *anchorIn(const char *note, const char *end) {
  while (note + sizeof(ElfW(Nhdr)) <= end) {
    ElfW(Nhdr) header;
    std::memcpy(&header, note, sizeof header);
    const char *const name = note + sizeof header;
    const char *const content = name + std::size_t{4} * ((header.n_namesz + 3) / 4);
    const char *const next = content + std::size_t{4} * ((header.n_descsz + 3) / 4);
    if (next > end)
      return nullptr;
    if (header.n_type == 1 && header.n_namesz == 7 && header.n_descsz == 4 &&
        std::memcmp(name, "repool", 7) == 0) {
      std::int32_t distance = 0;
      std::memcpy(&distance, content, sizeof distance);
      return reinterpret_cast<Anchor *>(const_cast<char *>(content) + distance);
    }
    note = next;
  }
  return nullptr;
}

int lookInto(dl_phdr_info *module, std::size_t, void *first) {
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const ElfW(Phdr) &header = module->dlpi_phdr[i];
    if (header.p_type != PT_NOTE)
      continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is what the loader gives
    const char *const note = reinterpret_cast<const char *>(module->dlpi_addr + header.p_vaddr);
    if (Anchor *const anchor = anchorIn(note, note + header.p_memsz)) {
      *static_cast<Anchor **>(first) = anchor;
      return 1;
    }
  }
  return 0;
}

Anchor &firstAnchor() {
  Anchor *first = nullptr;
  dl_iterate_phdr(lookInto, static_cast<void *>(&first));
  return first ? *first : repool_anchor_of_this_copy;
}

} // namespace

#else

static Anchor &firstAnchor() {
  return repool_anchor_of_this_copy;
}

#endif

namespace {

bool isAlike(const Anchor &other) {
  return std::memcmp(&other, &repool_anchor_of_this_copy,
                     sizeof other.magic + sizeof other.version) == 0;
}

} // namespace

std::atomic<Registry *> &registryOfAllCopies() {
  static Anchor &anchor = [&]() -> Anchor & {
    Anchor &first = firstAnchor();
    return isAlike(first) ? first : repool_anchor_of_this_copy;
  }();
  return anchor.registry;
}

const std::string &refusalOfThisCopy() {
  static const std::string *const refusal = [] {
    const Anchor &first = firstAnchor();
    return new std::string(
        isAlike(first) ? ""
                       : "repool: this process holds two versions of the runtime, " +
                             std::string(first.version) + " and " REPOOL_VERSION ": link only one");
  }();
  return *refusal;
}

} // namespace repool::detail
