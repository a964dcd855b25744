#include "analyze/WrapRegion.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

namespace repool {

using namespace clang;

namespace {

class RegionFinder {
public:
  RegionFinder(const Callable &callable, const SourceMap &map) : callable_(callable), map_(map) {}

  WrapRegion run(const DeclStmt &declaration, const CompoundStmt &block) {
    const auto first = std::find(block.body_begin(), block.body_end(), &declaration);
    if (first == block.body_end() || std::next(first) == block.body_end())
      return {};
    const Stmt *last = block.body_back();
    const auto begin = map_.span(declaration.getSourceRange());
    const auto end = map_.statement(*last);
    if (!begin || !end || end->end <= begin->begin) {
      against("RP401", "the region is spelled by a macro", declaration.getBeginLoc());
      return std::move(result_);
    }
    Region region{.span = {begin->begin, end->end}};
    const std::string text = map_.text(region.span, declaration.getBeginLoc());
    region.lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (hasDirective(text))
      against("RP403", "the region holds preprocessor directives", declaration.getBeginLoc());
    for (auto it = std::next(first); it != block.body_end(); ++it)
      inspect(**it, *it == last, 0, 0);
    if (const auto *ret = llvm::dyn_cast<ReturnStmt>(last))
      takeReturn(*ret, region);
    result_.region = region;
    return std::move(result_);
  }

private:
  void against(const char *code, std::string message, SourceLocation at) {
    result_.against.push_back({code, std::move(message), "", map_.place(at)});
  }

  static bool hasDirective(llvm::StringRef text) {
    llvm::SmallVector<llvm::StringRef> lines;
    text.split(lines, '\n');
    return std::any_of(lines.begin(), lines.end(),
                       [](llvm::StringRef line) { return line.ltrim().starts_with("#"); });
  }

  /// \p loops, \p switches: how many of them inside the region are around \p stmt.
  void inspect(const Stmt &stmt, bool isLast, int loops, int switches) {
    if (const auto *ret = llvm::dyn_cast<ReturnStmt>(&stmt); ret && !isLast)
      against("RP305", "the region returns early", ret->getBeginLoc());
    if (llvm::isa<BreakStmt>(stmt) && loops + switches == 0)
      against("RP305", "a break leaves the region", stmt.getBeginLoc());
    if (llvm::isa<ContinueStmt>(stmt) && loops == 0)
      against("RP305", "a continue leaves the region", stmt.getBeginLoc());
    if (llvm::isa<GotoStmt, IndirectGotoStmt, LabelStmt>(stmt))
      against("RP305", "the region jumps", stmt.getBeginLoc());
    if (llvm::isa<PredefinedExpr, SourceLocExpr>(stmt))
      against("RP401", "the region uses the name of its function", stmt.getBeginLoc());
    if (llvm::isa<CoreturnStmt, CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(stmt))
      against("RP407", "the region is part of a coroutine", stmt.getBeginLoc());
    if (llvm::isa<VAArgExpr>(stmt) || callsSpecial(stmt))
      against("RP305", "the region uses alloca, va_list or setjmp", stmt.getBeginLoc());
    if (llvm::isa<LambdaExpr>(stmt))
      return;
    const int inLoop = llvm::isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(stmt) ? 1 : 0;
    const int inSwitch = llvm::isa<SwitchStmt>(stmt) ? 1 : 0;
    for (const Stmt *child : stmt.children())
      if (child)
        inspect(*child, false, loops + inLoop, switches + inSwitch);
  }

  static bool callsSpecial(const Stmt &stmt) {
    const auto *call = llvm::dyn_cast<CallExpr>(&stmt);
    const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
    if (!callee || !callee->getIdentifier())
      return false;
    const llvm::StringRef name = callee->getName();
    return name == "alloca" || name == "__builtin_alloca" || name.contains("setjmp") ||
           name.starts_with("__builtin_va_") || name == "__builtin_FUNCTION" ||
           name == "__builtin_LINE";
  }

  /// The lambda's return type must be the function's, by deduction or in writing.
  void takeReturn(const ReturnStmt &ret, Region &region) {
    region.returns = true;
    if (auto span = map_.statement(ret))
      region.returnStatement = *span;
    const Expr *value = ret.getRetValue();
    region.returnsValue = value != nullptr && !value->getType()->isVoidType();
    if (!region.returnsValue)
      return;
    const QualType declared = callable_.decl->getReturnType();
    if (declared->getContainedDeducedType() || callable_.isLambda) {
      if (sameByDeduction(*value, value->getType()))
        return;
      against("RP305", "the lambda's return type cannot be written", ret.getBeginLoc());
      return;
    }
    const auto spelled = map_.span(value->getSourceRange());
    const bool braced = spelled && map_.text(*spelled, value->getBeginLoc()).starts_with("{");
    if (!braced && sameByDeduction(*value, declared))
      return;
    const auto span = map_.span(callable_.decl->getReturnTypeSourceRange());
    if (!span || span->empty()) {
      against("RP305", "the lambda's return type cannot be written", ret.getBeginLoc());
      return;
    }
    region.returnType = map_.text(*span, callable_.decl->getBeginLoc());
    // clang's range of `const char *` begins behind the qualifier.
    if (pointsToConst(callable_.decl->getReturnType()) &&
        region.returnType->find("const") == std::string::npos)
      region.returnType = "const " + *region.returnType;
  }

  static bool pointsToConst(QualType type) {
    const QualType pointee = type->getPointeeType();
    return !pointee.isNull() && (pointee.isConstQualified() || pointsToConst(pointee));
  }

  /// `return x;` in a lambda deduces the type of x without reference and const.
  static bool sameByDeduction(const Expr &value, QualType declared) {
    if (declared->isReferenceType() || llvm::isa<InitListExpr>(value.IgnoreImplicit()))
      return false;
    const Expr *spelled = value.IgnoreUnlessSpelledInSource();
    QualType type = spelled->getType();
    if (type.isNull() || type->isDependentType() || type->isArrayType())
      return false;
    return spelled->getType().getCanonicalType().getUnqualifiedType() ==
           declared.getCanonicalType().getUnqualifiedType();
  }

  const Callable &callable_;
  const SourceMap &map_;
  WrapRegion result_;
};

} // namespace

WrapRegion wrapRegion(const DeclStmt &declaration, const CompoundStmt &block,
                      const Callable &callable, const SourceMap &map) {
  return RegionFinder(callable, map).run(declaration, block);
}

} // namespace repool
