#include "analyze/AnalyzeUnit.h"

#include "analyze/CallFacts.h"
#include "analyze/FieldFacts.h"
#include "analyze/Instances.h"
#include "analyze/LocalHandle.h"
#include "analyze/OwnerDecls.h"
#include "analyze/ParameterFacts.h"
#include "analyze/PlaceHandle.h"
#include "analyze/ProgramMentions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/ADT/MapVector.h"

#include <algorithm>
#include <functional>

namespace repool {

namespace {

bool isIdentifierByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// \p word stands in \p text as a whole identifier.
bool names(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool startsWord = at == 0 || !isIdentifierByte(text[at - 1]);
    const std::size_t end = at + word.size();
    if (startsWord && (end == text.size() || !isIdentifierByte(text[end])))
      return true;
  }
  return false;
}

using ByVariable = llvm::MapVector<const clang::VarDecl *, std::vector<const FoundOpen *>>;

void inOrder(std::vector<Handle> &handles) {
  std::stable_sort(handles.begin(), handles.end(), [](const Handle &a, const Handle &b) {
    return a.opens.front().place < b.opens.front().place;
  });
}

/// `create_tables(&db)`, of whose body is seen that it fills nothing.
bool merelyUsed(const FoundOpen &open, Callees &callees) {
  const auto *call = llvm::dyn_cast_or_null<clang::CallExpr>(open.expr);
  return open.argument >= 0 && call &&
         callees.merelyUses(call->getDirectCallee(), static_cast<unsigned>(open.argument),
                            *open.driver);
}

/// Groups the opens: those of one local variable or out-parameter together, any other alone, in
/// order of the source. A variable that a call of the program fills too is among the received ones.
void sortHandles(const std::vector<FoundOpen> &opens, const SourceMap &map,
                 const DriverIndex &index, Callees &callees, TuFacts &facts) {
  ByVariable locals;
  ByVariable outs;
  ByVariable received;
  auto isReceived = [](const FoundOpen *open) { return !open->source.empty(); };
  for (const FoundOpen &open : opens) {
    if (!map.inProject(open.location) || merelyUsed(open, callees))
      continue;
    const bool isInBody = open.callable && open.var && isLocal(open.kind);
    if (isInBody)
      received[open.var].push_back(&open);
    if (isInBody && open.source.empty())
      locals[open.var].push_back(&open);
    else if (!isInBody && open.out)
      outs[open.out].push_back(&open);
    else if (!isInBody)
      (open.source.empty() ? facts.handles : facts.received)
          .push_back(placeHandle(open, map, index));
  }
  for (const auto &[var, group] : locals)
    facts.handles.push_back(localHandle(group, map, index, callees));
  for (const auto &[var, group] : received)
    if (std::any_of(group.begin(), group.end(), isReceived))
      facts.received.push_back(localHandle(group, map, index, callees));
  for (const auto &[out, group] : outs) {
    std::vector<const FoundOpen *> own;
    std::copy_if(group.begin(), group.end(), std::back_inserter(own), std::not_fn(isReceived));
    if (!own.empty())
      facts.handles.push_back(pointeeHandle(own, map, index, callees));
    if (own.size() < group.size())
      facts.received.push_back(pointeeHandle(group, map, index, callees));
  }
  inOrder(facts.handles);
  inOrder(facts.received);
}

/// Code the preprocessor left out inside a handle's function may hold another close or use.
void inactiveBranches(TuFacts &facts, const ParseOutcome &outcome,
                      const std::vector<std::string> &tokens,
                      const std::vector<std::string> &closeTokens, SourceStore &sources) {
  for (const InactiveMention &skipped : outcome.skipped) {
    auto source = sources.read(skipped.place.file);
    if (!source) {
      llvm::consumeError(source.takeError());
      continue;
    }
    const std::string_view all = source->text;
    if (skipped.span.end > all.size())
      continue;
    const std::string_view text = all.substr(skipped.span.begin, skipped.span.size());
    for (std::vector<Handle> *handles : {&facts.handles, &facts.received})
      for (Handle &handle : *handles)
        if (handle.file == skipped.place.file && handle.functionSpan.contains(skipped.span) &&
            !handle.name.empty() && names(text, handle.name))
          handle.hazards.push_back({"RP403",
                                    "an inactive #if branch at line " +
                                        std::to_string(skipped.place.line) + " uses '" +
                                        handle.name + "'",
                                    "", skipped.place});
    auto note = [&](const std::vector<std::string> &words, std::vector<InactiveMention> &out) {
      for (const std::string &token : words)
        if (names(text, token)) {
          InactiveMention mention = skipped;
          mention.token = token;
          out.push_back(std::move(mention));
          break;
        }
    };
    note(tokens, facts.inactive);
    note(closeTokens, facts.inactiveCloses);
  }
}

/// The names whose mention in an inactive branch is worth a note: opens only.
std::vector<std::string> openTokens(std::span<const DriverSpec> drivers) {
  std::vector<std::string> tokens;
  for (const DriverSpec &driver : drivers)
    for (const OpenSpec &open : driver.opens)
      tokens.push_back(open.name);
  return tokens;
}

std::vector<std::string> closeTokensOf(std::span<const DriverSpec> drivers) {
  std::vector<std::string> tokens;
  for (const DriverSpec &driver : drivers)
    if (!driver.handleIsObject)
      for (const CloseSpec &close : driver.closes)
        tokens.push_back(close.name);
  return tokens;
}

} // namespace

TuFacts analyzeUnit(clang::CompilerInstance &compiler, const ParseOutcome &outcome,
                    const std::string &unit, std::span<const DriverSpec> drivers,
                    const std::string &root, SourceStore &sources) {
  const SourceMap map(compiler.getASTContext(), sources, root);
  const DriverIndex index(drivers);
  const std::vector<Callable> callables = findCallables(map);
  TuFacts facts;
  facts.unit = unit;
  Callees callees(map, index);
  const std::vector<FoundOpen> opens = findOpens(map, index, callables);
  sortHandles(opens, map, index, callees, facts);
  findFields(callables, opens, map, index, callees, facts);
  findInstances(map, index, facts);
  findOwnerDecls(map, index, facts);
  for (const Callable &callable : callables) {
    if (callable.isLambda)
      continue;
    for (unsigned i = 0; i < callable.decl->getNumParams(); ++i) {
      const clang::QualType type = callable.decl->getParamDecl(i)->getType();
      const DriverSpec *driver = index.handle(type);
      if (!driver && type->isPointerType())
        driver = pointeeDriver(type, index);
      if (driver)
        facts.parameters.push_back(parameterFact(callable, i, *driver, map, index, callees));
    }
  }
  facts.functions = callFacts(callables, map);
  findMentions(map, index, facts);
  inactiveBranches(facts, outcome, openTokens(drivers), closeTokensOf(drivers), sources);
  return facts;
}

} // namespace repool
