#include "analyze/CallMeanings.h"

#include <algorithm>
#include <array>

namespace repool {

namespace {

struct Row {
  llvm::StringLiteral name;
  CallMeaning meaning;
};

constexpr CallMeaning Serves = CallMeaning::Serves;
constexpr CallMeaning StartsThread = CallMeaning::StartsThread;
constexpr CallMeaning RunsOnce = CallMeaning::RunsOnce;
constexpr CallMeaning RunsNow = CallMeaning::RunsNow;

constexpr std::array Table = {
    // POSIX and its kin.
    Row{"accept", Serves},
    Row{"accept4", Serves},
    Row{"listen", Serves},
    Row{"epoll_wait", Serves},
    Row{"epoll_pwait", Serves},
    Row{"kevent", Serves},
    Row{"fork", CallMeaning::Forks},
    Row{"getenv", CallMeaning::ReadsEnvironment},
    Row{"secure_getenv", CallMeaning::ReadsEnvironment},
    Row{"std::getenv", CallMeaning::ReadsEnvironment},
    Row{"qgetenv", CallMeaning::ReadsEnvironment},
    Row{"qEnvironmentVariable", CallMeaning::ReadsEnvironment},
    Row{"cgiGetenv", CallMeaning::ReadsEnvironment},
    // FastCGI: one process, many requests.
    Row{"FCGI_Accept", Serves},
    Row{"FCGX_Accept", Serves},
    Row{"FCGX_Accept_r", Serves},
    // Event loops and servers in C.
    Row{"event_base_dispatch", Serves},
    Row{"event_base_loop", Serves},
    Row{"event_dispatch", Serves},
    Row{"uv_run", Serves},
    Row{"ev_run", Serves},
    Row{"ev_loop", Serves},
    Row{"g_main_loop_run", Serves},
    Row{"mg_mgr_poll", Serves},
    Row{"mg_start", Serves},
    Row{"MHD_start_daemon", Serves},
    Row{"evhttp_new", Serves},
    // Servers in C++.
    Row{"httplib::Server::listen", Serves},
    Row{"httplib::Server::listen_after_bind", Serves},
    Row{"crow::Crow::run", Serves},
    Row{"crow::Crow::run_async", Serves},
    Row{"drogon::HttpAppFramework::run", Serves},
    Row{"grpc::Server::Wait", Serves},
    Row{"grpc::ServerBuilder::BuildAndStart", Serves},
    Row{"Pistache::Http::Endpoint::serve", Serves},
    Row{"Pistache::Http::Endpoint::serveThreaded", Serves},
    Row{"boost::asio::io_context::run", Serves},
    Row{"boost::asio::basic_socket_acceptor::accept", Serves},
    Row{"boost::asio::basic_socket_acceptor::async_accept", Serves},
    Row{"asio::io_context::run", Serves},
    Row{"asio::basic_socket_acceptor::accept", Serves},
    Row{"asio::basic_socket_acceptor::async_accept", Serves},
    Row{"QCoreApplication::exec", Serves},
    Row{"QApplication::exec", Serves},
    Row{"QGuiApplication::exec", Serves},
    // Threads.
    Row{"pthread_create", StartsThread},
    Row{"thrd_create", StartsThread},
    Row{"std::async", StartsThread},
    Row{"std::thread", StartsThread},
    Row{"std::jthread", StartsThread},
    Row{"boost::thread", StartsThread},
    Row{"g_thread_new", StartsThread},
    Row{"CreateThread", StartsThread},
    Row{"_beginthreadex", StartsThread},
    // Once, whoever comes.
    Row{"std::call_once", RunsOnce},
    Row{"pthread_once", RunsOnce},
    Row{"call_once", RunsOnce},
    // Called before the call returns, as often as the caller's own statement.
    Row{"std::invoke", RunsNow},
    Row{"std::apply", RunsNow},
};

constexpr std::array<llvm::StringLiteral, 9> CgiVariables = {
    "QUERY_STRING", "REQUEST_METHOD", "CONTENT_LENGTH", "GATEWAY_INTERFACE", "SCRIPT_NAME",
    "REQUEST_URI",  "PATH_INFO",      "HTTP_COOKIE",    "CONTENT_TYPE",
};

} // namespace

CallMeaning meaningOf(llvm::StringRef qualified) {
  // libstdc++ and libc++ keep some names in inline namespaces; a global name may be spelled `::f`.
  qualified.consume_front("::");
  const auto *row =
      std::find_if(Table.begin(), Table.end(), [&](const Row &r) { return r.name == qualified; });
  return row == Table.end() ? CallMeaning::None : row->meaning;
}

bool isCgiVariable(llvm::StringRef name) {
  return std::find(CgiVariables.begin(), CgiVariables.end(), name) != CgiVariables.end();
}

bool isThreadClass(llvm::StringRef qualified) {
  return qualified == "std::thread" || qualified == "std::jthread" || qualified == "boost::thread";
}

} // namespace repool
