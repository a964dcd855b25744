#include "Settings.h"

#include "../../Sha256.h"
#include "OptionFiles.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace repool::detail {

namespace {

/// What mysql_options takes as the argument of an option.
enum class Kind { Nothing, Flag, Number, Size, Text, Secret };

struct Option {
  int name;
  Kind kind;
};

// What is missing here is not shared.
constexpr Option Options[] = {
    {MYSQL_OPT_CONNECT_TIMEOUT, Kind::Number},
    {MYSQL_OPT_READ_TIMEOUT, Kind::Number},
    {MYSQL_OPT_WRITE_TIMEOUT, Kind::Number},
    {MYSQL_OPT_COMPRESS, Kind::Nothing},
    {MYSQL_READ_DEFAULT_FILE, Kind::Text},
    {MYSQL_READ_DEFAULT_GROUP, Kind::Text},
    {MYSQL_SET_CHARSET_DIR, Kind::Text},
    {MYSQL_SET_CHARSET_NAME, Kind::Text},
    {MYSQL_OPT_LOCAL_INFILE, Kind::Number},
    {MYSQL_OPT_PROTOCOL, Kind::Number},
    {MYSQL_REPORT_DATA_TRUNCATION, Kind::Flag},
    {MYSQL_OPT_RECONNECT, Kind::Flag},
    {MYSQL_OPT_BIND, Kind::Text},
    {MYSQL_OPT_SSL_KEY, Kind::Text},
    {MYSQL_OPT_SSL_CERT, Kind::Text},
    {MYSQL_OPT_SSL_CA, Kind::Text},
    {MYSQL_OPT_SSL_CAPATH, Kind::Text},
    {MYSQL_OPT_SSL_CIPHER, Kind::Text},
    {MYSQL_OPT_SSL_CRL, Kind::Text},
    {MYSQL_OPT_SSL_CRLPATH, Kind::Text},
    {MYSQL_OPT_TLS_VERSION, Kind::Text},
    {MYSQL_PLUGIN_DIR, Kind::Text},
    {MYSQL_DEFAULT_AUTH, Kind::Text},
    {MYSQL_SERVER_PUBLIC_KEY, Kind::Text},
    {MYSQL_OPT_CAN_HANDLE_EXPIRED_PASSWORDS, Kind::Flag},
    {MYSQL_OPT_MAX_ALLOWED_PACKET, Kind::Size},
#ifdef MARIADB_BASE_VERSION
    {MYSQL_SECURE_AUTH, Kind::Flag},
    {MYSQL_OPT_SSL_ENFORCE, Kind::Flag},
    {MYSQL_OPT_SSL_VERIFY_SERVER_CERT, Kind::Flag},
    {MARIADB_OPT_TLS_CIPHER_STRENGTH, Kind::Number},
    {MARIADB_OPT_TLS_PEER_FP, Kind::Text},
    {MARIADB_OPT_TLS_PEER_FP_LIST, Kind::Text},
    {MARIADB_OPT_TLS_PASSPHRASE, Kind::Secret},
    {MARIADB_OPT_CONNECTION_READ_ONLY, Kind::Flag},
    {MARIADB_OPT_CONNECTION_HANDLER, Kind::Text},
    {MARIADB_OPT_HOST, Kind::Text},
    {MARIADB_OPT_USER, Kind::Text},
    {MARIADB_OPT_PASSWORD, Kind::Secret},
    {MARIADB_OPT_SCHEMA, Kind::Text},
    {MARIADB_OPT_UNIXSOCKET, Kind::Text},
    {MARIADB_OPT_PORT, Kind::Number},
#elif MYSQL_VERSION_ID >= 80000
    {MYSQL_OPT_SSL_MODE, Kind::Number},
    {MYSQL_OPT_TLS_CIPHERSUITES, Kind::Text},
    {MYSQL_OPT_GET_SERVER_PUBLIC_KEY, Kind::Flag},
    {MYSQL_OPT_RETRY_COUNT, Kind::Number},
    {MYSQL_ENABLE_CLEARTEXT_PLUGIN, Kind::Flag},
#endif
};

const Option *find(int name) {
  const auto *const found = std::find_if(std::begin(Options), std::end(Options),
                                         [&](const Option &option) { return option.name == name; });
  return found == std::end(Options) ? nullptr : found;
}

mysql_option nameOf(int option) {
  return static_cast<mysql_option>(option);
}

template <class Number> Number read(const void *argument) {
  Number number;
  std::memcpy(&number, argument, sizeof number);
  return number;
}

std::string digits(Kind kind, const void *argument) {
  if (kind == Kind::Flag)
    return read<unsigned char>(argument) != 0 ? "1" : "0";
  if (kind == Kind::Number)
    return std::to_string(read<unsigned>(argument));
  return std::to_string(read<unsigned long>(argument));
}

// Some options are another way to say a flag of mysql_real_connect.
unsigned long clientFlagsOf([[maybe_unused]] int option) {
#ifdef MARIADB_BASE_VERSION
  switch (option) {
  case MARIADB_OPT_FOUND_ROWS:
    return CLIENT_FOUND_ROWS;
  case MARIADB_OPT_INTERACTIVE:
    return CLIENT_INTERACTIVE;
  case MARIADB_OPT_MULTI_RESULTS:
    return CLIENT_MULTI_RESULTS;
  case MARIADB_OPT_MULTI_STATEMENTS:
    return CLIENT_MULTI_STATEMENTS | CLIENT_MULTI_RESULTS;
  default:
    break;
  }
#endif
  return 0;
}

int canonical(int option) {
#ifdef MARIADB_BASE_VERSION
  switch (option) {
  case MARIADB_OPT_SSL_FP:
    return MARIADB_OPT_TLS_PEER_FP;
  case MARIADB_OPT_SSL_FP_LIST:
    return MARIADB_OPT_TLS_PEER_FP_LIST;
  case MARIADB_OPT_TLS_VERSION:
    return MYSQL_OPT_TLS_VERSION;
  default:
    break;
  }
#endif
  return option;
}

#ifdef MARIADB_BASE_VERSION

const char *textOf(MYSQL *mysql, int option) {
  const char *text = nullptr;
  switch (option) {
  case MYSQL_SET_CHARSET_NAME: // asked for it, the library tells the default charset too
    return mysql->options.charset_name;
  case MYSQL_SET_CHARSET_DIR:
    return mysql->options.charset_dir;
  case MARIADB_OPT_HOST:
    return mysql->options.host;
  case MARIADB_OPT_USER:
    return mysql->options.user;
  case MARIADB_OPT_PASSWORD:
    return mysql->options.password;
  case MARIADB_OPT_SCHEMA:
    return mysql->options.db;
  case MARIADB_OPT_UNIXSOCKET:
    return mysql->options.unix_socket;
  default:
    mysql_get_option(mysql, nameOf(option), static_cast<void *>(&text));
    return text;
  }
}

std::string numberOf(MYSQL *mysql, const Option &option) {
  if (option.name == MARIADB_OPT_PORT)
    return std::to_string(mysql->options.port);
  unsigned char argument[sizeof(unsigned long)] = {};
  mysql_get_option(mysql, nameOf(option.name), argument);
  return digits(option.kind, argument);
}

std::map<int, std::string> valuesOf(MYSQL *mysql) {
  std::map<int, std::string> values;
  for (const Option &option : Options) {
    if (option.kind == Kind::Text || option.kind == Kind::Secret) {
      if (const char *const text = textOf(mysql, option.name))
        values[option.name] = text;
    } else if (option.kind != Kind::Nothing) {
      values[option.name] = numberOf(mysql, option);
    } else if (mysql->options.compress) {
      values[option.name] = "";
    }
  }
  return values;
}

/// What a handle that has just been made says.
struct Defaults {
  std::map<int, std::string> values;
  unsigned long clientFlags = 0;
  int (*infileHandler)(void **, const char *, void *) = nullptr;
};

const Defaults &defaults() {
  static const Defaults *const defaults = [] {
    auto *const read = new Defaults;
    if (MYSQL *const mysql = mysql_init(nullptr)) {
      *read = {valuesOf(mysql), mysql->options.client_flag, nullptr};
      mysql_set_local_infile_default(mysql); // as the first LOAD DATA LOCAL does
      read->infileHandler = mysql->options.local_infile_init;
      mysql_close(mysql);
    }
    return read;
  }();
  return *defaults;
}

bool isDefault(int option, const std::string &value) {
  const auto found = defaults().values.find(option);
  return found != defaults().values.end() && found->second == value;
}

// Flags that options of their own stand for.
constexpr unsigned long OptionFlags =
    CLIENT_COMPRESS | CLIENT_LOCAL_FILES | CLIENT_CAN_HANDLE_EXPIRED_PASSWORDS;

bool hasCallbacks(MYSQL *mysql) {
  for (const mysql_option option : {MYSQL_PROGRESS_CALLBACK, MARIADB_OPT_IO_WAIT}) {
    void (*callback)() = nullptr;
    mysql_get_option(mysql, option, static_cast<void *>(&callback));
    if (callback)
      return true;
  }
  my_bool isNonBlocking = 0;
  mysql_get_option(mysql, MYSQL_OPT_NONBLOCK, &isNonBlocking);
  my_bool skipsResponses = 0;
  mysql_get_option(mysql, MARIADB_OPT_SKIP_READ_RESPONSE, &skipsResponses);
  const auto infileHandler = mysql->options.local_infile_init;
  const bool handlesInfiles = infileHandler && infileHandler != defaults().infileHandler;
  return isNonBlocking || skipsResponses || handlesInfiles;
}

/// FNV-1a.
class Fingerprint {
public:
  void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001b3U; }

  void add(const char *text) {
    for (; text && *text; ++text)
      add(static_cast<unsigned char>(*text));
    add(text ? 256U : 257U); // where it ends, and that there is one
  }

  std::uint64_t value() const { return value_; }

private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

void readAttributes(MYSQL *mysql, std::map<std::string, std::string> &attributes) {
  unsigned count = 0;
  mysql_get_optionv(mysql, MYSQL_OPT_CONNECT_ATTRS, nullptr, nullptr, &count);
  std::vector<char *> names(count);
  std::vector<char *> values(count);
  char **name = names.data();
  char **value = values.data();
  mysql_get_optionv(mysql, MYSQL_OPT_CONNECT_ATTRS, static_cast<void *>(&name), &value, &count);
  for (unsigned i = 0; i < count; ++i)
    attributes.emplace(names[i], values[i]);
}

#else

bool isDefault(int, const std::string &) {
  return false;
}

#endif

void append(std::string &key, const std::string &name, const std::string &value) {
  key += name + '=' + std::to_string(value.size()) + ':' + value + ';';
}

} // namespace

void MysqlSettings::set(int option, const void *first, const void *second) {
  option = canonical(option);
  const char *const text = static_cast<const char *>(first);
  const Option *const known = repool::detail::find(option);
  if (option == MYSQL_INIT_COMMAND && text) {
    initCommands.emplace_back(text);
  } else if (option == MYSQL_OPT_CONNECT_ATTR_RESET) {
    attributes.clear();
  } else if (option == MYSQL_OPT_CONNECT_ATTR_DELETE && text) {
    attributes.erase(text);
  } else if (option == MYSQL_OPT_CONNECT_ATTR_ADD && text && second) {
    attributes[text] = static_cast<const char *>(second);
  } else if (clientFlagsOf(option) != 0) {
    clientFlags |= clientFlagsOf(option);
  } else if (known && known->kind == Kind::Nothing) {
    values[option] = "";
  } else if (known && (known->kind == Kind::Text || known->kind == Kind::Secret)) {
    if (text || option == MYSQL_READ_DEFAULT_GROUP) // null is the group that everybody reads
      values[option] = text ? text : "";
    else
      values.erase(option);
  } else if (known && first) {
    values[option] = digits(known->kind, first);
  } else {
    raw.push_back({option, first, second});
  }
}

const std::string *MysqlSettings::find(int option) const {
  const auto found = values.find(option);
  return found == values.end() ? nullptr : &found->second;
}

MysqlSettings MysqlSettings::of([[maybe_unused]] MYSQL *mysql) {
  MysqlSettings settings;
#ifdef MARIADB_BASE_VERSION
  for (auto &[option, value] : valuesOf(mysql))
    if (!isDefault(option, value))
      settings.values.emplace(option, value);
  char **commands = nullptr;
  unsigned count = 0;
  mysql_get_optionv(mysql, MYSQL_INIT_COMMAND, static_cast<void *>(&commands), &count);
  settings.initCommands.assign(commands, commands + count);
  readAttributes(mysql, settings.attributes);
  settings.clientFlags = mysql->options.client_flag & ~defaults().clientFlags &
                         ~static_cast<unsigned long>(OptionFlags);
  if (hasCallbacks(mysql))
    settings.raw.push_back({-1, nullptr, nullptr});
#endif
  return settings;
}

std::uint64_t MysqlSettings::fingerprint([[maybe_unused]] MYSQL *mysql) {
#ifdef MARIADB_BASE_VERSION
  Fingerprint fingerprint;
  for (const Option &option : Options) {
    std::uint64_t number = 0;
    if (option.kind == Kind::Text || option.kind == Kind::Secret)
      fingerprint.add(textOf(mysql, option.name));
    else if (option.name != MYSQL_OPT_RECONNECT && option.name != MARIADB_OPT_PORT &&
             mysql_get_option(mysql, nameOf(option.name), &number) == 0)
      fingerprint.add(number);
  }
  fingerprint.add(mysql->options.port);
  fingerprint.add(mysql->options.client_flag);
  fingerprint.add(hasCallbacks(mysql) ? 1U : 0U);
  char **commands = nullptr;
  unsigned count = 0;
  mysql_get_optionv(mysql, MYSQL_INIT_COMMAND, static_cast<void *>(&commands), &count);
  for (unsigned i = 0; i < count; ++i)
    fingerprint.add(commands[i]);
  mysql_get_optionv(mysql, MYSQL_OPT_CONNECT_ATTRS, nullptr, nullptr, &count);
  fingerprint.add(count); // sent already: a change means nothing any more
  return fingerprint.value();
#else
  return 0;
#endif
}

std::optional<MysqlSettings> MysqlSettings::ofSite([[maybe_unused]] MYSQL *site) {
#ifdef MARIADB_BASE_VERSION
  MysqlSettings settings = of(site);
  if (settings.isShareable())
    return settings;
#endif
  return std::nullopt;
}

bool MysqlSettings::apply(MYSQL *mysql) const {
  int failures = 0;
  for (const auto &[option, value] : values) {
    const Kind kind = repool::detail::find(option)->kind;
    const unsigned long number =
        kind == Kind::Text || kind == Kind::Secret || value.empty() ? 0 : std::stoul(value);
    const auto flag = static_cast<unsigned char>(number != 0);
    const auto count = static_cast<unsigned>(number);
    const void *argument = value.c_str();
    if (kind == Kind::Nothing)
      argument = nullptr;
    else if (kind == Kind::Flag)
      argument = &flag;
    else if (kind == Kind::Number)
      argument = &count;
    else if (kind == Kind::Size)
      argument = &number;
    failures += mysql_options(mysql, nameOf(option), argument) != 0;
  }
  for (const std::string &command : initCommands)
    failures += mysql_options(mysql, MYSQL_INIT_COMMAND, command.c_str()) != 0;
  for (const auto &[name, value] : attributes)
    failures += mysql_options4(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, name.c_str(), value.c_str()) != 0;
  for (const Raw &option : raw)
    failures += mysql_options4(mysql, nameOf(option.option), option.first, option.second) != 0;
  return failures == 0;
}

std::string MysqlSettings::key() const {
  std::string key;
  for (const auto &[option, value] : values) {
    // To allow what is allowed by default means more: files that no statement asked for.
    const bool isSaid = option == MYSQL_OPT_LOCAL_INFILE || !isDefault(option, value);
    if (option == MYSQL_OPT_RECONNECT || !isSaid)
      continue;
    const bool isSecret = repool::detail::find(option)->kind == Kind::Secret;
    append(key, std::to_string(option), isSecret ? sha256(value) : value);
  }
  for (const std::string &command : initCommands)
    append(key, "init", command);
  for (const auto &[name, value] : attributes)
    append(key, "attribute " + name, value);
  for (const auto &[file, state] : optionFiles(*this))
    append(key, "file " + file, state);
  return key;
}

bool MysqlSettings::namesOptionFiles() const {
  return find(MYSQL_READ_DEFAULT_FILE) || find(MYSQL_READ_DEFAULT_GROUP);
}

std::uint64_t MysqlSettings::stamp() const {
  std::uint64_t stamp = 0;
  for (const auto &[file, state] : optionFiles(*this))
    stamp = stamp * 31 + std::hash<std::string>()(state);
  return stamp;
}

} // namespace repool::detail
