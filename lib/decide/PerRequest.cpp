#include "decide/PerRequest.h"

#include <algorithm>

namespace repool {

namespace {

using Kind = Frequency::Kind;

/// The ends of all ways up from \p id, however it is handed on; nothing if one is not a main.
std::set<std::string> mainsAbove(const std::string &id, const CallGraph &graph) {
  std::set<std::string> seen = {id};
  std::set<std::string> mains;
  std::vector<std::string> work = {id};
  while (!work.empty()) {
    const std::string at = std::move(work.back());
    work.pop_back();
    const FunctionFact *fact = graph.find(at);
    if (at == StaticInit) { // a table of handlers: of which program, it does not say
      for (const auto &[main, program] : graph.programs)
        mains.insert(main);
      continue;
    }
    if (!fact || fact->overridesForeign)
      return {};
    if (fact->isMain) {
      mains.insert(at);
      continue;
    }
    const std::vector<Caller> &callers = graph.callersOf(at);
    if (callers.empty())
      return {};
    for (const Caller &caller : callers)
      if (seen.insert(caller.id).second)
        work.push_back(caller.id);
  }
  return mains;
}

/// "QUERY_STRING" if every program that runs \p id is a CGI, and serves nothing by itself.
std::string cgiOf(const std::string &id, const CallGraph &graph) {
  std::string variable;
  for (const std::string &main : mainsAbove(id, graph)) {
    const ProgramFact &program = graph.programs.at(main);
    if (program.cgi.empty() || !program.serves.empty())
      return "";
    variable = program.cgi;
  }
  return variable;
}

bool servesSomewhere(const std::set<std::string> &roots, const CallGraph &graph) {
  return std::any_of(roots.begin(), roots.end(), [&](const std::string &root) {
    const auto program = graph.programs.find(root); // static initialisers are in none
    return program != graph.programs.end() && !program->second.serves.empty();
  });
}

bool hasMain(const std::set<std::string> &roots) {
  return std::any_of(roots.begin(), roots.end(),
                     [](const std::string &root) { return root != StaticInit; });
}

/// A unit that did not parse may hold the call that makes the difference.
std::optional<Problem> unreadCaller(const Frequency &frequency, const CallGraph &graph) {
  for (const std::string &id : frequency.asked) {
    const FunctionFact *fact = graph.find(id);
    if (!fact || fact->isLocal || fact->simple.empty() || fact->isMain)
      continue;
    if (const auto unit = graph.unread.find(fact->simple); unit != graph.unread.end())
      return Problem{"RP112",
                     "whether '" + fact->name + "' runs per request is not known: " + unit->second +
                         " names it and did not parse (seen: " + frequency.evidence + ")",
                     "", fact->place};
  }
  return std::nullopt;
}

} // namespace

std::optional<Problem> whyNotPerRequest(const std::string &id, bool opensInLoop, bool longLived,
                                        const CallGraph &graph, const PerRequestOptions &options) {
  const FunctionFact *fact = graph.find(id);
  if (!fact)
    return std::nullopt;
  const Frequency frequency = frequencyOf(id, graph);
  const auto reason = [&](const char *code, const std::string &message) -> std::optional<Problem> {
    if (auto unread = unreadCaller(frequency, graph))
      return unread;
    return Problem{code, message, "", fact->place};
  };
  if (!options.assumeServer)
    if (const std::string cgi = cgiOf(id, graph); !cgi.empty())
      return reason("RP110", "the program is a CGI, which serves one request: it reads " + cgi +
                                 " and waits for no client");
  if (opensInLoop || fact->isMain)
    return std::nullopt;
  const std::string chain = frequency.evidence;
  const bool serves = servesSomewhere(frequency.roots, graph);
  const bool assumed = options.assumeServer && hasMain(frequency.roots) && !serves;
  switch (frequency.kind) {
  case Kind::Once:
    if (assumed)
      return std::nullopt;
    if (serves || !hasMain(frequency.roots))
      return reason("RP108", "it is opened once: " + chain);
    return reason("RP111", "the program runs it once, and waits for no client: " + chain);
  case Kind::Thread:
    if (assumed)
      return std::nullopt;
    return reason("RP109", "it belongs to a thread that is started once: " + chain);
  case Kind::Child:
    return reason("RP107", "it is opened in a child: " + chain);
  case Kind::Started:
    if (longLived)
      return Problem{"RP113", frequency.evidence + "; a loop uses the connection", "", fact->place};
    return std::nullopt;
  case Kind::Unknown:
  case Kind::Uncalled:
  case Kind::Repeated:
    return std::nullopt;
  }
  return std::nullopt;
}

} // namespace repool
