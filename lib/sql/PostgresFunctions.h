/// \file
/// What calling a function of PostgreSQL means for the session.
///
/// The server's own functions, types and relations are generated data (data/make_catalogue.py); the
/// few whose calls leave or need something are rows here. A name that is not the server's own is
/// unknown.
#pragma once

#include <string_view>

namespace repool {

enum class FunctionEffect {
  Unknown,  ///< not the server's own, or known to run what it is given
  Nothing,  ///< reads at most
  Volatile, ///< leaves nothing on the session, but may write or differ from call to call
  Advances, ///< nextval, setval: currval and lastval show it
  State     ///< leaves or needs what `state` says
};

struct PostgresFunction {
  FunctionEffect effect = FunctionEffect::Unknown;
  std::string_view state;
};

/// \p name without schema. set_config is not here: its third argument decides.
PostgresFunction postgresFunction(std::string_view name);

bool isCatalogueType(std::string_view name);       ///< of pg_catalog; no row types
bool isCatalogueRelation(std::string_view name);   ///< of pg_catalog
bool isInformationRelation(std::string_view name); ///< of information_schema

} // namespace repool
