#pragma once
#include "repool/lease.h"
#include "vault.h"

namespace vault {
repool::Source<Session> pooled(const std::string &address);
}
