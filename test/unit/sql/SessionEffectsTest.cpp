#include "sql/SessionEffects.h"

#include <gtest/gtest.h>
#include <string>

namespace repool {

namespace {

const char *name(SessionEffect effect) {
  switch (effect) {
  case SessionEffect::Listen:
    return "listen";
  case SessionEffect::Copy:
    return "copy";
  case SessionEffect::AdvisoryLock:
    return "lock";
  case SessionEffect::Library:
    return "library";
  case SessionEffect::TotalChanges:
    return "total changes";
  case SessionEffect::Replication:
    return "replication";
  }
  return "";
}

/// "listen copy": the effects of \p sql in their order.
std::string effects(std::string_view sql) {
  std::string result;
  for (const SessionEffect effect : sessionEffects(sql))
    result += (result.empty() ? "" : " ") + std::string(name(effect));
  return result;
}

TEST(SessionEffects, FindsTheWordThatStartsAStatement) {
  EXPECT_EQ(effects("LISTEN jobs"), "listen");
  EXPECT_EQ(effects("unlisten *"), "listen");
  EXPECT_EQ(effects("START_REPLICATION SLOT s LOGICAL 0/0"), "replication");
  EXPECT_EQ(effects("CREATE_REPLICATION_SLOT s PHYSICAL"), "replication");
  EXPECT_EQ(effects("IDENTIFY_SYSTEM"), "replication");
}

TEST(SessionEffects, ReadsEveryStatementOfAText) {
  EXPECT_EQ(effects("SELECT 1; LISTEN jobs"), "listen");
  EXPECT_EQ(effects(";;LISTEN a;COPY t FROM STDIN"), "listen copy");
  EXPECT_EQ(effects("LISTEN a; LISTEN b"), "listen");
}

TEST(SessionEffects, CopyStreamsOnlyToTheClient) {
  EXPECT_EQ(effects("COPY t FROM STDIN"), "copy");
  EXPECT_EQ(effects("copy (select 1) to stdout with csv"), "copy");
  EXPECT_EQ(effects("COPY t FROM '/tmp/STDIN'"), "");
  EXPECT_EQ(effects("SELECT 'a' AS stdin"), "");
  EXPECT_EQ(effects("COPY t TO '/tmp/x'; SELECT stdin FROM t"), "");
}

TEST(SessionEffects, LocksOfTheSessionButNotOfTheTransaction) {
  EXPECT_EQ(effects("SELECT pg_advisory_lock(1)"), "lock");
  EXPECT_EQ(effects("SELECT pg_catalog.pg_try_advisory_lock(1, 2)"), "lock");
  EXPECT_EQ(effects("SELECT pg_advisory_lock_shared(1)"), "lock");
  EXPECT_EQ(effects("SELECT pg_advisory_xact_lock(1)"), "");
  EXPECT_EQ(effects("SELECT pg_try_advisory_xact_lock(1)"), "");
  EXPECT_EQ(effects("SELECT pg_advisory_unlock(1)"), "");
}

TEST(SessionEffects, PassesOverCommentsAndStrings) {
  EXPECT_EQ(effects("-- LISTEN a\nSELECT 1"), "");
  EXPECT_EQ(effects("/* SELECT 1; */ LISTEN a"), "listen");
  EXPECT_EQ(effects("/* LISTEN a"), "");
  EXPECT_EQ(effects("-- the end"), "");
  EXPECT_EQ(effects("SELECT 'x; LISTEN a'"), "");
  EXPECT_EQ(effects("SELECT 'it''s; LISTEN a'"), "");
  EXPECT_EQ(effects("SELECT 'pg_advisory_lock'"), "");
  EXPECT_EQ(effects("INSERT INTO t VALUES ('unfinished"), "");
}

TEST(SessionEffects, AWordInsideAStatementIsNone) {
  EXPECT_EQ(effects("SELECT listen FROM t"), "");
  EXPECT_EQ(effects("NOTIFY listen"), "");
  EXPECT_EQ(effects("LISTENERS"), "");
  EXPECT_EQ(effects(""), "");
  EXPECT_EQ(effects("\xFF\xFE;"), "");
}

} // namespace

} // namespace repool
