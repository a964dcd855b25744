#include "edit/Includes.h"

#include <gtest/gtest.h>

namespace repool {

namespace {

const std::vector<std::string> ClientHeaders = {"libpq-fe.h"};

/// \p text with the include of repool/pq.h; "same" where it has it.
std::string included(const std::string &text) {
  const auto edit = includeEdit("/p/a.c", text, "repool/pq.h", ClientHeaders);
  return edit ? applyEdits(text, {*edit}) : "same";
}

TEST(IncludeEdit, LeavesAFileThatHasIt) {
  EXPECT_EQ(included("#include <repool/pq.h>\n"), "same");
  EXPECT_EQ(included("#include <libpq-fe.h>\n# include \"repool/pq.h\"\n"), "same");
}

TEST(IncludeEdit, StandsBesideTheClientsHeader) {
  EXPECT_EQ(included("#include <libpq-fe.h>\nint x;\n"),
            "#include <libpq-fe.h>\n#include <repool/pq.h>\nint x;\n");
  EXPECT_EQ(included("#include \"a.h\"\n\n#include <libpq-fe.h>\n\n#include <string>\n"),
            "#include \"a.h\"\n\n#include <libpq-fe.h>\n#include <repool/pq.h>\n\n#include "
            "<string>\n");
}

TEST(IncludeEdit, KeepsASortedGroupSorted) {
  EXPECT_EQ(included("#include <libpq-fe.h>\n#include <stdio.h>\n"),
            "#include <libpq-fe.h>\n#include <repool/pq.h>\n#include <stdio.h>\n");
  EXPECT_EQ(included("#include <stdio.h>\n#include <string.h>\n"),
            "#include <repool/pq.h>\n#include <stdio.h>\n#include <string.h>\n");
}

TEST(IncludeEdit, FollowsTheClientInAnUnsortedGroup) {
  EXPECT_EQ(included("#include <stdio.h>\n#include <libpq-fe.h>\n#include <errno.h>\n"),
            "#include <stdio.h>\n#include <libpq-fe.h>\n#include <repool/pq.h>\n#include "
            "<errno.h>\n");
}

TEST(IncludeEdit, FollowsTheLastIncludeWhereNoneHasBrackets) {
  EXPECT_EQ(included("#include \"z.h\"\n#include \"a.h\"\nint x;\n"),
            "#include \"z.h\"\n#include \"a.h\"\n#include <repool/pq.h>\nint x;\n");
}

TEST(IncludeEdit, PrecedesTheCodeOfAFileWithoutIncludes) {
  EXPECT_EQ(included("int x;\n"), "#include <repool/pq.h>\n\nint x;\n");
  EXPECT_EQ(included(""), "#include <repool/pq.h>\n\n");
  EXPECT_EQ(included("// Licence\n\nint x;\n"), "// Licence\n#include <repool/pq.h>\n\n\nint x;\n");
  EXPECT_EQ(included("/* Licence\n   2 */\nint x;\n"),
            "/* Licence\n   2 */\n#include <repool/pq.h>\n\nint x;\n");
}

TEST(IncludeEdit, GoesInsideTheGuardOfAHeader) {
  EXPECT_EQ(included("#ifndef A_H\n#define A_H\nint x;\n#endif\n"),
            "#ifndef A_H\n#define A_H\n#include <repool/pq.h>\n\nint x;\n#endif\n");
  EXPECT_EQ(included("#ifndef A_H\n#define A_H\n#include <libpq-fe.h>\n#endif\n"),
            "#ifndef A_H\n#define A_H\n#include <libpq-fe.h>\n#include <repool/pq.h>\n#endif\n");
  EXPECT_EQ(included("#pragma once\nint x;\n"), "#pragma once\n#include <repool/pq.h>\n\nint x;\n");
}

TEST(IncludeEdit, StaysOutOfConditionalBlocks) {
  EXPECT_EQ(included("#include <z.h>\n#ifdef PG\n#include <libpq-fe.h>\n#endif\n"),
            "#include <repool/pq.h>\n#include <z.h>\n#ifdef PG\n#include <libpq-fe.h>\n#endif\n");
  // Whether an include inside a condition is read, nobody knows here.
  EXPECT_EQ(included("#include <libpq-fe.h>\n#ifdef A\n#include <repool/pq.h>\n#endif\n"),
            "#include <libpq-fe.h>\n#include <repool/pq.h>\n#ifdef A\n#include <repool/pq.h>\n"
            "#endif\n");
}

TEST(IncludeEdit, PassesOverCommentedIncludes) {
  EXPECT_EQ(included("/*\n#include <libpq-fe.h>\n*/\n#include <zlib.h>\n"),
            "/*\n#include <libpq-fe.h>\n*/\n#include <repool/pq.h>\n#include <zlib.h>\n");
  EXPECT_EQ(included("// #include <repool/pq.h>\n#include <libpq-fe.h>\n"),
            "// #include <repool/pq.h>\n#include <libpq-fe.h>\n#include <repool/pq.h>\n");
}

TEST(IncludeEdit, KeepsLineEndsAndTheByteOrderMark) {
  EXPECT_EQ(included("#include <libpq-fe.h>\r\nint x;\r\n"),
            "#include <libpq-fe.h>\r\n#include <repool/pq.h>\r\nint x;\r\n");
  EXPECT_EQ(included("\xEF\xBB\xBFint x;\n"), "\xEF\xBB\xBF#include <repool/pq.h>\n\nint x;\n");
  EXPECT_EQ(included("#include <libpq-fe.h>"), "#include <libpq-fe.h>\n#include <repool/pq.h>");
}

} // namespace

} // namespace repool
