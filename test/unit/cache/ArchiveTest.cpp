#include "cache/FactFields.h"
#include "cache/KeyFields.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

/// Gives every field, however deep, a value of its own: what is lost or swapped is seen.
class Fill {
public:
  explicit Fill(unsigned optionals) : optionals_(optionals) {}

  template <class... T> void operator()(T &...values) { (set(values), ...); }

  template <class T> T make() {
    T value{};
    set(value);
    return value;
  }

private:
  template <class T>
    requires std::is_arithmetic_v<T>
  void set(T &value) {
    value = static_cast<T>(++count_);
  }

  void set(bool &value) { value = ++count_ % 3 != 0; }

  template <class T>
    requires std::is_enum_v<T>
  void set(T &value) {
    value = static_cast<T>(++count_ % 3);
  }

  void set(std::string &text) {
    text = "text " + std::to_string(++count_) + std::string("\0\xff", 2);
  }

  template <class T> void set(std::vector<T> &list) {
    list.resize(count_ % 3);
    for (T &element : list)
      set(element);
  }

  template <class T> void set(std::optional<T> &value) {
    if (++count_ % 4 < optionals_)
      set(value.emplace());
  }

  template <class T>
    requires std::is_aggregate_v<T>
  void set(T &value) {
    fields(*this, value);
  }

  unsigned optionals_;
  unsigned count_ = 0;
};

template <class T> std::string bytesOf(const T &value) {
  return cache::Writer().put(value).bytes();
}

template <class T> T throughBytes(const T &value) {
  T result{};
  const std::string bytes = bytesOf(value);
  cache::Reader reader(bytes);
  EXPECT_TRUE(reader.get(result));
  EXPECT_TRUE(reader.isAtEnd());
  return result;
}

/// All of a unit's facts, with at least one of each.
TuFacts someFacts(unsigned optionals) {
  Fill fill(optionals);
  auto facts = fill.make<TuFacts>();
  facts.handles = {fill.make<Handle>(), fill.make<Handle>(), fill.make<Handle>()};
  facts.received = {fill.make<Handle>()};
  facts.parameters = {fill.make<ParameterFact>(), fill.make<ParameterFact>()};
  facts.functions = {fill.make<FunctionFact>(), fill.make<FunctionFact>()};
  facts.fields = {fill.make<FieldFact>()};
  facts.owners = {fill.make<OwnerDecl>()};
  facts.instances = {fill.make<Instance>()};
  facts.memberCalls = {fill.make<MemberCall>()};
  facts.closes = {fill.make<CloseMention>()};
  facts.named = {fill.make<HolderMention>()};
  facts.inactive = {fill.make<InactiveMention>()};
  facts.inactiveCloses = {fill.make<InactiveMention>()};
  facts.diagnostics = {fill.make<Diagnostic>()};
  return facts;
}

TEST(Archive, FactsComeBackAsTheyWere) {
  for (unsigned optionals : {0U, 2U, 4U}) {
    const TuFacts facts = someFacts(optionals);
    const TuFacts back = throughBytes(facts);
    EXPECT_EQ(back.unit, facts.unit);
    EXPECT_EQ(back.handles, facts.handles);
    EXPECT_EQ(back.received, facts.received);
    EXPECT_EQ(back.parameters, facts.parameters);
    EXPECT_EQ(back.functions, facts.functions);
    EXPECT_EQ(back.fields, facts.fields);
    EXPECT_EQ(back.owners, facts.owners);
    EXPECT_EQ(back.instances, facts.instances);
    EXPECT_EQ(back.memberCalls, facts.memberCalls);
    EXPECT_EQ(back.closes, facts.closes);
    EXPECT_EQ(back.named, facts.named);
    EXPECT_EQ(back.inactive, facts.inactive);
    EXPECT_EQ(back.inactiveCloses, facts.inactiveCloses);
    EXPECT_EQ(back.diagnostics, facts.diagnostics);
    EXPECT_EQ(back.files, facts.files);
    EXPECT_EQ(back.failure, facts.failure);
    EXPECT_EQ(bytesOf(back), bytesOf(facts));
  }
}

TEST(Archive, OneFieldMoreOrLessIsOtherBytes) {
  DriverSpec driver;
  driver.name = "acme";
  const std::string before = bytesOf(driver);
  driver.opens.push_back({.name = "acme_open"});
  EXPECT_NE(bytesOf(driver), before);
  EXPECT_NE(bytesOf(std::vector<std::string>{"ab", "c"}),
            bytesOf(std::vector<std::string>{"a", "bc"}));
}

TEST(Archive, BytesThatEndTooEarlyAreRefused) {
  const std::string bytes = bytesOf(someFacts(2));
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 64) {
    TuFacts facts;
    EXPECT_FALSE(cache::Reader(std::string_view(bytes).substr(0, size)).get(facts)) << size;
  }
}

TEST(Archive, ALengthBeyondTheBytesIsRefused) {
  std::string bytes = bytesOf(std::vector<std::string>{"a"});
  bytes[6] = '\x7f';
  std::vector<std::string> list;
  EXPECT_FALSE(cache::Reader(bytes).get(list));
}

} // namespace

} // namespace repool
