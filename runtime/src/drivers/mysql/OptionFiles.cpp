#include "OptionFiles.h"

#include <cstdlib>
#include <sys/stat.h>

namespace repool::detail {

namespace {

std::string stateOf(const std::string &file) {
  struct stat info = {};
  if (stat(file.c_str(), &info) != 0)
    return "none";
  return std::to_string(info.st_dev) + ' ' + std::to_string(info.st_ino) + ' ' +
         std::to_string(info.st_size) + ' ' + std::to_string(info.st_mtim.tv_sec) + '.' +
         std::to_string(info.st_mtim.tv_nsec);
}

// Where libmariadb and libmysqlclient look, without what the distribution has compiled in.
std::vector<std::string> usualFiles() {
  std::vector<std::string> files = {"/etc/my.cnf", "/etc/mysql/my.cnf"};
  for (const char *const name : {"MARIADB_HOME", "MYSQL_HOME"})
    if (const char *const folder = std::getenv(name))
      files.push_back(std::string(folder) + "/my.cnf");
  if (const char *const home = std::getenv("HOME"))
    files.push_back(std::string(home) + "/.my.cnf");
  return files;
}

} // namespace

std::vector<std::pair<std::string, std::string>> optionFiles(const MysqlSettings &settings) {
  std::vector<std::pair<std::string, std::string>> states;
  if (!settings.namesOptionFiles())
    return states;
  const std::string *const named = settings.find(MYSQL_READ_DEFAULT_FILE);
  for (const std::string &file : named ? std::vector<std::string>{*named} : usualFiles())
    states.emplace_back(file, stateOf(file));
  return states;
}

} // namespace repool::detail
