#include "RedisLevel.h"

#include "../../Events.h"

#include <algorithm>
#include <utility>

namespace repool::detail {

namespace {

constexpr std::size_t MostOpen = 16;
constexpr std::size_t MostPending = 10000;
const char *const VersionLife = "86400000"; ///< ms; one that is gone costs a miss

std::string textOf(const redisReply &reply) {
  if (reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS)
    return std::string(reply.str, static_cast<std::size_t>(reply.len));
  return {};
}

bool isTextAt(const redisReply &array, std::size_t index) {
  return array.type == REDIS_REPLY_ARRAY && index < array.elements &&
         array.element[index]->type == REDIS_REPLY_STRING;
}

std::string headOf(const std::vector<std::string> &versions) {
  std::string head = "repool1";
  for (const std::string &version : versions)
    head += ' ' + version;
  return head + '\n';
}

} // namespace

RedisLevel::RedisLevel(RedisUrl url, SecondLevelSettings settings)
    : url_(std::move(url)), settings_(std::move(settings)), random_(std::random_device{}()) {}

// Called under the lock.
std::string RedisLevel::randomVersion() {
  return std::to_string(
      std::uniform_int_distribution<std::int64_t>(1, std::int64_t(1) << 62)(random_));
}

std::vector<std::string> RedisLevel::namesOf(const Tags &tags) const {
  std::vector<std::string> names;
  for (const std::string &tag : tags)
    names.push_back(settings_.prefix + "t:" + tag);
  names.push_back(settings_.prefix + "epoch");
  return names;
}

void RedisLevel::addNewVersion(Commands &commands, const std::string &name) {
  const Lock lock(mutex_);
  commands.push_back({"SET", name, randomVersion(), "NX", "PX", VersionLife});
}

SecondLevel::Read RedisLevel::read(const std::string &key, const Tags &tags,
                                   bool wantsValue) noexcept {
  Read read;
  const bool isGood = converse([&](const Ask &ask) {
    const std::vector<std::string> names = namesOf(tags);
    RedisWire::Command get{"MGET"};
    get.insert(get.end(), names.begin(), names.end());
    Commands commands;
    if (wantsValue) {
      const std::string name = settings_.prefix + "v:" + key;
      get.push_back(name);
      commands.push_back({"PTTL", name}); // before the value: it can only become less
    }
    commands.push_back(std::move(get));
    Replies replies;
    if (!ask(commands, replies))
      return false;
    const redisReply &values = *replies.back();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!isTextAt(values, i))
        return readVersions(ask, names, read);
      read.versions.push_back(textOf(*values.element[i]));
    }
    if (!wantsValue || !isTextAt(values, names.size()))
      return true;
    const redisReply &found = *values.element[names.size()];
    const std::string head = headOf(read.versions);
    const auto size = static_cast<std::size_t>(found.len);
    if (size < head.size() || head.compare(0, head.size(), found.str, head.size()) != 0)
      return true;
    read.value.emplace(found.str + head.size(), size - head.size());
    read.left = Milliseconds(std::max(replies.front()->integer, 0LL));
    return true;
  });
  if (!isGood)
    return {};
  read.isAnswered = true;
  return read;
}

bool RedisLevel::readVersions(const Ask &ask, const std::vector<std::string> &names, Read &read) {
  Commands commands;
  for (const std::string &name : names)
    addNewVersion(commands, name);
  RedisWire::Command get{"MGET"};
  get.insert(get.end(), names.begin(), names.end());
  commands.push_back(std::move(get));
  Replies replies;
  if (!ask(commands, replies))
    return false;
  read.versions.clear();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!isTextAt(*replies.back(), i))
      return false; // evicted at once: Redis has no room for us
    read.versions.push_back(textOf(*replies.back()->element[i]));
  }
  return true;
}

void RedisLevel::write(const std::string &key, const std::vector<std::string> &versions,
                       const std::string &value, Milliseconds life) noexcept {
  converse([&](const Ask &ask) {
    Replies replies;
    return ask({{"SET", settings_.prefix + "v:" + key, headOf(versions) + value, "PX",
                 std::to_string(std::max<long long>(life.count(), 1))}},
               replies);
  });
}

void RedisLevel::invalidate(const Tags &tags) noexcept {
  try {
    std::vector<std::string> names = namesOf(tags);
    names.pop_back(); // the epoch
    if (!converse([&](const Ask &ask) { return changeVersions(ask, names); }))
      remember(names);
  } catch (...) { // out of memory
    const Lock lock(mutex_);
    isEpochDue_ = true;
  }
}

bool RedisLevel::changeVersions(const Ask &ask, const std::vector<std::string> &names) {
  if (names.empty())
    return true;
  Commands commands;
  for (const std::string &name : names) {
    addNewVersion(commands, name);
    commands.push_back({"INCR", name});
    commands.push_back({"PEXPIRE", name, VersionLife});
  }
  Replies replies;
  return ask(commands, replies);
}

void RedisLevel::remember(const std::vector<std::string> &names) {
  const Lock lock(mutex_);
  pending_.insert(names.begin(), names.end());
  if (pending_.size() > MostPending) {
    pending_.clear();
    isEpochDue_ = true;
  }
}

bool RedisLevel::tellPending(const Ask &ask) {
  std::vector<std::string> names;
  bool isEpochDue = false;
  {
    const Lock lock(mutex_);
    if (pending_.empty() && !isEpochDue_)
      return true;
    names.assign(pending_.begin(), pending_.end());
    pending_.clear();
    isEpochDue = std::exchange(isEpochDue_, false);
  }
  std::vector<std::string> all = names;
  if (isEpochDue)
    all.push_back(settings_.prefix + "epoch");
  if (changeVersions(ask, all))
    return true;
  remember(names);
  const Lock lock(mutex_);
  isEpochDue_ = isEpochDue_ || isEpochDue;
  return false;
}

bool RedisLevel::converse(const std::function<bool(const Ask &ask)> &talk) noexcept {
  const TimePoint began = Clock::now();
  const TimePoint deadline = began + settings_.deadline;
  std::unique_ptr<RedisWire> wire;
  bool isProbe = false;
  Breaker::Generation when = 0;
  {
    Lock lock(mutex_);
    if (!breaker_.isClosed() && !(isProbe = breaker_.beginProbe(began))) {
      ++failures_;
      return false;
    }
    when = breaker_.generation();
    if (!isFree_.wait_until(lock, deadline, [&] { return !idle_.empty() || open_ < MostOpen; })) {
      ++failures_; // busy with us, which is not down
      if (isProbe)
        breaker_.endProbe(when, false, Clock::now(), 0.5);
      return false;
    }
    if (idle_.empty()) {
      ++open_;
    } else {
      wire = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  std::string why;
  bool isGood = false;
  try {
    if (wire && !wire->isAlive())
      wire.reset();
    if (!wire)
      wire = RedisWire::connect(url_, deadline, why);
    const Ask ask = [&](const Commands &commands, Replies &replies) {
      return wire->ask(commands, replies, deadline, why);
    };
    isGood = wire && tellPending(ask) && talk(ask);
  } catch (...) {
    why = "out of memory";
  }
  if (!isGood)
    wire.reset();
  bool hasOpened = false;
  bool hasClosed = false;
  {
    const Lock lock(mutex_);
    const TimePoint now = Clock::now();
    const double jitter = std::uniform_real_distribution<double>()(random_);
    failures_ += isGood ? 0 : 1;
    if (isGood)
      idle_.push_back(std::move(wire));
    else
      --open_;
    if (isProbe)
      hasClosed = breaker_.endProbe(when, isGood, now, jitter);
    else if (isGood)
      breaker_.succeeded(when);
    else
      hasOpened = breaker_.failed(when, now, jitter);
  }
  isFree_.notify_one();
  if (hasOpened)
    tell(REPOOL_BREAKER_OPENED, url_.place(), why);
  if (hasClosed)
    tell(REPOOL_BREAKER_CLOSED, url_.place(), {});
  return isGood;
}

std::uint64_t RedisLevel::failures() const noexcept {
  const Lock lock(mutex_);
  return failures_;
}

bool RedisLevel::isDown() const noexcept {
  const Lock lock(mutex_);
  return !breaker_.isClosed();
}

} // namespace repool::detail
