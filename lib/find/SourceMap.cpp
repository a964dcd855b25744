#include "find/SourceMap.h"

#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace repool {

SourceMap::SourceMap(clang::ASTContext &ast, SourceStore &sources, std::string root)
    : ast_(ast), sm_(ast.getSourceManager()), sources_(sources), root_(std::move(root)) {}

std::optional<Span> SourceMap::span(clang::SourceRange range) const {
  const clang::CharSourceRange chars = clang::Lexer::makeFileCharRange(
      clang::CharSourceRange::getTokenRange(range), sm_, ast_.getLangOpts());
  if (chars.isInvalid())
    return std::nullopt;
  const auto [beginFile, begin] = sm_.getDecomposedLoc(chars.getBegin());
  const auto [endFile, end] = sm_.getDecomposedLoc(chars.getEnd());
  if (beginFile != endFile || end < begin)
    return std::nullopt;
  return Span{begin, end};
}

std::optional<Span> SourceMap::statement(const clang::Stmt &stmt) const {
  std::optional<Span> result = span(stmt.getSourceRange());
  if (!result)
    return std::nullopt;
  const clang::SourceLocation last = sm_.getExpansionRange(stmt.getEndLoc()).getEnd();
  const auto next = clang::Lexer::findNextToken(last, sm_, ast_.getLangOpts());
  if (next && next->is(clang::tok::semi) &&
      sm_.getFileID(next->getLocation()) == sm_.getFileID(last) &&
      !llvm::isa<clang::DeclStmt, clang::CompoundStmt>(stmt))
    result->end = sm_.getFileOffset(next->getEndLoc());
  return result;
}

const std::string &SourceMap::file(clang::SourceLocation location) const {
  const clang::FileID id = sm_.getFileID(sm_.getExpansionLoc(location));
  auto [it, isNew] = files_.try_emplace(id);
  if (isNew)
    if (auto entry = sm_.getFileEntryRefForID(id)) {
      llvm::SmallString<256> absolute(entry->getName());
      sm_.getFileManager().makeAbsolutePath(absolute);
      it->second = sources_.canonical(std::string(absolute));
    }
  return it->second;
}

Place SourceMap::place(clang::SourceLocation location) const {
  const clang::SourceLocation at = sm_.getExpansionLoc(location);
  const auto [id, offset] = sm_.getDecomposedLoc(at);
  return {file(location), sm_.getLineNumber(id, offset), sm_.getColumnNumber(id, offset)};
}

bool SourceMap::inProject(clang::SourceLocation location) const {
  if (location.isInvalid() || sm_.isInSystemHeader(sm_.getExpansionLoc(location)))
    return false;
  const std::string &path = file(location);
  return path.size() > root_.size() && path.starts_with(root_) && path[root_.size()] == '/';
}

std::string SourceMap::text(Span span, clang::SourceLocation location) const {
  const clang::FileID id = sm_.getFileID(sm_.getExpansionLoc(location));
  const llvm::StringRef buffer = sm_.getBufferData(id);
  return buffer.substr(span.begin, span.size()).str();
}

Language SourceMap::language() const {
  return ast_.getLangOpts().CPlusPlus ? Language::Cxx : Language::C;
}

} // namespace repool
