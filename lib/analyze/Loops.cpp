#include "analyze/Loops.h"

#include "analyze/Surroundings.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

#include <map>

namespace repool {

using namespace clang;

LoopKind kindOf(const Stmt &loop) {
  if (llvm::isa<CXXForRangeStmt>(loop))
    return LoopKind::Counted;
  const auto *counted = llvm::dyn_cast<ForStmt>(&loop);
  return counted && counted->getCond() && counted->getInc() ? LoopKind::Counted : LoopKind::Open;
}

bool isEndless(const Stmt &stmt, const SourceMap &map) {
  const Expr *cond = nullptr;
  const Stmt *body = nullptr;
  if (const auto *loop = llvm::dyn_cast<WhileStmt>(&stmt))
    cond = loop->getCond(), body = loop->getBody();
  else if (const auto *forLoop = llvm::dyn_cast<ForStmt>(&stmt))
    cond = forLoop->getCond(), body = forLoop->getBody();
  else
    return false;
  bool value = true;
  if (cond && (cond->isValueDependent() || !cond->EvaluateAsBooleanCondition(value, map.ast())))
    return false;
  return value && !anyBelow(body, [](const Stmt &s) {
           return llvm::isa<BreakStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(s);
         });
}

unsigned offsetOf(SourceLocation at, const SourceMap &map) {
  return map.manager().getFileOffset(map.manager().getExpansionLoc(at));
}

std::vector<std::pair<unsigned, unsigned>> jumpsBack(const Stmt *root, const SourceMap &map) {
  std::vector<std::pair<unsigned, unsigned>> result;
  std::map<const LabelDecl *, unsigned> labels;
  std::vector<std::pair<const LabelDecl *, unsigned>> jumps;
  anyBelow(root, [&](const Stmt &s) {
    if (const auto *label = llvm::dyn_cast<LabelStmt>(&s))
      labels[label->getDecl()] = offsetOf(s.getBeginLoc(), map);
    else if (const auto *jump = llvm::dyn_cast<GotoStmt>(&s))
      jumps.emplace_back(jump->getLabel(), offsetOf(s.getBeginLoc(), map));
    return false;
  });
  for (const auto &[label, from] : jumps)
    if (const auto it = labels.find(label); it != labels.end() && it->second < from)
      result.emplace_back(it->second, from);
  return result;
}

} // namespace repool
