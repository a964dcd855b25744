/// \file
/// The fields of all that decides what a parse comes to, besides the files it reads: they make the
/// question under which an answer is kept, and tell which shards are of one scan. A field that is
/// missing here does not compile (see Archive.h); one that does not matter costs a miss.
#pragma once

#include "cache/Archive.h"
#include "drivers/Driver.h"
#include "parse/Parse.h"
#include "project/Config.h"
#include "project/FilePolicy.h"

namespace repool {

REPOOL_FIELDS(OpenSpec, name, by, handleArgument, source, pairName, pairInName, textArgument,
              poolTypes)
REPOOL_FIELDS(CloseSpec, name, pairName)
REPOOL_FIELDS(HazardSpec, name, code, what)
REPOOL_FIELDS(SetterSpec, name, optionArgument, unfit)
REPOOL_FIELDS(ExecuteSpec, name, textArgument, lengthArgument, state)
REPOOL_FIELDS(DerivedSpec, maker, outArgument, ender)
REPOOL_FIELDS(DriverSpec, name, header, clientHeaders, handleTypes, handleTokens, leaseType,
              handleIsObject, failureIsCode, opens, makers, setters, shutdowns, closes, tests,
              inspects, interiorTexts, executes, hazards, derived, borrowPrefixes, dialect, neutral,
              bound, valueTypes, sessionScopes, errorTexts)
REPOOL_FIELDS(CompileUnit, file, directory, arguments)
REPOOL_FIELDS(CompileDatabase, units, missing)
REPOOL_FIELDS(Config, path, style, exclude, vendored, keep, perRequest, assume, drivers, own,
              schema)
REPOOL_FIELDS(FilePolicy, root, allowGenerated, allowVendored, vendored)
REPOOL_FIELDS(ParseOptions, root, extraArgs, extraArgsBefore, bundledRuntime, skipSystemBodies,
              record)

} // namespace repool
