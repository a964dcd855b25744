// pitches: answers requests until SIGTERM or SIGINT. README.md names the variables.

#include "config.h"
#include "http.h"
#include "routes.h"

#include <pqxx/pqxx>

#include <csignal>
#include <cstdio>
#include <sys/socket.h>
#include <thread>

static void addRoutes(httplib::Server &server) {
  addHealth(server);
  addUsers(server);
  addSessions(server);
  addProfiles(server);
  addFollows(server);
  addTrending(server);
  addPitches(server);
  addEditing(server);
  addLikes(server);
  addSearch(server);
  addFeed(server);
  addMessages(server);
  addComments(server);
  addNotifications(server);
  addWallet(server);
  addInvestments(server);
  addPortfolio(server);
  addStats(server);
  addModeration(server);
  addMaintenance(server);
  addSettings(server);
}

// What a handler did not answer itself. Nothing of the message goes to the client.
static void answerFailure(const httplib::Request &request, httplib::Response &response,
                          std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const pqxx::broken_connection &error) {
    std::fprintf(stderr, "pitches: %s: %s\n", request.path.c_str(), error.what());
    fail(response, 503, "no database");
  } catch (const std::exception &error) {
    std::fprintf(stderr, "pitches: %s: %s\n", request.path.c_str(), error.what());
    fail(response, 500, "internal error");
  }
}

int main() {
  // Taken by a thread of its own, so that nothing happens inside a signal handler.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  httplib::Server server;
  addRoutes(server);
  server.set_exception_handler(answerFailure);
  server.set_error_handler([](const httplib::Request &, httplib::Response &response) {
    if (response.body.empty())
      fail(response, response.status, response.status == 404 ? "no such page" : "bad request");
  });
  server.new_task_queue = [] {
    return new httplib::ThreadPool(static_cast<std::size_t>(config().threads));
  };
  server.set_keep_alive_max_count(1000000);
  server.set_keep_alive_timeout(60);
  server.set_tcp_nodelay(true);
  int listener = -1;
  server.set_socket_options([&listener](int socket) {
    int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    listener = socket;
  });
  if (!server.bind_to_port(config().host.c_str(), config().port)) {
    std::fprintf(stderr, "pitches: cannot listen on %s:%d\n", config().host.c_str(), config().port);
    return 1;
  }
  listen(listener, SOMAXCONN); // the library's own backlog is 5

  std::thread waiter([&] {
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop();
  });
  std::printf("pitches: listening on %s:%d, %d threads\n", config().host.c_str(), config().port,
              config().threads);
  std::fflush(stdout);
  bool ok = server.listen_after_bind();
  if (!ok)
    kill(getpid(), SIGTERM);
  waiter.join();
  return ok ? 0 : 1;
}
