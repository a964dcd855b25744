/// \file
/// A client library described as data: how it opens, tests, closes, and what its calls do.
///
/// The same form serves the built-in drivers (one file each beside this one, listed in
/// `builtinDrivers()`) and, later, those of `.repool.yaml`. find matches names, prefilter takes its
/// tokens from here, edit takes the replacement names. Knows no clang and does nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace repool {

enum class OpenBy {
  Return,      ///< `PGconn *c = PQconnectdb(dsn);`
  OutArgument, ///< `int rc = sqlite3_open(path, &db);`
  Constructor, ///< `pqxx::connection c(dsn);`
  New,         ///< `new pqxx::connection(dsn)`; `std::make_unique` and its like count as one
  Handle,      ///< `mysql_real_connect(conn, ...)`: connects what a maker made; gives it, or null
  Steps        ///< several calls (PQconnectStart ...): found, never rewritten
};

/// `handleArgument` of a method that connects its own object: `db.open()`.
constexpr int ObjectArgument = -2;

struct OpenSpec {
  std::string name; ///< qualified function, or class for Constructor
  OpenBy by = OpenBy::Return;
  int handleArgument = -1; ///< of OutArgument and Handle; ObjectArgument for a method
  std::string source;      ///< "repool::pq": takes the other arguments in their order
  std::string pairName;    ///< "repool_pq_open": same signature as `name`; empty: no C form
  std::string pairInName;  ///< of Handle: "repool_mysql_open_in", takes the variable's address
  int textArgument = -1;   ///< argument that holds the connection text or path
  std::vector<std::string> poolTypes; ///< of Constructor: made from one of these, it is no open
};

/// The close of an object on the heap.
constexpr std::string_view DeleteExpression = "delete";

struct CloseSpec {
  std::string name;     ///< "PQfinish"; `DeleteExpression`
  std::string pairName; ///< "repool_pq_close"
};

/// A call that needs more than borrowing: the handle or the session remembers something.
struct HazardSpec {
  std::string name; ///< function, or method of the handle class
  std::string code; ///< reason code
  std::string what; ///< "stores a notice processor in the handle"
};

/// A call that sets an option of the handle, and the options that a pooled handle cannot have.
///
///   mysql_options(conn, MYSQL_OPT_RECONNECT, &on)
struct SetterSpec {
  std::string name;
  int optionArgument = -1;         ///< an enumerator; -1: the call itself is the option
  std::vector<HazardSpec> unfit{}; ///< by enumerator
};

/// A call that executes SQL.
struct ExecuteSpec {
  std::string name;
  int textArgument = -1;
  int lengthArgument = -1; ///< number of bytes of the text; negative: all
  std::string state;       ///< "leaves a prepared statement": whatever its text is
};

/// A call that makes an object which must end before its connection: sqlite3_prepare_v2 and
/// sqlite3_finalize.
struct DerivedSpec {
  std::string maker;
  int outArgument = -1; ///< where the maker puts the object; -1: it is the result
  std::string ender;
};

struct DriverSpec {
  std::string name;                       ///< "libpq"
  std::string header;                     ///< "repool/pq.h"; empty: found, never rewritten
  std::vector<std::string> clientHeaders; ///< "libpq-fe.h": our include goes beside it
  std::vector<std::string> handleTypes;   ///< canonical records: "pg_conn", "pqxx::connection"
  std::vector<std::string> handleTokens;  ///< as spelled in code: "PGconn", for the prefilter
  std::string leaseType;                  ///< "PGconn": `repool::Lease<PGconn>`
  bool handleIsObject = false;            ///< constructed in place, closed by its destructor
  bool failureIsCode = false;             ///< the open returns a code, `lease.code()`
  std::vector<OpenSpec> opens;
  std::vector<std::string> makers; ///< "mysql_init": gives a handle that a Handle open connects
  std::vector<SetterSpec> setters;
  std::vector<std::string> shutdowns; ///< "mysql_library_end": ends the client library
  std::vector<CloseSpec> closes;
  std::vector<std::string> tests;         ///< "PQstatus": says whether it is open
  std::vector<std::string> inspects;      ///< reads about the handle; executes nothing
  std::vector<std::string> interiorTexts; ///< return a pointer that dies with the handle
  std::vector<ExecuteSpec> executes;
  std::vector<HazardSpec> hazards;
  std::vector<DerivedSpec> derived;
  std::vector<std::string> borrowPrefixes; ///< any other call named so borrows: "PQ", "pqxx::"
  /// For what a call leaves on the session. Calls that are neither here nor above are not known.
  std::string dialect;                    ///< of its statements: "postgresql", "mysql", "sqlite"
  std::vector<std::string> neutral;       ///< calls that leave nothing and need nothing
  std::vector<std::string> bound;         ///< of `inspects`: tell of this very session
  std::vector<std::string> valueTypes;    ///< classes of the library that use no session
  std::vector<std::string> sessionScopes; ///< classes that a handle makes and that leave nothing
  std::vector<std::string> errorTexts;    ///< of those, the ones that say why something failed
};

/// What an object's class opens on the heap, and `delete` closes: rows that follow from those of
/// its constructor. The pooled forms are the same for every class of connections.
void addHeapForms(DriverSpec &driver);

/// The drivers that come with repool, in the order of their names.
std::span<const DriverSpec> builtinDrivers();

/// Every identifier that makes a file worth parsing: handle types, opens, closes (unqualified last
/// part and full name), sorted, without duplicates.
std::vector<std::string> driverTokens(std::span<const DriverSpec> drivers);

} // namespace repool
