#include "Sandbox.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace repool {

namespace fs = std::filesystem;

Sandbox::Sandbox() {
  std::string pattern = (fs::temp_directory_path() / "repool-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))
    std::abort();
  root_ = fs::canonical(pattern).string();
}

Sandbox::~Sandbox() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void Sandbox::write(const std::string &name, const std::string &content) const {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << content;
}

std::string Sandbox::read(const std::string &name) const {
  std::ifstream in(path(name), std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

bool Sandbox::exists(const std::string &name) const {
  return fs::symlink_status(path(name)).type() != fs::file_type::not_found;
}

Tree Sandbox::tree() const {
  Tree tree;
  for (auto entry = fs::recursive_directory_iterator(root_); entry != fs::end(entry); ++entry) {
    std::string name = entry->path().lexically_relative(root_).string();
    if (name == ".git" || name == ".repool")
      entry.disable_recursion_pending();
    else if (entry->is_symlink())
      tree[name] = "-> " + fs::read_symlink(entry->path()).string();
    else if (entry->is_regular_file() && name != ".out")
      tree[name] = read(name);
  }
  return tree;
}

int Sandbox::run(const std::string &command) const {
  int status = std::system(("cd '" + root_ + "' && { " + command + "\n} >.out 2>&1").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Edit Sandbox::edit(const std::string &name, const std::string &before,
                   const std::string &after) const {
  std::size_t at = read(name).find(before);
  if (at == std::string::npos)
    ADD_FAILURE() << "'" << before << "' is not in " << name;
  auto begin = static_cast<std::uint32_t>(at);
  return {path(name), {begin, begin + static_cast<std::uint32_t>(before.size())}, after};
}

Plan Sandbox::plan(const std::vector<Edit> &edits) const {
  Plan plan;
  plan.root = root_;
  plan.toolVersion = "0.1.0";
  plan.units.parsed = 1;
  for (const Edit &edit : edits)
    plan.edits[edit.file].push_back(edit);
  for (auto &[file, fileEdits] : plan.edits) {
    std::stable_sort(fileEdits.begin(), fileEdits.end(),
                     [](const Edit &a, const Edit &b) { return a.span < b.span; });
    std::string content = read(fs::relative(file, root_).string());
    auto hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(content));
    plan.files.push_back({file, llvm::toHex(hash, /*LowerCase=*/true), content.size()});
  }
  return plan;
}

} // namespace repool
