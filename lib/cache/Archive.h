/// \file
/// Plain values <-> bytes, field by field.
///
///   REPOOL_FIELDS(Span, begin, end)   names the fields of a struct once, for both directions
///   Writer().put(value).bytes()       value -> bytes
///   Reader(bytes).get(value)          bytes -> value, or false
///
/// REPOOL_FIELDS does not compile unless it has a name for every field: it is a structured binding.
/// The names are positions, so a field in the middle of others cannot be missed either. A
/// struct without a row is an error of the compiler as well. Bytes are of one build of the tool on
/// one kind of machine (see ToolIdentity.h), so there are no versions. Reading checks bounds.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#define REPOOL_FIELDS(Type, ...)                                                                   \
  template <class Archive> void fields(Archive &toArchive_, const Type &subject_) {                \
    const auto &[__VA_ARGS__] = subject_;                                                          \
    toArchive_(__VA_ARGS__);                                                                       \
  }                                                                                                \
  template <class Archive> void fields(Archive &toArchive_, Type &subject_) {                      \
    auto &[__VA_ARGS__] = subject_;                                                                \
    toArchive_(__VA_ARGS__);                                                                       \
  }

namespace repool::cache {

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class Writer {
public:
  template <class T> Writer &put(const T &value) {
    write(value);
    return *this;
  }

  [[nodiscard]] const std::string &bytes() const { return bytes_; }

  template <class... T> void operator()(const T &...values) { (write(values), ...); }

private:
  template <Scalar T> void write(T value) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes_.append(raw, sizeof(T));
  }

  template <Scalar T, std::size_t N> void write(const std::array<T, N> &values) {
    for (const T value : values)
      write(value);
  }

  void write(const std::string &text) {
    write(std::uint64_t{text.size()});
    bytes_ += text;
  }

  template <class T> void write(const std::vector<T> &list) {
    write(std::uint64_t{list.size()});
    for (const T &element : list)
      write(element);
  }

  template <class T> void write(const std::optional<T> &value) {
    write(value.has_value());
    if (value)
      write(*value);
  }

  template <class T>
    requires std::is_aggregate_v<T>
  void write(const T &value) {
    fields(*this, value);
  }

  std::string bytes_;
};

class Reader {
public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  explicit Reader(std::string &&) = delete; ///< the bytes must outlive the reader

  /// False if the bytes ended too early; \p value is then of no use.
  template <class T> [[nodiscard]] bool get(T &value) {
    read(value);
    return !failed_;
  }

  [[nodiscard]] bool isAtEnd() const { return rest_.empty(); }

  template <class... T> void operator()(T &...values) { (read(values), ...); }

private:
  template <Scalar T> void read(T &value) {
    if (rest_.size() < sizeof(T)) {
      failed_ = true;
      return;
    }
    if constexpr (std::is_same_v<T, bool>)
      value = rest_.front() != 0;
    else
      std::copy_n(rest_.begin(), sizeof(T), reinterpret_cast<char *>(&value));
    rest_.remove_prefix(sizeof(T));
  }

  template <Scalar T, std::size_t N> void read(std::array<T, N> &values) {
    for (T &value : values)
      read(value);
  }

  /// The length of what follows; never more than there are bytes.
  std::size_t count() {
    std::uint64_t size = 0;
    read(size);
    if (size > rest_.size())
      failed_ = true;
    return failed_ ? 0 : static_cast<std::size_t>(size);
  }

  void read(std::string &text) {
    const std::size_t size = count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }

  template <class T> void read(std::vector<T> &list) {
    const std::size_t size = count(); // an element has at least one byte
    list.clear();
    list.reserve(size < 4096 ? size : 4096);
    for (std::size_t i = 0; i < size && !failed_; ++i)
      read(list.emplace_back());
  }

  template <class T> void read(std::optional<T> &value) {
    bool has = false;
    read(has);
    value.reset();
    if (has && !failed_)
      read(value.emplace());
  }

  template <class T>
    requires std::is_aggregate_v<T>
  void read(T &value) {
    fields(*this, value);
  }

  std::string_view rest_;
  bool failed_ = false;
};

} // namespace repool::cache
