#include "analyze/CallIds.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

namespace repool {

using namespace clang;

namespace {

std::string usr(const Decl &decl) {
  llvm::SmallString<128> text;
  index::generateUSRForDecl(&decl, text);
  return std::string(text);
}

bool isLambda(const FunctionDecl &function) {
  const auto *method = llvm::dyn_cast<CXXMethodDecl>(&function);
  return method && method->getParent()->isLambda();
}

} // namespace

const FunctionDecl &spelled(const FunctionDecl &function) {
  const FunctionDecl *pattern = function.getTemplateInstantiationPattern();
  return pattern ? *pattern : function;
}

bool isLocalFunction(const FunctionDecl &function) {
  return isLambda(function) || !function.isExternallyVisible();
}

std::string idOf(const FunctionDecl &function, const SourceMap &map) {
  const FunctionDecl &decl = spelled(function);
  if (isLambda(decl)) {
    const Place place = map.place(decl.getLocation());
    return "lambda@" + place.file + ":" + std::to_string(place.line) + ":" +
           std::to_string(place.column);
  }
  if (!decl.isMain() && !isLocalFunction(decl))
    return usr(decl);
  const FunctionDecl *definition = decl.getDefinition();
  return usr(decl) + "@" + map.file((definition ? *definition : decl).getLocation());
}

std::string idOf(const FieldDecl &field) {
  return "field@" + usr(field);
}

std::string idOfName(const std::string &simple) {
  return "name@" + simple;
}

} // namespace repool
