#include "analyze/PlainTypes.h"

#include "analyze/SessionObjects.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace repool {

using namespace clang;

namespace {

constexpr std::array<std::string_view, 10> Keyed = {"map",
                                                    "set",
                                                    "multimap",
                                                    "multiset",
                                                    "unordered_map",
                                                    "unordered_set",
                                                    "unordered_multimap",
                                                    "unordered_multiset",
                                                    "priority_queue",
                                                    "_Node_handle"};

// Iterators by the names of libstdc++ and libc++.
constexpr std::array<std::string_view, 41> Values = {"basic_string",
                                                     "basic_string_view",
                                                     "vector",
                                                     "array",
                                                     "deque",
                                                     "list",
                                                     "forward_list",
                                                     "pair",
                                                     "tuple",
                                                     "optional",
                                                     "initializer_list",
                                                     "bitset",
                                                     "complex",
                                                     "ratio",
                                                     "duration",
                                                     "time_point",
                                                     "monostate",
                                                     "allocator",
                                                     "char_traits",
                                                     "less",
                                                     "greater",
                                                     "equal_to",
                                                     "hash",
                                                     "nullopt_t",
                                                     "reverse_iterator",
                                                     "move_iterator",
                                                     "__normal_iterator",
                                                     "_Rb_tree_iterator",
                                                     "_Rb_tree_const_iterator",
                                                     "_List_iterator",
                                                     "_List_const_iterator",
                                                     "_Node_iterator",
                                                     "_Node_const_iterator",
                                                     "_Deque_iterator",
                                                     "_Bit_iterator",
                                                     "_Bit_const_iterator",
                                                     "_Bit_reference",
                                                     "__wrap_iter",
                                                     "__tree_iterator",
                                                     "__tree_const_iterator",
                                                     "__list_iterator"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N> &names, llvm::StringRef name) {
  return std::find(names.begin(), names.end(), std::string_view(name)) != names.end();
}

bool isOfStandardLibrary(const CXXRecordDecl &record) {
  if (record.isInStdNamespace())
    return true;
  const auto *space = llvm::dyn_cast<NamespaceDecl>(record.getDeclContext());
  return space && space->getIdentifier() && space->getName() == "__gnu_cxx";
}

class Judge {
public:
  Judge(bool ofLibraries, const DriverSpec &driver, const DriverIndex &index, const SourceMap &map)
      : ofLibraries_(ofLibraries), driver_(driver), index_(index), map_(map) {}

  bool type(QualType type, unsigned depth = 0) const {
    constexpr unsigned MostDepth = 12;
    type = type.getNonReferenceType().getCanonicalType();
    if (depth > MostDepth || type.isVolatileQualified() || type->isDependentType())
      return false;
    if (const ArrayType *array = map_.ast().getAsArrayType(type))
      return this->type(array->getElementType(), depth + 1);
    if (const auto *record = type->getAsCXXRecordDecl())
      return this->record(*record, depth);
    return !type->isRecordType() && !type->isAtomicType();
  }

private:
  bool record(const CXXRecordDecl &record, unsigned depth) const {
    if (record.isLambda())
      return true; // what it does is seen where it is written
    if (!map_.inProject(record.getLocation()))
      return index_.library(record) == &driver_ || isLibraryValue(record, driver_) ||
             (isStandardValue(record) && arguments(record, depth));
    return !ofLibraries_ && ofProgram(record, depth);
  }

  bool arguments(const CXXRecordDecl &record, unsigned depth) const {
    const auto *instance = llvm::dyn_cast<ClassTemplateSpecializationDecl>(&record);
    if (!instance)
      return true;
    bool isFirst = true;
    for (const TemplateArgument &argument : instance->getTemplateArgs().asArray()) {
      // A key of the program is compared or hashed by the program.
      const bool onlyLibraries = isFirst && isStandardMap(record);
      isFirst = false;
      if (!this->argument(argument, onlyLibraries, depth))
        return false;
    }
    return true;
  }

  bool argument(const TemplateArgument &argument, bool onlyLibraries, unsigned depth) const {
    if (argument.getKind() == TemplateArgument::Pack)
      return std::all_of(argument.pack_begin(), argument.pack_end(), [&](const auto &element) {
        return this->argument(element, onlyLibraries, depth);
      });
    if (argument.getKind() != TemplateArgument::Type)
      return argument.getKind() == TemplateArgument::Integral;
    if (argument.getAsType()->isReferenceType())
      return false; // std::pair<int &, int> is no value
    const Judge judge(ofLibraries_ || onlyLibraries, driver_, index_, map_);
    return judge.type(argument.getAsType(), depth + 1);
  }

  bool ofProgram(const CXXRecordDecl &record, unsigned depth) const {
    if (!record.hasDefinition() || record.getDefinition()->isPolymorphic())
      return false;
    const CXXRecordDecl &whole = *record.getDefinition();
    for (const CXXMethodDecl *method : whole.methods()) {
      const auto *made = llvm::dyn_cast<CXXConstructorDecl>(method);
      const bool isQuiet = llvm::isa<CXXDestructorDecl>(method) ||
                           (made && made->isCopyOrMoveConstructor()) ||
                           method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator();
      if (isQuiet && method->isUserProvided())
        return false;
    }
    return std::all_of(whole.field_begin(), whole.field_end(),
                       [&](const FieldDecl *field) { return type(field->getType(), depth + 1); }) &&
           std::all_of(whole.bases_begin(), whole.bases_end(), [&](const CXXBaseSpecifier &base) {
             return type(base.getType(), depth + 1);
           });
  }

  bool ofLibraries_;
  const DriverSpec &driver_;
  const DriverIndex &index_;
  const SourceMap &map_;
};

} // namespace

bool isStandardMap(const CXXRecordDecl &record) {
  return isOfStandardLibrary(record) && record.getIdentifier() && contains(Keyed, record.getName());
}

bool isStandardValue(const CXXRecordDecl &record) {
  return isStandardMap(record) || (isOfStandardLibrary(record) && record.getIdentifier() &&
                                   contains(Values, record.getName()));
}

bool isPlain(QualType type, const DriverSpec &driver, const DriverIndex &index,
             const SourceMap &map) {
  return Judge(false, driver, index, map).type(type);
}

bool isPlainOfLibraries(QualType type, const DriverSpec &driver, const DriverIndex &index,
                        const SourceMap &map) {
  return Judge(true, driver, index, map).type(type);
}

} // namespace repool
