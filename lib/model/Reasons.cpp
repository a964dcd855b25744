#include "model/Reasons.h"

#include <array>

namespace repool {

std::string_view toString(Verdict verdict) {
  switch (verdict) {
  case Verdict::Rewritten:
    return "rewritten";
  case Verdict::Review:
    return "review";
  case Verdict::Kept:
    return "kept";
  case Verdict::Suppressed:
    return "suppressed";
  }
  return "";
}

namespace {

constexpr Verdict Kept = Verdict::Kept;
constexpr Verdict Review = Verdict::Review;
constexpr Verdict Suppressed = Verdict::Suppressed;

constexpr std::array Table = {
    // Kept: pooling it would gain nothing or break something.
    Reason{"RP101", Kept, "opened once in main",
           "nothing to do: it is opened once for the life of the program"},
    Reason{"RP102", Kept, "static storage",
           "nothing to do: it is opened once and lives as long as the program"},
    Reason{"RP103", Kept, "liveness probe",
           "nothing to do: a probe must open its own connection to say anything"},
    Reason{"RP104", Kept, "in-memory or temporary database",
           "nothing to do: each connection is its own database, sharing it would change results"},
    Reason{"RP105", Kept, "listens for notifications",
           "nothing to do: a session that listens needs a connection of its own"},
    Reason{"RP106", Kept, "replication connection",
           "nothing to do: a replication stream needs a connection of its own"},
    Reason{"RP107", Kept, "opened in a child after fork",
           "nothing to do: the child ends with its request and a pool in it gains nothing"},
    Reason{"RP108", Kept, "runs once in the life of the program",
           "nothing to do: it is opened once; if you know better, name the function under "
           "per-request in .repool.yaml"},
    Reason{"RP109", Kept, "belongs to a thread",
           "nothing to do: the thread holds one connection as long as it works"},
    Reason{"RP110", Kept, "a CGI: one request per process",
           "nothing to do: a pool would live for one request; --assume=server overrules"},
    Reason{"RP111", Kept, "a program that serves no clients",
           "nothing to do: it is opened once in a run; if the program serves requests, run again "
           "with --assume=server"},
    Reason{"RP112", Review, "who calls it was not seen whole",
           "make the unit parse, or say it in .repool.yaml: keep or per-request"},
    Reason{"RP113", Review, "on a thread whose start was not seen",
           "if each worker holds one connection, nothing to do; else open it inside the loop"},
    Reason{"RP114", Review, "borrows nest too deep",
           "give the connection to the function that is called, instead of opening another there"},
    // Needs review: who else can hold the handle.
    Reason{"RP201", Review, "returned to the caller",
           "borrow in the callers with repool::withDatabase(), or let the factory return a lease"},
    Reason{"RP202", Review, "stored in an object",
           "decide how long the object lives: if per request, let it hold a repool::Lease"},
    Reason{"RP203", Review, "handed out through an argument",
           "borrow in the callers with repool::withDatabase(), or hand out a lease"},
    Reason{"RP204", Review, "lives on the heap",
           "replace the smart pointer or new by a repool::Lease"},
    Reason{"RP205", Review, "temporary without a name",
           "give the connection a name, then run repool again"},
    Reason{"RP206", Review, "passed to code that was not seen",
           "make sure that the function neither keeps nor closes the handle"},
    Reason{"RP207", Review, "a callee keeps or closes the handle",
           "let the function that opens the connection also close it, or migrate both by hand"},
    Reason{"RP208", Review, "captured by a lambda or block",
           "make sure that the lambda does not outlive the connection"},
    Reason{"RP209", Review, "has a second name",
           "use one variable for the handle, then run repool again"},
    Reason{"RP210", Review, "moved or swapped away", "borrow where the connection is finally used"},
    Reason{"RP211", Review, "something that lives in the handle outlives it",
           "copy the text or object before the connection is given back"},
    Reason{"RP212", Review, "a class derived from the connection",
           "borrow a plain connection, or give the class a lease as a member"},
    Reason{"RP213", Review, "opened in several steps",
           "use the one-call form, or migrate by hand: the pool opens in one step"},
    Reason{"RP214", Review, "the text of a failure is compared",
           "compare the status or the SQLSTATE: the pool's message for a failed borrow is its own"},
    Reason{"RP215", Review, "the runtime has no such driver",
           "migrate by hand to a client that the runtime pools, or name pooled functions for it "
           "under driver: in .repool.yaml"},
    Reason{"RP216", Review, "the client library is ended beside it",
           "end the library when the program ends: the pool's connections need it"},
    Reason{"RP217", Review, "an option that a pooled connection cannot have",
           "do without the option, or keep the connection"},
    Reason{"RP218", Review, "connected here, made elsewhere",
           "make and connect the handle in one function, then run repool again"},
    Reason{"RP219", Review, "the handle is no pointer",
           "declare a pointer and let the library make the handle, then run repool again"},
    Reason{"RP220", Review, "some callers keep it, others do not",
           "let the caller that keeps it open its own connection, then run repool again"},
    Reason{"RP221", Review, "handed out, and no caller was seen",
           "give repool the units that call it, or borrow in the callers by hand"},
    Reason{"RP222", Review, "a caller does something with it that cannot be followed",
           "keep what the function hands out in a local variable, then run repool again"},
    Reason{"RP223", Review, "a close that cannot change with the open",
           "spell the close as a plain call that repool sees, then run repool again"},
    Reason{"RP224", Review, "the function that hands it out is called through a pointer",
           "call it by name, or migrate by hand: the pointer's callers are not known"},
    Reason{"RP225", Review, "how long its object lives is not known",
           "decide how long the object lives: if per request, let it hold a repool::Lease"},
    Reason{"RP226", Review, "code that no unit compiles calls who hands it out, and closes",
           "add the files to the compile database, or remove them"},
    Reason{"RP227", Review, "something that must change with it cannot",
           "make that place editable, or migrate by hand"},
    // Needs review: the ways control flow leaves.
    Reason{"RP301", Review, "used after it was closed", "mend the use after close first"},
    Reason{"RP302", Review, "closed where it may already be closed", "mend the double close first"},
    Reason{"RP303", Review, "left open on a path",
           "close the handle on every path: a pooled handle that leaks is a slot that leaks"},
    Reason{"RP304", Review, "closed before the end of its scope",
           "narrow the scope of the connection instead of closing it, then run repool again"},
    Reason{"RP305", Review, "opened inside a larger expression",
           "put the open into a statement of its own, then run repool again"},
    Reason{"RP306", Review, "held by a loop that does not end",
           "if the loop serves the whole program, nothing to do; else open inside the loop"},
    Reason{"RP307", Review, "closed inside a larger expression",
           "put the close into a statement of its own, then run repool again"},
    Reason{"RP308", Review, "the forced style does not fit", "run again without --style"},
    Reason{"RP309", Review, "reconnected in place",
           "replace the reset by lease.renew(), or drop it: the pool replaces dead connections"},
    Reason{"RP310", Review, "opened again while it may be open", "close the old connection first"},
    Reason{"RP311", Review, "open across a fork",
           "open it after the fork, or close it before, then run repool again"},
    // Needs review: the text cannot be edited, or was not seen whole.
    Reason{"RP401", Review, "spelled by a macro", "edit the macro, or expand it at this place"},
    Reason{"RP402", Review, "inside a template", "migrate by hand: instantiations may differ"},
    Reason{"RP403", Review, "an inactive #if branch names a connection call",
           "compile the other configuration too, or migrate by hand"},
    Reason{"RP404", Review, "generated file", "change the generator; --allow-generated overrides"},
    Reason{"RP405", Review, "outside the project or vendored",
           "change it where it is maintained; --allow-vendored overrides, --root DIR widens the "
           "project"},
    Reason{"RP406", Review, "not UTF-8", "convert the file to UTF-8 first"},
    Reason{"RP407", Review, "inside a coroutine",
           "migrate by hand: the lease must not cross threads"},
    Reason{"RP408", Review, "units disagree about the same text",
           "the file means different things in different units: migrate by hand"},
    Reason{"RP409", Review, "declared together with other names",
           "give the connection a declaration of its own, then run repool again"},
    // Needs review: state that the next borrower would see.
    Reason{"RP501", Review, "a pointer of yours is stored in the handle",
           "remove it before the connection is given back, or keep the connection"},
    Reason{"RP502", Review, "a COPY stream", "give the stream a connection of its own"},
    Reason{"RP503", Review, "a session advisory lock",
           "use pg_advisory_xact_lock, which ends with the transaction"},
    Reason{"RP504", Review, "a counter that runs since the open",
           "count with sqlite3_changes after each statement, or keep the connection"},
    Reason{"RP505", Review, "a library loaded into the session",
           "load it for all sessions (session_preload_libraries), or keep the connection"},
    // What later stages found.
    Reason{"RP601", Review, "the rewritten code would not compile as cleanly",
           "see the compiler's words; migrate by hand"},
    Reason{"RP602", Review, "conflicts with another rewrite",
           "apply the other rewrite first, then run repool again"},
    Reason{"RP603", Review, "a unit that uses this code did not parse",
           "make the unit parse, then run repool again"},
    Reason{"RP604", Review, "the check command failed with it rewritten",
           "see the command's words; migrate by hand, or mend what they name and run repool again"},
    Reason{"RP701", Suppressed, "suppressed by a comment", "remove the NOLINT to migrate it"},
    Reason{"RP702", Suppressed, "suppressed by the configuration", "see .repool.yaml"},
};

} // namespace

std::span<const Reason> reasons() {
  return Table;
}

const Reason *findReason(std::string_view code) {
  for (const Reason &row : Table)
    if (row.code == code)
      return &row;
  return nullptr;
}

} // namespace repool
