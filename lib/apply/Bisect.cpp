#include "apply/Bisect.h"

#include <numeric>

namespace repool {

namespace {

constexpr std::size_t Many = 8; ///< below that, trying each part costs no more than asking why

class Search {
public:
  Search(std::size_t count, const Passes &passes) : passes_(passes), rest_(count) {
    std::iota(rest_.begin(), rest_.end(), std::size_t{0});
  }

  llvm::Expected<Bisection> run();

private:
  llvm::Expected<bool> check(const std::vector<std::size_t> &parts);

  llvm::Expected<bool> checkAlone(std::size_t part) { return check({part}); }

  llvm::Expected<std::size_t> findBad();
  llvm::Expected<bool> failAllAlone(std::size_t count);
  llvm::Error confirm();
  std::vector<std::size_t> keptAnd(std::size_t count) const;

  const Passes &passes_;
  Bisection found_;
  std::vector<std::size_t> rest_; ///< of which nothing is known yet
  std::vector<std::size_t> lastPassed_;
  bool lastRunPassed_ = true;
  std::size_t failedRun_ = 0; ///< the last one
};

llvm::Expected<bool> Search::check(const std::vector<std::size_t> &parts) {
  ++found_.runs;
  llvm::Expected<bool> passed = passes_(parts);
  if (!passed)
    return passed;
  lastRunPassed_ = *passed;
  if (*passed)
    lastPassed_ = parts;
  else
    failedRun_ = found_.runs;
  return passed;
}

/// What is kept, and the first \p count of the rest.
std::vector<std::size_t> Search::keptAnd(std::size_t count) const {
  std::vector<std::size_t> parts = found_.kept;
  parts.insert(parts.end(), rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(count));
  return parts;
}

/// All of the rest failed: how many of its first parts pass still.
llvm::Expected<std::size_t> Search::findBad() {
  std::size_t good = 0;
  std::size_t bad = rest_.size();
  while (bad - good > 1) {
    const std::size_t middle = good + (bad - good) / 2;
    llvm::Expected<bool> passed = check(keptAnd(middle));
    if (!passed)
      return passed.takeError();
    (*passed ? good : bad) = middle;
  }
  return good;
}

/// Part 0 has failed alone; the one in the middle and the last do, too.
llvm::Expected<bool> Search::failAllAlone(std::size_t count) {
  for (const std::size_t part : {count / 2, count - 1}) {
    const std::size_t before = failedRun_;
    llvm::Expected<bool> passed = checkAlone(part);
    if (!passed)
      return passed.takeError();
    if (*passed) {
      failedRun_ = before;
      return false;
    }
  }
  return true;
}

/// What is kept must be what was checked last: the build is of that text then.
llvm::Error Search::confirm() {
  if (found_.kept.empty() || (lastRunPassed_ && lastPassed_ == found_.kept))
    return llvm::Error::success();
  llvm::Expected<bool> passed = check(found_.kept);
  if (!passed)
    return passed.takeError();
  if (*passed)
    return llvm::Error::success();
  return llvm::createStringError(std::make_error_code(std::errc::invalid_argument),
                                 "the check command passed and then failed for the same text");
}

llvm::Expected<Bisection> Search::run() {
  const std::size_t count = rest_.size();
  while (!rest_.empty()) {
    llvm::Expected<bool> passed = check(keptAnd(rest_.size()));
    if (!passed)
      return passed.takeError();
    if (*passed) {
      found_.kept = keptAnd(rest_.size());
      break;
    }
    llvm::Expected<std::size_t> good = findBad();
    if (!good)
      return good.takeError();
    found_.kept = keptAnd(*good);
    found_.bad.push_back({rest_[*good], failedRun_});
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(*good) + 1);
    if (count < Many || !found_.kept.empty() || found_.bad.size() > 1)
      continue;
    llvm::Expected<bool> all = failAllAlone(count);
    if (!all)
      return all.takeError();
    if (*all) {
      for (const std::size_t part : rest_)
        found_.bad.push_back({part, failedRun_});
      found_.allAlone = true;
      break;
    }
  }
  if (llvm::Error error = confirm())
    return error;
  return std::move(found_);
}

} // namespace

llvm::Expected<Bisection> bisect(std::size_t count, const Passes &passes) {
  return Search(count, passes).run();
}

} // namespace repool
