#include "project/DriverConfig.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "model/Reasons.h"
#include "project/NearWord.h"

#include <algorithm>
#include <map>
#include <set>

namespace repool {

namespace {

namespace yaml = llvm::yaml;

using Words = std::vector<std::string>;

constexpr std::pair<llvm::StringLiteral, OpenBy> Ways[] = {
    {"return", OpenBy::Return}, {"out-argument", OpenBy::OutArgument},
    {"handle", OpenBy::Handle}, {"constructor", OpenBy::Constructor},
    {"steps", OpenBy::Steps},
};

/// `acme_open`, `Db::connect`, `acme::Db`.
bool isName(llvm::StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) && !text.ends_with(":") &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_' || c == ':'; });
}

/// Reads one list of drivers. Every member returns at once when something was wrong before.
class DriverReader {
public:
  explicit DriverReader(const YamlProblem &problem) : problem_(problem) {}

  std::vector<DriverSpec> read(yaml::Node &list) {
    std::vector<DriverSpec> drivers;
    each(list, "'driver' needs a list of drivers", [&](yaml::Node &item) {
      DriverSpec driver = readDriver(item);
      for (const DriverSpec &other : drivers)
        if (other.name == driver.name)
          fail(item, "there is a driver '" + driver.name + "' already");
      drivers.push_back(std::move(driver));
    });
    return drivers;
  }

private:
  using Read = std::function<void(yaml::Node &)>;
  using Fields = std::map<llvm::StringRef, Read>;

  void fail(const yaml::Node &node, const std::string &message) {
    if (!failed_)
      problem_(node, message);
    failed_ = true;
  }

  void each(yaml::Node &node, const std::string &otherwise, const Read &read) {
    auto *sequence = llvm::dyn_cast<yaml::SequenceNode>(&node);
    if (sequence == nullptr)
      return fail(node, otherwise);
    for (yaml::Node &item : *sequence) {
      if (failed_)
        return;
      read(item);
    }
  }

  /// `key: value` lines, each key once, each known to \p fields.
  void mapping(yaml::Node &node, const std::string &what, const Fields &fields) {
    std::vector<llvm::StringRef> known;
    for (const auto &[key, read] : fields)
      known.push_back(key);
    auto *pairs = llvm::dyn_cast<yaml::MappingNode>(&node);
    if (pairs == nullptr)
      return fail(node, what + " needs 'key: value' lines; known keys are " + joined(known));
    std::set<std::string> seen;
    for (yaml::KeyValueNode &pair : *pairs) {
      if (failed_ || pair.getKey() == nullptr)
        return;
      const std::string key = text(*pair.getKey());
      const auto field = fields.find(key);
      if (field == fields.end())
        return fail(*pair.getKey(), "unknown key '" + key + "' of " + what + suggestion(key, known));
      if (!seen.insert(key).second)
        return fail(*pair.getKey(), "'" + key + "' is given twice; keep one");
      if (pair.getValue() != nullptr)
        field->second(*pair.getValue());
    }
  }

  static std::string text(yaml::Node &node) {
    llvm::SmallString<64> storage;
    auto *value = llvm::dyn_cast<yaml::ScalarNode>(&node);
    return value ? value->getValue(storage).str() : std::string();
  }

  Read word(std::string &to) {
    return [this, &to](yaml::Node &node) {
      to = text(node);
      if (to.empty())
        fail(node, "a word is needed here");
    };
  }

  Read name(std::string &to) {
    return [this, &to](yaml::Node &node) {
      to = text(node);
      if (!isName(to))
        fail(node, "'" + to + "' is no name of C or C++");
    };
  }

  Read names(Words &to) {
    return [this, &to](yaml::Node &node) {
      each(node, "a list of names is needed here, such as [a, b]", [&](yaml::Node &item) {
        name(to.emplace_back())(item);
      });
    };
  }

  Read words(Words &to) {
    return [this, &to](yaml::Node &node) {
      each(node, "a list of words is needed here, such as [a, b]", [&](yaml::Node &item) {
        word(to.emplace_back())(item);
      });
    };
  }

  Read number(int &to) {
    return [this, &to](yaml::Node &node) {
      constexpr int Most = 99;
      if (llvm::StringRef(text(node)).getAsInteger(10, to) || to < 0 || to > Most)
        fail(node, "the number of an argument is needed here; the first is 0");
    };
  }

  Read flag(bool &to) {
    return [this, &to](yaml::Node &node) {
      const std::string value = text(node);
      if (value != "true" && value != "false")
        fail(node, "true or false is needed here");
      to = value == "true";
    };
  }

  /// A list of entries, each read by \p fields of its own.
  template <class Spec, class FieldsOf>
  Read entries(std::vector<Spec> &to, const std::string &what, FieldsOf fieldsOf) {
    return [this, &to, what, fieldsOf](yaml::Node &node) {
      each(node, "a list is needed here, such as [{name: a}]", [&](yaml::Node &item) {
        Spec &spec = to.emplace_back();
        mapping(item, what, fieldsOf(spec));
        if (nameOf(spec).empty())
          fail(item, what + " needs a name");
      });
    };
  }

  template <class Spec> static const std::string &nameOf(const Spec &spec) { return spec.name; }

  static const std::string &nameOf(const DerivedSpec &spec) { return spec.maker; }

  Read way(OpenBy &to) {
    return [this, &to](yaml::Node &node) {
      std::vector<llvm::StringRef> known;
      for (const auto &[word, by] : Ways)
        known.push_back(word);
      const std::string value = text(node);
      const auto *found = std::ranges::find(Ways, llvm::StringRef(value),
                                            [](const auto &way) { return llvm::StringRef(way.first); });
      if (found == std::end(Ways))
        return fail(node, "unknown way to open '" + value + "'" + suggestion(value, known));
      to = found->second;
    };
  }

  Read code(std::string &to) {
    return [this, &to](yaml::Node &node) {
      to = text(node);
      if (findReason(to) == nullptr)
        fail(node, "there is no reason code '" + to + "'");
    };
  }

  Fields hazardFields(HazardSpec &spec) {
    return {{"name", name(spec.name)}, {"code", code(spec.code)}, {"what", word(spec.what)}};
  }

  Fields openFields(OpenSpec &spec) {
    return {{"name", name(spec.name)},
            {"by", way(spec.by)},
            {"handle-argument", number(spec.handleArgument)},
            {"source", name(spec.source)},
            {"pair", name(spec.pairName)},
            {"pair-in", name(spec.pairInName)},
            {"text-argument", number(spec.textArgument)},
            {"pool-types", names(spec.poolTypes)}};
  }

  DriverSpec readDriver(yaml::Node &node) {
    DriverSpec driver;
    mapping(node, "a driver",
            {{"name", word(driver.name)},
             {"header", word(driver.header)},
             {"client-headers", words(driver.clientHeaders)},
             {"handle-types", names(driver.handleTypes)},
             {"handle-tokens", names(driver.handleTokens)},
             {"lease-type", name(driver.leaseType)},
             {"handle-is-object", flag(driver.handleIsObject)},
             {"failure-is-code", flag(driver.failureIsCode)},
             {"opens", entries(driver.opens, "an open", [this](OpenSpec &s) { return openFields(s); })},
             {"makers", names(driver.makers)},
             {"setters", entries(driver.setters, "a setter",
                                 [this](SetterSpec &s) -> Fields {
                                   return {{"name", name(s.name)},
                                           {"option-argument", number(s.optionArgument)},
                                           {"unfit", hazards(s.unfit)}};
                                 })},
             {"shutdowns", names(driver.shutdowns)},
             {"closes", entries(driver.closes, "a close",
                                [this](CloseSpec &s) -> Fields {
                                  return {{"name", name(s.name)}, {"pair", name(s.pairName)}};
                                })},
             {"tests", names(driver.tests)},
             {"inspects", names(driver.inspects)},
             {"interior-texts", names(driver.interiorTexts)},
             {"executes", entries(driver.executes, "a call that executes",
                                  [this](ExecuteSpec &s) -> Fields {
                                    return {{"name", name(s.name)},
                                            {"text-argument", number(s.textArgument)}};
                                  })},
             {"hazards", hazards(driver.hazards)},
             {"derived", entries(driver.derived, "a derived object",
                                 [this](DerivedSpec &s) -> Fields {
                                   return {{"maker", name(s.maker)},
                                           {"out-argument", number(s.outArgument)},
                                           {"ender", name(s.ender)}};
                                 })},
             {"borrow-prefixes", words(driver.borrowPrefixes)},
             {"error-texts", names(driver.errorTexts)}});
    if (!failed_)
      check(node, driver);
    complete(driver);
    return driver;
  }

  Read hazards(std::vector<HazardSpec> &to) {
    return [this, &to](yaml::Node &node) {
      entries(to, "a hazard", [this](HazardSpec &s) { return hazardFields(s); })(node);
      for (const HazardSpec &hazard : to)
        if (hazard.code.empty() || hazard.what.empty())
          fail(node, "hazard '" + hazard.name + "' needs a code and a what");
    };
  }

  /// What no single key can say.
  void check(const yaml::Node &node, const DriverSpec &driver) {
    if (driver.name.empty())
      return fail(node, "a driver needs a name");
    const std::string who = "driver '" + driver.name + "' ";
    for (const DriverSpec &builtin : builtinDrivers())
      if (builtin.name == driver.name)
        return fail(node, "there is a built-in driver '" + driver.name + "'");
    if (driver.handleTypes.empty())
      return fail(node, who + "needs handle-types");
    if (driver.opens.empty())
      return fail(node, who + "needs opens");
    for (const OpenSpec &open : driver.opens)
      checkOpen(node, driver, open);
  }

  void checkOpen(const yaml::Node &node, const DriverSpec &driver, const OpenSpec &open) {
    const std::string who = "open '" + open.name + "' ";
    const bool takesHandle = open.by == OpenBy::OutArgument || open.by == OpenBy::Handle;
    if (takesHandle && open.handleArgument < 0)
      return fail(node, who + "needs a handle-argument");
    if (open.by == OpenBy::Constructor && !driver.handleIsObject)
      return fail(node, who + "is a constructor: say 'handle-is-object: true'");
    const bool isPooled =
        !open.source.empty() || !open.pairName.empty() || !open.pairInName.empty();
    if (isPooled && driver.header.empty())
      return fail(node, who + "has a pooled form: say in which header");
    if (open.pairName.empty() && open.pairInName.empty())
      return;
    for (const CloseSpec &close : driver.closes)
      if (close.pairName.empty())
        return fail(node, who + "has a pair: close '" + close.name + "' needs one too");
  }

  /// What follows from the rest.
  static void complete(DriverSpec &driver) {
    if (driver.handleTokens.empty())
      driver.handleTokens = driver.handleTypes;
    if (driver.leaseType.empty() && !driver.handleTypes.empty())
      driver.leaseType = driver.handleTypes.front();
    auto prefix = [&](const std::string &name) { driver.borrowPrefixes.push_back(name); };
    auto prefixes = [&](const auto &specs) {
      for (const auto &spec : specs)
        prefix(spec.name);
    };
    prefixes(driver.closes);
    prefixes(driver.setters);
    prefixes(driver.executes);
    prefixes(driver.hazards);
    for (const Words *list : {&driver.makers, &driver.tests, &driver.inspects})
      std::ranges::for_each(*list, prefix);
    for (const DerivedSpec &derived : driver.derived)
      prefix(derived.maker);
  }

  const YamlProblem &problem_;
  bool failed_ = false;
};

} // namespace

std::vector<DriverSpec> readDrivers(yaml::Node &list, const YamlProblem &problem) {
  return DriverReader(problem).read(list);
}

} // namespace repool
