#include "sql/PostgresTree.h"

#include <pg_query.h>

namespace repool {

namespace json = llvm::json;

namespace {

constexpr unsigned DeepestJson = 2000; ///< its reader calls itself

bool isTooDeep(std::string_view tree) {
  unsigned depth = 0;
  bool isInText = false;
  for (std::size_t at = 0; at < tree.size(); ++at) {
    const char c = tree[at];
    if (isInText && c == '\\')
      ++at;
    else if (c == '"')
      isInText = !isInText;
    else if (!isInText && (c == '{' || c == '['))
      ++depth;
    else if (!isInText && (c == '}' || c == ']'))
      --depth;
    if (depth > DeepestJson)
      return true;
  }
  return false;
}

} // namespace

std::variant<json::Array, std::string> parsePostgres(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    return std::string("it holds a zero byte");
  PgQueryParseResult result = pg_query_parse(std::string(text).c_str());
  const std::string error = result.error ? result.error->message : "";
  const std::string tree = result.parse_tree ? result.parse_tree : "";
  pg_query_free_parse_result(result);
  if (!error.empty())
    return error;
  if (isTooDeep(tree))
    return std::string("it is nested too deeply");
  llvm::Expected<json::Value> parsed = json::parse(tree);
  if (!parsed) {
    llvm::consumeError(parsed.takeError());
    return std::string("it is not UTF-8");
  }
  const json::Object *root = parsed->getAsObject();
  const json::Array *statements = root ? root->getArray("stmts") : nullptr;
  return statements ? *statements : json::Array();
}

llvm::StringRef lastName(const json::Array *names) {
  if (!names || names->empty())
    return "";
  const json::Object *last = names->back().getAsObject();
  const json::Object *string = last ? last->getObject("String") : nullptr;
  return string ? string->getString("sval").value_or("") : "";
}

llvm::StringRef firstName(const json::Array &names) {
  const json::Object *first = names.empty() ? nullptr : names.front().getAsObject();
  const json::Object *string = first ? first->getObject("String") : nullptr;
  return string ? string->getString("sval").value_or("") : "";
}

std::pair<llvm::StringRef, const json::Object *> unwrapped(const json::Object &node) {
  if (node.size() != 1)
    return {"", nullptr};
  const auto &entry = *node.begin();
  return {llvm::StringRef(entry.first), entry.second.getAsObject()};
}

} // namespace repool
