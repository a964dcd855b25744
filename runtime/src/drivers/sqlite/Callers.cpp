#include "Callers.h"

#include "../../Fork.h"

#include <sqlite3.h>

#include <mutex>

#ifdef __ELF__
#include <cstring>
#include <link.h>
#endif

namespace repool::detail {

#ifdef __ELF__

namespace {

constexpr const char *Functions[] = {
    "sqlite3_create_function", "sqlite3_create_window", "sqlite3_overload_function",
    "sqlite3_rtree_",          "sqlite3_load_ext",      "sqlite3_auto_ext",
};

constexpr const char *Others[] = {
    "sqlite3_create_collation", "sqlite3_create_module", "sqlite3_drop_modules",
    "sqlite3_load_ext",         "sqlite3_auto_ext",      "sqlite3_set_authorizer",
};

constexpr const char *Extending[] = {"sqlite3_auto_ext", "sqlite3_cancel_auto",
                                     "sqlite3_reset_auto"};

constexpr const char *Hiding[] = {"sqlite3_set_clientdata", "sqlite3_key", "sqlite3_rekey"};

template <std::size_t N> bool isOneOf(const char *name, const char *const (&prefixes)[N]) {
  for (const char *const prefix : prefixes)
    if (std::strncmp(name, prefix, std::strlen(prefix)) == 0)
      return true;
  return false;
}

struct Tables {
  const ElfW(Sym) *symbols = nullptr;
  const char *names = nullptr;
  const std::uint32_t *gnuHash = nullptr;
  const ElfW(Word) *hash = nullptr;

  explicit Tables(const dl_phdr_info &object) {
    for (int i = 0; i < object.dlpi_phnum; ++i)
      if (object.dlpi_phdr[i].p_type == PT_DYNAMIC)
        read(reinterpret_cast<const ElfW(Dyn) *>(object.dlpi_addr + object.dlpi_phdr[i].p_vaddr),
             object.dlpi_addr);
  }

  // What is undefined comes before everything that is hashed.
  std::size_t undefined() const { return gnuHash ? gnuHash[1] : hash ? hash[1] : 0; }

private:
  void read(const ElfW(Dyn) * entry, ElfW(Addr) base) {
    for (; entry->d_tag != DT_NULL; ++entry) {
      // The loader has made these absolute, or, by system and object, has not.
      const ElfW(Addr) address =
          entry->d_un.d_ptr < base ? base + entry->d_un.d_ptr : entry->d_un.d_ptr;
      if (entry->d_tag == DT_SYMTAB)
        symbols = reinterpret_cast<const ElfW(Sym) *>(address);
      else if (entry->d_tag == DT_STRTAB)
        names = reinterpret_cast<const char *>(address);
      else if (entry->d_tag == DT_GNU_HASH)
        gnuHash = reinterpret_cast<const std::uint32_t *>(address);
      else if (entry->d_tag == DT_HASH)
        hash = reinterpret_cast<const ElfW(Word) *>(address);
    }
  }
};

bool holds(const dl_phdr_info &object, ElfW(Addr) address) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const auto &segment = object.dlpi_phdr[i];
    const ElfW(Addr) start = object.dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && address >= start && address - start < segment.p_memsz)
      return true;
  }
  return false;
}

struct Scan {
  bool isShared = false; ///< SQLite is a library of its own, so that its callers import it
  bool mayAddFunctions = false;
  bool mayAddOthers = false;
  bool mayAutoExtend = false;
  bool mayHide = false;
};

int scan(dl_phdr_info *object, std::size_t, void *into) {
  Scan &found = *static_cast<Scan *>(into);
  if (holds(*object, reinterpret_cast<ElfW(Addr)>(&sqlite3_open_v2)))
    found.isShared = object->dlpi_name && std::strstr(object->dlpi_name, "libsqlite3.so");
  const bool hasRuntime = holds(*object, reinterpret_cast<ElfW(Addr)>(&scan));
  const Tables tables(*object);
  if (!tables.symbols || !tables.names)
    return 0;
  for (std::size_t i = 1; i < tables.undefined(); ++i) {
    const ElfW(Sym) &symbol = tables.symbols[i];
    const char *const name = tables.names + symbol.st_name;
    const bool isOurs = hasRuntime && symbol.st_info >> 4 == STB_WEAK;
    if (symbol.st_shndx != SHN_UNDEF || isOurs || std::strncmp(name, "sqlite3_", 8) != 0)
      continue;
    found.mayAddFunctions = found.mayAddFunctions || isOneOf(name, Functions);
    found.mayAddOthers = found.mayAddOthers || isOneOf(name, Others);
    found.mayAutoExtend = found.mayAutoExtend || isOneOf(name, Extending);
    found.mayHide = found.mayHide || isOneOf(name, Hiding);
  }
  return 0;
}

std::mutex mutex; ///< guards what is known

[[maybe_unused]] const bool isHeld = holdAcrossFork(mutex);

int count(dl_phdr_info *object, std::size_t, void *into) {
  auto &callers = *static_cast<SqliteCallers *>(into);
  callers.loaded = object->dlpi_adds;
  callers.unloaded = object->dlpi_subs;
  return 1; // every object carries the same numbers
}

} // namespace

// The numbers are read before the scan: what is loaded in between is scanned twice, not never.
SqliteCallers SqliteCallers::now() noexcept {
  static SqliteCallers known;
  static bool isKnown = false;
  SqliteCallers callers;
  dl_iterate_phdr(count, &callers);
  {
    const std::lock_guard<std::mutex> lock(mutex);
    if (isKnown && known.loaded == callers.loaded && known.unloaded == callers.unloaded)
      return known;
  }
  Scan found; // without the mutex: the loader has a lock of its own
  dl_iterate_phdr(scan, &found);
  callers.mayAddFunctions = !found.isShared || found.mayAddFunctions;
  callers.mayAddOthers = !found.isShared || found.mayAddOthers;
  callers.mayAutoExtend = !found.isShared || found.mayAutoExtend;
  callers.mayHide = found.mayHide;
  const std::lock_guard<std::mutex> lock(mutex);
  known = callers;
  isKnown = true;
  return known;
}

#else

SqliteCallers SqliteCallers::now() noexcept {
  SqliteCallers callers;
  callers.mayHide = false;
  return callers;
}

#endif

} // namespace repool::detail
