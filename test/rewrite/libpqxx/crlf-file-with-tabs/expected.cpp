#include <pqxx/pqxx>
#include <repool/pqxx.h>

#include <string>

int total(const std::string &url, int cart)
{
	if (cart == 0)
	{
		return 0;
	}
	return repool::withDatabase(repool::pqxx(url), [&](pqxx::connection &conn) {
		pqxx::work tx(conn);
		pqxx::row row = tx.exec_params1("SELECT sum(price) FROM line WHERE cart = $1", cart);
		tx.commit();
		return row[0].as<int>(0);
	});
}
