#include "analyze/QuietCalls.h"

#include "analyze/PlainTypes.h"
#include "analyze/SessionObjects.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace repool {

using namespace clang;

namespace {

constexpr std::array<std::string_view, 31> StandardFunctions = {
    "move",       "forward",       "to_string", "stoi", "stol",  "stoll",    "stoul",   "stoull",
    "stof",       "stod",          "stold",     "min",  "max",   "clamp",    "swap",    "make_pair",
    "make_tuple", "make_optional", "tie",       "get",  "begin", "end",      "cbegin",  "cend",
    "size",       "empty",         "as_const",  "abs",  "round", "exchange", "distance"};

/// Methods of containers that make no element but by copy or move.
constexpr std::array<std::string_view, 15> Keeping = {
    "push_back", "push_front", "pop_back", "pop_front", "reserve", "clear", "swap", "begin",
    "end",       "rbegin",     "rend",     "data",      "at",      "front", "back"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N> &names, llvm::StringRef name) {
  return std::find(names.begin(), names.end(), std::string_view(name)) != names.end();
}

class Judge {
public:
  Judge(const DriverSpec &driver, const DriverIndex &index, const SourceMap &map)
      : driver_(driver), index_(index), map_(map) {}

  bool isQuiet(const FunctionDecl &callee) const {
    if (index_.library(callee) == &driver_) // turns values into text as the program says of them
      return ofLibraries(callee.getReturnType()) && takesOfLibraries(callee);
    if (callee.hasAttr<ConstAttr>() || callee.hasAttr<PureAttr>())
      return true;
    if (const auto *method = llvm::dyn_cast<CXXMethodDecl>(&callee))
      return isLibraryValue(*method->getParent(), driver_) ||
             (isStandardValue(*method->getParent()) && makesNothing(*method));
    if (callee.isInStdNamespace() && callee.getIdentifier())
      return contains(StandardFunctions, callee.getName());
    if (callee.isInStdNamespace() && callee.getLiteralIdentifier())
      return true;
    // `a + b` of strings; not `<<` of a stream, and no comparison that the program has written.
    return callee.isOverloadedOperator() && takesOfLibraries(callee);
  }

private:
  bool ofLibraries(QualType type) const {
    return type->isVoidType() || isPlainOfLibraries(type, driver_, index_, map_);
  }

  bool takesOfLibraries(const FunctionDecl &callee) const {
    return std::all_of(callee.param_begin(), callee.param_end(),
                       [&](const ParmVarDecl *param) { return ofLibraries(param->getType()); });
  }

  /// `resize` and `emplace_back` call what the class of the elements says.
  bool makesNothing(const CXXMethodDecl &method) const {
    const CXXRecordDecl &record = *method.getParent();
    if (method.isConst() || ofLibraries(map_.ast().getRecordType(&record)))
      return true;
    if (const auto *ctor = llvm::dyn_cast<CXXConstructorDecl>(&method))
      return ctor->isDefaultConstructor() || ctor->isCopyOrMoveConstructor() || takesList(*ctor);
    if (method.isOverloadedOperator())
      return !isStandardMap(record);
    return method.getIdentifier() && contains(Keeping, method.getName());
  }

  static bool takesList(const CXXConstructorDecl &ctor) {
    const auto *list =
        ctor.getNumParams() > 0 ? ctor.getParamDecl(0)->getType()->getAsCXXRecordDecl() : nullptr;
    return list && list->getIdentifier() && list->getName() == "initializer_list";
  }

  const DriverSpec &driver_;
  const DriverIndex &index_;
  const SourceMap &map_;
};

} // namespace

bool isQuiet(const FunctionDecl &callee, const DriverSpec &driver, const DriverIndex &index,
             const SourceMap &map) {
  return Judge(driver, index, map).isQuiet(callee);
}

/// `exec_params(text, id)`: a forwarding reference, deduced as `int &`, to a value of a statement.
bool isOnlyRead(const FunctionDecl &callee, unsigned parameter, const DriverSpec &driver,
                const DriverIndex &index, const SourceMap &map) {
  const bool isOfDriver = index.library(callee) == &driver && !map.inProject(callee.getLocation());
  const FunctionTemplateDecl *pattern = isOfDriver ? callee.getPrimaryTemplate() : nullptr;
  if (!pattern || parameter >= callee.getNumParams() ||
      !callee.getParamDecl(parameter)->getType()->isLValueReferenceType())
    return false;
  const FunctionDecl &written = *pattern->getTemplatedDecl();
  QualType type = written.getParamDecl(std::min(parameter, written.getNumParams() - 1))->getType();
  if (const auto *pack = type->getAs<PackExpansionType>())
    type = pack->getPattern();
  return type->isRValueReferenceType() && type->getPointeeType()->isTemplateTypeParmType();
}

} // namespace repool
