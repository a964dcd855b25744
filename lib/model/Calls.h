/// \file
/// Who calls whom: what one unit says of its functions, as plain values.
///
///   int main() { init(); for (;;) serve(accept(..)); }
///   ->  main {calls init at 1:14, calls serve at 1:31 in an open loop; serves}
///
/// Written by analyze, joined over all units and asked by decide: how often does the code around a
/// connection run? A function is named by an id (clang's USR, made unique where that is not), and
/// so is what merely holds functions: a field of a struct, a name that only an instantiation
/// resolves.
#pragma once

#include "model/Span.h"

#include <string>
#include <vector>

namespace repool {

/// How a function comes to run another.
enum class CallKind {
  Call,   ///< it calls it
  Once,   ///< a static local's initialiser, std::call_once: once, however often the caller runs
  Thread, ///< it starts a thread that runs it
  Held,   ///< it puts it where somebody will call it: `routes[] = {{"/", handle}}`
  Handed  ///< it hands it to somebody: `server.Get("/", handle)`
};

/// What repeats a call inside its function: the most open of the loops around it.
enum class LoopKind {
  None,
  Counted, ///< `for (int i = 0; i < n; ++i)`, a range: ends by itself
  Open     ///< `for (;;)`, `while`, `do`, a goto backwards
};

/// One call, or one mention that leads to calls.
struct CallFact {
  std::string callee; ///< id
  CallKind kind = CallKind::Call;
  LoopKind loop = LoopKind::None;
  bool afterFork = false; ///< fork() is called before it, in the same turn of the same loop
  std::string to;         ///< "httplib::Server::Get", "std::thread": who gets it, if it is no call
  std::string holder;     ///< id of the field that holds it; only for Held
  Place place;
  std::uint32_t offset = 0; ///< of the call in its file; tells whether a handle is open around it
  auto operator<=>(const CallFact &) const = default;
};

/// A call that makes the process go on twice: `fork`, `forkpty`, `daemon`.
struct ForkFact {
  Place place;
  std::uint32_t offset = 0; ///< of the call in its file
  auto operator<=>(const ForkFact &) const = default;
};

/// One function with a body, a field that holds functions, or all initialisers of static storage
/// (id StaticInit).
struct FunctionFact {
  std::string id;
  std::string name;   ///< "app::title"; a lambda: "lambda in app::title"
  std::string simple; ///< "title": as other units spell it; "" for what has no name
  Place place;
  bool isMain = false;
  bool isLocal = false;               ///< no other unit can name it: static, a lambda
  bool overridesForeign = false;      ///< overrides a method whose class is not the project's
  std::vector<std::string> overrides; ///< ids of the project's methods that it overrides
  std::string serves;                 ///< "accept": it waits for clients; "" if it does not
  std::string cgi;                    ///< "QUERY_STRING": it reads what a web server gives a CGI
  std::vector<CallFact> calls;        ///< in order of the text
  std::vector<ForkFact> forks;        ///< in order of the text
  auto operator<=>(const FunctionFact &) const = default;
};

/// The id under which calls of initialisers of static storage stand.
inline constexpr const char *StaticInit = "static";

} // namespace repool
