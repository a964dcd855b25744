#include "Borrower.h"

#include "repool/lease.h"

namespace repool::test {

namespace {

/// One text that is the same in every fresh session, through a pooler or not.
const char *const Traces =
    "SELECT concat_ws(' ', nullif(current_setting('soak.trace', true), ''),"
    " to_regclass('pg_temp.soak_trace')::text,"
    " (SELECT string_agg('prepared ' || name, ' ') FROM pg_prepared_statements),"
    " (SELECT string_agg('advisory ' || objid, ' ') FROM pg_locks"
    "   WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
    " (SELECT string_agg('listens ' || c, ' ') FROM pg_listening_channels() c),"
    " (SELECT string_agg('cursor ' || name, ' ') FROM pg_cursors WHERE name <> ''),"
    " nullif(current_setting('search_path'), '\"$user\", public'),"
    " nullif(current_setting('work_mem'), '4MB'))";

} // namespace

std::string Town::tables(int borrowers) {
  return "CREATE TABLE bank (id int PRIMARY KEY, n int NOT NULL);"
         "CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);"
         "CREATE TABLE seen (id int PRIMARY KEY, n int NOT NULL);"
         "INSERT INTO bank SELECT i, " +
         std::to_string(Start) + " FROM generate_series(1, " + std::to_string(Accounts) +
         ") i;"
         "INSERT INTO counter SELECT i, 0 FROM generate_series(0, " +
         std::to_string(borrowers) +
         ") i;"
         "INSERT INTO seen SELECT i, 0 FROM generate_series(0, " +
         std::to_string(borrowers) + ") i; GRANT ALL ON bank, counter, seen TO web";
}

void Borrower::run() {
  while (!town_.isOver && !town_.verdict.isBroken())
    once();
}

void Borrower::once() {
  const int what = below(1000);
  if (what < 250)
    transfer();
  else if (what < 450)
    increment();
  else if (what < 700)
    read();
  else if (what < 850)
    dirty();
  else if (what < 930)
    nest(1 + below(3));
  else if (what < 990)
    hold();
  else if (town_.forks && number_ < 2)
    forkChild();
}

Way Borrower::anyWay(unsigned moreMarks) {
  Way way;
  way.isPqxx = below(2) == 0;
  way.isByLease = below(3) == 0;
  way.marks = moreMarks | (below(2) == 0 ? detail::Stateless : 0U);
  return way;
}

bool Borrower::call(const Way &way, const char *what, const std::function<void(Session &)> &body) {
  const Loaned loaned = withSession(way, town_.url, phases_, what, body);
  ++counts_.calls;
  counts_.refused += loaned.entered == 0 ? 1 : 0;
  counts_.again += loaned.entered > 1 ? 1 : 0;
  const bool mayRunAgain =
      !way.isByLease && (way.marks & (detail::ReadOnly | detail::Idempotent)) != 0;
  if (loaned.entered > (mayRunAgain ? 2 : 1))
    town_.verdict.broken(std::string("a call (") + what + ", " + textOf(way) + ") was entered " +
                         std::to_string(loaned.entered) + " times");
  if (loaned.entered == 0) {
    if (loaned.refused.empty())
      town_.verdict.broken(std::string("a call (") + what + ") got no connection and no reason");
    town_.wasRefused(loaned.refused);
    // A refused caller comes again, but not at once: an open breaker refuses in microseconds.
    std::this_thread::sleep_for(Milliseconds(10 + below(40)));
  }
  return loaned.entered > 0;
}

void Borrower::settle(const Reply &reply) {
  counts_.confirmed += reply.kind == Reply::Done ? 1 : 0;
  counts_.inDoubt += reply.kind == Reply::InDoubt ? 1 : 0;
}

std::string Borrower::countUp() const {
  return "UPDATE counter SET n = n + 1 WHERE id = " + std::to_string(number_);
}

void Borrower::transfer() {
  const int one = 1 + below(Town::Accounts - 1);
  const int other = one + 1 + below(Town::Accounts - one); // in this order: no deadlock
  const int amount = below(100) - 50;
  call(anyWay(), "transfer", [&](Session &session) {
    settle(session.transaction({
        "UPDATE bank SET n = n - " + std::to_string(amount) + " WHERE id = " + std::to_string(one),
        "UPDATE bank SET n = n + " + std::to_string(amount) +
            " WHERE id = " + std::to_string(other),
        countUp(),
    }));
  });
}

void Borrower::increment() {
  const bool isIdempotent = below(4) == 0;
  if (isIdempotent) {
    call(anyWay(detail::Idempotent), "set", [&](Session &session) {
      session.exec("UPDATE seen SET n = " + std::to_string(below(1000)) +
                   " WHERE id = " + std::to_string(number_));
    });
    return;
  }
  call(anyWay(), "increment", [&](Session &session) { settle(session.exec(countUp())); });
}

void Borrower::expectSum(const Reply &reply) {
  if (reply.kind == Reply::Done && reply.text != std::to_string(Town::Accounts * Town::Start))
    town_.verdict.broken("the sum of all accounts is " + reply.text + ", not " +
                         std::to_string(Town::Accounts * Town::Start));
}

void Borrower::read() {
  const Way way = anyWay(below(2) == 0 ? detail::ReadOnly : 0U);
  call(way, "read", [&](Session &session) {
    expectSum(session.exec("SELECT sum(n) FROM bank"));
    if (below(4) == 0)
      expectClean(session, way);
  });
}

void Borrower::expectClean(Session &session, const Way &way) {
  std::string trace = session.markOfHandle();
  if (trace.empty()) {
    const Reply reply = session.exec(Traces);
    trace = reply.kind == Reply::Done ? reply.text : "";
  }
  if (!trace.empty())
    town_.verdict.broken("a borrower (" + textOf(way) + ") found a trace of another: " + trace);
}

void Borrower::dirty() {
  Way way = anyWay();
  way.marks = 0; // it leaves traces, and so must not say that it is stateless
  call(way, "dirty", [&](Session &session) {
    expectClean(session, way);
    const std::string own = std::to_string(number_);
    const std::string dirt[] = {
        "SET soak.trace = 'by-" + own + "'",
        "SET search_path = pg_catalog",
        "CREATE TEMP TABLE soak_trace AS SELECT 1 AS i",
        "PREPARE soak_trace_" + own + " AS SELECT 1",
        "SELECT pg_advisory_lock(" + own + ")",
        "LISTEN soak_trace",
        "DECLARE soak_trace CURSOR WITH HOLD FOR SELECT 1",
        "SET work_mem = '5MB'",
        "BEGIN", // the last: what comes after would be undone with it
    };
    for (const std::string &sql : dirt)
      if (below(2) == 0 && session.exec(sql).kind == Reply::InDoubt)
        return;
    if (below(2) == 0)
      session.exec("SELECT an error");
    if (below(8) == 0)
      session.markHandle();
  });
}

void Borrower::nest(int depth) {
  call(anyWay(), "nest", [&](Session &session) {
    expectSum(session.exec("SELECT sum(n) FROM bank"));
    if (depth > 0)
      nest(depth - 1);
    session.exec("SELECT 1");
  });
}

void Borrower::hold() {
  call(anyWay(), "hold", [&](Session &session) {
    session.exec("SELECT 1");
    std::this_thread::sleep_for(Milliseconds(below(300)));
    expectSum(session.exec("SELECT sum(n) FROM bank"));
  });
}

} // namespace repool::test
