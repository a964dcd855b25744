#include <pqxx/pqxx>

#include <string>

// A layout that clang-format would change, on lines that the migration does not write.
int   untouched( int a ) { return a; }

void settle(const std::string& host, const std::string& database, int bill)
{
    pqxx::connection conn("host=" + host + " dbname=" + database + " user=till");
    pqxx::work tx( conn );
    tx.exec_params0("UPDATE bill SET settled = true WHERE id = $1", bill);
    tx.commit();
}

int open_bills(const std::string& host, const std::string& database)
{
    pqxx::connection conn("host=" + host + " dbname=" + database + " user=till");
    pqxx::work tx( conn );
    for (auto row : tx.exec( "SELECT id FROM bill WHERE NOT settled" ))
        if (row[0].as<int>() < 0)
            return -1;
    return 0;
}
