#include <pqxx/pqxx>

#include <coroutine>
#include <exception>
#include <string>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

Task notify(std::string url, int person) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  co_await std::suspend_never{};
  tx.exec_params0("INSERT INTO notice (person) VALUES ($1)", person);
  tx.commit();
}
