#include "Session.h"

#include "../Quiet.h"
#include "Errors.h"
#include "TimeLimit.h"

#include <cstring>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace repool::detail {

namespace {

using Value = std::optional<std::string>;

bool runs(MYSQL *mysql, const std::string &sql) {
  if (mysql_real_query(mysql, sql.data(), static_cast<unsigned long>(sql.size())) != 0)
    return false;
  int more = 0;
  do {
    if (MYSQL_RES *const result = mysql_use_result(mysql))
      mysql_free_result(result);
    else if (mysql_errno(mysql) != 0)
      return false;
    more = mysql_next_result(mysql);
  } while (more == 0);
  return more < 0;
}

/// The first row of what \p sql gives.
std::vector<Value> ask(MYSQL *mysql, const std::string &sql) {
  if (mysql_real_query(mysql, sql.data(), static_cast<unsigned long>(sql.size())) != 0)
    throw std::runtime_error(mysql_error(mysql));
  MYSQL_RES *const result = mysql_store_result(mysql);
  if (!result)
    throw std::runtime_error(mysql_error(mysql));
  std::vector<Value> values;
  const MYSQL_ROW row = mysql_fetch_row(result);
  const unsigned long *const lengths = row ? mysql_fetch_lengths(result) : nullptr;
  for (unsigned i = 0; row && i < mysql_num_fields(result); ++i)
    values.push_back(row[i] ? Value(std::string(row[i], lengths[i])) : std::nullopt);
  mysql_free_result(result);
  return values;
}

bool isMariaDb(MYSQL *mysql) {
  return std::strstr(mysql_get_server_info(mysql), "MariaDB") != nullptr;
}

bool hasRoles(MYSQL *mysql) {
  return mysql_get_server_version(mysql) >= (isMariaDb(mysql) ? 100005UL : 80000UL);
}

/// A text by the digits that HEX() has given for it: means the same in every sql_mode and charset.
std::string literal(const Value &digits) {
  return digits ? "x'" + *digits + '\'' : "NULL";
}

/// Charsets and collations; these are words of letters, digits and underscores.
std::string word(const Value &value) {
  return value ? '\'' + *value + '\'' : "NULL";
}

std::string identifier(const std::string &name) {
  std::string quoted = "`";
  for (const char letter : name)
    quoted += letter == '`' ? std::string("``") : std::string(1, letter);
  return quoted + '`';
}

// In MariaDB 10.11 COM_RESET_CONNECTION keeps database and role. To look costs as much as to set,
// so the statement that is needed anyway looks: a charset of this name does not exist.
std::string restoreStatement(const std::vector<Value> &fresh, bool hasRole) {
  std::string condition = "DATABASE() <=> " + literal(fresh[6]);
  if (hasRole)
    condition += " AND CURRENT_ROLE() <=> " + literal(fresh[7]);
  return "SET character_set_client = IF(" + condition + ", " + word(fresh[0]) +
         ", 'repool_other_database'), character_set_results = " + word(fresh[1]) +
         ", collation_connection = " + word(fresh[2]);
}

std::string_view orEmpty(const char *text) {
  return text ? text : "";
}

std::string_view orEmpty(const Value &text) {
  return text ? std::string_view(*text) : std::string_view();
}

void reconnectOff(MYSQL *mysql) {
#if defined(MARIADB_BASE_VERSION) || MYSQL_VERSION_ID < 80000
  const my_bool off = 0;
#else
  const bool off = false;
#endif
  mysql_options(mysql, MYSQL_OPT_RECONNECT, &off);
}

} // namespace

MysqlSession::MysqlSession(MYSQL *mysql, TimePoint deadline)
    : thread_(mysql_thread_id(mysql)), user_(orEmpty(mysql->user)) {
  reconnectOff(mysql);
  options_ = MysqlSettings::fingerprint(mysql);
  initCommands_ = MysqlSettings::of(mysql).initCommands;
  charset_ = mysql_character_set_name(mysql);
  const bool hasRole = hasRoles(mysql);
  const TimeLimit limit(mysql, deadline); // only now: it is an option too
  const std::string role = hasRole ? "CURRENT_ROLE()" : "NULL";
  const std::vector<Value> fresh =
      ask(mysql, "SELECT @@character_set_client, @@character_set_results, @@collation_connection, "
                 "DATABASE(), " +
                     role + ", @@init_connect, HEX(DATABASE()), HEX(" + role + ')');
  if (fresh.size() != 8)
    throw std::runtime_error("the server does not tell the state of a new session");
  database_ = fresh[3];
  role_ = fresh[4];
  isRestorable_ = !fresh[5] || fresh[5]->empty();
  restore_ = restoreStatement(fresh, hasRole);
  wantsMultiStatements_ = (mysql->client_flag & CLIENT_MULTI_STATEMENTS) != 0;
}

bool MysqlSession::isQuiet(MYSQL *mysql) noexcept {
  return detail::isQuiet(socketOf(mysql));
}

bool MysqlSession::isBroken(MYSQL *mysql) noexcept {
  return socketOf(mysql) < 0 || isLost(mysql_errno(mysql));
}

// What no reset undoes, and needs no server to see. A statement that is still open belongs to who
// made it: closing the connection leaves it to them as an object that can only be closed, using the
// connection on would let it reach into the session of the next borrower.
bool MysqlSession::isResettable(MYSQL *mysql) const {
  if (isBroken(mysql) || mysql_thread_id(mysql) != thread_ || orEmpty(mysql->user) != user_)
    return false;
  if (mysql->status != MYSQL_STATUS_READY || (mysql->server_status & SERVER_MORE_RESULTS_EXIST))
    return false; // a result nobody has read to its end
  if (mysql->stmts)
    return false;
  reconnectOff(mysql);
  return MysqlSettings::fingerprint(mysql) == options_;
}

bool MysqlSession::makeFresh(MYSQL *mysql, bool keepSession, TimePoint deadline) const {
  if (!isResettable(mysql))
    return false;
  if (!keepSession || !looksFresh(mysql)) {
    const TimeLimit limit(mysql, deadline);
    if (!(keepSession ? restoreVisibly(mysql) : reset(mysql)) ||
        (mysql->server_status & SERVER_STATUS_IN_TRANS))
      return false;
  }
  clearError(mysql);
  mysql->affected_rows = 0;
  mysql->insert_id = 0;
  return true;
}

// What the handle shows without asking the server.
bool MysqlSession::looksFresh(MYSQL *mysql) const {
  return !(mysql->server_status & SERVER_STATUS_IN_TRANS) &&
         charset_ == mysql_character_set_name(mysql) && orEmpty(mysql->db) == orEmpty(database_);
}

bool MysqlSession::restoreVisibly(MYSQL *mysql) const {
  if ((mysql->server_status & SERVER_STATUS_IN_TRANS) && mysql_rollback(mysql) != 0)
    return false;
  if (!restoreCharset(mysql))
    return false;
  if (orEmpty(mysql->db) == orEmpty(database_))
    return true;
  return database_ && mysql_select_db(mysql, database_->c_str()) == 0;
}

bool MysqlSession::restoreCharset(MYSQL *mysql) const {
  return charset_ == mysql_character_set_name(mysql) ||
         mysql_set_character_set(mysql, charset_.c_str()) == 0;
}

bool MysqlSession::reset(MYSQL *mysql) const {
  if (!isRestorable_ || mysql_reset_connection(mysql) != 0)
    return false;             // closes the transaction too
  if (!restoreCharset(mysql)) // of the handle, which escapes by it
    return false;
  if (!runs(mysql, restore_) &&
      (isBroken(mysql) || !restoreRoleAndDatabase(mysql) || !runs(mysql, restore_)))
    return false;
  if (mysql_set_server_option(mysql, wantsMultiStatements_ ? MYSQL_OPTION_MULTI_STATEMENTS_ON
                                                           : MYSQL_OPTION_MULTI_STATEMENTS_OFF))
    return false;
  for (const std::string &command : initCommands_)
    if (!runs(mysql, command))
      return false;
  return true;
}

// A session that had no database cannot be without one again.
bool MysqlSession::restoreRoleAndDatabase(MYSQL *mysql) const {
  if (isMariaDb(mysql) && hasRoles(mysql) &&
      !runs(mysql, "SET ROLE " + (role_ ? identifier(*role_) : std::string("NONE"))))
    return false;
  return !database_ || mysql_select_db(mysql, database_->c_str()) == 0;
}

} // namespace repool::detail
