/// \file
/// Looks up declarations in the driver data: is this call an open, a close, a test; is this type a
/// handle. Names are compared, so it works in templates too; a name of a system header wins
/// nothing.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "drivers/Driver.h"
#include "llvm/ADT/StringMap.h"

#include <optional>
#include <span>

namespace repool {

/// What a named function or method of a driver does with a handle.
enum class CallRole { Open, Make, Set, Close, Test, Inspect, Execute, Hazard, Borrow };

struct DriverCall {
  const DriverSpec *driver = nullptr;
  CallRole role = CallRole::Borrow;
  std::size_t index = 0; ///< into the driver's list of that role
  bool interiorText = false;
};

class DriverIndex {
public:
  explicit DriverIndex(std::span<const DriverSpec> drivers);

  /// A free function called \p qualified; nothing for functions no driver names.
  std::optional<DriverCall> function(llvm::StringRef qualified) const;

  /// A method \p name of a handle of \p driver; unknown methods execute.
  DriverCall method(const DriverSpec &driver, llvm::StringRef name) const;

  /// The driver whose handle \p type is: the object itself or a pointer or reference to it.
  const DriverSpec *handle(clang::QualType type) const;

  /// The driver whose handle class is \p record exactly; `derived` where it only derives from it.
  struct ClassMatch {
    const DriverSpec *driver = nullptr;
    bool derived = false;
  };

  ClassMatch handleClass(const clang::CXXRecordDecl *record) const;

  /// True if \p decl belongs to the client library (by name prefix or namespace).
  const DriverSpec *library(const clang::NamedDecl &decl) const;

  std::span<const DriverSpec> drivers() const { return drivers_; }

private:
  std::span<const DriverSpec> drivers_;
  llvm::StringMap<DriverCall> functions_;
  llvm::StringMap<const DriverSpec *> types_;
};

} // namespace repool
