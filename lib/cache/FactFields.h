/// \file
/// The fields of all that a unit's facts are made of. A field that is missing here does not compile
/// (see Archive.h).
#pragma once

#include "cache/Archive.h"
#include "model/Facts.h"

namespace repool {

REPOOL_FIELDS(Span, begin, end)
REPOOL_FIELDS(Place, file, line, column)
REPOOL_FIELDS(Problem, code, message, hint, place)
REPOOL_FIELDS(CallFact, callee, kind, loop, afterFork, to, holder, place, offset)
REPOOL_FIELDS(ForkFact, place, offset)
REPOOL_FIELDS(FunctionFact, id, name, simple, place, isMain, isLocal, overridesForeign, overrides,
              serves, cgi, calls, forks)
REPOOL_FIELDS(Instance, record, life, inside, text, place)
REPOOL_FIELDS(OwnerDecl, holder, shape, name, place, type, statement, isField, hazard)
REPOOL_FIELDS(MemberCall, callee, object, inConstructor, repeats, place)
REPOOL_FIELDS(BuiltText, text, parameter, unknown)
REPOOL_FIELDS(ExecutedStatement, place, text)
REPOOL_FIELDS(SessionCallee, usr, parameter, name, place, texts)
REPOOL_FIELDS(SessionTouch, place, what)
REPOOL_FIELDS(SessionFacts, statements, callees, touches)
REPOOL_FIELDS(Open, place, call, opener, spec, args, form, statement, inBlock, sameBlock, inLoop,
              inMacro, inPlace, literal)
REPOOL_FIELDS(Close, place, call, callee, argument, statement, closer, isStatement, inBlock,
              inMacro, wholeMacro, guard, guardInBlock, after)
REPOOL_FIELDS(SqlText, place, text)
REPOOL_FIELDS(Effect, place, what)
REPOOL_FIELDS(Region, span, returns, returnsValue, returnStatement, returnType, lines, effect)
REPOOL_FIELDS(Passed, usr, parameter, callee, place, followed)
REPOOL_FIELDS(ValueHandle::Maker, call, address, isTested)
REPOOL_FIELDS(ValueHandle, name, makers, addresses)
REPOOL_FIELDS(HandOver, kind, holder, name, place, expr)
REPOOL_FIELDS(CalleePremise, usr, parameter, returns)
REPOOL_FIELDS(FlowVariant, code, callees, hazards, against)
REPOOL_FIELDS(Handle, driver, kind, shape, language, file, name, typeText, type, function,
              functionId, functionSpan, declaration, soleDeclarator, firstDeclarator,
              declaredInBlock, initialised, inMain, functionJumps, executes, executesHere,
              usedInLoop, block, opens, closes, sql, session, passed, hazards, againstWrap,
              againstLease, againstPair, handOvers, sources, code, variants, region, value)
REPOOL_FIELDS(ParameterFact, usr, parameter, function, file, language, hazards, closes, passed, sql,
              session, executes, closing, neverReturns, handOvers)
REPOOL_FIELDS(FieldFact, holder, record, recordName, function, functionUsr, place, isConstructor,
              opens, destructorCloses, hazards, handOvers, passed)
REPOOL_FIELDS(CloseMention, driver, closer, place, name, argument, inMacro)
REPOOL_FIELDS(HolderMention, holder, place)
REPOOL_FIELDS(InactiveMention, place, span, token)
REPOOL_FIELDS(Diagnostic, place, isError, message)
REPOOL_FIELDS(TuFacts, unit, handles, parameters, functions, received, closes, named, fields,
              owners, instances, memberCalls, inactive, inactiveCloses, files, diagnostics, failure)

} // namespace repool
