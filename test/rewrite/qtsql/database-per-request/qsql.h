// What this case needs of Qt SQL.
#pragma once

class QString {
public:
  QString(const char *text = "");
};

class QSqlDatabase {
public:
  QSqlDatabase();
  ~QSqlDatabase();
  QSqlDatabase(const QSqlDatabase &other);
  QSqlDatabase &operator=(const QSqlDatabase &other);
  static QSqlDatabase addDatabase(const QString &type, const QString &name = "default");
  static void removeDatabase(const QString &name);
  void setDatabaseName(const QString &name);
  void setHostName(const QString &name);
  bool open();
  void close();
};

class QSqlQuery {
public:
  QSqlQuery(const QString &text, const QSqlDatabase &database);
  bool next();
};
