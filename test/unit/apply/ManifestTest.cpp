#include "apply/Manifest.h"

#include <gtest/gtest.h>

namespace repool {
namespace {

const Manifest Sample = {
    {"/app/a b.cpp", 0644, false, std::string(64, 'a'), std::string(64, 'b')},
    {"/app/%\n\xff.cpp", 02755, true, std::string(64, '0'), std::string(64, '9')}};

std::string errorOf(const std::string &text) {
  auto manifest = readManifest(text, "m");
  return manifest ? "(no error)" : llvm::toString(manifest.takeError());
}

TEST(Manifest, RoundTrip) {
  for (const Manifest &manifest : {Manifest(), Sample}) {
    auto read = readManifest(writeManifest(manifest), "m");
    ASSERT_TRUE(static_cast<bool>(read)) << llvm::toString(read.takeError());
    EXPECT_EQ(*read, manifest);
  }
}

TEST(Manifest, TruncatedAnywhere) {
  std::string text = writeManifest(Sample);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_NE(errorOf(text.substr(0, size)), "(no error)") << size;
}

TEST(Manifest, TheLineIsNamed) {
  EXPECT_EQ(errorOf("repool journal 2\nend\n"), "m:1: not a journal of repool");
  EXPECT_EQ(errorOf("repool journal 1\nrename 9 x y /z\nend\n"), "m:2: not a journal of repool");
}

TEST(Manifest, Sha256) {
  EXPECT_EQ(hashOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

} // namespace
} // namespace repool
