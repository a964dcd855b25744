#include "Faults.h"

namespace repool::test {

namespace {

// A pooler that tries again soon, so that what is waited for is the runtime and not the pooler.
PgBouncer::Options poolerBefore(const PostgresServer &server) {
  PgBouncer::Options options;
  options.server = server.port();
  options.mode = "transaction";
  options.more = {{"server_login_retry", "1"}, {"query_wait_timeout", "2"}};
  return options;
}

} // namespace

Stage::Stage() : pooler(poolerBefore(server)), direct(server.port()), toPooler(pooler.port()) {}

void Stage::holdAtDoor(bool on) {
  direct.hold(on);
  toPooler.hold(on);
}

Faults::Faults(Stage &stage, unsigned seed, std::mutex &calm, std::function<bool()> isOver)
    : stage_(stage), random_(seed), calm_(calm), isOver_(std::move(isOver)) {}

Milliseconds Faults::between(int least, int most) {
  return Milliseconds(std::uniform_int_distribution<int>(least, most)(random_));
}

void Faults::pass(Milliseconds time) const {
  eventually(isOver_, time);
}

// Until it is another program, what will be the server has copies of all sockets, and what is
// closed here meanwhile is not closed for the proxies, which would count it beside its successor.
template <class Server> void Faults::begin(Server &server) {
  const std::lock_guard<std::mutex> calm(calm_);
  stage_.holdAtDoor(true);
  server.start();
  stage_.holdAtDoor(false);
}

std::vector<FaultProxy *> Faults::someProxies() {
  switch (between(0, 2).count()) {
  case 0:
    return {&stage_.direct};
  case 1:
    return {&stage_.toPooler};
  default:
    return {&stage_.direct, &stage_.toPooler};
  }
}

struct Faults::Fault {
  const char *name;
  void (*happen)(Faults &);
};

void Faults::once() {
  static const Fault faults[] = {
      {"cut",
       [](Faults &f) {
         for (FaultProxy *const proxy : f.someProxies())
           proxy->cutAll();
       }},
      {"cut at a text", [](Faults &f) { f.cutAtText(); }},
      {"black hole", [](Faults &f) { f.blackHole(); }},
      {"delay", [](Faults &f) { f.delayed(); }},
      {"slices", [](Faults &f) { f.sliced(); }},
      {"refusal", [](Faults &f) { f.refused(); }},
      {"backends terminated", [](Faults &f) { f.stage_.server.terminate(); }},
      {"server restarted",
       [](Faults &f) {
         f.stage_.server.stopFast();
         f.begin(f.stage_.server);
       }},
      {"server killed",
       [](Faults &f) {
         f.stage_.server.kill9();
         f.pass(f.between(0, 1500));
         f.begin(f.stage_.server);
       }},
      {"server paused", [](Faults &f) { f.paused(); }},
      {"pooler killed", [](Faults &f) { f.poolerKilled(); }},
      {"pooler paused", [](Faults &f) { f.poolerPaused(); }},
  };
  const auto last = static_cast<int>(std::size(faults)) - 1;
  const Fault &fault = faults[between(0, last).count()];
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    last_ = fault.name;
  }
  fault.happen(*this);
  ++done_[fault.name];
}

std::string Faults::last() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_;
}

// All that has met the silence is cut at its end: no client would ever hear of it.
void Faults::blackHole() {
  const std::vector<FaultProxy *> proxies = someProxies();
  const bool withOpen = between(0, 1).count() != 0;
  const std::lock_guard<std::mutex> silence(calm_);
  for (FaultProxy *const proxy : proxies) {
    proxy->silenceNew(true);
    if (withOpen)
      proxy->silenceOpen();
  }
  pass(between(300, 6000));
  for (FaultProxy *const proxy : proxies) {
    proxy->silenceNew(false);
    proxy->cutAll();
  }
}

void Faults::delayed() {
  const std::vector<FaultProxy *> proxies = someProxies();
  for (FaultProxy *const proxy : proxies)
    proxy->delay(between(1, 60));
  pass(between(500, 3000));
  for (FaultProxy *const proxy : proxies)
    proxy->delay(Milliseconds(0));
}

void Faults::sliced() {
  const std::vector<FaultProxy *> proxies = someProxies();
  for (FaultProxy *const proxy : proxies)
    proxy->slice(static_cast<std::size_t>(between(1, 40).count()));
  pass(between(500, 3000));
  for (FaultProxy *const proxy : proxies)
    proxy->slice(0);
}

void Faults::refused() {
  const std::vector<FaultProxy *> proxies = someProxies();
  const bool withOpen = between(0, 1).count() != 0;
  for (FaultProxy *const proxy : proxies) {
    proxy->refuse(true);
    if (withOpen)
      proxy->cutAll();
  }
  pass(between(100, 4000));
  for (FaultProxy *const proxy : proxies)
    proxy->refuse(false);
}

void Faults::cutAtText() {
  static const char *const texts[] = {"COMMIT",      "commit", "UPDATE counter",
                                      "DISCARD ALL", "BEGIN",  "SELECT sum"};
  const char *const text = texts[between(0, 5).count()];
  const auto where =
      between(0, 1).count() ? FaultProxy::Cut::BeforeServer : FaultProxy::Cut::BeforeAnswer;
  for (FaultProxy *const proxy : someProxies())
    proxy->cutAt(text, where);
}

void Faults::paused() {
  stage_.server.pause();
  pass(between(200, 5000));
  stage_.server.resume();
}

void Faults::poolerPaused() {
  stage_.pooler.pause();
  pass(between(200, 5000));
  stage_.pooler.resume();
}

void Faults::poolerKilled() {
  stage_.pooler.kill9();
  pass(between(0, 4000));
  begin(stage_.pooler);
}

} // namespace repool::test
