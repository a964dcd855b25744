#include "Breaker.h"

#include <algorithm>

namespace repool::detail {

bool Breaker::failed(Generation began, TimePoint now, double jitter) {
  if (began != generation_ || state_ != State::Closed)
    return false;
  failures_.erase(std::remove_if(failures_.begin(), failures_.end(),
                                 [&](TimePoint at) { return now - at > settings_.window; }),
                  failures_.end());
  failures_.push_back(now);
  if (failures_.size() < settings_.failures)
    return false;
  openTime_ = Milliseconds(0);
  open(now, jitter);
  return true;
}

bool Breaker::lost(TimePoint openedAt, TimePoint now, double jitter) {
  if (openedAt <= lastLoss_)
    return false;
  lastLoss_ = now;
  return failed(generation_, now, jitter);
}

void Breaker::succeeded(Generation began) {
  if (began == generation_ && state_ == State::Closed)
    failures_.clear();
}

// A probe that never ended must not keep the breaker half open for ever: after its limit another
// one goes, and the generation makes sure that the first is not heard any more.
bool Breaker::beginProbe(TimePoint now) {
  if (state_ == State::Closed || now < nextProbe_)
    return false;
  if (isProbing_ && now < probeDeadline_)
    return false;
  change(State::HalfOpen);
  isProbing_ = true;
  probeDeadline_ = now + settings_.probeLimit;
  nextProbe_ = probeDeadline_;
  return true;
}

bool Breaker::endProbe(Generation began, bool isGood, TimePoint now, double jitter) {
  if (began != generation_ || state_ != State::HalfOpen)
    return false;
  isProbing_ = false;
  if (!isGood) {
    open(now, jitter);
    return false;
  }
  if (++goodProbes_ < settings_.goodProbes) {
    nextProbe_ = now + settings_.probesApart;
    return false;
  }
  goodProbes_ = 0;
  openTime_ = Milliseconds(0);
  failures_.clear();
  change(State::Closed);
  return true;
}

void Breaker::open(TimePoint now, double jitter) {
  openTime_ = std::clamp(openTime_ * 2, settings_.firstOpen,
                         std::max(settings_.firstOpen, settings_.longestOpen));
  const auto jittered =
      std::chrono::duration_cast<Clock::duration>(openTime_ * (0.75 + jitter / 2));
  nextProbe_ = now + jittered;
  goodProbes_ = 0;
  failures_.clear();
  change(State::Open);
}

void Breaker::change(State state) {
  state_ = state;
  ++generation_;
}

} // namespace repool::detail
