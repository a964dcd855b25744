/// \file
/// What one translation unit says about connections: plain values, no clang type.
///
///   find, analyze -> TuFacts -> (merged over all units) -> decide -> edit
///
/// A `Handle` is one variable (or place) that holds a connection; each of its `Open`s is one site
/// of the report. All opens and closes of a handle change together or not at all. What the
/// analysis could not prove is a hazard, never a silent default.
#pragma once

#include "model/Calls.h"
#include "model/ObjectFacts.h"
#include "model/Problem.h"
#include "model/SessionFacts.h"

#include <optional>
#include <string>
#include <vector>

namespace repool {

enum class Language { C, Cxx };

/// Where the opened connection goes.
enum class HandleKind {
  LocalObject,  ///< `pqxx::connection conn(url);`, an object with automatic storage
  LocalPointer, ///< `PGconn *conn`, a pointer with automatic storage
  LocalOwner, ///< `std::unique_ptr<pqxx::connection> conn`, a smart pointer with automatic storage
  Global,     ///< static storage: a global, a static local, a static member
  Member,     ///< a field of an object, `ctx->conn = ...`, a member initialiser
  Returned,   ///< `return PQconnectdb(dsn);`, or a local that is returned: a factory
  OutParameter, ///< `*out = PQconnectdb(dsn);`, `sqlite3_open(path, out)`
  Heap,         ///< `new pqxx::connection`, `std::make_unique<pqxx::connection>`
  Temporary,    ///< `pqxx::work tx(pqxx::connection(url))`-like: no name to borrow for
  Unknown       ///< none of the above; always needs review
};

/// A variable of the function holds it, so what becomes of it is followed there.
constexpr bool isLocal(HandleKind kind) {
  return kind == HandleKind::LocalObject || kind == HandleKind::LocalPointer ||
         kind == HandleKind::LocalOwner;
}

/// How an open stands in its statement; says which edits are possible.
enum class OpenForm {
  Declaration, ///< `PGconn *conn = PQconnectdb(dsn);`, `pqxx::connection conn(url);`
  Statement,   ///< `conn = PQconnectdb(dsn);` or `sqlite3_open(path, &db);`, alone
  Leading,     ///< evaluated first in its statement: `int rc = sqlite3_open(..)`, `if (open(..))`
  Nested       ///< anywhere else in an expression: `while`, `?:`, right of `&&`, `else if`
};

/// One construction of a connection: one site of the report.
struct Open {
  Place place;            ///< of the call, or of the variable's name for a constructor
  Span call;              ///< the call expression, or the declarator with its initialiser
  std::string opener;     ///< "PQconnectdb", "pqxx::connection"
  std::size_t spec = 0;   ///< index into the driver's opens
  std::vector<Span> args; ///< spelled arguments, the handle's own out-argument included
  OpenForm form = OpenForm::Nested;
  Span statement;                     ///< the whole statement, with its `;`
  bool inBlock = false;               ///< the statement is a direct child of a `{ }` block
  bool sameBlock = false;             ///< ... of the block that declares the handle
  bool inLoop = false;                ///< inside a loop of its function
  bool inMacro = false;               ///< the call is not spelled as such in the file
  bool inPlace = false;               ///< connects what the variable holds, which then changes
  std::optional<std::string> literal; ///< the connection text where it is a literal

  bool operator==(const Open &) const = default;
};

/// What follows a close before its scope ends; says whether the line may go.
enum class AfterClose {
  Nothing,     ///< the end of the block that holds the handle
  PlainReturn, ///< a `return` of an expression without calls
  Code         ///< anything else: the connection must be given back here
};

/// One call that closes the handle.
struct Close {
  Place place;
  Span call;                ///< `PQfinish(conn)`
  Span callee;              ///< `PQfinish`; of `delete conn`, what stands before the operand
  Span argument;            ///< of `delete conn`: the operand
  Span statement;           ///< with its `;`
  std::string closer;       ///< "PQfinish"
  bool isStatement = false; ///< the call is a statement; its value is not used
  bool inBlock = false;     ///< the statement is a direct child of a `{ }` block
  bool inMacro = false;     ///< spelled by a macro
  bool wholeMacro = false;  ///< ... whose expansion is this call and nothing else
  std::optional<Span>
      guard; ///< `if (conn) PQfinish(conn);`: the whole `if`, which tests only the handle
  bool guardInBlock = false; ///< the guard is a direct child of a `{ }` block
  AfterClose after = AfterClose::Code;

  bool operator==(const Close &) const = default;
};

/// One statement text the region executes.
struct SqlText {
  Place place;
  std::optional<std::string> text; ///< absent where it is not a literal

  bool operator==(const SqlText &) const = default;
};

/// Something that stays when a region has run, besides its statements.
struct Effect {
  Place place;
  std::string what; ///< "'served' is changed"

  bool operator==(const Effect &) const = default;
};

/// The compact region a wrap would take: from the declaration to the end of its block.
struct Region {
  Span span;            ///< declaration statement to the last statement, both whole
  bool returns = false; ///< the last statement is the only `return`
  bool returnsValue = false;
  Span returnStatement;
  std::optional<std::string> returnType; ///< text to write after `->`; empty: deduced the same
  unsigned lines = 0;
  std::optional<Effect> effect; ///< the first one; none: the region may run twice

  bool operator==(const Region &) const = default;
};

/// Passing the handle to a function of the program: safe only if that function merely uses it.
struct Passed {
  std::string usr; ///< clang's USR of the callee
  unsigned parameter = 0;
  std::string callee; ///< for messages
  Place place;
  bool followed = false; ///< its body was in the same unit: control flow knows whether it closes
  auto operator<=>(const Passed &) const = default;
};

/// What makes a pointer of a variable that is the handle itself: `MYSQL m;`.
struct ValueHandle {
  struct Maker {
    Span call;             ///< `mysql_init(&m)`
    Span address;          ///< `&m` in it
    bool isTested = false; ///< `if (!mysql_init(&m))`: part of an expression

    bool operator==(const Maker &) const = default;
  };

  Span name; ///< in the declaration
  std::vector<Maker> makers;
  std::vector<Span> addresses; ///< each other `&m`, but those that an open takes

  bool operator==(const ValueHandle &) const = default;
};

/// A place beyond one function's variables that can hold a handle.
enum class HolderKind {
  Result,  ///< what a function returns
  Pointee, ///< what stands behind a pointer or reference parameter
  Field    ///< a field, of whatever object
};

/// The handle leaves its variable for a holder: `return conn;`, `*out = conn;`, `ctx->conn =
/// conn;`.
struct HandOver {
  HolderKind kind = HolderKind::Result;
  std::string holder; ///< id, the same in every unit
  std::string name;   ///< for messages: "open_db", "context::conn"
  Place place;
  Span expr{}; ///< of a variable that is handed over: its mention
  auto operator<=>(const HandOver &) const = default;
};

/// What the value of a function that hands out a handle says about it.
enum class CodeMeaning { Nothing, ZeroIsOpen, NonZeroIsOpen };

/// How a function leaves a handle that it was given open, where it returns.
enum class Closing { Never, Sometimes, Always };

/// What is taken for granted of a callee without a body in the unit.
struct CalleePremise {
  std::string usr;
  unsigned parameter = 0;
  bool returns = true; ///< with the handle closed; else the process ends in it
  auto operator<=>(const CalleePremise &) const = default;
};

/// The flow of a handle under what only the whole program knows: what the value of the function
/// that handed it out means, and what callees without a body in the unit do with it.
struct FlowVariant {
  CodeMeaning code = CodeMeaning::Nothing;
  std::vector<CalleePremise> callees; ///< sorted; any other returns and does not close it
  std::vector<Problem> hazards;
  std::vector<Problem> against;

  bool operator==(const FlowVariant &) const = default;
};

/// One variable that holds a connection, with everything that happens to it.
struct Handle {
  std::string driver; ///< "libpq"
  HandleKind kind = HandleKind::Unknown;
  OwnerShape shape = OwnerShape::None; ///< of the variable or the place
  Language language = Language::Cxx;
  std::string file;       ///< canonical path; all spans are of this file
  std::string name;       ///< "conn"; empty for a place without one
  std::string typeText;   ///< as spelled: "pqxx::connection", "PGconn *"
  Span type;              ///< of a LocalOwner, as spelled; empty: `auto`
  std::string function;   ///< "app::title"; "" at namespace scope
  std::string functionId; ///< its FunctionFact; "" at namespace scope
  Span functionSpan;
  Span declaration; ///< the declaration statement; empty for opens without a variable
  bool soleDeclarator = true;
  bool firstDeclarator = true;
  bool declaredInBlock = false; ///< the declaration is a direct child of a `{ }` block
  bool initialised = false;     ///< `PGconn *conn = NULL;`
  bool inMain = false;          ///< declared in `main` itself (not in a lambda there)
  bool functionJumps =
      false;             ///< goto, or a switch around the open: no declaration may be jumped over
  bool executes = false; ///< some use beyond tests and closes
  bool executesHere = false; ///< ... other than handing it to functions of the program
  bool usedInLoop = false;   ///< by a loop that does not open it: it lives long
  Span block;                ///< the block that declares the handle
  std::vector<Open> opens;
  std::vector<Close> closes;
  std::vector<SqlText> sql;
  SessionFacts session;
  std::vector<Passed> passed;
  std::vector<Problem> hazards;     ///< whatever stands against any rewrite
  std::vector<Problem> againstWrap; ///< why the lambda would change meaning
  std::vector<Problem> againstLease;
  std::vector<Problem> againstPair; ///< e.g. a path that leaks: a lease mends it, a pair cannot
  std::vector<HandOver> handOvers;  ///< each stands in `hazards` too, at the same place
  /// Of a handle received from a function of the program: per open, the holder it comes from.
  std::vector<std::string> sources;
  CodeMeaning code = CodeMeaning::Nothing; ///< what this function's own value says, if it hands out
  std::vector<FlowVariant> variants;       ///< of `hazards` and `againstPair`
  std::optional<Region> region;
  std::optional<ValueHandle> value; ///< the variable is no pointer, and may become one

  bool operator==(const Handle &) const = default;
};

/// What a function does with one handle parameter.
struct ParameterFact {
  std::string usr;
  unsigned parameter = 0;
  std::string function; ///< for messages
  std::string file;     ///< canonical; of its body
  Language language = Language::Cxx;
  std::vector<Problem> hazards; ///< stores it, returns it ...
  std::vector<Close> closes; ///< a helper that closes: these change with the opens, or nothing does
  std::vector<Passed> passed; ///< hands it on: as safe as those are
  std::vector<SqlText> sql;
  SessionFacts session;
  bool executes = false;
  Closing closing = Closing::Never; ///< a close after which the process ends does not count
  bool neverReturns = false;        ///< the process ends in it
  std::vector<HandOver> handOvers;  ///< each stands in `hazards` too, at the same place

  bool operator==(const ParameterFact &) const = default;
};

/// What one function body does with a field that holds a handle, of whatever object.
struct FieldFact {
  std::string holder;
  std::string record;      ///< USR
  std::string recordName;  ///< its identifier
  std::string function;    ///< for messages
  std::string functionUsr; ///< "" for a lambda
  Place place;
  bool isConstructor = false;
  bool opens = false;
  bool destructorCloses = false; ///< a destructor that closes it on every path
  std::vector<Problem> hazards;
  std::vector<HandOver> handOvers; ///< each stands in `hazards` too, at the same place
  std::vector<Passed> passed;

  bool operator==(const FieldFact &) const = default;
};

/// The name of a closing function where the project spells it: called, or given as a deleter.
struct CloseMention {
  std::string driver;
  std::string closer; ///< "PQfinish"
  Place place;
  Span name;
  Span argument; ///< of `delete conn`: the operand
  bool inMacro = false;
  auto operator<=>(const CloseMention &) const = default;
};

/// A function that hands out handles, named without being called: its callers are not all seen.
struct HolderMention {
  std::string holder;
  Place place;
  auto operator<=>(const HolderMention &) const = default;
};

/// Code the preprocessor left out that names a connection call.
struct InactiveMention {
  Place place;
  Span span;         ///< the whole skipped range
  std::string token; ///< "PQconnectdb"
  auto operator<=>(const InactiveMention &) const = default;
};

/// One compiler message, as verification compares them.
struct Diagnostic {
  Place place;
  bool isError = false;
  std::string message; ///< "use of undeclared identifier 'x' [-W...]"

  bool operator==(const Diagnostic &) const = default;
};

/// Everything one unit yields.
struct TuFacts {
  std::string unit; ///< main file, canonical
  std::vector<Handle> handles;
  std::vector<ParameterFact> parameters;
  std::vector<FunctionFact> functions; ///< who calls whom
  std::vector<Handle> received;        ///< by variables and places that a call of the program fills
  std::vector<CloseMention> closes;
  std::vector<HolderMention> named;
  std::vector<FieldFact> fields;
  std::vector<OwnerDecl> owners;
  std::vector<Instance> instances;
  std::vector<MemberCall> memberCalls;
  std::vector<InactiveMention> inactive;
  std::vector<InactiveMention> inactiveCloses;
  std::vector<std::string> files;      ///< project files read, canonical, sorted
  std::vector<Diagnostic> diagnostics; ///< of the code as it is
  std::optional<std::string> failure;  ///< first error: the unit did not parse
};

} // namespace repool
