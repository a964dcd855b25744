#include "project/DriverConfig.h"

#include "model/Reasons.h"
#include "project/NearWord.h"

#include <algorithm>

namespace repool {

namespace {

namespace yaml = llvm::yaml;

using Words = YamlFields::Words;

constexpr std::pair<llvm::StringLiteral, OpenBy> Ways[] = {
    {"return", OpenBy::Return}, {"out-argument", OpenBy::OutArgument},
    {"handle", OpenBy::Handle}, {"constructor", OpenBy::Constructor},
    {"steps", OpenBy::Steps},
};

/// Reads one list of drivers.
class DriverReader {
public:
  explicit DriverReader(const YamlProblem &problem) : yaml_(problem) {}

  std::vector<DriverSpec> read(yaml::Node &list) {
    std::vector<DriverSpec> drivers;
    yaml_.each(list, "'driver' needs a list of drivers", [&](yaml::Node &item) {
      DriverSpec driver = readDriver(item);
      for (const DriverSpec &other : drivers)
        if (other.name == driver.name)
          yaml_.fail(item, "there is a driver '" + driver.name + "' already");
      drivers.push_back(std::move(driver));
    });
    return drivers;
  }

private:
  using Read = YamlFields::Read;
  using Fields = YamlFields::Fields;

  template <class Spec, class FieldsOf>
  Read entries(std::vector<Spec> &to, const std::string &what, FieldsOf fieldsOf) {
    return yaml_.entries(to, what, fieldsOf, [](const Spec &spec) {
      if constexpr (std::is_same_v<Spec, DerivedSpec>)
        return spec.maker;
      else
        return spec.name;
    });
  }

  Read way(OpenBy &to) {
    return [this, &to](yaml::Node &node) {
      std::vector<llvm::StringRef> known;
      for (const auto &[word, by] : Ways)
        known.push_back(word);
      const std::string value = YamlFields::text(node);
      const auto *found = std::ranges::find(
          Ways, llvm::StringRef(value), [](const auto &way) { return llvm::StringRef(way.first); });
      if (found == std::end(Ways))
        return yaml_.fail(node, "unknown way to open '" + value + "'" + suggestion(value, known));
      to = found->second;
    };
  }

  Read code(std::string &to) {
    return [this, &to](yaml::Node &node) {
      to = YamlFields::text(node);
      if (findReason(to) == nullptr)
        yaml_.fail(node, "there is no reason code '" + to + "'");
    };
  }

  Fields hazardFields(HazardSpec &spec) {
    return {{"name", yaml_.name(spec.name)},
            {"code", code(spec.code)},
            {"what", yaml_.word(spec.what)}};
  }

  Fields openFields(OpenSpec &spec) {
    return {{"name", yaml_.name(spec.name)},
            {"by", way(spec.by)},
            {"handle-argument", yaml_.number(spec.handleArgument)},
            {"source", yaml_.name(spec.source)},
            {"pair", yaml_.name(spec.pairName)},
            {"pair-in", yaml_.name(spec.pairInName)},
            {"text-argument", yaml_.number(spec.textArgument)},
            {"pool-types", yaml_.names(spec.poolTypes)}};
  }

  DriverSpec readDriver(yaml::Node &node) {
    DriverSpec driver;
    yaml_.mapping(
        node, "a driver",
        {{"name", yaml_.word(driver.name)},
         {"header", yaml_.word(driver.header)},
         {"client-headers", yaml_.words(driver.clientHeaders)},
         {"handle-types", yaml_.names(driver.handleTypes)},
         {"handle-tokens", yaml_.names(driver.handleTokens)},
         {"lease-type", yaml_.name(driver.leaseType)},
         {"handle-is-object", yaml_.flag(driver.handleIsObject)},
         {"failure-is-code", yaml_.flag(driver.failureIsCode)},
         {"opens", entries(driver.opens, "an open", [this](OpenSpec &s) { return openFields(s); })},
         {"makers", yaml_.names(driver.makers)},
         {"setters", entries(driver.setters, "a setter",
                             [this](SetterSpec &s) -> Fields {
                               return {{"name", yaml_.name(s.name)},
                                       {"option-argument", yaml_.number(s.optionArgument)},
                                       {"unfit", hazards(s.unfit)}};
                             })},
         {"shutdowns", yaml_.names(driver.shutdowns)},
         {"closes", entries(driver.closes, "a close",
                            [this](CloseSpec &s) -> Fields {
                              return {{"name", yaml_.name(s.name)},
                                      {"pair", yaml_.name(s.pairName)}};
                            })},
         {"tests", yaml_.names(driver.tests)},
         {"inspects", yaml_.names(driver.inspects)},
         {"interior-texts", yaml_.names(driver.interiorTexts)},
         {"executes", entries(driver.executes, "a call that executes",
                              [this](ExecuteSpec &s) -> Fields {
                                return {{"name", yaml_.name(s.name)},
                                        {"text-argument", yaml_.number(s.textArgument)}};
                              })},
         {"hazards", hazards(driver.hazards)},
         {"derived", entries(driver.derived, "a derived object",
                             [this](DerivedSpec &s) -> Fields {
                               return {{"maker", yaml_.name(s.maker)},
                                       {"out-argument", yaml_.number(s.outArgument)},
                                       {"ender", yaml_.name(s.ender)}};
                             })},
         {"borrow-prefixes", yaml_.words(driver.borrowPrefixes)},
         {"error-texts", yaml_.names(driver.errorTexts)}});
    if (!yaml_.failed())
      check(node, driver);
    complete(driver);
    return driver;
  }

  Read hazards(std::vector<HazardSpec> &to) {
    return [this, &to](yaml::Node &node) {
      entries(to, "a hazard", [this](HazardSpec &s) { return hazardFields(s); })(node);
      for (const HazardSpec &hazard : to)
        if (hazard.code.empty() || hazard.what.empty())
          yaml_.fail(node, "hazard '" + hazard.name + "' needs a code and a what");
    };
  }

  /// What no single key can say.
  void check(const yaml::Node &node, const DriverSpec &driver) {
    if (driver.name.empty())
      return yaml_.fail(node, "a driver needs a name");
    const std::string who = "driver '" + driver.name + "' ";
    for (const DriverSpec &builtin : builtinDrivers())
      if (builtin.name == driver.name)
        return yaml_.fail(node, "there is a built-in driver '" + driver.name + "'");
    if (driver.handleTypes.empty())
      return yaml_.fail(node, who + "needs handle-types");
    if (driver.opens.empty())
      return yaml_.fail(node, who + "needs opens");
    for (const OpenSpec &open : driver.opens)
      checkOpen(node, driver, open);
  }

  void checkOpen(const yaml::Node &node, const DriverSpec &driver, const OpenSpec &open) {
    const std::string who = "open '" + open.name + "' ";
    const bool takesHandle = open.by == OpenBy::OutArgument || open.by == OpenBy::Handle;
    if (takesHandle && open.handleArgument < 0)
      return yaml_.fail(node, who + "needs a handle-argument");
    if (open.by == OpenBy::Constructor && !driver.handleIsObject)
      return yaml_.fail(node, who + "is a constructor: say 'handle-is-object: true'");
    const bool isPooled =
        !open.source.empty() || !open.pairName.empty() || !open.pairInName.empty();
    if (isPooled && driver.header.empty())
      return yaml_.fail(node, who + "has a pooled form: say in which header");
    if (open.pairName.empty() && open.pairInName.empty())
      return;
    for (const CloseSpec &close : driver.closes)
      if (close.pairName.empty())
        return yaml_.fail(node, who + "has a pair: close '" + close.name + "' needs one too");
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
    addHeapForms(driver); // after the prefixes: `delete` is no name of the library
  }

  YamlFields yaml_;
};

} // namespace

std::vector<DriverSpec> readDrivers(yaml::Node &list, const YamlProblem &problem) {
  return DriverReader(problem).read(list);
}

} // namespace repool
