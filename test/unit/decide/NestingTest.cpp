#include "decide/Nesting.h"

#include "Calls.h"

#include <gtest/gtest.h>

namespace repool {

using namespace test;

namespace {

/// A handle of the function \p id, held from offset 10 to 90.
Handle heldBy(const std::string &id, const std::string &driver = "libpq") {
  Handle handle;
  handle.driver = driver;
  handle.functionId = id;
  handle.file = "/src/a.c";
  handle.block = {0, 90};
  Open open;
  open.call = {5, 10};
  handle.opens = {open};
  return handle;
}

CallFact at(std::uint32_t offset, CallFact call) {
  call.offset = offset;
  return call;
}

/// "2 outer -> inner" of the first handle; "1 " where nothing is nested.
std::string nested(const std::vector<Handle> &handles, const CallGraph &graph) {
  std::vector<const Handle *> borrowers;
  for (const Handle &handle : handles)
    borrowers.push_back(&handle);
  const Nesting first = nestings(borrowers, graph).front();
  return (first.endless ? "endless" : std::to_string(first.depth)) + " " + first.chain;
}

TEST(Nesting, ACallThatBorrowsIsNamed) {
  const CallGraph graph = graphOf({function("outer", {at(20, call("inner"))}), function("inner")});
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner")}, graph), "2 outer -> inner");
  EXPECT_EQ(nested({heldBy("outer")}, graph), "1 ");
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner", "sqlite")}, graph), "1 ");
}

TEST(Nesting, OnlyWhileItIsHeld) {
  const CallGraph graph = graphOf(
      {function("outer", {at(3, call("inner")), at(95, call("inner"))}), function("inner")});
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner")}, graph), "1 ");
  Handle closed = heldBy("outer");
  Close close;
  close.call = {40, 50};
  closed.closes = {close};
  const CallGraph after = graphOf({function("outer", {at(60, call("inner"))}), function("inner")});
  EXPECT_EQ(nested({closed, heldBy("inner")}, after), "1 ");
}

TEST(Nesting, FollowsFunctionsThatBorrowNothing) {
  const CallGraph graph =
      graphOf({function("outer", {at(20, call("between"))}), function("between", {call("inner")}),
               function("inner", {at(20, call("deep"))}), function("deep")});
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner"), heldBy("deep")}, graph),
            "3 outer -> between -> inner");
}

TEST(Nesting, FollowsOverridersAndFields) {
  FunctionFact derived = function("derived");
  derived.overrides = {"base"};
  const CallGraph graph =
      graphOf({function("outer", {at(20, call("base")), at(30, call("Route::run"))}),
               function("base"), derived, function(StaticInit, {held("inner", "Route::run")}),
               function("inner"), function("Route::run")});
  EXPECT_EQ(nested({heldBy("outer"), heldBy("derived")}, graph), "2 outer -> base -> derived");
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner")}, graph), "2 outer -> Route::run -> inner");
}

TEST(Nesting, AThreadBorrowsForItself) {
  const CallGraph graph =
      graphOf({function("outer", {at(20, handed("inner", "std::thread", CallKind::Thread))}),
               function("inner")});
  EXPECT_EQ(nested({heldBy("outer"), heldBy("inner")}, graph), "1 ");
}

TEST(Nesting, WithoutBoundIsRefused) {
  const CallGraph graph = graphOf({function("walk", {at(20, call("walk"))})});
  const Handle handle = heldBy("walk");
  EXPECT_EQ(nested({handle}, graph), "endless walk -> walk");
  EXPECT_EQ(whyTooDeep(handle, nestings({&handle}, graph).front())->code, "RP114");
}

TEST(Nesting, DeeperThanTheDefaultPoolIsRefused) {
  const Handle handle = heldBy("f");
  EXPECT_FALSE(whyTooDeep(handle, {.depth = DeepestNesting, .chain = "f -> g"}));
  EXPECT_EQ(whyTooDeep(handle, {.depth = DeepestNesting + 1, .chain = "f -> g"})->message,
            "10 connections would be held at once: f -> g");
}

} // namespace

} // namespace repool
