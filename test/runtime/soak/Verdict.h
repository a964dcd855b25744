/// \file
/// The first promise that was seen broken. What breaks afterwards is most often its consequence.
/// Thread-safe.

#ifndef REPOOL_TEST_RUNTIME_SOAK_VERDICT_H
#define REPOOL_TEST_RUNTIME_SOAK_VERDICT_H

#include <atomic>
#include <mutex>
#include <string>

namespace repool::test {

class Verdict {
public:
  void broken(const std::string &sentence) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (sentence_.empty())
      sentence_ = sentence;
    isBroken_ = true;
  }

  bool isBroken() const { return isBroken_; }

  std::string sentence() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return sentence_;
  }

private:
  std::atomic<bool> isBroken_{false};
  mutable std::mutex mutex_;
  std::string sentence_; ///< guarded by mutex_
};

} // namespace repool::test

#endif // REPOOL_TEST_RUNTIME_SOAK_VERDICT_H
