/// \file
/// What calls of foreign functions say about how often code runs: a table, one row per name.
///
///   accept, FCGX_Accept_r, httplib::Server::listen  -> the program waits for clients
///   std::thread, pthread_create                     -> its argument runs on a thread of its own
///   std::call_once                                  -> its argument runs once
///
/// A name that is not in the table means nothing: what is handed to it may be called at any time.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace repool {

enum class CallMeaning { None, Serves, StartsThread, RunsOnce, RunsNow, Forks, ReadsEnvironment };

/// Of a function by its qualified name, or of a class whose constructor is called.
CallMeaning meaningOf(llvm::StringRef qualified);

/// "QUERY_STRING": an environment variable that only a web server sets, for one request.
bool isCgiVariable(llvm::StringRef name);

/// "std::thread": a class whose objects run what they are made of.
bool isThreadClass(llvm::StringRef qualified);

} // namespace repool
