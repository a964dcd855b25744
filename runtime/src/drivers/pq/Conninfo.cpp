#include "Conninfo.h"

#include "../../Sha256.h"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace repool::detail {

namespace {

struct FreeOptions {
  void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;
using Values = std::map<std::string, std::string>;

Options parse(const std::string &text) {
  char *message = nullptr;
  Options options(PQconninfoParse(text.c_str(), &message));
  PQfreemem(message);
  return options;
}

bool isWholeText(std::string_view dbname) {
  return dbname.rfind("postgres://", 0) == 0 || dbname.rfind("postgresql://", 0) == 0 ||
         dbname.find('=') != std::string_view::npos;
}

void addGiven(Values &values, const PQconninfoOption *options) {
  for (const PQconninfoOption *option = options; option->keyword; ++option)
    if (option->val)
      values[option->keyword] = option->val;
}

// Defaults are read at each call, as libpq does: the environment may change.
std::optional<Conninfo> withDefaults(const Values &given) {
  const Options defaults(PQconndefaults());
  if (!defaults)
    return std::nullopt;
  Conninfo conninfo;
  std::size_t known = 0;
  for (const PQconninfoOption *option = defaults.get(); option->keyword; ++option) {
    const auto found = given.find(option->keyword);
    known += found != given.end() ? 1 : 0;
    if (found == given.end() && !option->val)
      continue;
    const std::string value = found != given.end() ? found->second : option->val;
    const bool isSecret = option->dispchar && std::string_view(option->dispchar) == "*";
    conninfo.parameters[option->keyword] = isSecret ? sha256(value) : value;
  }
  if (known != given.size())
    return std::nullopt; // a parameter that libpq does not know
  return conninfo;
}

} // namespace

std::string Conninfo::key() const {
  std::string key;
  for (const auto &[name, value] : parameters)
    key += name + '=' + std::to_string(value.size()) + ':' + value + ';';
  return key;
}

std::string Conninfo::describe() const {
  const auto valueOf = [&](const char *name, const char *otherwise) {
    const auto found = parameters.find(name);
    return found != parameters.end() && !found->second.empty() ? found->second : otherwise;
  };
  const std::string user = valueOf("user", "");
  return user + '@' + valueOf("host", valueOf("hostaddr", "local").c_str()) + ':' +
         valueOf("port", "5432") + '/' + valueOf("dbname", user.c_str());
}

std::optional<Conninfo> conninfoOf(const std::string &text) {
  const Options options = parse(text);
  if (!options)
    return std::nullopt;
  Values given;
  addGiven(given, options.get());
  return withDefaults(given);
}

std::optional<Conninfo> conninfoOf(const std::vector<Parameter> &list, bool expandsDbname) {
  Values given;
  for (const auto &[name, value] : list) {
    if (value.empty())
      continue;
    if (name != "dbname" || !expandsDbname || !isWholeText(value)) {
      given[name] = value;
      continue;
    }
    const Options options = parse(value);
    if (!options)
      return std::nullopt;
    addGiven(given, options.get());
    expandsDbname = false;
  }
  return withDefaults(given);
}

} // namespace repool::detail
