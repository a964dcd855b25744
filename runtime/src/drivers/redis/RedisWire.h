/// \file
/// One connection to Redis, with a deadline for each conversation.
///
///   connect -> AUTH, SELECT -> ask(commands) -> their answers, in order
///
/// hiredis writes the commands and reads the answers; the bytes go over the socket here, since its
/// own functions know no deadline of a whole and raise SIGPIPE. Anything that goes wrong ends the
/// connection. An error that Redis answers is something that went wrong. For one thread at a time.

#ifndef REPOOL_SRC_DRIVERS_REDIS_REDISWIRE_H
#define REPOOL_SRC_DRIVERS_REDIS_REDISWIRE_H

#include "../../Clock.h"
#include "RedisUrl.h"

#include <hiredis/hiredis.h>
#include <memory>
#include <string>
#include <vector>

namespace repool::detail {

struct FreeRedisReply {
  void operator()(redisReply *reply) const { freeReplyObject(reply); }
};

class RedisWire {
public:
  using Command = std::vector<std::string>;
  using Reply = std::unique_ptr<redisReply, FreeRedisReply>;

  /// Null: \p why.
  static std::unique_ptr<RedisWire> connect(const RedisUrl &url, TimePoint deadline,
                                            std::string &why);

  /// Whether the server has left the idle connection alone.
  bool isAlive() const noexcept;

  /// All at once, and all answers. False: it is over with this connection; \p why.
  bool ask(const std::vector<Command> &commands, std::vector<Reply> &replies, TimePoint deadline,
           std::string &why);

private:
  struct Free {
    void operator()(redisContext *context) const { redisFree(context); }
  };

  explicit RedisWire(redisContext *context) : context_(context) {}

  bool send(const std::string &bytes, TimePoint deadline, std::string &why);
  bool receive(Reply &reply, TimePoint deadline, std::string &why);

  std::unique_ptr<redisContext, Free> context_;
};

} // namespace repool::detail

#endif // REPOOL_SRC_DRIVERS_REDIS_REDISWIRE_H
