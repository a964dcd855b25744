/// \file
/// The input of a fuzzer as a file, for what reads files. One file per process, in a folder of its
/// own that is removed when the process ends; fuzzing ends with an assert if there is no place for
/// it.
#pragma once

#include <cassert>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

namespace repool::fuzz {

class OnDisk {
public:
  explicit OnDisk(const char *name)
      : folder_(std::filesystem::temp_directory_path() /
                ("repool-fuzz-" + std::to_string(getpid()))),
        path_(folder_ / name) {
    std::filesystem::create_directories(folder_);
  }

  ~OnDisk() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  OnDisk(const OnDisk &) = delete;
  OnDisk &operator=(const OnDisk &) = delete;

  void write(std::string_view bytes) const {
    std::ofstream out(path_, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    assert(out && "a fuzzer needs a place for its file");
  }

  std::string path() const { return path_.string(); }

  std::string folder() const { return folder_.string(); }

private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

inline std::string_view text(const std::uint8_t *data, std::size_t size) {
  return {reinterpret_cast<const char *>(data), size};
}

} // namespace repool::fuzz
