#include "parse/Parse.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/DeclBase.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "parse/OverlayFiles.h"
#include "parse/RecordingFiles.h"

#include <algorithm>

namespace repool {

namespace {

/// How ClangArguments.cpp spells the bundled folder.
constexpr llvm::StringLiteral BundledMark = "/./repool/";

bool isBelow(llvm::StringRef path, llvm::StringRef root) {
  return path.starts_with(root) && path.size() > root.size() && path[root.size()] == '/';
}

/// A name as the compile command spells it is relative to the command's folder, not to ours.
std::string canonicalName(llvm::StringRef name, const clang::FileManager &files,
                          SourceStore &sources) {
  llvm::SmallString<256> absolute(name);
  files.makeAbsolutePath(absolute);
  return sources.canonical(std::string(absolute));
}

/// Turns clang's messages into values. Notes are dropped: they explain, they do not count.
class CollectDiagnostics : public clang::DiagnosticConsumer {
public:
  CollectDiagnostics(ParseOutcome &outcome, SourceStore &sources)
      : outcome_(outcome), sources_(sources) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override {
    DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < clang::DiagnosticsEngine::Warning)
      return;
    llvm::SmallString<128> message;
    info.FormatDiagnostic(message);
    const llvm::StringRef flag = clang::DiagnosticIDs::getWarningOptionForDiag(info.getID());
    Diagnostic diagnostic{.isError = level >= clang::DiagnosticsEngine::Error,
                          .message = std::string(message)};
    if (!flag.empty())
      diagnostic.message += (" [-W" + flag + "]").str();
    if (info.hasSourceManager() && info.getLocation().isValid()) {
      const clang::SourceManager &sm = info.getSourceManager();
      const clang::PresumedLoc at =
          sm.getPresumedLoc(sm.getExpansionLoc(info.getLocation()), false);
      if (at.isValid())
        diagnostic.place = {canonicalName(at.getFilename(), sm.getFileManager(), sources_),
                            at.getLine(), at.getColumn()};
    }
    outcome_.diagnostics.push_back(std::move(diagnostic));
  }

private:
  ParseOutcome &outcome_;
  SourceStore &sources_;
};

class RecordSkipped : public clang::PPCallbacks {
public:
  RecordSkipped(clang::SourceManager &sm,
                std::vector<std::pair<clang::FileID, InactiveMention>> &out)
      : sm_(sm), out_(out) {}

  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override {
    if (sm_.isInSystemHeader(range.getBegin()))
      return;
    const auto [file, begin] = sm_.getDecomposedLoc(range.getBegin());
    const unsigned end = sm_.getFileOffset(range.getEnd());
    InactiveMention mention;
    mention.span = {begin, std::max(begin, end)};
    mention.place.line = sm_.getLineNumber(file, begin);
    mention.place.column = 1;
    out_.emplace_back(file, mention);
  }

private:
  clang::SourceManager &sm_;
  std::vector<std::pair<clang::FileID, InactiveMention>> &out_;
};

class SkipSystemBodies : public clang::ASTConsumer {
public:
  explicit SkipSystemBodies(clang::SourceManager &sm) : sm_(sm) {}

  bool shouldSkipFunctionBody(clang::Decl *decl) override {
    return sm_.isInSystemHeader(decl->getLocation());
  }

private:
  clang::SourceManager &sm_;
};

class Action : public clang::ASTFrontendAction {
public:
  Action(ParseOutcome &outcome, bool &seesAll, const ParseOptions &options, SourceStore &sources,
         const WithAst &withAst)
      : outcome_(outcome), seesAll_(seesAll), options_(options), sources_(sources),
        withAst_(withAst) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &ci,
                                                        llvm::StringRef) override {
    ci.getPreprocessor().addPPCallbacks(
        std::make_unique<RecordSkipped>(ci.getSourceManager(), skipped_));
    return std::make_unique<SkipSystemBodies>(ci.getSourceManager());
  }

  bool BeginInvocation(clang::CompilerInstance &ci) override {
    ci.getFrontendOpts().SkipFunctionBodies = options_.skipSystemBodies;
    ci.getFrontendOpts().DisableFree = false;
    seesAll_ = dependsOnTextOnly(ci);
    return true;
  }

  void ExecuteAction() override {
    clang::ASTFrontendAction::ExecuteAction();
    clang::CompilerInstance &ci = getCompilerInstance();
    collectFiles(ci.getSourceManager(), ci.getFileManager());
    for (const Diagnostic &diagnostic : outcome_.diagnostics)
      if (diagnostic.isError && !outcome_.failure)
        outcome_.failure = describe(diagnostic);
    if (!outcome_.failure && withAst_)
      withAst_(ci, outcome_);
  }

private:
  /// Texts read through the file system, and nothing else.
  static bool dependsOnTextOnly(clang::CompilerInstance &ci) {
    const clang::PreprocessorOptions &preprocessor = ci.getPreprocessorOpts();
    return preprocessor.ImplicitPCHInclude.empty() && preprocessor.ChainedIncludes.empty() &&
           !ci.getLangOpts().Modules && ci.getHeaderSearchOpts().VFSOverlayFiles.empty() &&
           ci.getFrontendOpts().Plugins.empty() && ci.getFrontendOpts().ModuleFiles.empty();
  }

  static std::string describe(const Diagnostic &diagnostic) {
    if (diagnostic.place.file.empty())
      return diagnostic.message;
    return diagnostic.place.file + ":" + std::to_string(diagnostic.place.line) + ":" +
           std::to_string(diagnostic.place.column) + ": " + diagnostic.message;
  }

  void collectFiles(clang::SourceManager &sm, clang::FileManager &files) {
    for (auto it = sm.fileinfo_begin(); it != sm.fileinfo_end(); ++it) {
      if (!options_.bundledRuntime.empty() && it->first.getName().contains(BundledMark))
        outcome_.usedBundledRuntime = true;
      std::string path = canonicalName(it->first.getName(), files, sources_);
      if (isBelow(path, options_.root))
        outcome_.files.push_back(std::move(path));
    }
    std::sort(outcome_.files.begin(), outcome_.files.end());
    outcome_.files.erase(std::unique(outcome_.files.begin(), outcome_.files.end()),
                         outcome_.files.end());
    for (auto &[file, mention] : skipped_)
      if (auto entry = sm.getFileEntryRefForID(file)) {
        mention.place.file = canonicalName(entry->getName(), files, sources_);
        outcome_.skipped.push_back(mention);
      }
  }

  ParseOutcome &outcome_;
  bool &seesAll_; ///< it began, and depends on texts only
  const ParseOptions &options_;
  SourceStore &sources_;
  const WithAst &withAst_;
  std::vector<std::pair<clang::FileID, InactiveMention>> skipped_;
};

} // namespace

ParseOutcome parseUnit(const CompileUnit &unit, const Overlay &overlay, const ParseOptions &options,
                       SourceStore &sources, const WithAst &withAst) {
  ParseOutcome outcome;
  // Each parse has its own file system, so that its working directory is its own.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> fs = llvm::vfs::createPhysicalFileSystem();
  if (auto error = fs->setCurrentWorkingDirectory(unit.directory)) {
    outcome.failure = unit.directory + ": " + error.message();
    return outcome;
  }
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> overlaid = overlayFiles(fs, overlay, sources);
  llvm::IntrusiveRefCntPtr<RecordingFiles> recording;
  if (options.record)
    overlaid = recording = llvm::makeIntrusiveRefCnt<RecordingFiles>(std::move(overlaid));
  auto files = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions{}, overlaid);
  CollectDiagnostics collect(outcome, sources);
  bool seesAll = false;
  clang::tooling::ToolInvocation invocation(
      clangArguments(unit, options),
      std::make_unique<Action>(outcome, seesAll, options, sources, withAst), files.get());
  invocation.setDiagnosticConsumer(&collect);
  const bool ran = invocation.run();
  if (!ran && !outcome.failure) {
    outcome.failure = "clang could not use its compile command";
    for (const Diagnostic &diagnostic : outcome.diagnostics)
      if (diagnostic.isError) {
        outcome.failure = diagnostic.message;
        break;
      }
  }
  if (recording && seesAll)
    outcome.seen = recording->seen();
  return outcome;
}

} // namespace repool
