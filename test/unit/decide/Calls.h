/// \file
/// Call graphs written as data: function("main", {call("init"), inLoop(call("serve"))}).
#pragma once

#include "decide/CallGraph.h"
#include "model/Facts.h"

namespace repool::test {

inline CallFact call(const std::string &callee, CallKind kind = CallKind::Call) {
  return {.callee = callee, .kind = kind, .place = {"/src/a.c", 7, 3}};
}

inline CallFact inLoop(CallFact call, LoopKind loop = LoopKind::Open) {
  call.loop = loop;
  return call;
}

inline CallFact handed(const std::string &callee, const std::string &to,
                       CallKind kind = CallKind::Handed) {
  CallFact fact = call(callee, kind);
  fact.to = to;
  return fact;
}

inline CallFact held(const std::string &callee, const std::string &field) {
  CallFact fact = handed(callee, "'" + field + "'", CallKind::Held);
  fact.holder = field;
  return fact;
}

inline CallFact afterFork(CallFact call) {
  call.afterFork = true;
  return call;
}

/// Its id is its name.
inline FunctionFact function(const std::string &name, std::vector<CallFact> calls = {}) {
  return {.id = name,
          .name = name,
          .simple = name,
          .place = {"/src/a.c", 1, 1},
          .isMain = name == "main",
          .calls = std::move(calls)};
}

inline FunctionFact serving(FunctionFact fact) {
  fact.serves = "accept";
  return fact;
}

inline FunctionFact reading(FunctionFact fact, const std::string &variable) {
  fact.cgi = variable;
  return fact;
}

inline TuFacts unitOf(std::vector<FunctionFact> functions) {
  TuFacts facts;
  facts.functions = std::move(functions);
  return facts;
}

inline CallGraph graphOf(std::vector<FunctionFact> functions) {
  return joinCalls({unitOf(std::move(functions))});
}

} // namespace repool::test
